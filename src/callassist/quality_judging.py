"""One judge for each line of the quality form: how it came out, and why, in words that a collector can act on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from callassist import events as ev
from callassist.bargains import YES
from callassist.decide_records import note_fault
from callassist.phrases import first_quoted
from callassist.quality_known import BEFORE_IDENTITY, TOLD_BY, Known
from callassist.quality_shapes import CANNOT_TELL, MET, MISSED, NOT_APPLICABLE
from callassist.rehearsing_shapes import AGREES, DECLINES

Judged = tuple[str, str]
DISPUTES: Final = TOLD_BY["dispute"] | TOLD_BY["paid"]
ENDS_TALK: Final = ("stop", "attorney", "bankruptcy", "crisis", "died")
HEAVY: Final = ("crisis", "died", "hardship", "angry", "dispute", "paid")
SUPERVISOR: Final = "SUP"
NO_WAY: Final = "the way through the script was not journalled"
NO_HEARING: Final = "what they said is not kept"
SOON: Final = 2
"""So many steps within which kind words answer what was told."""


def _verdict(is_met: bool, met: str, missed: str) -> Judged:  # noqa: FBT001 - the thing itself
    return (MET, met) if is_met else (MISSED, missed)


# ── in order ──


def recording(known: Known) -> Judged:
    """The recording notice before anything is asked."""
    if not known.was_answered:
        return NOT_APPLICABLE, "nobody answered"
    at, asked = known.at_of("recording-notice"), known.first_of(ev.IdentityTried, ev.IdentityVerified)
    if at is None and asked is None and len(known.stood) <= 1:
        return NOT_APPLICABLE, "they were gone before anything was asked"
    if at is None:
        return MISSED, "the recording notice was not read out"
    return _verdict(asked is None or at < asked, "it came first", "identity was asked for before it")


def identity(known: Known) -> Judged:
    """Verified before any word of the debt."""
    verified = known.first_of(ev.IdentityVerified)
    early = next(
        (
            each
            for index, each in enumerate(known.entries)
            if _tells_of_debt(each.event) and not _is_past(index, verified)
        ),
        None,
    )
    if early is not None:
        return MISSED, "something of the debt was read out before anybody was verified"
    stepped = next((step for step in known.stood if step.names_debt and not step.is_after_check), None)
    if stepped is not None and not known.call.verified:
        return MISSED, f"the call came to {stepped.place}, which speaks of the debt, and nobody was verified"
    if verified is None and not known.was_answered:
        return NOT_APPLICABLE, "nobody answered"
    return MET, "nothing of the debt came before it" if verified is not None else "nothing of the debt was said"


def _is_past(index: int, verified: int | None) -> bool:
    return verified is not None and index > verified


def _tells_of_debt(event: ev.Event) -> bool:
    if isinstance(event, ev.DisclosureGiven):
        return event.kind not in BEFORE_IDENTITY
    return isinstance(event, ev.OffersMade | ev.DealAccepted)


def disclosure(known: Known) -> Judged:
    """The collector's disclosure, before money."""
    if not known.call.verified:
        return NOT_APPLICABLE, "nobody was verified"
    at = known.at_of("collector-disclosure")
    if at is None:
        if any(known.is_told(what) for what in ENDS_TALK) and not known.spoke_of_money:
            return NOT_APPLICABLE, "what they told ended the talk before it"
        return MISSED, "the disclosure was not read out"
    return _verdict(known.money_at is None or at < known.money_at, "it was read out", "money came up before it")


def coverage(known: Known) -> Judged:
    """Coverage on the day of care asked before any request for money."""
    if not known.spoke_of_money and known.has_said("coverage-question"):
        return MET, "it was asked, and no money"
    if not known.spoke_of_money:
        return NOT_APPLICABLE, "neither it nor money was asked for"
    covered = known.told("cover")
    if covered is not None and known.money_after(covered):
        return MISSED, "they said that they were covered, and money was asked for after it"
    at = known.at_of("coverage-question")
    if at is None:
        before = any(
            "coverage-question" in call.disclosures for call in known.case.consumer.calls if call.id < known.call.id
        )
        return _verdict(before, "it was answered on an earlier call", "money was asked for and coverage was not")
    asked = next((index for index, step in enumerate(known.stood) if "coverage-question" in step.duties), None)
    is_first = known.money_at is None or at < known.money_at
    is_before = known.asked_at is None or asked is None or asked < known.asked_at
    return _verdict(is_first and is_before, "it came before money", "money was asked for before it")


def old_debt(known: Known) -> Judged:
    """The state's words on an old debt before money."""
    waits = any("time-barred" in found.rule for entry in known.entries for found in _found(entry.event))
    if not waits or not known.spoke_of_money:
        return NOT_APPLICABLE, "no such words were due"
    return _verdict(known.has_said("time-barred-notice"), "they were read out", "they were not read out")


def _found(event: ev.Event) -> tuple[ev.RuleFound, ...]:
    return event.found if isinstance(event, ev.CheckMade) else ()


# ── what was told ──


def aid(known: Known) -> Judged:
    """Help with the bill named to whoever cannot pay it."""
    is_told = known.is_told("hardship")
    if not is_told:
        return (NOT_APPLICABLE, "nobody spoke of hardship") if known.trail.is_rehearsal else (CANNOT_TELL, NO_HEARING)
    if not known.call.verified:
        return NOT_APPLICABLE, "nobody was verified"
    named = known.has_said("aid-notice") or known.call.outcome in TOLD_BY["hardship"] - {"UNA"}
    return _verdict(named, "help was named", "they cannot pay, and no help was named")


def dispute(known: Known) -> Judged:
    """A dispute written down, and no money asked after it."""
    heard = known.told("dispute", "paid")
    marked = known.first_of(ev.DebtDisputed) is not None or known.call.outcome in DISPUTES
    if heard is None and not marked:
        return (NOT_APPLICABLE, "nothing was disputed") if known.trail.is_rehearsal else (CANNOT_TELL, NO_HEARING)
    if not marked:
        return MISSED, "they disputed it or said that it was paid, and nothing of that was kept"
    return _verdict(not known.money_after(heard), "it was kept, and no money asked", "money was asked for after it")


def stop(known: Known) -> Judged:
    """A wish to hear no more calls honoured at once."""
    return _ends(known, "stop", ("do_not_call", "cease"), "they asked for no more calls")


def attorney(known: Known) -> Judged:
    """An attorney or a bankruptcy ends the talk with the person."""
    if known.is_told("bankruptcy"):
        return _ends(known, "bankruptcy", ("bankruptcy",), "they spoke of bankruptcy")
    return _ends(known, "attorney", ("attorney",), "they have an attorney")


def _ends(known: Known, what: str, limits: tuple[str, ...], says: str) -> Judged:
    heard = known.told(what)
    kept = known.call.outcome in TOLD_BY[what] or any(
        isinstance(each.event, ev.RestrictionPlaced) and each.event.kind in limits for each in known.entries
    )
    if heard is None and not kept:
        return (NOT_APPLICABLE, "they did not say so") if known.trail.is_rehearsal else (CANNOT_TELL, NO_HEARING)
    if not kept:
        return MISSED, f"{says}, and nothing of that was kept"
    return _verdict(
        not known.money_after(heard), "it was kept, and nothing more was asked", "money was asked for after it"
    )


def others(known: Known) -> Judged:
    """Somebody else on the line is told nothing."""
    if not known.call.answered and not known.call.third_party:
        return NOT_APPLICABLE, "nobody else was on the line"
    told = [kind for kind in known.call.disclosures if kind not in BEFORE_IDENTITY]
    return _verdict(
        not told or bool(known.call.verified), "they were told nothing", f"{', '.join(told)} was read out to them"
    )


def crisis(known: Known) -> Judged:
    """Danger comes before everything."""
    heard = known.told("crisis")
    was_there = any(step.place.startswith("crisis#") for step in known.stood)
    if heard is None and not was_there:
        return (NOT_APPLICABLE, "nobody was in danger") if known.trail.is_rehearsal else (CANNOT_TELL, NO_HEARING)
    if not was_there and known.call.outcome != SUPERVISOR:
        return MISSED, "somebody was in danger, and neither the steps for that nor a supervisor were reached"
    return _verdict(not known.money_after(heard), "help came first", "money was asked for after it")


def kindness(known: Known) -> Judged:
    """What weighs on them is answered with kind words first."""
    heard = known.told(*HEAVY)
    if heard is None:
        return (NOT_APPLICABLE, "nothing weighed on them") if known.trail.is_rehearsal else (CANNOT_TELL, NO_HEARING)
    after = known.stood[heard.after : heard.after + SOON]
    if not after:
        return NOT_APPLICABLE, "the call ended there"
    return _verdict(
        any(step.is_kind for step in after), "they were heard first", "the next words went past what they told"
    )


# ── terms ──


def read_back(known: Known) -> Judged:
    """Terms or a payment read back before they are kept."""
    if not _is_agreed(known):
        return NOT_APPLICABLE, "nothing was agreed"
    said = known.has_said("plan-read-back") or known.has_said("payment-read-back")
    return _verdict(said, "it was read back", "it was agreed and not read back")


def their_yes(known: Known) -> Judged:
    """Nothing agreed that they did not say yes to."""
    at = known.first_of(ev.DealAccepted)
    if at is None:
        return NOT_APPLICABLE, "no offer was agreed"
    answers = [each for heard in known.trail.heard for each in heard.tells if each in {AGREES, DECLINES}]
    if answers and answers[-1] == DECLINES:
        return MISSED, "they said no to the offer that was marked last"
    said = any(isinstance(each.event, ev.OfferAnswered) and each.event.answer == YES for each in known.entries)
    return _verdict(said, "they said yes to it", "no yes of theirs was kept")


def teach_back(known: Known) -> Judged:
    """They say the terms back."""
    if not _is_agreed(known) or known.has_said("payment-read-back"):
        return NOT_APPLICABLE, "no terms were agreed"
    if not known.stood:
        return CANNOT_TELL, NO_WAY
    return _verdict(
        any(step.says_back for step in known.stood), "they said it back", "they were not asked to say it back"
    )


def _is_agreed(known: Known) -> bool:
    return known.first_of(ev.DealAccepted, ev.PromiseMade) is not None or known.call.outcome in {
        "PAY",
        "PIF",
        "SIF",
        "PDC",
    }


# ── the end ──


def outcome(known: Known) -> Judged:
    """The right outcome."""
    if not known.trail.ends:
        return CANNOT_TELL, NO_HEARING
    right = ", ".join(known.trail.ends)
    code = known.call.outcome or "none"
    return _verdict(known.call.outcome in known.trail.ends, f"{code} is right", f"{code} was logged; right is {right}")


def typed(known: Known) -> Judged:
    """Nothing typed that may not be."""
    if not known.typed:
        return NOT_APPLICABLE, "nothing was typed"
    for text in known.typed:
        if note_fault(text):
            return MISSED, "a note holds what looks like a card number, or is too long"
        words = first_quoted(text, known.form.never) if known.form.never else ""
        if words:
            return MISSED, f'a note says "{words}"'
    return MET, "nothing that may not stand there"


def within_rules(known: Known) -> Judged:
    """Nothing tried that a rule stops."""
    stopped = [
        entry for entry in known.entries if isinstance(entry.event, ev.CheckMade) and entry.event.effect == "block"
    ]
    if not any(isinstance(entry.event, ev.CheckMade) for entry in known.entries):
        return CANNOT_TELL, "no check of the rules was kept"
    return _verdict(not stopped, "nothing had to be stopped", f"the desk stopped {len(stopped)} of what was tried")


def length(known: Known) -> Judged:
    """The talk no longer than it has to be."""
    most = known.trail.most_seconds or known.form.most_seconds
    if not known.call.talk_seconds:
        return NOT_APPLICABLE, "nobody talked"
    minutes = f"{known.call.talk_seconds // 60}:{known.call.talk_seconds % 60:02d}"
    return _verdict(
        known.call.talk_seconds <= most, f"{minutes} is short enough", f"{minutes}, over {most // 60} minutes"
    )


JUDGES: Final[Mapping[str, Callable[[Known], Judged]]] = {
    "recording": recording,
    "identity": identity,
    "disclosure": disclosure,
    "coverage": coverage,
    "old-debt": old_debt,
    "aid": aid,
    "dispute": dispute,
    "stop": stop,
    "attorney": attorney,
    "others": others,
    "crisis": crisis,
    "kindness": kindness,
    "read-back": read_back,
    "their-yes": their_yes,
    "teach-back": teach_back,
    "outcome": outcome,
    "typed": typed,
    "within-rules": within_rules,
    "length": length,
}
"""Each line of the form by its id in quality.yaml."""
