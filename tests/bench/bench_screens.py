"""The screens as a collector has them: from outside, through a terminal, beside an app that does nothing."""

import compileall
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles

from tests.bench.figure import Figure
from tests.bench.portfolios import AT, database_of, folder, learn_once
from tests.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
WIDE = (120, 36)
MILLION, FEW = 1_000_000, 10
FIRST_ROW = rb" 1 [A-Z]\. [A-Z]\. "
QUEUE, PREVIEW, RINGING, TALK = r"CMD QUEUE", r"\[PREVIEW\]", r"\[RINGING\]", r"talk 00:"
BARE = (sys.executable, str(ROOT / "tests" / "bench" / "bare_app.py"))
SETTLED = 2.5
WATCHED_FROM = 0.5
"""The program's own watch begins up to so many seconds after it was started."""
SERIES = 40
IDLE = 10.0
NOTE = "says she will pay "


def run(*, quick: bool) -> Iterator[Figure]:
    """Starts in turn with their peers, so that a busy machine is busy for all; then one long session."""
    compileall.compile_dir(ROOT / "src", quiet=2)
    many = MILLION // 20 if quick else MILLION
    yield from _starts(many, rounds=3 if quick else 9)
    yield from _session(database_of(many), keys=40 if quick else 200, idle=4 if quick else IDLE)


def _terminal(command: Sequence[str], watched: bytes, **env: str) -> Terminal:
    home = str(folder())
    own = {"HOME": home, "XDG_CACHE_HOME": f"{home}/cache", "XDG_CONFIG_HOME": f"{home}/config"}
    own["CALLASSIST_NLP"] = "0"  # words alone, as without the extra, which learns for half a minute the first time
    learn_once(folder(), own)
    return Terminal(command, size=WIDE, env={**own, "PYTHONDONTWRITEBYTECODE": "", **env}, watched=watched)


def _ours(database: Path, **env: str) -> Terminal:
    return _terminal((sys.executable, "-m", "callassist", "--db", str(database), "--now", AT), FIRST_ROW, **env)


# ── starting ──


def _starts(many: int, rounds: int) -> Iterator[Figure]:
    """The least processor time of the rounds: what others do on the machine at the time can only add to it."""
    databases = {"ours": database_of(many), "few": database_of(FEW)}
    taken: dict[str, list[tuple[float, float, float]]] = {"bare": [], "ours": [], "few": []}
    for number in range(rounds + 1):
        for name, found in taken.items():
            sample = _start(databases.get(name))
            if number:  # the first round reads files from the disk
                found.append(sample)
    cpu = {name: min(each[0] for each in found) for name, found in taken.items()}
    wall = {name: median(each[1] for each in found) for name, found in taken.items()}
    peak = {name: max(each[2] for each in found) for name, found in taken.items()}
    of = f"{many:,} debts"
    yield Figure(
        name=f"start to usable queue, {of}: CPU",
        ours=cpu["ours"],
        unit="ms",
        peer=cpu["bare"],
        peer_name="bare app",
        most_ratio=1.5,
    )
    yield Figure(
        name=f"start to usable queue, {of}, beside {FEW}",
        ours=cpu["ours"],
        unit="ms",
        peer=cpu["few"],
        peer_name=f"{FEW} debts",
        most_ratio=1.1,
    )
    yield Figure(
        name=f"start to usable queue, {of}: wall", ours=wall["ours"], unit="ms", peer=wall["bare"], peer_name="bare app"
    )
    yield Figure(
        name=f"memory once the queue stands, {of}",
        ours=peak["ours"],
        unit="MiB",
        peer=peak["bare"],
        peer_name="bare app",
        most=60,
    )


def _start(database: Path | None) -> tuple[float, float, float]:
    """Processor time and wall time up to the first row, and the most memory two seconds later."""
    with _ours(database) if database else _terminal(BARE, rb"ready") as terminal:
        terminal.wait_for(r"ready| 1 [A-Z]\. [A-Z]\. ")
        terminal.settle(0.7)
        return terminal.seen_cpu_ms, 1000 * (terminal.seen_at - terminal.began), terminal.peak_mib


# ── working ──


def _session(database: Path, keys: int, idle: float) -> Iterator[Figure]:
    with _terminal(BARE, b"ready") as bare:
        bare.wait_for("ready")
        bare.settle()
        plain = _latencies(bare, ("a", "b"), keys)
    with _terminal((*BARE, "--note"), b"ready") as bare:
        bare.wait_for("ready")
        bare.settle()
        note = _latencies(bare, NOTE, keys)
    with _ours(database, CALLASSIST_LAG="1") as terminal:
        terminal.wait_for(QUEUE)
        terminal.wait_for(r"left [\d,]+")
        terminal.settle()
        before = terminal.cpu_ms
        taken = _latencies(terminal, ("down", "down", "up"), keys)
        yield Figure(name="processor a key, queue", ours=(terminal.cpu_ms - before) / keys, unit="ms")
        yield from _reached("key to paint, queue", taken, (6, 16), plain)
        yield from _idle(terminal, "queue", idle, (1.5, 1000))
        yield from _switches(terminal, rounds=max(5, keys // 10))
        yield from _searches(terminal)
        yield from _call(terminal, keys, idle, note)
        now = time.perf_counter() - terminal.began
        yield from _lag(terminal, keys, (now - idle, now))


def _latencies(terminal: Terminal, names: Sequence[str], count: int) -> list[float]:
    """Milliseconds from each key to the first bytes that it brings."""
    taken = []
    for number in range(count):
        terminal.settle(0.012)
        pressed = terminal.press(names[number % len(names)])
        taken.append(1000 * (terminal.wait_for_change(20) - pressed))
    return taken


def _reached(
    name: str,
    taken: Sequence[float],
    most: tuple[float | None, float],
    plain: Sequence[float] = (),
    peer_name: str = "bare app",
) -> Iterator[Figure]:
    """Median and 95th percentile, with their bounds, beside the peer's: of the best of the series they fall into.

    What others do on the machine at the time can only add to them.
    """
    for word, of, bound in (("p50", _p50, most[0]), ("p95", _p95, most[1])):
        peer = min(map(of, _series(plain))) if plain else None
        yield Figure(
            name=f"{name}: {word}",
            ours=min(map(of, _series(taken))),
            unit="ms",
            most=bound,
            peer=peer,
            peer_name=peer_name if plain else "",
        )


def _series(taken: Sequence[float]) -> list[Sequence[float]]:
    return [taken[start : start + SERIES] for start in range(0, max(1, len(taken) - SERIES + 1), SERIES)]


def _p50(taken: Sequence[float]) -> float:
    return median(taken)


def _p95(taken: Sequence[float]) -> float:
    return quantiles(taken, n=20, method="inclusive")[-1]


def _idle(terminal: Terminal, where: str, seconds: float, most: tuple[float, float]) -> Iterator[Figure]:
    terminal.settle(1.5)
    written, cpu, began = terminal.written, terminal.cpu_ms, time.perf_counter()
    terminal.settle(seconds, seconds)
    while (left := seconds - (time.perf_counter() - began)) > 0:
        terminal.settle(left, left)
    gone = time.perf_counter() - began
    yield Figure(name=f"idle, {where}: CPU", ours=(terminal.cpu_ms - cpu) / gone / 10, unit="%", most=most[0])
    yield Figure(name=f"idle, {where}: written", ours=(terminal.written - written) / gone, unit="B/s", most=most[1])


def _switches(terminal: Terminal, rounds: int) -> Iterator[Figure]:
    """To the call screen, which takes a case durably, and back, which gives it back."""
    taken = []
    for _ in range(rounds):
        for key, seen in (("enter", PREVIEW), ("f12", QUEUE)):
            terminal.settle(0.1)
            pressed = terminal.press(key)
            taken.append(1000 * (terminal.wait_for(seen) - pressed))
    yield from _reached("screen switch, queue and call", taken, (None, 60))


def _searches(terminal: Terminal) -> Iterator[Figure]:
    """From the last letter to the hits, the pause for further letters within."""
    taken, letters = [], []
    for words in ("smith", "jones", "lee, d", "garcia m", "brown", "01000182"):
        terminal.press("/")
        terminal.wait_for("TYPE  Search")
        for letter in words:
            terminal.settle(0.05)
            pressed = terminal.press(letter)
            letters.append(1000 * (terminal.wait_for_change(20) - pressed))
        terminal.settle(0.3)
        terminal.press(*(["backspace"] * len(words)))
        terminal.wait_for("Type to search")
        terminal.settle(0.05)
        pressed = terminal.press(words)
        taken.append(1000 * (terminal.wait_for(r"found in|Nobody on file") - pressed))
        terminal.press("f12")
        terminal.wait_for(QUEUE)
        terminal.settle(0.05)
    yield from _reached("search, letter to paint", letters, (None, 25))
    yield from _reached("search, letter to hits", taken, (None, 150))


def _call(terminal: Terminal, keys: int, idle: float, note: Sequence[float]) -> Iterator[Figure]:
    for key, seen in (("enter", PREVIEW), ("enter", RINGING), ("enter", TALK)):
        terminal.press(key)
        terminal.wait_for(seen)
        terminal.settle(0.1)
    steps = []
    for _ in range(max(5, keys // 10)):
        steps += _latencies(terminal, ("2", "b"), 2)
    yield from _reached("script step", steps, (None, 30))
    terminal.press("n")
    terminal.wait_for("TYPE CALL")
    before = terminal.cpu_ms
    taken = _latencies(terminal, NOTE, keys)
    yield Figure(name="processor a key, notes", ours=(terminal.cpu_ms - before) / keys, unit="ms")
    yield from _reached("key to paint, notes", taken, (6, 16), note, "bare note")
    terminal.press("f12")
    terminal.wait_for("CMD CALL")
    yield from _idle(terminal, "live call", idle, (1.5, 1000))


def _lag(terminal: Terminal, keys: int, calm: tuple[float, float]) -> Iterator[Figure]:
    """What the loop was held up by, by the program's own watch: in a `calm` time of a live call, and in all."""
    terminal.press("ctrl+q")
    terminal.settle(0.3)
    terminal.press("ctrl+q")
    terminal.wait_for_end()
    told = terminal.raw.decode(errors="replace")
    found = [(float(at), float(ms)) for at, ms in re.findall(r"lag: at ([\d.]+) s for ([\d.]+) ms", told)]
    resting = [ms for at, ms in found if calm[0] + WATCHED_FROM < at < calm[1] - WATCHED_FROM]
    took = [ms for at, ms in found if at > SETTLED]
    yield Figure(name="loop callbacks over 16 ms, idle in a live call", ours=len(resting), unit="", most=0)
    yield Figure(name=f"loop callbacks over 16 ms, {2 * keys} keys and more", ours=len(took), unit="")
    yield Figure(name="longest loop callback after the start", ours=max(took, default=0), unit="ms")
