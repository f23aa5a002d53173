"""A floor at each kind of store; whatever a test did to it, the doctor finds nothing wrong afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from callassist.desk.doctor import examine
from callassist.handbook import Handbook
from callassist.intake.library import load_handbook
from callassist.store import Store
from callassist.stores.memory import MemoryStore
from callassist.stores.sqlite import SqliteStore
from tests.desk.floor import Floor


@pytest.fixture(scope="session")
def handbook() -> Handbook:
    """The shipped rules, outcomes, agency and clients."""
    return load_handbook()


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    made: Store = MemoryStore()
    if request.param == "sqlite":
        made = SqliteStore(str(tmp_path / "floor.sqlite"), for_load=True)
    yield made
    made.close()


@pytest.fixture
def floor(store: Store, handbook: Handbook) -> Iterator[Floor]:
    """A floor, looked over by the doctor at the end."""
    made = Floor(store, handbook)
    yield made
    assert examine(made.desk().cases, lambda _: None).faults == ()
