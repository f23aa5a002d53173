"""The words of a call script: a language's phrase list, what is never said, messages, and plain speech."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from callassist.dialogue_names import MESSAGE, PAYER, SPOKEN_DUTIES
from callassist.dialogue_shapes import Fault, Say, Script, Step

READ_BACK = "plan-read-back"
MESSAGE_FIELDS = frozenset({"voicemail_name", "collector", "callback_number"})
"""12 CFR 1006.2(j)(1): a limited-content message names the business, a person and a number to call."""

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The phrases of one language, found whole and in any case; `grade` is the highest US school grade."""

    language: str
    grade: float
    sensitive: tuple[str, ...]
    asks_money: tuple[str, ...]
    states_money: tuple[str, ...]
    forbidden: tuple[str, ...]
    evidence: dict[str, tuple[str, ...]]
    message: tuple[str, ...]


def fault_at(script: Script, step: Step | None, kind: str, says: str, line: int = 1) -> Fault:
    """A fault of the script, at a line, else at the step's heading, else at the top of the file."""
    return Fault(
        file=(step.file if step else "") or script.file,
        line=max(line, step.line if step else 1),
        step=step.id if step else "",
        kind=kind,
        says=says,
    )


def sentences(text: str) -> tuple[str, ...]:
    """The text cut after each full stop, question or exclamation mark."""
    return tuple(_SENTENCE_END.split(text))


def wording_faults(script: Script, words: Words) -> Iterator[Fault]:
    """Words never said, messages with one too many, duties claimed and not said, speech that is not plain."""
    for step in script.steps:
        for line in _said(step):
            if found := found_in(words.forbidden, line.text):
                says = f"says '{found}': a threat, a promise or haste"
                yield fault_at(script, step, "forbidden", says, line.line)
        if script.kind == MESSAGE:
            yield from _message(script, step, words)
        if script.kind == PAYER:
            yield from _told_on(script, step, words)
        yield from _unsaid(script, step, words)
        yield from _mute(script, step)
    if (grade := reading_grade(script)) > words.grade:
        says = f"reads at school grade {grade:.1f}; at most {words.grade:g} is plain"
        yield fault_at(script, None, "grade", says)


def _said(step: Step) -> tuple[Say, ...]:
    return tuple(line for line in step.lines if isinstance(line, Say))


def _message(script: Script, step: Step, words: Words) -> Iterator[Fault]:
    """A message holds the permitted sentences and all required fields: a word more is a communication."""
    said = _said(step)
    for line in said:
        for sentence in sentences(line.text):
            if sentence not in words.message:
                says = f"'{sentence}' is no permitted part of a message"
                yield fault_at(script, step, "message", says, line.line)
    missing = MESSAGE_FIELDS.difference(*(line.fields for line in said))
    if said and missing:
        yield fault_at(script, step, "message", f"the message lacks {{{min(missing)}}}")


def _unsaid(script: Script, step: Step, words: Words) -> Iterator[Fault]:
    """A step may not claim a duty whose words it does not say."""
    text = " ".join(line.text for line in _said(step))
    for duty in script.says:
        claimed = duty.step == step.id and duty.name in SPOKEN_DUTIES
        if claimed and not found_in(words.evidence.get(duty.name, ()), text):
            yield fault_at(script, step, "unsaid", f"is there for the {duty.name} and does not say it")
        elif claimed and duty.name == READ_BACK and not found_in(words.evidence.get("teach-back", ()), text):
            yield fault_at(
                script, step, "teach-back", "reads back what was agreed and does not ask them to say it back"
            )


def _mute(script: Script, step: Step) -> Iterator[Fault]:
    """A step that asks something and says nothing has most likely lost the sign of what is said aloud."""
    asks = next((line for line in step.lines if line.text.endswith("?")), None)
    if asks is not None and not _said(step) and not step.includes:
        says = "asks something and says nothing: what is said aloud begins with >"
        yield fault_at(script, step, "unsaid", says, asks.line)


def _told_on(script: Script, step: Step, words: Words) -> Iterator[Fault]:
    """45 CFR 164.502(b): an insurer hears of the claim, not of what its member said or owes."""
    for line in _said(step):
        if found := found_in(words.evidence.get("consumer-told", ()), line.text):
            says = f"tells an insurer what the person said or owes ('{found}')"
            yield fault_at(script, step, "payer", says, line.line)


def found_in(phrases: tuple[str, ...], text: str) -> str:
    """The first of the phrases in the text, whole words, in any case; or nothing."""
    hit = _pattern(phrases).search(text)
    return hit[0] if hit else ""


@lru_cache(maxsize=64)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    joined = "|".join(re.escape(phrase) for phrase in longest_first) or r"\b\B"
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


def reading_grade(script: Script) -> float:
    """The US school grade of all that the script says aloud; 0 when it says nothing.

    English by Flesch and Kincaid (1975), Spanish by Crawford (1984); both are fitted to school texts.
    """
    text = "".join(_as_read(line) for step in script.steps for line in _said(step))
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text)
    if not words:
        return 0.0
    spoken = len(sentences(text.strip()))
    if script.language == "es":
        syllables = sum(len(_SPANISH.findall(word.lower())) for word in words)
        return -0.205 * 100 * spoken / len(words) + 0.049 * 100 * syllables / len(words) - 3.407
    syllables = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / spoken + 11.8 * syllables / len(words) - 15.59


def _as_read(line: Say) -> str:
    """The words with a name in place of each field, and a space behind."""
    return "Pat".join(line.pieces[::2]) + " "


_SPANISH = re.compile(
    r"[aeo\u00e1\u00e9\u00ed\u00f3\u00fa]|[iu\u00fcy]+(?![aeo\u00e1\u00e9\u00f3iu\u00fc])(?<![aeo\u00e1\u00e9\u00f3][iuy])"
)
"""A syllable of Spanish: a strong or accented vowel, or weak ones with no strong one beside them."""


def _syllables(word: str) -> int:
    """Groups of vowels, a silent last e left out: within a few per cent over a page."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith("le")
    return max(1, groups - silent)
