"""Words: phrases and where they are found, messages taken apart, reminders on notes, what scripts say aloud."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from callassist import dialogue
from callassist.casefile import Debt
from callassist.checks import CHECKS, by_name
from callassist.checks_words import spoken
from callassist.desk.wording import of_note, of_sent
from callassist.intake.library import data_root, load_rules, load_scripts, load_setting
from callassist.limitation import last_day
from callassist.phrases import compiled, found_at, phrase_faults, quoted, words_of
from callassist.rule_shapes import (
    Asked,
    Given,
    GivenAgency,
    GivenCall,
    GivenClient,
    GivenDates,
    GivenDebt,
    GivenLimit,
    GivenMark,
    GivenNotice,
    Trial,
)
from callassist.rule_stories import Story
from callassist.rules import BLOCK, Citation, Rule, Rulebook, Setting, bind, strictest
from callassist.survey import Verdicts, survey
from callassist.voicemail import RULE, Extras, NoWords, compose, is_limited

ROOT = data_root()
RULEBOOK = load_rules(ROOT)
GEOGRAPHY = load_setting(ROOT).geography
NOON = "2026-04-01 12:00"
LONGEST_SAY = 100
ALLOWED = Given(clients=GivenClient(may_leave_voicemail=True))
WORDS = [rule for rule in RULEBOOK.rules if rule.check in {"says", "private_number", "ends_too_soon", "not_limited"}]


class Guide(Struct, frozen=True, kw_only=True):
    setting: Setting
    rulebook: Rulebook


def judged(told: Given = ALLOWED, rulebook: Rulebook = RULEBOOK, at: str = NOON) -> Verdicts:
    """What the rules say of a case."""
    story = Story(Trial(name="words", when=Asked(at=at), then="allow", given=told), GEOGRAPHY)
    return survey(story.case(), Guide(setting=story.setting(), rulebook=rulebook), story.asked_at)


PLAIN = judged()
MESSAGE = "Hello. This is Pat Sample from Any Services. Please call me back at 614-555-0142."


# ── phrases ──


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("sue you", "We will SUE you.", "SUE you"),
        ("sue|suing you|them", "suing   them", "suing them"),
        ("garnish* your", "garnishing your pay", "garnishing your"),
        ("sue ?both you", "sue you; sue both you", "sue you"),
        ("take .. to court", "I take you and her to court", "take you and her to court"),
        ("take ..1 to court", "take you and her to court", ""),
        ("within # days", "within 5 days", "within 5 days"),
        ("at #2", "at 614", ""),
        ("won't stop", "we won\u2019t stop", "won\u2019t stop"),  # as a telephone writes it
        ("sue you", "issue you a refund", ""),
        ("sue you", "We sue. You call.", ""),
        ("sue you", "sue\nyou", ""),
        ("call .. you", "call", ""),
        ("6 p m", "until 6 p.m.", "6 p.m"),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str, found: str) -> None:
    words = words_of(text)
    spans = list(found_at(compiled((phrase,)), words))
    assert (quoted(text, words, spans[0]) if spans else "") == found


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [
        ("", "cannot be read"),
        ("(a+)+", "cannot be read"),
        ("a||b", "cannot be read"),
        ("a|b c|", "cannot be read"),
        (".. sue", "must begin with a word"),
        ("?we sue", "must begin with a word"),
        ("sue ..", "must begin with a word"),
        ("a .. b .. c .. d .. e", "has more than 3"),
        ("Sue you", "must be in lower case"),
        ("at {time}", "knows no {time}"),
        (5, "is no phrase"),
    ],
)
def test_a_phrase_that_cannot_be_meant_is_a_fault(phrase: str | int, fault: str) -> None:
    assert fault in next(phrase_faults([phrase]))


def test_a_phrase_with_a_slot_that_the_rule_has_is_none() -> None:
    assert list(phrase_faults(["at {time}"], ("time",))) == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_no_text_is_too_odd_to_be_judged(text: str) -> None:
    assert strictest(PLAIN.words(text)) != BLOCK
    assert all(0 <= word.start < word.end <= len(text) for word in words_of(text))


SPOKEN = ("we", "will", "sue", "take", "you", "to", "court", "not", "said", "they", ".", ",")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(SPOKEN), max_size=60))
def test_case_and_commas_change_nothing(words: list[str]) -> None:
    values = {"phrases": ["sue you", "take .. to .. court"], "told": ["they said"], "denied": ["not"]}
    plain = list(spoken(" ".join(word for word in words if word != ","), values))
    assert list(spoken(" ".join(words).upper(), values)) == plain


# ── what rules say of words ──


@pytest.mark.parametrize("rule", WORDS, ids=[rule.id for rule in WORDS])
def test_a_finding_is_one_short_line(rule: Rule) -> None:
    filled = {"found": "x" * 26, "until": "26 Apr 2026", "kind": "a Social Security number", "fault": "holds"}
    reasons = rule.values[-1][1]["telling"] if rule.values[-1][1] and rule.check == "not_limited" else {"": []}
    assert all(len(rule.say.format_map({**filled, "why": why})) <= LONGEST_SAY + 10 for why in reasons)


def test_words_that_speak_of_a_suit_are_judged_as_a_suit() -> None:
    stop = Rule(
        id="xx.limitation",
        title="Time-barred",
        on=("sue",),
        scope="debt",
        check="always",
        effect="block",
        say="Time-barred: no suit.",
        cite=(Citation(title="Any law"),),
        verified="U",
        values=((date(2000, 1, 1), {}),),
    )
    threat = RULEBOOK.rule("us.fdcpa.threat-suit")
    assert threat is not None
    verdicts = judged(rulebook=bind((stop, threat), by_name()))
    assert [found.rule for found in verdicts.words("we will sue you")] == ["xx.limitation", "us.fdcpa.threat-suit"]
    first = of_sent(verdicts, "we will sue you")
    assert first is not None
    assert (first.rule, first.effect) == ("us.fdcpa.threat-suit", BLOCK)
    assert verdicts.words("we will not sue you") == ()


def test_no_words_no_findings() -> None:
    assert PLAIN.words("") == ()
    assert PLAIN.words("", "message") == ()


def test_a_note_is_reminded_of_mildly_what_is_sent_is_not() -> None:
    said = of_sent(PLAIN, "we will sue you")
    noted = of_note(PLAIN, "we will sue you")
    assert said is not None
    assert noted is not None
    assert (said.effect, noted.effect) == ("warn", "say")
    assert noted.say == "If it was we who said so: words that threaten a suit."
    assert len(noted.say) <= LONGEST_SAY


@pytest.mark.parametrize(
    "text", ["", "   ", "lost job, can do 50 on the 1st, wife on line", "they said you will sue me"]
)
def test_a_plain_note_is_let_alone(text: str) -> None:
    assert of_note(PLAIN, text) is None


def test_a_card_number_is_no_mild_matter_in_a_note() -> None:
    found = of_note(PLAIN, "card 4111 1111 1111 1111")
    assert found is not None
    assert found.effect == "warn"
    assert "4111" not in found.say


# ── messages ──


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
    others = bind([rule for rule in RULEBOOK.rules if rule.id != RULE], by_name())
    with pytest.raises(NoWords, match="sentences"):
        compose(judged(rulebook=others), "Pat Sample")


# ── time-barred ──


TERM = {"years": {"medical": 6, "written": 4}, "start": ["defaulted", "service"]}


@pytest.mark.parametrize(
    ("debt", "last"),
    [
        ({"basis": "medical", "service": date(2020, 2, 3)}, date(2026, 2, 3)),
        ({"basis": "medical", "service": date(2020, 2, 3), "defaulted": date(2020, 5, 1)}, date(2026, 5, 1)),
        ({"service": date(2020, 3, 1)}, date(2026, 3, 1)),
        ({"basis": "oral", "service": date(2021, 2, 3)}, date(2025, 2, 3)),
        ({"basis": "medical", "service": date(2020, 2, 29)}, date(2026, 2, 28)),
        ({"basis": "judgment", "service": date(2000, 1, 1)}, None),
        ({"basis": "medical"}, None),
        ({"basis": "medical", "service": date(2020, 2, 3), "last_paid": date(2022, 1, 1)}, date(2026, 2, 3)),
    ],
)
def test_the_last_day_of_a_term(debt: dict[str, object], last: date | None) -> None:
    base = Debt(id=1, client="MERCY", account="A-1", balance_cents=1)
    assert last_day(replace(base, **debt), TERM) == last


def test_a_payment_begins_a_term_anew_where_the_law_says_so() -> None:
    debt = Debt(
        id=1,
        client="M",
        account="1",
        balance_cents=1,
        basis="medical",
        service=date(2020, 1, 1),
        last_paid=date(2022, 1, 1),
    )
    assert last_day(debt, {**TERM, "restarts": True}) == date(2028, 1, 1)


WORDING = Rule(
    id="xx.time-barred-wording",
    title="The state's words on a time-barred debt",
    on=("demand",),
    scope="debt",
    check="state_wording",
    effect="block",
    say="Time-barred since {ended}: first read the state's words.",
    cite=(Citation(title="Any law"),),
    verified="U",
    values=((date(2000, 1, 1), {**TERM, "statement": "time-barred-notice", "sentence": "We cannot sue you."}),),
)


@pytest.mark.parametrize(
    ("service", "said", "stopped"),
    [
        (date(2020, 4, 1), (), False),
        (date(2020, 3, 31), (), True),
        (date(2020, 3, 31), ("time-barred-notice",), False),
        (date(2020, 3, 31), ("collector-disclosure",), True),
    ],
)
def test_a_state_s_words_come_before_money(service: date, said: tuple[str, ...], stopped: bool) -> None:  # noqa: FBT001
    told = Given(
        debts=(GivenDebt(service=service, dates=GivenDates(basis="medical")),),
        calls=(GivenCall(at="2026-04-01 11:59", verified=True, said=said),),
    )
    assert judged(told, bind((WORDING,), by_name())).of("demand").is_stopped == stopped


def test_values_that_name_no_term_are_faults() -> None:
    listed = CHECKS["state_wording"]
    wrong = {**TERM, "years": {"medicine": 6, "oral": 0}, "start": ["birth"], "statement": "x", "sentence": "y"}
    assert len(list(listed.faults(wrong))) == len(("medicine", "oral", "birth"))


# ── the scripts ──


FIELDS = {
    "collector": "Pat Sample",
    "agency": "Any Agency",
    "voicemail_name": "Any Services",
    "callback_number": "614-555-0142",
    "consumer": "Avery",
    "consumer_full": "Avery Example",
    "local_time": "12:00 ET",
    "two_facts": "your date of birth and your ZIP",
    "balance": "$450.00",
    "creditor": "Mercy",
    "facility": "Mercy",
    "service_date": "3 November 2025",
    "letter_reference": "L-1",
}
LINES = [
    pytest.param(line.text, id=f"{script.id}:{line.line}")
    for script in load_scripts()
    for step in script.steps
    for line in dialogue.render(step, FIELDS).lines
    if isinstance(line, dialogue.Say)
]
IN_PERIOD = judged(Given(notices=(GivenNotice(kind="validation", on=date(2026, 3, 20)),)))


@pytest.mark.parametrize("line", LINES)
def test_nothing_that_a_script_says_is_warned_of(line: str) -> None:
    assert IN_PERIOD.words(line) == ()
