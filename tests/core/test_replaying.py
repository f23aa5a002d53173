"""A call replayed: its own entries and no others, in order, without an answer, a note or a whole number."""

from __future__ import annotations

from datetime import date

from callassist import events as ev
from callassist.casefile import CaseFile, DossierRow, Entry
from callassist.checked import KeptRule
from callassist.journal import fold
from callassist.replaying import NO_PROMPTS, NO_RULES, NO_SCRIPT, Replay, Step, replay
from tests.core.journals import CASE, DANA, _Teller, eastern

ZONE = "America/New_York"
TWO_CALLS = """
    2026-11-20 10:00 called cell
    2026-11-20 10:01 tried dob wrong
    2026-11-20 10:02 verified dob zip
    2026-11-20 10:05 ended RPC-NC right 4:00
    2026-11-24 09:50 called home
    2026-11-24 09:51 answered household
"""
RULE = KeptRule(
    id="us.x",
    title="x",
    on=("place_call",),
    scope="person",
    check="c",
    effect="warn",
    say="At most {limit} calls.",
    cite=("12 CFR 1",),
    verified="V",
    values=((date(2020, 1, 1), {"limit": 7}),),
)


def told_of(journal: str) -> _Teller:
    teller = _Teller(CASE)
    for line in f"{DANA}\n{journal}".splitlines():
        if line.strip():
            teller.read(line.strip())
    return teller


def read(teller: _Teller, number: int = 0) -> Replay:
    case: CaseFile = fold(CASE, teller.rows, teller.entries)
    call = number or case.consumer.calls[-1].id
    found = replay(case, teller.entries, call, ZONE, lambda digest: (RULE,) if digest == "kept" else None)
    assert found is not None
    return found


def test_a_call_has_its_own_steps_with_seconds_from_its_beginning() -> None:
    teller = told_of(TWO_CALLS)
    first = next(e.seq for e in teller.entries if isinstance(e.event, ev.CallPlaced))
    told = read(teller, first)
    assert [step.kind for step in told.steps] == [
        "CallPlaced",
        "IdentityTried",
        "IdentityTried",
        "IdentityTried",
        "IdentityVerified",
        "OutcomeLogged",
    ]
    assert [step.seconds for step in told.steps] == [0, 60, 120, 120, 120, 300]
    assert (told.outcome, told.talk_seconds, told.case) == ("RPC-NC", 240, "C7")
    assert [step.kind for step in read(teller).steps] == ["CallPlaced", "ThirdPartyAnswered"]


def test_answers_are_right_or_wrong_and_nothing_else() -> None:
    teller = told_of(TWO_CALLS)
    first = next(e.seq for e in teller.entries if isinstance(e.event, ev.CallPlaced))
    text = " ".join(step.what for step in read(teller, first).steps)
    assert "answer to date of birth: wrong" in text
    assert "verified as the consumer by date of birth and ZIP code" in text
    assert "dialled the cell number ..0199" in text
    for secret in ("1980", "4417", "43215", "614555", "Dana", "Lee", "Elm"):
        assert secret not in text


def test_a_note_and_their_words_are_counted_and_not_shown() -> None:
    from callassist.dossier import NoteText

    teller = told_of("2026-11-24 09:50 called home")
    row = 1 + sum(each.stream == teller.home for each in teller.rows)
    teller.rows.append(DossierRow(stream=teller.home, row=row, value=NoteText(text="wife has cancer")))
    teller.write(ev.NoteWritten(row=row, call=teller.last_call))
    teller.write(ev.RestrictionPlaced(kind="no_work_calls", words="my boss listens"))
    text = " ".join(step.what for step in read(teller).steps)
    assert "note kept, 15 characters" in text
    assert "limit placed: no work calls, with their words" in text
    assert "cancer" not in text
    assert "boss" not in text


def test_what_the_rules_answered_before_it_rang_is_told_with_their_sentences() -> None:
    teller = told_of("")
    found = (ev.RuleFound(rule="us.x", effect="warn"), ev.RuleFound(rule="us.gone", effect="say", say="Own words."))
    teller.at = eastern("2026-11-24 09:49")
    teller.write(ev.CheckMade(action="place_call", effect="block", judged=40, book="kept", found=found))
    teller.read("2026-11-24 09:50 called home")
    told = read(teller)
    assert [step.kind for step in told.steps] == ["CheckMade", "CallPlaced"]
    assert told.steps[0].seconds == -60
    assert told.steps[0].what.startswith("40 rules asked about place call: refused; 2 had something to say")
    assert [(said.rule, said.say) for said in told.steps[0].rules] == [
        ("us.x", "At most 7 calls."),
        ("us.gone", "Own words."),
    ]
    assert NO_RULES not in told.not_kept


def test_prompts_are_told_where_they_were_kept_and_their_absence_is_said() -> None:
    teller = told_of("2026-11-24 09:50 called home")
    assert NO_PROMPTS in read(teller).not_kept
    ended = ev.PromptsEnded(call=teller.last_call, prompts=(ev.PromptEnd(id="recording", how="accepted", seconds=4),))
    teller.write(ended)
    told = read(teller)
    assert NO_PROMPTS not in told.not_kept
    assert told.steps[-1].what == "the desk said: rule recording (done after 4 s)"


def test_the_way_through_the_script_is_told_place_by_place_with_its_keys() -> None:
    teller = told_of("2026-11-24 09:50 called home")
    assert NO_SCRIPT in read(teller).not_kept
    steps = (ev.StepTaken(place="first-contact#open"), ev.StepTaken(place="first-contact#verify", seconds=9, key="1"))
    teller.write(ev.ScriptFollowed(call=teller.last_call, steps=steps))
    told = read(teller)
    assert NO_SCRIPT not in told.not_kept
    assert [(step.what, step.key) for step in told.steps[-2:]] == [
        ("script at first-contact#open, 0 s into the talk", ""),
        ("script at first-contact#verify, 9 s into the talk", "1"),
    ]


def test_a_dispute_in_the_debts_journal_is_a_step_of_the_call() -> None:
    teller = told_of("2026-11-24 09:50 called home\n2026-11-24 09:52 disputed A-1")
    teller.at = eastern("2026-11-24 09:53")
    teller.write(ev.CallbackSet(at=eastern("2026-11-27 17:00")))
    assert [step.kind for step in read(teller).steps] == ["CallPlaced", "DebtDisputed", "CallbackSet"]


def test_every_step_says_something_in_words_and_a_key_is_a_key() -> None:
    told = read(told_of(TWO_CALLS))
    assert all(step.what for step in told.steps)
    assert {step.key for step in told.steps} == {"Enter", "t"}


def test_a_step_in_a_trace_tells_nothing_of_a_sum() -> None:
    step = Step(
        number=7, at=eastern("2026-11-24 10:00"), seconds=3, by="ana", kind="PromiseMade", what="promise of 1,317.51"
    )
    assert repr(step) == "Step(7, PromiseMade)"


def test_no_such_call_is_none() -> None:
    teller = told_of(TWO_CALLS)
    entries: list[Entry] = teller.entries
    assert replay(fold(CASE, teller.rows, entries), entries, 9_999, ZONE, lambda _: None) is None
