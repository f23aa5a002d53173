"""Databases for the shell: a rehearsal with a few people on file, and a live one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.shell import NOW, Shell

HEAD = (
    "account_number,client,first_name,last_name,dob,ssn_last4,phone_cell,phone_home,address,city,state,zip,balance,"
    "date_of_service,itemization_date,placed_date,guarantor_ref,facility"
)
WHO = (
    "A-1,MERCY,Dana,Lee,1980-03-04,4417,614-555-0101,614-555-0151,12 Elm St,1284.50,2026-02-01",
    "A-2,MERCY,Sam,Roe,1975-05-06,5528,614-555-0102,,9 Oak St,300.00,2026-02-01",
    "A-3,STELMO,Ivy,Ash,1990-07-08,6639,614-555-0103,,7 Ash St,410.00,2026-02-01",
    "A-3,MERCY,Max,Poe,1966-01-02,7741,614-555-0104,,5 Fir St,99.00,2026-02-01",
    "J-1,MERCY,Ann,Fox,1971-01-02,8852,614-555-0105,,3 Bay St,750.00,2026-02-01",
    "J-1,MERCY,Bob,Fox,1970-02-03,9963,614-555-0106,,3 Bay St,750.00,2026-02-01",
    "I-1,MERCY,Lou,Day,1985-02-03,1174,614-555-0107,,1 Ivy St,80.00,",
    *(
        f"B-{n},MERCY,Pat{n},Queue,19{60 + n}-02-03,22{n:02d},614-555-01{20 + n},,{n} Pine St,{n}50.00,2026-02-01"
        for n in range(1, 12)
    ),
)


def line(number: int, who: str) -> str:
    """A record, placed a day after the one before, all in one town and from one hospital."""
    *name, balance, itemised = who.split(",")
    placed = f"2026-04-{number:02d}"
    rest = ("Columbus", "OH", "43215", balance, "2025-11-03", itemised, placed, f"G{number}", "Zetamed Hospital")
    return ",".join((*name, *rest))


PEOPLE = tuple(line(number, who) for number, who in enumerate(WHO, start=1))


@pytest.fixture(scope="session")
def placements(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small placement file: two clients with one account number, a debt that two people owe, one incomplete."""
    path = tmp_path_factory.mktemp("files") / "placements.csv"
    path.write_text("\n".join((HEAD, *PEOPLE)) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def _loaded(tmp_path_factory: pytest.TempPathFactory, placements: Path) -> Path:
    db = tmp_path_factory.mktemp("db") / "rehearsal.sqlite"
    Shell(db, "--now", NOW)("import", "placements", str(placements))
    return db


@pytest.fixture
def shell(tmp_path: Path, _loaded: Path) -> Shell:
    """A rehearsal of its own, at Tuesday 2 June 2026, 10:05 Eastern."""
    db = tmp_path / "shift.sqlite"
    shutil.copyfile(_loaded, db)
    db.chmod(0o600)
    return Shell(db, "--now", NOW, "--as", "ana")


@pytest.fixture
def live(tmp_path: Path, placements: Path) -> Shell:
    """A live database."""
    made = Shell(tmp_path / "live.sqlite")
    made("import", "placements", str(placements))
    return made
