"""Checks of what is written to a person: safe harbours of texts and e-mails, opt-outs, letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from callassist.calendars import day_of, local_day
from callassist.casefile import Restriction
from callassist.checklist import check, day_begins, has_reply_due, is_in_manner, manner_faults, places, shortened
from callassist.kinds import WRITTEN
from callassist.leave import COLLECTOR, CREDITOR, US, is_same_since, leave_for
from callassist.phrases import first_quoted, phrase_faults
from callassist.rules import Evidence, Situation, Values
from callassist.standing import Message

QUOTED: Final = 26
"""So many letters of what was found are quoted: a finding is one short line."""


# ── the safe harbours of e-mails and texts ──


@check(scopes=("number",), values={"days": int, "why": dict}, words=("why",))
def text_unguarded(situation: Situation, values: Values) -> Evidence | None:
    """Neither a text of theirs from this number nor leave to text it, renewed or looked up within `days` days.

    `why` has words for `none`, nothing of either, and for `stale`.
    """
    given = [day_of(message.at, situation.zones) for message in _from_them(situation, "text")]
    given += [day_of(consent.at, situation.zones) for consent in leave_for(situation, ("text",), (US,))]
    if not given:
        return Evidence(words={"why": values["why"]["none"]})
    newest, oldest = max(given), max(situation.today) - values["days"]
    checked = situation.number.checked if situation.number else None
    is_checked = checked is not None and checked.toordinal() >= oldest and is_same_since(situation, newest)
    return None if newest.toordinal() >= oldest or is_checked else Evidence(words={"why": values["why"]["stale"]})


@check(
    scopes=("address",),
    values={"days": int, "domains": list, "why": dict, "notice?": dict, "ways?": dict, "account_use?": list},
    words=("why",),
)
def email_unguarded(situation: Situation, values: Values) -> Evidence | None:
    """They never wrote from this address nor gave leave, and the creditor's notice does not stand in for that.

    The notice (leave given to the creditor) left them `days` days to opt out, and counts for public `domains`. `why`
    has words for `none`, `waiting` and `domain`; the rest is what a notice itself is held against.
    """
    if _is_theirs(situation):
        return None
    notices = leave_for(situation, ("email",), (CREDITOR,))
    if not notices:
        return Evidence(words={"why": values["why"]["none"]})
    address = situation.email.address if situation.email else ""
    if address.rpartition("@")[2].lower() not in values["domains"]:
        return Evidence(words={"why": values["why"]["domain"]})
    last = min(local_day(notice.at, zone).toordinal() for notice in notices for zone in places(situation))
    usable = last + values["days"] + 1
    if min(situation.today) >= usable:
        return None
    return Evidence(words={"why": values["why"]["waiting"]}, opens=day_begins(usable, places(situation)))


def _is_theirs(situation: Situation) -> bool:
    """Whether they wrote to us from this address, or let us or the collector before us write to it."""
    return bool(_from_them(situation, "email") or leave_for(situation, ("email",), (US, COLLECTOR)))


def _from_them(situation: Situation, medium: str) -> list[Message]:
    """What they sent from this very number or address."""
    point = situation.number or situation.email
    row = point.row if point else 0
    messages = situation.case.consumer.messages
    return [each for each in messages if each.is_inbound and each.medium == medium and each.row == row]


@check(scopes=("address",), words=("since",))
def employers_address(situation: Situation, _values: Values) -> Evidence | None:
    """The address is known to be from the employer, and they neither wrote from it nor let us write to it."""
    row = situation.email.row if situation.email else 0
    known = [r for r in situation.case.consumer.restrictions if r.kind == "work_email" and r.row == row]
    if not known or _is_theirs(situation):
        return None
    return Evidence(words={"since": f"{day_of(known[0].since, situation.zones):%d %b %Y}"})


# ── what they asked for ──


def _refusal_faults(values: Values) -> Iterable[str]:
    if values["medium"] not in WRITTEN:
        yield f"'medium' is {values['medium']!r}; write one of {', '.join(WRITTEN)}"
    yield from manner_faults(values["kinds"])


@check(
    values={
        "medium": str,
        "kinds": dict,
        "reply?": bool,
        "reply_days?": int,
        "confirm_minutes?": int,
        "words?": list,
    },
    words=("words", "since"),
    personal=("words",),
    faults=_refusal_faults,
)
def writing_refused(situation: Situation, values: Values) -> Evidence | None:
    """They refused to be written to by `medium`: at this number or address, or anywhere (restrictions of `kinds`).

    `reply` lets what they wrote be answered once; within `confirm_minutes` one message may confirm the refusal. `words`
    are those that refuse when a message of theirs holds nothing else.
    """
    refusals = _refusals(situation, values)
    if not refusals:
        return None
    newest = refusals[-1]
    if has_reply_due(situation, newest.id, values):
        return None
    if _confirmable_until(situation, values, refusals) is not None:
        return None
    lasting = max(refusals, key=lambda r: (r.until or date.max, r.id))
    return Evidence(
        words={
            "words": shortened(newest.words) or newest.kind.replace("_", " "),
            "since": f"{day_of(newest.since, situation.zones):%d %b %Y}",
        },
        opens=day_begins(lasting.until.toordinal() + 1, places(situation)) if lasting.until else None,
    )


@check(values={"medium": str, "kinds": dict, "confirm_minutes": int}, faults=_refusal_faults)
def only_confirmation(situation: Situation, values: Values) -> Evidence | None:
    """They have just refused to be written to: one message may say that this is done, and nothing else."""
    refusals = _refusals(situation, values)
    until = _confirmable_until(situation, values, refusals) if refusals else None
    return None if until is None else Evidence(opens=until)


def _confirmation_faults(values: Values) -> Iterable[str]:
    yield from _refusal_faults(values)
    yield from phrase_faults(values["phrases"])


@check(
    scopes=("person",),
    values={"medium": str, "kinds": dict, "confirm_minutes": int, "phrases": list, "signs?": list},
    words=("found",),
    faults=_confirmation_faults,
)
def confirmation_says_more(situation: Situation, values: Values) -> Evidence | None:
    """The words to be sent hold one of `phrases` or `signs`, and they have just refused, at whatever number or address.

    Signs, like the one of a currency, are no words: they count wherever they stand.
    """
    if not situation.text:
        return None
    restrictions = situation.case.consumer.restrictions
    refusals = [r for r in restrictions if is_in_manner(r, values["kinds"]) and _is_now(r, situation)]
    if not refusals or _confirmable_until(situation, values, refusals) is None:
        return None
    found = first_quoted(situation.text, tuple(values["phrases"])) or next(
        (sign for sign in values.get("signs", ()) if sign in situation.text), ""
    )
    return Evidence(words={"found": shortened(found, QUOTED)}) if found else None


def _refusals(situation: Situation, values: Values) -> list[Restriction]:
    restrictions = situation.case.consumer.restrictions
    if not restrictions:
        return []
    point = situation.number or situation.email
    rows = {0, point.row if point else 0}
    return [
        r
        for r in restrictions
        if r.row in rows and is_in_manner(r, values["kinds"]) and (r.until is None or situation.day <= r.until)
    ]


def _confirmable_until(situation: Situation, values: Values, refusals: Sequence[Restriction]) -> datetime | None:
    """Until when a refusal may still be confirmed; None when that time is over or it has been.

    Who refuses once more does not open what was closed: the first refusal counts.
    """
    first = min(refusal.id for refusal in refusals)
    until = min(refusal.since for refusal in refusals) + timedelta(minutes=values.get("confirm_minutes", 0))
    if situation.now >= until:
        return None
    sent = situation.case.consumer.messages
    is_confirmed = any(
        not each.is_inbound and each.medium == values["medium"] and each.id > first for each in reversed(sent)
    )
    return None if is_confirmed else until


def _phrase_faults(values: Values) -> Iterable[str]:
    yield from phrase_faults(values["phrases"])


@check(scopes=("person",), values={"phrases": list}, faults=_phrase_faults)
def no_way_out(situation: Situation, values: Values) -> Evidence | None:
    """The words that are to be sent hold none of the `phrases` that tell how to opt out."""
    said = situation.text.strip()
    return Evidence() if said and not first_quoted(said, tuple(values["phrases"])) else None


@check(scopes=("person",))
def nothing_written(situation: Situation, _values: Values) -> Evidence | None:
    """No words to be sent have been shown."""
    return None if situation.text else Evidence()


# ── letters ──


@check(scopes=("person",), values={"words": list}, words=("words", "since"), personal=("words",))
def mail_place_refused(situation: Situation, values: Values) -> Evidence | None:
    """They said, in one of `words`, that the place where their mail arrives does not suit."""
    for restriction in reversed(situation.case.consumer.restrictions):
        is_stated = restriction.kind == "inconvenient_place" and not restriction.row and _is_now(restriction, situation)
        if is_stated and set(re.findall(r"[a-z]+", restriction.words.lower())) & set(values["words"]):
            since = f"{day_of(restriction.since, situation.zones):%d %b %Y}"
            return Evidence(words={"words": shortened(restriction.words), "since": since})
    return None


def _is_now(restriction: Restriction, situation: Situation) -> bool:
    return restriction.until is None or situation.day <= restriction.until


@check(scopes=("person",))
def no_postal_address(situation: Situation, _values: Values) -> Evidence | None:
    """No address is on file."""
    return None if situation.case.consumer.places else Evidence()


@check(scopes=("person",))
def no_email_address(situation: Situation, _values: Values) -> Evidence | None:
    """No e-mail address is on file."""
    return None if situation.case.consumer.emails else Evidence()


@check(scopes=("person",), values={"phrases": list}, words=("name", "found"), faults=_phrase_faults)
def name_reveals(situation: Situation, values: Values) -> Evidence | None:
    """The agency's own name holds one of `phrases`."""
    name = situation.setting.agency.name
    found = first_quoted(name, tuple(values["phrases"]))
    return Evidence(words={"name": shortened(name, 30), "found": found}) if found else None
