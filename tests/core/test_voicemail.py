"""Messages to be left: composed, taken apart word by word, and where none is left whatever its words."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from callassist.checks import by_name
from callassist.named_rules import LIMITED_CONTENT
from callassist.rule_shapes import (
    Given,
    GivenAgency,
    GivenClient,
    GivenDates,
    GivenDebt,
    GivenLimit,
    GivenMark,
    GivenNotice,
)
from callassist.rules import BLOCK, bind, strictest
from callassist.voicemail import Extras, NoWords, compose, is_limited
from tests.core.worded import NOON, PLAIN, RULEBOOK, judged

MESSAGE = "Hello. This is Pat Sample from Any Services. Please call me back at 614-555-0142."


def test_the_message_is_composed_and_may_be_left() -> None:
    made = compose(PLAIN, "pat sample", extras=Extras(salutation="Hello"))
    assert made.text == MESSAGE
    assert made.may_be_left
    assert is_limited(PLAIN.words(made.text, "message"), "voicemail", is_whole=True)


def test_a_text_and_a_message_cut_off_are_none() -> None:
    words = PLAIN.words(MESSAGE, "message")
    assert not is_limited(words, "text", is_whole=True)
    assert not is_limited(words, "voicemail", is_whole=False)
    assert not is_limited(PLAIN.words(MESSAGE[:50], "message"), "voicemail", is_whole=True)


@pytest.mark.parametrize("hour", range(9, 21))
def test_all_that_is_optional_may_be_said_at_any_hour(hour: int) -> None:
    verdicts = judged(at=f"2026-04-0{hour % 7 + 1} {hour:02d}:05")
    extras = Extras(salutation="Good day", at=verdicts.now, times="weekdays until 6 p.m.", is_anyone=True)
    made = compose(verdicts, "Pat Sample", extras=extras)
    assert verdicts.words(made.text, "message") == ()
    assert f"{(hour - 1) % 12 + 1}:05" in made.text


@pytest.mark.parametrize("part", ["This is Pat Sample from Any Services.", "Please call me back at 614-555-0142."])
def test_nothing_that_is_required_may_lack(part: str) -> None:
    assert strictest(PLAIN.words(MESSAGE.replace(part, ""), "message")) == BLOCK


LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=9, max_size=12)


@settings(max_examples=80, deadline=None)
@given(LETTERS, st.integers(0, 14))
def test_one_word_more_and_it_is_none(word: str, at: int) -> None:
    words = MESSAGE.split()
    text = " ".join((*words[:at], word, *words[at:]))
    found = PLAIN.words(text, "message")
    assert strictest(found) == BLOCK or word in {"representative", "associates", "afternoon", "wednesday", "wednesdays"}


@pytest.mark.parametrize("number", ["4417", "10207", "1980", "614-555-0199"])
def test_no_number_but_ours(number: str) -> None:
    assert strictest(PLAIN.words(f"{MESSAGE} {number}", "message")) == BLOCK


def test_a_long_text_is_no_message() -> None:
    assert strictest(PLAIN.words(" ".join([MESSAGE] * 40), "message")) == BLOCK


def test_where_no_message_may_be_left_the_rule_says_why() -> None:
    made = compose(judged(Given()), "Pat Sample")
    assert not made.may_be_left
    assert made.findings[0].rule == "client.voicemail"


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ({}, "2026-04-01 21:20"),
        ({"restrictions": (GivenLimit(kind="cease", at="2026-03-30 10:00", written=True),)}, NOON),
        (
            {
                "restrictions": (
                    GivenLimit(kind="inconvenient_time", at="2026-03-30 10:00", times=("mon-fri 17:00-20:00",)),
                )
            },
            NOON,
        ),
        ({"marks": (GivenMark(number=1, standing="wrong_party", at="2026-03-30 10:00"),)}, NOON),
        ({"numbers": ("work 614-555-0103",)}, NOON),
        ({"agency": GivenAgency(voicemail_name="Any Debt Recovery")}, NOON),
    ],
    ids=["late", "cease", "a time that does not suit", "a friend's number", "at work", "a name that tells"],
)
def test_words_that_may_be_left_are_not_left_where_no_contact_may_be(told: dict[str, Any], at: str) -> None:
    """Comment 2(j)-2: an attempt all the same, and none at all on a line known to be another's."""
    verdicts = judged(Given(clients=GivenClient(may_leave_voicemail=True), **told), at=at)
    assert not compose(verdicts, "Pat Sample").may_be_left


def test_without_the_rule_there_are_no_sentences() -> None:
    others = bind([rule for rule in RULEBOOK.rules if rule.id != LIMITED_CONTENT], by_name())
    with pytest.raises(NoWords, match="sentences"):
        compose(judged(rulebook=others), "Pat Sample")


# ── the examples of the official commentary, where they lie beside the checkout ──


OLD = Given(state="MA", zip="02139", debts=(GivenDebt(dates=GivenDates(defaulted=date(2019, 1, 1), basis="written")),))
GIVEN_NOTICE = Given(notices=(GivenNotice(kind="validation", on=date(2026, 3, 20)),))
GROUP = MESSAGE.replace("at 614", "or an agent of the credit card receivables group, at 614")
ANSWERS = {
    "C001": lambda: is_limited(PLAIN.words(MESSAGE, "message"), "voicemail", is_whole=True),
    "C004": lambda: is_limited(PLAIN.words(MESSAGE, "message"), "text", is_whole=True),
    "C007": lambda: is_limited(PLAIN.words(MESSAGE.partition("614")[0], "message"), "voicemail", is_whole=False),
    "C010": lambda: compose(judged(at="2026-04-01 21:20"), "Pat Sample").may_be_left,
    "C097": lambda: strictest(judged(OLD).words("we may sue you")) != BLOCK,
    "C115": lambda: judged(GIVEN_NOTICE).words("pay within 5 days or your rights end") == (),
    "C148": lambda: is_limited(PLAIN.words(GROUP, "message"), "voicemail", is_whole=True),
}
"""Whether our rules let it be, for each example about messages or forbidden words."""


@pytest.mark.parametrize("example", ANSWERS)
def test_the_examples_come_out_as_the_commentary_has_them(shared: Path, example: str) -> None:
    text = (shared / "reference" / "regf_examples.yaml").read_text(encoding="utf-8")
    expected = {case["id"]: case["then"] for case in yaml.safe_load(text)["cases"]}
    assert ANSWERS[example]() == (expected[example] == "permitted")
