"""From what was heard to what may be done about it: three proposals at most, each of which one key does.

Nothing here is a record. What contradicts what is on file is asked about: which holds, the file or what was said.
Until somebody is verified only what tells nothing of a debt is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from callassist.casefile import Call, CaseFile
from callassist.commands import AnswerThirdParty, NameSpeaker, WriteNote
from callassist.commands_deals import TakeStatement
from callassist.commands_facts import EditFact
from callassist.dossier import FinancialStatement
from callassist.kinds import in_words
from callassist.outcomes import Outcome
from callassist.said_acts import MOST, Act, Ask, Do, Known, Proposal, ToOffers, ToPane, ToScript, ToWrap
from callassist.said_facts import Contradiction, contradictions, workplace
from callassist.said_terms import around, number_learnt, terms_of, times_of
from callassist.said_words import (
    AS_FACT,
    BY_CARD,
    LABELS,
    LIMITED,
    MONEY,
    NEED,
    SIGNALS,
    STAKES,
    UNTOLD,
    attorney_of,
    stranger_of,
)
from callassist.utterances import Hearing, Intent, Voice

CONSUMER: Final = "consumer"
PANES: Final = {
    "stop": "stop_words",
    "claims": "claims",
    "others": "others",
    "offers": "offers",
    "statement": "statement",
    "deals": "deals",
    "complaint": "complaint",
    "refuses": "refuses",
    "why": "why",
    "money": "money",
}
OPENED: Final = {"stop_words": "stop words", "others": "say who", "refuses": "what to offer", "offers": "to the offers"}
"""What a key of the call screen opens, by its name in the data."""
THIRD, WRONG, LATER = "third_party_answered", "wrong_number", "callback_later"


class _Matter(msgspec.Struct, frozen=True, kw_only=True):
    """All that a proposal is made of."""

    hearing: Hearing
    case: CaseFile
    call: Call
    known: Known
    today: date

    def intent(self, *names: str) -> Intent | None:
        """The first of some intents that is shown."""
        return next((each for each in self.hearing.shown if each.name in names), None)


def proposals(hearing: Hearing, case: CaseFile, known: Known, today: date) -> tuple[Proposal, ...]:
    """At most three, the highest stake first; none without a call. `today` is the consumer's own day."""
    call = case.call
    if call is None:
        return ()
    matter = _Matter(hearing=hearing, case=case, call=call, known=known, today=today)
    found: dict[str, Proposal] = {}
    for proposal in _all(matter):
        found.setdefault(proposal.name, proposal)
    told = [each for each in found.values() if each.is_untold or (call.verified and not call.is_location)]
    return tuple(sorted(told, key=lambda each: -each.stake)[:MOST])


def _all(matter: _Matter) -> Iterator[Proposal]:
    contradicted = tuple(contradictions(matter.hearing, matter.case, matter.today))
    asked = {each.name for each in contradicted}
    yield from (_asked(each) for each in contradicted)
    if "speaker" not in asked:
        yield from _voices(matter)
    for intent in _apart(matter.hearing.shown):
        if AS_FACT.get(intent.name) not in asked or intent.name not in AS_FACT:
            yield from _meant(matter, intent)
    if "promise" not in asked:
        yield from _terms(matter)
    yield from _numbers(matter, is_asked="number" in asked)
    yield from _work(matter)
    yield from _times(matter)


def _asked(found: Contradiction) -> Proposal:
    told: Do | ToOffers | ToPane
    if found.words:
        told = ToOffers(words=found.words)
    elif found.pane:
        told = ToPane(action=found.pane)
    else:
        told = Do(commands=found.commands)
    return Proposal(
        name=found.name,
        title=f"{found.label}: on file {found.on_file}, now {found.said}",
        quoted=found.quoted,
        act=Ask(on_file=found.on_file, said=found.said, told=told),
        stake=STAKES["speaker" if found.name == "speaker" else "contradiction"],
        is_untold=found.is_untold,
    )


def _apart(shown: tuple[Intent, ...]) -> Iterator[Intent]:
    """Without those that rest on a part of another's words ("stop calling" of "stop calling me at work").

    Of several signs of need the first speaks for all.
    """
    is_needy = False
    for intent in shown:
        is_part = any(intent.quoted in each.quoted and intent.quoted != each.quoted for each in shown)
        if (intent.quoted and is_part) or (is_needy and intent.name in NEED):
            continue
        is_needy = is_needy or intent.name in NEED
        yield intent


# ── who is speaking ──


def _voices(matter: _Matter) -> Iterator[Proposal]:
    intent = matter.intent(THIRD)
    answered = intent.quoted if intent else ""
    people = matter.hearing.people
    voice = next((each for each in people if each.is_speaking or (each.quoted and each.quoted in answered)), None)
    if voice is not None:
        yield from _voice(matter, voice)
        return
    if intent is not None and matter.call.verified:
        yield _proposed(intent.name, intent.quoted, ToPane(action="others"))
    elif intent is not None:
        who = stranger_of(matter.hearing.text)
        if matter.call.third_party != who:
            yield _proposed(intent.name, intent.quoted, Do(commands=(AnswerThirdParty(who=who),)))


def _voice(matter: _Matter, voice: Voice) -> Iterator[Proposal]:
    if voice.relation in {matter.call.speaker, CONSUMER} and not matter.call.third_party:
        return
    named = NameSpeaker(relation=voice.relation)
    title = f"{in_words(voice.relation).capitalize()} speaks: check who may hear"
    yield Proposal(
        name="speaker",
        title=title,
        quoted=voice.quoted,
        act=Do(commands=(named,)),
        stake=STAKES["speaker"],
        is_untold=True,
    )


# ── what was meant ──


def _meant(matter: _Matter, intent: Intent) -> Iterator[Proposal]:
    """An intent's own way; those about money and voices are told apart from their words."""
    if intent.name in MONEY or intent.name in {THIRD, LATER}:
        return
    if intent.name == WRONG:
        yield _proposed(WRONG, intent.quoted, Do(commands=(AnswerThirdParty(who=WRONG),), wraps=True))
    elif intent.name in NEED:
        yield _proposed(intent.name, intent.quoted, _need(matter, intent))
    else:
        act = _way(matter, intent)
        if act is not None:
            yield _proposed(intent.name, intent.quoted, act)


def _need(matter: _Matter, intent: Intent) -> Act:
    """A sign of need, kept with the statement where means may be kept, else with the notes."""
    quoted = intent.quoted or in_words(intent.name)
    said = matter.hearing.text.lower()
    signals = tuple(name for name, found in SIGNALS if found.search(said)) or ("hardship",)
    note = WriteNote(text=f"Said: {quoted}")
    if not matter.known.is_told or matter.call.speaker not in {CONSUMER, "spouse"}:
        return Do(commands=(note,))
    told = FinancialStatement(taken=matter.today, signals=signals)
    return Do(commands=(note, TakeStatement(statement=told)))


def _way(matter: _Matter, intent: Intent) -> Act | None:
    """Its card or its code, whichever is the usual way; the other where that is not there, else what its key opens."""
    known = matter.known
    place, code = known.cards.get(intent.name, ""), known.codes.get(intent.name, "")
    card = ToScript(place=place) if place in known.places else None
    row = known.outcomes.of(code) if code else None
    wrap = ToWrap(code=code, typed=_typed(matter, intent, row)) if row and row.fits(matter.call) else None
    usual = (card or wrap) if intent.name in BY_CARD else (wrap or card)
    action = PANES.get(known.asks.get(intent.name, ""), "")
    return usual or (ToPane(action=action) if action else None)


def _typed(matter: _Matter, intent: Intent, row: Outcome) -> tuple[tuple[str, str], ...]:
    """The fields of a code, as far as the words say them."""
    takes = {*row.needs, *row.asks}
    found = {
        "words": around(matter.hearing.text, intent.quoted) if "words" in takes else "",
        "party": attorney_of(matter.hearing) if "party" in takes and intent.name == "attorney_represented" else "",
    }
    return tuple((name, text) for name, text in found.items() if text)


def _proposed(name: str, quoted: str, act: Act) -> Proposal:
    return Proposal(
        name=name,
        title=f"{LABELS.get(name, in_words(name).capitalize())}: {_done_by(act)}",
        quoted=quoted,
        act=act,
        stake=STAKES.get(name, STAKES["other"]),
        is_untold=name in UNTOLD,
    )


def _done_by(act: Act) -> str:
    """What the key does, in a few words."""
    match act:
        case ToScript():
            return "the words for it"
        case ToWrap(code=code):
            return f"wrap up as {code}"
        case ToPane(action=action):
            return OPENED.get(action, in_words(action))
        case Do(wraps=True):
            return "keep it, and wrap up"
        case _:
            return "keep it"


# ── money, numbers, times ──


def _terms(matter: _Matter) -> Iterator[Proposal]:
    found = terms_of(matter.hearing, matter.case, matter.today)
    if found is not None:
        yield Proposal(
            name="terms",
            title=f"They propose {found.told}: to the offers",
            quoted=found.words,
            act=ToOffers(words=found.words),
            stake=STAKES["terms"],
        )
        return
    intent = matter.intent(*MONEY)
    if intent is not None:
        yield _proposed(intent.name, intent.quoted, ToPane(action="offers"))


def _numbers(matter: _Matter, *, is_asked: bool) -> Iterator[Proposal]:
    if is_asked or matter.intent("attorney_represented") or matter.call.speaker != CONSUMER:
        return
    learnt = number_learnt(matter.hearing, matter.case)
    if learnt is not None:
        yield Proposal(
            name="number",
            title=f"A new {learnt.command.kind} number: keep it".replace(" other ", " "),
            quoted=learnt.told,
            act=Do(commands=(learnt.command,)),
            stake=STAKES["number"],
        )


def _work(matter: _Matter) -> Iterator[Proposal]:
    """Where they work, when nothing is on file of it; whoever else speaks is not asked."""
    name = workplace(matter.hearing)
    if name and not matter.case.consumer.employers and matter.call.speaker == CONSUMER:
        learnt = EditFact(fact="employer", fields={"name": name}, why="said on the call")
        yield Proposal(
            name="employer",
            title="Where they work: keep it",
            quoted=name,
            act=Do(commands=(learnt,)),
            stake=STAKES["number"],
        )


def _times(matter: _Matter) -> Iterator[Proposal]:
    """A time to call back, in wrap-up under the code of whoever named it; else limits on when and where."""
    intent = next((each for each in _apart(matter.hearing.shown) if each.name == LATER), None)
    limits = times_of(matter.hearing, matter.today)
    if limits and not matter.intent("cease_contact", "no_calls_at_work"):
        title = f"Keep: {', '.join(LIMITED[each.kind] for each in limits)}"
        quoted = limits[0].words if matter.call.verified else intent.quoted if intent else ""
        yield Proposal(
            name="limits",
            title=title,
            quoted=quoted,
            act=Do(commands=limits),
            stake=STAKES["limits"],
            is_untold=True,
        )
    elif intent is not None:
        code = _named_a_time(matter)
        if code:
            yield _proposed(LATER, intent.quoted, ToWrap(code=code, typed=_moment(matter.hearing, intent)))


def _named_a_time(matter: _Matter) -> str:
    """The code under which a time is kept that whoever is on the line names."""
    call = matter.call
    reached = "right" if call.verified else "third" if call.third_party else "none"
    rows = (row for row in matter.known.outcomes.rows if row.reached == reached and "at" in row.needs)
    return next((row.code for row in rows if row.fits(call)), "")


def _moment(hearing: Hearing, intent: Intent) -> tuple[tuple[str, str], ...]:
    day = f"{hearing.dates[0]:%m/%d/%Y}" if hearing.dates else ""
    clock = f"{hearing.times[0] // 60:02d}:{hearing.times[0] % 60:02d}" if hearing.times else ""
    at = f"{day} {clock}".strip()
    words = around(hearing.text, intent.quoted)
    return (*((("at", at),) if clock else ()), *((("words", words),) if words else ()))
