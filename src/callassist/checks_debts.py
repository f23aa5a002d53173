"""Checks of what may be done with a debt and its records: reporting, selling, dividing a payment, keeping."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from callassist import notices as nt
from callassist.casefile import Debt
from callassist.checklist import check, day_begins, places, strangers
from callassist.kinds import NOTICES, RESTRICTIONS, SPEAKERS
from callassist.legal_days import years_later
from callassist.phrases import first_quoted, phrase_faults
from callassist.rules import Evidence, Situation, Values
from callassist.standing import Notice

# ── reporting to a credit bureau ──


def _speaker_faults(values: Values) -> Iterable[str]:
    yield from strangers("speaker", (each for each in values["speakers"] if each), SPEAKERS)
    yield from strangers("notice", values["silent"], NOTICES)


@check(
    scopes=("debt",),
    values={"wait_days": int, "speakers": list, "silent": list},
    words=("lacking",),
    faults=_speaker_faults,
)
def not_reached_first(situation: Situation, values: Values) -> Evidence | None:
    """None of `speakers` was spoken with about the debt, and no notice has been out `wait_days` days, not coming back.

    '' among the speakers is a call of which nobody said who spoke; `silent` are notices that say nothing of a debt.
    The day of sending is day 0 and all the days must have passed, which holds on either way of counting them.
    """
    debt = situation.debt
    if debt is None or nt.first_talk(situation.case, debt.id, places(situation), values["speakers"]):
        return None
    sent = [n.on for n in nt.about(situation.case, debt.id) if n.kind not in values["silent"] and _arrived(n, debt)]
    if not sent:
        return Evidence(words={"lacking": "no talk, and no notice that arrived"})
    opens = min(sent) + timedelta(days=values["wait_days"] + 1)
    if situation.day >= opens:
        return None
    lacking = f"the notice of {min(sent):%d %b %Y} may still come back"
    return Evidence(words={"lacking": lacking}, opens=day_begins(opens.toordinal(), places(situation)))


def _arrived(notice: Notice, debt: Debt) -> bool:
    """Whether a notice did not come back, or not before the debt was reported, which is harmless."""
    is_harmless = debt.furnished is not None and notice.returned is not None and debt.furnished < notice.returned
    return notice.returned is None or is_harmless


def _kind_faults(values: Values) -> Iterable[str]:
    yield from strangers("kind of restriction", values["kinds"], RESTRICTIONS)
    yield from phrase_faults(values["closed"])


@check(
    scopes=("debt",),
    values={"closed": list, "kinds": list},
    words=("why", "since", "client"),
    faults=_kind_faults,
)
def to_be_deleted(situation: Situation, values: Values) -> Evidence | None:
    """The debt stands reported, and is closed for one of the reasons `closed`, paid off, or said to be of `kinds`.

    A rule without either, narrowed by `when`, asks for it of every debt that stands reported.
    """
    debt = situation.debt
    if debt is None or debt.furnished is None:
        return None
    is_any = not values["closed"] and not values["kinds"]
    why = "it may not be reported" if is_any else _over(situation, debt, values)
    policy = situation.setting.clients.get(debt.client)
    words: dict[str, str | int] = {"why": why, "since": f"{debt.furnished:%d %b %Y}"}
    return Evidence(words={**words, "client": policy.name if policy else debt.client}) if why else None


def _over(situation: Situation, debt: Debt, values: Values) -> str:
    """Why nothing is owed any more, or should not be asked for; '' when that is not so."""
    if debt.state != "recalled" and debt.balance_cents <= 0:
        return "paid"
    if debt.state == "closed":
        found = first_quoted(debt.closed_why, tuple(values["closed"]))
        if found:
            return found.lower()
    kinds = (r.kind for r in situation.case.consumer.restrictions if r.binds(debt.id, situation.day))
    return next((kind.replace("_", " ") for kind in kinds if kind in values["kinds"]), "")


# ── selling, dividing a payment ──


@check(scopes=("debt",), values={"closed": list, "kinds": list}, words=("why",), faults=_kind_faults)
def not_to_be_sold(situation: Situation, values: Values) -> Evidence | None:
    """The debt is paid off, closed for one of the reasons `closed`, or said to be one of `kinds`."""
    why = _over(situation, situation.debt, values) if situation.debt else ""
    return Evidence(words={"why": why}) if why else None


@check(scopes=("debt",))
def disputed_among_several(situation: Situation, _values: Values) -> Evidence | None:
    """This consumer disputes the debt, and owes another on this line of business."""
    debt, case = situation.debt, situation.case
    if debt is None or case.id not in debt.disputed_by:
        return None
    others = [each for each in case.open_debts(situation.line) if each.id != debt.id]
    return Evidence() if others else None


@check(scopes=("person",), values={"least": int}, words=("count",))
def several_debts(situation: Situation, values: Values) -> Evidence | None:
    """As many open debts of this line of business as `least`."""
    count = len(situation.case.open_debts(situation.line))
    return Evidence(words={"count": count}) if count >= values["least"] else None


# ── keeping ──


KEPT: Final[Mapping[str, Callable[[Situation, int], date | None]]] = {
    "activity": lambda situation, debt: nt.last_activity(situation.case, debt, places(situation)),
    "payment": lambda situation, debt: nt.last_debit(situation.case, debt, places(situation)),
    "call": lambda situation, _debt: nt.last_call(situation.case, places(situation)),
    "privacy": lambda situation, _debt: nt.last_privacy(situation.case, places(situation)),
}
"""What a time of keeping runs from."""


def _keeping_faults(values: Values) -> Iterable[str]:
    if values["since"] not in KEPT:
        yield f"'since' is {values['since']!r}; write {', '.join(KEPT)}"


@check(scopes=("person", "debt"), values={"since": str, "years": int}, words=("last",), faults=_keeping_faults)
def kept_until(situation: Situation, values: Values) -> Evidence | None:
    """Within `years` years of the last of something (`since`); it is due on the last day of them."""
    last = KEPT[values["since"]](situation, situation.debt.id if situation.debt else 0)
    if last is None:
        return None
    until = years_later(last, values["years"])
    if situation.day > until:
        return None
    opens = day_begins(until.toordinal() + 1, places(situation))
    return Evidence(words={"last": f"{last:%d %b %Y}"}, opens=opens, due=until)
