"""The figures that were learnt, beside the database they were learnt from: the last five, and which is in force.

One file, replaced as a whole, so that nobody ever reads half of it. It holds figures and counts, nothing of a person.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import msgspec
from msgspec.structs import replace

from callassist.errors import BadInput
from callassist.fitting import Fitted, Report
from callassist.odds import PRIOR, Odds

KEPT: Final = 5
SUFFIX: Final = ".odds.json"
OWNER_ONLY: Final = 0o600
REMEDY: Final = "delete the file and fit again"


class Version(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Figures that were in force for a time, and the report of the fit that found them."""

    odds: Odds
    report: Report


class Versions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is kept, oldest first. `in_force` names one of them, or the prior."""

    in_force: str = PRIOR.version
    versions: tuple[Version, ...] = ()

    @property
    def odds(self) -> Odds:
        """The figures in force."""
        return next((each.odds for each in self.versions if each.odds.version == self.in_force), PRIOR)


def odds_path(database: Path) -> Path:
    """Where the figures of a database are."""
    return database.with_name(database.name + SUFFIX)


def read_versions(database: Path) -> Versions:
    """What was learnt so far; the prior is in force where there is no file. BadInput for one that is torn."""
    path = odds_path(database)
    try:
        read = msgspec.json.decode(path.read_bytes(), type=Versions)
    except FileNotFoundError:
        return Versions()
    except msgspec.MsgspecError as fault:
        what = f"it is not as it was written: {fault}"
        raise BadInput(what, str(path), REMEDY) from fault
    if read.in_force != PRIOR.version and read.in_force not in _names(read):
        what = f"{read.in_force!r} is said to be in force and is not kept"
        raise BadInput(what, str(path), REMEDY)
    return read


def load_odds(database: Path) -> Odds:
    """The figures in force: the prior until something was learnt."""
    return read_versions(database).odds


def keep(database: Path, fitted: Fitted) -> Versions:
    """Put what a fit found in force, where it is to replace what is; the last KEPT stay."""
    held = read_versions(database)
    if not fitted.report.is_replaced or fitted.odds.version == held.in_force:
        return held
    others = tuple(each for each in held.versions if each.odds.version != fitted.odds.version)
    versions = (*others, Version(odds=fitted.odds, report=fitted.report))[-KEPT:]
    return _write(database, Versions(in_force=fitted.odds.version, versions=versions))


def put_in_force(database: Path, version: str) -> Versions:
    """Go back to a version that is kept, or to the prior."""
    held = read_versions(database)
    if version not in (PRIOR.version, *_names(held)):
        known = ", ".join((PRIOR.version, *_names(held)))
        what = f"no version {version!r} is kept"
        raise BadInput(what, str(odds_path(database)), f"name one of {known}")
    return _write(database, replace(held, in_force=version))


def _names(held: Versions) -> tuple[str, ...]:
    return tuple(each.odds.version for each in held.versions)


def _write(database: Path, versions: Versions) -> Versions:
    path = odds_path(database)
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with open(handle, "wb") as out:  # noqa: PTH123 - a descriptor, made for its owner alone
        out.write(msgspec.json.format(msgspec.json.encode(versions)))
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
    return versions
