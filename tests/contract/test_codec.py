"""The stored form of every kind: it outlives this program, so it may be added to and never changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from callassist import dossier as rec
from callassist import events as ev
from callassist.casefile import DossierRow
from callassist.stores.codec import (
    EVENTS,
    LAYOUTS,
    ROWS,
    event_from,
    event_json,
    from_millis,
    kind_of,
    leaves,
    link,
    link_numbers,
    rows_from,
    signature,
    to_millis,
)

DAY = date(2026, 6, 2)
PLACED = ev.DebtPlaced(client="MERCY", account="A1", balance_cents=123, service=DAY, facility="Mercy West")

# What is in files by now. Extend it by new kinds; a line that fails means that old journals can no longer be read.
STORED: tuple[tuple[ev.Event, bytes], ...] = (
    (ev.DebtTaken(debt=5, rows=(1, 2)), b'["guarantor","",[1,2],5]'),
    (PLACED, b'["MERCY","agency","","Mercy West",1,"A1",123,0,"2026-06-02",null,null]'),
    (
        ev.DebtPlaced(client="M", account="A", balance_cents=1, last_paid=DAY, last_paid_cents=7, row=2),
        b'["M","agency","","",2,"A",1,0,null,null,null,"2026-06-02",7]',
    ),
    (ev.NoteWritten(row=4), b'{"row":4}'),
    (ev.BalanceChanged(balance_cents=5, was_cents=9), b'{"balance":5,"was":9}'),
    (
        ev.CallbackSet(at=datetime(2026, 6, 2, 15, tzinfo=UTC), is_mine=False),
        b'{"at":"2026-06-02T15:00:00Z","is_mine":false}',
    ),
    (
        ev.PromiseMade(shares=(ev.Share(debt=1, cents=50),), due=DAY),
        b'{"shares":[{"debt":1,"cents":50}],"due":"2026-06-02"}',
    ),
)


@pytest.mark.parametrize(("event", "body"), STORED)
def test_events_are_stored_as_they_always_were(event: ev.Event, body: bytes) -> None:
    key, stored = event_json(event)
    assert stored == body
    assert event_from(kind_of(key)[0], body) == event


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.__name__) for kind in LAYOUTS])
def test_a_lead_begins_every_body_of_its_kind(kind: type[msgspec.Struct]) -> None:
    values = {field.name: _anything(field.type) for field in msgspec.structs.fields(kind)}
    required = {f.name: values[f.name] for f in msgspec.structs.fields(kind) if f.required}
    for value in (kind(**required), kind(**values)):
        layout = LAYOUTS[kind]
        fields = layout.picked(value)
        assert layout.body(fields).startswith(layout.lead(fields[: layout.leading]))
        assert layout.value(layout.body(fields)) == value


def _anything(kind: object) -> object:
    """A value of a field's type that is not its default."""
    by_kind: dict[object, object] = {int: 7, str: 'a ",0] "', tuple[int, ...]: (3, 4), dict[str, str]: {"a": ',{}]"'}}
    by_kind[rec.Bill | None] = rec.Bill(charged_cents=5, denials=("CO-29",), billing_name=',{}]"')
    return by_kind.get(kind, DAY)


def test_rows_are_stored_by_the_leaf() -> None:
    rows = (
        DossierRow(stream=2, row=1, value=rec.Person(first="Ann", last="Ng", dob=DAY)),
        DossierRow(stream=2, row=2, value=rec.Phone(number=15035550101, kind="cell")),
        DossierRow(stream=2, row=4, value=rec.NoteText(text="später")),
        DossierRow(stream=3, row=1, value=rec.DebtDetails(insurance_name="Acme", client_ref="R")),
    )
    stored = [(stream, first, *kind_of(key), body) for stream, first, key, body in leaves(rows)]
    person = b'[["Ann","Ng","","","2026-06-02","","en"],[15035550101,"cell",""]]'
    assert stored == [
        (2, 1, "Person Phone", b"", person),
        (2, 4, "NoteText", b"", '[["später"]]'.encode()),
        (3, 1, "DebtDetails", b'["Acme","","",', b'["Acme","","","","R","",""]'),
    ]
    assert sum((rows_from(stream, first, name, body) for stream, first, name, _, body in stored), ()) == rows


def test_no_two_kinds_share_a_name_and_none_holds_a_space() -> None:
    assert not EVENTS.keys() & ROWS.keys()
    assert not any(" " in name for name in (*EVENTS, *ROWS))
    assert len(EVENTS) == len(ev.Event.__subclasses__())


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"row":"four"}', b'{"debt":true}', b"\xff\xfe", b'["guarantor","",[1],"x"]', b"[1]"]
)
@pytest.mark.parametrize("kind", ["NoteWritten", "DebtTaken", "DebtPlaced"])
def test_a_body_that_is_none_is_a_value_error(kind: str, body: bytes) -> None:
    with pytest.raises(ValueError, match=f"its {kind} cannot be read"):
        event_from(kind, body)


def test_a_link_covers_every_column() -> None:
    """And no two rows of columns run into each other."""
    plain = link(b"", link_numbers(8, 2, 8, 1, 8, 5), signature("ann", "Noted"), b"{}")
    assert plain.hex() == "2e54019e0ad13971e3bbc00227e91036"
    others = (
        link(bytes(16), link_numbers(8, 2, 8, 1, 8, 5), signature("ann", "Noted"), b"{}"),
        link(b"", link_numbers(8, 3, 8, 1, 8, 5), signature("ann", "Noted"), b"{}"),
        link(b"", link_numbers(8, 2, 8, 2, 8, 5), signature("ann", "Noted"), b"{}"),
        link(b"", link_numbers(8, 2, 8, 1, 8, 6), signature("ann", "Noted"), b"{}"),
        link(b"", link_numbers(8, 2, 8, 1, 8, 5), signature("annN", "oted"), b"{}"),
        link(b"", link_numbers(8, 2, 8, 1, 8, 5), signature("ann", "Noted{"), b"}"),
        link(b"", link_numbers(8, 2, 8, 1, 8, 5), signature("ann", "Noted"), b"{} "),
    )
    assert len({plain, *others}) == 8


@pytest.mark.parametrize("millis", [0, 1, 999, 1_780_401_600_123, -1])
def test_milliseconds_there_and_back(millis: int) -> None:
    moment = from_millis(millis)
    assert to_millis(moment) == millis
    assert to_millis(moment + timedelta(microseconds=999)) == millis
