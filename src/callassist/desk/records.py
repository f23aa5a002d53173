"""What is looked at before a record is settled: the notes that came with a case, and how alike two cases are."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Final

import msgspec

from callassist.addresses import DIFFERENT, LEVELS, MISSING, street_level
from callassist.addresses import SAME as SAME_STREET
from callassist.casefile import CaseFile, Consumer, Restriction
from callassist.commands import AcceptLink, Command, LiftRestriction, RefuseLink, SuggestLink, UndoLink
from callassist.desk.cases import Cases
from callassist.desk.opened import Opened
from callassist.dossier import Address
from callassist.events import LinkAccepted
from callassist.matching_levels import MISSING as UNSAID
from callassist.name_words import spelled
from callassist.standing import Link

if TYPE_CHECKING:
    from callassist.desk.desk import Desk

UNREAD: Final = "unread_notes"
READ: Final = "the notes were read"
ANSWERS: Final = ("accept", "refuse", "undo")
SUGGEST: Final = "suggest"
SAME, ALIKE, OTHER, UNKNOWN = "equal", "alike", "different", "not known"
_FROM_CASE: Final = re.compile(r"case (\d+)")


class Inherited(msgspec.Struct, frozen=True, kw_only=True):
    """A note of no call: it came with the case, or was written down beside it. `case` is where it is kept."""

    case: str
    at: datetime
    by: str
    text: str


class Likeness(msgspec.Struct, frozen=True, kw_only=True):
    """Two cases side by side. Birth dates, SSNs and streets are compared and not told; of phones the last four are.

    `streets` is how like the likest two addresses of one town are; `employers` how many they have in common.
    """

    case: str
    other: str
    why: str
    names: tuple[str, str]
    birth_dates: str
    ssn_last4: str
    zips: tuple[str, str]
    phones: tuple[tuple[str, ...], tuple[str, ...]]
    former_names: tuple[tuple[str, ...], tuple[str, ...]]
    streets: str
    employers: int
    debts: tuple[int, int]
    state: str = "suggested"


# ── notes ──


def unread(case: CaseFile) -> tuple[Restriction, ...]:
    """The limits that stand until somebody has read the notes."""
    return tuple(limit for limit in case.consumer.restrictions if limit.kind == UNREAD)


def read_commands(case: CaseFile) -> tuple[LiftRestriction, ...]:
    """What says that the notes have been read."""
    return tuple(LiftRestriction(restriction=limit.id, why=READ) for limit in unread(case))


def inherited_notes(cases: Cases, case: CaseFile) -> tuple[Inherited, ...]:
    """The notes to read, oldest first; of a linked case too, when its limit came here with its debts."""
    sources = (_FROM_CASE.fullmatch(limit.source) for limit in unread(case))
    others = dict.fromkeys(int(found[1]) for found in sources if found)
    told = [note for each in (case, *map(cases.read, others)) for note in _notes(each)]
    return tuple(sorted(told, key=lambda note: note.at))


def _notes(case: CaseFile) -> tuple[Inherited, ...]:
    return tuple(
        Inherited(case=f"C{case.id}", at=note.at, by=note.actor, text=case.texts.get(note.row, ""))
        for note in case.consumer.notes
        if not note.call
    )


# ── linked cases ──


def suggested(case: CaseFile) -> tuple[Link, ...]:
    """The links that nobody has answered yet."""
    return tuple(link for link in case.consumer.links if link.state == "suggested")


def accepted(case: CaseFile) -> tuple[Link, ...]:
    """The links that were answered with yes, on either case, and may turn out to be wrong."""
    return tuple(link for link in case.consumer.links if link.state == "accepted")


def likeness(case: CaseFile, other: CaseFile, why: str = "", state: str = "suggested") -> Likeness:
    """What speaks for one person, and what against it."""
    one, two = case.consumer, other.consumer
    return Likeness(
        case=f"C{case.id}",
        other=f"C{other.id}",
        why=why,
        names=(one.full_name, two.full_name),
        birth_dates=_compared(one.dob, two.dob),
        ssn_last4=_compared(one.ssn4, two.ssn4),
        zips=(one.zip, two.zip),
        phones=(_last_fours(one), _last_fours(two)),
        former_names=(_former_names(one), _former_names(two)),
        streets=_streets(one, two),
        employers=len(_employers(one) & _employers(two)),
        debts=(len(case.obligations), len(other.obligations)),
        state=state,
    )


def _former_names(consumer: Consumer) -> tuple[str, ...]:
    told = (" ".join(filter(None, (was.first, was.middle, was.last, was.suffix))) for was in consumer.former)
    return tuple(dict.fromkeys(told))


def _streets(one: Consumer, two: Consumer) -> str:
    """Of every address of the one beside every one of the other; a street of another town is another street."""
    levels = [_street_level(a.address, b.address) for a in one.places for b in two.places]
    best = min(levels, key=LEVELS.index, default=MISSING)
    return {SAME_STREET: SAME, DIFFERENT: OTHER, MISSING: UNKNOWN}.get(best, ALIKE)


def _street_level(one: Address, other: Address) -> str:
    level = street_level(one.street, other.street)
    in_one_town = one.zip == other.zip or one.city.casefold() == other.city.casefold()
    return level if level == MISSING or in_one_town else DIFFERENT


def _employers(consumer: Consumer) -> frozenset[str]:
    return frozenset(spelled(job.name) for job in consumer.employers if job.name)


def _compared(one: object, other: object) -> str:
    if not one or not other:
        return UNKNOWN
    return SAME if one == other else OTHER


def _last_fours(consumer: Consumer) -> tuple[str, ...]:
    return tuple(f"{point.number % 10_000:04d}" for point in consumer.numbers)


def link_command(cases: Cases, opened: Opened, other: int, answer: str) -> Command:
    """The command of an answer, one of ANSWERS; UnknownCase. Undoing gives back what is still where it went."""
    read = cases.read(other)
    if answer != "undo":
        return RefuseLink(other=read) if answer == "refuse" else AcceptLink(other=read)
    links = [e.event for e in opened.entries if isinstance(e.event, LinkAccepted) and e.event.other == other]
    if not links:
        return UndoLink(other=read, debts=())
    holder = read if links[-1].into == other else opened.case
    held = {obligation.debt for obligation in holder.obligations}
    return UndoLink(other=read, debts=tuple(debt for debt in links[-1].debts if debt in held))


def suggestion(desk: Desk, opened: Opened, other: int, why: str) -> SuggestLink:
    """What suggests that another case is the person of the open one, with how the two compare; UnknownCase."""
    read, today = desk.cases.read(other), desk.clock().date()
    asked = desk.finder.asked(_said_of(opened.case.consumer, read.consumer), today)
    scores = desk.finder.matcher.weigh(asked, today, [other]) if asked.clues else ()
    reasons = [reason for score in scores if score.case == other for reason in score.reasons if reason.level != UNSAID]
    return SuggestLink(
        other=read,
        why=why,
        evidence=tuple((reason.field, reason.level) for reason in reasons),
        bits=round(sum(reason.bits for reason in reasons)),
    )


def _said_of(consumer: Consumer, other: Consumer) -> dict[str, str]:
    """One person's facts as a search asks for them; of the numbers one that both have, else the newest."""
    shared = {point.number for point in other.numbers}
    numbers = sorted(consumer.numbers, key=lambda point: point.number in shared)
    place = consumer.places[-1].address if consumer.places else None
    return {
        "name": f"{consumer.first} {consumer.last} {consumer.suffix}".strip(),
        "dob": consumer.dob.isoformat() if consumer.dob else "",
        "ssn4": consumer.ssn4,
        "address": place.street if place else "",
        "zip": place.zip if place else "",
        "phone": str(numbers[-1].number) if numbers else "",
    }
