"""What vendors say of where people are: put on file case by case, and shown side by side to whoever judges it.

Nothing of an answer is shown on a call; a birth date and SSN digits are never shown, only whether they agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from callassist.addresses import PO_BOX, street_parts
from callassist.calendars import Geography
from callassist.casefile import CaseFile
from callassist.commands_traces import ReceiveTrace
from callassist.decide_contacts import place_warning
from callassist.desk.cases import Cases
from callassist.desk.trace_requests import trace_key
from callassist.dossier import Trace, TracedPlace
from callassist.errors import CallassistError
from callassist.events import TraceAccepted
from callassist.faces import Face
from callassist.handbook import Refused
from callassist.standing import Traced
from callassist.store import StaleCase, UnknownCase
from callassist.trace_references import read_reference
from callassist.tracing import FIELD_LEVELS, Evidence, Told, Weights, compare_trace, is_move, new_phones, unproved

if TYPE_CHECKING:
    from callassist.desk.searching import Finder

TRIES: Final = 3
RIVALS: Final = 8
"""So many others at most are compared with an answer: whoever a search for it brings up."""
ADDED, UPDATED, UNCHANGED = "added", "updated", "unchanged"
WAITING: Final = "waiting"
HOLDER: Final = "traces to judge"
"""Under whose drafts the cases are listed on which an answer may wait; what waits indeed their journals say."""
_LAST_FOUR: Final = 10_000


class NotTaken(CallassistError):
    """A line that cannot be put on file; the sentence says why."""

    def __str__(self) -> str:
        """The reason."""
        return str(self.args[0])


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One field of an answer beside ours. Of a birth date and of SSN digits `theirs` and `ours` say nothing."""

    field: str
    level: str
    theirs: str = ""
    ours: str = ""


class TraceView(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that waits: from whom, how sure, on what evidence, and what would go on file."""

    case: str
    id: int
    vendor: str
    received: date
    grade: str
    score: int
    margin: int
    evidence: tuple[Compared, ...]
    brings: tuple[str, ...]
    seen: date | None = None
    own_score: str = ""
    odd: str = ""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a line: added, updated or unchanged, on which case; and whether somebody is to judge it."""

    case: int
    how: str
    waits: bool = False


# ── coming in ──


class Taking:
    """Takes the lines of one file: whose they are, how like, and how much liker than anybody else."""

    def __init__(self, cases: Cases, finder: Finder, weights: Weights, actor: str, file: str) -> None:
        self._cases, self._finder, self._weights = cases, finder, weights
        self._actor, self._file = actor, file
        self._key = trace_key(cases.store)

    def take(self, told: Told) -> Taken:
        """Put one on file; NotTaken. All of it goes on file, or nothing."""
        vendors = self._cases.handbook.setting.agency.traces.vendors
        if told.vendor not in vendors:
            message = f"{told.vendor or 'Nobody'} is no vendor of agency.yaml ({', '.join(sorted(vendors))})."
            raise NotTaken(message)
        number = self._whose(told)
        for left in range(TRIES - 1, -1, -1):
            try:
                return self._taken(number, told)
            except StaleCase:
                if not left:
                    raise
        raise StaleCase(number)

    def _taken(self, number: int, told: Told) -> Taken:
        from callassist.decide import decide

        opened = self._cases.load(number)
        held = opened.case.consumer.traces
        if any(t.found.digest == told.found.digest and t.vendor == told.vendor for t in held):
            return Taken(case=number, how=UNCHANGED)
        command = self._graded(opened.case, told)
        decision = decide(opened.case, command, self._cases.handbook, opened.now, self._actor)
        if isinstance(decision, Refused):
            raise NotTaken(decision.sentence)
        if not any(isinstance(entry.event, TraceAccepted) for entry in decision.entries):
            self._cases.store.draft_put(HOLDER, f"{number}", b"1")  # listed first: nothing waits that nobody sees
        traces = self._cases.append(opened, decision).case.consumer.traces
        is_mended = _replaced(traces) > _replaced(held)
        return Taken(case=number, how=UPDATED if is_mended else ADDED, waits=traces[-1].state == WAITING)

    # ── whose it is ──

    def _whose(self, told: Told) -> int:
        if told.reference:
            return self._asked(told)
        number = told.case or self._of_account(told)
        try:
            case = self._cases.read(number)
        except UnknownCase as fault:
            raise NotTaken(str(fault)) from fault
        if not case.obligations:
            message = f"C{number} holds no debt any more."
            raise NotTaken(message)
        return number

    def _asked(self, told: Told) -> int:
        """The case that was asked for by a reference; a reference that somebody made up is none."""
        read = read_reference(self._key, told.reference)
        unknown = NotTaken(f"{told.reference} is no request of ours.")
        if read is None:
            raise unknown
        try:
            requests = self._cases.read(read[0]).consumer.trace_requests
        except UnknownCase as fault:
            raise unknown from fault
        request = next((r for r in requests if _plain(r.reference) == _plain(told.reference)), None)
        if request is None:
            raise unknown
        if request.vendor != told.vendor:
            message = f"{told.reference} went to {request.vendor}, not to {told.vendor}."
            raise NotTaken(message)
        return read[0]

    def _of_account(self, told: Told) -> int:
        store = self._cases.store
        known = store.accounts(told.client, [told.account])
        owners = tuple(dict.fromkeys(owner for each in known.values() for owner in store.owners(each.debt)))
        if len(owners) == 1:
            return owners[0]
        named = f"{told.client}/{told.account}".lstrip("/")
        if not owners:
            message = f"No account {named} is on file."
            raise NotTaken(message)
        cases = " and ".join(f"C{owner}" for owner in owners)
        message = f"{cases} owe account {named}; name one in a column case."
        raise NotTaken(message)

    # ── how like ──

    def _graded(self, case: CaseFile, told: Told) -> ReceiveTrace:
        found, tables = told.found, self._cases.handbook.lore().names
        faces = self._faces(case.id, found)
        vendor = self._cases.handbook.setting.agency.traces.vendors[told.vendor]
        own = _own(case, faces.pop(case.id))
        evidence, *others = (
            unproved(compare_trace(found, face, tables), vendor.repeats) for face in (own, *faces.values())
        )
        score = self._weights.score(evidence)
        return ReceiveTrace(
            found=found,
            vendor=told.vendor,
            purpose=vendor.purpose,
            reference=told.reference,
            file=self._file,
            grade=self._weights.grade(score),
            score=score,
            margin=score - max((0, *map(self._weights.score, others))),
            evidence=evidence,
            is_barred=self._weights.is_barred(evidence),
        )

    def _faces(self, number: int, found: Trace) -> dict[int, Face]:
        """The case's face, and those of the others whom a search for the answer brings up."""
        today = self._cases.clock().date()
        asked = self._finder.asked(_fields(found), today)
        matches = self._finder.matcher.find(asked, today, limit=RIVALS).matches
        own = self._cases.store.index.faces([number])
        return {match.case: match.face for match in matches} | {number: own.get(number) or Face(case=number)}


def _own(case: CaseFile, face: Face) -> Face:
    """The face without the numbers that turned out to be somebody else's: to share one speaks for nobody."""
    wrong = {point.number for point in case.consumer.numbers if point.standing == "wrong_party"}
    return replace(face, phones=tuple(number for number in face.phones if number not in wrong))


def _replaced(traces: Sequence[Traced]) -> int:
    return sum(trace.state == "replaced" for trace in traces)


def _plain(reference: str) -> str:
    return "".join(filter(str.isalnum, reference.upper()))


def _fields(found: Trace) -> Mapping[str, str]:
    """What an answer says, as a search asks."""
    place = found.place
    is_day = len(found.born) == len("1980-03-04")
    return {
        "name": f"{found.first} {found.last} {found.suffix}".strip(),
        "dob": found.born if is_day else "",
        "ssn4": found.ssn4,
        "zip": place.zip if place else "",
        "address": place.street if place else "",
        "phone": str(found.phones[0].number) if found.phones else "",
    }


# ── judging ──


def pending_traces(case: CaseFile, geography: Geography | None = None) -> tuple[TraceView, ...]:
    """The answers that wait for somebody to judge them, the oldest first; with what is odd of a place, where given."""
    waiting = [trace for trace in case.consumer.traces if trace.state == WAITING]
    return tuple(_view(case, trace, geography) for trace in waiting)


def cases_waiting(cases: Cases) -> Iterator[CaseFile]:
    """Every case on which an answer waits, by number."""
    for number in sorted(map(int, cases.store.drafts(HOLDER))):
        case = cases.read(number)
        if any(trace.state == WAITING for trace in case.consumer.traces):
            yield case


def forget_judged(cases: Cases) -> None:
    """Take the cases off the list on which nothing waits any more."""
    waiting = {case.id for case in cases_waiting(cases)}
    for key in cases.store.drafts(HOLDER):
        if int(key) not in waiting:
            cases.store.draft_put(HOLDER, key, b"")


def _view(case: CaseFile, trace: Traced, geography: Geography | None) -> TraceView:
    found = trace.found
    place = found.place
    return TraceView(
        case=f"C{case.id}",
        id=trace.id,
        vendor=trace.vendor,
        received=trace.at.date(),
        grade=trace.grade,
        score=trace.score,
        margin=trace.margin,
        evidence=tuple(_side_by_side(case, found, trace.evidence)),
        brings=(*_brings(case, found),),
        seen=found.seen,
        own_score=found.own_score,
        odd=place_warning(geography, place.state, place.zip) if geography and place else "",
    )


def _side_by_side(case: CaseFile, found: Trace, evidence: Evidence) -> Iterator[Compared]:
    """A line a field, those too that could not be compared."""
    levels = dict(evidence)
    places = [_told(p.address.street, p.address.city, p.address.state, p.address.zip) for p in case.consumer.places]
    earlier = [_town(place) for place in found.before]
    shown = {
        "name": (_named(found), case.consumer.full_name),
        "current_address": (_town(found.place), places[-1] if places else ""),
        "previous_address": ("; ".join(earlier), "; ".join(reversed(places))),
        "phone": (_fours(phone.number for phone in found.phones), _fours(p.number for p in case.consumer.numbers)),
    }
    for field in FIELD_LEVELS:
        theirs, ours = shown.get(field, ("", ""))
        yield Compared(field=field, level=levels.get(field, "missing"), theirs=theirs, ours=ours)


def _named(found: Trace) -> str:
    name = " ".join(filter(None, (found.first, found.middle, found.last, found.suffix)))
    return f"{name} (formerly {', '.join(found.former)})" if found.former else name


def _town(place: TracedPlace | None) -> str:
    return _told(place.street, place.city, place.state, place.zip) if place else ""


def _told(street: str, city: str, state: str, zip_code: str) -> str:
    """A place without its house number and door, which would answer a question that verifies."""
    parts, words = street_parts(street), street.split()
    named = words[bool(parts.number) :][: len(parts.name.split())]
    name = "PO Box" if parts.name == PO_BOX else " ".join(named).rstrip(",.#")
    return ", ".join(filter(None, (name, city, f"{state} {zip_code}".strip())))


def _fours(numbers: Iterator[int] | Sequence[int]) -> str:
    return " ".join(f"..{number % _LAST_FOUR:04d}" for number in numbers)


def _brings(case: CaseFile, found: Trace) -> Iterator[str]:
    """What would go on file, in words."""
    for at in new_phones(found, case):
        phone = found.phones[at]
        yield f"{phone.kind} number ..{phone.number % _LAST_FOUR:04d}{_seen(phone.seen or found.seen)}"
    emails = {point.address.casefold() for point in case.consumer.emails}
    for text in found.emails:
        if text.casefold() not in emails:
            yield f"e-mail address ..@{text.rpartition('@')[2]}"
    if found.employer:
        yield f"employer {found.employer}"
    if found.place and is_move(found, case):
        yield f"address {_town(found.place)}{_seen(found.place.seen or found.seen)}"
    known = {point.number for point in case.consumer.numbers if not point.is_usable}
    stays = sum(phone.number in known for phone in found.phones)
    if stays:
        yield f"{stays} number{'s' * (stays > 1)} that stay{'s' * (stays == 1)} as marked here"


def _seen(day: date | None) -> str:
    return f", last seen {day:%d %b %Y}" if day else ""
