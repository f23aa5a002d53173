"""Checks of a message to be left, word by word, and of offers that end before a person's rights do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from string import Formatter
from typing import Final

import msgspec

from callassist.checklist import check, shortened
from callassist.legal_days import day_faults
from callassist.message_parts import MOST_WORDS, OURS, Ours, Parts, Taken, part_faults, parts_of, runs_of, taken_apart
from callassist.notices import validation_end
from callassist.phrases import Word, compiled, found_at, phrase_faults, quoted, words_of
from callassist.rules import Evidence, Situation, Values

QUOTED: Final = 24
AFTER: Final = 6
"""So many words after a phrase are looked at for a day."""
SENTENCES: Final = ("salutation", "who", "moment", "reply", "times", "anyone")
FIELDS: Final = ("salutation", "name", "business", "time", "day", "number", "times")
"""What a message may be put together from, and what stands in its sentences: see voicemail.py."""
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_LETTERS: Final = 3


def _message_faults(values: Values) -> Iterable[str]:
    yield from part_faults(values["parts"], values["slots"])
    known = (*OURS, *values["parts"], *values["slots"])
    yield from (
        f"'required' has {name!r}; known are {', '.join(known)}" for name in values["required"] if name not in known
    )
    yield from _sentence_faults(values["sentences"])
    for why, phrases in values["telling"].items():
        yield from phrase_faults(phrases) if isinstance(phrases, list) else (f"{why!r} must have a list of phrases",)


def _sentence_faults(sentences: Mapping[str, object]) -> Iterable[str]:
    for part, sentence in sentences.items():
        fields = [field for _, field, _, _ in Formatter().parse(str(sentence)) if field is not None]
        if part not in SENTENCES or not set(fields) <= set(FIELDS):
            yield f"the sentence {part} is {sentence!r}; known are {', '.join(SENTENCES)} with {', '.join(FIELDS)}"


@check(
    scopes=("person",),
    values={
        "required": dict,
        "sentences": dict,
        "parts": dict,
        "slots": dict,
        "not_names": list,
        "longest_name": int,
        "telling": dict,
        "holds": str,
        "lacks": str,
        "anything_else": str,
        "nothing_less": str,
    },
    words=("fault", "found", "why"),
    personal=("found",),
    faults=_message_faults,
)
def not_limited(situation: Situation, values: Values) -> Evidence | None:
    """The message holds a word that belongs to none of `parts`, or lacks something `required`.

    `sentences` are those it is put together from; `telling` names, by reason, phrases that are never part of one; what
    else is too much is called `anything_else`, what is missing `nothing_less`.
    """
    if not situation.text.strip():
        return None
    words = words_of(situation.text)
    told = next(_telling(situation, words, values), None)
    if told:
        return told
    if len(words) > MOST_WORDS:
        return _fault(values["holds"], quoted(situation.text, words, (MOST_WORDS, len(words))), values["anything_else"])
    return _wrong(taken_apart(words, _parts(values), _ours(situation)), situation, values)


def _telling(situation: Situation, words: Sequence[Word], values: Values) -> Iterator[Evidence]:
    """What tells too much; of our own name another rule judges that."""
    names = tuple(runs_of(words, situation.setting.agency.voicemail_name))
    for why, phrases in values["telling"].items():
        for start, past in found_at(compiled(tuple(phrases)), words):
            if not any(begin <= start and past <= end for begin, end in names):
                yield _fault(values["holds"], quoted(situation.text, words, (start, past)), why)


def _wrong(taken: Taken, situation: Situation, values: Values) -> Evidence | None:
    words = words_of(situation.text)
    if taken.strays:
        return _fault(values["holds"], quoted(situation.text, words, taken.strays[0]), values["anything_else"])
    missing = next((told for name, told in values["required"].items() if name not in taken.has), "")
    return _fault(values["lacks"], missing, values["nothing_less"]) if missing else None


def _fault(fault: str, found: str, why: str) -> Evidence:
    return Evidence(words={"fault": fault, "found": shortened(found, QUOTED), "why": why})


def _parts(values: Values) -> Parts:
    encode = msgspec.json.encode
    names = " ".join(values["not_names"])
    return parts_of(encode(values["parts"]), encode(values["slots"]), names, values["longest_name"])


def _ours(situation: Situation) -> Ours:
    setting, consumer = situation.setting, situation.case.consumer
    numbers = (setting.agency.callback_number, *(policy.callback_number for policy in setting.clients.values()))
    return Ours(
        business=setting.agency.voicemail_name,
        numbers=tuple("".join(char for char in number if char.isdigit())[-10:] for number in numbers if number),
        consumer=f"{consumer.first} {consumer.last}",
    )


# ── an offer that ends before the time to dispute does ──


def _offer_faults(values: Values) -> Iterable[str]:
    yield from phrase_faults(values["phrases"])
    yield from day_faults(values["holidays"])
    for word, many in (*values["means"].items(), *values["units"].items()):
        if type(many) is not int:
            yield f"{word!r} means {many!r} days; write a whole number"


@check(
    scopes=("debt",),
    values={"phrases": list, "means": dict, "units": dict, "receipt_days": int, "days": int, "holidays": dict},
    words=("found", "until"),
    faults=_offer_faults,
)
def ends_too_soon(situation: Situation, values: Values) -> Evidence | None:
    """The words set an end (`phrases`, then a day) that falls in the time in which this debt may be disputed.

    A day is a date, one of `means` ("tomorrow": 1), or a number of `units` ("days": 1), a few words on.
    `receipt_days`, `days` and `holidays` are those of the validation period.
    """
    if not situation.text or situation.debt is None:
        return None
    words = words_of(situation.text)
    found = tuple(found_at(compiled(tuple(values["phrases"])), words))
    until = validation_end(situation.case, situation.debt.id, values, situation.zones) if found else None
    if until is None or situation.day > until:
        return None
    for span in found:
        ending = _day(words[span[0] : span[1] + AFTER], values, situation.day)
        if ending is not None and ending <= until:
            quote = shortened(quoted(situation.text, words, span), QUOTED)
            return Evidence(words={"found": quote, "until": f"{until:%d %b %Y}"})
    return None


def _day(words: Sequence[Word], values: Values, today: date) -> date | None:
    return next(_days(words, values, today), None)


def _days(words: Sequence[Word], values: Values, today: date) -> Iterator[date]:
    for at, word in enumerate(words):
        after = words[at + 1].text if at + 1 < len(words) else ""
        if word.text in values["means"]:
            yield today + timedelta(days=values["means"][word.text])
        elif word.text.isdigit() and after in values["units"]:
            yield today + timedelta(days=int(word.text[:4]) * values["units"][after])
        elif after.isdigit() and word.text[:MONTH_LETTERS] in MONTHS:
            yield from _date(MONTHS.index(word.text[:MONTH_LETTERS]) + 1, int(after[:4]), today)
        elif word.text.isdigit() and after.isdigit():
            yield from _date(int(word.text[:4]), int(after[:4]), today)


def _date(month: int, day: int, today: date) -> Iterator[date]:
    """The next such day of the year."""
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            yield found
            return
