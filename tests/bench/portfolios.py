"""Databases with portfolios of a size, made once a run and thrown away at its end; all of them rehearsals."""

import atexit
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from pathlib import Path

AT = "2026-06-02T10:05:00-04:00"
SEED = 7


INDEX = ("term", "posting", "fresh", "sqlite_autoindex_term_1", "fresh_key")


def index_bytes(database: Path) -> int:
    """What the search index takes of a database."""
    asked = f"SELECT sum(pgsize) FROM dbstat WHERE name IN ({', '.join('?' * len(INDEX))})"
    with closing(sqlite3.connect(database)) as file:
        return int(file.execute(asked, INDEX).fetchone()[0])


@cache
def folder() -> Path:
    """Where they are kept while the benchmarks run."""
    place = Path(tempfile.mkdtemp(prefix="callassist-bench-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def learn_once(home: Path, env: Mapping[str, str]) -> None:
    """Have what the ear knows learnt and kept in a home, as the first line that was ever heard there leaves it."""
    mark = home / "learnt"
    if not mark.exists():
        command = (sys.executable, "-m", "callassist", "hear", "hello")
        subprocess.run(command, env={**os.environ, **env}, check=True, capture_output=True)
        mark.touch()


@cache
def csv_of(accounts: int) -> Path:
    """A placements file."""
    target = folder() / f"{accounts}.csv"
    _callassist("generate", "--accounts", str(accounts), "--seed", str(SEED), "--out", str(target))
    return target


@cache
def database_of(accounts: int) -> Path:
    """A database with them on file."""
    target = folder() / f"{accounts}.sqlite"
    rejects = folder() / f"{accounts}.rejects"
    file = str(csv_of(accounts))
    _callassist("--db", str(target), "--now", AT, "import", "placements", file, "--rejects", str(rejects))
    return target


def _callassist(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "callassist", *arguments], check=True, stdout=subprocess.DEVNULL)
