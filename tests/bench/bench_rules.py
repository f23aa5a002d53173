"""Every rule on one case, calling alone on all cases, the rules read at a start, and a long history folded."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from time import process_time
from typing import Final

import msgspec

from callassist.casefile import CaseFile, Entry, consumer_stream
from callassist.desk.cases import Cases
from callassist.desk.nightly import check_all
from callassist.events import CallPlaced, OutcomeLogged
from callassist.intake.library import data_root, load_handbook, load_rules, load_setting
from callassist.journal import fold
from callassist.rule_shapes import Asked, Given, GivenCall, GivenDebt, GivenLimit, Trial
from callassist.rule_stories import Story
from callassist.rules import ACTIONS, Rulebook, Setting
from callassist.stores.sqlite import SqliteStore
from callassist.survey import survey
from tests.bench.figure import Figure
from tests.bench.portfolios import AT, database_of

NUMBERS: Final = ("cell 614-555-0101", "home 415-555-0102", "work 614-555-0103")
DEBTS: Final = (GivenDebt(), GivenDebt(client="LAKESIDE"), GivenDebt())
LIMITS: Final = (
    GivenLimit(kind="inconvenient_time", words="evenings", times=("mon-fri 09:00-20:00",)),
    GivenLimit(kind="no_work_calls"),
    GivenLimit(kind="attorney", debts=(2,)),
)
FOLDED: Final = 500
MANY, FEW = 50_000, 5_000
LATE: Final = 0.95
START: Final = """
from time import perf_counter
from callassist.checks import by_name
from callassist.intake.library import data_root, load_rules
by_name()
began = perf_counter()
load_rules(data_root())
print(1000 * (perf_counter() - began))
"""


class Guide(msgspec.Struct, frozen=True, kw_only=True):
    """What a survey goes by."""

    setting: Setting
    rulebook: Rulebook


def calls(*, is_stopped: bool) -> tuple[GivenCall, ...]:
    """Twenty-eight calls, sixty events with what else is told; recent enough to stop a call, or not."""
    first = datetime(2026, 3, 28 if is_stopped else 1, 12, tzinfo=UTC)
    return tuple(
        GivenCall(at=f"{first + timedelta(hours=hour * 3):%Y-%m-%d %H:%M}", result="no answer", number=1 + hour % 3)
        for hour in range(28)
    )


def each_millisecond(work: object, times: int) -> list[float]:
    """So many runs, the quickest first, in milliseconds of the processor."""
    assert callable(work)
    work()
    taken = []
    for _ in range(times):
        start = process_time()
        work()
        taken.append((process_time() - start) * 1000)
    return sorted(taken)


def milliseconds(work: object, times: int) -> float:
    """The median of so many runs."""
    return median(each_millisecond(work, times))


def long_story(setting: Setting) -> tuple[Story, tuple[Entry, ...]]:
    """A case and the entries of a history of FOLDED events: its first ones, then calls and outcomes."""
    story = Story(Trial(name="", when=Asked(at="2026-04-01 10:00"), then="allow"), setting.geography)
    case = story.case()
    home, seq = consumer_stream(case.id), case.versions[consumer_stream(case.id)]
    entries = list(story.entries())
    while len(entries) < FOLDED:
        seq += 1
        event: CallPlaced | OutcomeLogged = CallPlaced(row=3, debts=(1,), line="agency")
        if len(entries) % 2:
            event = OutcomeLogged(
                call=seq - 1, code="NA", debts=(1,), reached="none", is_connected=True, is_conversation=False
            )
        entries.append(Entry(stream=home, seq=seq, at=story.asked_at, actor="ann", event=event))
    return story, tuple(entries)


def judged(case: CaseFile, guide: Guide, at: datetime) -> None:
    """Every rule on every subject."""
    survey(case, guide, at)


def opened(case: CaseFile, guide: Guide, at: datetime) -> None:
    """The same, the best number, and when calling opens."""
    survey(case, guide, at).best_call()


def starting(times: int) -> float:
    """Reading the rules from what the last start kept, in a program of its own each time; the median."""
    runs = (subprocess.run([sys.executable, "-c", START], check=True, capture_output=True) for _ in range(times))
    return median(float(ran.stdout) for ran in runs)


def all_cases(accounts: int, *, is_night: bool) -> tuple[int, float]:
    """Asking of every case whether it may be called: how many, and the seconds of the processor that took."""
    store = SqliteStore(str(database_of(accounts)))
    at = datetime.fromisoformat(AT) + timedelta(hours=12 if is_night else 0)
    cases = Cases(store, load_handbook(), lambda: at)
    began = process_time()
    tally = check_all(cases, lambda _: None)
    took = process_time() - began
    store.close()
    return tally.cases, took


def every_answer(case: CaseFile, guide: Guide, at: datetime) -> None:
    """Every action with every number and every debt."""
    verdicts = survey(case, guide, at)
    for action in ACTIONS:
        for row in (0, *(point.row for point in case.consumer.numbers)):
            for debt in (0, *verdicts.debts):
                verdicts.of(action, row, debt)


def run(*, quick: bool) -> Iterator[Figure]:
    """Judge, look ahead, answer everything, fold; read the rules; ask about every case."""
    root, times = data_root(), 100 if quick else 400
    setting = load_setting(root)
    guide = Guide(setting=setting, rulebook=load_rules(root))
    yield from _one_case(guide, times)
    story, entries = long_story(setting)
    folding = milliseconds(lambda: fold(1, story.rows, entries), times)
    yield Figure(name=f"fold of a {FOLDED}-event case", ours=folding, unit="ms", most=3)
    reading = starting(5 if quick else 15)
    yield Figure(name=f"{len(guide.rulebook.rules)} rules read at a start, p50", ours=reading, unit="ms", most=60)
    yield from _every_case(FEW if quick else MANY)


def _one_case(guide: Guide, times: int) -> Iterator[Figure]:
    """Three numbers, three debts, twenty-eight calls."""
    rules = f"{len(guide.rulebook.rules)} rules"
    for name, is_stopped, hour in (("open", False, "13:00"), ("stopped", True, "10:00")):
        given = Given(numbers=NUMBERS, debts=DEBTS, calls=calls(is_stopped=is_stopped), restrictions=LIMITS)
        asked = Asked(at=f"2026-04-01 {hour}")
        story = Story(Trial(name="", when=asked, then="allow", given=given), guide.setting.geography)
        case, at = story.case(), story.asked_at
        for what, work, most in (("survey", judged, 3), ("survey, best number, opening", opened, 4)):
            taken = each_millisecond(partial(work, case, guide, at), times)
            yield Figure(name=f"{rules}, {name}: {what}, p95", ours=taken[int(times * LATE)], unit="ms", most=most)
        taken = each_millisecond(partial(every_answer, case, guide, at), times)
        yield Figure(name=f"{rules}, {name}: every answer", ours=median(taken), unit="ms")


def _every_case(accounts: int) -> Iterator[Figure]:
    for name, is_night in (("by day", False), ("by night", True)):
        count, seconds = all_cases(accounts, is_night=is_night)
        each = 1000 * seconds / count
        yield Figure(name=f"may-call over {count:,} cases, {name}: each", ours=each, unit="ms", most=1)
        yield Figure(name=f"may-call over {count:,} cases, {name}: speed", ours=count / seconds, unit="cases/s")
