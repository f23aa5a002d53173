"""Whether a creditor's notice gives an e-mail address the safe harbour of 12 CFR 1006.6(d)(4)(ii).

The paragraphs, and the words in which a lack is told, are the values of the rule about that safe harbour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

import msgspec

from callassist.named_rules import EMAIL_NOTICE
from callassist.policy import Agency
from callassist.rules import Rulebook, Values

KEY: Final = "notice"


class EmailNotice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a creditor's notice says, and what the creditor had done with the address before.

    `collector` is the name that it gives, `answer_to` whom to tell (creditor, collector), `ways` how: form (one that is
    enclosed), link, reply, call, write or website; `opt_out_by` the last day on which that must have arrived.
    `used_for` is what the creditor wrote to the address: bills, statements, disclosures, invoices, reminders,
    confirmations or marketing. `to_known_address`: it went to one that they gave and that was used for the account.
    """

    address: str = ""
    sent: date | None = None
    collector: str = ""
    is_paper: bool = False
    is_plain: bool = False
    to_known_address: bool = False
    says_transferred: bool = False
    says_may_be_used: bool = False
    warns_of_others: bool = False
    ways: tuple[str, ...] = ()
    answer_to: tuple[str, ...] = ()
    opt_out_by: date | None = None
    from_consumer: bool = False
    used_for: tuple[str, ...] = ()
    was_asked_to_stop: bool = False
    has_opted_out: bool = False


class Defect(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong: the paragraph of 12 CFR, and the lack as a clause."""

    paragraph: str
    lack: str


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A notice with what it is held against: the agency's names, the rule's values, the day."""

    notice: EmailNotice
    names: frozenset[str]
    values: Values
    day: date


def values_on(rulebook: Rulebook, day: date) -> Values | None:
    """What notices are held against on a day; None when no rule on file says."""
    rule = rulebook.rule(EMAIL_NOTICE)
    values = rule.values_on(day) if rule else None
    return values if values and KEY in values else None


def defects(notice: EmailNotice, agency: Agency, values: Values, day: date) -> tuple[Defect, ...]:
    """Everything that keeps the notice from protecting us on a day, in the order of the rule's values; () for none."""
    names = frozenset(_folded(name) for name in (agency.name, *agency.aliases))
    asked = _Asked(notice=notice, names=names, values=values, day=day)
    lacks: Mapping[str, Mapping[str, str]] = values[KEY]
    found = (each for name, each in lacks.items() if name in _IS_MET and not _IS_MET[name](asked))
    return tuple(Defect(paragraph=each["paragraph"], lack=each["lack"]) for each in found)


def first_day(notice: EmailNotice) -> date | None:
    """The first day on which the address may be used by such a notice: the one after the last for opting out."""
    return notice.opt_out_by + timedelta(days=1) if notice.opt_out_by else None


def _folded(name: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in name.casefold()).split())


def _is_long_enough(asked: _Asked) -> bool:
    sent, last = asked.notice.sent, asked.notice.opt_out_by
    return sent is not None and last is not None and (last - sent).days >= asked.values["days"]


def _is_simple(asked: _Asked) -> bool:
    simple = asked.values["ways"]["paper" if asked.notice.is_paper else "electronic"]
    return not set(simple).isdisjoint(asked.notice.ways)


def _is_public(asked: _Asked) -> bool:
    return asked.notice.address.rpartition("@")[2].lower() in asked.values["domains"]


_IS_MET: Final[Mapping[str, Callable[[_Asked], bool]]] = {
    "source": lambda asked: asked.notice.from_consumer,
    "use": lambda asked: not set(asked.notice.used_for).isdisjoint(asked.values["account_use"]),
    "stopped": lambda asked: not asked.notice.was_asked_to_stop,
    "sending": lambda asked: asked.notice.sent is not None and asked.notice.to_known_address,
    "plain": lambda asked: asked.notice.is_plain,
    "transfer": lambda asked: asked.notice.says_transferred,
    "named": lambda asked: _folded(asked.notice.collector) in asked.names,
    "address": lambda asked: bool(asked.notice.address) and asked.notice.says_may_be_used,
    "others": lambda asked: asked.notice.warns_of_others,
    "simple": _is_simple,
    "addressee": lambda asked: len(set(asked.notice.answer_to)) == 1,
    "period": _is_long_enough,
    "running": lambda asked: asked.notice.opt_out_by is None or asked.day > asked.notice.opt_out_by,
    "opted_out": lambda asked: not asked.notice.has_opted_out,
    "domain": _is_public,
}
