"""A case as a negotiation sees it: what is owed and by whose terms, what closes it, what is known of the person.

Read out of the journals and the rules' verdicts. Nothing that must not matter goes along: no name, sex, race, language,
address or ZIP.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from msgspec.structs import asdict, replace

from callassist import notices as nt
from callassist.ability import ability_of
from callassist.bargains import Account, Counter, Matter, Offer, Past, Refusal, Transcript, Turn
from callassist.calendars import day_of
from callassist.casefile import CaseFile, Consumer, Debt
from callassist.checklist import places
from callassist.creditor_terms import STANDARD
from callassist.deals import Deal, Round
from callassist.dossier import DebtDetails, FinancialStatement, ToldIncome
from callassist.entitlement_ways import aid_of, aid_percent, is_near
from callassist.events_deals import Instalment, OfferTerms, Proposed
from callassist.finances import Income, Statement
from callassist.handbook import Handbook
from callassist.policy import ClientPolicy
from callassist.rules import Rule
from callassist.schedules import UNKNOWN, PayCycle, Payment, months_after, peak_cents
from callassist.survey import Verdicts

STATEMENT_MONTHS: Final = 12
"""An older statement says nothing of today."""
OF_THE_PERSON: Final = ("bankruptcy", "deceased", "attorney", "cease")
CLOSES: Final[Mapping[str, str]] = {
    **{kind: kind for kind in OF_THE_PERSON},
    **dict.fromkeys(("paid", "settled", "discharged"), "nothing_owed"),
    "medicare_qmb": "qmb",
    **dict.fromkeys(("medicaid", "newborn_medicaid"), "medicaid"),
    **dict.fromkeys(("workers_comp", "liability", "tricare", "va_authorized", "indian_health"), "other_payer"),
    **dict.fromkeys(("crime_victim", "forensic_exam", "nursing_home_relative"), "other_payer"),
    "identity_theft": "identity_theft",
    **dict.fromkeys(("surprise_billing", "estimate_dispute"), "surprise_bill"),
    **dict.fromkeys(("insurance_pending", "appeal_pending"), "insurance_pending"),
    **dict.fromkeys(("assistance_pending", "medicaid_pending"), "aid_pending"),
    **dict.fromkeys(("hold", "assistance_granted", "minor", "in_custody", "litigation"), "hold"),
}
"""The gate (bargains.GATES) that each kind of restriction closes."""
STATUSES: Final[Mapping[str, str]] = {
    "not billed": "unbilled",
    "unbilled": "unbilled",
    "pending": "insurance_pending",
    "appeal": "insurance_pending",
    "appealed": "insurance_pending",
}
"""The gate that the state of a claim closes, where there is an insurer."""
COVERS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("medicaid", ("medicaid", "dual eligible", "chip")),
    ("medicare", ("medicare",)),
    ("tricare", ("tricare", "champva")),
    ("va", ("va", "veterans")),
    ("workers_comp", ("workers comp", "workers compensation", "work comp", "wc")),
    ("liability", ("liability", "auto", "auto liability", "no fault", "mva")),
    ("self_pay", ("self pay", "selfpay", "uninsured", "none", "no insurance")),
    ("commercial", ("commercial", "ppo", "hmo", "pos", "epo", "hdhp", "private", "group")),
)
"""What the column of cover speaks of each of creditor_terms.PAYERS, in whole words; the first that is found."""
LIMITS: Final = frozenset({"limitation_expired", "state_wording"})
ASKING: Final = ("demand", "offer")
COVERAGE: Final = "coverage-question"
ANSWERED_BY: Final = ("verification", nt.REPEATED)
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")


def matter_of(
    verdicts: Verdicts, handbook: Handbook, role: str, debts: Collection[int] | None = None, *, replacing: int = 0
) -> Matter:
    """The negotiation about the open debts of a call's line, or about those of them that are named, at a seat.

    A debt that a deal pays is left out, and what that deal asks for each month counts as spent; but for the deal that
    is to be replaced.
    """
    case, today = verdicts.case, verdicts.base.day
    told = statement_of(case.consumer, today)
    running = [deal for deal in case.consumer.deals if deal.is_live and deal.id != replacing]
    settled = {debt for deal in running for debt in deal.debts}
    owed = [case.debt(d) for d in verdicts.debts if d not in settled and (debts is None or d in debts)]
    matter = Matter(
        accounts=tuple(_account(verdicts, handbook, debt) for debt in owed),
        today=today,
        state=case.consumer.state,
        past=_past(case.consumer, verdicts),
        statement=_burdened(as_statement(told), running) if told else None,
        cycle=cycle_of(told) if told else UNKNOWN,
        gates=_gates_of_person(case, today),
        signals=told.signals if told else (),
        role=role,
        is_autopay_wanted=told.is_autopay_wanted if told else False,
        has_had_cover=_has_had_cover(case, owed),
        answered=("coverage",) if _was_asked(case.consumer) else (),
        standards=handbook.standards(),
    )
    return _with_findings(matter)


def _burdened(told: Statement, running: Iterable[Deal]) -> Statement:
    """With what deals that run will ask for in their dearest month among what must be spent."""
    left = [Payment(due=each.due, cents=each.cents) for deal in running for each in deal.left]
    return replace(told, other_cents=(told.other_cents or 0) + peak_cents(left)) if left else told


# ── a debt ──


def _account(verdicts: Verdicts, handbook: Handbook, debt: Debt) -> Account:
    policy = handbook.setting.clients.get(debt.client)
    terms = policy.terms if policy else None
    bars = [rule for rule in _rules_on(verdicts, debt) if rule.check in LIMITS]
    values = [rule.values_on(verdicts.base.day) or {} for rule in bars]
    return Account(
        id=debt.id,
        balance_cents=debt.balance_cents,
        client=policy.name if policy else debt.client,
        service=debt.service,
        terms=terms or STANDARD,
        has_terms=terms is not None,
        payer=payer_of(debt.details),
        creditor_kind=policy.kind if policy else "",
        gates=gates_of_debt(verdicts, debt),
        validation_ends=nt.validation_end(verdicts.case, debt.id, verdicts.rulebook, places(verdicts.base)),
        is_time_barred=bool(bars),
        revives=any(each.get("restarts", False) for each in values),
    )


def _rules_on(verdicts: Verdicts, debt: Debt) -> list[Rule]:
    found = (*verdicts.of("sue", debt=debt.id).findings, *verdicts.of("offer", debt=debt.id).findings)
    rules = (verdicts.rulebook.rule(name) for name in dict.fromkeys(finding.rule for finding in found))
    return [rule for rule in rules if rule is not None]


def payer_of(details: DebtDetails) -> str:
    """Who was to pay before the person (creditor_terms.PAYERS), by the columns of cover that came with a debt."""
    for text in (details.insurance_type, details.insurance_name):
        spoken = _plain(text)
        for payer, phrases in COVERS:
            if any(f" {phrase} " in spoken for phrase in phrases):
                return payer
    return "other" if details.insurance_type or details.insurance_name else "self_pay"


def _plain(text: str) -> str:
    """Small letters and digits, one space between words and around them."""
    return f" {_NO_WORD.sub(' ', text.lower()).strip()} "


def gates_of_debt(verdicts: Verdicts, debt: Debt) -> tuple[str, ...]:
    """What closes a demand for one debt: limits and claims on file, disputes, cover, and whatever else a rule stops."""
    found = {*_limits(verdicts.case, debt, verdicts.base.day), *_claims(debt), *_waiting(verdicts.case, debt)}
    if not found and any(verdicts.of(action, debt=debt.id).is_stopped for action in ASKING):
        found.add("hold")
    return tuple(sorted(found))


def _limits(case: CaseFile, debt: Debt, day: date) -> Iterator[str]:
    for limit in case.consumer.restrictions:
        if limit.kind in CLOSES and limit.binds(debt.id, day):
            yield CLOSES[limit.kind]


def _claims(debt: Debt) -> Iterator[str]:
    if payer_of(debt.details) == "self_pay":
        return
    spoken = _plain(debt.details.insurance_status)
    yield from (gate for status, gate in STATUSES.items() if f" {status} " in spoken)


def _waiting(case: CaseFile, debt: Debt) -> Iterator[str]:
    """A dispute that nobody has answered, a request for aid."""
    is_answered = bool(nt.delivered(case, debt.id, *ANSWERED_BY))
    if nt.waiting(case, ("dispute",), debt.id) or (case.id in debt.disputed_by and not is_answered):
        yield "dispute"
    if nt.waiting(case, ("assistance",), debt.id):
        yield "aid_pending"


def _gates_of_person(case: CaseFile, day: date) -> tuple[str, ...]:
    """What closes all of it: a limit that names no debt."""
    bound = (r for r in case.consumer.restrictions if not r.debts and (r.until is None or day <= r.until))
    return tuple(sorted({CLOSES[r.kind] for r in bound if r.kind in OF_THE_PERSON}))


# ── the person ──


def statement_of(consumer: Consumer, day: date) -> FinancialStatement | None:
    """What they last told of income and spending, within STATEMENT_MONTHS; None when they did not."""
    newest = consumer.statements[-1].statement if consumer.statements else None
    return newest if newest and day < months_after(newest.taken, STATEMENT_MONTHS) else None


def as_statement(told: FinancialStatement) -> Statement:
    """A dossier row as what ability to pay is measured by."""
    incomes = None
    if told.incomes is not None:
        incomes = tuple(Income(source=each.source, cents=each.cents, cycle=each.cycle) for each in told.incomes)
    return Statement(
        taken=told.taken,
        incomes=incomes,
        household=told.household,
        over_65=told.over_65,
        housing_cents=told.housing_cents,
        transport_cents=told.transport_cents,
        other_cents=told.other_cents,
        deductions_cents=told.deductions_cents,
        is_documented=told.is_documented,
        declined=told.declined,
    )


def as_row(
    told: Statement, cycle: PayCycle = UNKNOWN, signals: tuple[str, ...] = (), *, is_autopay_wanted: bool = False
) -> FinancialStatement:
    """The dossier row of a statement, of when they are paid, and of what else was told with it."""
    incomes = None
    if told.incomes is not None:
        incomes = tuple(ToldIncome(source=each.source, cents=each.cents, cycle=each.cycle) for each in told.incomes)
    return FinancialStatement(
        taken=told.taken,
        incomes=incomes,
        household=told.household,
        over_65=told.over_65,
        housing_cents=told.housing_cents,
        transport_cents=told.transport_cents,
        other_cents=told.other_cents,
        deductions_cents=told.deductions_cents,
        is_documented=told.is_documented,
        declined=told.declined,
        pay_kind=cycle.kind,
        pay_anchor=cycle.anchor,
        pay_days=cycle.days,
        signals=signals,
        is_autopay_wanted=is_autopay_wanted,
    )


def cycle_of(told: FinancialStatement) -> PayCycle:
    """When they are paid, as they said."""
    return PayCycle(kind=told.pay_kind, anchor=told.pay_anchor, days=told.pay_days)


def _was_asked(consumer: Consumer) -> bool:
    return any(COVERAGE in call.disclosures for call in consumer.calls)


def _has_had_cover(case: CaseFile, owed: Iterable[Debt]) -> bool | None:
    """Whether there was cover on the day of care: on file with a debt; else that there was none, once it was asked."""
    if any(payer_of(debt.details) != "self_pay" for debt in owed):
        return True
    return False if _was_asked(case.consumer) else None


def _past(consumer: Consumer, verdicts: Verdicts) -> Past:
    states = [promise.state for promise in consumer.promises]
    call = verdicts.case.call
    earlier = [each for each in consumer.rounds if call is None or each.call != call.id]
    return Past(
        kept=states.count("kept"),
        broken=states.count("broken"),
        refusals=tuple(_refusal(as_offer(o), r, verdicts) for r in earlier if r.answer == "no" for o in r.offers),
    )


def _refusal(offer: Offer, made: Round, verdicts: Verdicts) -> Refusal:
    return Refusal(
        on=day_of(made.at, places(verdicts.base)),
        total_cents=offer.total_cents,
        peak_cents=offer.peak_cents,
        payments=len(offer.payments),
    )


def _with_findings(matter: Matter) -> Matter:
    """Where papers were seen and income is clearly within a creditor's table for aid, need counts as found."""
    if matter.statement is None or not matter.statement.is_documented:
        return matter
    poverty = ability_of(matter).poverty_percent
    if poverty is None:
        return matter
    return replace(matter, accounts=tuple(replace(a, has_finding=_is_found(a, poverty)) for a in matter.accounts))


def _is_found(account: Account, poverty: int) -> bool:
    is_clear = not any(is_near(poverty, row.poverty_percent) for row in aid_of(account))
    return is_clear and aid_percent(account, poverty) > 0


# ── what was said ──


def transcript_of(case: CaseFile) -> Transcript:
    """The turns of the open call, oldest first; () without a call. The last may still wait for its answer."""
    call = case.call
    return tuple(_turn(each) for each in case.consumer.rounds if call and each.call == call.id)


def _turn(made: Round) -> Turn:
    return Turn(
        offers=tuple(as_offer(each) for each in made.offers),
        answer=made.answer or "offered",
        counter=as_counter(made.proposed) if made.proposed else None,
    )


def as_offer(terms: OfferTerms) -> Offer:
    """An offer out of a journal."""
    return Offer(
        kind=terms.kind,
        payments=tuple(Payment(due=each.due, cents=each.cents) for each in terms.payments),
        owed_cents=terms.owed_cents,
        role=terms.role,
        down_cents=terms.down_cents,
        shares=terms.shares,
    )


def as_terms(offer: Offer) -> OfferTerms:
    """An offer as journals keep it."""
    return OfferTerms(
        kind=offer.kind,
        payments=tuple(Instalment(due=each.due, cents=each.cents) for each in offer.payments),
        owed_cents=offer.owed_cents,
        role=offer.role,
        down_cents=offer.down_cents,
        shares=offer.shares,
    )


def as_counter(proposed: Proposed) -> Counter:
    """What they proposed, out of a journal; the words are not kept."""
    return Counter(**asdict(proposed))


def as_proposed(counter: Counter) -> Proposed:
    """What they proposed, as journals keep it."""
    told = {name: value for name, value in asdict(counter).items() if name in Proposed.__struct_fields__}
    return Proposed(**told)


# ── help named before money ──

AID: Final = "aid-notice"
"""As what it is stamped that help with bills was named."""
NAME_AID: Final = "This creditor wants help with bills named before any money is asked for: the script has the words."


def is_aid_unnamed(case: CaseFile, clients: Mapping[str, ClientPolicy]) -> bool:
    """Whether a creditor of the open call wants help with bills named before money, and it was not named on it."""
    call = case.call
    if call is None or AID in call.disclosures:
        return False
    policies = (clients.get(debt.client) for debt in case.open_debts(case.line))
    return any(policy is not None and policy.aid_first for policy in policies)
