"""What every flow stands on: a store of its own, and a shift with a handful of people on file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from callassist.store import Store
from callassist.stores.sqlite import SqliteStore
from tests.flows.shift import PEOPLE, Shift


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store of its own for each test."""
    made = SqliteStore(str(tmp_path / "shift.sqlite"), for_load=True)
    yield made
    made.close()


@pytest.fixture
def shift(store: Store) -> Shift:
    """Everybody on file, Dana Lee first in the queue."""
    made = Shift(store)
    made.place(*PEOPLE)
    return made
