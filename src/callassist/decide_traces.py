"""Decisions about traces: who is asked for, what an answer brings, what only a person may accept; mail that came back.

What comes in is untried; a number that was marked before stays as it was marked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec
from msgspec.structs import replace

from callassist import events as ev
from callassist.casefile import CaseFile, Place
from callassist.commands_traces import PLACE_STANDINGS, AcceptTrace, MarkPlace, ReceiveTrace, RefuseTrace, RequestTrace
from callassist.decide_contacts import place_warning
from callassist.decide_records import note_fault
from callassist.dossier import Address, Email, Employer, Phone, Row, Trace
from callassist.handbook import Decision, Refused
from callassist.pen import Pen
from callassist.policy import TRACE_FACTS
from callassist.standing import Traced
from callassist.tracing import is_move, new_phones

CLOSING = frozenset({"bankruptcy", "deceased", "minor", "cease", "attorney", "identity_theft"})
"""Limits under which nobody is looked for: our own caution, since nothing could follow."""
NO_TRACE = Refused(sentence="No such answer waits here; callassist traces CASE lists them.")


# ── asking ──


def request_trace(pen: Pen, command: RequestTrace) -> Decision:
    """Keep that a vendor was asked, for the purpose that the agency has for it, and which kinds of facts it got."""
    if fault := request_fault(pen.case, pen, command.vendor):
        return Refused(sentence=fault)
    vendor = pen.handbook.setting.agency.traces.vendors[command.vendor]
    sent = ("name", "addresses", *(fact for fact in TRACE_FACTS if fact in vendor.gets))
    pen.write(ev.TraceRequested(reference=command.reference, vendor=command.vendor, purpose=vendor.purpose, sent=sent))
    return pen.accepted(f"{command.vendor} is asked.")


def request_fault(case: CaseFile, pen: Pen, vendor: str) -> str:
    """Why a vendor may not be asked about a case; '' when it may."""
    policy = pen.handbook.setting.agency.traces
    asked = max((r.at for r in case.consumer.trace_requests), default=None)
    again = asked + timedelta(days=policy.ask_again_days) if asked else None
    closing = next((r.kind for r in case.consumer.restrictions if r.kind in CLOSING and r.until is None), "")
    known = ", ".join(sorted(policy.vendors)) or "none"
    faults = {
        f"{vendor} is no vendor of ours; agency.yaml has {known}.": vendor not in policy.vendors,
        "Nothing is open on the case: nobody is looked for.": not case.open_debts(),
        f"Nobody is looked for under a limit like this: {closing.replace('_', ' ')}.": bool(closing),
        "No family name is on file to look for.": not case.consumer.last,
        f"Asked on {asked:%d %b %Y} already; again from {again:%d %b %Y} on." if asked and again else "": bool(
            again and pen.at < again
        ),
    }
    return next((fault for fault, is_so in faults.items() if fault and is_so), "")


# ── what comes in ──


def receive_trace(pen: Pen, command: ReceiveTrace) -> Decision:
    """Keep an answer; by itself it goes on file only when asked for, above both thresholds and not contradicted."""
    same = next((t for t in pen.case.consumer.traces if t.found.digest == command.found.digest), None)
    if same is not None and same.vendor == command.vendor:
        return Refused(sentence=f"That answer is on file already, {same.state}.")
    row = pen.keep(replace(command.found, born="", ssn4=""))  # maybe a stranger's: compared, and then forgotten
    earlier = _mended(pen.case, command)
    trace = pen.write(
        ev.TraceReceived(
            row=row,
            vendor=command.vendor,
            purpose=command.purpose,
            reference=command.reference,
            file=command.file,
            grade=command.grade,
            score=command.score,
            margin=command.margin,
            evidence=command.evidence,
            replaces=earlier,
        )
    )
    if not _may_come_in(pen, command):
        return pen.accepted("It waits for somebody to judge it.")
    coming = _Coming(trace=trace, found=command.found, source=f"trace:{command.vendor}", grade=command.grade)
    return pen.accepted(_take(pen, coming, by_itself=True))


def _may_come_in(pen: Pen, command: ReceiveTrace) -> bool:
    """Whether it may go on file unseen; what nobody asked the vendor for may not, nor a ZIP of another state."""
    policy = pen.handbook.setting.agency.traces
    is_sure = command.score >= policy.accept_score and command.margin >= policy.accept_margin
    is_asked = any(request.vendor == command.vendor for request in pen.case.consumer.trace_requests)
    return is_sure and is_asked and not command.is_barred and not _odd(pen, command.found)


def _odd(pen: Pen, found: Trace) -> str:
    place = found.place
    return place_warning(pen.handbook.setting.geography, place.state, place.zip) if place else ""


def _mended(case: CaseFile, command: ReceiveTrace) -> int:
    """The one answer to the same request, from an earlier file, that still waits: the new one takes its place.

    Each line of one file stands, since a vendor may name several people, or places, for one request.
    """
    waiting = [
        trace
        for trace in case.consumer.traces
        if trace.state == "waiting" and trace.reference == command.reference and trace.vendor == command.vendor
    ]
    is_one = bool(command.reference) and len(waiting) == 1 and waiting[0].file != command.file
    return waiting[0].id if is_one else 0


def accept_trace(pen: Pen, command: AcceptTrace) -> Decision:
    """A person has looked: what it brings goes on file."""
    held = _waiting(pen.case, command.trace)
    if held is None:
        return NO_TRACE
    coming = _Coming(trace=held.id, found=held.found, source=f"trace:{held.vendor}", grade=held.grade)
    return pen.accepted(f"{_take(pen, coming, by_itself=False)} {_odd(pen, held.found)}".strip())


def refuse_trace(pen: Pen, command: RefuseTrace) -> Decision:
    """It is not they."""
    held = _waiting(pen.case, command.trace)
    if held is None:
        return NO_TRACE
    if not command.why.strip():
        return Refused(sentence="Say why it is refused.")
    if fault := note_fault(command.why):
        return Refused(sentence=fault)
    pen.write(ev.TraceRefused(trace=held.id, why=command.why.strip()))
    return pen.accepted("Refused; the same answer is not asked about again.")


def _waiting(case: CaseFile, trace: int) -> Traced | None:
    return next((t for t in case.consumer.traces if t.id == trace and t.state == "waiting"), None)


class _Coming(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that is taken: its event, and what the facts that it brings carry."""

    trace: int
    found: Trace
    source: str
    grade: str


def _take(pen: Pen, coming: _Coming, *, by_itself: bool) -> str:
    """Put on file what an answer brings; in words."""
    found = coming.found
    phones = [found.phones[at] for at in new_phones(found, pen.case)]
    rows = [_add(pen, coming, Phone(number=each.number, kind=each.kind), each.seen) for each in phones]
    place = found.place if is_move(found, pen.case) else None
    if place is not None:
        _leave(pen, coming.source)
        address = Address(street=place.street, city=place.city, state=place.state, zip=place.zip)
        rows.append(_add(pen, coming, address, place.seen))
    emails, work = _other_ways(found, pen.case)
    rows += [_add(pen, coming, each, None) for each in (*emails, *work)]
    pen.write(ev.TraceAccepted(trace=coming.trace, rows=tuple(rows), by_itself=by_itself))
    counts = {"number": len(phones), "address": int(place is not None), "e-mail address": len(emails)}
    return _brought({**counts, "employer": len(work)})


def _other_ways(found: Trace, case: CaseFile) -> tuple[list[Email], list[Employer]]:
    """The e-mail addresses that are not on file, and whom they are said to work for, when it is said."""
    known = {point.address.casefold() for point in case.consumer.emails}
    emails = [Email(address=text) for text in found.emails if text.casefold() not in known]
    told = {trace.found.employer.casefold() for trace in case.consumer.traces if trace.state == "accepted"}
    is_new = found.employer and found.employer.casefold() not in told
    return emails, [Employer(name=found.employer, phone=found.employer_phone)] if is_new else []


def _add(pen: Pen, coming: _Coming, value: Row, seen: date | None) -> int:
    row = pen.keep(value)
    last_seen = seen or coming.found.seen
    pen.write(ev.FactAdded(row=row, source=coming.source, confidence=coming.grade, seen=last_seen))
    return row


def _leave(pen: Pen, source: str) -> None:
    """The newest address becomes an earlier one; that mail came back says more than that they moved, and stays."""
    for place in pen.case.consumer.places[-1:]:
        if place.standing != "returned":
            pen.write(ev.PlaceMarked(row=place.row, standing="previous", on=pen.today, why=f"moved: {source}"))


def _brought(counts: Mapping[str, int]) -> str:
    """What came in, in words."""
    parts = [_counted(what, count) for what, count in counts.items() if count]
    return f"Accepted: {' and '.join(parts)} on file, untried." if parts else "Accepted: nothing new came with it."


def _counted(what: str, count: int) -> str:
    if count == 1:
        return f"an {what}" if what[0] in "ae" else f"a {what}"
    return f"{count} {what}{'es' if what.endswith('s') else 's'}"


# ── addresses ──


def mark_place(pen: Pen, command: MarkPlace) -> Decision:
    """Change what is thought of an address: a letter came back by hand, somebody was met there."""
    place = next((p for p in pen.case.consumer.places if p.row == command.row), None)
    on = command.on or pen.today
    words = command.standing.replace("_", " ")
    if place is None:
        return Refused(sentence="There is no such address on file.")
    faults = {
        f"An address is marked one of: {', '.join(PLACE_STANDINGS)}.": command.standing not in PLACE_STANDINGS,
        f"The address is marked {words} already.": place.standing == command.standing,
        "Say why the address is marked so.": not command.why.strip(),
        "That day is still to come.": on > pen.today,
        note_fault(command.why): bool(note_fault(command.why)),
    }
    if fault := next((fault for fault, is_so in faults.items() if is_so), ""):
        return Refused(sentence=fault)
    pen.write(ev.PlaceMarked(row=place.row, standing=command.standing, on=on, why=command.why.strip()))
    return pen.accepted(f"The address is marked {words}.")


def mark_returned(pen: Pen, sent: date, on: date) -> bool:
    """Mark the address that a letter of a day went to; whether there was one. The newest that was on file by then."""
    places = pen.case.consumer.places
    place = next((p for p in reversed(places) if p.on is None or p.on <= sent), places[0] if places else None)
    if place is None or place.standing == "returned":
        return False
    pen.write(ev.PlaceMarked(row=place.row, standing="returned", on=on, why=_why_returned(place)))
    return True


def _why_returned(place: Place) -> str:
    return "mail came back" if place.standing != "previous" else "mail to an earlier address came back"
