"""The checkout keeps its own rules, and what it is packed into runs without it."""

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 400
# Written so that this file does not hold what it forbids.
OF_ONE_MACHINE = re.compile(
    r"pypi[.]org|pythonhosted[.]org|npmjs[.]org|deb[.]debian[.]org|index[-]url|(?<![\w.])/(?:work|root)/"
)


class Packed(NamedTuple):
    """The source archive, and the wheel that was built from that archive."""

    archive: Path
    wheel: Path


def run(*argv: str, cwd: Path = ROOT, **environment: str) -> str:
    """Run a program that must succeed; give what it printed."""
    done = subprocess.run(
        argv, cwd=cwd, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def tracked() -> list[str]:
    """Every file under version control, as a path from the root."""
    if not (ROOT / ".git").exists():
        pytest.skip("only a checkout knows which files are its own")
    listed = run("git", "-c", "safe.directory=*", "ls-files", "-z").split("\0")
    return [name for name in listed if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Packed:
    """Pack the checkout as a release is packed, without asking the network for anything."""
    place = tmp_path_factory.mktemp("packed")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(place), str(ROOT))
    (archive,), (wheel,) = place.glob("*.tar.gz"), place.glob("*.whl")
    return Packed(archive=archive, wheel=wheel)


@pytest.mark.slow
def test_the_wheel_carries_what_the_program_reads(packed: Packed, tracked: list[str]) -> None:
    wheel = packed.wheel
    carried = set(zipfile.ZipFile(wheel).namelist())
    needed = {name.removeprefix("src/") for name in tracked if name.startswith("src/")}
    needed |= {f"callassist/{name}" for name in tracked if name.startswith("data/")}
    assert needed - carried == set()
    assert {name.split("/")[0] for name in carried} == {
        "callassist",
        wheel.name.rsplit("-", 3)[0] + ".dist-info",
    }


@pytest.mark.slow
def test_the_source_archive_can_be_tested_and_built(packed: Packed, tracked: list[str]) -> None:
    with tarfile.open(packed.archive) as opened:
        carried = {name.partition("/")[2] for name in opened.getnames()}
    of_the_checkout_only = (".ci/", ".editorconfig", ".github/")
    assert {name for name in tracked if not name.startswith(of_the_checkout_only)} - carried == set()


@pytest.mark.slow
def test_the_wheel_runs_outside_the_checkout(packed: Packed, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile")
    run(*pip, "--target", str(installed), str(packed.wheel))
    said = run(sys.executable, "-m", "callassist", "--help", cwd=tmp_path, PYTHONPATH=str(installed))
    assert "Usage:" in said
    where = "from callassist.intake.library import data_root; print(data_root())"
    found = run(sys.executable, "-c", where, cwd=tmp_path, PYTHONPATH=str(installed))
    assert Path(found.strip()) == installed / "callassist" / "data"


def test_no_source_file_outgrows_its_name(tracked: list[str]) -> None:
    lengths = {
        name: len((ROOT / name).read_text(encoding="utf-8").splitlines())
        for name in tracked
        if name.startswith("src/") and name.endswith(".py")
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_file_speaks_of_one_machine(tracked: list[str]) -> None:
    found = []
    for name in tracked:
        content = (ROOT / name).read_bytes()
        if b"\0" not in content:
            text = content.decode("utf-8", "replace")
            found += [(name, match[0]) for match in OF_ONE_MACHINE.finditer(text)]
    assert found == []


def test_every_table_opens_with_its_source_and_date(tracked: list[str]) -> None:
    silent = []
    for name in tracked:
        if name.startswith("data/tables/") and name.endswith(".csv"):
            lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
            opening = lines[: next(at for at, line in enumerate(lines) if not line.startswith("#"))]
            if not re.search(r"\b(19|20)\d\d\b", " ".join(opening)):
                silent.append(name)
    assert silent == []


def pins() -> dict[str, str]:
    """Read constraints.txt, which holds `name==version` and comments and nothing else."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned: dict[str, str] = {}
    for line in lines:
        if not line.startswith("#"):
            pin = re.fullmatch(r"([\w.-]+)==([\w.]+)", line)
            assert pin, line
            pinned[canonicalize_name(pin[1])] = pin[2]
    return pinned


def needs(wanted: Requirement) -> Iterator[Requirement]:
    """What a package, with the extras asked of it, requires on this machine."""
    for line in metadata.requires(wanted.name) or []:
        found, extras = Requirement(line), wanted.extras or {""}
        if not found.marker or any(found.marker.evaluate({"extra": extra}) for extra in extras):
            yield found


def test_everything_installed_is_pinned() -> None:
    pinned, seen = pins(), {"callassist"}
    waiting = [Requirement("callassist[dev]")]
    while waiting:
        wanted = waiting.pop()
        for found in needs(wanted):
            if found.name not in seen:
                seen.add(found.name)
                waiting.append(found)
    needed = {canonicalize_name(name) for name in seen} - {"callassist", "pip", "setuptools"}
    assert needed - pinned.keys() == set()


def test_every_rule_left_out_of_the_linters_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    codes = tomllib.loads(text)["tool"]["ruff"]["lint"]
    left_out = [codes["ignore"], *codes["per-file-ignores"].values()]
    explained = set(re.findall(r'^ *"(\w+)", +# \w', text, re.MULTILINE))
    assert {code for some in left_out for code in some} - explained == set()
