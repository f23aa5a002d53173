"""Decisions about what is told and offered: a statement, offers and answers, the word of another seat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from callassist import commands_deals as cmd
from callassist import events as ev
from callassist.bargains import COUNTER, NO, YES, Matter, Offer
from callassist.casefile import Call
from callassist.dealing import Taken, closed_faults, fair_part, fault_of, taken
from callassist.deals import ASKED, GIVEN, REFUSED, Approval
from callassist.decide_records import note_fault
from callassist.dossier import FinancialStatement
from callassist.finances import QUESTIONS, faults
from callassist.handbook import Decision, Refused
from callassist.hearing import keeps_back
from callassist.kinds import in_words
from callassist.matters import (
    NAME_AID,
    as_offer,
    as_proposed,
    as_statement,
    as_terms,
    is_aid_unnamed,
    matter_of,
    statement_of,
)
from callassist.money import format_cents
from callassist.pen import Pen
from callassist.rules import SAID_OF, SEATS
from callassist.schedules import Payment
from callassist.speakers import THROUGH
from callassist.survey import Verdicts, glance

STATEMENT: Final = "collector-disclosure"
TELLS_OF_MEANS: Final = (*THROUGH, "power_of_attorney", "guardian")
"""Who may be asked for income and spending: them, or who is in charge of their money. No relative and no spouse."""
FACTS: Final = ("demand", "offer")
"""What whoever speaks must be free to hear of a debt before it is bargained about."""
MOST_OFFERS: Final = 2
NO_CALL: Final = Refused(sentence="There is no open call; dial or answer first.")
NOT_VERIFIED: Final = Refused(sentence="Verify who is speaking first.")
ASK_COVER: Final = "Ask first whether there was any coverage on the day of care."
ONE_DEAL: Final = "A deal about that runs already: renegotiate it, or cancel it first."


# ── who speaks, and what is in the way ──


def speaking(pen: Pen) -> Call | Refused:
    """The open call, when whoever is on it was verified."""
    call = pen.case.call
    if call is None:
        return NO_CALL
    return call if call.verified else NOT_VERIFIED


def is_paid_already(pen: Pen, offer: Offer, replacing: int = 0) -> bool:
    """Whether another deal pays a debt that an offer names; or all there are, where it names none."""
    live = [deal for deal in pen.case.consumer.deals if deal.is_live and deal.id != replacing]
    paid = {debt for deal in live for debt in deal.debts}
    named = {debt for debt, _ in offer.shares}
    return bool(paid & named) if named else bool(paid) and paid >= {debt.id for debt in pen.case.open_debts()}


def verdicts_now(pen: Pen) -> Verdicts:
    return glance(pen.case, pen.handbook, pen.at)


def matter_now(pen: Pen, replacing: int = 0) -> Matter:
    """What the talk is about as things stand; a deal that is to be replaced does not count."""
    return matter_of(verdicts_now(pen), pen.handbook, pen.handbook.role, replacing=replacing)


def within(pen: Pen, matter: Matter, offer: Offer, approval: int = 0) -> Taken | Refused:
    """The offer made whole, where nothing stands in its way and this seat, or one that gave its word, may take it."""
    if fault := _too_early(pen, matter) or next(closed_faults(matter, offer), ""):
        return Refused(sentence=fault)
    debts = [debt for debt, _ in offer.shares] or [account.id for account in matter.accounts if not account.gates]
    if fault := next(unheard(pen, debts), ""):
        return Refused(sentence=fault)
    if fault := fault_of(matter, offer):
        return Refused(sentence=fault)
    agreed = taken(fair_part(matter, offer), offer)
    own = SEATS.index(pen.handbook.role)
    if agreed.role is not None and SEATS.index(agreed.role) <= own:
        return agreed
    if approval_for(pen, agreed.offer, approval) is not None:
        return agreed
    if agreed.role is None:
        return Refused(sentence="The creditor's terms let nobody here take that.")
    return Refused(sentence=f"That takes the word of {SAID_OF[agreed.role]}: ask first.")


def _too_early(pen: Pen, matter: Matter) -> str:
    """What has to be asked or named before any money is agreed on; '' when nothing has."""
    if matter.has_had_cover is None:
        return ASK_COVER
    return NAME_AID if is_aid_unnamed(pen.case, pen.handbook.setting.clients) else ""


def unheard(pen: Pen, debts: Sequence[int]) -> Iterator[str]:
    """Why whoever is speaking may not be spoken to of terms on one of these debts."""
    verdicts = verdicts_now(pen)
    for debt in debts:
        stop = next(filter(None, (keeps_back(verdicts, debt, fact) for fact in FACTS)), None)
        if stop is not None:
            yield f"No terms on {pen.case.debt(debt).account}: {stop.say} [{stop.cite}]"


def short(offer: Offer) -> str:
    """An offer in a few words, as `12 payments of $41.66 from 04 Dec 2026, $500.00 in all`."""
    first = offer.payments[0]
    if len(offer.payments) == 1:
        return f"${format_cents(first.cents)} by {first.due:%d %b %Y}"
    down = f"${format_cents(offer.down_cents)} down, " if offer.down_cents else ""
    rest: Sequence[Payment] = offer.payments[1:] if offer.down_cents else offer.payments
    each = format_cents(max(payment.cents for payment in rest))
    total = format_cents(offer.total_cents)
    return f"{down}{len(rest)} payments of ${each} from {first.due:%d %b %Y}, ${total} in all"


def approval_for(pen: Pen, offer: Offer, approval: int) -> Approval | None:
    """The approval that was given on this call for exactly these payments."""
    call = pen.case.call
    for each in reversed(pen.case.consumer.approvals):
        is_meant = approval in {0, each.id} and each.state == GIVEN and call is not None and each.call == call.id
        if is_meant and as_terms(offer).payments == each.terms.payments and offer.shares == each.terms.shares:
            return each
    return None


# ── what they have, and what they must spend ──


def take_statement(pen: Pen, command: cmd.TakeStatement) -> Decision:
    """Keep what they told of income and spending; what is not told anew stays as it was."""
    call = pen.case.call
    if fault := _may_not_ask(pen, call):
        return Refused(sentence=fault)
    told = replace(command.statement, taken=pen.today)
    if fault := _statement_fault(told):
        return Refused(sentence=fault)
    row = pen.keep(with_earlier(told, statement_of(pen.case.consumer, pen.today)))
    pen.write(ev.StatementTaken(call=call.id if call else 0, row=row))
    return pen.accepted(f"Statement kept: {_answered(told)}.")


def _may_not_ask(pen: Pen, call: Call | None) -> str:
    """Why nobody is to be asked for their means now; '' when they may be."""
    if call is None:
        return NO_CALL.sentence
    if not call.verified:
        return NOT_VERIFIED.sentence
    if call.speaker not in TELLS_OF_MEANS:
        return f"Income is asked of nobody but them: not of the {in_words(call.speaker)}."
    if STATEMENT not in call.disclosures:
        return "Read out first who we are and what this is about."
    matter = matter_now(pen)
    if matter.has_had_cover is None:
        return ASK_COVER
    if any("dispute" in account.gates for account in matter.accounts):
        return "They dispute it: ask for nothing while it is open."
    return ""


def _statement_fault(told: FinancialStatement) -> str:
    is_told = any(
        value is not None
        for value in (told.incomes, told.household, told.housing_cents, told.transport_cents, told.other_cents)
    )
    if not (is_told or told.deductions_cents or told.pay_kind or told.declined or told.signals):
        return "Nothing was told, and nothing declined."
    if strange := [key for key in told.declined if key not in QUESTIONS]:
        return f"There is no question {strange[0]!r}; they are {', '.join(QUESTIONS)}."
    return next(iter(faults(as_statement(told))), "")


def with_earlier(told: FinancialStatement, earlier: FinancialStatement | None) -> FinancialStatement:
    """With what they told before and said nothing new about; as old as the oldest answer in it."""
    if earlier is None:
        return told
    kept = {
        name: value
        for name in ("incomes", "household", "housing_cents", "transport_cents", "other_cents", "deductions_cents")
        if getattr(told, name) is None and (value := getattr(earlier, name)) is not None and name not in _refused(told)
    }
    if "household" in kept:
        kept["over_65"] = earlier.over_65
    if not told.pay_kind and earlier.pay_kind:
        kept |= {"pay_kind": earlier.pay_kind, "pay_anchor": earlier.pay_anchor, "pay_days": earlier.pay_days}
    declined = tuple(dict.fromkeys((*told.declined, *(key for key in earlier.declined if not _is_told(told, key)))))
    signals = tuple(dict.fromkeys((*earlier.signals, *told.signals)))
    merged = replace(told, **kept, declined=declined, signals=signals)
    return replace(merged, taken=earlier.taken) if kept else merged


def _refused(told: FinancialStatement) -> tuple[str, ...]:
    return tuple(name for key in told.declined for name in (key, f"{key}_cents"))


def _is_told(told: FinancialStatement, key: str) -> bool:
    return getattr(told, key, None) is not None or getattr(told, f"{key}_cents", None) is not None


def _answered(told: FinancialStatement) -> str:
    known = [key for key in QUESTIONS if _is_told(told, key)]
    words = [", ".join(known) or "no answer"]
    return "; ".join((*words, *((f"would rather not say: {', '.join(told.declined)}",) if told.declined else ())))


# ── offers and answers ──


def make_offers(pen: Pen, command: cmd.MakeOffers) -> Decision:
    """Keep what was offered; nothing beyond this seat's word unless another's was given for it."""
    ready = speaking(pen)
    if isinstance(ready, Refused):
        return ready
    if not 0 < len(command.offers) <= MOST_OFFERS:
        return Refused(sentence="Offer one thing, or two together.")
    matter, found = matter_now(pen, command.replaces), []
    for offer in command.offers:
        if is_paid_already(pen, offer, command.replaces):
            return Refused(sentence=ONE_DEAL)
        agreed = within(pen, matter, offer)
        if isinstance(agreed, Refused):
            return agreed
        found.append(agreed.offer)
    pen.write(ev.OffersMade(call=ready.id, offers=tuple(as_terms(offer) for offer in found)))
    return pen.accepted(f"Offered: {' or '.join(short(offer) for offer in found)}.")


def answer_offer(pen: Pen, command: cmd.AnswerOffer) -> Decision:
    """Keep what they said to it."""
    ready = speaking(pen)
    if isinstance(ready, Refused):
        return ready
    rounds = pen.case.consumer.rounds
    is_open = bool(rounds) and rounds[-1].call == ready.id and not rounds[-1].answer
    if command.answer not in {YES, NO, COUNTER}:
        return Refused(sentence=f"They said {YES}, {NO} or {COUNTER}.")
    if command.answer != COUNTER and not is_open:
        return Refused(sentence="Nothing was offered that waits for an answer.")
    if (command.answer == COUNTER) != (command.counter is not None):
        return Refused(sentence="Say what they propose, and only when they propose something.")
    proposed = as_proposed(command.counter) if command.counter else None
    pen.write(ev.OfferAnswered(call=ready.id, answer=command.answer, proposed=proposed))
    says = {YES: "They said yes.", NO: "They said no.", COUNTER: "What they propose is kept."}
    return pen.accepted(says[command.answer])


# ── the word of another seat ──


def ask_approval(pen: Pen, command: cmd.AskApproval) -> Decision:
    """Ask for it, with everything that whoever decides needs to know."""
    ready = speaking(pen)
    if isinstance(ready, Refused):
        return ready
    matter, offer = matter_now(pen, command.replaces), command.request.offer
    if fault := fault_of(matter, offer):
        return Refused(sentence=fault)
    agreed = taken(fair_part(matter, offer), offer)
    if agreed.role is not None and SEATS.index(agreed.role) <= SEATS.index(pen.handbook.role):
        return Refused(sentence="Nobody need be asked: it is within your own word.")
    if any(each.state == ASKED and each.call == ready.id for each in pen.case.consumer.approvals):
        return Refused(sentence="One is asked for already; wait for it.")
    otherwise = as_terms(command.request.otherwise) if command.request.otherwise else None
    asked = ev.ApprovalAsked(
        call=ready.id,
        terms=as_terms(agreed.offer),
        why=command.request.why,
        otherwise=otherwise,
        replaces=command.replaces,
    )
    pen.write(asked)
    return pen.accepted(f"Asked {SAID_OF[agreed.offer.role]}: {short(agreed.offer)}.")


def grant_approval(pen: Pen, command: cmd.GrantApproval) -> Decision:
    """Give one's word: it has to be within one's own limits as things stand now."""
    asked = _asked(pen, command.request)
    if isinstance(asked, Refused):
        return asked
    matter, offer = matter_now(pen, asked.replaces), as_offer(asked.terms)
    if fault := fault_of(matter, offer):
        return Refused(sentence=fault)
    role = taken(fair_part(matter, offer), offer).role
    if role is None:
        return Refused(sentence="The creditor's terms let nobody here take it: ask the creditor.")
    if SEATS.index(role) > SEATS.index(pen.handbook.role):
        return Refused(sentence=f"It takes the word of {SAID_OF[role]}.")
    pen.write(ev.ApprovalGiven(request=asked.id, by_role=pen.handbook.role, why=command.why.strip()))
    return pen.accepted(f"Granted: {short(offer)}.")


def refuse_approval(pen: Pen, command: cmd.RefuseApproval) -> Decision:
    """Refuse it, saying why."""
    asked = _asked(pen, command.request)
    if isinstance(asked, Refused):
        return asked
    if not command.why.strip() or note_fault(command.why):
        return Refused(sentence=note_fault(command.why) or "Say why it is refused.")
    pen.write(ev.ApprovalRefused(request=asked.id, by_role=pen.handbook.role, why=command.why.strip()))
    return pen.accepted("Refused.")


def _asked(pen: Pen, request: int) -> Approval | Refused:
    found = next((each for each in pen.case.consumer.approvals if each.id == request), None)
    if found is None:
        return Refused(sentence="Nothing of that number was asked for on this case.")
    if found.state != ASKED:
        return Refused(sentence=f"It was {found.state if found.state == REFUSED else 'granted'} already.")
    if found.actor == pen.actor:
        return Refused(sentence="Whoever asked cannot answer it themselves.")
    if pen.handbook.role == SEATS[0]:
        return Refused(sentence=f"It takes the word of {SAID_OF[SEATS[1]]}.")
    return found
