"""What must be said and what must not, in one place that changes as the call goes on; and why a key is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import msgspec
from msgspec.structs import replace
from textual.content import Content

from callassist import events as ev
from callassist.calendars import local_clock
from callassist.casefile import Call, Entry, consumer_stream
from callassist.desk import Opened
from callassist.desk.duties import due_line
from callassist.desk.records import suggested, unread
from callassist.desk.wording import is_aid_wanted, wanted
from callassist.identity import Gate
from callassist.kinds import in_words
from callassist.matters import NAME_AID
from callassist.rules import BLOCK, WARN, Finding
from callassist.screens.call_draft import Draft
from callassist.screens.call_words import moment, zone_of
from callassist.screens.keys import LOCKED, PREVIEW, RINGING
from callassist.screens.text import clean
from callassist.screens.widgets.gate import SHORT
from callassist.speakers import THROUGH
from callassist.survey import Verdict

NOW, DONE, NEXT, NEVER = ">", "ok", ".", "X"
LATE_SECONDS: Final = 120
FOLDED_FROM: Final = 3
"""So many things that are done share a line where there is little room."""
UNREAD: Final = {"U": " (unverified law)", "V2": " (law read at second hand)"}
NOTICE, STATEMENT, COVER = "recording-notice", "collector-disclosure", "coverage-question"
OLD_DEBT: Final = "time-barred-notice"


class Must(msgspec.Struct, frozen=True, kw_only=True):
    """A line of what must be done now, is done, comes next, or must never be; late ones are marked as well."""

    mark: str
    text: str
    when: str = ""
    is_late: bool = False

    def content(self) -> Content:
        """As it is shown: the mark is a word or a sign, the colour only helps."""
        style = {NOW: "bold", DONE: "dim", NEXT: "dim", NEVER: "$error"}[self.mark]
        mark = f"!{self.mark}" if self.is_late else self.mark
        tail = f" {self.when}" if self.when else ""
        return Content.styled(f"{mark:<2} {clean(self.text)}{tail}", "bold reverse" if self.is_late else style)


def folded(lines: tuple[Must, ...]) -> tuple[Must, ...]:
    """The same where there is little room: what is done in one line, of what comes next its first clause."""
    done = [must for must in lines if must.mark == DONE]
    rest = tuple(replace(must, text=must.text.split(";")[0]) if must.mark == NEXT else must for must in lines)
    if len(done) < FOLDED_FROM:
        return rest
    names = ", ".join(must.text.split(":")[0].split(" first")[0] for must in done)
    return (Must(mark=DONE, text=names), *(must for must in rest if must.mark != DONE))


def musts(opened: Opened, stage: str, gate: Gate, draft: Draft) -> tuple[Must, ...]:
    """The lines of a stage, in the order in which they fall due."""
    match stage:
        case "preview":
            return tuple(_before(opened, draft.row))
        case "ringing":
            return tuple(_ringing(opened))
        case "locked":
            return tuple(_locked(opened, gate, draft))
        case _:
            return tuple(_verified(opened, draft))


def _before(opened: Opened, row: int) -> Iterator[Must]:
    if opened.case.consumer.is_other(row):
        yield from _asking()
        return
    yield Must(mark=NOW, text="look whom to ask for")
    if unread(opened.case):
        yield Must(mark=NOW, text="k: read the notes it came with")
    for link in suggested(opened.case)[:1]:
        yield Must(mark=NEXT, text=f"o: C{link.other} may be the same person")
    yield from _findings(opened, "place_call", WARN, is_told=False)
    yield from _untold(opened)


def _untold(opened: Opened) -> Iterator[Must]:
    """That rules speak of an account, and where they are written: what they say of it waits until who is verified."""
    book, found = opened.verdicts.rulebook, opened.verdicts.of("place_call").findings
    rules = {finding.rule: book.rule(finding.rule) for finding in found if finding.debt and finding.effect != BLOCK}
    if rules:
        cites = dict.fromkeys(rule.cite[0].title for rule in rules.values() if rule)
        speak = "1 rule speaks" if len(rules) == 1 else f"{len(rules)} rules speak"
        yield Must(mark=NEXT, text=f"{speak} of an account [{'; '.join(cites)}]")


def _asking() -> Iterator[Must]:
    """On a call that asks somebody else where the person is (15 USC 1692b)."""
    yield Must(mark=NEXT, text="ask home address, home number, workplace")
    yield Must(mark=NEXT, text="the company's name only if they ask")
    yield Must(mark=NEVER, text="no word of a debt, no message")
    yield Must(mark=NEVER, text="not twice, unless they ask for it")


def _ringing(opened: Opened) -> Iterator[Must]:
    yield Must(mark=NOW, text="the call counts from now on")
    yield Must(mark=NEXT, text="recording notice first")
    if opened.case.call and opened.case.call.is_location:
        yield from _asking()
        return
    row = opened.case.call.row if opened.case.call else 0
    verdict = opened.verdicts.of("voicemail", row)
    if verdict.is_stopped:
        yield Must(mark=NEVER, text=f"no message [{verdict.findings[0].cite}]")
    else:
        yield Must(mark=NEXT, text="machine: limited message only")


def _locked(opened: Opened, gate: Gate, draft: Draft) -> Iterator[Must]:
    call = opened.case.call
    notice = _at(opened, NOTICE)
    yield Must(mark=DONE if notice else NOW, text="recording notice", when=notice)
    if call is not None and call.is_location:
        yield from _asking()
        return
    late = draft.talk_seconds(opened.now) > LATE_SECONDS
    left = f"{gate.tries_left} {'try' if gate.tries_left == 1 else 'tries'} left"
    yield Must(mark=NOW if notice else NEXT, text=f"identity, {left}", is_late=late and bool(notice))
    if call is not None and call.third_party:
        yield Must(mark=NEVER, text="a stranger: your name only")
    elif gate.speaker not in THROUGH:
        yield Must(mark=NEVER, text=f"{in_words(gate.speaker)} speaks: no word before proof")
    yield Must(mark=NEVER, text="no reason, no company name")
    yield Must(mark=NEVER, text="read out nothing on file")
    yield Must(mark=NEVER, text="no message with others")


def _verified(opened: Opened, draft: Draft) -> Iterator[Must]:
    call = opened.case.call
    notice, stated, asked = (_at(opened, kind) for kind in (NOTICE, STATEMENT, COVER))
    yield Must(mark=DONE if notice else NOW, text="recording notice", when=notice)
    proof = " + ".join(SHORT.get(factor, factor) for factor in call.verified) if call else ""
    yield Must(mark=DONE, text=f"identity {proof}", when=_verified_at(opened))
    late = not stated and draft.talk_seconds(opened.now) > LATE_SECONDS
    yield Must(mark=DONE if stated else NOW, text="statement: to collect a debt", when=stated, is_late=late)
    coming = NOW if stated else NEXT
    yield Must(mark=DONE if asked else coming, text="cover first, then money", when=asked)
    if read := _at(opened, OLD_DEBT):
        yield Must(mark=DONE, text="the state's words on an old debt", when=read)
    elif wanted(opened):
        yield Must(mark=NOW, text="s: the state's words before any money")
    yield from _no_suit(opened)
    yield from _findings(opened, "demand", BLOCK, WARN)
    if stated and asked and (owed := due_line(opened)):
        yield Must(mark=NEXT, text=owed)
    yield Must(mark=NEVER, text="no threat, no credit talk")


def _no_suit(opened: Opened) -> Iterator[Must]:
    """On a debt that is too old to be sued on: no suit, and no threat of one."""
    book = opened.verdicts.rulebook
    for finding in opened.verdicts.of("sue").findings:
        rule = book.rule(finding.rule)
        if rule is not None and rule.check == "limitation_expired":
            yield Must(mark=NEVER, text=f"no suit, no threat of one: {finding.say} [{finding.cite}]")
            return


def _findings(opened: Opened, action: str, *effects: str, is_told: bool = True) -> Iterator[Must]:
    """The one thing that the rules say of an action and that matters most; how many more there are.

    Unless debts may be told of, only what they say of the person and the number.
    """
    call = opened.case.call
    found = [
        finding
        for finding in opened.verdicts.of(action, call.row if call else 0).findings
        if finding.effect in effects and not is_unsaid(opened, finding) and (is_told or not finding.debt)
    ]
    for finding in found[:1]:
        yield Must(mark=NEVER if finding.effect == BLOCK else NEXT, text=said_of(finding))
    if more := len({finding.rule for finding in found[1:]} - {found[0].rule} if found else ()):
        yield Must(mark=NEXT, text=f"{more} more {'rule speaks' if more == 1 else 'rules speak'}: ? lists them")


def said_of(finding: Finding) -> str:
    """What a rule says, whether its text was read, and where it is written."""
    return f"{finding.say}{UNREAD.get(finding.verified, '')} [{finding.cite}]"


SAFE: Final = ("speak", "record", "voicemail", "disclose")
SPOKEN: Final = ("demand", "take_payment", "offer", "sue", "disclose_care", "owe")


def laws(opened: Opened, stage: str, row: int) -> tuple[Finding, ...]:
    """What the rules say at a stage, by stake. Until somebody is verified nothing that tells of a debt.

    What stops the call is said before it is placed: the sentences of such rules tell no care, creditor or amount.
    """
    of = opened.verdicts.of
    if stage == PREVIEW:
        action = "location_call" if opened.case.consumer.is_other(row) else "place_call"
        before = of(action, row).findings
        return tuple(finding for finding in before if not finding.debt or finding.effect == BLOCK)
    on_call = opened.case.call.row if opened.case.call else 0
    actions = SAFE if stage in {RINGING, LOCKED} else SPOKEN
    found = (finding for action in actions for finding in of(action, on_call).findings)
    return tuple(finding for finding in found if actions is SPOKEN or not finding.debt)


def is_unsaid(opened: Opened, finding: Finding) -> bool:
    """Whether a finding is that a statement has not been read out yet."""
    rule = opened.verdicts.rulebook.rule(finding.rule)
    return rule is not None and "statement" in (rule.values_on(opened.verdicts.base.day) or {})


def _at(opened: Opened, kind: str) -> str:
    """When a statement was last read out on this call, on the consumer's clock; '' when it was not."""
    return _told(opened, lambda event: isinstance(event, ev.DisclosureGiven) and event.kind == kind)


def _verified_at(opened: Opened) -> str:
    return _told(opened, lambda event: isinstance(event, ev.IdentityVerified))


def _told(opened: Opened, is_it: Callable[[ev.Event], bool]) -> str:
    call = opened.case.call
    entry = _last(opened, call, is_it) if call else None
    return local_clock(entry.at, zone_of(opened)).split()[0] if entry else ""


def _last(opened: Opened, call: Call, is_it: Callable[[ev.Event], bool]) -> Entry | None:
    home = consumer_stream(opened.case.id)
    for entry in reversed(opened.entries):
        if entry.stream == home and entry.seq <= call.id:
            return None
        if entry.stream == home and is_it(entry.event):
            return entry
    return None


# ── why not ──


def stopped_because(opened: Opened, verdict: Verdict) -> str:
    """Why an action is refused: the rule's sentence, where it is written, the next clear minute."""
    first = verdict.findings[0]
    clear = f" Next clear {moment(opened, verdict.opens)}." if verdict.opens else ""
    return f"{first.say}{clear}{UNREAD.get(first.verified, '')} [{first.cite}]"


def stopped_quietly(opened: Opened, verdict: Verdict) -> str:
    """The same while nobody is verified: where it is written and until when, not what about."""
    clear = f" until {moment(opened, verdict.opens)}" if verdict.opens else ""
    return f"A rule closes this{clear} [{verdict.findings[0].cite}]"


def refusals(opened: Opened, stage: str, gate: Gate, row: int) -> dict[str, str]:
    """Why each action that is refused now is refused, by the name of the action."""
    if stage == PREVIEW:
        return _cannot_dial(opened, row)
    if stage in {RINGING, LOCKED}:
        return _cannot_verify(opened, gate)
    unasked = _unasked(opened)
    return {**_no_money(opened), **({"offers": unasked, "statement": unasked} if unasked else _no_offers(opened))}


def _cannot_dial(opened: Opened, row: int) -> dict[str, str]:
    if not row:
        return {"dial": "No number on file; none can be dialled."}
    action = "location_call" if opened.case.consumer.is_other(row) else "place_call"
    verdict = opened.verdicts.of(action, row)
    return {"dial": stopped_because(opened, verdict)} if verdict.is_stopped else {}


def _cannot_verify(opened: Opened, gate: Gate) -> dict[str, str]:
    """Where somebody else is asked, nobody is verified, and nobody is offered another way to be."""
    call = opened.case.call
    why = {} if gate.can_open else {"verify": cannot_verify(gate)}
    return {**why, "refuses": gate.why_not} if call is not None and call.is_location else why


def cannot_verify(gate: Gate) -> str:
    """What is left when nobody can be verified."""
    if gate.why_not:
        return gate.why_not
    why = "too many wrong answers today" if gate.usable and not gate.tries_left else "too little on file"
    return f"Cannot verify: {why}. Say nothing more; r offers a call back to the number on our letter, or mail."


def _no_money(opened: Opened) -> dict[str, str]:
    """Money waits for the statement, and for what the rules say of asking for it."""
    call = opened.case.call
    verdict = opened.verdicts.of("take_payment", call.row if call else 0)
    unsaid = next((finding for finding in verdict.findings if is_unsaid(opened, finding)), None)
    if verdict.is_stopped:
        return {"money": stopped_because(opened, verdict)}
    return {"money": said_of(unsaid)} if unsaid else {}


def _unasked(opened: Opened) -> str:
    """Offers, and what they can afford, wait for the statement and for the question of cover."""
    call = opened.case.call
    given = call.disclosures if call else ()
    if STATEMENT not in given:
        return "Read out the statement first: s stamps it."
    if COVER not in given:
        return "Ask first whether there was any coverage on the day of care."
    return NAME_AID if is_aid_wanted(opened) else ""


def _no_offers(opened: Opened) -> dict[str, str]:
    """Offers wait for what the rules say of all there is.

    What closes one debt, or a claim on it, is told among the offers, with what to say.
    """
    call = opened.case.call
    found = opened.verdicts.of("offer", call.row if call else 0).findings
    stop = next((finding for finding in found if finding.effect == BLOCK and not finding.debt), None)
    return {"offers": said_of(stop)} if stop else {}
