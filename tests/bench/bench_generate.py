"""How fast a synthetic portfolio is written, and that its memory does not grow with it."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figure import Figure

MILLION = 1_000_000
WRITE = """
import sys
from pathlib import Path
from callassist.intake.synthetic import DEMO_AS_OF, write_csv
write_csv(Path(sys.argv[1]), int(sys.argv[2]), 1, DEMO_AS_OF)
"""


def run(*, quick: bool) -> Iterator[Figure]:
    """Write a portfolio in a process of its own, whose peak memory the kernel tells when it ends."""
    accounts = MILLION // 20 if quick else MILLION
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "portfolio.csv"
        began = time.perf_counter()
        child = subprocess.Popen([sys.executable, "-c", WRITE, str(target), str(accounts)])
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - began
        if status:
            message = f"the portfolio was not written: exit {os.waitstatus_to_exitcode(status)}"
            raise RuntimeError(message)
        with target.open(encoding="utf-8") as lines:
            rows = sum(1 for _ in lines) - 1
        size = target.stat().st_size
    name = f"generate {accounts:,} accounts"
    yield Figure(name=name, ours=seconds, unit="s", most=60 * accounts / MILLION)
    yield Figure(name=f"{name}: speed", ours=rows / seconds, unit="rows/s")
    yield Figure(name=f"{name}: file", ours=size / 1e6, unit="MB")
    yield Figure(name=f"{name}: peak memory", ours=used.ru_maxrss / 1024, unit="MiB", most=64)
