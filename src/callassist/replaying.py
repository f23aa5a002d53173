"""A call as it went, step by step, out of the journals: what was done, when, by which key, and what the rules said.

What is shown is the least that tells how the call went: numbers by their last four digits, answers to the identity
check only as right or wrong, of notes and of words in the person's own mouth only that they were kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from callassist import events as ev
from callassist.calendars import local_day
from callassist.casefile import CaseFile, Entry, consumer_stream
from callassist.checked import KeptRule, own_words
from callassist.identity import BY, WORDS
from callassist.kinds import ANSWERS, in_words
from callassist.money import format_cents
from callassist.prompts import ACCEPTED, DISMISSED, OVERRIDDEN, SHOWN

BEGINS: Final = (ev.CallPlaced, ev.CallReceived)
NO_PROMPTS: Final = "Prompts were not journalled on this call."
NO_SCRIPT: Final = "The way through the script was not journalled on this call, only statements that were read out."
NO_RULES: Final = "No check of the rules was kept with this call."
Book = Callable[[str], Sequence[KeptRule] | None]
"""The rules by the digest under which a check named them; None when they are not kept."""
_CAMEL: Final = re.compile(r"(?<!^)(?=[A-Z])")


class RuleSaid(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule said when it was asked: its effect, its sentence, and the debt it was about (0: none)."""

    rule: str
    effect: str
    say: str
    debt: int = 0


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was journalled: `seconds` from the beginning of the call (below 0 before it).

    `key` is the key of the call screens that does this and `command` the verb of the command line; '' where there is
    none. `number` is that of the entry in its journal, `rules` what those said that were asked.
    """

    number: int
    at: datetime
    seconds: int
    by: str
    kind: str
    what: str
    key: str = ""
    command: str = ""
    rules: tuple[RuleSaid, ...] = ()

    def __repr__(self) -> str:
        """Which entry of which kind, nothing of what it tells."""
        return f"Step({self.number}, {self.kind})"


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """A call, its steps in order, and what of it was not kept. `zone` is whose clock is shown."""

    case: str
    call: int
    at: datetime
    zone: str
    is_inbound: bool
    outcome: str
    talk_seconds: int
    steps: tuple[Step, ...]
    not_kept: tuple[str, ...] = ()


def replay(case: CaseFile, entries: Iterable[Entry], call: int, zone: str, book: Book) -> Replay | None:
    """A call by its number; None when the case has no such call."""
    made = next((each for each in case.consumer.calls if each.id == call), None)
    if made is None:
        return None
    kept = tuple(of_call(case, tuple(entries), call))
    ends = (each for each in kept if isinstance(each.event, ev.OutcomeLogged))
    followed = frozenset(seq for each in ends for seq in (each.seq, *getattr(each.event, "effects", ())))
    told = _Telling(case=case, begin=made.at, zone=zone, book=book, followed=followed)
    steps = tuple(step for entry in kept for step in (told.way(entry) or (told.step(entry),)))
    events = [entry.event for entry in kept]
    missing = (
        *(() if any(isinstance(each, ev.CheckMade) for each in events) else (NO_RULES,)),
        *(() if any(_prompts(each) for each in events) else (NO_PROMPTS,)),
        *(() if any(isinstance(each, ev.ScriptFollowed) for each in events) else (NO_SCRIPT,)),
    )
    return Replay(
        case=f"C{case.id}",
        call=call,
        at=made.at,
        zone=zone,
        is_inbound=made.is_inbound,
        outcome=made.outcome,
        talk_seconds=made.talk_seconds,
        steps=steps,
        not_kept=missing,
    )


# ── which entries are of the call ──


def of_call(case: CaseFile, entries: Sequence[Entry], call: int) -> Iterator[Entry]:
    """In the order in which they were written: of the person's journal, and of the debts' while the call went on."""
    home = [entry for entry in entries if entry.stream == consumer_stream(case.id)]
    mine = [entry for entry in home if _belongs(entry, home, call)]
    begin = next(entry for entry in home if entry.seq == call)
    ends = [entry.at for entry in mine]
    debts = [
        entry
        for entry in entries
        if entry.stream & 1 and begin.at <= entry.at <= max(ends) and entry.actor == begin.actor
    ]
    return iter(sorted((*mine, *debts), key=lambda entry: (entry.at, entry.stream & 1, entry.seq)))


def _belongs(entry: Entry, home: Sequence[Entry], call: int) -> bool:
    before, last = _bounds(home, call)
    if getattr(entry.event, "call", 0) == call:
        return True
    if before < entry.seq < call:  # what the rules answered before it was placed: refusals too
        return isinstance(entry.event, ev.CheckMade)
    return call <= entry.seq <= last


def _bounds(home: Sequence[Entry], call: int) -> tuple[int, int]:
    """The last entry of the call before, and the last of this one."""
    calls = [entry.seq for entry in home if isinstance(entry.event, BEGINS)]
    earlier = [seq for seq in calls if seq < call]
    return (_last(home, earlier[-1]) if earlier else 0), _last(home, call)


def _last(home: Sequence[Entry], call: int) -> int:
    """The last entry of a call: the last effect of its outcomes; else the last before the next call is asked about."""
    ended = [
        max((entry.seq, *entry.event.effects))
        for entry in home
        if isinstance(entry.event, ev.OutcomeLogged) and entry.event.call == call
    ]
    if ended:
        return max(ended)
    following = [entry for entry in home if isinstance(entry.event, BEGINS) and entry.seq > call]
    if not following:
        return max(entry.seq for entry in home)
    asked = [e.seq for e in home if isinstance(e.event, ev.CheckMade) and call < e.seq < following[0].seq]
    return min((*asked, following[0].seq)) - 1


# ── one step ──


class _Telling(msgspec.Struct, frozen=True, kw_only=True):
    """Tells entries as steps; `followed` are outcomes of the person's journal and all that one key brought about."""

    case: CaseFile
    begin: datetime
    zone: str
    book: Book
    followed: frozenset[int] = frozenset()

    def step(self, entry: Entry) -> Step:
        kind = type(entry.event)
        is_followed = entry.seq in self.followed and not entry.stream & 1
        key, command = DONE_BY.get(ev.OutcomeLogged if is_followed else kind, ("", ""))
        return Step(
            number=entry.seq,
            at=entry.at,
            seconds=round((entry.at - self.begin).total_seconds()),
            by=entry.actor,
            kind=kind.__name__,
            what=self.what(entry),
            key=key,
            command=command,
            rules=tuple(self.rules(entry)),
        )

    def way(self, entry: Entry) -> tuple[Step, ...]:
        """The way through the script, a step each; their seconds are counted from when the talk began."""
        if not isinstance(entry.event, ev.ScriptFollowed):
            return ()
        whole = self.step(entry)
        return tuple(
            replace(whole, key=each.key, what=f"script at {each.place}, {each.seconds} s into the talk")
            for each in entry.event.steps
        )

    def what(self, entry: Entry) -> str:
        event = entry.event
        if prompts := _prompts(event):
            return f"the desk said: {'; '.join(prompts)}"
        telling = _TOLD.get(type(event))
        return telling(self.case, event) if telling else _plain(type(event).__name__)

    def rules(self, entry: Entry) -> Iterator[RuleSaid]:
        """What the rules said that were asked; sentences that the journal leaves out are those of the kept rules."""
        if isinstance(entry.event, ev.CheckMade):
            day = local_day(entry.at, self.zone)
            known = {rule.id: rule for rule in self.book(entry.event.book) or ()}
            for found in entry.event.found:
                say = found.say or _own(known.get(found.rule), day)
                yield RuleSaid(rule=found.rule, effect=found.effect, say=say, debt=found.debt)


def _own(rule: KeptRule | None, day: date) -> str:
    return own_words(rule.say, rule.values_on(day) or {}) if rule else ""


def _plain(name: str) -> str:
    return _CAMEL.sub(" ", name).lower()


def _prompts(event: ev.Event) -> tuple[str, ...]:
    """What the desk said on the line of guidance, and what was made of it; older journals have none."""
    if not isinstance(event, ev.PromptsEnded):
        return ()
    return tuple(f"{_prompt(each.id)} ({ENDED[each.how]}{_stood(each)})" for each in event.prompts)


def _prompt(name: str) -> str:
    kind, _, rest = name.partition(".")
    words = rest.replace("-", " ").replace("_", " ")
    match kind:
        case "say":
            return f"say the {words}"
        case "call":
            return STAGES.get(rest, words)
        case "heard":
            return f"heard, {words}"
        case _:
            return f"rule {name}"


def _stood(end: ev.PromptEnd) -> str:
    return f" after {end.seconds} s" if end.seconds else ""


ENDED: Final = {ACCEPTED: "done", DISMISSED: "set aside", OVERRIDDEN: "still open at the end", SHOWN: "read"}
STAGES: Final = {
    "identity": "confirm who is speaking",
    "unproved": "nobody can be verified",
    "third-party": "somebody else is on the line",
    "location": "ask where they are, nothing more",
}
"""Prompts of a stage of the call, in words."""


# ── in words ──


def _number(case: CaseFile, row: int) -> str:
    point = case.consumer.contact_at(row)
    return f"{point.kind} number ..{point.number % 10_000:04d}" if point else "number"


def _checked(_: CaseFile, event: ev.CheckMade) -> str:
    act = in_words(event.action)
    spoke = len({each.rule for each in event.found})
    went = f"; gone on in spite of {', '.join(event.overridden)} as {event.by_role}" if event.overridden else ""
    stopped = {"block": "refused", "warn": "allowed with a warning"}.get(event.effect, "no rule on file stops it")
    return f"{event.judged} rules asked about {act}: {stopped}; {spoke} had something to say{went}"


def _tried(_: CaseFile, event: ev.IdentityTried) -> str:
    return f"answer to {WORDS.get(event.factor, event.factor)}: {'right' if event.is_match else 'wrong'}"


def _verified(_: CaseFile, event: ev.IdentityVerified) -> str:
    by = " and ".join(BY.get(factor, factor) for factor in event.factors)
    return f"verified as the {in_words(event.speaker)} by {by}"


def _logged(_: CaseFile, event: ev.OutcomeLogged) -> str:
    talk = f"{event.talk_seconds // 60}:{event.talk_seconds % 60:02d}"
    followed = (
        f", and what follows from it ({_counted(len(event.effects), 'entry', 'entries')})" if event.effects else ""
    )
    return f"outcome {event.code}, reached {event.reached}, talk {talk}{followed}"


def _counted(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _limited(_: CaseFile, event: ev.RestrictionPlaced) -> str:
    until = f" until {event.until:%d %b %Y}" if event.until else ""
    words = ", with their words" if event.words else ""
    return f"limit placed: {in_words(event.kind)}{until}{words}"


def _offered(_: CaseFile, event: ev.OffersMade) -> str:
    return f"offered {' or '.join(_terms(each) for each in event.offers)}"


def _terms(terms: ev.OfferTerms) -> str:
    total = format_cents(sum(payment.cents for payment in terms.payments))
    count = len(terms.payments)
    return f"{in_words(terms.kind)} of {total}{f' in {count} payments' if count > 1 else ''}"


def _promised(_: CaseFile, event: ev.PromiseMade) -> str:
    return f"promise of {format_cents(sum(each.cents for each in event.shares))} by {event.due:%d %b %Y}"


_TOLD: Final[Mapping[type, Callable[[CaseFile, Any], str]]] = {
    ev.CheckMade: _checked,
    ev.CallPlaced: lambda case, e: (
        f"dialled the {_number(case, e.row)}, about {_counted(len(e.debts), 'debt', 'debts')}"
    ),
    ev.CallReceived: lambda _, e: f"they called{f' from ..{e.number % 10_000:04d}' if e.number else ''}",
    ev.IdentityTried: _tried,
    ev.IdentityVerified: _verified,
    ev.IdentityRefused: lambda _, e: f"would not verify; offered instead: {in_words(e.instead)}",
    ev.ThirdPartyAnswered: lambda _, e: f"somebody else on the line: {in_words(e.who)}",
    ev.SpeakerNamed: lambda _, e: f"on the line now: {in_words(e.relation)}",
    ev.DisclosureGiven: lambda _, e: f"read out: {e.kind.replace('-', ' ')} ({e.language})",
    ev.NoteWritten: lambda case, e: f"note kept, {len(case.texts.get(e.row, ''))} characters",
    ev.OutcomeLogged: _logged,
    ev.OutcomeRetracted: lambda _, __: "outcome undone, with all that had followed from it",
    ev.CallbackSet: lambda _, e: f"callback set, asked for by {in_words(e.asked_by)}",
    ev.PromiseMade: _promised,
    ev.RestrictionPlaced: _limited,
    ev.RestrictionLifted: lambda _, __: "limit lifted",
    ev.ConsentGiven: lambda _, e: f"leave given: {in_words(e.medium)} until {e.until:%d %b %Y}",
    ev.ConsentRevoked: lambda _, __: "leave taken back",
    ev.AuthorityGiven: lambda _, e: f"authority kept: {in_words(e.kind)} of the {in_words(e.relation)}",
    ev.LetterRequested: lambda _, e: f"letter asked for: {in_words(e.kind)}",
    ev.MessageSent: lambda _, e: f"{in_words(e.medium)} sent",
    ev.RequestMade: lambda _, e: f"they asked: {in_words(e.kind)}",
    ev.ComplaintMade: lambda _, e: f"complaint kept ({in_words(e.kind)})",
    ev.NumberMarked: lambda case, e: f"the {_number(case, e.row)} marked {in_words(e.standing)}",
    ev.FactAdded: lambda _, e: f"a fact added, after {e.source}",
    ev.FactCorrected: lambda _, e: f"a fact corrected, after {e.source}",
    ev.StatementTaken: lambda _, __: "income and spending kept",
    ev.OffersMade: _offered,
    ev.OfferAnswered: lambda _, e: ANSWERS.get(e.answer, f"they said {e.answer}"),
    ev.ApprovalAsked: lambda _, e: f"asked the {in_words(e.terms.role)} for {_terms(e.terms)}",
    ev.ApprovalGiven: lambda _, e: f"granted by the {in_words(e.by_role)}",
    ev.ApprovalRefused: lambda _, e: f"refused by the {in_words(e.by_role)}",
    ev.DealAccepted: lambda _, e: f"agreed: {_terms(e.terms)}",
    ev.DealAuthorised: lambda _, __: "how they pay was kept",
    ev.DealCancelled: lambda _, __: "deal taken back",
    ev.DebtDisputed: lambda _, e: f"debt marked disputed{f': {e.reason}' if e.reason else ''}",
}
DONE_BY: Final[Mapping[type, tuple[str, str]]] = {
    ev.CheckMade: ("Enter", "dial"),
    ev.CallPlaced: ("Enter", "dial"),
    ev.CallReceived: ("i", ""),
    ev.IdentityTried: ("v", "speaker"),
    ev.IdentityVerified: ("v", "speaker"),
    ev.IdentityRefused: ("r", ""),
    ev.ThirdPartyAnswered: ("t", ""),
    ev.SpeakerNamed: ("t", "speaker"),
    ev.DisclosureGiven: ("s", ""),
    ev.NoteWritten: ("n", "log"),
    ev.OutcomeLogged: ("w", "log"),
    ev.OutcomeRetracted: ("u", ""),
    ev.RestrictionPlaced: ("x", "restrict"),
    ev.RestrictionLifted: ("z", "lift"),
    ev.ConsentRevoked: ("x", "revoke"),
    ev.AuthorityGiven: ("e", "authority"),
    ev.RequestMade: ("d", "request"),
    ev.ComplaintMade: ("j", "complaint"),
    ev.NumberMarked: ("m", "number"),
    ev.FactAdded: ("+", "number"),
    ev.FactCorrected: ("f", "correct"),
    ev.StatementTaken: ("i", "statement"),
    ev.OffersMade: ("o", "offers"),
    ev.OfferAnswered: ("o", "deals"),
    ev.ApprovalAsked: ("o", "deals"),
    ev.ApprovalGiven: ("Enter", "approvals"),
    ev.ApprovalRefused: ("r", "approvals"),
    ev.DealAccepted: ("o", "deals"),
    ev.DealAuthorised: ("k", "deals"),
    ev.DealCancelled: ("k", "deals"),
    ev.DebtDisputed: ("d", "request"),
}
"""The key of the call screens, and the verb of the command line, that writes such an entry."""
