"""How long it takes to judge one case by every rule, to tell when it opens, and to fold a long history."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Final

import msgspec

from callassist.casefile import CaseFile, Entry, consumer_stream
from callassist.events import CallPlaced, OutcomeLogged
from callassist.intake.library import data_root, load_rules, load_setting
from callassist.journal import fold
from callassist.rule_shapes import Asked, Given, GivenCall, GivenDebt, GivenLimit, Trial
from callassist.rule_stories import Story
from callassist.rules import ACTIONS, Rulebook, Setting
from callassist.survey import survey
from tests.bench.figure import Figure

NUMBERS: Final = ("cell 614-555-0101", "home 415-555-0102", "work 614-555-0103")
DEBTS: Final = (GivenDebt(), GivenDebt(client="LAKESIDE"), GivenDebt())
LIMITS: Final = (
    GivenLimit(kind="inconvenient_time", words="evenings", times=("mon-fri 09:00-20:00",)),
    GivenLimit(kind="no_work_calls"),
    GivenLimit(kind="attorney", debts=(2,)),
)
FOLDED: Final = 500


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


def milliseconds(work: object, times: int) -> float:
    """The median of so many runs."""
    assert callable(work)
    work()
    taken = []
    for _ in range(times):
        start = perf_counter()
        work()
        taken.append((perf_counter() - start) * 1000)
    return median(taken)


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
    """Every rule on every subject, the best number, and when calling opens."""
    survey(case, guide, at).best_call()


def every_answer(case: CaseFile, guide: Guide, at: datetime) -> None:
    """Every action with every number and every debt."""
    verdicts = survey(case, guide, at)
    for action in ACTIONS:
        for row in (0, *(point.row for point in case.consumer.numbers)):
            for debt in (0, *verdicts.debts):
                verdicts.of(action, row, debt)


def run(*, quick: bool) -> Iterator[Figure]:
    """Judge, look ahead, answer everything, fold."""
    root, times = data_root(), 40 if quick else 400
    setting = load_setting(root)
    guide = Guide(setting=setting, rulebook=load_rules(root))
    for name, is_stopped, hour in (("open", False, "13:00"), ("stopped", True, "10:00")):
        given = Given(numbers=NUMBERS, debts=DEBTS, calls=calls(is_stopped=is_stopped), restrictions=LIMITS)
        asked = Asked(at=f"2026-04-01 {hour}")
        story = Story(Trial(name="", when=asked, then="allow", given=given), setting.geography)
        case, at = story.case(), story.asked_at
        taken = milliseconds(lambda case=case, at=at: judged(case, guide, at), times)
        yield Figure(name=f"all rules, one case, {name}: verdict and opening", ours=taken, unit="ms", most=2)
        taken = milliseconds(lambda case=case, at=at: every_answer(case, guide, at), times)
        yield Figure(name=f"128 answers on one case, {name}", ours=taken, unit="ms")
    story, entries = long_story(setting)
    taken = milliseconds(lambda: fold(1, story.rows, entries), times)
    yield Figure(name=f"fold of a {FOLDED}-event case", ours=taken, unit="ms", most=3)
