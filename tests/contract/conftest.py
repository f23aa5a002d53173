"""Every store that the contract holds for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from callassist.store import Store
from callassist.stores.memory import MemoryStore
from callassist.stores.sqlite import SqliteStore


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind; whatever the test did, nothing may be wrong with it afterwards."""
    made: Store = MemoryStore() if request.param == "memory" else SqliteStore(str(tmp_path / "floor.sqlite"))
    yield made
    assert list(made.faults()) == []
    made.close()
