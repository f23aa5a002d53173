"""A transcript reviewed: what in it breaks a rule, at which turn and in which words, and what cannot be told from it.

What is looked for is data (data/review.yaml): signs of turns, and for each kind of finding the order in which they may
not come. A finding cites its rule; what hangs on anything that no transcript has is said to be open, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from callassist.reviewing_identity import Identity, checked
from callassist.reviewing_signs import ANY, OURS, Ear, Marks, Sign, Spot, Transcript, marked
from callassist.rules import Rule

READ: Final = "read-out"
VERIFIED: Final = "verified"
TURN: Final = "turn"
IDENTITY: Final = "identity"
TONE: Final = "tone"
UNSEEN: Final = (
    (TONE, "How it was said: tone, pace, silence and who else could hear it are not in a transcript."),
    ("earlier", "What was said, sent or asked before this call: only the case has it."),
)
SEEN: Final = "Enough facts were asked for and answered; whether the answers were right is not in the transcript."
UNKNOWN_STATE: Final = "Their state is not known (--state), and this hangs on it."
HEARD: Final = "Listening took these words for it, and the talk of money went on: whether they meant it, read the turn."
ONE: Final = 1
AGENCY: Final = "agency"


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of finding: `sign` is said with none of `before` earlier, or behind one of `after` in an earlier turn.

    `then` must come later, none of `unless` anywhere. `in_doubt` said earlier, or none of `needs` anywhere, leaves it
    open, for the reason `why`; so does `is_open` always. `hangs` is what cannot be told of it even so. `is_agency`:
    only where we call in our own name. `states` are those in which it is looked for, None: in every one.
    `effect`, `say`, `cite` and `verified` are as in a rule, `rule` its id or ''.
    """

    kind: str
    title: str
    sign: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    in_doubt: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    states: tuple[str, ...] | None = None
    is_open: bool = False
    why: str = ""
    hangs: str = ""
    is_agency: bool = False
    rule: str = ""
    effect: str = "warn"
    say: str = ""
    cite: tuple[str, ...] = ()
    verified: str = "V"


class Lookout(msgspec.Struct, frozen=True, kw_only=True):
    """All that is looked for: signs by name, how a speaker is verified, the kinds of finding in their order."""

    signs: Mapping[str, Sign]
    identity: Identity
    looks: tuple[Look, ...]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known beside the transcript: their state ('' unknown), whether the bill is for care.

    `factors` are so many facts as the creditor asks for, `line` is agency or early_out.
    """

    state: str = ""
    is_medical: bool = False
    factors: int = 0
    line: str = "agency"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What was found: at which turn (counted from 1), in which words, against which rule."""

    kind: str
    turn: int
    speaker: str
    quoted: str
    title: str
    effect: str
    say: str
    rule: str
    cite: tuple[str, ...]
    verified: str
    note: str = ""

    def __repr__(self) -> str:
        """Where it stands, nothing of what was said."""
        return f"{type(self).__name__}(turn={self.turn})"


class Unsure(msgspec.Struct, frozen=True, kw_only=True):
    """What cannot be told, and why; `turn` 0: of none in particular."""

    kind: str
    why: str
    turn: int = 0
    quoted: str = ""

    def __repr__(self) -> str:
        """Where it stands, nothing of what was said."""
        return f"{type(self).__name__}(turn={self.turn})"


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """One call reviewed."""

    call: str
    turns: int
    findings: tuple[Finding, ...]
    cannot_tell: tuple[Unsure, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds that were found."""
        return frozenset(each.kind for each in self.findings)


def review(call: Transcript, lookout: Lookout, known: Known, ear: Ear | None = None) -> Review:
    """Everything that is to be said of one call; without `ear` what they say is read by phrases alone."""
    identity = checked(call, lookout.identity, known.factors)
    marks = marked(call, lookout.signs, ear)
    marks[VERIFIED] = identity.verified
    marks[READ] = identity.read_out
    marks[TURN] = tuple(
        Spot(turn=turn.number, start=len(turn.text), quoted=_short(turn.text))
        for turn in call.turns
        if turn.speaker == OURS
    )
    findings: list[Finding] = []
    unsure: list[Unsure] = []
    for look in lookout.looks:
        for each in _looked(look, marks, known):
            if isinstance(each, Unsure):
                unsure.append(each)
            else:
                findings.append(_found(look, each, identity.said(each)))
                unsure += _hanging(look, each)
    unsure += _identity(identity.verified, identity.asked)
    unsure += (Unsure(kind=kind, why=why) for kind, why in (*call.unread, *UNSEEN))
    return Review(
        call=call.call,
        turns=len(call.turns),
        findings=tuple(sorted(findings, key=lambda found: found.turn)),
        cannot_tell=tuple(dict.fromkeys(unsure)),
    )


def _hanging(look: Look, spot: Spot) -> Iterator[Unsure]:
    if look.hangs:
        yield Unsure(kind=look.kind, why=look.hangs, turn=spot.turn)


def _identity(verified: tuple[Spot, ...], asked: tuple[Spot, ...]) -> Iterator[Unsure]:
    if verified:
        yield Unsure(kind=IDENTITY, why=SEEN, turn=verified[0].turn)
    elif asked:
        why = "A check of who is speaking was begun and not finished, as far as the transcript shows."
        yield Unsure(kind=IDENTITY, why=why, turn=asked[0].turn)


# ── one kind ──


def _looked(look: Look, marks: Marks, known: Known) -> Iterator[Spot | Unsure]:
    """Where it is found, or why it cannot be told; nothing when it is not there."""
    firm = {name: tuple(each for each in spots if not each.is_heard) for name, spots in marks.items()}
    spot = _first(look, firm)
    is_others = look.is_agency and known.line != AGENCY
    if is_others or any(firm.get(name) for name in look.unless):
        return
    if spot is None:
        yield from _heard(look, marks)
        return
    if look.states is not None and not known.state:
        yield Unsure(kind=look.kind, why=UNKNOWN_STATE, turn=spot.turn)
    elif look.states is None or known.state in look.states:
        yield (
            Unsure(kind=look.kind, why=look.why, turn=spot.turn, quoted=spot.quoted)
            if _is_open(look, spot, marks, known)
            else spot
        )


def _heard(look: Look, marks: Marks) -> Iterator[Unsure]:
    """What would be found if they meant what listening took their words for: a person has to read it."""
    spot = _first(look, marks)
    said = next((each for each in _all((*look.after, *look.then), marks) if each.is_heard), None)
    if spot is not None and said is not None:
        yield Unsure(kind=look.kind, why=HEARD, turn=said.turn, quoted=said.quoted)


def _is_open(look: Look, spot: Spot, marks: Marks, known: Known) -> bool:
    """Whether what was found hangs on something that is not known."""
    is_doubted = any(_is_earlier(each, spot) for each in _all(look.in_doubt, marks))
    is_needed = look.needs and not known.is_medical and not any(marks.get(name) for name in look.needs)
    return look.is_open or is_doubted or bool(is_needed)


def _first(look: Look, marks: Marks) -> Spot | None:
    """The first place at which the order of signs is broken."""
    before, after = _all(look.before, marks), _all(look.after, marks)
    then = _all(look.then, marks)
    for spot in sorted(_all(look.sign, marks), key=lambda each: (each.turn, each.start)):
        is_early = not any(_is_earlier(each, spot) for each in before)
        is_late = not look.after or any(each.turn < spot.turn for each in after)
        is_before = not look.then or any(each.turn > spot.turn for each in then)
        if is_early and is_late and is_before:
            return spot
    return None


def _all(names: Iterable[str], marks: Marks) -> tuple[Spot, ...]:
    return tuple(spot for name in names for spot in marks.get(name, ()))


def _is_earlier(one: Spot, other: Spot) -> bool:
    return (one.turn, one.start) < (other.turn, other.start)


def _found(look: Look, spot: Spot, note: str) -> Finding:
    return Finding(
        kind=look.kind,
        turn=spot.turn,
        speaker=spot.speaker or OURS,
        quoted=spot.quoted,
        title=look.title,
        effect=look.effect,
        say=look.say.replace("{found}", spot.quoted),
        rule=look.rule,
        cite=look.cite,
        verified=look.verified,
        note=note if VERIFIED in look.before else "",
    )


def _short(text: str, most: int = 60) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else f"{flat[: most - ONE]}…"


# ── rules of words ──


def look_of(kind: str, rule: Rule, sign: str) -> Look:
    """A kind of finding that is a rule's own: its words, said by us at any turn."""
    return Look(
        kind=kind,
        title=rule.title,
        sign=(sign,),
        rule=rule.id,
        effect=rule.effect,
        say=rule.say,
        cite=tuple(map(str, rule.cite)),
        verified=rule.verified,
    )


__all__ = ("ANY", "OURS", "Finding", "Known", "Look", "Lookout", "Review", "Unsure", "look_of", "review")
