"""Values as stored bytes and back: events, dossier rows, moments, and the chain that ties a journal together.

An event is kept as the name of its kind and JSON, usually an object. Three kinds of value come by the million with
an import, and most of each is the same from one to the next; a Layout writes those as a JSON array that begins
with what repeats, so that a store can keep this beginning once (`lead`) beside the kind. Lead and rest put together
are the exact JSON again, and that is what is hashed.

Neighbouring dossier rows of one stream, written together, are one leaf: a JSON array of rows whose kinds make up the
leaf's own (`Person Address Phone`). Rows are numbered upwards from the first of their leaf.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from struct import Struct as Packing
from typing import Any, Final, cast

import msgspec

from callassist import dossier, events
from callassist.casefile import DossierRow, Entry
from callassist.errors import CallassistError

EVENTS: Final = {kind.__name__: kind for kind in events.Event.__subclasses__()}
ROWS: Final = {kind.__name__: kind for kind in dossier.Row.__subclasses__()}
DIGEST_SIZE: Final = 16
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND: Final = timedelta(milliseconds=1)
NO_LINK: Final = b""
"""What stands before the first entry of a journal."""

to_json: Final = msgspec.json.Encoder().encode
from_json: Final = msgspec.json.Decoder().decode
link_numbers: Final = Packing(">IqIqIq").pack
_length: Final = Packing(">I").pack

Kind = tuple[str, bytes]
"""The name of a kind, and the lead that bodies of it are stored without; b'' for most."""

Key = tuple[Any, ...]
"""What stands for a Kind while encoding: the classes it is of, or a class with a Layout and its leading fields."""


class BadEntry(CallassistError):
    """An entry of a journal that cannot be read; `reason` is a clause."""

    def __init__(self, stream: int, seq: int, reason: str) -> None:
        super().__init__(stream, seq, reason)
        self.stream, self.seq, self.reason = stream, seq, reason

    def __str__(self) -> str:
        return f"Journal {self.stream}, entry {self.seq}: {self.reason}; run callassist doctor, restore a backup."


class BadRow(CallassistError):
    """A dossier row that cannot be read; `reason` is a clause."""

    def __init__(self, stream: int, row: int, reason: str) -> None:
        super().__init__(stream, row, reason)
        self.stream, self.row, self.reason = stream, row, reason

    def __str__(self) -> str:
        return f"Dossier {self.stream}, row {self.row}: {self.reason}; run callassist doctor, restore a backup."


# ── moments ──


def to_millis(moment: datetime) -> int:
    """Whole milliseconds since 1970 began in UTC; what is finer is dropped."""
    return (moment - EPOCH) // MILLISECOND


def from_millis(millis: int) -> datetime:
    """The moment of `to_millis`, in UTC."""
    return EPOCH + timedelta(milliseconds=millis)


# ── the kinds that come by the million ──


class Layout:
    """The stored order of one kind's fields: the first `leading` repeat from one value to the next.

    The last `spare` are left out when all of them have their defaults. A field may only ever be added at the end,
    with a default.
    """

    __slots__ = ("_defaults", "_is_array", "_kind", "_names", "_tail", "leading", "picked")

    def __init__(self, kind: type[msgspec.Struct], fields: Sequence[str], *, leading: int, spare: int) -> None:
        known = {field.name: field for field in msgspec.structs.fields(kind)}
        self.leading = leading
        self.picked = attrgetter(*fields)
        self._kind = kind
        self._is_array = kind.__struct_config__.array_like
        self._names = tuple(known[name].encode_name for name in fields)
        self._defaults = {name: _default(field) for name, field in known.items()}
        last = [self._defaults[name] for name in fields[len(fields) - spare :]]
        self._tail = b"," + to_json(last)[1:]

    def body(self, fields: tuple[Any, ...]) -> bytes:
        """The JSON array of the fields as picked."""
        body = to_json(fields)
        return body[: -len(self._tail)] + b"]" if body.endswith(self._tail) else body

    def lead(self, leading: tuple[Any, ...]) -> bytes:
        """The beginning that every body with these leading fields has."""
        return to_json(leading)[:-1] + b","

    def value(self, body: bytes) -> msgspec.Struct:
        """The value again; msgspec.DecodeError or ValidationError when it is none."""
        fields = dict(zip(self._names, msgspec.json.decode(body, type=list[Any]), strict=False))
        if not self._is_array:
            return msgspec.convert(fields, self._kind)
        return msgspec.convert([*(self._defaults | fields).values()], self._kind)


def _default(field: msgspec.structs.FieldInfo) -> object:
    made = field.default_factory
    return field.default if made is msgspec.NODEFAULT else made()


LAYOUTS: Final[dict[type, Layout]] = {
    events.DebtTaken: Layout(events.DebtTaken, ("role", "joined_by", "rows", "debt"), leading=3, spare=0),
    events.DebtPlaced: Layout(
        events.DebtPlaced,
        (
            *("client", "line", "creditor", "facility", "row"),
            *("account", "balance_cents", "original_cents", "service", "itemised", "placed"),
            *("last_paid", "last_paid_cents"),
        ),
        leading=5,
        spare=2,
    ),
    dossier.DebtDetails: Layout(
        dossier.DebtDetails,
        (
            *("insurance_name", "insurance_type", "insurance_status"),
            *("insurance_member_id", "client_ref", "patient_first", "patient_last", "extra", "bill"),
        ),
        leading=3,
        spare=2,
    ),
}


# ── events ──


def event_json(event: events.Event) -> tuple[Key, bytes]:
    """What the event is, and the exact JSON that is hashed."""
    kind = type(event)
    layout = LAYOUTS.get(kind)
    if layout is None:
        return (kind,), to_json(event)
    fields = layout.picked(event)
    return (kind, fields[: layout.leading]), layout.body(fields)


def kind_of(key: Key) -> Kind:
    """The name of what an event or a leaf is, and its lead."""
    layout = LAYOUTS.get(key[0])
    if layout is not None:
        kind, leading = key
        return kind.__name__, layout.lead(leading)
    return " ".join(kind.__name__ for kind in key), b""


def event_from(name: str, body: bytes) -> events.Event:
    """The event again; ValueError with a clause when the kind is unknown or the body is none of it."""
    return cast("events.Event", _decoded(EVENTS, name, body))


def _decoded(kinds: dict[str, Any], name: str, body: bytes) -> msgspec.Struct:
    kind = kinds.get(name)
    if kind is None:
        message = f"this version knows no kind {name!r}"
        raise ValueError(message)
    try:
        return cast("msgspec.Struct", _decoder(kind)(body))
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        message = f"its {name} cannot be read ({fault})"
        raise ValueError(message) from fault


@cache
def _decoder(kind: type[msgspec.Struct]) -> Any:  # noqa: ANN401  # bytes → the kind, however it is laid out
    layout = LAYOUTS.get(kind)
    return msgspec.json.Decoder(kind).decode if layout is None else layout.value


# ── dossier rows, by the leaf ──


Leaf = tuple[int, int, Key, bytes]
"""Rows of one stream that stand together: stream, number of the first, what they are, and their exact JSON."""


def leaves(rows: Sequence[DossierRow]) -> Iterator[Leaf]:
    """The rows as leaves: as long as the stream stays and the numbers run on, but a kind with a Layout alone."""
    stream = first = 0
    held: list[dossier.Row] = []
    for row in rows:
        value = row.value
        layout = LAYOUTS.get(type(value))
        if held and (layout is not None or row.stream != stream or row.row != first + len(held)):
            yield stream, first, tuple(map(type, held)), to_json(held)
            held = []
        if layout is not None:
            fields = layout.picked(value)
            yield row.stream, row.row, (type(value), fields[: layout.leading]), layout.body(fields)
        elif held:
            held.append(value)
        else:
            stream, first, held = row.stream, row.row, [value]
    if held:
        yield stream, first, tuple(map(type, held)), to_json(held)


def rows_from(stream: int, first: int, name: str, body: bytes) -> tuple[DossierRow, ...]:
    """The rows of a leaf; BadRow."""
    values = values_from(stream, first, name, body)
    return tuple(DossierRow(stream=stream, row=row, value=value) for row, value in enumerate(values, first))


def values_from(stream: int, first: int, name: str, body: bytes) -> tuple[dossier.Row, ...]:
    """The values of a leaf, as they are numbered upwards from `first`; BadRow."""
    try:
        return _row_decoder(name)(body)
    except (KeyError, msgspec.DecodeError, UnicodeDecodeError) as fault:
        reason = f"{name} cannot be read ({fault})"
        raise BadRow(stream, first, reason) from fault


@cache
def _row_decoder(names: str) -> Callable[[bytes], tuple[dossier.Row, ...]]:
    kinds = tuple(ROWS[name] for name in names.split(" "))
    layout = LAYOUTS.get(kinds[0])
    if layout is not None:
        return lambda body: (cast("dossier.Row", layout.value(body)),)
    return msgspec.json.Decoder(tuple[kinds]).decode  # type: ignore[valid-type]


# ── the chain ──


@cache
def signature(actor: str, name: str) -> bytes:
    """Actor and kind as they go into a link, each after its length."""
    words = (actor.encode(), name.encode())
    return b"".join(_length(len(word)) + word for word in words)


def link(previous: bytes, numbers: bytes, signed: bytes, body: bytes) -> bytes:
    """The hash of an entry: over the link before it and every column after its length.

    `numbers` are stream, seq and milliseconds as `link_numbers` packs them, each after the figure 8; `signed` is
    the `signature`, `body` the exact JSON.
    """
    return blake2b(previous + numbers + signed + _length(len(body)) + body, digest_size=DIGEST_SIZE).digest()


SEALS: Final = 1 << DIGEST_SIZE * 8


def total(links: Iterable[bytes]) -> int:
    """The sum of links, in any order: with one of every journal it is the store's seal (modulo SEALS)."""
    return sum(int.from_bytes(each, "big") for each in links)


def entry_from(numbers: tuple[int, int, int], actor: str, name: str, body: bytes) -> Entry:
    """An entry of a journal; BadEntry."""
    stream, seq, at = numbers
    try:
        event = event_from(name, body)
    except ValueError as fault:
        raise BadEntry(stream, seq, str(fault)) from fault
    return Entry(stream=stream, seq=seq, at=from_millis(at), actor=actor, event=event)


def held_debts(entries: Iterable[Entry]) -> Iterable[int]:
    """The debts that a consumer's journal leaves them obliged on, in the order in which they were taken."""
    held: dict[int, None] = {}
    for entry in entries:
        match entry.event:
            case events.DebtTaken(debt=debt):
                held.pop(debt, None)
                held[debt] = None
            case events.DebtReleased(debt=debt):
                held.pop(debt, None)
            case _:
                pass
    return held
