"""What could be said to the collector now, the highest stake first among equals: the line of guidance shows one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from callassist.desk import Opened
from callassist.desk.wording import is_aid_wanted, wanted
from callassist.identity import Gate
from callassist.matters import AID, NAME_AID
from callassist.prompts import COURTESY, DUTY, HARM, Prompt
from callassist.rules import BLOCK, Finding
from callassist.screens.call_musts import (
    COVER,
    OLD_DEBT,
    STATEMENT,
    cannot_verify,
    is_unsaid,
    said_of,
    stopped_because,
)

ASKING: Final = "Somebody else is asked where they are, and nothing more. l then + keeps what they tell."
ASK_COVER: Final = "Before any money: was there coverage on the day of care? The script asks it."
READ_OLD: Final = "Before any money the state wants its words on this old debt read out: s shows them."
ELSEWHERE: Final = "Enter rings somebody else, to ask where they are and nothing more; a digit picks their own number."
CLEAR: Final = "No rule on file stops this call. Enter dials; a digit picks another number."
RINGS: Final = "Ringing. Enter when somebody answers; . and a letter ends the attempt."
OTHER: Final = "Somebody else is on the line: your name, nothing more. v when the person comes."
CONFIRM: Final = "Confirm who is speaking: v types what they answer. Do not say why you call."


MONEY_TALKS: Final = frozenset(
    {
        *("first-contact", "follow-up", "inbound", "promise-reminder", "broken-promise"),
        *("plan", "payment", "time-barred", "aid"),
    }
)
"""The scripts that lead to money; in every other nothing is said of what has to come before it."""


class Seen(NamedTuple):
    """What the screen shows: the stage, the marked number, the check of the speaker, what is refused, the script."""

    stage: str
    row: int
    gate: Gate
    refused: dict[str, str]
    script: str = ""


def prompts(opened: Opened, seen: Seen) -> tuple[Prompt, ...]:
    """All that the stage has to say; most are tasks, which go away by being done."""
    stage, row, gate, refused = seen.stage, seen.row, seen.gate, seen.refused
    match stage:
        case "preview":
            return (_before(opened, row, refused),)
        case "ringing":
            return (Prompt(id="call.ringing", sentence=RINGS, stake=COURTESY),)
        case "locked":
            return (_locked(opened, gate),)
        case _:
            return tuple(_verified(opened, leads_to_money=seen.script in MONEY_TALKS))


def _before(opened: Opened, row: int, refused: dict[str, str]) -> Prompt:
    if "dial" in refused:
        findings = opened.verdicts.of("place_call", row).findings
        return Prompt(
            id=findings[0].rule if findings else "call.number", sentence=refused["dial"], stake=HARM, tone="stop"
        )
    sentence = ELSEWHERE if opened.case.consumer.is_other(row) else CLEAR
    return Prompt(id="call.clear", sentence=sentence, stake=COURTESY)


def _locked(opened: Opened, gate: Gate) -> Prompt:
    call = opened.case.call
    if call is not None and call.is_location:
        return Prompt(id="call.location", sentence=ASKING, stake=HARM)
    if not gate.can_open:
        return Prompt(id="call.unproved", sentence=cannot_verify(gate), stake=HARM, tone="stop")
    if call is not None and call.third_party:
        return Prompt(id="call.third-party", sentence=OTHER, stake=HARM, tone="warn")
    return Prompt(id="call.identity", sentence=CONFIRM, is_task=True)


def _verified(opened: Opened, *, leads_to_money: bool) -> Iterator[Prompt]:
    """What is still unsaid before money, then what rules say of a demand and of money itself."""
    call = opened.case.call
    given = call.disclosures if call else ()
    row = call.row if call else 0
    yield from (_unsaid(opened, finding) for finding in _waiting(opened, row))
    if OLD_DEBT not in given and wanted(opened):
        yield Prompt(id=f"say.{OLD_DEBT}", sentence=READ_OLD, stake=HARM, tone="warn", is_task=True)
    if not leads_to_money:
        return
    if STATEMENT in given and COVER not in given:
        yield Prompt(id=f"say.{COVER}", sentence=ASK_COVER, tone="warn", is_task=True)
    if COVER in given and is_aid_wanted(opened):
        yield Prompt(id=f"say.{AID}", sentence=NAME_AID, tone="warn", is_task=True)
    money = opened.verdicts.of("take_payment", row)
    if money.is_stopped:
        first = money.findings[0]
        yield Prompt(id=first.rule, sentence=stopped_because(opened, money), tone="warn")


def _waiting(opened: Opened, row: int) -> Iterator[Finding]:
    """Statements that a rule wants read out and that nobody has read out yet; a rule that blocks stops by itself."""
    found = opened.verdicts.of("take_payment", row).findings
    yield from (finding for finding in found if finding.effect != BLOCK and is_unsaid(opened, finding))


def _unsaid(opened: Opened, finding: Finding) -> Prompt:
    rule = opened.verdicts.rulebook.rule(finding.rule)
    stake = rule.stake if rule is not None else DUTY
    return Prompt(id=finding.rule, sentence=said_of(finding), stake=stake, tone="warn", is_task=True)
