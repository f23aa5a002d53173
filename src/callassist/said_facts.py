"""Where what was said is not what is on file: it is asked which of the two holds, and nothing is overwritten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from callassist.casefile import CaseFile, Restriction
from callassist.commands import Command, LiftRestriction, MarkNumber, NameSpeaker
from callassist.commands_facts import EditFact
from callassist.kinds import in_words
from callassist.money import format_cents
from callassist.said_terms import terms_of
from callassist.said_words import phone
from callassist.utterances import Hearing

LANGUAGES: Final = {
    "english": "en",
    "spanish": "es",
    "espanol": "es",
    "español": "es",
    "french": "fr",
    "chinese": "zh",
    "mandarin": "zh",
    "cantonese": "zh",
    "vietnamese": "vi",
    "korean": "ko",
    "russian": "ru",
    "arabic": "ar",
    "portuguese": "pt",
    "haitian creole": "ht",
    "polish": "pl",
    "german": "de",
    "somali": "so",
    "hindi": "hi",
    "tagalog": "tl",
}
"""Languages by their English names, as ISO 639-1 codes."""
_WORKS: Final = re.compile(
    r"\b(?:i|he|she)?\s*(?:now |currently )?(?:works?|working|started|new job|job) (?:now )?(?:at|for|with) "
    r"(?P<name>(?:the )?[A-Z][\w&'.-]*(?: [A-Z&][\w&'.-]*){0,4})"
)
_NO_ATTORNEY: Final = re.compile(
    r"\b(?:no (?:longer have |more )?(?:a |an )?(?:lawyer|attorney)"
    r"|(?:don'?t|do not|never) (?:have|had|hired?) (?:a|an|any) (?:lawyer|attorney)"
    r"|fired (?:my|the|our) (?:lawyer|attorney)|(?:lawyer|attorney) (?:dropped|quit|is gone))\b"
)
_ALIVE: Final = re.compile(
    r"\b(?:i'?m (?:not dead|alive|still here|right here)|(?:he|she)'?s? (?:is )?(?:not dead|alive)|not deceased)\b"
)
_SELF: Final = re.compile(r"\b(?:this is|i'?m) (?:him|her|he|she|speaking)\b|\b(?:speaking|that'?s me|it'?s me)[.!]?$")
_NO_WAGES: Final = re.compile(
    r"\b(?:(?:lost|lose|quit|left) (?:\w+ )?job|laid off|fired|out of work|unemployed|let go)\b"
)
_WAGES: Final = frozenset({"wages", "self_employed"})


class Contradiction(msgspec.Struct, frozen=True, kw_only=True):
    """A fact on file and what was said of it; `commands`, `words` for the offers or a `pane` are what the saying means.

    `is_untold` says that asking of it tells nothing of a debt.
    """

    name: str
    label: str
    on_file: str
    said: str
    quoted: str
    commands: tuple[Command, ...] = ()
    words: str = ""
    pane: str = ""
    is_untold: bool = False

    def __repr__(self) -> str:
        """Which fact, nothing of what it is."""
        return f"Contradiction({self.name})"


def contradictions(hearing: Hearing, case: CaseFile, today: date) -> Iterator[Contradiction]:
    """Every fact on file that what was said does not agree with."""
    yield from _speaker(hearing, case)
    yield from _language(hearing, case)
    yield from _limit(hearing, case, "deceased", _ALIVE)
    yield from _limit(hearing, case, "attorney", _NO_ATTORNEY)
    yield from _employer(hearing, case)
    yield from _number(hearing, case)
    yield from _promise(hearing, case, today)
    yield from _statement(hearing, case)


def _speaker(hearing: Hearing, case: CaseFile) -> Iterator[Contradiction]:
    """A voice was named before, and now another says to speak."""
    call = case.call
    if call is None:
        return
    before = in_words(call.third_party or ("" if call.speaker == "consumer" else call.speaker))
    voice = next((each for each in hearing.people if each.is_speaking), None)
    found = _SELF.search(hearing.text.lower())
    relation, quoted = (voice.relation, voice.quoted) if voice else ("consumer" if found else "", hearing.text.strip())
    if before and relation and relation != call.speaker:
        yield Contradiction(
            name="speaker",
            label="Who speaks",
            on_file=before,
            said=in_words(relation),
            quoted=quoted,
            commands=(NameSpeaker(relation=relation),),
            is_untold=True,
        )


def _language(hearing: Hearing, case: CaseFile) -> Iterator[Contradiction]:
    if not any(intent.name == "language_need" for intent in hearing.shown):
        return
    text = hearing.text.lower()
    spoken = [name for name in LANGUAGES if name in text]
    named = [name for name in spoken if not re.search(rf"(?:no|not|don'?t speak|without) (?:much |any )?{name}", text)]
    held = case.consumer.language
    name = next((each for each in named if LANGUAGES[each] != held), "")
    if name:
        on_file = next((each for each, code in LANGUAGES.items() if code == held), held).capitalize()
        edit = EditFact(
            fact="person", fields={"language": LANGUAGES[name]}, row=case.consumer.person_row, why="said on the call"
        )
        yield Contradiction(
            name="language",
            label="Language",
            on_file=on_file,
            said=name.capitalize(),
            quoted=name,
            commands=(edit,),
            is_untold=True,
        )


def _limit(hearing: Hearing, case: CaseFile, kind: str, denied: re.Pattern[str]) -> Iterator[Contradiction]:
    """A limit on file that the words deny: it is lifted when they hold."""
    held: Restriction | None = next((each for each in case.consumer.restrictions if each.kind == kind), None)
    found = denied.search(hearing.text.lower())
    if held is not None and found:
        yield Contradiction(
            name=kind,
            label=kind.capitalize(),
            on_file={"attorney": "has an attorney", "deceased": "has died"}[kind],
            said=found[0],
            quoted=found[0],
            commands=(LiftRestriction(restriction=held.id, why=f"said on the call: {hearing.text.strip()}"),),
        )


def workplace(hearing: Hearing) -> str:
    """Where they say they work now; '' when they do not say, or by no name."""
    found = _WORKS.search(hearing.text)
    return found["name"].strip(" .,") if found else ""


def _employer(hearing: Hearing, case: CaseFile) -> Iterator[Contradiction]:
    name = workplace(hearing)
    held = case.consumer.employers[-1] if case.consumer.employers else None
    if not name or held is None or _bare(name) == _bare(held.name):
        return
    edit = EditFact(fact="employer", fields={"name": name}, row=held.row, is_change=True, why="said on the call")
    yield Contradiction(
        name="employer",
        label="Work",
        on_file=held.name,
        said=name,
        quoted=name,
        commands=(edit,),
    )


def _bare(name: str) -> str:
    return re.sub(r"\b(?:the|inc|llc|co|corp|company)\b|\W", "", name.lower())


def _number(hearing: Hearing, case: CaseFile) -> Iterator[Contradiction]:
    """A number they give that is marked as not theirs, or as one that does not work."""
    for point in case.consumer.numbers:
        if point.number in hearing.numbers and not point.is_usable:
            told = phone(point.number)
            yield Contradiction(
                name="number",
                label=f"Number {told}",
                on_file=point.standing.replace("_", " "),
                said="theirs",
                quoted=told,
                commands=(MarkNumber(row=point.row, standing="good", why="given by them on the call"),),
            )
            return


def _promise(hearing: Hearing, case: CaseFile, today: date) -> Iterator[Contradiction]:
    """A payment is promised or agreed, and what they now propose is another sum or day."""
    held = next((each for each in reversed(case.consumer.promises) if each.state == "open"), None)
    terms = terms_of(hearing, case, today) if held is not None else None
    if held is None or terms is None:
        return
    first = terms.counter.first
    if terms.counter.cents in {0, held.total_cents} and first in {None, held.due}:
        return
    is_deal = any(deal.is_live for deal in case.consumer.deals)
    yield Contradiction(
        name="promise",
        label="Promise",
        on_file=f"${format_cents(held.total_cents).removesuffix('.00')} on {held.due.day} {held.due:%b}",
        said=terms.told,
        quoted=terms.words,
        words="" if is_deal else terms.words,
        pane="deals" if is_deal else "",
    )


def _statement(hearing: Hearing, case: CaseFile) -> Iterator[Contradiction]:
    """They told of pay, and now have lost their work: the statement is asked anew."""
    told = case.consumer.statements[-1].statement if case.consumer.statements else None
    pay = [each for each in (told.incomes or ()) if each.source in _WAGES] if told else []
    found = _NO_WAGES.search(hearing.text.lower())
    if pay and found:
        yield Contradiction(
            name="statement",
            label="Income",
            on_file=f"{in_words(pay[0].source)} ${format_cents(pay[0].cents).removesuffix('.00')} {pay[0].cycle}",
            said=found[0],
            quoted=found[0],
            pane="statement",
        )
