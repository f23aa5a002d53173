"""What review looks for, from data/review.yaml: every fault of it as a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec

from callassist.intake.library import BadLibrary
from callassist.intake.rule_files import convert
from callassist.intake.yaml_files import read_yaml
from callassist.phrases import phrase_faults
from callassist.reviewing import READ, TURN, VERIFIED, Look, Lookout, look_of
from callassist.reviewing_identity import Asked, Identity
from callassist.reviewing_signs import ANY, CARD, OURS, THEIRS, Sign
from callassist.rules import EFFECTS, Rule, Rulebook
from callassist.rules import VERIFIED as READINGS

NAME: Final = "review.yaml"
WORDS: Final = "says"
SPOKEN, STATE = "write", "state"
OTHERWISE: Final = "It hangs on who the creditor is as well."
LISTS: Final = ("phrases", "fine", "denied", "told")


class _Sign(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    of: str
    phrases: tuple[str, ...] = ()
    fine: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()


class _Fact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    asked: tuple[str, ...]
    answered: tuple[str, ...]
    but: tuple[str, ...] = ()
    group: str = ""
    is_read: bool = False


class _Identity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    needed: int
    personal: tuple[str, ...]
    facts: dict[str, _Fact]


class _Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: str
    sign: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    in_doubt: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    states: str = ""
    is_open: bool = False
    is_agency: bool = False
    why: str = ""
    rule: str = ""
    effect: str = ""
    say: str = ""
    cite: tuple[str, ...] = ()
    verified: str = ""


class _Word(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    rule: str = ""
    more: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    why: str = ""


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    speakers: dict[str, tuple[str, ...]]
    identity: _Identity
    signs: dict[str, _Sign]
    findings: dict[str, _Look]
    words: dict[str, _Word]


class Reviewing(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for, and the words by which transcripts call us and them."""

    lookout: Lookout
    speakers: Mapping[str, str]


def load_reviewing(root: Path, book: Rulebook, day: date) -> Reviewing:
    """What review looks for on a day; BadInput or BadLibrary with every fault."""
    read = convert(read_yaml(root / NAME), _File, NAME)
    faults = (*_sign_faults(read), *_look_faults(read, book), *_word_faults(read, book))
    if faults:
        raise BadLibrary(tuple(f"{NAME}, {fault}." for fault in faults))
    signs = {name: _sign(each) for name, each in read.signs.items()}
    signs |= {name: _word_sign(each, book, day) for name, each in read.words.items()}
    named = read.findings.keys()
    rules = {name: book.rule(each.rule) for name, each in read.words.items()}
    words = (look_of(name, rule, name) for name, rule in rules.items() if rule and name not in named)
    looks = (_look(name, each, book, day) for name, each in read.findings.items())
    own = tuple(_of_states(book, day))
    signs |= {look.kind: sign for look, sign in own}
    states = (look for look, _ in own)
    return Reviewing(
        lookout=Lookout(signs=signs, identity=_identity(read.identity), looks=(*looks, *_open(words, read), *states)),
        speakers={word: side for side in (OURS, THEIRS) for word in read.speakers.get(side, ())},
    )


def _of_states(book: Rulebook, day: date) -> Iterator[tuple[Look, Sign]]:
    """The rules about words that states have of their own, each under its id; open where it hangs on more than that."""
    for rule in book.rules:
        values = rule.values_on(day)
        if rule.check == WORDS and SPOKEN in rule.acts and STATE in rule.when and values is not None:
            kind = rule.id.removeprefix("us.").replace(".", "-")
            is_open = len(rule.when) > 1
            look = msgspec.structs.replace(
                look_of(kind, rule, kind), states=rule.when[STATE], is_open=is_open, why=OTHERWISE if is_open else ""
            )
            yield look, Sign(of=OURS, values={name: tuple(values[name]) for name in LISTS if values.get(name)})


def _open(looks: Iterator[Look], read: _File) -> Iterator[Look]:
    """Rules of words with what of them cannot be told."""
    for look in looks:
        yield msgspec.structs.replace(look, hangs=read.words[look.kind].why)


def _values(each: _Sign | _Word) -> dict[str, Any]:
    lists = {name: tuple(getattr(each, name, ())) for name in LISTS}
    return {name: texts for name, texts in lists.items() if texts}


def _sign(each: _Sign) -> Sign:
    return Sign(of=each.of, values=_values(each) if each.phrases else {}, intents=frozenset(each.intents))


def _word_sign(each: _Word, book: Rulebook, day: date) -> Sign:
    """A rule's phrases, those that it calls harmless, and further ones for speech."""
    rule = book.rule(each.rule) if each.rule else None
    own = dict((rule.values_on(day) if rule else None) or _values(each))
    own["phrases"] = (*own.get("phrases", ()), *each.more)
    return Sign(of=OURS, values={name: tuple(own[name]) for name in LISTS if own.get(name)})


def _identity(read: _Identity) -> Identity:
    facts = {
        name: Asked(
            asked={"phrases": each.asked, "fine": each.but} if each.but else {"phrases": each.asked},
            answered={"phrases": each.answered},
            group=each.group,
            is_read=each.is_read,
        )
        for name, each in read.facts.items()
    }
    return Identity(needed=read.needed, personal=frozenset(read.personal), facts=facts)


def _look(kind: str, each: _Look, book: Rulebook, day: date) -> Look:
    rule = book.rule(each.rule) if each.rule else None
    states = book.rule(each.states) if each.states else None
    return Look(
        kind=kind,
        title=each.title,
        sign=each.sign,
        before=each.before,
        after=each.after,
        then=each.then,
        unless=each.unless,
        in_doubt=each.in_doubt,
        needs=each.needs,
        states=tuple((states.values_on(day) or {}).get("states", ())) if states else None,
        is_open=each.is_open,
        is_agency=each.is_agency,
        why=each.why,
        rule=each.rule,
        effect=each.effect or (rule.effect if rule else "warn"),
        say=each.say or (_plain(rule) if rule else ""),
        cite=each.cite or (tuple(map(str, rule.cite)) if rule else ()),
        verified=each.verified or (rule.verified if rule else "U"),
    )


def _plain(rule: Rule) -> str:
    """The rule's own sentence, where nothing has to be filled in; else its title."""
    return rule.title if "{" in rule.say else rule.say


# ── faults ──


def _sign_faults(read: _File) -> Iterator[str]:
    for name, each in read.signs.items():
        if each.of not in (OURS, THEIRS, ANY):
            yield f"sign {name}: 'of' is {each.of!r}; write {OURS}, {THEIRS} or {ANY}"
        for texts in (each.phrases, each.fine, each.denied):
            yield from (f"sign {name}: {fault}" for fault in phrase_faults(texts))
    for name, fact in read.identity.facts.items():
        for texts in (fact.asked, fact.answered, fact.but):
            yield from (f"fact {name}: {fault}" for fault in phrase_faults(texts))
    yield from (f"identity: no fact is called {name}" for name in read.identity.personal if name not in _facts(read))


def _facts(read: _File) -> Mapping[str, _Fact]:
    return read.identity.facts


def _look_faults(read: _File, book: Rulebook) -> Iterator[str]:
    known = {*read.signs, *read.words, CARD, TURN, READ, VERIFIED}
    for kind, each in read.findings.items():
        named = (*each.sign, *each.before, *each.after, *each.then, *each.unless, *each.in_doubt, *each.needs)
        yield from (f"finding {kind}: no sign is called {name}" for name in named if name not in known)
        rules = (name for name in (each.rule, each.states) if name and book.rule(name) is None)
        yield from (f"finding {kind}: there is no rule {name}" for name in rules)
        if not each.rule and not each.cite:
            yield f"finding {kind}: name a rule, or cite what it rests on"
        if each.effect and each.effect not in EFFECTS:
            yield f"finding {kind}: 'effect' is {each.effect!r}; write {', '.join(EFFECTS)}"
        if each.verified and each.verified not in READINGS:
            yield f"finding {kind}: 'verified' is {each.verified!r}; write {', '.join(READINGS)}"


def _word_faults(read: _File, book: Rulebook) -> Iterator[str]:
    for name, each in read.words.items():
        rule = book.rule(each.rule) if each.rule else None
        if each.rule and (rule is None or rule.check != WORDS):
            yield f"words {name}: {each.rule} is no rule of words"
        if not each.rule and name not in read.findings:
            yield f"words {name}: name a rule, or a finding of that name with its citation"
        for texts in (each.more, each.phrases, each.denied):
            yield from (f"words {name}: {fault}" for fault in phrase_faults(texts))
