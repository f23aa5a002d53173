"""What each check is called, the values it needs from a rule, the words it lends to the rule's sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, tzinfo
from functools import cache, lru_cache
from typing import Final

import msgspec

from callassist.calendars import ALL_ZONES, local_day
from callassist.casefile import Call, Debt, Restriction
from callassist.kinds import RESTRICTIONS
from callassist.rules import SCOPES, Check, Situation, Values
from callassist.standing import Message

MANNERS: Final = ("any", "written", "oral")
Faults = Callable[[Values], Iterable[str]]


def no_faults(_values: Values) -> Iterable[str]:
    """Nothing beyond the types to look at."""
    return ()


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A check with what a rule may say to it.

    `needs` and `takes` are the values it must and may be given, by type; `words` the fields it fills beside
    those; `faults` names, as clauses, what is wrong with values of the right type. An `is_of_place` check
    looks at nothing but the zones and the moment. `personal` are those of `words` that hold the person's own words, or
    somebody's name: they are shown, and kept nowhere.
    """

    check: Check
    scopes: tuple[str, ...]
    needs: Mapping[str, type]
    takes: Mapping[str, type]
    words: tuple[str, ...]
    faults: Faults
    is_of_place: bool
    personal: frozenset[str] = frozenset()

    @property
    def fields(self) -> frozenset[str]:
        """Every field that a rule's sentence may use."""
        return frozenset({*self.words, *self.needs, *self.takes, "opens", "due"})


CHECKS: Final[dict[str, Listed]] = {}


def check(  # noqa: PLR0913 - what a check declares, each by its name
    *,
    scopes: tuple[str, ...] = SCOPES,
    values: Mapping[str, type] | None = None,
    words: tuple[str, ...] = (),
    faults: Faults = no_faults,
    is_of_place: bool = False,
    personal: tuple[str, ...] = (),
) -> Callable[[Check], Check]:
    """List a check under its own name; a value with a question mark may be left out."""
    given = values or {}

    def put(made: Check) -> Check:
        CHECKS[made.__name__] = Listed(
            check=made,
            scopes=scopes,
            needs={name: kind for name, kind in given.items() if not name.endswith("?")},
            takes={name[:-1]: kind for name, kind in given.items() if name.endswith("?")},
            words=words,
            faults=faults,
            is_of_place=is_of_place,
            personal=frozenset(personal),
        )
        return made

    return put


# ── what several checks need ──


def places(situation: Situation) -> tuple[str, ...]:
    """The zones whose calendars count: wherever the consumer may be, or anywhere when nothing says."""
    return situation.zones or ALL_ZONES


def strangers(what: str, names: Iterable[str], known: Iterable[str]) -> Iterable[str]:
    """A clause for each name in a rule that is none of those known."""
    told = tuple(known)
    for name in names:
        if name not in told:
            yield f"{name!r} is no {what}; known are {', '.join(told)}"


def manner_faults(kinds: Mapping[str, str]) -> Iterable[str]:
    """What is wrong with kinds of restriction, each with the manner in which it counts."""
    yield from strangers("kind of restriction", kinds, RESTRICTIONS)
    for kind, manner in kinds.items():
        if manner not in MANNERS:
            yield f"{kind} is {manner!r}; write {' or '.join(MANNERS)}"


def is_in_manner(restriction: Restriction, kinds: Mapping[str, str]) -> bool:
    """Whether a restriction is of one of the kinds, in writing or aloud as that kind counts."""
    manner = kinds.get(restriction.kind, "")
    return manner == "any" or (manner != "" and restriction.is_written == (manner == "written"))


def near(days: Sequence[int], today: int, span: int) -> int:
    """How many of the sorted days one of today could share `span` days in a row with.

    Later ones too: the clock may have stepped back.
    """
    return bisect_left(days, today + span) - bisect_right(days, today - span)


def answered_before(situation: Situation, who: Collection[str]) -> Call | None:
    """The newest call before the present one that one of `who` answered at this number.

    One that was to ask somebody else where the consumer is counts whoever answered it.
    """
    number, present = situation.number, situation.case.call
    for call in reversed(situation.case.consumer.calls):
        is_earlier = present is None or call.id != present.id
        is_asked = any(each in who for each in call.answered) or (call.is_location and call.reached == "third")
        if number and is_earlier and call.row == number.row and is_asked:
            return call
    return None


def is_other_patient(situation: Situation, debt: Debt) -> bool:
    """Whether somebody else is on file as the patient; a name of which one half is on file is held against that."""
    details, consumer = debt.details, situation.case.consumer
    if not (details.patient_first or details.patient_last):
        return False
    own = (consumer.first.casefold(), consumer.last.casefold())
    return (details.patient_first.casefold() or own[0], details.patient_last.casefold() or own[1]) != own


def day_begins(day: int, zones: Iterable[str]) -> datetime:
    """The moment, in UTC, by which a day (date.toordinal) has begun in every one of the zones."""
    return max(_midnight(day, zone) for zone in zones)


@lru_cache(maxsize=4096)
def _midnight(day: int, zone: str) -> datetime:
    return datetime.combine(date.fromordinal(day), time(), zone_of(zone)).astimezone(UTC)


@cache
def zone_of(name: str) -> tzinfo:
    """The clock of a zone, read when it is first asked for: that costs 5 ms."""
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def shortened(text: str, most: int = 40) -> str:
    """Words to quote in one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def has_reply_due(situation: Situation, restriction: int, values: Values) -> bool:
    """Whether a rule with `reply` lets what they began after they restricted contact be answered, and it has not been.

    Whoever starts contact by a medium (`medium`, else by telephone) may be answered once by that medium, on that day or
    within `reply_days` days after it.
    """
    if not values.get("reply", False):
        return False
    medium, days = values.get("medium", "call"), values.get("reply_days", 0)
    if medium != "call":
        return _has_letter_due(situation, restriction, medium, days)
    calls = situation.case.consumer.calls
    last = calls[-1] if calls else None
    return (
        last is not None
        and last.is_inbound
        and last.id > restriction
        and bool(last.outcome)
        and not last.is_conversation
        and situation.attempts[-1:] != ()
        and _is_lately(situation.attempts[-1].days, situation, days)
    )


def _has_letter_due(situation: Situation, restriction: int, medium: str, days: int) -> bool:
    """Whether more came from them of late than went back; for one number or address, what came from just that one."""
    point = situation.number or situation.email
    written = [
        message
        for message in situation.case.consumer.messages
        if message.id > restriction and message.medium == medium and (point is None or message.row == point.row)
    ]
    lately = (each for each in written if each.is_inbound and _is_lately(_days_of(each, situation), situation, days))
    first = next((message.id for message in lately), 0)
    since = [message for message in written if first and message.id >= first]
    return sum(1 if message.is_inbound else -1 for message in since) > 0


def _days_of(message: Message, situation: Situation) -> tuple[int, ...]:
    return tuple(local_day(message.at, zone).toordinal() for zone in places(situation))


def _is_lately(on: Iterable[int], situation: Situation, days: int) -> bool:
    """Whether something was, in every zone, no more than so many days ago, and is not still to come."""
    return all(0 <= today - day <= days for day, today in zip(on, situation.today, strict=True))
