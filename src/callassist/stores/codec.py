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
_numbers: Final = Packing(">IqIqIq").pack
_length: Final = Packing(">I").pack

Kind = tuple[str, bytes]
"""The name of a kind, and the lead that bodies of it are stored without; b'' for most."""


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
    """The stored order of one kind's fields; the first `leading` repeat from one value to the next.

    Defaults at the end are left out. A field may only ever be added at the end, with a default.
    """

    __slots__ = ("_defaults", "_is_array", "_kind", "_names", "_tails", "leading", "picked")

    def __init__(self, kind: type[msgspec.Struct], fields: Sequence[str], leading: int) -> None:
        known = {field.name: field for field in msgspec.structs.fields(kind)}
        self.leading = leading
        self.picked = attrgetter(*fields)
        self._kind = kind
        self._is_array = kind.__struct_config__.array_like
        self._names = tuple(known[name].encode_name for name in fields)
        self._defaults = {name: _default(field) for name, field in known.items()}
        defaults = [self._defaults[name] for name in fields]
        self._tails = tuple(
            b"," + to_json(defaults[start:])[1:]
            for start in range(leading + 1, len(fields))
            if msgspec.NODEFAULT not in defaults[start:]
        )

    def body(self, fields: tuple[Any, ...]) -> bytes:
        """The JSON array of the fields as picked."""
        body = to_json(fields)
        for tail in self._tails:
            if body.endswith(tail):
                return body[: -len(tail)] + b"]"
        return body

    def lead(self, fields: tuple[Any, ...]) -> bytes:
        """The beginning that every body with these leading fields has."""
        return to_json(fields[: self.leading])[:-1] + b","

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
    events.DebtTaken: Layout(events.DebtTaken, ("role", "joined_by", "rows", "debt"), 3),
    events.DebtPlaced: Layout(
        events.DebtPlaced,
        (
            *("client", "line", "creditor", "facility"),
            *("account", "balance_cents", "original_cents", "service", "itemised", "placed"),
            *("last_paid", "last_paid_cents", "row"),
        ),
        4,
    ),
    dossier.DebtDetails: Layout(
        dossier.DebtDetails,
        (
            *("insurance_name", "insurance_type", "insurance_status"),
            *("insurance_member_id", "client_ref", "patient_first", "patient_last", "extra"),
        ),
        3,
    ),
}


# ── events ──


def event_json(event: events.Event) -> bytes:
    """The exact JSON that is stored and hashed; its kind is the name of its class."""
    layout = LAYOUTS.get(type(event))
    return to_json(event) if layout is None else layout.body(layout.picked(event))


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


class Leaf(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Rows of one stream that stand together. `kind` is what they are, `body` without its lead."""

    stream: int
    first: int
    kind: Kind
    body: bytes


def leaves(rows: Iterable[DossierRow]) -> Iterator[Leaf]:
    """The rows as leaves: as long as the stream stays and the numbers run on, but a kind with a Layout alone."""
    held: list[DossierRow] = []
    for row in rows:
        if held and not _runs_on(held[-1], row):
            yield _leaf(held)
            held = []
        held.append(row)
    if held:
        yield _leaf(held)


def _runs_on(last: DossierRow, row: DossierRow) -> bool:
    is_next = row.stream == last.stream and row.row == last.row + 1
    return is_next and type(row.value) not in LAYOUTS and type(last.value) not in LAYOUTS


def _leaf(rows: list[DossierRow]) -> Leaf:
    first = rows[0]
    layout = LAYOUTS.get(type(first.value))
    if layout is None:
        kind = (" ".join([type(row.value).__name__ for row in rows]), NO_LINK)
        return Leaf(stream=first.stream, first=first.row, kind=kind, body=to_json([row.value for row in rows]))
    fields = layout.picked(first.value)
    lead = layout.lead(fields)
    kind = (type(first.value).__name__, lead)
    return Leaf(stream=first.stream, first=first.row, kind=kind, body=layout.body(fields)[len(lead) :])


def rows_from(stream: int, first: int, kind: Kind, body: bytes) -> tuple[DossierRow, ...]:
    """The rows of a leaf; BadRow."""
    name, lead = kind
    try:
        values = _row_decoder(name)(lead + body)
    except (KeyError, msgspec.DecodeError, UnicodeDecodeError) as fault:
        reason = f"{name} cannot be read ({fault})"
        raise BadRow(stream, first, reason) from fault
    return tuple(DossierRow(stream=stream, row=row, value=value) for row, value in enumerate(values, first))


@cache
def _row_decoder(names: str) -> Callable[[bytes], tuple[dossier.Row, ...]]:
    kinds = tuple(ROWS[name] for name in names.split(" "))
    layout = LAYOUTS.get(kinds[0])
    if layout is not None:
        return lambda body: (cast("dossier.Row", layout.value(body)),)
    return msgspec.json.Decoder(tuple[kinds]).decode  # type: ignore[valid-type]


# ── the chain ──


def signature(actor: str, name: str) -> bytes:
    """Actor and kind as they go into a link, each after its length."""
    words = (actor.encode(), name.encode())
    return b"".join(_length(len(word)) + word for word in words)


def link(previous: bytes, numbers: tuple[int, int, int], signed: bytes, body: bytes) -> bytes:
    """The hash of an entry: over the link before it and every column after its length.

    `numbers` are stream, seq and milliseconds, each written as eight bytes; `body` is the exact JSON.
    """
    stream, seq, at = numbers
    told = b"".join((previous, _numbers(8, stream, 8, seq, 8, at), signed, _length(len(body)), body))
    return blake2b(told, digest_size=DIGEST_SIZE).digest()


def entry_from(numbers: tuple[int, int, int], actor: str, name: str, body: bytes) -> Entry:
    """An entry of a journal; BadEntry."""
    stream, seq, at = numbers
    try:
        event = event_from(name, body)
    except ValueError as fault:
        raise BadEntry(stream, seq, str(fault)) from fault
    return Entry(stream=stream, seq=seq, at=from_millis(at), actor=actor, event=event)
