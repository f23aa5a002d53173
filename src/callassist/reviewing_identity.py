"""Whether a transcript shows a check of who is speaking: which facts were asked for, which were answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from callassist.checks_words import LONGEST, spoken
from callassist.phrases import quoted, words_of
from callassist.reviewing_signs import OURS, Spot, Transcript, Turn, masked


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A fact: the words that ask for it and those that an answer holds; facts of one `group` count once.

    `is_read` says that an answer of ours behind the question gives it away.
    """

    asked: Mapping[str, Any]
    answered: Mapping[str, Any]
    group: str = ""
    is_read: bool = False


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """So many groups of facts are `needed`, one of them `personal`."""

    needed: int
    personal: frozenset[str]
    facts: Mapping[str, Asked]


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What a transcript shows of it: where it was complete, where it was asked, and where facts were read out.

    `answered` are the facts that were answered, with the turn.
    """

    verified: tuple[Spot, ...]
    asked: tuple[Spot, ...]
    read_out: tuple[Spot, ...]
    answered: tuple[tuple[str, int], ...]

    def said(self, at: Spot) -> str:
        """What had been answered by then, in words."""
        facts = [name for name, turn in self.answered if turn < at.turn]
        return f"answered by then: {', '.join(facts)}" if facts else "nothing was answered by then"


def checked(call: Transcript, identity: Identity, factors: int = 0) -> Checked:
    """Turn by turn: a fact that was asked for stays asked until they answer it; `factors` may ask for more of them."""
    needed = max(identity.needed, factors)
    asked: list[Spot] = []
    read_out: list[Spot] = []
    answered: dict[str, int] = {}
    verified: list[Spot] = []
    waiting: set[str] = set()
    for turn in call.turns:
        if turn.speaker == OURS:
            found = tuple(_asked(turn, identity))
            asked += (spot for _, spot, _ in found)
            read_out += (spot for _, spot, is_given in found if is_given)
            given = {name for name, _, is_given in found if is_given}
            waiting = (waiting | {name for name, _, _ in found}) - given
            continue
        for name in sorted(waiting):
            if any(spoken(turn.text[:LONGEST], identity.facts[name].answered)):
                answered.setdefault(name, turn.number)
        waiting -= answered.keys()
        if not verified and _is_enough(answered, identity, needed):
            verified.append(Spot(turn=turn.number, start=len(turn.text), quoted="", speaker=turn.speaker))
    return Checked(
        verified=tuple(verified),
        asked=tuple(asked),
        read_out=tuple(read_out),
        answered=tuple(answered.items()),
    )


def _asked(turn: Turn, identity: Identity) -> Iterator[tuple[str, Spot, bool]]:
    """Each fact that a turn of ours asks for, and whether it gives the answer away."""
    text = turn.text[:LONGEST]
    words = words_of(text)
    for name, fact in identity.facts.items():
        found = next(spoken(text, fact.asked), None)
        if found is not None:
            answers = spoken(text, fact.answered) if fact.is_read else ()
            given = next((span for span in answers if span[0] >= found[1]), None)
            span = (found[0], given[1]) if given else found
            said = masked(quoted(text, words, span))
            yield name, Spot(turn=turn.number, start=words[span[0]].start, quoted=said, speaker=OURS), given is not None


def _is_enough(answered: Mapping[str, int], identity: Identity, needed: int) -> bool:
    groups = {identity.facts[name].group or name for name in answered}
    return len(groups) >= needed and not identity.personal.isdisjoint(answered)
