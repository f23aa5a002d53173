"""Decisions about what is agreed on: a deal, how it is paid, one payment moved, another deal in its place."""

from __future__ import annotations

from collections.abc import Sequence

from callassist import commands_deals as cmd
from callassist import events as ev
from callassist.ability import ability_of
from callassist.bargains import GATES, Offer
from callassist.casefile import Call
from callassist.dealing import moved
from callassist.deals import Approval, Deal
from callassist.decide_offers import (
    ONE_DEAL,
    approval_for,
    is_paid_already,
    matter_now,
    short,
    speaking,
    unheard,
    verdicts_now,
    within,
)
from callassist.decide_records import note_fault
from callassist.handbook import Decision, Refused
from callassist.matters import as_offer, as_terms
from callassist.pen import Pen
from callassist.schedules import allocated

# ── a deal ──


def accept_deal(pen: Pen, command: cmd.AcceptDeal) -> Decision:
    """They agreed: the deal, and the promise of its first payment."""
    return _agree(pen, command.offer, command.approval, None)


def renegotiate(pen: Pen, command: cmd.Renegotiate) -> Decision:
    """Another deal in place of one that runs; what came under the old one stays in its own ledger."""
    old = _running(pen, command.deal)
    return old if isinstance(old, Refused) else _agree(pen, command.offer, command.approval, old)


def _agree(pen: Pen, offer: Offer, approval: int, old: Deal | None) -> Decision:
    ready = speaking(pen)
    if isinstance(ready, Refused):
        return ready
    replacing = old.id if old else 0
    if is_paid_already(pen, offer, replacing):
        return Refused(sentence=ONE_DEAL)
    agreed = within(pen, matter_now(pen, replacing), offer, approval)
    if isinstance(agreed, Refused):
        return agreed
    if unsaid := _unsaid(pen):
        return Refused(sentence=unsaid)
    _write(pen, ready, agreed.offer, approval_for(pen, agreed.offer, approval), old)
    return pen.accepted(f"Agreed: {short(agreed.offer)}. Read it back, and ask how they will pay.")


def _write(pen: Pen, call: Call, offer: Offer, given: Approval | None, old: Deal | None) -> None:
    """The deal first; then what it ends, and the promise of its first payment."""
    deal = pen.reserve()
    debts, parts = {debt for debt, _ in offer.shares}, allocated(offer.payments, offer.shares)
    if old is not None:
        end_promises(pen, old, "renegotiated")
        pen.write(ev.DealRenegotiated(deal=old.id, by=deal))
    for promise in pen.case.consumer.promises:
        if promise.state == "open" and not promise.deal and debts & {share.debt for share in promise.shares}:
            pen.write(ev.PromiseCancelled(promise=promise.id, why="a deal took its place"))
    shares = shares_at(offer.shares, parts[0])
    pen.write(ev.PromiseMade(shares=shares, due=offer.payments[0].due, deal=deal, index=0))
    accepted = ev.DealAccepted(
        call=call.id,
        terms=as_terms(offer),
        parts=parts,
        by=given.by_role if given else pen.handbook.role,
        approval=given.id if given else 0,
        replaces=old.id if old else 0,
    )
    pen.fill(deal, accepted)


def _unsaid(pen: Pen) -> str:
    """The words of a state on an old debt that must be said before money is taken; '' when none are owed."""
    verdicts, call = verdicts_now(pen), pen.case.call
    for finding in verdicts.of("take_payment", call.row if call else 0).findings:
        rule = pen.handbook.rulebook.rule(finding.rule)
        values = (rule.values_on(verdicts.base.day) if rule else None) or {}
        if "sentence" in values and "statement" in values:
            return f"Read out first: {values['sentence']} [{finding.cite}]"
    return ""


def shares_at(shares: Sequence[tuple[int, int]], part: Sequence[int]) -> tuple[ev.Share, ...]:
    """What one payment brings to each debt; a debt that gets nothing is left out."""
    pairs = zip(shares, part, strict=True)
    return tuple(ev.Share(debt=debt, cents=cents) for (debt, _), cents in pairs if cents)


def authorise_deal(pen: Pen, command: cmd.AuthoriseDeal) -> Decision:
    """They said how it will be paid, or that it may be taken."""
    ready = speaking(pen)
    deal = _running(pen, command.deal)
    if isinstance(ready, Refused):
        return ready
    if isinstance(deal, Refused):
        return deal
    if closed := _closed(pen, deal):
        return closed
    if not command.how.strip() or note_fault(command.how):
        return Refused(sentence=note_fault(command.how) or "Say how they will pay: check, portal, card on file, debit.")
    pen.write(ev.DealAuthorised(deal=deal.id, how=command.how.strip()))
    return pen.accepted(f"Authorised: {short(as_offer(deal.terms))}, {command.how.strip()}.")


def _closed(pen: Pen, deal: Deal) -> Refused | None:
    """Why nothing may be arranged under a deal now: what closes its debts, or who is on the line."""
    matter = matter_now(pen, deal.id)
    of_debts = {gate for each in matter.accounts if each.id in deal.debts for gate in each.gates}
    closed = [gate for gate in GATES if gate in {*matter.gates, *of_debts} and gate != "nothing_owed"]
    fault = f"Nothing may be arranged: {', '.join(closed).replace('_', ' ')}." if closed else ""
    fault = fault or next(unheard(pen, deal.debts), "")
    return Refused(sentence=fault) if fault else None


def move_instalment(pen: Pen, command: cmd.MoveInstalment) -> Decision:
    """One payment falls on another day; the consequences are told."""
    deal = _running(pen, command.deal)
    ready = speaking(pen)
    if isinstance(deal, Refused):
        return deal
    if isinstance(ready, Refused):
        return ready
    if closed := _closed(pen, deal):
        return closed
    found = moved(deal, command.index, command.due, pen.today, ability_of(matter_now(pen, deal.id)).cap_cents)
    if found.fault:
        return Refused(sentence=found.fault)
    pen.write(ev.DealMoved(deal=deal.id, index=command.index, due=command.due))
    return pen.accepted(f"Moved to {command.due:%d %b %Y}. {found.sentence}")


def cancel_deal(pen: Pen, command: cmd.CancelDeal) -> Decision:
    """The deal is taken back, and the promise of its next payment with it."""
    deal = _running(pen, command.deal)
    if isinstance(deal, Refused):
        return deal
    if not command.why.strip() or note_fault(command.why):
        return Refused(sentence=note_fault(command.why) or "Say why it is taken back.")
    end_promises(pen, deal, "deal taken back")
    pen.write(ev.DealCancelled(deal=deal.id, why=command.why.strip()))
    return pen.accepted("The deal is taken back; what was paid under it stays paid.")


def end_promises(pen: Pen, deal: Deal, why: str) -> None:
    """Its next payment is promised no more."""
    for promise in pen.case.consumer.promises:
        if promise.deal == deal.id and promise.state == "open":
            pen.write(ev.PromiseCancelled(promise=promise.id, why=why))


def _running(pen: Pen, deal: int) -> Deal | Refused:
    """The deal of that number, or the only one that runs."""
    live = [each for each in pen.case.consumer.deals if each.is_live and deal in {0, each.id}]
    if len(live) == 1:
        return live[0]
    return Refused(sentence="Say which deal: several run." if live else "No such deal runs on this case.")
