"""What a negotiation is about, as values: what is owed and by what terms, what is known of the person, what was said.

Every sum is whole cents, every day the consumer's own. Nothing that must not matter is in here: no name, sex, race,
language, address or ZIP; age only as how many of a household are over 65, which raises what is left to live on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import msgspec

from callassist.creditor_terms import STANDARD, Terms
from callassist.finances import Statement
from callassist.schedules import UNKNOWN, PayCycle, Payment, peak_cents
from callassist.standards import Standards

GATES: Final = (
    "bankruptcy",
    "deceased",
    "attorney",
    "cease",
    "nothing_owed",
    "qmb",
    "medicaid",
    "other_payer",
    "dispute",
    "identity_theft",
    "surprise_bill",
    "insurance_pending",
    "unbilled",
    "aid_pending",
    "hold",
)
"""What closes a demand, the strongest first: the strongest names the way, all are listed."""
FULL, PROMPT, SETTLEMENT, PARTS, PLAN, HARDSHIP = "full", "prompt_pay", "settlement", "parts", "plan", "hardship"
KINDS: Final = (FULL, PROMPT, SETTLEMENT, PARTS, PLAN, HARDSHIP)
"""Offers of money: all at once, with the discount for that, for less at once or in parts, in instalments."""
ROUTES: Final = ("aid", "medicaid", "insurance", "loss_mitigation", "hold", "dispute", "gate")
"""Ways that ask for no money."""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One debt that may be spoken of. `gates` (of GATES) close it alone.

    `payer` is one of creditor_terms.PAYERS, `creditor_kind` one of policy.CREDITORS. `validation_ends` is the last day
    to dispute. `is_time_barred`: a suit is too late; `revives`: a payment may begin the time anew where they live.
    `has_finding`: need was found and is on record.
    """

    id: int
    balance_cents: int
    client: str = ""
    service: date | None = None
    terms: Terms = STANDARD
    has_terms: bool = False
    payer: str = "self_pay"
    creditor_kind: str = ""
    gates: tuple[str, ...] = ()
    validation_ends: date | None = None
    is_time_barred: bool = False
    revives: bool = False
    has_finding: bool = False


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """Payments that are proposed. `role` is whose word it takes (rules.SEATS), `owed_cents` what it closes.

    `shares` is how much of it goes to each debt; `down_cents` is the part of the first payment that is a down payment.
    """

    kind: str
    payments: tuple[Payment, ...]
    owed_cents: int
    role: str = "collector"
    down_cents: int = 0
    shares: tuple[tuple[int, int], ...] = ()

    @property
    def total_cents(self) -> int:
        """All that would be paid."""
        return sum(payment.cents for payment in self.payments)

    @property
    def peak_cents(self) -> int:
        """The most in one calendar month, what is paid at once aside: all of it, a down payment, one later sum."""
        parts = self.payments[1:] if self.down_cents else self.payments
        return peak_cents(parts) if len(parts) > 1 else 0

    @property
    def months(self) -> int:
        """How many payments there are."""
        return len(self.payments)

    @property
    def instalment_cents(self) -> int:
        """A usual instalment: the largest after a down payment; all of it where there is one payment."""
        parts = self.payments[1:] if self.down_cents and len(self.payments) > 1 else self.payments
        return max(payment.cents for payment in parts)


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """An offer that was refused on an earlier day."""

    on: date
    total_cents: int
    peak_cents: int
    payments: int


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """What the person did before: promises kept and broken, payments returned, offers refused."""

    kept: int = 0
    broken: int = 0
    returned: int = 0
    refusals: tuple[Refusal, ...] = ()


class Matter(msgspec.Struct, frozen=True, kw_only=True):
    """All that suggest and respond look at.

    `gates` (of GATES) close all accounts. `signals` are signs of need that only prompt a question (`homeless`,
    `food_help`, `no_cover`). `role` is the seat of who is on the call, `is_autopay_wanted` whether they said so.
    `answered`: questions of need, `coverage` or a key of finances.QUESTIONS, that were asked and are not asked again.
    """

    accounts: tuple[Account, ...]
    today: date
    state: str = ""
    past: Past = Past()
    statement: Statement | None = None
    cycle: PayCycle = UNKNOWN
    gates: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    role: str = "collector"
    is_autopay_wanted: bool = False
    has_had_cover: bool | None = None
    answered: tuple[str, ...] = ()
    standards: Standards = Standards()


# ── what was said on this call ──

YES, NO, COUNTER, OFFERED = "yes", "no", "counter", "offered"


class Counter(msgspec.Struct, frozen=True, kw_only=True):
    """What they propose. `kind` says which fields count.

    monthly: `cents` each `cycle`, `count` times if that was said; lump: `cents` at `first` (None is now), in `count`
    parts if it was said; split: `cents`, or `percent` of it, at `first`, the rest at `rest`, in `count` parts, or by
    `then_cents` each `cycle`, and all of it in `count` parts where neither is named; share: `percent` of it at `first`;
    later: as offered, from `first` on; nothing: they cannot; yes and no: to what was offered; route: what was said
    opens a way of ROUTES or a gate, named in `route`; unclear: `words` could not be read. `is_guessed`: how often was
    not said, and a month is assumed.
    """

    kind: str
    cents: int = 0
    cycle: str = "monthly"
    percent: int = 0
    count: int = 0
    first: date | None = None
    rest: date | None = None
    route: str = ""
    words: str = ""
    then_cents: int = 0
    is_guessed: bool = False


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One turn of the talk: what we offered (one or a pair), and what came back: YES, NO or COUNTER."""

    offers: tuple[Offer, ...] = ()
    answer: str = NO
    counter: Counter | None = None


Transcript = tuple[Turn, ...]


# ── what is answered ──


class Ability(msgspec.Struct, frozen=True, kw_only=True):
    """What a month may cost them: cents, None where not known. `cap_cents` is the least of residual and state cap.

    `state_rule` is the title and citation of the cap that applies; `missing` the questions that would tell more;
    `is_protected`: all of their income is, so nothing is asked out of it. `poverty_percent` None where not known.
    """

    cap_cents: int | None = None
    gross_cents: int | None = None
    allowed_cents: int | None = None
    residual_cents: int | None = None
    state_cap_cents: int | None = None
    state_rule: str = ""
    most_payments: int = 0
    poverty_percent: int | None = None
    is_protected: bool = False
    missing: tuple[str, ...] = ()
    standards_since: tuple[str, ...] = ()


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A way that asks for no money, or what they are entitled to: `kind` of ROUTES or prompt_pay, for which debts.

    `say` is one breath, `do` what the desk does then, `why` what it rests on with its citation. `is_entitled`: whoever
    meets the test must be told, whatever else is offered.
    """

    kind: str
    debts: tuple[int, ...]
    say: str
    do: str
    why: str
    is_entitled: bool = False
    percent: int = 0


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """An offer in the order in which to make it.

    `p_accept`, `p_keep` (0 to 1) and `value_cents` (expected, net, today) are for supervisors and documents, never for
    the call screen; `basis` is "prior" or "from 143 outcomes". `left_cents`: what a month leaves them, None unknown.
    `floor_left` is who could still go lower: for the collector, never said. `say` is one breath, `why` four facts.
    """

    offer: Offer
    say: str
    why: tuple[str, ...] = ()
    p_accept: float = 0.0
    p_keep: float = 0.0
    basis: str = "prior"
    value_cents: int = 0
    left_cents: int | None = None
    state_rule: str = ""
    floor_left: str = ""


class Suggestion(msgspec.Struct, frozen=True, kw_only=True):
    """What to do now, in this order: `gates` (any of them: no demand), `ask` next, `ways` to tell of, then `offers`.

    `headline` are the one or two offers to make together now; `offers` the ladder that follows each no. `words` must be
    said before any of them (a state's words on an old debt). `named`: every option that is on the table, each once,
    with whether it was told: the checklist.
    """

    gates: tuple[str, ...] = ()
    ask: str = ""
    ways: tuple[Way, ...] = ()
    ability: Ability = Ability()
    offers: tuple[Ranked, ...] = ()
    headline: tuple[Ranked, ...] = ()
    words: tuple[str, ...] = ()
    named: Mapping[str, str] = {}
    owed_cents: int = 0


ACCEPT, COUNTERED, ASK_SUPERVISOR, DECLINE, REFER, ASK = "accept", "counter", "supervisor", "decline", "refer", "ask"


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a supervisor is asked for, filled in: the offer, the role it takes, why, and what we offer otherwise."""

    offer: Offer
    role: str
    why: tuple[str, ...]
    otherwise: Offer | None = None
    value_cents: int = 0


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to what they proposed: accept, counter, supervisor, decline, refer or ask.

    `offer` is what is agreed (accept), proposed (counter) or asked for (supervisor), `also` its second of a pair.
    """

    answer: str
    say: str
    why: tuple[str, ...] = ()
    offer: Offer | None = None
    also: Offer | None = None
    request: Request | None = None
    way: Way | None = None
    ask: str = ""
    floor_left: str = ""
