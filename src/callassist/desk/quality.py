"""Calls judged by the quality form: read from the store, with their way through the scripts that stand today."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from callassist import events as ev
from callassist.casefile import Entry
from callassist.desk.cases import Cases
from callassist.desk.scripts import scripts_of
from callassist.dialogue import Library, Place, Say, Script, Step, find_step
from callassist.dialogue_names import SENSITIVE_FIELDS, VERIFIED
from callassist.journal import fold
from callassist.quality import score
from callassist.quality_shapes import Form, Heard, Scored, Stood, Trail
from callassist.rehearsing import MONEY, heard_at
from callassist.rehearsing_shapes import Questions
from callassist.replaying import of_call

READ_BACK: Final = "read-back"


def quality_of(  # noqa: PLR0913 - what is judged, and by what
    cases: Cases,
    case: int,
    form: Form,
    scripts: Iterable[Script],
    questions: Questions,
    *,
    call: int = 0,
    told: Trail | None = None,
) -> Scored | None:
    """A call of a case by its number, 0 its last one; None when there is no such call. UnknownCase.

    `told` is what is known of a rehearsal beside its journal.
    """
    rows, entries = cases.store.load(case)
    found = fold(case, rows, entries)
    number = call or max((each.id for each in found.consumer.calls), default=0)
    made = next((each for each in found.consumer.calls if each.id == number), None)
    if made is None:
        return None
    kept = tuple(of_call(found, entries, number))
    library = scripts_of(scripts, found)
    trail = _trail(kept, library, questions, told or Trail(), verified=made.verified)
    return score(found, made, kept, form, trail)


def _trail(
    entries: Sequence[Entry], library: Library, questions: Questions, told: Trail, *, verified: Collection[str]
) -> Trail:
    from msgspec.structs import replace

    walked = [step for entry in entries if isinstance(entry.event, ev.ScriptFollowed) for step in entry.event.steps]
    stood = tuple(_stood(walked, library, questions, is_verified=bool(verified)))
    heard: tuple[Heard, ...] = told.heard
    return replace(told, stood=stood, heard=heard)


def _stood(
    walked: Sequence[ev.StepTaken], library: Library, questions: Questions, *, is_verified: bool
) -> Iterator[Stood]:
    """Each step with what saying it means, as the scripts stand; one that is no longer there says nothing."""
    is_after, before = False, None
    for each in walked:
        script, _, name = each.place.partition("#")
        place = Place(script=script, step=name)
        step = find_step(library, place)
        is_after = is_after or (is_verified and before is not None and _opens(before, place))
        if step is None:
            yield Stood(place=each.place, seconds=each.seconds, is_after_check=is_after)
            continue
        yield _meant(library[script], step, questions, each, is_after=is_after)
        before = step


def _opens(before: Step, place: Place) -> bool:
    """Whether the step before leads here once somebody is verified."""
    return any(choice.guard == VERIFIED and choice.target == place for choice in before.choices)


def _meant(script: Script, step: Step, questions: Questions, taken: ev.StepTaken, *, is_after: bool) -> Stood:
    what = heard_at(script, step, questions, ())
    said = {field for line in step.lines if isinstance(line, Say) for field in line.fields}
    return Stood(
        place=taken.place,
        duties=what.duties,
        seconds=taken.seconds,
        is_after_check=is_after,
        names_debt=bool(said & SENSITIVE_FIELDS),
        asks_money=bool(MONEY & {*what.asked}),
        is_kind=what.is_kind,
        says_back=READ_BACK in what.asked,
    )
