"""What to do next to find somebody: the steps that their balance is worth, what has been tried, what is waited for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

import msgspec

from callassist.casefile import Consumer
from callassist.contact_points import results
from callassist.kinds import in_words
from callassist.points import ContactPoint
from callassist.survey import Verdicts

DO, WAIT, DONE = "do", "wait", "done"
MAIL: Final = "contact"
"""The kind of letter that asks somebody to call us."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One of policy.TRACE_STEPS: to do now, to wait for, or done, as where there is nothing to do; `say` tells it."""

    kind: str
    state: str
    say: str
    row: int = 0


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The steps of a case in the order of its tier; `tier` counts from 0, more is more effort."""

    case: int
    tier: int
    open_cents: int
    steps: tuple[Step, ...]

    @property
    def next(self) -> Step | None:
        """What to do now: the first step that is open, else what is waited for; None when everything was tried."""
        open_ones = [step for step in self.steps if step.state == DO]
        waited = [step for step in self.steps if step.state == WAIT]
        return next(iter((*open_ones, *waited)), None)

    @property
    def untried(self) -> int:
        """How many steps are still open."""
        return sum(step.state == DO for step in self.steps)

    @property
    def worth(self) -> tuple[bool, int, int, int, int]:
        """By what the list is ordered, least first: open steps first, then tier, how much is untried, balance."""
        return not self.untried, -self.tier, -self.untried, -self.open_cents, self.case


def plan(verdicts: Verdicts) -> Plan:
    """What to do next to find the person of a case, as it was judged."""
    case, policy = verdicts.case, verdicts.base.setting.agency.traces
    owed = sum(debt.balance_cents for debt in case.open_debts())
    tier = policy.tier(owed)
    steps = tuple(_STEPS[kind](verdicts) for kind in policy.effort[tier].steps)
    return Plan(case=case.id, tier=tier, open_cents=owed, steps=steps)


def _tried(consumer: Consumer, kind: str) -> datetime | None:
    """When a step was last tried by hand."""
    return max((at for step, at in consumer.tried if step == kind), default=None)


def _step(consumer: Consumer, kind: str, say: str, *, row: int = 0) -> Step:
    """A step that is open unless it was tried, or there is nothing to do (`say` is '')."""
    tried = _tried(consumer, kind)
    if tried:
        return Step(kind=kind, state=DONE, say=f"{in_words(kind)} tried on {tried:%d %b}")
    return Step(kind=kind, state=DO, say=say, row=row) if say else Step(kind=kind, state=DONE, say="")


# ── the steps ──


def _last_good(at: Verdicts) -> Step:
    """A number on which they once answered, not somebody else's, and not rung since it was given up."""
    consumer = at.case.consumer
    found = max(
        ((last, point.row) for point in consumer.numbers if (last := _last_answer(consumer, point))), default=None
    )
    say = f"call back the number in row {found[1]}, on which they last answered on {found[0]:%d %b %Y}" if found else ""
    return _step(consumer, "last_good", say, row=found[1] if found else 0)


def _last_answer(consumer: Consumer, point: ContactPoint) -> datetime | None:
    if point.is_usable or point.standing == "wrong_party":
        return None
    return max((call.at for call in results(consumer, point.row) if call.reached == "right"), default=None)


def _linked(at: Verdicts) -> Step:
    """Cases that may be the same person, whose numbers come with the link."""
    suggested = [link.other for link in at.case.consumer.links if link.state == "suggested"]
    say = f"look at {' and '.join(f'C{other}' for other in suggested)}: perhaps the same person" if suggested else ""
    return _step(at.case.consumer, "linked", say)


def _files(at: Verdicts) -> Step:
    return _step(at.case.consumer, "files", "search our own files by name, birth date and address")


def _vendor(at: Verdicts) -> Step:
    """An answer to judge, a request to wait for, else a request to make, not again within the agency's days."""
    consumer, policy = at.case.consumer, at.base.setting.agency.traces
    waiting = [trace for trace in consumer.traces if trace.state == "waiting"]
    if waiting:
        return Step(kind="vendor", state=DO, say=f"accept or refuse what {waiting[-1].vendor} answered")
    last = consumer.trace_requests[-1] if consumer.trace_requests else None
    if last is not None and last.answered is None:
        return Step(kind="vendor", state=WAIT, say=f"waiting for {last.vendor} since {last.at:%d %b}")
    if last is not None and (at.now - last.at).days < policy.ask_again_days:
        return Step(kind="vendor", state=DONE, say=f"{last.vendor} asked on {last.at:%d %b}")
    return _step(
        consumer, "vendor", f"ask {' or '.join(sorted(policy.vendors))} where they are" if policy.vendors else ""
    )


def _location(at: Verdicts) -> Step:
    """Somebody on file who may still be asked; the rules say whether, and once."""
    consumer = at.case.consumer
    open_ones = [each for each in consumer.others if each.is_usable and not at.of("location_call", each.row).is_stopped]
    first = open_ones[0] if open_ones else None
    say = f"ask the {first.relation} (row {first.row}) where they are" if first else ""
    return _step(consumer, "location", say, row=first.row if first else 0)


def _letter(at: Verdicts) -> Step:
    """A letter to an address from which no mail has come back."""
    consumer = at.case.consumer
    asked = [letter for letter in consumer.letters if letter.kind == MAIL]
    if asked:
        return Step(kind="letter", state=DONE, say=f"a letter was asked for on {asked[-1].not_before:%d %b}")
    place = next((place for place in reversed(consumer.places) if place.is_usable), None)
    is_stopped = at.of("letter").is_stopped
    return _step(consumer, "letter", "write to them to call us" if place and not is_stopped else "")


_STEPS: Final[Mapping[str, Callable[[Verdicts], Step]]] = {
    "last_good": _last_good,
    "linked": _linked,
    "files": _files,
    "vendor": _vendor,
    "location": _location,
    "letter": _letter,
}
