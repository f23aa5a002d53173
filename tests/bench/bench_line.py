"""The line of a call: from Enter to proposals on the screen, and what of that is hearing and proposing."""

import shutil
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles

from callassist.commands import Command, GiveDisclosure, PlaceCall, TryIdentity
from callassist.desk import Desk, Done, Opened
from callassist.identity import Answer
from callassist.intake.library import load_handbook
from callassist.said_acts import Known
from callassist.screens.call_line import heard_as
from callassist.store import Seat
from callassist.stores.sqlite import SqliteStore
from tests.bench.figure import Figure
from tests.bench.portfolios import AT, database_of, folder, learn_once
from tests.terminal import Terminal

SAID = Path(__file__).parent / "heard" / "said.tsv"
SHORTHAND = "lost job, can do 50 on the 1st, wife on line"
PEOPLE, TYPED, SOME, LONGEST = 1_000, 120, 40, 80
SERIES = 40
WIDE = (120, 36)
P95_MS, MOST_RATIO = 50.0, 8.0
HEARD = r"Heard: .* does it|Nothing to propose"
FACTS = frozenset({"is_disclosed", "has_coverage_answer"})


def run(*, quick: bool) -> Iterator[Figure]:
    """In the process; then through a terminal, where a menu is the peer: the same pane, and no thinking."""
    lines = [SHORTHAND, *_lines()]
    count = SOME if quick else TYPED
    answers = yield from _inside(database_of(PEOPLE), lines[:: 4 if quick else 1])
    yield from _outside(database_of(PEOPLE), answers, lines[:: max(1, len(lines) // count)])


def _lines() -> list[str]:
    rows = (row.split("\t") for row in SAID.read_text("utf-8").splitlines() if row and not row.startswith("#"))
    return [row[2] for row in rows if len(row[2]) < LONGEST and row[2].isascii()]


# ── in the process ──


def _inside(database: Path, lines: Sequence[str]) -> Generator[Figure, None, str]:
    """On a copy; gives what verifies the first of the queue."""
    copy = folder() / "line.sqlite"
    shutil.copy(database, copy)
    now = datetime.fromisoformat(AT)
    desk = Desk(SqliteStore(str(copy)), load_handbook(), lambda: now, Seat(collector="bench"))
    opened = _talking(desk)
    known = Known(outcomes=desk.handbook.outcomes, facts=FACTS)
    heard_as(desk, opened, known, SHORTHAND)  # the ear is read once a process
    taken = []
    for line in lines:
        began = time.perf_counter()
        heard_as(desk, opened, known, line)
        taken.append(1000 * (time.perf_counter() - began))
    desk.store.close()
    for name, of, most in (("p50", median, None), ("p95", _p95, P95_MS / 2)):
        yield Figure(name=f"heard and proposed, {len(taken)} lines: {name}", ours=of(taken), unit="ms", most=most)
    consumer = opened.case.consumer
    return f"{consumer.dob:%m%d%Y}{consumer.ssn4 or consumer.zip}"


def _talking(desk: Desk) -> Opened:
    """The first of the queue, verified and told who we are."""
    opened = desk.next()
    if opened is None:
        raise AssertionError
    who = opened.case.consumer
    answers = (Answer(factor="dob", said=f"{who.dob:%m/%d/%Y}"), Answer(factor="zip", said=who.zip))
    told: tuple[Command, ...] = (
        PlaceCall(row=opened.verdicts.best_row),
        TryIdentity(answers=answers),
        GiveDisclosure(kind="collector-disclosure"),
    )
    for command in told:
        done = desk.do(command)
        if not isinstance(done, Done):
            raise TypeError(done.sentence)
        opened = done.opened
    return opened


# ── through a terminal ──


def _outside(database: Path, answers: str, lines: Sequence[str]) -> Iterator[Figure]:
    home = str(folder())
    own = {"HOME": home, "XDG_CACHE_HOME": f"{home}/cache", "XDG_CONFIG_HOME": f"{home}/config"}
    own["CALLASSIST_NLP"] = "0"  # words alone, as without the extra, which learns for half a minute the first time
    learn_once(folder(), own)
    command = (sys.executable, "-m", "callassist", "--db", str(database), "--now", AT)
    with Terminal(command, size=WIDE, env={**own, "PYTHONDONTWRITEBYTECODE": ""}) as terminal:
        terminal.wait_for(r" 1 [A-Z]\. [A-Z]\. ")
        for key, seen in (("enter", r"\[PREVIEW\]"), ("enter", r"\[RINGING\]"), ("enter", r"talk 00:")):
            terminal.settle(0.3)
            terminal.press(key)
            terminal.wait_for(seen)
        terminal.settle(1.0)
        terminal.press("v")
        terminal.settle()
        terminal.press(answers)
        terminal.wait_for(r"\[OK\]")
        terminal.settle(1.0)
        yield from _typed(terminal, lines)


def _typed(terminal: Terminal, lines: Sequence[str]) -> Iterator[Figure]:
    taken, plain = [], []
    for line in lines:
        plain.append(_painted(terminal, "t", r"Who is on the line\?"))
        terminal.press(":")
        terminal.wait_for("What do they say")
        terminal.press(line)
        terminal.settle(0.25)  # all its letters are in
        taken.append(_painted(terminal, "enter", HEARD))
    for name, of, most in (("p50", median, None), ("p95", _p95, P95_MS)):
        yield Figure(
            name=f"Enter to proposals, {len(taken)} lines: {name}",
            ours=_best(of, taken),
            unit="ms",
            peer=_best(of, plain),
            peer_name="a menu",
            most=most,
            most_ratio=MOST_RATIO,
        )


def _painted(terminal: Terminal, key: str, seen: str) -> float:
    """Milliseconds from a key until what it brings is on the screen; then out of it."""
    terminal.settle(0.03)
    pressed = terminal.press(key)
    taken = 1000 * (terminal.wait_for(seen) - pressed)
    terminal.settle(0.03)
    terminal.press("f12")
    terminal.settle(0.05)
    return taken


def _best(of: Callable[[Sequence[float]], float], taken: Sequence[float]) -> float:
    """Of the best of the series they fall into: what others do on the machine at the time can only add to them."""
    return min(of(taken[at : at + SERIES]) for at in range(0, max(1, len(taken) - SERIES + 1), SERIES))


def _p95(taken: Sequence[float]) -> float:
    return quantiles(taken, n=20, method="inclusive")[-1]
