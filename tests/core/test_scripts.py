"""The scripts that ship: they hold every proof, their walks come out right, and breaking one is noticed."""

import csv
from pathlib import Path

import msgspec
import pytest
import yaml

from callassist import dialogue as dl
from callassist.dialogue import Act, Note, Place, Say
from callassist.dialogue_names import KNOWN_ACTIONS, KNOWN_FIELDS, PAYER_FIELDS
from callassist.dialogue_proofs import Vocabulary, check
from callassist.dialogue_walks import Walked, unvisited, walk
from callassist.dialogue_wording import Words, reading_grade

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "src" / "callassist" / "scripts"
OUTCOMES = ROOT / "data" / "tables" / "outcomes.csv"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md"))}
WORDS = tuple(
    msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), Words) for path in FOLDER.glob("words.*.yaml")
)
SCRIPTS = tuple(dl.parse_script(text, name) for name, text in TEXTS.items())
LIBRARY = dl.library_of(SCRIPTS)
CALLS = ("first-contact", "follow-up", "promise-reminder", "broken-promise", "inbound")
PLANS = [
    (script.id, plan)
    for script in LIBRARY.values()
    if (FOLDER / f"{script.id}.walk.yaml").exists()
    for plan in yaml.safe_load((FOLDER / f"{script.id}.walk.yaml").read_text(encoding="utf-8"))
]


def changed(name: str, before: str, after: str) -> tuple[dl.Fault, ...]:
    """The faults of the library after one edit to one script."""
    assert before in TEXTS[name]
    texts = TEXTS | {name: TEXTS[name].replace(before, after)}
    return check((dl.parse_script(text, file) for file, text in texts.items()), WORDS)


def test_every_proof_holds() -> None:
    assert [str(fault) for fault in check(SCRIPTS, WORDS)] == []


@pytest.mark.parametrize(("script", "plan"), PLANS, ids=[f"{name}: {plan['name']}" for name, plan in PLANS])
def test_walk(script: str, plan: dict[str, object]) -> None:
    assert [str(fault) for fault in walk(LIBRARY, LIBRARY[script], plan).faults] == []


def test_the_walks_go_through_nearly_every_step() -> None:
    walked: list[Walked] = [walk(LIBRARY, LIBRARY[script], plan) for script, plan in PLANS]
    missed = unvisited(LIBRARY, walked)
    assert len(missed) <= 0.05 * sum(len(script.steps) for script in SCRIPTS), missed


@pytest.mark.parametrize("name", CALLS)
def test_without_the_identity_guard_the_proof_shows_the_path(name: str) -> None:
    faults = changed(
        f"{name}.md", "- Both answers match -> [disclose](#disclose) `is_verified`", "- On -> [d](#disclose)"
    )
    paths = [fault.path for fault in faults if fault.kind == "identity"]
    assert (f"{name}#open", f"{name}#verify", f"{name}#disclose") in paths


@pytest.mark.parametrize("name", CALLS)
def test_a_notice_said_after_the_question_is_found(name: str) -> None:
    assert "recording" in {fault.kind for fault in changed(f"{name}.md", "This call is recorded. ", "")}


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("first-contact", "- They are listening -> [coverage](#coverage)", "- On -> [ask](#ask)"),
        ("first-contact", "- Asks how much it is -> [amount](#amount)", "- Asks -> [ask](#ask)"),
        ("first-contact", ", amount-if-asked: amount", ""),
        ("first-contact", "> The balance is {balance}.\n", "> The balance is {balance}. Can you pay it?\n"),
        ("follow-up", "- They are listening -> [coverage](#coverage)", "- On -> [ask](first-contact.md#ask)"),
        ("promise-reminder", " `has_coverage_answer`", ""),
        ("broken-promise", " `has_coverage_answer`", ""),
        (
            "inbound",
            "- Calls about insurance -> [insurance]",
            "- Pays -> [ask](first-contact.md#ask)\n- Other -> [i]",
        ),
    ],
)
def test_a_way_to_money_without_the_coverage_question_is_found(name: str, before: str, after: str) -> None:
    assert "coverage" in {fault.kind for fault in changed(f"{name}.md", before, after)}


@pytest.mark.parametrize("name", CALLS)
def test_a_call_without_the_disclosure_is_found(name: str) -> None:
    said = "> This is an attempt to collect a debt, and any information obtained will be used for that purpose."
    before = said if said in TEXTS[f"{name}.md"] else "This call is from a debt collector."
    assert "unsaid" in {fault.kind for fault in changed(f"{name}.md", before, "")}


@pytest.mark.parametrize(
    "words",
    [
        "It is about a debt.",
        "You have a balance.",
        "The hospital asked us to call.",
        "It is your {facility} visit.",
    ],
)
def test_a_stranger_who_is_told_something_is_found(words: str) -> None:
    faults = changed(
        "third-party.md", "> Thank you. Is {consumer_full} there?", f"> {words} Is {{consumer_full}} there?"
    )
    assert ("third-party#who",) in [fault.path for fault in faults if fault.kind == "identity"]


@pytest.mark.parametrize("words", ["It is urgent.", "Please call today.", "Thank you."])
def test_a_word_too_many_in_the_voicemail_is_found(words: str) -> None:
    faults = changed("voicemail.md", "{callback_number}.", f"{{callback_number}}. {words}")
    assert "message" in {fault.kind for fault in faults}


def test_the_voicemail_is_the_limited_content_message() -> None:
    """12 CFR 1006.2(j): a name that does not tell, a person, a number, a request to call; nothing else."""
    said = [line.text for step in LIBRARY["voicemail"].steps for line in step.lines if isinstance(line, Say)]
    assert said == ["Hello. This is {collector} from {voicemail_name}. Please call me back at {callback_number}."]


def test_the_location_questions_are_the_three_that_the_law_names() -> None:
    """15 USC 1692a(7) and 1692b: home, home phone, workplace; said to be about location, and no debt."""
    step = dl.find_step(LIBRARY, Place(script="third-party", step="location"))
    assert step is not None
    assert [line.text for line in step.lines if isinstance(line, Say)] == [
        "I am calling to confirm or correct location information for {consumer_full}.",
        "Do you know their home address?",
        "Do you know their home phone number?",
        "Do you know where they work?",
    ]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.id)
def test_it_is_said_in_plain_words(script: dl.Script) -> None:
    assert reading_grade(script) <= 8


def test_there_is_a_card_for_what_people_say() -> None:
    cards = {card.id for card in dl.cards(LIBRARY["objections"])}
    assert {
        *(
            "who-is-this",
            "what-is-this-about",
            "why-do-you-need-that",
            "is-this-a-scam",
            "busy",
            "not-at-work",
        ),
        *("can-t-afford-it", "insurance-should-pay", "already-paid", "not-mine", "wrong-amount", "attorney"),
        *("send-it-in-writing", "bankruptcy", "stop-calling", "must-ask-spouse", "supervisor", "in-distress"),
        *("recording-refused", "another-language", "they-have-died", "someone-used-my-name", "military"),
    } <= cards
    assert "which-company" not in cards


@pytest.mark.parametrize("card", dl.cards(LIBRARY["objections"]), ids=lambda card: card.id)
def test_a_card_is_short_and_leads_somewhere(card: dl.Step) -> None:
    said = " ".join(line.text for line in card.lines if isinstance(line, Say))
    assert 3 <= len(said.split()) <= 50
    assert card.choices


def test_every_field_is_used_and_every_proposed_outcome_is_in_the_table() -> None:
    shown = [line for script in SCRIPTS for step in script.steps for line in step.lines]
    assert {field for line in shown for field in line.fields} <= KNOWN_FIELDS | PAYER_FIELDS
    if not OUTCOMES.exists():
        pytest.skip("there is no table of outcomes in this checkout")
    with OUTCOMES.open(encoding="utf-8", newline="") as table:
        rows = csv.DictReader(row for row in table if not row.startswith("#"))
        codes = frozenset(row["code"] for row in rows)
    assert [str(fault) for fault in check(SCRIPTS, WORDS, Vocabulary(outcomes=codes))] == []


def test_the_screen_is_asked_only_for_what_it_can_do() -> None:
    choices = [choice for script in SCRIPTS for step in script.steps for choice in step.choices]
    assert {choice.target.name for choice in choices if isinstance(choice.target, Act)} <= KNOWN_ACTIONS


def test_the_handbook_names_every_field_guard_and_action() -> None:
    handbook = (ROOT / "docs" / "scripts.md").read_text(encoding="utf-8")
    for name in dl.KNOWN_FIELDS | dl.KNOWN_GUARDS | KNOWN_ACTIONS:
        assert name in handbook, name


def test_rendered_steps_hold_no_braces_and_no_gap() -> None:
    fields = dict.fromkeys(KNOWN_FIELDS | PAYER_FIELDS, "value")
    for script in SCRIPTS:
        for step in script.steps:
            shown = dl.render(step, fields)
            texts = [line.text for line in shown.lines] + [choice.label for choice in shown.choices]
            assert not [text for text in texts if {"{", "}", "«"} & set(text)]
            assert all(isinstance(line, Say | Note) for line in shown.lines)
