"""The only look-up of data: rules, tables, the agency, its clients, outcomes and call scripts.

Rules and policies are compiled once and kept in the user's cache, so that a start parses no YAML. What is
kept holds the digest of the files it came from and of the code that reads them: anything else is made anew. A
cache that cannot be read or written is done without.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import msgspec

from callassist.calendars import Geography, parse_geography
from callassist.errors import BadInput, CallassistError
from callassist.intake.script_texts import load_scripts
from callassist.policy import Agency, ClientPolicy
from callassist.rules import Rule, Rulebook, Setting, Source, bind

if TYPE_CHECKING:
    from callassist.handbook import Handbook
    from callassist.listening import Ear
    from callassist.lore import Lore
    from callassist.outcomes import Outcomes
    from callassist.rule_cases import Tried
    from callassist.standards import Standards

__all__ = [
    "BadLibrary",
    "NoData",
    "data_root",
    "load_handbook",
    "load_lore",
    "load_outcomes",
    "load_rules",
    "load_scripts",
    "load_setting",
    "load_standards",
    "run_case_files",
]

T = TypeVar("T")
PACKAGE: Final = Path(__file__).parents[1]
SETTLED: Final = 1_000_000_000
"""Nanoseconds between the newest file and what was made of it, from which on their times can be trusted."""
READERS: Final = (
    *("calendars.py", "casefile.py", "kinds.py", "policy.py", "rules.py", "checklist.py"),
    *("creditor_terms.py", "terms_faults.py", "intake/library.py", "intake/policy_files.py"),
    *("intake/rule_files.py", "intake/yaml_files.py", "intake/yaml_lines.py"),
)
"""The code on whose shape and sense what is kept depends; so it does on every check."""


class NoData(CallassistError):
    """There is no data folder where one should be."""

    def __init__(self, where: str) -> None:
        super().__init__(where)
        self.where = where

    def __str__(self) -> str:
        return f"{self.where} is no folder of rules and tables; set CALLASSIST_DATA to one, or unset it."


class BadLibrary(CallassistError):
    """Files of the data folder cannot be used; `faults` has a sentence for each."""

    def __init__(self, faults: tuple[str, ...], *, is_full: bool = False) -> None:
        super().__init__(faults)
        self.faults = faults
        self.is_full = is_full

    def __str__(self) -> str:
        """All of them for whoever asked to check, else the first."""
        more = len(self.faults) - 1
        if self.is_full or not more:
            return "\n".join(self.faults)
        return f"{self.faults[0]} ({more} more faults: callassist rules check)"


def data_root() -> Path:
    """The data folder: $CALLASSIST_DATA, else the wheel's own, else the checkout's. NoData when it is none."""
    named = os.environ.get("CALLASSIST_DATA")
    places = [Path(named)] if named else [PACKAGE / "data", PACKAGE.parents[1] / "data"]
    found = next((place for place in places if (place / "rules").is_dir()), None)
    if found is None:
        raise NoData(str(places[-1]))
    return found


def load_handbook(root: Path | None = None, *, fresh: bool = False) -> Handbook:
    """Everything a decision rests on beside the case; `fresh` reads every file anew and names every fault."""
    from callassist.handbook import Handbook
    from callassist.intake.caps import caps_above_the_law
    from callassist.intake.denials import load_denials
    from callassist.lifting import TABLE, parse_lifts
    from callassist.named_rules import absent

    folder = root or data_root()
    setting, rulebook = load_setting(folder, fresh=fresh), load_rules(folder, fresh=fresh)
    if faults := (*absent({rule.id for rule in rulebook.rules}), *caps_above_the_law(setting, rulebook)):
        raise BadLibrary(faults, is_full=fresh)
    lifts = parse_lifts(_rows(folder / "tables" / TABLE))
    outcomes = load_outcomes(folder)
    if fresh:
        load_standards(folder)
        load_ear(folder)
        load_denials(folder)
    return Handbook(
        setting=setting,
        rulebook=rulebook,
        outcomes=outcomes,
        lifts=lifts,
        lore=cache(partial(load_lore, folder)),
        standards=cache(partial(load_standards, folder)),
        ear=cache(partial(load_ear, folder)),
        denials=cache(partial(load_denials, folder)),
    )


def load_lore(root: Path) -> Lore:
    """The tables that callers are matched by; BadInput."""
    from callassist.intake.match_tables import load_levels
    from callassist.intake.name_tables import load_name_tables
    from callassist.lore import Lore

    return Lore(names=load_name_tables(root), levels=load_levels(root))


def load_standards(root: Path) -> Standards:
    """The dated tables by which ability to pay is measured; BadInput."""
    from callassist.intake.standards_files import load_standards as load

    return load(root)


def load_ear(root: Path) -> Ear:
    """What hears, by data/intents.yaml. BadInput, BadLibrary."""
    from callassist.intake.intent_files import load_ear as load
    from callassist.intake.learning_apart import learn_apart

    learn_apart(root)
    return load(root)


# ── rules ──


class _Rules(msgspec.Struct, frozen=True, kw_only=True):
    rules: tuple[Rule, ...]
    researched: dict[str, str]
    sources: dict[str, Source]


def load_rules(root: Path, *, fresh: bool = False) -> Rulebook:
    """All rules, bound to their checks. BadLibrary when any file has a fault: half a rulebook is none."""
    from callassist.checks import by_name

    folder = root / "rules"
    if fresh:
        _check_rules(folder)
    files = _files(folder, ".yaml", but=".cases.yaml")
    read, digest = _kept(_Kept.place("rules", root), files, _Rules, lambda: _read_rules(folder))
    return bind(read.rules, by_name(), digest, read.researched, read.sources)


def _read_rules(folder: Path) -> _Rules:
    from callassist.intake.rule_files import read_researched, read_rules, read_sources

    rules, faults = read_rules(folder)
    if faults:
        raise BadLibrary(faults)
    return _Rules(rules=rules, researched=read_researched(folder), sources=read_sources(folder))


def _check_rules(folder: Path) -> None:
    """Everything that is wrong with any rule, or with the cases that should prove it."""
    from callassist.intake.case_files import unproved
    from callassist.intake.rule_files import read_rules, unsourced

    rules, faults = read_rules(folder)
    if faults := (*faults, *unsourced(folder, rules), *unproved(folder, rules)):
        raise BadLibrary(faults, is_full=True)


def run_case_files(paths: Iterable[Path] = (), root: Path | None = None) -> tuple[Tried, ...]:
    """Ask the cases of these files, or of the folders under them; without any, all that are beside the rules."""
    from callassist.intake.case_files import case_paths, run_cases

    folder = root or data_root()
    found = case_paths(tuple(paths) or (folder / "rules",))
    return run_cases(found, load_rules(folder), load_setting(folder).geography)


# ── the agency, its clients, the map ──


def load_setting(root: Path, *, fresh: bool = False) -> Setting:
    """Who we are, what clients ask, where numbers and ZIPs lie. BadInput."""
    tables = root / "tables"
    zones = [tables / f"{name}.csv" for name in ("area_codes", "zip3_zones", "zip_zones", "state_zones")]
    if fresh:
        return _read_setting(root, zones).setting()
    files = (str(root / "agency.yaml"), *_files(root / "clients", ".yaml"), *map(str, zones))
    read, _ = _kept(_Kept.place("setting", root), files, _KeptSetting, lambda: _read_setting(root, zones))
    return read.setting()


class _KeptSetting(msgspec.Struct, frozen=True, kw_only=True):
    agency: Agency
    clients: dict[str, ClientPolicy]
    geography: Geography

    def setting(self) -> Setting:
        return Setting(agency=self.agency, clients=self.clients, geography=self.geography)


def _read_setting(root: Path, zones: list[Path]) -> _KeptSetting:
    from callassist.intake.policy_files import read_agency, read_clients

    area_codes, zip3, zips, states = (_rows(path) for path in zones)
    return _KeptSetting(
        agency=read_agency(root / "agency.yaml"),
        clients=read_clients(map(Path, _files(root / "clients", ".yaml"))),
        geography=parse_geography(area_codes=area_codes, zip3=zip3, zips=zips, states=states),
    )


# ── outcomes ──


def load_outcomes(root: Path) -> Outcomes:
    """The outcome codes of the agency. BadOutcomes."""
    from callassist.outcomes import parse_outcomes

    return parse_outcomes(_rows(root / "tables" / "outcomes.csv"))


def _rows(path: Path) -> list[list[str]]:
    """A table's rows with the header first; BadInput when it cannot be read."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return list(csv.reader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        what, remedy = f"the table cannot be read ({fault})", "put back the file that came with callassist"
        raise BadInput(what, str(path), remedy) from fault


# ── what is kept between starts ──


def kept(name: str, root: Path, files: Iterable[str], kind: type[T], make: Callable[[], T]) -> T:
    """What was made of files of a data folder before, or `make` now and keep it for the next start."""
    return _kept(_Kept.place(name, root), files, kind, make)[0]


def is_kept(name: str, root: Path, files: Iterable[str]) -> bool:
    """Whether something is kept under that name that is newer than all of its files; its contents are not read."""
    try:
        written = _Kept.place(name, root).stat().st_mtime_ns
    except OSError:
        return False
    return written - _stamp(files)[1] > SETTLED


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What was made of files: `digest` is of all that is in them, `stamp` of their sizes and times alone."""

    digest: str
    stamp: str
    body: msgspec.Raw

    @staticmethod
    def place(name: str, root: Path) -> Path:
        """Where it lies, a file for each data folder."""
        return _cache_folder() / f"{name}-{_short(str(root.resolve()))}.json"


def _kept(place: Path, files: Iterable[str], kind: type[T], make: Callable[[], T]) -> tuple[T, str]:
    """What was made of these files before, or `make` now and keep it for the next start; and the digest of the files.

    Reading every file costs most of a start: where sizes and times are those of before, their contents are not read.
    """
    paths = (*files,)
    stamp, newest = _stamp(paths)
    kept = _read_kept(place, kind)
    if kept is not None and kept.stamp == stamp and kept.written - newest > SETTLED:
        return kept.made, kept.digest
    digest = _digest(paths)
    made = kept.made if kept is not None and kept.digest == digest else make()
    body = msgspec.Raw(msgspec.json.encode(made))
    _keep(place, msgspec.json.encode(_Kept(digest=digest, stamp=stamp, body=body)))
    return made, digest


class _Found(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """What was kept, read again; `written` is when, in nanoseconds."""

    digest: str
    stamp: str
    made: T
    written: int


def _read_kept(place: Path, kind: type[T]) -> _Found[T] | None:
    """What lies there; None when there is nothing, or nothing that can be read."""
    try:
        kept = msgspec.json.decode(place.read_bytes(), type=_Kept)
        made = msgspec.json.decode(kept.body, type=kind)
        written = place.stat().st_mtime_ns
    except (OSError, msgspec.MsgspecError, ValueError):
        return None
    return _Found(digest=kept.digest, stamp=kept.stamp, made=made, written=written)


def _stamp(paths: Iterable[str]) -> tuple[str, int]:
    """The files' names, sizes and times as one word, and the newest of the times; the code that reads them counts."""
    whole, newest = blake2b(msgspec.__version__.encode(), digest_size=16), 0
    for path in (*paths, *_code_paths()):
        try:
            found = os.stat(path)  # noqa: PTH116 - a Path for each of five hundred costs more than all the rest
        except OSError:
            continue
        newest = max(newest, found.st_mtime_ns)
        whole.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\0{found.st_ino}\0".encode())
    return whole.hexdigest(), newest


def _keep(place: Path, body: bytes) -> None:
    """Whole or not at all: two programs may start at once. A cache that cannot be written is none."""
    fresh = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(body)
        fresh.replace(place)
    except OSError:
        with suppress(OSError):
            fresh.unlink()


@cache
def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("callassist", appauthor=False)


def _short(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _files(folder: Path, ending: str, but: str = "\0") -> tuple[str, ...]:
    """Files under a folder by name, in one order; os.walk, since it costs a third of Path.rglob."""
    found = [
        os.path.join(where, name)  # noqa: PTH118
        for where, _, names in os.walk(folder)
        for name in names
        if name.endswith(ending) and not name.endswith(but)
    ]
    return (*sorted(found),)


def _digest(files: Iterable[str]) -> str:
    """Of the files' names and contents, and of the code that reads them."""
    whole = blake2b(_code(), digest_size=16)
    for path in files:
        body = _body(path)
        whole.update(f"{path}\0{len(body)}\0".encode())
        whole.update(body)
    return whole.hexdigest()


def _body(path: str) -> bytes:
    """What is in a file; nothing where there is none."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as above
            return file.read()
    except OSError:
        return b""


@cache
def _code_paths() -> tuple[str, ...]:
    return (*(str(PACKAGE / name) for name in READERS), *sorted(map(str, PACKAGE.glob("checks_*.py"))))


@cache
def _code() -> bytes:
    whole = blake2b(msgspec.__version__.encode(), digest_size=16)
    for path in _code_paths():
        whole.update(_body(path))
    return whole.digest()
