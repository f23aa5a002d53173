"""Commands in, entries or a refusal out. `decide` may refuse and never raises; it changes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from callassist import commands as cmd
from callassist import commands_contacts as contacts
from callassist import commands_deals as agreeing
from callassist import commands_facts as stated
from callassist import commands_talk as talking
from callassist import commands_traces as tracing
from callassist import decide_call as call
from callassist import decide_contacts as book
from callassist import decide_deals as deals
from callassist import decide_dial as dial
from callassist import decide_duties as duty
from callassist import decide_facts as facts
from callassist import decide_links as links
from callassist import decide_medical as medical
from callassist import decide_offers as offers
from callassist import decide_people as people
from callassist import decide_records as record
from callassist import decide_traces as traces
from callassist import decide_wrapup as wrapup
from callassist import decide_written as written
from callassist.calendars import local_day
from callassist.casefile import CaseFile
from callassist.events import PromiseMade
from callassist.handbook import Accepted, Decision, Handbook, Refused
from callassist.identity import Gate
from callassist.journal import evolve
from callassist.pen import Pen
from callassist.plain_words import day_words, moment_words
from callassist.survey import survey
from callassist.wrapup_faults import Ending
from callassist.wrapup_words import drafted_note, told

__all__ = ("Accepted", "Decision", "Handbook", "Refused", "consequences", "decide", "draft_note", "identity_gate")

_DECIDES: Final[Mapping[type[cmd.Command], Callable[[Pen, Any], Decision]]] = {
    cmd.PlaceCall: dial.place_call,
    cmd.ReceiveCall: call.receive_call,
    cmd.TryIdentity: call.try_identity,
    cmd.RefuseIdentity: call.refuse_identity,
    cmd.AnswerThirdParty: call.answer_third_party,
    cmd.NameSpeaker: people.name_speaker,
    cmd.GiveAuthority: people.give_authority,
    cmd.EndAuthority: people.end_authority,
    cmd.GiveDisclosure: call.give_disclosure,
    cmd.OpenCase: call.open_case,
    cmd.LogOutcome: wrapup.log_outcome,
    cmd.UndoOutcome: wrapup.undo_outcome,
    cmd.WriteNote: record.write_note,
    cmd.ReadNotes: record.read_notes,
    cmd.SkipCase: record.skip_case,
    cmd.PlaceRestriction: record.place_restriction,
    cmd.LiftRestriction: record.lift_restriction,
    cmd.AddNumber: record.add_number,
    cmd.MarkNumber: record.mark_number,
    cmd.RecordConsent: written.record_consent,
    cmd.RevokeConsent: record.revoke_consent,
    cmd.RecordMessage: written.record_message,
    cmd.CheckNumber: written.check_number,
    cmd.SuggestLink: links.suggest_link,
    cmd.AcceptLink: links.accept_link,
    cmd.RefuseLink: links.refuse_link,
    cmd.UndoLink: links.undo_link,
    cmd.DateDebt: medical.date_debt,
    cmd.RecordNotice: duty.record_notice,
    cmd.ReturnNotice: duty.return_notice,
    cmd.MakeRequest: duty.make_request,
    cmd.AnswerRequest: duty.answer_request,
    cmd.WithdrawRequest: duty.withdraw_request,
    cmd.MakeComplaint: duty.make_complaint,
    cmd.AnswerComplaint: duty.answer_complaint,
    cmd.RecordFurnishing: duty.record_furnishing,
    talking.KeepTalk: record.keep_talk,
    stated.FindCase: facts.find_case,
    stated.EditFact: facts.edit_fact,
    stated.AmendCoverage: facts.amend_coverage,
    contacts.AddAcquaintance: book.add_acquaintance,
    contacts.LearnPlace: book.learn_place,
    contacts.LearnEmployer: book.learn_employer,
    contacts.TryTrace: book.try_trace,
    tracing.RequestTrace: traces.request_trace,
    tracing.ReceiveTrace: traces.receive_trace,
    tracing.AcceptTrace: traces.accept_trace,
    tracing.RefuseTrace: traces.refuse_trace,
    tracing.MarkPlace: traces.mark_place,
    agreeing.TakeStatement: offers.take_statement,
    agreeing.MakeOffers: offers.make_offers,
    agreeing.AnswerOffer: offers.answer_offer,
    agreeing.AskApproval: offers.ask_approval,
    agreeing.GrantApproval: offers.grant_approval,
    agreeing.RefuseApproval: offers.refuse_approval,
    agreeing.AcceptDeal: deals.accept_deal,
    agreeing.Renegotiate: deals.renegotiate,
    agreeing.AuthoriseDeal: deals.authorise_deal,
    agreeing.MoveInstalment: deals.move_instalment,
    agreeing.CancelDeal: deals.cancel_deal,
}


def decide(case: CaseFile, command: cmd.Command, handbook: Handbook, now: datetime, actor: str) -> Decision:
    """What a command brings about on a case at a moment, or why it may not be."""
    pen = Pen(case, handbook, now.astimezone(UTC), actor)
    return _DECIDES[type(command)](pen, command)


def identity_gate(case: CaseFile, handbook: Handbook, now: datetime) -> Gate:
    """How the check of the speaker stands: what to ask for, what has matched, tries left today."""
    return call.gate_of(Pen(case, handbook, now.astimezone(UTC), ""))


# ── before Enter ──


def draft_note(case: CaseFile, command: cmd.LogOutcome, handbook: Handbook, now: datetime) -> str:
    """The note that an outcome drafts from what has been filled in so far; '' when there is no such code."""
    ending = wrapup.ending_of(case, command, handbook)
    return drafted_note(ending, _pen(case, handbook, now)) if isinstance(ending, Ending) else ""


def consequences(case: CaseFile, command: cmd.LogOutcome, handbook: Handbook, now: datetime) -> tuple[str, ...]:
    """All that an outcome would bring about, a sentence each; or the one sentence that says why it cannot be."""
    pen = _pen(case, handbook, now)
    decision = wrapup.log_outcome(pen, command)
    if isinstance(decision, Refused):
        return (decision.sentence,)
    is_open = decision.is_verified or bool(case.call and case.call.verified)
    return (*told(pen.entries, pen, is_open=is_open), *_rest(pen, decision))


def _rest(pen: Pen, decision: Accepted) -> tuple[str, ...]:
    """When the rules let the person be called again, as the case will then stand; of a promise, when about it."""
    after = evolve(pen.case, decision.entries, decision.rows)
    verdict = survey(after, pen.handbook, pen.at).best_call()
    promise = next((entry.event for entry in decision.entries if isinstance(entry.event, PromiseMade)), None)
    if promise:
        opens = local_day(verdict.opens, pen.zones[0]) if verdict.is_stopped and verdict.opens else promise.due
        first = day_words(max(promise.due, opens), pen.today)
        return (f"Due {day_words(promise.due, pen.today)}; first call about it {first}.",)
    if not verdict.is_stopped or verdict.opens is None:
        return ()
    return (f"No call before {moment_words(verdict.opens, pen)}.",)


def _pen(case: CaseFile, handbook: Handbook, now: datetime) -> Pen:
    return Pen(case, handbook, now.astimezone(UTC), "")
