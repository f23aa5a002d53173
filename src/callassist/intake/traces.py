"""A vendor's answers, from its file: where it says that people are, one answer a line.

Columns are named as COLUMNS has them, or renamed by a map (`their name: our_name` on each line). A line says whom it
is about by our request's reference, by a case, or by a client's account.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec

from callassist.dossier import Trace, TracedPhone, TracedPlace
from callassist.errors import BadInput
from callassist.intake.columns import plain
from callassist.intake.days import Days
from callassist.intake.vocabulary import NO_NAME, NO_STREET, NO_ZIP, NOTHING, STATES, SUFFIXES
from callassist.numbers import parse_number

PHONES, PLACES, EMAILS = 6, 3, 3
"""So many of each a line may have: phone_1 to phone_6, and so on."""
KEYS: Final = ("request_ref", "case", "client", "account_number")
_PERSON: Final = ("first_name", "middle_name", "last_name", "suffix", "former_names", "dob", "ssn_last4")
_PLACE: Final = ("address", "city", "state", "zip", "address_seen")
_PHONE: Final = ("", "_type", "_seen")
_REST: Final = ("employer", "employer_phone", "seen_date", "score")
COLUMNS: Final = (
    *KEYS,
    *_PERSON,
    *_PLACE,
    *(f"previous_{at}_{part}" for at in range(1, PLACES + 1) for part in _PLACE),
    *(f"phone_{at}{part}" for at in range(1, PHONES + 1) for part in _PHONE),
    *(f"email_{at}" for at in range(1, EMAILS + 1)),
    *_REST,
)
LONGEST_CELL: Final = 200
_BY_PLAIN: Final = {plain(name): name for name in COLUMNS}
_ALSO: Final = {"phone": "phone_1", "email": "email_1", "previousaddress": "previous_1_address", "reference": KEYS[0]}
_EMAIL: Final = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})|(\d{1,2})/(\d{4})", re.ASCII)
_YEAR: Final = re.compile(r"\d{4}", re.ASCII)
_CASE: Final = re.compile(r"[cC]?(\d{1,12})", re.ASCII)
_NAMED_APART: Final = re.compile(r"[;|]")
_FOUR: Final = re.compile(r"(\d{4})\D*$", re.ASCII)
_KINDS: Final = {
    **dict.fromkeys(("cell", "mobile", "wireless", "c", "m"), "cell"),
    **dict.fromkeys(("home", "landline", "residential", "res", "h", "l"), "home"),
    **dict.fromkeys(("work", "business", "office", "w", "b"), "work"),
}


class TraceAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One line: whom it is about, by whichever of these it says, and what is said. `case` 0 and '' are not said."""

    line: int
    trace: Trace
    reference: str = ""
    case: int = 0
    client: str = ""
    account: str = ""

    def __repr__(self) -> str:
        """Which line, nothing of what is in it."""
        return f"TraceAnswer(line={self.line})"


class BadTrace(BadInput):
    """A line that cannot be taken; the sentence says why."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what, f"line {line}", "mend the line, and take the file again")


class BadTraceFile(BadInput):
    """A file, or its map, that cannot be read as a vendor's answers."""


def read_trace_map(path: Path) -> dict[str, str]:
    """`their name: our_name` on each line, either way round; BadTraceFile."""
    from callassist.intake.yaml_files import read_yaml

    remedy = "write one line a column, `their name: our_name` (docs/tracing.md lists ours)"
    loaded = read_yaml(path)
    if not isinstance(loaded, dict):
        what = "it names no columns"
        raise BadTraceFile(what, str(path), remedy)
    renames: dict[str, str] = {}
    for key, value in loaded.items():
        theirs, ours = (key, value) if _our_column(str(value)) else (value, key)
        column = _our_column(str(ours))
        if not column:
            what = f"neither {key!r} nor {value!r} is a column of ours"
            raise BadTraceFile(what, str(path), remedy)
        renames[plain(str(theirs))] = column
    return renames


def _our_column(name: str) -> str:
    return _BY_PLAIN.get(plain(name)) or _ALSO.get(plain(name), "")


def read_traces(
    path: Path, today: date, renames: Mapping[str, str] | None = None
) -> Iterator[tuple[int, TraceAnswer | BadTrace]]:
    """Each line with its number; BadTraceFile when the header cannot be used. Unknown columns are passed over."""
    reader = _Reader(today)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        rows = csv.reader(text)
        try:
            named = _header(path, next(rows, []), renames or {})
            for row in rows:
                if any(map(str.strip, row)):
                    cells = {name: _tidy(row[at]) for name, at in named.items() if at < len(row)}
                    yield rows.line_num, reader.answer(rows.line_num, {k: v for k, v in cells.items() if v})
        except csv.Error as fault:
            what = f"it is no CSV ({fault})"
            raise BadTraceFile(what, str(path), "save it as CSV again") from fault


def _header(path: Path, header: list[str], renames: Mapping[str, str]) -> dict[str, int]:
    named: dict[str, int] = {}
    if OF_A_PLACEMENT & {*map(plain, header)}:
        what = "it has the columns of a client's placement file, and would agree with itself"
        raise BadTraceFile(what, path.name, "give the vendor's answers; callassist import placements takes the other")
    for at, name in enumerate(header):
        column = renames.get(plain(name)) or _our_column(name)
        if column in named:
            what = f"two columns are called {column}"
            raise BadTraceFile(what, path.name, "leave one of them out, or rename it with --map FILE.yaml")
        if column:
            named[column] = at
    if not any(name in named for name in ("request_ref", "case", "account_number")):
        what = "no column says whom a line is about"
        raise BadTraceFile(what, path.name, "have request_ref, case or account_number, or name it with --map FILE.yaml")
    return named


def _tidy(cell: str) -> str:
    text = " ".join("".join(char if char.isprintable() else " " for char in cell).split())
    return "" if text.upper() in NOTHING else text


OF_A_PLACEMENT: Final = frozenset(map(plain, ("balance", "patient_first_name", "date_of_service", "placed_date")))
"""Columns that no vendor who looks for people is ever told."""


class _Reader:
    """Reads cells into answers; what repeats in days is read once."""

    def __init__(self, today: date) -> None:
        self._days = Days(today, are_births=False)
        self._births = Days(today, are_births=True)

    def answer(self, line: int, cells: Mapping[str, str]) -> TraceAnswer | BadTrace:
        if fault := self._fault(cells):
            return BadTrace(fault, line)
        trace = self._trace(cells)
        if not (trace.place or trace.before or trace.phones or trace.emails or trace.employer):
            return BadTrace("it brings no address, telephone number, e-mail address or employer", line)
        case = _CASE.fullmatch(cells.get("case", ""))
        return TraceAnswer(
            line=line,
            trace=msgspec.structs.replace(trace, digest=_digest(trace)),
            reference=cells.get("request_ref", ""),
            case=int(case[1]) if case else 0,
            client=cells.get("client", ""),
            account=cells.get("account_number", ""),
        )

    def _fault(self, cells: Mapping[str, str]) -> str:
        """Why the line is refused, as a clause; '' when it is not."""
        long = next((name for name, cell in cells.items() if len(cell) > LONGEST_CELL), "")
        if long:
            return f"{long} is longer than {LONGEST_CELL} characters"
        if not any(cells.get(name) for name in ("request_ref", "case", "account_number")):
            return "it does not say whom it is about"
        if "case" in cells and not _CASE.fullmatch(cells["case"]):
            return f"{cells['case']!r} is no case"
        if not (cells.get("first_name") or cells.get("last_name")):
            return "it names nobody, so that nothing says whose address it is"
        return self._unreadable(cells)

    def _unreadable(self, cells: Mapping[str, str]) -> str:
        for name, cell in cells.items():
            if name.endswith(("_seen", "seen_date")) and self._days[cell] is None:
                return f"{name} {cell!r} is no day that can be"
            if name.startswith("phone_") and name.count("_") == 1 and parse_number(cell) is None:
                return f"{name} is no telephone number"
            if name.startswith("email_") and not _EMAIL.fullmatch(cell):
                return f"{name} is no e-mail address"
        if cells.get("dob") and not self._born(cells["dob"]):
            return "dob is no day, month or year that can be"
        return ""

    def _trace(self, cells: Mapping[str, str]) -> Trace:
        before = (self._place(cells, f"previous_{at}_") for at in range(1, PLACES + 1))
        phones = {phone.number: phone for at in range(1, PHONES + 1) if (phone := self._phone(cells, f"phone_{at}"))}
        emails = (cells.get(f"email_{at}", "") for at in range(1, EMAILS + 1))
        former = _NAMED_APART.split(cells.get("former_names", ""))
        suffix = cells.get("suffix", "")
        return Trace(
            first=_name(cells.get("first_name", "")),
            middle=_name(cells.get("middle_name", "")),
            last=_name(cells.get("last_name", "")),
            suffix=SUFFIXES.get(suffix.upper().rstrip("."), suffix),
            former=tuple(filter(None, map(_name, former))),
            born=self._born(cells.get("dob", "")),
            ssn4=_four(cells.get("ssn_last4", "")),
            place=self._place(cells, ""),
            before=tuple(filter(None, before)),
            phones=tuple(phones.values()),
            seen=self._days[cells.get("seen_date", "")],
            own_score=cells.get("score", ""),
            emails=tuple(dict.fromkeys(filter(None, emails))),
            employer=cells.get("employer", ""),
            employer_phone=cells.get("employer_phone", ""),
        )

    def _place(self, cells: Mapping[str, str], before: str) -> TracedPlace | None:
        street, city, state, five, seen = (cells.get(before + name, "") for name in _PLACE)
        street = "" if street.upper() in NO_STREET else street
        five = _zip(five)
        if not street and not five:
            return None
        return TracedPlace(
            street=street,
            city=city,
            state=STATES.get(state.upper(), ""),
            zip=five,
            seen=self._days[seen],
        )

    def _phone(self, cells: Mapping[str, str], name: str) -> TracedPhone | None:
        found = parse_number(cells.get(name, ""))
        if found is None:
            return None
        line = cells.get(f"{name}_type", "").lower()
        seen = self._days[cells.get(f"{name}_seen", "")]
        return TracedPhone(number=found.number, kind=_KINDS.get(line, "other"), line=line, seen=seen)

    def _born(self, text: str) -> str:
        """A day, a month or a year, as 1980-03-04, 1980-03 or 1980; '' when it is none."""
        if day := self._births[text]:
            return day.isoformat()
        if found := _MONTH.fullmatch(text):
            year, month = (found[1], found[2]) if found[1] else (found[4], found[3].zfill(2))
            return f"{year}-{month}" if "01" <= month <= "12" and self._births[f"{year}-{month}-01"] else ""
        return text if _YEAR.fullmatch(text) and self._births[f"{text}-01-01"] else ""


def _name(text: str) -> str:
    single = " ".join(text.split())
    return "" if single.upper() in NO_NAME else single


def _zip(text: str) -> str:
    five = text.partition("-")[0].strip()
    if not (five.isascii() and five.isdecimal()):
        return ""
    five = five[:5] if len(five) == 9 else five.zfill(5)  # noqa: PLR2004 - ZIP+4 in one piece
    return five if len(five) == 5 and five not in NO_ZIP else ""  # noqa: PLR2004


def _four(text: str) -> str:
    """The last four digits of whatever was sent; the others are forgotten at once."""
    found = _FOUR.search(text)
    return found[1] if found and found[1] != "0000" else ""


def _digest(trace: Trace) -> str:
    """What tells this answer from another of the same case, whatever the file is called or how it is laid out."""
    return blake2b(msgspec.json.encode(trace), digest_size=8).hexdigest()
