"""Reading a script, walking it, and the proofs: each shown on a script small enough to read."""

import msgspec
import pytest
from msgspec.structs import replace

from callassist import dialogue as dl
from callassist.dialogue import Act, Note, Position, Say
from callassist.dialogue_proofs import Vocabulary, check
from callassist.errors import BadInput
from tests.core.scripted import FIRST, WORDS, at, faults, library, scripts

# ── reading ──


def test_a_step_holds_what_is_said_what_is_noted_and_the_choices() -> None:
    step = dl.step_at(library(), dl.begin(library(), "first"))
    assert (step.id, step.title, step.line) == ("open", "open", 10)
    assert [(type(line), line.text, line.fields, line.line) for line in step.lines] == [
        (Say, "Hello, this is {collector}. This call is recorded.", ("collector",), 12),
        (Say, "May I speak with {consumer_full}?", ("consumer_full",), 15),
        (Note, "Say nothing about the reason.", (), 17),
    ]
    assert step.lines[0].pieces == ("Hello, this is ", "collector", ". This call is recorded.")
    assert [(choice.number, choice.label) for choice in step.choices] == [
        (1, "That is them"),
        (2, "Who is this?"),
        (3, "Somebody else"),
    ]
    assert step.choices[1].target == at("who-is-this", "cards")


def test_the_front_matter_names_the_script_and_the_duties_of_its_steps() -> None:
    script = scripts()[0]
    assert (script.id, script.title, script.language, script.kind, script.start) == (
        *("first", "First call", "en", "call", "open"),
    )
    assert [(duty.name, duty.step) for duty in script.says] == [
        ("recording-notice", "open"),
        ("recording-notice", "again"),
        ("collector-disclosure", "disclose"),
        ("coverage-question", "coverage"),
    ]


def test_a_link_leads_to_a_step_another_script_or_a_screen() -> None:
    links = ("#b", "y.md#b", "y.md", "y#b", "#!wrap-up:AM-L")
    text = "---\nid: x\n---\n## a\n" + "".join(f"- A -> [b]({link})\n" for link in links)
    targets = [choice.target for choice in dl.parse_script(text, "x.md").steps[0].choices]
    assert targets == [
        at("b", "x"),
        at("b", "y"),
        at("", "y"),
        at("b", "y"),
        Act(name="wrap-up", outcome="AM-L"),
    ]


def test_headings_become_names_as_links_on_the_web_do() -> None:
    steps = dl.parse_script("---\nid: x\n---\n## Can't pay: what now?\n", "x.md").steps
    assert [(step.id, step.title) for step in steps] == [("can-t-pay-what-now", "Can't pay: what now?")]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("## a\n- A -> [w](#!wrap-up)\n", 1, "no front matter"),
        ("---\nid: x\nstrat: a\n---\n## a\n- A -> [w](#!wrap-up)\n", 1, "'strat' is not a front-matter key"),
        ("---\nid: x\n---\n## a\n- They pay\n- A -> [w](#!wrap-up)\n", 5, "no choice"),
        ("---\nid: x\n---\n## a\n- A -> [w](#!wrap-up) if so\n", 5, "no choice"),
        ("---\nid: x\n---\n## a\n#### b\n- A -> [w](#!wrap-up)\n", 5, "only ## and ###"),
    ],
)
def test_what_makes_no_sense_is_a_fault_and_the_rest_is_read(text: str, line: int, says: str) -> None:
    script = dl.parse_script(text, "x.md")
    assert [(fault.file, fault.line) for fault in script.faults] == [("x.md", line)]
    assert says in script.faults[0].says
    assert script.steps[0].id == "a"


def test_an_empty_file_is_a_script_without_steps() -> None:
    script = dl.parse_script("", "x.md")
    assert (script.id, script.steps) == ("x", ())
    assert check((script,), (WORDS,))


def test_a_byte_order_mark_windows_line_ends_and_comments_do_no_harm() -> None:
    marked = "\ufeff" + FIRST.replace("## again", "<!-- 12 CFR 1006 -->\n## again").replace("\n", "\r\n")
    plain = scripts()[0]
    assert dl.parse_script(marked, "first.md").steps[0].choices == plain.steps[0].choices
    assert dl.parse_script(marked, "first.md").faults == ()


# ── showing ──


def test_fields_are_filled_in_and_a_missing_one_stays_visible() -> None:
    step = library()["first"].steps[0]
    shown = dl.render(step, {"collector": "Ana [b]", "consumer_full": ""})
    assert shown.lines[0].text == "Hello, this is Ana [b]. This call is recorded."
    assert shown.lines[1].text == "May I speak with «consumer_full»?"


def test_a_value_that_looks_like_a_field_is_left_alone() -> None:
    step = library()["first"].steps[0]
    assert "{balance}" in dl.render(step, {"collector": "{balance}"}).lines[0].text


# ── walking ──


def test_the_usual_way_is_the_first_choice_and_waits_while_it_is_closed() -> None:
    lib = library()
    verify = dl.advance(lib, dl.begin(lib, "first"), ())
    assert verify.at == at("verify")
    assert dl.advance(lib, verify, ()) == verify
    assert dl.advance(lib, verify, ("is_verified",)).at == at("disclose")


def test_what_a_step_says_becomes_a_fact_when_one_goes_on() -> None:
    lib = library()
    position = dl.begin(lib, "first")
    assert dl.facts_with(position, ()) == frozenset()
    assert dl.facts_with(dl.advance(lib, position, ()), ("may_demand",)) == {"is_notified", "may_demand"}


def test_a_fact_that_comes_true_opens_the_way_that_waited_for_it() -> None:
    lib = library()
    verify = dl.advance(lib, dl.begin(lib, "first"), ())
    assert dl.follow(lib, verify, "is_verified", ()).at == at("disclose")
    assert dl.follow(lib, verify, "may_letter", ()) == verify


def test_a_card_returns_to_the_step_it_was_opened_from_even_from_below() -> None:
    lib = library()
    start = dl.begin(lib, "first")
    card = dl.choose(lib, start, 2, ())
    below = dl.choose(lib, card, 2, ())
    assert below.at == at("which-company", "cards")
    returned = dl.choose(lib, below, 1, ())
    assert (returned.at, returned.trail, returned.said) == (
        start.at,
        (),
        ("recording-notice", "agency-if-asked"),
    )


def test_a_card_can_be_opened_from_anywhere_and_an_unknown_one_changes_nothing() -> None:
    lib = library()
    start = dl.begin(lib, "first")
    assert dl.go(lib, start, at("who-is-this", "cards")).trail == (start.at,)
    assert dl.go(lib, start, at("no-such-card", "cards")) == start
    assert dl.go(lib, start, at("", "first")) == start


def test_back_goes_one_step_and_forgets_nothing_said() -> None:
    lib = library()
    verify = dl.advance(lib, dl.begin(lib, "first"), ())
    assert dl.back(verify) == Position(at=at("open"), said=("recording-notice",))
    assert dl.back(dl.begin(lib, "first")) == dl.begin(lib, "first")


def test_screen_actions_do_not_move_and_absent_numbers_do_nothing() -> None:
    lib = library()
    verify = dl.advance(lib, dl.begin(lib, "first"), ())
    assert dl.choose(lib, verify, 2, ()) == verify
    assert dl.choose(lib, verify, 9, ()) == verify
    choice = dl.choice_at(lib, verify, 3)
    assert choice is not None
    assert choice.target == Act(name="wrap-up", outcome="RNV")
    assert dl.choose(lib, verify, 3, ()).at == verify.at


def test_a_return_with_nowhere_to_return_to_stays() -> None:
    lib = library()
    assert dl.choose(lib, dl.begin(lib, "cards"), 1, ()).at == at("who-is-this", "cards")


def test_a_position_survives_being_written_down() -> None:
    lib = library()
    position = dl.advance(lib, dl.begin(lib, "first"), ())
    written = msgspec.json.encode(position)
    assert dl.resume(lib, msgspec.json.decode(written, type=Position), "first") == position


def test_a_position_whose_step_was_edited_away_falls_back_to_the_one_before() -> None:
    lib = library()
    gone = dl.advance(lib, dl.begin(lib, "first"), ())
    edited = library(FIRST.replace("## verify", "## check").replace("#verify)", "#check)"))
    assert dl.resume(edited, gone, "first").at == at("open")
    lost = Position(at=at("open", "old"), said=("recording-notice",))
    assert dl.resume(lib, lost, "first") == dl.begin(lib, "first")


def test_a_script_that_is_not_there_is_said_in_one_sentence() -> None:
    with pytest.raises(BadInput, match="there is no second#"):
        dl.begin(library(), "second")
    with pytest.raises(BadInput, match="there is no first#gone"):
        dl.step_at(library(), Position(at=at("gone")))


def test_the_cards_of_a_deck_are_its_steps_but_not_those_below_them() -> None:
    assert [card.id for card in dl.cards(library()["cards"])] == ["who-is-this"]


# ── names and ways ──


def test_a_sound_library_has_no_fault() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("[coverage](#coverage)", "[coverage](#covrage)", ("dangling", "disclose")),
        ("cards.md#who-is-this", "card.md#who-is-this", ("dangling", "open")),
        ("start: open", "start: opening", ("dangling", "")),
        ("coverage-question: coverage", "coverage-question: cover", ("dangling", "")),
        ("recording-notice:", "recordng-notice:", ("unknown-duty", "")),
        ("this is {collector}", "this is {colector}", ("unknown-field", "open")),
        ("`may_demand`", "`may_demnd`", ("unknown-guard", "coverage")),
        ("(#!verify)", "(#!verfy)", ("dangling", "verify")),
        ("## again", "## open", ("twice", "open")),
        ("- Somebody else -> [again](#again)\n", "", ("unreachable", "again")),
        ("- Go on -> [coverage](#coverage)", "", ("dead-end", "disclose")),
        ("- Go on -> [coverage](#coverage)", "- Go on -> [again](#disclose)", ("dead-end", "disclose")),
        ("- Yes -> [end](#!wrap-up:INS)", "", ("stuck", "coverage")),
        ("attempt to collect a debt", "call about a debt", ("unsaid", "disclose")),
        ("Can you pay it?", "Can you pay it? We could sue.", ("forbidden", "ask")),
        ("title: First call", "kind: speech", ("kind", "")),
    ],
)
def test_a_slip_is_found_where_it_is(before: str, after: str, expected: tuple[str, str]) -> None:
    assert before in FIRST
    assert expected in faults(FIRST.replace(before, after, 1))


def test_more_choices_than_keys() -> None:
    many = "- More -> [verify](#verify)\n" * 7
    assert ("choices", "open") in faults(FIRST.replace("- Somebody else", many + "- Somebody else"))


def test_an_outcome_that_is_not_in_the_table_is_found_when_the_table_is_given() -> None:
    codes = Vocabulary(outcomes=frozenset({"RNV", "INS", "PIF"}))
    assert faults(vocabulary=codes) == []
    assert ("dangling", "ask") in faults(FIRST.replace("PIF", "PFI"), vocabulary=codes)


def test_two_scripts_of_one_name_and_a_language_without_words() -> None:
    one, _ = scripts()
    assert "twice" in [fault.kind for fault in check((one, one), (WORDS,))]
    assert "words" in [fault.kind for fault in check((replace(one, language="es"),), (WORDS,))]


# ── parts that a step takes in ──

COMMON = """\
---
id: common
kind: parts
says: {coverage-question: ask-coverage}
---
## Goodbye
> Goodbye, and thank you.
Wait for them to hang up.
- Close -> [end](#!wrap-up:INS)

## Ask coverage
> Did you have health coverage on {service_date}?
"""
TAKING = (
    FIRST.replace("> Did you have health coverage on {service_date}?", "+ [ask](common.md#ask-coverage)")
    .replace(
        "> The balance is {balance}. Can you pay it?",
        "> The balance is {balance}. Can you pay it?\n\n+ [bye](common.md#goodbye)",
    )
    .replace(", coverage-question: coverage", "")
)


def taking(first: str = TAKING, common: str = COMMON) -> tuple[dl.Script, ...]:
    return (*scripts(first), dl.parse_script(common, "common.md"))


def test_a_part_is_taken_in_where_its_line_stands_with_its_duty_and_its_choices() -> None:
    lib = dl.library_of(taking())
    step = dl.step_at(lib, Position(at=at("ask")))
    assert [line.text for line in step.lines] == [
        "The balance is {balance}. Can you pay it?",
        "Goodbye, and thank you.",
        "Wait for them to hang up.",
    ]
    assert [(choice.number, choice.label) for choice in step.choices] == [(1, "Close"), (2, "Yes")]
    assert ("coverage-question", "coverage") in [(duty.name, duty.step) for duty in lib["first"].says]
    assert [str(fault) for fault in check(taking(), (WORDS,))] == []


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("common.md#goodbye", "common.md#godbye", "takes in common#godbye, which is no step of a script of kind parts"),
        ("common.md#goodbye", "cards.md#who-is-this", "takes in cards#who-is-this, which is no step"),
        ("+ [bye](common.md#goodbye)", "+ common.md#goodbye", "takes in nothing"),
        ("+ [bye](common.md#goodbye)", "+ [bye](common.md)", "takes in nothing"),
    ],
)
def test_a_part_that_is_not_there_is_a_fault_at_its_line(before: str, after: str, says: str) -> None:
    found = check(taking(TAKING.replace(before, after)), (WORDS,))
    assert [(fault.file, fault.step) for fault in found] == [("common.md", "goodbye"), ("first.md", "ask")]
    assert says in found[1].says


def test_what_a_part_says_is_judged_where_it_is_taken_in() -> None:
    early = TAKING.replace("> What is your date of birth?", "+ [ask](common.md#ask-coverage)")
    found = [fault for fault in check(taking(early), (WORDS,)) if fault.kind == "identity"]
    assert [(fault.file, fault.step) for fault in found] == [("first.md", "verify")] * len(found)
    assert found


def test_a_step_may_have_a_name_that_is_not_its_title() -> None:
    step = dl.parse_script("---\nid: x\n---\n## ¿Quién llama? {#who}\n- A -> [b](#!back)\n", "x.md").steps[0]
    assert (step.id, step.title) == ("who", "¿Quién llama?")


def test_a_talk_with_a_payer_has_fields_of_its_own() -> None:
    text = "---\nid: payer\nkind: payer\n---\n## open\n> About claim {claim_number}.\n- Done -> [end](#!wrap-up)\n"
    spoken = replace(WORDS, sensitive=())
    assert check((dl.parse_script(text, "p.md"),), (spoken,)) == ()
    found = check((dl.parse_script(text.replace("{claim_number}", "{balance}"), "p.md"),), (spoken,))
    assert [fault.says for fault in found] == ["no field is named {balance} in a call to a payer"]


def test_a_part_that_nothing_takes_in_is_told() -> None:
    more = COMMON + "\n## Never used\n> Good day.\n"
    found = check(taking(common=more), (WORDS,))
    assert [(fault.file, fault.step, fault.says) for fault in found] == [
        ("common.md", "never-used", "no step takes this part in")
    ]
