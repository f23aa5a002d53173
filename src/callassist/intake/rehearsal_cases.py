"""A small portfolio of invented people for a rehearsal, through the same door as any placement file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from callassist.errors import BadInput
from callassist.intake.placements import import_placements
from callassist.intake.synthetic import COLUMNS
from callassist.journal import fold
from callassist.rehearsing_shapes import Persona
from callassist.rules import Setting
from callassist.store import Store

PLACED: Final = timedelta(days=9)
FILE, ACTOR = "rehearsal.csv", "rehearsal"
REMEDY: Final = "give what the columns of a placement file ask for; docs/rehearsal.md shows whole people"


def place_people(
    store: Store, setting: Setting, people: Sequence[Persona], folder: Path, now: datetime
) -> dict[str, int]:
    """The case of each persona by id, once all are placed. BadInput when one of them cannot be taken in."""
    file = folder / FILE
    with file.open("w", encoding="utf-8", newline="") as lines:
        rows = csv.DictWriter(lines, COLUMNS, extrasaction="raise")
        rows.writeheader()
        for index, persona in enumerate(people, 1):
            rows.writerow({**persona.who, "account_number": f"R-{index:03d}", "client_ref": f"SYN-REHEARSAL-{index}"})
    receipt = import_placements(store, setting, file, now=now - PLACED, actor=ACTOR)
    found = _found(store, people)
    missing = [persona.id for persona in people if persona.id not in found]
    if missing:
        what = f"{', '.join(missing)} cannot be placed: {receipt.rejects[:1] if hasattr(receipt, 'rejects') else ''}"
        raise BadInput(what, "data/rehearsal/personas", REMEDY)
    return found


def _found(store: Store, people: Sequence[Persona]) -> dict[str, int]:
    accounts = {f"R-{index:03d}": persona.id for index, persona in enumerate(people, 1)}
    found = dict[str, int]()
    for case in store.scan():
        read = fold(case, *store.load(case))
        found |= {accounts[debt.account]: case for debt in read.debts if debt.account in accounts}
    return found
