"""What every flow stands on: a file of its own with a handful of people in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from callassist.intake.library import data_root, load_ear
from tests.flows.shift import PEOPLE, Shift


@pytest.fixture
def shift(tmp_path: Path) -> Iterator[Shift]:
    """Everybody on file, Dana Lee first in the queue."""
    made = Shift(tmp_path / "shift.sqlite")
    made.place(*PEOPLE)
    yield made
    made.close()


@pytest.fixture(scope="session")
def ear() -> None:
    """What hears has learnt, once for all flows that listen: the first time takes seconds."""
    load_ear(data_root())
