"""Transcripts reviewed: each kind of finding on a small call, clean calls, and calls that somebody read first."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from callassist.dialogue import Say, find_step, library_of
from callassist.dialogue_walks import walk
from callassist.intake.library import PACKAGE, data_root, load_handbook, load_scripts
from callassist.intake.review_files import Reviewing, load_reviewing
from callassist.intake.transcript_files import read_transcripts
from callassist.reviewing import Known, Review, review
from callassist.reviewing_signs import OURS, THEIRS, Transcript, Turn, cards, marked, masked

DAY = date(2026, 11, 24)
CALLS = Path(__file__).parents[3] / "shared" / "data" / "calls" / "calls.jsonl"
LABELS = Path(__file__).parent / "reviewed_calls.yaml"
OHIO = Known(state="OH", is_medical=True)
OPENING = (
    "A: Hello, this is Ana, and this call is recorded. Am I speaking with Dana Lee?",
    "C: Yes.",
    "A: To be sure it is you: what is your date of birth, and what is your ZIP code?",
    "C: March 4 1980, and 43215.",
    "A: Thank you. This is an attempt to collect a debt, and any information obtained will be used for that purpose.",
)
SAMPLE = {
    "two_facts": "your date of birth and your ZIP code",
    "balance": "$250.00",
    "amount": "$50.00",
    "service_date": "January 5",
    "collector": "Ana",
    "consumer_full": "Dana Lee",
    "agency": "Lake Recovery",
    "facility": "Mercy Clinic",
}
COVER = ("A: Did you have any insurance on that day?", "C: No.")


@pytest.fixture(scope="module")
def looking() -> Reviewing:
    return load_reviewing(data_root(), load_handbook().rulebook, DAY)


def said(*lines: str) -> Transcript:
    """Turns, `A:` ours and `C:` theirs."""
    sides = {"A": OURS, "C": THEIRS}
    turns = (Turn(number=i, speaker=sides[line[0]], text=line[3:]) for i, line in enumerate(lines, 1))
    return Transcript(call="1", turns=tuple(turns))


def found(looking: Reviewing, *lines: str, known: Known = OHIO) -> Review:
    return review(said(*lines), looking.lookout, known)


def kinds(looking: Reviewing, *lines: str, known: Known = OHIO) -> frozenset[str]:
    return found(looking, *lines, known=known).kinds


# ── nothing to find ──


def test_a_call_as_it_should_be_has_no_finding_and_says_what_cannot_be_told(looking: Reviewing) -> None:
    told = found(
        looking,
        *OPENING,
        *COVER,
        "A: The balance is $180.50. Would a payment plan of $60.18 a month help?",
        "C: Yes, take it from my card on the first.",
        "A: I read it back: $60.18 on December 1 from your card. Do you authorise that?",
        "C: I do.",
        "A: Thank you, the payment has been processed. Did I explain that well?",
    )
    assert told.findings == ()
    assert {"identity", "tone"} <= {each.kind for each in told.cannot_tell}
    assert next(each.turn for each in told.cannot_tell if each.kind == "identity") == 4


def test_a_clean_message_has_no_finding(looking: Reviewing) -> None:
    assert not kinds(
        looking,
        "C: You have reached the voicemail of Dana. Leave a message after the tone.",
        "A: Hello. This is Ana from Lake Services. Please call me back at 614-555-0100.",
    )


def test_a_stranger_who_is_told_nothing_is_no_finding(looking: Reviewing) -> None:
    assert not kinds(
        looking,
        "A: Hello, this is Ana on a recorded line. Is Dana Lee there?",
        "C: You have the wrong number.",
        "A: Sorry for the trouble. I will take the number off. Goodbye.",
    )


def test_what_they_say_is_not_held_against_us(looking: Reviewing) -> None:
    assert not kinds(
        looking,
        *OPENING,
        "C: You bastards will sue me, garnish my wages and have me arrested!",
        "A: No. Nobody is arrested for a debt. I hear that you are upset.",
    )


# ── before anybody is verified ──


def test_debt_sum_creditor_and_care_before_identity_are_four_findings_with_their_turn(looking: Reviewing) -> None:
    told = found(
        looking,
        "A: Hello, this call is recorded. You owe a balance of $250 on your account with Mercy for your surgery.",
        "C: What?",
    )
    assert {"early-debt", "early-amount", "early-creditor", "early-care"} <= told.kinds
    debt = next(each for each in told.findings if each.kind == "early-debt")
    assert (debt.turn, debt.rule, debt.effect) == (1, "us.hipaa.identity-first", "block")
    assert debt.quoted == "owe"
    assert debt.note == "nothing was answered by then"


def test_one_fact_or_two_of_one_household_verify_nobody(looking: Reviewing) -> None:
    for question, answer in (
        ("your date of birth", "March 4 1980"),
        ("your address and your ZIP code", "12 Elm St 43215"),
    ):
        lines = (f"A: This call is recorded. What is {question}?", f"C: {answer}.", "A: You have a balance of $250.")
        told = found(looking, *lines)
        assert "early-debt" in told.kinds
        assert next(each.note for each in told.findings if each.kind == "early-debt").startswith("answered by then: ")


def test_a_creditor_that_asks_for_three_facts_is_not_content_with_two(looking: Reviewing) -> None:
    lines = (*OPENING, *COVER, "A: The balance is $180.50.")
    assert not kinds(looking, *lines)
    assert "early-debt" in kinds(looking, *lines, known=Known(state="OH", is_medical=True, factors=3))


def test_a_refused_answer_proves_nobody(looking: Reviewing) -> None:
    assert "early-debt" in kinds(
        looking,
        "A: This call is recorded. Your date of birth and your ZIP code, please?",
        "C: I will not tell you that.",
        "A: You have a balance with us.",
    )


def test_reading_out_what_is_on_file_is_found_and_proves_nobody(looking: Reviewing) -> None:
    told = found(
        looking,
        "A: This call is recorded. Your date of birth please, and is your address 12 Elm Street?",
        "C: March 4 1980, yes.",
        "A: You have a balance with us.",
    )
    assert {"read-out", "early-debt"} <= told.kinds


# ── somebody else ──


def test_a_debt_told_to_somebody_else_is_worse_than_told_early(looking: Reviewing) -> None:
    told = kinds(
        looking,
        "A: This call is recorded. Is Dana there?",
        "C: No, this is her sister. She's not home.",
        "A: Tell her that she owes us $250.",
    )
    assert "third-party" in told
    assert "early-debt" not in told


def test_a_message_that_names_a_debt(looking: Reviewing) -> None:
    told = kinds(looking, "C: Leave a message after the beep.", "A: This is Ana, call us about your overdue account.")
    assert told == {"message-debt"}


# ── orders of things ──


def test_recording_goes_by_the_state(looking: Reviewing) -> None:
    late = ("A: Hello, this is Ana.", "C: Yes?", "A: By the way, this call is recorded.")
    assert "recording-notice" in kinds(looking, *late, known=Known(state="CA"))
    assert "recording-notice" not in kinds(looking, *late, known=Known(state="OH"))
    unknown = found(looking, *late, known=Known())
    assert "recording-notice" not in unknown.kinds
    assert "recording-notice" in {each.kind for each in unknown.cannot_tell}


def test_money_before_the_disclosure_and_before_cover(looking: Reviewing) -> None:
    told = kinds(looking, *OPENING[:4], "A: How would you like to pay the balance of $250 today?")
    assert {"disclosure", "coverage"} <= told
    assert "disclosure" not in kinds(looking, *OPENING, "A: How would you like to pay today?")
    early_out = Known(state="OH", is_medical=True, line="early_out")
    assert "disclosure" not in kinds(looking, *OPENING[:4], "A: How would you like to pay today?", known=early_out)


def test_the_short_disclosure_leaves_it_open(looking: Reviewing) -> None:
    told = found(
        looking, *OPENING[:4], "A: I am calling from a debt collector.", *COVER, "A: How would you like to pay?"
    )
    assert "disclosure" not in told.kinds
    assert "disclosure" in {each.kind for each in told.cannot_tell}


def test_cover_is_open_where_nothing_says_that_it_is_for_care(looking: Reviewing) -> None:
    lines = (*OPENING, "A: How would you like to pay the balance?")
    assert "coverage" in {each.kind for each in found(looking, *lines, known=Known(state="OH")).cannot_tell}
    assert "coverage" in kinds(looking, *lines, "C: It was the hospital's fault.", known=Known(state="OH"))


@pytest.mark.parametrize(
    ("theirs", "kind"),
    [
        ("Stop calling me.", "stop-ignored"),
        ("I have an attorney.", "attorney-ignored"),
        ("I filed for bankruptcy in May.", "bankruptcy-ignored"),
        ("My husband passed away.", "deceased-ignored"),
        ("I don't owe this.", "dispute-ignored"),
        ("I'm driving right now.", "time-ignored"),
    ],
)
def test_going_on_after_what_they_said_is_found_and_stopping_is_not(looking: Reviewing, theirs: str, kind: str) -> None:
    lines = (*OPENING, *COVER, f"C: {theirs}")
    told = found(looking, *lines, "A: How would you like to pay the balance?")
    assert kind in told.kinds
    assert next(each.turn for each in told.findings if each.kind == kind) == 9
    assert kind not in kinds(looking, *lines, "A: I understand. I will note that. Goodbye.")


def test_what_only_listening_takes_for_it_is_left_open(looking: Reviewing) -> None:
    call = said(*OPENING, *COVER, "C: I was not aware of that.", "A: How would you like to pay the balance?")
    told = review(call, looking.lookout, OHIO, lambda text: {"dispute_debt": "not aware of"} if "aware" in text else {})
    assert "dispute-ignored" not in told.kinds
    heard = next(each for each in told.cannot_tell if each.kind == "dispute-ignored")
    assert (heard.turn, heard.quoted) == (8, "not aware of")


def test_that_they_asked_before_is_for_the_case_to_tell(looking: Reviewing) -> None:
    told = found(looking, *OPENING, "C: I already told you to stop calling.", "A: I note it now.")
    assert "stop-earlier" not in told.kinds
    assert "stop-earlier" in {each.kind for each in told.cannot_tell}


def test_a_payment_without_its_authorisation_read_back(looking: Reviewing) -> None:
    told = kinds(looking, *OPENING, *COVER, "C: I pay by card.", "A: Thank you, your payment has been processed.")
    assert "read-back" in told


# ── words ──


@pytest.mark.parametrize(
    ("words", "kind", "rule"),
    [
        ("You will be arrested.", "threat-arrest", "us.fdcpa.threat-arrest"),
        ("We will sue you.", "threat-suit", "us.fdcpa.threat-suit"),
        ("We will garnish your wages.", "threat-taking", "us.fdcpa.threat-taking"),
        ("I will tell your boss.", "tell-others", "us.fdcpa.shame"),
        ("We will fix your credit.", "credit-promise", "us.fdcpa.credit-promise"),
        ("I am an attorney.", "pretence-attorney", "us.fdcpa.pretence-attorney"),
        ("This is Officer Smith.", "pretence-government", "us.fdcpa.pretence-government"),
        ("This offer is today only.", "urgency", "us.fdcpa.false-urgency"),
        ("There is a convenience fee.", "fees", "us.fdcpa.fees"),
        (
            "Your late mother's bill is yours: you must pay your mother's bill.",
            "relative-owes",
            "us.fdcpa.relative-owes",
        ),
        ("You deadbeat.", "abuse", "us.fdcpa.abuse"),
        ("You will face the consequences.", "vague-threat", ""),
    ],
)
def test_words_that_may_not_be_said_are_found_with_their_rule(
    looking: Reviewing, words: str, kind: str, rule: str
) -> None:
    told = found(looking, *OPENING, f"A: {words}")
    each = next(each for each in told.findings if each.kind == kind)
    assert (each.turn, each.rule) == (6, rule)
    assert each.quoted.lower() in words.lower()
    assert each.cite
    assert "{found}" not in each.say


def test_states_have_words_of_their_own(looking: Reviewing) -> None:
    lines = (*OPENING, "A: This goes on your credit report.")
    assert "co-threats" in kinds(looking, *lines, known=Known(state="CO", is_medical=True))
    assert "co-threats" not in kinds(looking, *lines)
    unknown = found(looking, *lines, known=Known())
    assert "co-threats" in {each.kind for each in unknown.cannot_tell}
    assert "co-threats" not in unknown.kinds


def test_a_suit_on_a_debt_that_they_call_too_old(looking: Reviewing) -> None:
    told = found(looking, *OPENING, "C: That is past the statute of limitations.", "A: Then we will sue you.")
    assert {"old-debt-suit", "threat-suit"} <= told.kinds
    assert "threat-suit" in {each.kind for each in told.cannot_tell}


def test_no_line_of_our_own_scripts_is_a_word_that_may_not_be_said(looking: Reviewing) -> None:
    plain = [look for look in looking.lookout.looks if look.states is None]
    words = {look.kind for look in plain if look.sign == (look.kind,)} | {"vague-threat"}
    signs = {name: sign for name, sign in looking.lookout.signs.items() if name in words}
    scripts = [script for script in load_scripts() if script.language == "en"]
    lines = [line.text for script in scripts for step in script.steps for line in step.lines if isinstance(line, Say)]
    turns = tuple(Turn(number=i, speaker=OURS, text=text) for i, text in enumerate(lines, 1))
    assert len(lines) > 100
    assert len(words) > 10
    marks = marked(Transcript(call="scripts", turns=turns), signs, None)
    assert not {name: [lines[spot.turn - 1] for spot in spots] for name, spots in marks.items() if spots}


@pytest.mark.parametrize("name", ["first-contact", "follow-up", "promise-reminder", "broken-promise", "inbound"])
def test_the_walks_of_our_own_scripts_have_no_finding(looking: Reviewing, name: str) -> None:
    """Told as calls: each step that is walked through is said, and whoever is asked answers."""
    library = library_of([script for script in load_scripts() if script.language == "en"])
    plans = yaml.safe_load((PACKAGE / "scripts" / f"{name}.walk.yaml").read_text(encoding="utf-8"))
    for plan in plans:
        lines: list[str] = []
        for place in walk(library, library[name], plan).visited:
            step = find_step(library, place)
            text = " ".join(line.text for line in step.lines if isinstance(line, Say)) if step else ""
            if text:
                said_so = re.sub(r"\{(\w+)\}", lambda found: SAMPLE.get(found[1], "something"), text)
                answer = "March 4 1980, and 43215." if "date of birth" in said_so else "Who is calling? All right."
                lines += (f"A: {said_so}", f"C: {answer}")
        told = found(looking, *lines, known=Known(state="CA", is_medical=True))
        assert not [(each.kind, each.turn, each.quoted) for each in told.findings], plan["name"]


# ── numbers ──


@pytest.mark.parametrize(
    ("text", "said_"),
    [
        ("it's 4111-1111-1111-1111", ["a number ending 1111"]),
        ("4111 1111 1111 1111 12 27, and 123", ["a number ending 1111"]),
        ("4111111111111111 0327 123", ["a number ending 1111"]),
        ("1234 5678 9012 3456, cvv is 123", ["a number ending 3456", "the code on the card"]),
        ("four one one one one one one one one one one one one one one one", ["a number, digit by digit, ending 1111"]),
        ("call 1-800-555-0199, born 06/15/1985", []),
    ],
)
def test_card_numbers_are_seen_and_never_quoted(text: str, said_: list[str]) -> None:
    assert [each.quoted for each in cards(Turn(number=1, speaker=THEIRS, text=text))] == said_


def test_long_numbers_are_quoted_by_their_end() -> None:
    assert masked("pay 4111 1111 1111 1111 now") == "pay ..1111 now"


def test_a_turn_too_long_to_read_is_said_to_be(looking: Reviewing) -> None:
    told = found(looking, f"A: {'hello ' * 2_000}")
    assert any(each.kind == "length" for each in told.cannot_tell)


# ── calls that somebody read first ──


@pytest.mark.skipif(not CALLS.exists(), reason="the calls are test input only and lie beside the project")
def test_calls_that_somebody_read_are_found_alike(looking: Reviewing) -> None:
    labels = {call: set(names) for call, names in yaml.safe_load(LABELS.read_text(encoding="utf-8")).items()}
    calls = {call.call: call for call in read_transcripts(CALLS, looking.speakers)}
    got = {call: set(review(calls[call], looking.lookout, Known()).kinds) for call in labels}
    both = sum(len(got[call] & labels[call]) for call in labels)
    assert len(labels) >= 25
    assert both / sum(map(len, got.values())) >= 0.95, {c: got[c] - labels[c] for c in labels if got[c] - labels[c]}
    assert both / sum(map(len, labels.values())) >= 0.95, {c: labels[c] - got[c] for c in labels if labels[c] - got[c]}
