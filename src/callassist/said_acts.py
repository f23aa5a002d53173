"""What may be done about words that were heard, as values: proposals, each with what its one key does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from callassist.casefile import CaseFile
from callassist.commands import Command
from callassist.outcomes import Outcomes

MOST: Final = 3
"""So many are shown together."""


class Doing(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What a key does. It shows its name alone where a program prints values: words may be in it."""

    def __repr__(self) -> str:
        """Which act, nothing of what was said."""
        return f"{type(self).__name__}(...)"


class Do(Doing, frozen=True, kw_only=True):
    """Commands, one after another; with `wraps` the outcome is asked for afterwards."""

    commands: tuple[Command, ...]
    wraps: bool = False


class ToOffers(Doing, frozen=True, kw_only=True):
    """The offers, with what they propose typed already."""

    words: str


class ToScript(Doing, frozen=True, kw_only=True):
    """A place of the script: a card, or `script` alone for its beginning."""

    place: str


class ToWrap(Doing, frozen=True, kw_only=True):
    """Wrap-up with a code picked and fields filled in as one would type them."""

    code: str
    typed: tuple[tuple[str, str], ...] = ()


class ToPane(Doing, frozen=True, kw_only=True):
    """What a key of the call screen opens: statement, deals, others, refuses."""

    action: str


class Ask(Doing, frozen=True, kw_only=True):
    """Which holds: what is on file, or what they said. `told` is done when it is what they said."""

    on_file: str
    said: str
    told: Do | ToOffers | ToWrap | ToPane


Act = Do | ToOffers | ToScript | ToWrap | ToPane | Ask


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """What may be done about words that were heard, by one key. `stake` orders, the highest first.

    `is_untold` says that it tells nothing of a debt, and may be shown to whoever is not verified.
    """

    name: str
    title: str
    quoted: str
    act: Act
    stake: int = 0
    is_untold: bool = False

    def __repr__(self) -> str:
        """Which proposal, nothing of what was said."""
        return f"Proposal({self.name})"


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a call knows: the facts that guards ask for, the codes of its outcomes, the places of its scripts.

    `cards`, `codes` and `asks` are an intent's place in the scripts, its code and its key's name, as data/intents.yaml
    has them; `places` are written `script#step`, or `script` alone.
    """

    outcomes: Outcomes
    facts: frozenset[str] = frozenset()
    cards: Mapping[str, str] = {}
    codes: Mapping[str, str] = {}
    asks: Mapping[str, str] = {}
    places: frozenset[str] = frozenset()

    @property
    def is_told(self) -> bool:
        """Whether who we are was read out, and cover asked about: then means may be kept."""
        return {"is_disclosed", "has_coverage_answer"} <= self.facts


def still(proposed: Iterable[Proposal], case: CaseFile) -> tuple[Proposal, ...]:
    """Those that may still be shown, now that the case is this."""
    call = case.call
    return tuple(each for each in proposed if call and (each.is_untold or call.verified))


def merged(older: Iterable[Proposal], newer: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """One set of both: of two by one name the newer; at equal stakes the newer first."""
    both = {each.name: each for each in (*newer, *older)} | {each.name: each for each in newer}
    return tuple(sorted(both.values(), key=lambda each: -each.stake)[:MOST])
