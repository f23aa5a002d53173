"""Where a call stands in its script: which one it takes, what fills it, what opens choices, how events move it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from msgspec.structs import replace

from callassist.casefile import CaseFile
from callassist.desk import Opened
from callassist.desk.wording import is_aid_wanted, wanted
from callassist.dialogue import (
    DUTY_FACTS,
    Act,
    Choice,
    Library,
    Place,
    Position,
    Script,
    Step,
    begin,
    find_step,
    follow,
    go,
    render,
    resume,
    step_at,
)
from callassist.dialogue_names import DUTIES, HAS_TERMS, MONEY_GUARDS, SPEAKER_GUARDS, VERIFIED
from callassist.hearing import may_hear
from callassist.rules import ACTIONS
from callassist.speakers import CONSUMER, THROUGH
from callassist.worklist import open_promise

FIRST, LATER, OURS, BROKEN, PROMISED, OTHERS, ASKING, CARDS, NO_PROOF = (
    "first-contact",
    "follow-up",
    "inbound",
    "broken-promise",
    "promise-reminder",
    "third-party",
    "location",
    "objections",
    "cannot-verify",
)
ANSWERED_BY: Final = {
    "household": "out",
    "unknown": "not-here",
    "wrong_number": "wrong-number",
    "child": "child",
    "coworker": "work",
    "facility": "facility",
}
ENDS_ASKING: Final = frozenset({"child", "wrong_number"})
"""Who ends the three questions on a call that asks somebody else where the person is."""
INSTEAD: Final = {
    "other_factor": "other-detail",
    "letter_reference": "letter",
    "call_back": "call-back",
    "mail": "mail",
}
JUDGED_BY: Final = {"may_third_party": "location_call", "may_offer": "demand"}
"""Guards of scripts that are judged under another action's name."""
CALL_TITLE: Final = "Call"
"""What a script of a call is called until somebody is verified."""
ESTATE: Final = Place(script="estate", step="check")
SPEAKS_AT: Final = {
    "spouse": Place(script="representative", step="check"),
    "parent": Place(script="representative", step="check"),
    "guardian": Place(script="representative", step="check"),
    "adult_child": Place(script="representative", step="check"),
    "relative": Place(script="representative", step="check"),
    "debt_settlement": Place(script="representative", step="check"),
    "representative": ESTATE,
    "power_of_attorney": Place(script="power-of-attorney", step="check"),
    "attorney": Place(script="attorney", step="check"),
    "other_parent": Place(script="other-parent", step="check"),
}
"""Where somebody who speaks for the person is checked, and what is said to them after that."""
OF_THE_LIVING: Final = frozenset({FIRST, LATER, OURS, BROKEN, PROMISED})
"""Talks with the person themselves."""
LEAVE: Final = Place(script="representative", step="leave")
"""Where one of the family is told that the person may let us speak with them."""
AFTER_DEATH: Final = frozenset({ESTATE.script, "attorney", "crisis", "recording"})
"""The scripts that may be turned to in a talk about somebody who has died: none of them asks whoever is left to pay."""
SAID_BACK: Final = Place(script="plan", step="said-back")
"""Where what was agreed on in the offers is said back."""
NOT_RECORDED: Final = Place(script=CARDS, step="recording-refused")
WITHOUT_PROOF: Final = frozenset({"recording-notice", "transcription-notice", "agency-if-asked"})
"""What may be said before anybody is verified."""


def variant_of(case: CaseFile) -> tuple[str, str, tuple[str, ...]]:
    """What decides which scripts a case has."""
    consumer = case.consumer
    return consumer.language, consumer.state, tuple(sorted({debt.client for debt in case.open_debts(case.line)}))


def start(library: Library, case: CaseFile, day: date) -> Position:
    """The first step of the script that this call takes; `day` is the consumer's own."""
    wanted = _wanted(case, day)
    return begin(library, wanted if wanted in library else FIRST)


def _wanted(case: CaseFile, day: date) -> str:
    consumer, call = case.consumer, case.call
    if call is not None and call.is_inbound:
        return OURS
    if call is not None and call.is_location:
        return ASKING
    if consumer.promises and consumer.promises[-1].state == "broken":
        return BROKEN
    promise = open_promise(consumer)
    if promise:
        return BROKEN if promise.due < day else PROMISED
    return LATER if any(each.is_conversation for each in consumer.calls) else FIRST


def restored(library: Library, saved: Position, case: CaseFile, day: date) -> Position:
    """A kept position, as near as the scripts still have it."""
    return resume(library, saved, start(library, case, day).at.script)


# ── what opens a choice ──


def facts(opened: Opened) -> frozenset[str]:
    """What the guards of a script may ask for: what no rule stops, who is verified, what was read out."""
    call = opened.case.call
    found = {f"may_{action}" for action in ACTIONS if not _is_stopped(opened, action)}
    found |= {guard for guard, action in JUDGED_BY.items() if not _is_stopped(opened, action)}
    if call is None:
        return frozenset(found)
    found |= {guard for guard, holds in _waiting(opened) if holds}
    if found & {"is_time_barred", "is_aid_first"}:
        found -= MONEY_GUARDS
    found |= {HAS_TERMS} if has_terms(opened.case) else set()
    found |= {SPEAKER_GUARDS[call.speaker]} if call.speaker in SPEAKER_GUARDS else set()
    found |= {DUTY_FACTS[kind] for kind in call.disclosures if kind in DUTY_FACTS}
    return frozenset(found | {VERIFIED} if call.verified and _hears(opened) else found)


def _hears(opened: Opened) -> bool:
    """Whether whoever is speaking may hear of any debt: to one who may not, being verified opens nothing."""
    case = opened.case
    if case.call is None or (case.call.speaker or CONSUMER) in THROUGH:
        return True
    every = case.open_debts(case.line) or case.debts
    return any(may_hear(opened.verdicts, (debt.id for debt in every)).values())


def has_terms(case: CaseFile) -> bool:
    """Whether something was agreed on in the offers of the open call, and holds."""
    call = case.call
    return call is not None and any(deal.call == call.id and deal.is_live for deal in case.consumer.deals)


def is_of_the_dead(position: Position) -> bool:
    """Whether the call came through the talk of an estate: nobody is asked for money on it any more."""
    return any(place.script == ESTATE.script for place in (*position.trail, position.at))


def kept_apart(library: Library, before: Position, moved: Position) -> Position:
    """A way into the talk with the person, from that of an estate: the same step of the estate's own talk instead."""
    if not is_of_the_dead(before) or moved.at.script not in OF_THE_LIVING:
        return moved
    step = moved.at.step if exists(library, ESTATE.script, moved.at.step) else ESTATE.step
    return replace(moved, at=Place(script=ESTATE.script, step=step))


def _waiting(opened: Opened) -> tuple[tuple[str, bool], ...]:
    """What is still to be said before money, as guards."""
    return ("is_time_barred", wanted(opened) is not None), ("is_aid_first", is_aid_wanted(opened))


def _is_stopped(opened: Opened, action: str) -> bool:
    call = opened.case.call
    return opened.verdicts.of(action, call.row if call else 0).is_stopped


def guarding(guard: str) -> str:
    """The action whose verdict a guard waits for; '' when it waits for something else."""
    if guard in JUDGED_BY:
        return JUDGED_BY[guard]
    action = guard.removeprefix("may_")
    return action if guard.startswith("may_") and action in ACTIONS else ""


# ── how events move it ──


def newly_said(before: Position, after: Position, case: CaseFile) -> tuple[str, ...]:
    """Statements that going on says were read out, and that the journal does not have yet."""
    call = case.call
    if call is None:
        return ()
    fresh = (kind for kind in after.said if kind in DUTIES and kind not in before.said)
    return tuple(k for k in fresh if k not in call.disclosures and (call.verified or k in WITHOUT_PROOF))


def duty_here(library: Library, position: Position) -> str:
    """The statement that the step itself makes; '' when it makes none."""
    script = library[position.at.script]
    return next((duty.name for duty in script.says if duty.step == position.at.step), "")


def followed(
    library: Library, position: Position, before: CaseFile, after: CaseFile, known: frozenset[str]
) -> Position:
    """The position after what happened: verified, somebody else on the line, would not verify."""
    old, new = before.call, after.call
    if new is None or old is None:
        return position
    if new.is_location and new.third_party not in ENDS_ASKING:
        return position
    if new.third_party and (new.third_party != old.third_party or old.verified):
        step = ANSWERED_BY.get(new.third_party, "who")
        return go(library, begin(library, OTHERS), Place(script=OTHERS, step=step))
    if new.verified and not old.verified:
        return _verified(library, position, known) if VERIFIED in known else position
    if new.speaker != old.speaker and not new.verified:
        there = _speaks_at(after, new.speaker)
        return asking(library, position if there is None else go(library, position, there))
    if has_terms(after) and not has_terms(before):
        return go(library, position, SAID_BACK)
    if new.refused and new.refused != old.refused:
        return go(library, position, Place(script=NO_PROOF, step=INSTEAD.get(new.refused, "")))
    return position


def _speaks_at(case: CaseFile, speaker: str) -> Place | None:
    """Where such a speaker is checked: after a death, all but an attorney in the talk of the estate."""
    is_over = any(limit.kind == "deceased" for limit in case.consumer.restrictions)
    there = SPEAKS_AT.get(speaker)
    return ESTATE if is_over and there is not None and speaker != "attorney" else there


def unproved(case: CaseFile) -> Place:
    """Where the script goes with a named speaker whom nothing on file can prove."""
    call = case.call
    there = SPEAKS_AT.get(call.speaker) if call is not None and not call.is_misdialled else None
    is_family = there is not None and there.script == LEAVE.script
    return LEAVE if is_family else Place(script=OTHERS, step="who")


def _verified(library: Library, position: Position, known: frozenset[str]) -> Position:
    """On from the step that waits for it: this one, or the one of the script that the call came through."""
    moved = follow(library, position, VERIFIED, known)
    if moved != position:
        return moved
    found = _asks(library, position)
    return go(library, position, found[1]) if found else position


def asking(library: Library, position: Position) -> Position:
    """At the step that asks who is speaking: this one, or that of the script that the call came through."""
    if _leads_to(step_at(library, position)) is not None:
        return position
    found = _asks(library, position)
    return go(library, position, found[0]) if found else position


def _asks(library: Library, position: Position) -> tuple[Place, Place] | None:
    """The step that waits for identity, and the one that it leads to, of the nearest script that has one."""
    names = (position.at.script, *(place.script for place in reversed(position.trail)), FIRST)
    for script in (library[name] for name in dict.fromkeys(names) if name in library):
        for step in script.steps if script.kind == "call" else ():
            following = _leads_to(step)
            if following is not None:
                return Place(script=script.id, step=step.id), following
    return None


def _leads_to(step: Step) -> Place | None:
    """Where a step leads once identity is verified; None when it does not wait for that."""
    guarded = (choice.target for choice in step.choices if choice.guard == VERIFIED)
    return next((target for target in guarded if isinstance(target, Place)), None)


# ── what is shown ──


def shown(library: Library, position: Position, filled: Mapping[str, str]) -> Step:
    """The step at a position, with its fields filled in."""
    return render(step_at(library, position), filled)


def title(library: Library, position: Position, *, is_open: bool) -> str:
    """The script and the step, as a pane's title; which script a call takes tells of the debt, so it waits."""
    script, step = library[position.at.script], step_at(library, position)
    is_told = is_open or script.kind != "call" or script.id == ASKING
    return f"{script.title if is_told else CALL_TITLE} > {step.title}"


def proposed(choice: Choice | None) -> Act | None:
    """What the screen is to do when a choice is taken; None when it leads to a step."""
    return choice.target if choice is not None and isinstance(choice.target, Act) else None


def exists(library: Library, script: str, step: str) -> bool:
    """Whether the scripts have such a step."""
    return find_step(library, Place(script=script, step=step)) is not None


Scripts = Callable[[], Iterable[Script]]
