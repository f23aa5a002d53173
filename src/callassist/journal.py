"""From a dossier and journals to a case: `fold` reads everything, `evolve` adds entries.

Neither ever refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from callassist import dossier as rec
from callassist import events as ev
from callassist.casefile import CaseFile, Consumer, Debt, DossierRow, Entry, Obligation, consumer_stream
from callassist.consumer_steps import Rows, evolve_consumer


def _amended(debt: Debt, event: ev.DebtAmended, rows: Rows) -> Debt:
    named = {f: getattr(event, f) for f in ("creditor", "facility", "service", "itemised")}
    changed = replace(debt, **{name: value for name, value in named.items() if value is not None})
    return changed if event.row is None else replace(changed, details=rows[event.row])


def _paid(debt: Debt, event: ev.PaymentReported) -> Debt:
    return replace(
        debt,
        balance_cents=debt.balance_cents - event.amount_cents,
        paid_cents=debt.paid_cents + event.amount_cents,
        last_paid=event.on,
        last_paid_cents=event.amount_cents,
    )


def _stepped(debt: Debt, event: ev.Event, rows: Rows) -> Debt:
    match event:
        case ev.DebtAmended():
            return _amended(debt, event, rows)
        case ev.BalanceChanged(balance_cents=cents):
            return replace(debt, balance_cents=cents)
        case ev.PaymentReported():
            return _paid(debt, event)
        case ev.DebtDisputed(by=case):
            return replace(debt, disputed_by=(*debt.disputed_by, case))
        case ev.DisputeWithdrawn(by=case):
            return replace(debt, disputed_by=tuple(c for c in debt.disputed_by if c != case))
        case ev.DebtRecalled(why=why):
            return replace(debt, state="recalled", closed_why=why)
        case ev.DebtClosed(why=why):
            return replace(debt, state="closed", closed_why=why)
        case _:
            return debt


def _opened(debt: int, event: ev.DebtPlaced, rows: Rows, before: Debt | None) -> Debt:
    """A debt as placed; placed again after a recall it keeps what had been paid and disputed."""
    details = rows.get(event.row)
    return Debt(
        id=debt,
        client=event.client,
        account=event.account,
        balance_cents=event.balance_cents,
        original_cents=event.original_cents or event.balance_cents,
        line=event.line,
        creditor=event.creditor,
        facility=event.facility,
        service=event.service,
        itemised=event.itemised,
        placed=event.placed,
        last_paid=event.last_paid,
        last_paid_cents=event.last_paid_cents,
        details=details if isinstance(details, rec.DebtDetails) else rec.DebtDetails(),
        paid_cents=before.paid_cents if before else 0,
        disputed_by=before.disputed_by if before else (),
    )


def _evolve_debt(debt_id: int, debt: Debt | None, event: ev.Event, rows: Rows) -> Debt | None:
    if isinstance(event, ev.DebtPlaced):
        return _opened(debt_id, event, rows, debt)
    return None if debt is None else _stepped(debt, event, rows)


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
            debts[stream >> 1] = _evolve_debt(stream >> 1, debts.get(stream >> 1), event, known)
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
            debts[debt] = _evolve_debt(debt, debts.get(debt), entry.event, known)
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
