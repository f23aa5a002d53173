"""Numpy comes whole to threads that need it at the same moment."""

import subprocess
import sys
from typing import Final

AT_ONCE: Final = """
import sys
from threading import Barrier, Thread
from callassist.desk.numerics import with_numpy

assert "numpy" not in sys.modules
together, whole = Barrier(8), []

def work():
    together.wait()
    with_numpy()
    import numpy
    whole.append(numpy.zeros(3).sum() == 0 and "numpy.linalg" in sys.modules)

threads = [Thread(target=work) for _ in range(8)]
[each.start() for each in threads]
[each.join() for each in threads]
assert whole == [True] * 8, whole
"""


def test_threads_that_begin_at_once_all_find_it_whole() -> None:
    ran = subprocess.run([sys.executable, "-c", AT_ONCE], capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr
