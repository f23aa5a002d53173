"""The facts on file of a person and of the cover of each debt: who put them there, when, from which source, and before.

What verifies a person is masked until they are verified; a Social Security number always is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from callassist import events as ev
from callassist.casefile import CaseFile, Consumer, DossierRow, consumer_stream, debt_stream
from callassist.commands import NUMBER_KINDS
from callassist.commands_facts import AmendCoverage, EditFact
from callassist.decide_facts import COVERAGE, FACTS, row_of
from callassist.desk.cases import Cases
from callassist.desk.opened import Opened
from callassist.dossier import Row
from callassist.typed_places import parse_place

MASKED, HIDDEN = "••••", "on file"
NEW = (("address", "street"), ("phone", "number"), ("email", "address"), ("employer", "name"))
"""Facts of which there may be one more, each with the field that is asked for."""
ALWAYS_MASKED = frozenset({"ssn4", "insurance_member_id"})


class FactView(msgspec.Struct, frozen=True, kw_only=True):
    """One field: what it is now, since when, by whom, from where, why; `before` the values it had, the newest first.

    `row` is the dossier row, `debt` the debt of a cover's field, 0 for the person's own.
    """

    fact: str
    field: str
    value: str
    row: int
    debt: int = 0
    at: datetime | None = None
    by: str = ""
    source: str = ""
    why: str = ""
    before: tuple[str, ...] = ()


class _Origin(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    by: str
    source: str
    why: str = ""
    replaces: int = 0


def facts_of(cases: Cases, opened: Opened, *, is_verified: bool) -> tuple[FactView, ...]:
    """Every field of every row that holds; without verification only which there are."""
    case = opened.case
    rows, _ = cases.store.load(case.id)
    origins = dict(_origins(opened))
    person = [view for fact in FACTS for view in _of_fact(case, fact, rows, origins, is_verified=is_verified)]
    return (*person, *(_of_covers(opened, rows) if is_verified else ()))


def _origins(opened: Opened) -> Iterator[tuple[int, _Origin]]:
    """Where each row of the consumer came from."""
    home = consumer_stream(opened.case.id)
    for entry in opened.entries:
        if entry.stream != home:
            continue
        match entry.event:
            case ev.DebtTaken(rows=taken):
                for row in taken:
                    yield row, _Origin(at=entry.at, by=entry.actor, source="placement")
            case ev.FactAdded(row=row, source=source, why=why):
                yield row, _Origin(at=entry.at, by=entry.actor, source=source, why=why)
            case ev.FactCorrected(row=row, replaces=old, source=source, why=why):
                yield row, _Origin(at=entry.at, by=entry.actor, source=source, why=why, replaces=old)
            case _:
                pass


def _of_fact(
    case: CaseFile, fact: str, rows: tuple[DossierRow, ...], origins: Mapping[int, _Origin], *, is_verified: bool
) -> Iterator[FactView]:
    home = consumer_stream(case.id)
    values = {row.row: row.value for row in rows if row.stream == home}
    held = [row for row in sorted(values) if row_of(case.consumer, fact, row) is not None]
    for row in held:
        before = [*_before(case, fact, row, origins, values)]
        for field in FACTS[fact]:
            now = _text(row_of(case.consumer, fact, row), field)
            origin = _origin_of(field, row, origins, values)
            earlier = dict.fromkeys(text for value in before if (text := _text(value, field)) and text != now)
            if not now and not earlier:
                continue
            yield FactView(
                fact=fact,
                field=field,
                value=_shown(field, now, is_verified=is_verified),
                row=row,
                at=origin.at if origin else None,
                by=origin.by if origin else "",
                source=origin.source if origin else "",
                why=origin.why if origin else "",
                before=tuple(_shown(field, text, is_verified=is_verified) for text in earlier),
            )


def _origin_of(field: str, row: int, origins: Mapping[int, _Origin], values: Mapping[int, Row]) -> _Origin | None:
    """Where one field's value came from: a correction of another field of the row has not brought it."""
    origin = origins.get(row)
    while origin and origin.replaces and _text(values[origin.replaces], field) == _text(values[row], field):
        row = origin.replaces
        origin = origins.get(row)
    return origin


def _before(
    case: CaseFile, fact: str, row: int, origins: Mapping[int, _Origin], values: Mapping[int, Row]
) -> Iterator[Row]:
    """The rows whose place a row took, the newest first: what was corrected, and names that were borne before."""
    at = row
    while (origin := origins.get(at)) and origin.replaces:
        at = origin.replaces
        yield values[at]
    if fact == "person":
        yield from (values[name.row] for name in reversed(case.consumer.former) if name.row in values)


def _text(value: Row | None, field: str) -> str:
    found = getattr(value, field, "") if value is not None else ""
    return str(found) if found else ""


def _shown(field: str, text: str, *, is_verified: bool) -> str:
    if not text:
        return ""
    if field in ALWAYS_MASKED:
        return MASKED
    return text if is_verified else HIDDEN


def _of_covers(opened: Opened, rows: tuple[DossierRow, ...]) -> Iterator[FactView]:
    """The cover of each debt, to somebody verified."""
    for debt in opened.case.debts:
        stream = debt_stream(debt.id)
        values = {row.row: row.value for row in rows if row.stream == stream}
        told = [(origin, values[row]) for row, origin in _origins_of_debt(opened, stream) if row in values]
        for field in COVERAGE:
            now = _text(debt.details, field)
            earlier = dict.fromkeys(_text(value, field) for _, value in reversed(told))
            before = tuple(_shown(field, text, is_verified=True) for text in earlier if text and text != now)
            if not now and not before:
                continue
            origin = _brought(field, now, told)
            yield FactView(
                fact="coverage",
                field=field,
                value=_shown(field, now, is_verified=True),
                row=opened.case.last_rows.get(stream, 0),
                debt=debt.id,
                at=origin.at if origin else None,
                by=origin.by if origin else "",
                source=origin.source if origin else "",
                why=origin.why if origin else "",
                before=before,
            )


def _origins_of_debt(opened: Opened, stream: int) -> Iterator[tuple[int, _Origin]]:
    """Where each row of a debt came from, the oldest first."""
    for entry in opened.entries:
        if entry.stream != stream:
            continue
        match entry.event:
            case ev.DebtPlaced(row=row):
                yield row, _Origin(at=entry.at, by=entry.actor, source="placement")
            case ev.DebtAmended(row=int() as row, source=source, why=why):
                yield row, _Origin(at=entry.at, by=entry.actor, source=source or "client file", why=why)
            case _:
                pass


def _brought(field: str, now: str, told: Sequence[tuple[_Origin, Row]]) -> _Origin | None:
    """Where one field's value came from: the oldest row of those that have had it since."""
    found = None
    for origin, value in reversed(told):
        if _text(value, field) != now:
            break
        found = origin
    return found


def addable(opened: Opened) -> tuple[FactView, ...]:
    """What may be added: what is new as a whole (row 0), then the fields that are empty, the cover's too."""
    case = opened.case
    empty = ((fact, row, field) for fact in FACTS for row, field in _empty(case.consumer, fact))
    return (
        *(FactView(fact=fact, field=field, value="", row=0) for fact, field in NEW),
        *(FactView(fact=fact, field=field, value="", row=row) for fact, row, field in empty),
        *(
            FactView(fact="coverage", field=field, value="", row=0, debt=debt.id)
            for debt in case.debts
            for field in COVERAGE
            if not _text(debt.details, field)
        ),
    )


def _empty(consumer: Consumer, fact: str) -> Iterator[tuple[int, str]]:
    """The fields of the newest row of a fact that nothing is in."""
    row = newest_row(consumer, fact)
    value = row_of(consumer, fact, row)
    yield from ((row, field) for field in FACTS[fact] if value is not None and not _text(value, field))


def newest_row(consumer: Consumer, fact: str) -> int:
    """The row of the newest value of a fact; 0 where there is none."""
    rows = {
        "person": [consumer.person_row],
        "address": [place.row for place in consumer.places],
        "phone": [point.row for point in consumer.numbers],
        "email": [point.row for point in consumer.emails],
        "employer": [job.row for job in consumer.employers],
    }
    return rows[fact][-1] if rows[fact] else 0


def _typed(view: FactView, text: str) -> dict[str, str]:
    """The fields of what was typed: a new address is whole, a new number may have its kind behind it."""
    if view.row or view.fact not in {"address", "phone"}:
        return {view.field: text}
    if view.fact == "phone":
        number, _, kind = text.strip().rpartition(" ")
        return {"number": number, "kind": kind.lower()} if kind.lower() in NUMBER_KINDS else {"number": text}
    place = parse_place(text)
    return {field: getattr(place, field) for field in FACTS["address"]} if place else {"street": text}


def command_of(
    view: FactView, text: str, *, source: str, why: str, is_change: bool = False
) -> EditFact | AmendCoverage:
    """The command that puts one field to another value, or adds what is new."""
    if view.debt:
        return AmendCoverage(debt=view.debt, fields={view.field: text}, source=source, why=why)
    return EditFact(
        fact=view.fact, row=view.row, fields=_typed(view, text), is_change=is_change, source=source, why=why
    )
