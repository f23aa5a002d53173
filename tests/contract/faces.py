"""People in a store as a search engine sees them: what is on file of each, written as intake and corrections do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from callassist import dossier as rec
from callassist import events as ev
from callassist.casefile import DossierRow, Entry, consumer_stream, debt_stream
from callassist.store import READY, Account, Changes, Projection, Store
from tests.contract.made import EAST, said, work

Given = Mapping[str, Any]


def rows_of(given: Given) -> tuple[rec.Row, ...]:
    """The consumer's dossier, the name as it now is first."""
    street, city, state, code = (given.get(key, "") for key in ("street", "city", "state", "zip"))
    rows: list[rec.Row] = [
        rec.Person(
            first=given["first"],
            last=given["last"],
            middle=given.get("middle", ""),
            suffix=given.get("suffix", ""),
            dob=_day(given.get("born")),
            ssn4=given.get("ssn4", ""),
        )
    ]
    if any((street, city, code)):
        rows.append(rec.Address(street=street, city=city, state=state, zip=code))
    rows += [rec.Phone(number=number, kind="cell") for number in given.get("phones", ())]
    if "ref" in given:
        rows.append(rec.Reference(client="MERCY", guarantor_ref=given["ref"]))
    if "employer" in given:
        rows.append(rec.Employer(name=given["employer"]))
    return tuple(rows)


def _day(born: str | date | None) -> date | None:
    return date.fromisoformat(born) if isinstance(born, str) else born


def on_file(case: int, given: Given) -> Changes:
    """A new case with one debt of the same number; a former name came before the one they bear now."""
    home, owed, rows = consumer_stream(case), debt_stream(case), rows_of(given)
    if "former" in given:
        first, last = given["former"]
        rows = (rec.Person(first=first, last=last), *rows)
    first, last = given.get("patient", ("", ""))
    details = rec.DebtDetails(
        client_ref=given.get("client_ref", ""),
        patient_first=first,
        patient_last=last,
        insurance_member_id=given.get("member", ""),
    )
    account = given.get("account", f"A{case:05}")
    entries: list[Entry] = [said(home, 1, ev.DebtTaken(debt=case, rows=tuple(range(1, len(rows) + 1))))]
    entries.append(said(owed, 1, ev.DebtPlaced(client="MERCY", account=account, balance_cents=5_000)))
    return Changes(
        entries=tuple(entries),
        rows=(
            *(DossierRow(stream=home, row=row, value=value) for row, value in enumerate(rows, 1)),
            DossierRow(stream=owed, row=1, value=details),
        ),
        projections=(where(case),),
        accounts=(Account(debt=case, client="MERCY", account=account, digest=bytes(8), balance_cents=5_000),),
    )


def where(case: int, *, gone: Sequence[int] = (), state: str = READY) -> Projection:
    """The place of a case of one debt."""
    return Projection(
        case=case, work=work(case, group=EAST, state=state), name=("x", "y"), debts=(case,), gone=tuple(gone)
    )


def corrected(case: int, row: int, value: rec.Row, *, last_row: int, seq: int) -> Changes:
    """A row takes the place of another that was wrong."""
    home = consumer_stream(case)
    event = ev.FactCorrected(row=last_row + 1, replaces=row, source="consumer")
    return Changes(
        entries=(said(home, seq, event),),
        rows=(DossierRow(stream=home, row=last_row + 1, value=value),),
        projections=(where(case, gone=(row,)),),
    )


def added(case: int, value: rec.Row, *, last_row: int, seq: int) -> Changes:
    """A row is learnt beside those on file."""
    home = consumer_stream(case)
    return Changes(
        entries=(said(home, seq, ev.FactAdded(row=last_row + 1, source="consumer")),),
        rows=(DossierRow(stream=home, row=last_row + 1, value=value),),
        projections=(where(case),),
    )


def settle(store: Store, people: Mapping[str, Given]) -> dict[str, int]:
    """Put people on file; the case of each."""
    cases = {}
    for name, given in people.items():
        case, _ = store.reserve(1, 1)
        store.append(on_file(case, given))
        cases[name] = case
    return cases
