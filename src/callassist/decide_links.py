"""Decisions about two cases that may be one person: suggested, accepted, refused, undone. Both journals say so.

Whoever opens either case sees the suggestion, and an answer on either side settles both. An accepted link brings the
other's debts to the case on which it was accepted; undoing it, on either, sends them back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from msgspec.structs import replace

from callassist import events as ev
from callassist.carried import carry_deals, carry_duties, return_duties, source_of
from callassist.casefile import CaseFile, Restriction
from callassist.commands import AcceptLink, RefuseLink, SuggestLink, UndoLink
from callassist.decide_records import note_fault, unknown_debts
from callassist.dossier import Email, Phone
from callassist.handbook import Decision, Refused
from callassist.pen import Pen
from callassist.standing import Link

_CARRIED: Final = timedelta(days=7)  # our own caution, no rule: the linked debts rest for a week
NOT_SUGGESTED: Final = "That link was not suggested, or has been answered."


def _link(case: CaseFile, other: CaseFile) -> Link | None:
    """What is on file of a link of two cases: here, or there alone, as it was once written on one side only."""
    pairs = ((case, other.id), (other, case.id))
    return next((link for one, two in pairs for link in one.consumer.links if link.other == two), None)


# ── suggested ──


def suggest_link(pen: Pen, command: SuggestLink) -> Decision:
    """Somebody thinks that the other case is the same person; what was once answered with no may be suggested anew."""
    other, why = command.other, command.why.strip()
    if fault := _suggest_fault(pen.case, other, why):
        return Refused(sentence=fault)
    theirs = Pen(other, pen.handbook, pen.at, pen.actor)
    for one, case in ((pen, other.id), (theirs, pen.case.id)):
        one.write(ev.LinkSuggested(other=case, why=why, evidence=command.evidence, bits=command.bits))
    return pen.accepted(f"C{other.id} is suggested as the same person; it waits on both cases for an answer.", theirs)


def _suggest_fault(case: CaseFile, other: CaseFile, why: str) -> str:
    link = _link(case, other)
    state = link.state if link else ""
    faults = {
        "A case cannot be linked to itself.": case.id == other.id,
        f"C{other.id} is suggested already; it waits for an answer.": state == "suggested",
        f"C{other.id} is linked to this case already.": state == "accepted",
        "Say why they may be the same person.": not why,
        note_fault(why): bool(note_fault(why)),
    }
    return next((fault for fault, is_so in faults.items() if is_so), "")


# ── answered ──


def accept_link(pen: Pen, command: AcceptLink) -> Decision:
    """Take over the other case's debts, with every limit that protects them; each journal stays where it is."""
    other = command.other
    if fault := _link_fault(pen.case, other):
        return Refused(sentence=fault)
    debts = tuple(o.debt for o in other.obligations)
    theirs = Pen(other, pen.handbook, pen.at, pen.actor)
    for one, case in ((pen, other.id), (theirs, pen.case.id)):
        one.write(ev.LinkAccepted(other=case, into=pen.case.id, debts=debts))
    for obligation in other.obligations:
        pen.write(ev.DebtTaken(debt=obligation.debt, role=obligation.role, joined_by=f"link to case {other.id}"))
        theirs.write(ev.DebtReleased(debt=obligation.debt, why=f"the same person as case {pen.case.id}"))
    _carry_limits(pen, other, debts, {**_carry_numbers(pen, other), **_carry_addresses(pen, other)})
    carry_duties(pen, theirs)
    carry_deals(pen, theirs, debts)
    more = "1 more debt" if len(debts) == 1 else f"{len(debts)} more debts"
    return pen.accepted(f"The cases are one: {more} here.", theirs)


def _link_fault(case: CaseFile, other: CaseFile) -> str:
    link = _link(case, other)
    faults = {
        NOT_SUGGESTED: link is None or link.state != "suggested",
        "A case cannot be linked to itself.": case.id == other.id,
        "A call is open on one of the cases; log its outcome first.": bool(case.call or other.call),
        "The other case holds no debts any more.": not other.obligations,
        "Both cases owe one of the debts; a supervisor must look.": bool(
            {o.debt for o in case.obligations} & {o.debt for o in other.obligations}
        ),
    }
    return next((fault for fault, is_so in faults.items() if is_so), "")


def _carry_numbers(pen: Pen, other: CaseFile) -> dict[int, int]:
    """Add the numbers that are not on file here; for each of the other case's rows that is, the row here."""
    rows = {point.number: point.row for point in pen.case.consumer.numbers}
    for point in other.consumer.numbers:
        if point.number not in rows and point.is_usable:
            row = pen.keep(Phone(number=point.number, kind=point.kind, extension=point.extension))
            pen.write(ev.FactAdded(row=row, source=source_of(other)))
            rows[point.number] = row
    return {p.row: rows[p.number] for p in other.consumer.numbers if p.number in rows}


def _carry_addresses(pen: Pen, other: CaseFile) -> dict[int, int]:
    """The same for e-mail addresses: who opted one out has done so on either case."""
    rows = {point.address.casefold(): point.row for point in pen.case.consumer.emails}
    for point in other.consumer.emails:
        if point.address.casefold() not in rows:
            row = pen.keep(Email(address=point.address))
            pen.write(ev.FactAdded(row=row, source=source_of(other)))
            rows[point.address.casefold()] = row
    return {point.row: rows[point.address.casefold()] for point in other.consumer.emails}


def _carry_limits(pen: Pen, other: CaseFile, debts: tuple[int, ...], rows: Mapping[int, int]) -> None:
    """Limits move with the person. What we did on the other case no longer counts here: a hold makes up for it."""
    for limit in other.consumer.restrictions:
        if not limit.row or limit.row in rows:
            party = pen.party(other.texts.get(limit.party, ""), "")
            pen.write(replace(_carried(limit, other, rows), party=party))
    done = [call.at for call in other.consumer.calls]
    done += [message.at for message in other.consumer.messages if not message.is_inbound]
    if any(pen.at - at < _CARRIED for at in done):
        words = f"called or written to as case {other.id} within the last {_CARRIED.days} days"
        until = pen.today + _CARRIED
        pen.write(ev.RestrictionPlaced(kind="hold", debts=debts, until=until, words=words, source=source_of(other)))


def _carried(limit: Restriction, other: CaseFile, rows: Mapping[int, int]) -> ev.RestrictionPlaced:
    return ev.RestrictionPlaced(
        kind=limit.kind,
        debts=limit.debts,
        row=rows.get(limit.row, 0),
        windows=limit.windows,
        until=limit.until,
        words=limit.words,
        source=source_of(other),
        is_written=limit.is_written,
    )


def refuse_link(pen: Pen, command: RefuseLink) -> Decision:
    """The other case is somebody else."""
    link = _link(pen.case, command.other)
    if link is None or link.state != "suggested":
        return Refused(sentence=NOT_SUGGESTED)
    theirs = _are_two(pen, command.other)
    return pen.accepted("They are two people; no file suggests it again.", theirs)


def _are_two(pen: Pen, other: CaseFile) -> Pen:
    """Both journals say that it is somebody else; the pen at the other case."""
    theirs = Pen(other, pen.handbook, pen.at, pen.actor)
    pen.write(ev.LinkRefused(other=other.id))
    theirs.write(ev.LinkRefused(other=pen.case.id))
    return theirs


def _give_back(pen: Pen, other: CaseFile, debts: tuple[int, ...]) -> None:
    """Lift what the link brought along and retire the other's numbers; a limit on a debt that stays here stays too."""
    why = f"belongs to case {other.id} after all"
    consumer = pen.case.consumer
    for limit in consumer.restrictions:
        if limit.source == source_of(other) and set(limit.debts) <= set(debts):
            pen.write(ev.RestrictionLifted(restriction=limit.id, why=why))
    for point in consumer.numbers:
        if point.source == source_of(other) and point.standing != "retired":
            pen.write(ev.NumberMarked(row=point.row, standing="retired", why=why))


def undo_link(pen: Pen, command: UndoLink) -> Decision:
    """Give debts back to the case they came from, whichever of the two is open."""
    case, other = pen.case, command.other
    link = _link(case, other)
    if link is None or link.state != "accepted" or not command.debts:
        return Refused(sentence="That link was not accepted; there is nothing to undo.")
    is_here = link.into != other.id
    if unknown_debts(case if is_here else other, command.debts):
        return Refused(sentence=f"That debt is not on {'this case' if is_here else f'C{other.id}'}.")
    if case.call or other.call:
        return Refused(sentence="A call is open on one of the cases; log its outcome first.")
    theirs = _are_two(pen, other)
    holder, home = (pen, theirs) if is_here else (theirs, pen)
    for debt in dict.fromkeys(command.debts):
        holder.write(ev.DebtReleased(debt=debt, why=f"belongs to case {home.case.id} after all"))
        home.write(ev.DebtTaken(debt=debt, role=holder.case.role(debt), joined_by="link undone"))
    _give_back(holder, home.case, command.debts)
    return_duties(holder, home, command.debts)
    carry_deals(home, holder, command.debts)
    return pen.accepted(f"Undone: {len(set(command.debts))} debts are back on case {home.case.id}.", theirs)
