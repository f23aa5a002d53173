"""From a dossier and journals to a case: `fold` reads everything, `evolve` adds entries.

Neither ever refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from callassist import consumer_steps, deal_steps, duty_steps, link_steps, trace_steps
from callassist import dossier as rec
from callassist import events as ev
from callassist.casefile import CaseFile, Consumer, Debt, DossierRow, Entry, Obligation, consumer_stream
from callassist.debt_steps import evolve_debt
from callassist.steps import Rows, Steps

_STEPS: Final[Steps] = {
    **consumer_steps.STEPS,
    **duty_steps.STEPS,
    **link_steps.STEPS,
    **trace_steps.STEPS,
    **deal_steps.STEPS,
}


def evolve_consumer(consumer: Consumer, entry: Entry, rows: Rows) -> Consumer:
    """The consumer after one entry of their journal; `rows` are the dossier rows it may name."""
    step = _STEPS.get(type(entry.event))
    return consumer if step is None else step(consumer, entry, entry.event, rows)


def _obliged(held: tuple[Obligation, ...], event: ev.Event) -> tuple[Obligation, ...]:
    match event:
        case ev.DebtTaken(debt=debt, role=role):
            return (*(o for o in held if o.debt != debt), Obligation(debt=debt, role=role))
        case ev.DebtReleased(debt=debt):
            return tuple(o for o in held if o.debt != debt)
        case _:
            return held


def fold(case: int, rows: Iterable[DossierRow], entries: Iterable[Entry]) -> CaseFile:
    """The case that a dossier and the journals of its consumer and debts tell.

    Entries are in order per stream.
    """
    dossier: dict[int, dict[int, rec.Row]] = {}
    for row in rows:
        dossier.setdefault(row.stream, {})[row.row] = row.value
    home = consumer_stream(case)
    consumer = Consumer()
    held: tuple[Obligation, ...] = ()
    debts: dict[int, Debt | None] = {}
    versions: dict[int, int] = {}
    for entry in entries:
        stream, event = entry.stream, entry.event
        versions[stream] = entry.seq
        known = dossier.get(stream, {})
        if stream == home:
            consumer = evolve_consumer(consumer, entry, known)
            held = _obliged(held, event)
        else:
            debts[stream >> 1] = evolve_debt(stream >> 1, debts.get(stream >> 1), event, known)
    return CaseFile(
        id=case,
        consumer=consumer,
        obligations=held,
        debts=_owed(held, debts),
        versions=versions,
        last_rows={stream: max(known) for stream, known in dossier.items()},
        texts=_texts(dossier.get(home, {})),
    )


def _owed(held: Sequence[Obligation], debts: Mapping[int, Debt | None]) -> tuple[Debt, ...]:
    return tuple(debt for o in held if (debt := debts.get(o.debt)) is not None)


def _texts(rows: Rows) -> dict[int, str]:
    """Words by row: notes as written, other people by name."""
    words: dict[int, str] = {}
    for number, row in rows.items():
        match row:
            case rec.NoteText(text=text) | rec.Party(name=text):
                words[number] = text
            case _:
                pass
    return words


def evolve(case: CaseFile, entries: Sequence[Entry], rows: Sequence[DossierRow] = ()) -> CaseFile:
    """The case after more entries of its own streams, with the dossier rows they name."""
    home = consumer_stream(case.id)
    fresh: dict[int, dict[int, rec.Row]] = {}
    for row in rows:
        fresh.setdefault(row.stream, {})[row.row] = row.value
    consumer, held = case.consumer, case.obligations
    debts: dict[int, Debt | None] = {debt.id: debt for debt in case.debts}
    versions = dict(case.versions)
    for entry in entries:
        versions[entry.stream] = entry.seq
        known = fresh.get(entry.stream, {})
        if entry.stream == home:
            consumer = evolve_consumer(consumer, entry, known)
            held = _obliged(held, entry.event)
        else:
            debt = entry.stream >> 1
            debts[debt] = evolve_debt(debt, debts.get(debt), entry.event, known)
    last = {stream: max(known) for stream, known in fresh.items()}
    return replace(
        case,
        consumer=consumer,
        obligations=held,
        debts=_owed(held, debts),
        versions=versions,
        last_rows={**case.last_rows, **last},
        texts={**case.texts, **_texts(fresh.get(home, {}))},
    )
