"""Each proof on the scripts that ship: one edit that somebody might make, and the words of what is found."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import msgspec
import pytest
import yaml

from callassist import dialogue as dl
from callassist.dialogue_proofs import check
from callassist.dialogue_telling import told
from callassist.dialogue_wording import Words
from callassist.dialogue_worlds import World, distinct
from callassist.intake.library import load_handbook
from callassist.intake.script_worlds import script_worlds

FOLDER = Path(__file__).parents[2] / "src" / "callassist" / "scripts"
NOW = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
ENGLISH = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md"))}


@cache
def worlds() -> tuple[World, ...]:
    """Two states that have words for old debts, and one that has none."""
    return script_worlds(load_handbook(), NOW, ("MA", "NY", "OH"))


@cache
def words() -> tuple[Words, ...]:
    text = (FOLDER / "words.en.yaml").read_text(encoding="utf-8")
    return (msgspec.convert(yaml.safe_load(text), Words),)


def parsed(texts: dict[str, str]) -> tuple[dl.Script, ...]:
    return tuple(dl.parse_script(text, name) for name, text in texts.items())


def found(name: str, before: str, after: str) -> list[dl.Fault]:
    """The faults of the English scripts after one edit to one of them."""
    assert before in ENGLISH[name], (name, before)
    texts = ENGLISH | {name: ENGLISH[name].replace(before, after)}
    return list(check(parsed(texts), words(), worlds=worlds()))


def test_all_proofs_hold_as_they_ship() -> None:
    assert [str(fault) for fault in check(parsed(ENGLISH), words(), worlds=worlds())] == []


TO_MONEY = "- No coverage that day -> [ask](#ask) `may_demand`"
EDITS = [
    (
        ("first-contact.md", "> Just to be sure, am I speaking", "Just to be sure, am I speaking"),
        ("unsaid", "asks something and says nothing", ""),
    ),
    (
        ("first-contact.md", "- Both answers match -> [disclose](#disclose) `is_verified`", "- On -> [d](#disclose)"),
        ("identity", "before identity is verified", ""),
    ),
    (
        (
            "third-party.md",
            "> Thank you. Is {consumer_full} there?",
            "> I call from {agency}. Is {consumer_full} there?",
        ),
        ("agency", "names {agency} unasked before identity is verified", ""),
    ),
    (
        ("first-contact.md", "This call is recorded. May I please", "May I please"),
        ("recording", "asks something before the recording notice is said", ""),
    ),
    (
        ("inbound.md", "{recording-notice: open, ", "{"),
        ("recording", "asks something before the recording notice is said", ""),
    ),
    (
        ("first-contact.md", "[disclose](#disclose) `is_verified`", "[coverage](#coverage) `is_verified`"),
        ("disclosure", "before the collector's disclosure is said", ""),
    ),
    (
        ("follow-up.md", "- They are listening -> [coverage](#coverage)", "- On -> [ask](first-contact.md#ask)"),
        ("coverage", "before coverage on the date of service is asked", ""),
    ),
    (
        ("first-contact.md", TO_MONEY, "- No coverage that day -> [ask](#ask)"),
        ("time-barred", "before the state's words on an old debt are read out", "in MA, NY, a time-barred debt"),
    ),
    (
        ("first-contact.md", TO_MONEY, "- No coverage that day -> [ask](#ask)"),
        ("aid", "before help with bills is named", "for PRAIRIEX, help with bills to be named first"),
    ),
    (
        ("payment.md", "{payment-read-back: ", "{amount-if-asked: "),
        ("read-back", "ends with PDC before the authorisation to pay is read out", ""),
    ),
    (
        ("payment.md", "> Thank you. How would you like to pay", "> I can run the card now. How would you like to pay"),
        ("read-back", "takes a payment ('run the card') before the authorisation is read out", ""),
    ),
    (
        ("plan.md", "{plan-read-back: ", "{amount-if-asked: "),
        ("teach-back", "before what was agreed is read back and they have said it in their own words", ""),
    ),
    (
        ("plan.md", "can you tell me what you will pay, when, and how?", "is that all right?"),
        ("teach-back", "reads back what was agreed and does not ask them to say it back", ""),
    ),
    (
        ("estate.md", "It is not yours, and it is not the family's.", "As the spouse you may want to help."),
        ("estate", "it sounds as if a relative owed it", ""),
    ),
    (
        ("estate.md", "> Thank you. Has the estate been opened", "> Could you pay it? Has the estate been opened"),
        ("estate", "does not say that it is the estate's to pay", ""),
    ),
    (
        ("payer-status.md", "I am calling for {facility} about a claim. ", ""),
        ("payer", "asks an insurer something before saying whom we call for ({facility})", ""),
    ),
    (
        (
            "payer-status.md",
            "I am calling for {facility} about a claim.",
            "I call for {facility}. The patient owes us.",
        ),
        ("payer", "tells an insurer what the person said or owes ('owes')", ""),
    ),
    (
        ("representative.md", "[may they hear](#may-they-hear) `is_verified`", "[disclose](#disclose) `is_spouse`"),
        ("identity", "before identity is verified", "the spouse speaking with a paper on file"),
    ),
    (
        ("first-contact.md", "> Before we go on,", "> You must pay it. Before we go on,"),
        ("forbidden", ": a threat, a promise or haste", ""),
    ),
    (
        ("voicemail.md", "{callback_number}.", "{callback_number}. It is about your bill."),
        ("message", "is no permitted part of a message", ""),
    ),
    (
        ("follow-up.md", "[coverage](#coverage)", "[coverage](#covrage)"),
        ("dangling", "leads to follow-up#covrage, which does not exist; did you mean follow-up#coverage?", ""),
    ),
    (("plan.md", "{plan_terms}", "{plan_term}"), ("unknown-field", "no field is named {plan_term}", "")),
    (("plan.md", "{plan_terms}", "it all"), ("unsaid", "is there for the plan-read-back and does not say it", "")),
    (
        ("insurance.md", "+ [goodbye](common.md#goodbye)", "+ [goodbye](common.md#good-bye)"),
        ("dangling", "takes in common#good-bye, which is no step of a script of kind parts", ""),
    ),
]


@pytest.mark.parametrize(("edit", "expected"), EDITS, ids=range(len(EDITS)))
def test_one_edit_is_found_and_said_in_words(edit: tuple[str, str, str], expected: tuple[str, str, str]) -> None:
    kind, says, world = expected
    faults = [fault for fault in found(*edit) if fault.kind == kind and says in fault.says]
    assert faults, [str(fault) for fault in found(*edit)]
    assert any(world in fault.world for fault in faults), [fault.world for fault in faults]
    assert any(fault.world == "" for fault in faults) is (world == ""), [fault.world for fault in faults]
    lines = "\n".join(told(faults[0], dl.library_of(parsed(ENGLISH))))
    assert says in lines
    assert "to mend it:" in lines


def test_a_fault_on_a_path_is_told_as_a_call() -> None:
    edit = (
        "first-contact.md",
        "- Both answers match -> [disclose](#disclose) `is_verified`",
        "- Yes -> [d](#disclose)",
    )
    broken = parsed(ENGLISH | {edit[0]: ENGLISH[edit[0]].replace(edit[1], edit[2])})
    fault = next(each for each in check(broken, words(), worlds=worlds()) if each.kind == "identity")
    lines = list(told(fault, dl.library_of(broken)))
    assert lines[0].startswith("first-contact.md:")
    assert "step 'disclose'" in lines[0]
    assert lines[1].startswith("    the words:   ")
    assert any(line.strip().startswith("1. first-contact#open") for line in lines)
    assert any("then: Yes" in line for line in lines)
    assert lines[-1].startswith("    to mend it:  take the words out, or close the way here with the guard")


def test_the_law_makes_the_worlds() -> None:
    """What MA and NY want read out on an old debt, and that a spouse hears nothing without a paper, is on file."""
    barred = {state for world in worlds() if world.is_time_barred for state in world.states}
    assert barred == {"MA", "NY"}
    spouse = {world.has_paper: world.hears for world in worlds() if world.speaker == "spouse" and not world.is_estate}
    assert spouse[False] == frozenset()
    assert "disclose" in spouse[True]
    assert all(world.is_notice_asked for world in worlds())
    assert {world.client for world in worlds() if world.is_aid_first} == {"PRAIRIEX"}


def test_equal_worlds_are_one() -> None:
    assert [str(world) for world in distinct(worlds(), ())] == [
        "",
        "in MA, NY, a time-barred debt",
        "somebody else speaking, who may hear nothing",
        "for PRAIRIEX, help with bills to be named first",
        "in MA, NY, for PRAIRIEX, a time-barred debt, help with bills to be named first",
    ]
