"""Who is speaking when it is not the consumer, and what proves it: their own name as on file, and facts of the account.

Somebody who speaks for a consumer is verified by stating their own name, as the authority or the restriction on file
names them, and as many more facts as the agency asks for: the household's, or an account's number. The consumer's own
birth date, SSN and letter verify the consumer alone. An interpreter and a relay operator only pass on what the consumer
says: through them the consumer is verified as always.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

import msgspec

from callassist.casefile import Call, CaseFile
from callassist.identity import (
    FACTORS,
    HOUSEHOLD,
    NEEDED,
    SPOKEN,
    Answer,
    Unreadable,
    check,
    is_enough,
    usable_factors,
)
from callassist.rules import Setting, creditor_of

CONSUMER: Final = "consumer"
CREDITOR: Final = "creditor"
THROUGH: Final = (CONSUMER, "interpreter", "relay_operator")
"""Those through whom the consumer speaks."""
NAME: Final = "name"
ACCOUNT: Final = "account"
OF_SPEAKERS: Final = (NAME, *HOUSEHOLD, ACCOUNT)
NAMED_BY: Final = {"attorney": ("attorney",)}
"""Kinds of restriction whose party is somebody in this relation."""
_WORD: Final = re.compile(r"[^\W_]+")
_LEFT_OUT: Final = frozenset({"mr", "mrs", "ms", "dr", "jr", "sr", "the", "and", "llp", "llc", "inc", "pllc", "esq"})
_BARE: Final = re.compile(r"[^0-9A-Z]")
NO_NAME: Final = Unreadable(sentence="Type the name that they gave, first and last.")
NO_ACCOUNT: Final = Unreadable(sentence="Type the number of the account.")


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What proves whoever is on a call, or who asks outside one (the consumer); `day` is the consumer's own."""

    case: CaseFile
    setting: Setting
    call: Call | None
    now: datetime
    day: date

    @property
    def speaker(self) -> str:
        """Whose proof it is: the consumer's unless somebody else was named."""
        return (self.call.speaker if self.call else "") or CONSUMER

    @property
    def is_through(self) -> bool:
        """Whether it is the consumer who is verified, speaking themselves or through somebody."""
        return self.speaker in THROUGH

    @property
    def factors(self) -> tuple[str, ...]:
        """Every fact that such a speaker may be asked for, on file or not."""
        return FACTORS if self.is_through else OF_SPEAKERS

    @property
    def usable(self) -> tuple[str, ...]:
        """Those on file that can be asked for on this call."""
        facts = usable_factors(self.case, self._row, self.now)
        if self.is_through:
            return facts
        named = (NAME,) if self._names() else ()
        account = (ACCOUNT,) if self._accounts() else ()
        at_home = (factor for factor in facts if factor in HOUSEHOLD and self.speaker != CREDITOR)
        return (*named, *at_home, *account)

    @property
    def needed(self) -> int:
        """How many facts it takes; beside their name, of one who is not the consumer: a client's further ones too.

        A creditor has one to give, the account: its name is known to many.
        """
        held = self.call.debts if self.call else tuple(debt.id for debt in self.case.debts)
        asked = max(NEEDED, _asked_by_clients(self.case, self.setting, held))
        if self.is_through:
            return asked
        return 1 if self.speaker == CREDITOR else max(1, self.setting.agency.speaker_facts, asked - 1)

    def is_enough(self, matched: Iterable[str]) -> bool:
        """Whether these facts prove them."""
        return is_proof(self.speaker, matched, self.needed)

    def is_right(self, answer: Answer) -> bool | Unreadable:
        """Whether an answer is right; Unreadable when it cannot be compared with anything."""
        if self.is_through:
            return check(self.case, answer, self._row, self.now)
        if answer.factor not in self.usable:
            return Unreadable(sentence="That cannot be asked of this speaker; ask for another fact.")
        if answer.factor == NAME:
            said = _words(answer.said)
            return any(_is_same(said, _words(name)) for name in self._names()) if said else NO_NAME
        if answer.factor == ACCOUNT:
            bare = _BARE.sub("", answer.said.upper())
            return bare in self._accounts() if bare else NO_ACCOUNT
        return check(self.case, answer, self._row, self.now)

    @property
    def _row(self) -> int:
        return self.call.row if self.call else 0

    def _names(self) -> tuple[str, ...]:
        """Whoever is on file as being in this relation, by name. It is an answer that verifies: never show it."""
        consumer, kinds = self.case.consumer, NAMED_BY.get(self.speaker, ())
        given = [(a.party, a.until) for a in consumer.authorities if a.relation == self.speaker]
        placed = [(r.party, r.until) for r in consumer.restrictions if r.kind in kinds]
        rows = [row for row, until in (*given, *placed) if until is None or self.day <= until]
        names = [self.case.texts.get(row, "") for row in rows]
        if self.speaker == CREDITOR:
            names += [creditor_of(debt, self.setting) for debt in self.case.debts]
        return tuple(dict.fromkeys(filter(None, names)))

    def _accounts(self) -> frozenset[str]:
        return frozenset(filter(None, (_BARE.sub("", debt.account.upper()) for debt in self.case.debts)))


def own_name_and(usable: Iterable[str]) -> str:
    """What to ask somebody who speaks for the consumer for, in their words."""
    fact = next((SPOKEN[factor] for factor in usable if factor in SPOKEN), "the number of the account")
    return f"your own name, first and last, and {fact}"


def is_proof(speaker: str, factors: Iterable[str], needed: int) -> bool:
    """Whether these facts, all of them right, prove a speaker: the consumer's own, or a name and facts beside it."""
    given = set(factors)
    if speaker in THROUGH:
        return is_enough(given, needed)
    return NAME in given and len(given - {NAME}) >= needed


def _asked_by_clients(case: CaseFile, setting: Setting, debts: Iterable[int]) -> int:
    """How many factors the clients of these debts ask for."""
    wanted = set(debts)
    policies = (setting.clients.get(debt.client) for debt in case.debts if debt.id in wanted)
    return max((policy.identity_factors for policy in policies if policy), default=0)


def _words(name: str) -> frozenset[str]:
    """The words of a name that tell one from another: no initials, titles or forms of firm."""
    return frozenset(w for w in _WORD.findall(name.casefold()) if len(w) > 1 and w not in _LEFT_OUT)


def _is_same(said: frozenset[str], on_file: frozenset[str]) -> bool:
    """Whether all of the name on file was said: more may have been, less not."""
    return bool(on_file) and on_file <= said
