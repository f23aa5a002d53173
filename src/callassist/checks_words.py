"""Checks of words: what may not be typed, said or sent, and what a message to be left may hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from callassist.checklist import check, shortened, strangers
from callassist.kinds import BASES
from callassist.limitation import STARTS, last_day
from callassist.money import card_spans, has_check_digit
from callassist.phrases import Word, compiled, ends, first_quoted, found_at, phrase_faults, quoted, words_of
from callassist.rules import ACTIONS, Evidence, Situation, Values

LISTS: Final = ("phrases", "told", "denied", "fine")
SPEAKS_OF: Final = "speaks_of"
LONGEST: Final = 5000
"""So much of a text is looked at: more is a document, not what somebody says."""
QUOTED: Final = 26
"""So many letters of what was found are quoted: a finding is one short line."""
Span = tuple[int, int]


def _phrase_faults(values: Values) -> Iterable[str]:
    for name in LISTS:
        yield from phrase_faults(values.get(name, ()))
    if values.get(SPEAKS_OF, ACTIONS[0]) not in ACTIONS:
        yield f"'{SPEAKS_OF}' is {values[SPEAKS_OF]!r}; known actions are {', '.join(ACTIONS)}"


@check(
    scopes=("person", "debt"),
    values={"phrases": list, "told?": list, "denied?": list, "fine?": list, f"{SPEAKS_OF}?": str, "doing?": bool},
    words=("found",),
    faults=_phrase_faults,
)
def says(situation: Situation, values: Values) -> Evidence | None:
    """The words hold one of `phrases`.

    Not where one of `told` comes before it in its sentence (somebody else's words), one of `denied` stands right
    before it, or it is part of one of `fine`. Words that speak of an action (`speaks_of`) are also judged as it is.
    `doing`: where there are no words to judge, the act itself counts.
    """
    if not situation.text:
        return Evidence(words={"found": ""}) if values.get("doing", False) else None
    found = next(spoken(situation.text, values), None)
    return None if found is None else Evidence(words={"found": shortened(_quote(situation.text, found), QUOTED)})


def spoken(text: str, values: Values) -> Iterator[Span]:
    """Where the words say what a rule looks for, as `says` has it."""
    words = words_of(text[:LONGEST])
    found = tuple(found_at(compiled(tuple(values["phrases"])), words))
    if found:
        fine = _found(values, "fine", words)
        told = _found(values, "told", words)
        denied = {past for _, past in _every_end(values, "denied", words)}
        for start, past in found:
            is_fine = any(begin <= start and past <= end for begin, end in fine)
            is_told = any(end <= start and words[end - 1].sentence == words[start].sentence for _, end in told)
            if not (is_fine or is_told or start in denied):
                yield start, past


def _found(values: Values, name: str, words: Sequence[Word]) -> tuple[Span, ...]:
    phrases = values.get(name)
    return tuple(found_at(compiled(tuple(phrases)), words)) if phrases else ()


def _every_end(values: Values, name: str, words: Sequence[Word]) -> Iterator[Span]:
    """Where phrases are found, with each place at which they may end."""
    phrases = compiled(tuple(values.get(name, ())))
    for at, word in enumerate(words):
        for phrase in phrases.at(word):
            yield from ((at, past) for past in ends(phrase, words, at))


def _quote(text: str, span: Span) -> str:
    return quoted(text, words_of(text[:LONGEST]), span)


# ── numbers that must not be typed ──


def _shape_faults(values: Values) -> Iterable[str]:
    for kind, groups in values["groups"].items():
        if not isinstance(groups, list) or not all(type(each) is int for each in groups):
            yield f"the groups of {kind} are {groups!r}; write how many digits stand together, as [3, 2, 4]"
    if not all(type(each) is int for each in values["card_digits"]):
        yield f"'card_digits' is {values['card_digits']!r}; write whole numbers"
    yield from phrase_faults(values["announced"])


@check(
    scopes=("person",),
    values={"groups": dict, "card_digits": list, "card": str, "announced": list, "announced_digits": list},
    words=("kind",),
    faults=_shape_faults,
)
def private_number(situation: Situation, values: Values) -> Evidence | None:
    """A number stands in the words that must not be kept.

    In groups of digits (`groups`, by kind); so many digits with a right check digit (`card_digits`, called `card`);
    or so many (`announced_digits`) right after one of `announced`.
    """
    if not situation.text or not any(char.isdigit() for char in situation.text):
        return None
    words = words_of(situation.text[:LONGEST])
    kind = _grouped(words, values) or _card(situation.text[:LONGEST], words, values) or _announced(words, values)
    return Evidence(words={"kind": kind}) if kind else None


def _grouped(words: Sequence[Word], values: Values) -> str:
    for kind, groups in values["groups"].items():
        for run in _digit_runs(words):
            if [len(word.text) for word in run] == groups:
                return str(kind)
    return ""


def _card(text: str, words: Sequence[Word], values: Values) -> str:
    digits = ("".join(word.text for word in run) for run in _digit_runs(words))
    is_card = any(len(each) in values["card_digits"] and has_check_digit(each) for each in digits) or card_spans(text)
    return str(values["card"]) if is_card else ""


def _announced(words: Sequence[Word], values: Values) -> str:
    for start, past in found_at(compiled(tuple(values["announced"])), words):
        if past < len(words) and words[past].text.isdigit() and len(words[past].text) in values["announced_digits"]:
            return " ".join(word.text for word in words[start:past])
    return ""


def _digit_runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Numbers that follow one another with a single sign or nothing between them."""
    run: list[Word] = []
    for word in words:
        if word.text.isdigit() and run and word.start - run[-1].end <= 1:
            run.append(word)
        elif word.text.isdigit():
            yield run
            run = [word]
    yield run


# ── time-barred debts ──


def _term_faults(values: Values) -> Iterable[str]:
    yield from strangers("day of a debt", values["start"], STARTS)
    for basis, years in values["years"].items():
        if basis not in BASES or type(years) is not int or years < 1:
            yield f"the years of {basis!r} are {years!r}; write whole numbers for {', '.join(BASES)}"


@check(
    scopes=("debt",),
    values={"years": dict, "start": list, "restarts?": bool, "statement": str, "sentence": str},
    words=("ended",),
    faults=_term_faults,
)
def state_wording(situation: Situation, values: Values) -> Evidence | None:
    """The debt is time-barred and the `statement` that a state requires was not read out on this call.

    `sentence` is the wording of the law, for the card; the term is as in limitation_expired.
    """
    debt, call = situation.debt, situation.case.call
    if debt is None or (call is not None and values["statement"] in call.disclosures):
        return None
    last = last_day(debt, values)
    return Evidence(words={"ended": f"{last:%d %b %Y}"}) if last is not None and situation.day > last else None


# ── the agency's name in a message ──


def _name_faults(values: Values) -> Iterable[str]:
    yield from phrase_faults(values["phrases"])


@check(scopes=("person",), values={"phrases": list}, words=("found",), faults=_name_faults)
def message_name_reveals(situation: Situation, values: Values) -> Evidence | None:
    """The name that the agency leaves in messages tells that it collects: it holds one of `phrases`."""
    name = situation.setting.agency.voicemail_name
    found = first_quoted(name, tuple(values["phrases"])) if name else ""
    return Evidence(words={"found": found}) if found else None


def _sentence_faults(values: Values) -> Iterable[str]:
    states: Mapping[Any, Any] = values["states"]
    yield from (
        f"{state!r} must be a state with the words for what it asks"
        for state, what in states.items()
        if not isinstance(what, str) or not isinstance(state, str)
    )


@check(scopes=("person",), values={"states": dict}, words=("what",), faults=_sentence_faults)
def state_asks(situation: Situation, values: Values) -> Evidence | None:
    """The consumer's state is one of `states`, each with what it asks of every message."""
    what = values["states"].get(situation.case.consumer.state)
    return None if what is None else Evidence(words={"what": what})
