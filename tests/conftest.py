"""What every test stands on: a home and an environment of its own, never the developer's."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Send what a program would keep for its user into a folder that goes away."""
    place = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [*os.environ]:
            is_ours = name.startswith(("CALLASSIST_", "TEXTUAL")) and not name.startswith("TEXTUAL_SNAPSHOT")
            if is_ours or name in {"NO_COLOR", "FORCE_COLOR"}:
                patch.delenv(name)
        patch.setenv("HOME", str(place))
        for kind in ("CONFIG", "DATA", "STATE", "CACHE"):
            patch.setenv(f"XDG_{kind}_HOME", str(place / kind.lower()))
        patch.setenv("CALLASSIST_NLP", "0")  # installed or not, what is tested is the same; its own tests turn it on
        yield place


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of sample files that may lie beside the checkout; skip where it does not."""
    place = ROOT.parent / "shared"
    if not place.is_dir():
        pytest.skip("needs the sample files in ../shared, which are not here")
    return place
