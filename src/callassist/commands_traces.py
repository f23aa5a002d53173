"""What may be asked of a case about finding the person: commands as those of commands.py."""

from __future__ import annotations

from datetime import date
from typing import Final

from callassist.commands import Command
from callassist.dossier import Trace

PLACE_STANDINGS: Final = ("good", "returned", "previous")


class RequestTrace(Command, frozen=True, kw_only=True):
    """A vendor is asked where the person is; `reference` was drawn by chance and is all that names the case to it."""

    vendor: str
    reference: str


class ReceiveTrace(Command, frozen=True, kw_only=True):
    """A vendor's answer, as it was graded against this case; see TraceReceived. `is_barred`: something contradicts."""

    found: Trace
    vendor: str
    purpose: str
    reference: str = ""
    file: str = ""
    grade: str = "D"
    score: int = 0
    margin: int = 0
    evidence: tuple[tuple[str, str], ...] = ()
    is_barred: bool = False


class AcceptTrace(Command, frozen=True, kw_only=True):
    """A person says that it is they: what the answer brings goes on file."""

    trace: int


class RefuseTrace(Command, frozen=True, kw_only=True):
    """It is somebody else, or no use; why is required."""

    trace: int
    why: str


class MarkPlace(Command, frozen=True, kw_only=True):
    """Change an address's standing to one of PLACE_STANDINGS, as of a day (None: today); why is required."""

    row: int
    standing: str
    why: str
    on: date | None = None
