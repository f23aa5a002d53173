"""The worlds that the call scripts are proved in, as the rules on file have them.

For each state a case is told of a debt that is old and of one that is not, and, for each speaker with every paper on
file and with none, of a call with them. The rules are asked of it: what may they hear, what must be read out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Final

import msgspec
from msgspec.structs import replace

from callassist.checks import by_name
from callassist.dialogue_worlds import CONSUMER, HEARD, World
from callassist.handbook import Handbook
from callassist.hearing import FACTS, may_hear
from callassist.kinds import AUTHORITIES, SPEAKERS
from callassist.rule_shapes import (
    Asked,
    Given,
    GivenAuthority,
    GivenCall,
    GivenClient,
    GivenDates,
    GivenDebt,
    GivenLimit,
    Trial,
)
from callassist.rule_stories import Story
from callassist.rules import Rulebook, Setting, bind
from callassist.survey import Verdicts, glance

OLD: Final = timedelta(days=40 * 365)
YOUNG: Final = timedelta(days=200)
"""How long ago the care was: past every limitation there is, and within all of them."""
SAID: Final = timedelta(minutes=1)
KINDS_OF_CREDITOR: Final = ("", "other")
"""Rules on old debts part health care from other creditors."""
DEBT: Final = 1
MONEY, RECORD = "take_payment", "record"
ASKED: Final = frozenset({*FACTS, RECORD})
"""What is asked of each case; the rules on nothing else need not be."""


class _Guide(msgspec.Struct, frozen=True, kw_only=True):
    setting: Setting
    rulebook: Rulebook


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    """A case to be told: where, who is speaking, what is on file of them, how old the debt is, and if somebody died."""

    state: str
    speaker: str = CONSUMER
    has_paper: bool = False
    is_old: bool = False
    has_died: bool = False
    creditor: str = ""


def script_worlds(handbook: Handbook, now: datetime, states: Collection[str] = ()) -> tuple[World, ...]:
    """Every world that rules, clients and speakers make, at a moment; `dialogue_worlds.distinct` collapses them.

    Of some states, or of all on the map.
    """
    handbook = replace(handbook, rulebook=_bearing(handbook.rulebook))
    aid_first = sorted(code for code, policy in handbook.setting.clients.items() if policy.aid_first)
    found = []
    for state in sorted(states or handbook.setting.geography.states):
        found += list(_of_state(handbook, now, state))
    found += [replace(world, is_aid_first=True, client=aid_first[0]) for world in found if aid_first and world.hears]
    return tuple(found)


def _bearing(rulebook: Rulebook) -> Rulebook:
    return bind((rule for rule in rulebook.rules if not ASKED.isdisjoint(rule.acts)), by_name())


def _of_state(handbook: Handbook, now: datetime, state: str) -> Iterator[World]:
    consumer = _asked(handbook, now, _Told(state=state))
    asks_notice = _wants(consumer, RECORD, "recording-notice")
    barred = any(
        _wants(
            _asked(handbook, now, _Told(state=state, is_old=True, creditor=kind)),
            MONEY,
            "time-barred-notice",
            "sentence",
        )
        for kind in KINDS_OF_CREDITOR
    )
    kept = HEARD - _heard(consumer)
    for told in _speakers(state):
        heard = HEARD if told.speaker == CONSUMER else _heard(_asked(handbook, now, told))
        world = World(
            states=(state,),
            speaker=told.speaker,
            has_paper=told.has_paper,
            is_estate=told.has_died,
            is_notice_asked=asks_notice,
            hears=heard | kept if heard else heard,
        )
        yield world
        if barred and heard:
            yield replace(world, is_time_barred=True)


def _speakers(state: str) -> Iterator[_Told]:
    """Everybody who may speak, without a paper and with all of them; after a death, who might settle the estate."""
    yield _Told(state=state)
    for speaker in SPEAKERS:
        if speaker != CONSUMER:
            yield _Told(state=state, speaker=speaker)
            yield _Told(state=state, speaker=speaker, has_paper=True)
            yield _Told(state=state, speaker=speaker, has_paper=True, has_died=True)


def _asked(handbook: Handbook, now: datetime, told: _Told) -> Verdicts:
    """What the rules say of such a case."""
    begun = (now - SAID).isoformat()
    care = (now - (OLD if told.is_old else YOUNG)).date()
    papers = AUTHORITIES if told.has_paper else ()
    given = Given(
        state=told.state,
        zip="",
        debts=(GivenDebt(service=care, itemised=(now - YOUNG / 2).date(), dates=GivenDates(defaulted=care)),),
        calls=(GivenCall(at=begun, by="them", speaker=told.speaker, verified=True),),
        restrictions=(GivenLimit(kind="deceased"),) if told.has_died else (),
        authorities=tuple(GivenAuthority(kind=kind, relation=told.speaker, written=True) for kind in papers),
        clients=GivenClient(kind=told.creditor),
    )
    story = Story(
        Trial(name=f"a script in {told.state}", when=Asked(at=now.isoformat()), then="", given=given),
        handbook.setting.geography,
    )
    guide = _Guide(setting=story.setting(), rulebook=handbook.rulebook)
    return glance(story.case(), guide, now, story.trial.when.line)


def _heard(verdicts: Verdicts) -> frozenset[str]:
    return may_hear(verdicts, (DEBT,))[DEBT] & HEARD


def _wants(verdicts: Verdicts, action: str, statement: str, *more: str) -> bool:
    """Whether a rule on an action waits for a statement; `more` are what its values must hold besides."""
    for finding in verdicts.of(action).findings:
        rule = verdicts.rulebook.rule(finding.rule)
        values = (rule.values_on(verdicts.base.day) if rule else None) or {}
        if values.get("statement") == statement and all(name in values for name in more):
            return True
    return False
