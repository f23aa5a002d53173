"""Measure every figure beside its peer and print one table: `make bench`, or `python -m tests.bench.run`.

Each `bench_*.py` beside this file has `run(quick)`, which gives Figures, at best one by one, so that they are
printed as they are measured. The exit code is 1 when a bound was missed.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.figure import Figure, number

HERE = Path(__file__).resolve().parent
COLUMNS = "{:<58} {:>14} {:>28} {:>6}  {:<18} {}"


def measure(wanted: Sequence[str], *, quick: bool) -> Iterator[Figure]:
    """Run the benchmarks whose name holds one of the words `wanted`; all of them without any."""
    for path in sorted(HERE.glob("bench_*.py")):
        if not wanted or any(word in path.stem for word in wanted):
            yield from importlib.import_module(f"tests.bench.{path.stem}").run(quick=quick)


def row(figure: Figure) -> str:
    """One line of the table."""
    peer = "" if figure.peer is None else f"{figure.peer_name} {number(figure.peer)} {figure.unit}".strip()
    ratio = "" if figure.ratio is None else number(figure.ratio)
    verdict = "" if not figure.reach else "ok" if figure.is_kept else "MISSED"
    ours = f"{number(figure.ours)} {figure.unit}"
    return COLUMNS.format(figure.name, ours, peer, ratio, figure.reach, verdict).rstrip()


def main(arguments: Sequence[str]) -> int:
    """Print the table; 0 when every bound was kept, 1 when one was missed or nothing was measured."""
    ask = argparse.ArgumentParser(prog="python -m tests.bench.run", description="measure, beside the peers")
    ask.add_argument("wanted", nargs="*", help="words in the names of the benchmarks to run")
    ask.add_argument("--quick", action="store_true", help="small portfolios: a look, not a measurement")
    options = ask.parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program itself has it
    print(COLUMNS.format("figure", "ours", "peer", "ratio", "reach", "ok?"))
    figures = []
    for figure in measure(options.wanted, quick=options.quick):
        figures.append(figure)
        print(row(figure), flush=True)
    missed = sum(not figure.is_kept for figure in figures)
    print(f"{len(figures)} figures, {missed} missed")
    return 1 if missed or not figures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
