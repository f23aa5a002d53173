"""Notices and what runs from them: working days, the time for a dispute, what each command brings about."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from callassist import commands as cmd
from callassist import events as ev
from callassist import notices as nt
from callassist.casefile import CaseFile, Entry, consumer_stream, debt_stream
from callassist.decide import Accepted, Refused, decide
from callassist.desk.duties import Duty, duties, keeping, owed, reports
from callassist.handbook import Handbook
from callassist.intake.library import data_root, load_handbook
from callassist.journal import evolve
from callassist.legal_days import day_faults, falls, is_day, working_day
from callassist.rule_shapes import Asked, Given, GivenCall, Trial
from callassist.rule_stories import Story
from callassist.rules import BLOCK, Values
from callassist.survey import Verdicts, survey
from tests.core.journals import DANA, NOW, TODAY, case_of

A1, A2, B9 = 71, 72, 81
TALKED = (
    "2026-11-20 10:00 called home",
    "2026-11-20 10:01 verified dob zip",
    "2026-11-20 10:05 ended RPC-NC right 4:00",
)
LEGAL = frozenset(holidays.country_holidays("US", years=range(2021, 2037), observed=False))
DAYS = st.dates(date(2022, 1, 1), date(2034, 12, 31))


@cache
def handbook() -> Handbook:
    return load_handbook(data_root())


@cache
def period() -> Values:
    values = nt.period_values(handbook().rulebook)
    assert values is not None
    return values


def accepted(case: CaseFile, command: cmd.Command) -> Accepted:
    decision = decide(case, command, handbook(), NOW, "ana")
    assert isinstance(decision, Accepted), decision
    return decision


def after(case: CaseFile, *commands: cmd.Command) -> CaseFile:
    for command in commands:
        decision = accepted(case, command)
        case = evolve(case, decision.entries, decision.rows)
    return case


def refusal(case: CaseFile, command: cmd.Command) -> str:
    decision = decide(case, command, handbook(), NOW, "ana")
    assert isinstance(decision, Refused), decision
    return decision.sentence


def judged(case: CaseFile) -> Verdicts:
    return survey(case, handbook(), NOW)


def stops(case: CaseFile, action: str, debt: int) -> set[str]:
    """The ids of the rules that stop an action on a debt."""
    return {f.rule for f in judged(case).of(action, 0, debt).findings if f.effect == BLOCK}


# ── working days ──


@settings(deadline=None)
@given(DAYS, st.integers(1, 15))
def test_working_days_are_those_that_a_library_of_holidays_leaves(day: date, count: int) -> None:
    found = working_day(day, count, period()["holidays"])
    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert sum(each.weekday() < 5 and each not in LEGAL for each in between) == count
    assert found.weekday() < 5
    assert found not in LEGAL


@settings(deadline=None)
@given(DAYS, st.integers(1, 15))
def test_counting_back_undoes_counting_on(day: date, count: int) -> None:
    texts = period()["holidays"]
    ahead = working_day(day, count, texts)
    assert working_day(ahead, -count, texts) <= day
    assert working_day(working_day(ahead, -count, texts), count, texts) == ahead


def test_days_are_read_as_they_are_written() -> None:
    assert is_day("december 25")
    assert not is_day("february 30")
    assert not is_day("fifth monday of may")
    assert date.fromordinal(falls("last monday of may", 2026)) == date(2026, 5, 25)
    assert [text.split(" is ")[0] for text in day_faults({"Pi Day": "march 14", "No Day": "march 32"})] == ["No Day"]


# ── the validation period ──


def test_a_period_over_thanksgiving() -> None:
    assert nt.earliest_end(date(2026, 11, 20), period()) == date(2026, 12, 30)


@settings(deadline=None)
@given(DAYS)
def test_a_period_is_never_shorter_than_its_two_counts(sent: date) -> None:
    end = nt.earliest_end(sent, period())
    assert sent + timedelta(days=35) <= end <= sent + timedelta(days=45)
    assert nt.earliest_end(sent + timedelta(days=1), period()) >= end


def test_the_end_is_told_by_values_and_by_the_rules_alike() -> None:
    case = after(case_of(DANA, *TALKED), cmd.RecordNotice(kind="validation", on=date(2026, 11, 20)))
    assert nt.validation_end(case, A1, period()) == date(2026, 12, 30)
    assert nt.validation_end(case, A1, handbook().rulebook) == date(2026, 12, 30)
    assert nt.validation_end(case_of(DANA), A1, handbook().rulebook) is None


def test_a_later_end_that_the_notice_states_holds_and_an_earlier_one_is_refused() -> None:
    case, sent = case_of(DANA), date(2026, 11, 20)
    stated = after(case, cmd.RecordNotice(kind="validation", on=sent, ends=date(2027, 1, 8)))
    assert nt.validation_end(stated, A1, period()) == date(2027, 1, 8)
    early = cmd.RecordNotice(kind="validation", on=sent, ends=date(2026, 12, 29))
    assert "may not end before 30 Dec 2026" in refusal(case, early)
    assert "Only a validation notice" in refusal(case, cmd.RecordNotice(kind="itemised", ends=date(2027, 1, 8)))


def counted(values: Values) -> tuple[int, int, set[str]]:
    return values["receipt_days"], values["days"], set(values["holidays"].values())


def test_every_rule_counts_the_period_alike() -> None:
    told = [
        (rule.id, values)
        for rule in handbook().rulebook.rules
        for _, values in rule.values
        if "receipt_days" in (values or {})
    ]
    assert len(told) > 3
    assert [name for name, values in told if values and counted(values) != counted(period())] == []


# ── notices ──


def test_a_notice_closes_what_was_owed_and_its_return_opens_it_again() -> None:
    case = case_of(DANA, *TALKED)
    assert {f.rule for f in judged(case).duties()} == {"us.regf.validation-due"}
    sent = after(case, cmd.RecordNotice(kind="validation"))
    assert judged(sent).duties() == ()
    (notice,) = sent.consumer.notices
    assert notice.debts == (A1, A2)
    back = after(sent, cmd.ReturnNotice(notice=notice.id))
    assert [(f.rule, f.due) for f in judged(back).duties()] == [
        ("us.regf.validation-due", TODAY + timedelta(days=5)),
        ("us.regf.validation-due", TODAY + timedelta(days=5)),
    ]
    assert "on file as returned" in refusal(back, cmd.ReturnNotice(notice=notice.id))


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (cmd.RecordNotice(kind="greeting"), "A notice is one of"),
        (cmd.RecordNotice(kind="validation", medium="pigeon"), "It went out by one of"),
        (cmd.RecordNotice(kind="validation", debts=(9,)), "not on this case"),
        (cmd.RecordNotice(kind="validation", on=date(2026, 11, 25)), "still to come"),
        (cmd.ReturnNotice(notice=99), "no such notice"),
        (cmd.MakeRequest(kind="money"), "A request is one of"),
        (cmd.MakeRequest(kind="dispute", debts=(9,)), "not on this case"),
        (cmd.MakeRequest(kind="dispute", on=date(2026, 11, 25)), "still to come"),
        (cmd.MakeRequest(kind="itemised", is_new=False), "Only a dispute can repeat"),
        (cmd.MakeRequest(kind="dispute", is_new=False), "repeats none"),
        (cmd.MakeRequest(kind="dispute", words="4111 1111 1111 1111"), "card number"),
        (cmd.AnswerRequest(request=99, how="sent"), "no such request"),
        (cmd.MakeComplaint(kind="weather", words="rain"), "A complaint is about one of"),
        (cmd.MakeComplaint(kind="care", words=" "), "Write down what"),
        (cmd.AnswerComplaint(complaint=99, step="resolved"), "no such complaint"),
        (cmd.RecordFurnishing(debt=9), "not on this case"),
        (cmd.RecordFurnishing(debt=A1, on=date(2026, 11, 25)), "still to come"),
        (cmd.RecordFurnishing(debt=A1, is_deleted=True), "not on file as reported"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(command: cmd.Command, says: str) -> None:
    assert says in refusal(case_of(DANA), command)


# ── disputes ──


def test_a_written_dispute_marks_the_debt_and_stops_collecting_until_verification() -> None:
    case = after(case_of(DANA), cmd.RecordNotice(kind="validation", on=date(2026, 11, 20)))
    decision = accepted(case, cmd.MakeRequest(kind="dispute", debts=(A1,), is_written=True, words="not mine"))
    assert decision.says == "Dispute: recorded. In writing: collecting on it stops until we have answered."
    marks = [e for e in decision.entries if e.stream == debt_stream(A1)]
    assert [e.event for e in marks] == [ev.DebtDisputed(by=case.id, reason="in writing")]
    held = evolve(case, decision.entries, decision.rows)
    assert "us.fdcpa.dispute-hold" in stops(held, "demand", A1)
    assert "us.fdcpa.dispute-hold" not in stops(held, "demand", A2)
    answered = after(held, cmd.RecordNotice(kind="verification", debts=(A1,)))
    assert answered.consumer.requests[0].answered == TODAY
    assert "us.fdcpa.dispute-hold" not in stops(answered, "demand", A1)
    returned = after(answered, cmd.ReturnNotice(notice=answered.consumer.notices[-1].id))
    assert "us.fdcpa.dispute-hold" in stops(returned, "demand", A1)


def test_verification_of_one_debt_leaves_the_other_held() -> None:
    case = after(case_of(DANA), cmd.MakeRequest(kind="dispute", is_written=True))
    part = after(case, cmd.RecordNotice(kind="verification", debts=(A1,)))
    assert part.consumer.requests[0].answered is None
    assert "us.fdcpa.dispute-hold" not in stops(part, "demand", A1)
    assert "us.fdcpa.dispute-hold" in stops(part, "demand", A2)
    whole = after(part, cmd.RecordNotice(kind="verification", debts=(A2,)))
    assert whole.consumer.requests[0].answered == TODAY


def test_only_a_notice_answers_what_was_asked_in_writing() -> None:
    case = after(case_of(DANA), cmd.MakeRequest(kind="dispute", is_written=True))
    asked = case.consumer.requests[0].id
    assert "notice CASE sent verification" in refusal(case, cmd.AnswerRequest(request=asked, how="told them"))


def test_a_dispute_said_aloud_marks_the_debt_and_stops_nothing_of_federal_law() -> None:
    case = after(case_of(DANA), cmd.RecordNotice(kind="validation", on=date(2026, 11, 20)))
    decision = accepted(case, cmd.MakeRequest(kind="dispute", debts=(A1,)))
    assert decision.says.endswith("tell them that in writing by 30 Dec 2026 it stops us until we answer.")
    told = evolve(case, decision.entries, decision.rows)
    assert told.id in told.debt(A1).disputed_by
    assert "us.fdcpa.dispute-hold" not in stops(told, "demand", A1)
    again = accepted(told, cmd.MakeRequest(kind="dispute", debts=(A1,), is_written=True))
    assert not [e for e in again.entries if e.stream == debt_stream(A1)], "it is marked once"


def test_after_the_period_the_agency_asks_for_an_answer_first() -> None:
    case = after(case_of(DANA), cmd.RecordNotice(kind="validation", on=date(2026, 9, 1)))
    late = accepted(case, cmd.MakeRequest(kind="dispute", is_written=True))
    assert late.says.endswith("the time for it is over.")
    found = stops(evolve(case, late.entries, late.rows), "place_call", A1)
    assert "agency.dispute-after-period" in found
    assert "us.fdcpa.dispute-hold" not in found


def test_a_repeated_dispute_holds_until_the_notice_that_says_so() -> None:
    case = after(
        case_of(DANA),
        cmd.RecordNotice(kind="validation", on=date(2026, 11, 20)),
        cmd.MakeRequest(kind="dispute", is_written=True, on=date(2026, 11, 22)),
        cmd.RecordNotice(kind="verification", on=date(2026, 11, 23)),
        cmd.MakeRequest(kind="dispute", is_written=True, is_new=False),
    )
    assert "us.fdcpa.dispute-hold" in stops(case, "demand", A1)
    told = after(case, cmd.RecordNotice(kind="duplicative_dispute"))
    assert "us.fdcpa.dispute-hold" not in stops(told, "demand", A1)
    assert all(request.answered for request in told.consumer.requests)


def test_a_request_in_error_is_withdrawn_and_its_mark_with_it() -> None:
    case = after(case_of(DANA), cmd.MakeRequest(kind="dispute", is_written=True, debts=(A1,)))
    asked = case.consumer.requests[0].id
    assert "why it is withdrawn" in refusal(case, cmd.WithdrawRequest(request=asked, why=" "))
    gone = after(case, cmd.WithdrawRequest(request=asked, why="meant for another case"))
    assert gone.debt(A1).disputed_by == ()
    assert "us.fdcpa.dispute-hold" not in stops(gone, "demand", A1)
    assert "no such request" in refusal(gone, cmd.WithdrawRequest(request=asked, why="again"))


def other_case() -> CaseFile:
    """Case 8: the same person at another client, with a debt of her own number."""
    other = case_of("Dana Lee", "lives 12 Elm St, Columbus, OH 43215", "owes B-9 to STELMO 99.00", case=8)
    return replace(
        other,
        debts=(replace(other.debts[0], id=B9),),
        obligations=(replace(other.obligations[0], debt=B9),),
        versions={consumer_stream(8): other.versions[consumer_stream(8)], debt_stream(B9): 1},
    )


def test_what_holds_collecting_moves_with_the_person() -> None:
    sent = cmd.RecordNotice(kind="validation", on=date(2026, 11, 2))
    other = after(other_case(), sent, cmd.MakeRequest(kind="dispute", is_written=True))
    other = after(other, cmd.ReturnNotice(notice=other.consumer.notices[0].id))
    linked = case_of(DANA, "2026-11-23 09:00 linked 8")
    joined = accepted(linked, cmd.AcceptLink(other=other))
    here = [e for e in joined.entries if e.stream == consumer_stream(linked.id)]
    consumer = evolve(linked, here, joined.rows).consumer
    assert [(n.kind, n.debts, n.returned) for n in consumer.notices] == [("validation", (B9,), TODAY)]
    assert [(r.kind, r.debts, r.is_written) for r in consumer.requests] == [("dispute", (B9,), True)]


# ── complaints ──


def test_a_complaint_is_kept_in_its_words_and_says_what_is_owed() -> None:
    case = case_of(DANA)
    decision = accepted(case, cmd.MakeComplaint(kind="care", words="the nurse was rude"))
    assert decision.says == (
        "Complaint: recorded. Acknowledge the complaint of 24 Nov 2026 (care) by Wed 02 Dec 2026. "
        "Resolve the complaint of 24 Nov 2026 (care) by Thu 24 Dec 2026."
    )
    kept = evolve(case, decision.entries, decision.rows)
    (complaint,) = kept.consumer.complaints
    assert kept.texts[complaint.row] == "the nurse was rude"
    assert stops(kept, "place_call", A1) == stops(case, "place_call", A1), "it stops nothing by itself"
    known = after(kept, cmd.AnswerComplaint(complaint=complaint.id, step="acknowledged"))
    assert [f.rule for f in judged(known).duties()] == ["agency.complaint-resolve"]
    assert "how it was resolved" in refusal(known, cmd.AnswerComplaint(complaint=complaint.id, step="resolved"))
    closed = after(known, cmd.AnswerComplaint(complaint=complaint.id, step="resolved", words="apologised"))
    assert judged(closed).duties() == ()
    assert "has been resolved" in refusal(closed, cmd.AnswerComplaint(complaint=complaint.id, step="acknowledged"))


# ── reports, records, lists ──


def test_a_report_is_kept_although_no_rule_wanted_it() -> None:
    decision = accepted(case_of(DANA), cmd.RecordFurnishing(debt=A1))
    assert "Not to be reported yet: no talk, and no notice that arrived." in decision.says
    case = evolve(case_of(DANA), decision.entries, decision.rows)
    (found, other) = reports(judged(case), handbook())
    assert (found.account, found.may_report, found.reported) == ("A-1", "no", TODAY)
    assert (other.account, other.reported) == ("A-2", None)


def test_a_paid_debt_that_stands_reported_is_to_be_deleted() -> None:
    case = after(case_of(DANA), cmd.RecordFurnishing(debt=A1))
    seq = case.versions[debt_stream(A1)] + 1
    closed = Entry(stream=debt_stream(A1), seq=seq, at=NOW, actor="ana", event=ev.DebtClosed(why="paid"))
    paid = evolve(case, (closed,), ())
    assert "agency.report-deletion" in {f.rule for f in owed(judged(paid))}
    (found, _) = reports(judged(paid), handbook())
    assert "have the report deleted" in found.delete
    gone = after(paid, cmd.RecordFurnishing(debt=A1, is_deleted=True))
    assert "agency.report-deletion" not in {f.rule for f in owed(judged(gone))}


def test_records_are_kept_for_the_longest_time_that_a_rule_asks_for() -> None:
    case = after(case_of(DANA, *TALKED), cmd.MakeComplaint(kind="privacy", words="they saw my bill"))
    whole, first, _ = keeping(judged(case))
    assert whole.until == date(2032, 11, 24)
    assert first.until == date(2029, 11, 20)
    assert keeping(judged(case_of(DANA)))[0].until is None


def test_duties_name_the_account_the_day_and_the_rule() -> None:
    found = duties(judged(case_of(DANA, *TALKED)))
    assert found[0] == Duty(
        case="C7",
        account="A-1",
        due=date(2026, 11, 25),
        is_late=False,
        say="Send the validation notice by Wed 25 Nov 2026; first spoken or written of on 20 Nov 2026.",
        cite="15 USC 1692g(a); 12 CFR 1006.34(a)(1), (b)(2)",
        rule="us.regf.validation-due",
        verified="V",
    )


def test_what_is_owed_is_late_once_its_day_has_passed_whether_or_not_its_rule_says_so() -> None:
    told = Trial(
        name="spoken to in New York, and nothing was written",
        given=Given(
            state="NY",
            zip="10001",
            calls=(GivenCall(at="2026-06-02 10:00-04:00", result="conversation"),),
        ),
        when=Asked(at="2026-06-08 10:00-04:00", action="owe"),
        then="say",
        rule="us.ny.disclosures",
    )
    story = Story(told, handbook().setting.geography)
    guide = replace(handbook(), setting=story.setting())
    late = {}
    for day in (7, 8):
        now = datetime.fromisoformat(f"2026-06-0{day}T10:00-04:00")
        found = duties(survey(story.case(), guide, now))
        late[day] = next(duty.is_late for duty in found if duty.rule == "us.ny.disclosures")
    assert late == {7: False, 8: True}
