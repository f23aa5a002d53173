"""What the columns of a placement file mean: any order and spelling, renamed by a map, unknown ones kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from callassist.intake.rows import BadFile, Shape
from callassist.joining import folded


class Cells(NamedTuple):
    """A record's cells by our names; '' where the file has no such column."""

    account_number: str
    client_ref: str
    client: str
    creditor: str
    first_name: str
    middle_name: str
    last_name: str
    suffix: str
    dob: str
    ssn_last4: str
    phone_home: str
    phone_cell: str
    phone_work: str
    email: str
    address: str
    city: str
    state: str
    zip: str
    balance: str
    original_balance: str
    date_of_service: str
    itemization_date: str
    last_payment_date: str
    last_payment_amount: str
    placed_date: str
    facility: str
    insurance_name: str
    insurance_type: str
    insurance_member_id: str
    insurance_status: str
    language: str
    guarantor_ref: str
    patient_first_name: str
    patient_last_name: str
    first_statement_date: str
    default_date: str
    judgment_date: str
    debt_basis: str
    assistance_told_date: str
    charged: str = ""
    allowed: str = ""
    insurance_paid: str = ""
    adjustments: str = ""
    patient_paid: str = ""
    denial_codes: str = ""
    billing_name: str = ""
    notes: str = ""

    @property
    def is_for_another(self) -> bool:
        """Whether somebody else than the guarantor was treated, so that "patient" in a note is not the guarantor."""
        patient = (self.patient_first_name, self.patient_last_name)
        return any(patient) and tuple(map(folded, patient)) != (folded(self.first_name), folded(self.last_name))


COLUMNS: Final = Cells._fields
REQUIRED: Final = ("account_number", "last_name", "balance")
_SHOWN: Final = 12


class BadMap(BadFile):
    """A map that cannot rename columns; `fault` is a clause."""

    def __init__(self, path: Path, fault: str) -> None:
        remedy = "write one line a column, `their name: our_name`"
        super().__init__(fault, str(path), remedy)
        self.args = (path, fault)


class BadHeader(BadFile):
    """A header that leaves out a required column or names one twice; `fault` is a clause."""

    def __init__(self, path: Path, fault: str) -> None:
        remedy = "rename columns with --map FILE.yaml, `their name: our_name` on each line"
        super().__init__(fault, str(path), remedy)
        self.args = (path, fault)


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """Where cells stand. `known` has a position for each of COLUMNS, the width itself where there is none.

    `extra` are (name, position) of columns we do not read; `ordered` all positions by column name, so that a
    file with its columns in another order is the same file.
    """

    width: int
    known: tuple[int, ...]
    extra: tuple[tuple[str, int], ...]
    ordered: tuple[int, ...]


def plain(name: str) -> str:
    """A column's name as far as it matters: no case, spaces, underscores or other marks."""
    return "".join(char for char in name.lower() if char.isalnum())


_BY_PLAIN_NAME: Final = {plain(column): column for column in COLUMNS}


def read_map(path: Path) -> dict[str, str]:
    """A YAML file of `their name: our_name` (the other way round is understood too); BadMap."""
    import yaml

    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadMap(path, "it is no YAML") from error
    if not isinstance(loaded, dict):
        raise BadMap(path, "it names no columns")
    renames = {}
    for key, value in loaded.items():
        theirs, ours = (str(key), str(value)) if plain(str(value)) in _BY_PLAIN_NAME else (str(value), str(key))
        if plain(ours) not in _BY_PLAIN_NAME:
            raise BadMap(path, f"neither {key!r} nor {value!r} is a column of ours")
        renames[theirs] = ours
    return renames


def lay_out(path: Path, shape: Shape, renames: Mapping[str, str]) -> Layout:
    """The layout of a header; BadHeader."""
    ours = {plain(theirs): _BY_PLAIN_NAME[plain(column)] for theirs, column in renames.items()}
    known: dict[str, int] = {}
    extra: dict[str, int] = {}
    for position, name in enumerate(shape.header):
        column = ours.get(plain(name)) or _BY_PLAIN_NAME.get(plain(name))
        into = known if column else extra
        key = column or name.strip() or f"column {position + 1}"
        if key in into:
            raise BadHeader(path, f"two columns are called {key}")
        into[key] = position
    _require(path, known, tuple(extra))
    width = len(shape.header)
    names = known | extra
    return Layout(
        width=width,
        known=tuple(known.get(column, width) for column in COLUMNS),
        extra=tuple(extra.items()),
        ordered=tuple(names[name] for name in sorted(names)),
    )


def _require(path: Path, known: Mapping[str, int], unknown: tuple[str, ...]) -> None:
    missing = [column for column in REQUIRED if column not in known]
    if missing:
        others = f" (there are {', '.join(unknown[:_SHOWN])})" if unknown else ""
        raise BadHeader(path, f"no column is called {' or '.join(missing)}{others}")
