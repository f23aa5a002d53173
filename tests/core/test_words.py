"""Words: phrases and where they are found, reminders on notes, old debts, what scripts say aloud."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from callassist import dialogue
from callassist.casefile import Debt
from callassist.checks import CHECKS, by_name
from callassist.checks_words import spoken
from callassist.desk.wording import of_note, of_sent
from callassist.intake.library import load_scripts
from callassist.limitation import last_day
from callassist.phrases import compiled, found_at, phrase_faults, quoted, words_of
from callassist.rule_shapes import Given, GivenCall, GivenDates, GivenDebt, GivenNotice
from callassist.rules import BLOCK, Citation, Rule, bind, strictest
from tests.core.worded import PLAIN, RULEBOOK, judged

LONGEST_SAY = 100
WORDS = [rule for rule in RULEBOOK.rules if rule.file.startswith("us/words/")]


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
    filled = {
        "found": "x" * (24 if rule.check == "not_limited" else 26),
        "until": "26 Apr 2026",
        "kind": "a Social Security number",
        "fault": "holds",
    }
    reasons = rule.values[-1][1]["telling"] if rule.values[-1][1] and rule.check == "not_limited" else {"": []}
    assert all(len(rule.say.format_map({**filled, "why": why})) <= LONGEST_SAY for why in reasons)


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


def lines(name: str) -> list[str]:
    return (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("note", lines("words_plain.txt"))
def test_what_collectors_note_day_by_day_is_let_alone(note: str) -> None:
    assert PLAIN.words(note) == ()


@pytest.mark.parametrize("words", lines("words_never.txt"))
def test_what_may_never_be_said_is_warned_of(words: str) -> None:
    assert strictest(PLAIN.words(words)) in {"warn", BLOCK}


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
