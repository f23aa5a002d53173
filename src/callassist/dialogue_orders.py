"""The orders in which things are said on a call, sentence by sentence of a step: what each needs to have come before.

A claim is made once of a step; whether it is broken depends on what was said on the way there and on the world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from msgspec import Struct

from callassist.dialogue_names import DUTY_FACTS, PAYER, SENSITIVE_FIELDS, VERIFIED
from callassist.dialogue_reading import pieces_of
from callassist.dialogue_shapes import Act, Choice, Line, Say, Script, Step
from callassist.dialogue_whole import shown
from callassist.dialogue_wording import Words, found_in, sentences

ESTATE: Final = "estate"
"""The script of a talk about somebody who has died; who came through it hears nothing that sounds like owing."""
DIED, NAMED_US, NAMED_FOR = "has_died", "has_named_us", "has_named_whom_for"
"""Facts of a path that no guard asks for."""
FACTS: Final = (VERIFIED, *dict.fromkeys(DUTY_FACTS.values()), DIED, NAMED_US, NAMED_FOR)

_GREETING: Final = "recording-notice"

Facts = frozenset[str]


class Claim(Struct, frozen=True, kw_only=True):
    """A sentence that needs one of some facts (`needs`), or, with none, may not be said once `after` is so.

    `world` names what a world must ask for before the claim counts; '' counts in all.
    """

    kind: str
    line: int
    says: str
    sentence: str
    needs: Facts = frozenset()
    after: str = ""
    world: str = ""


class _Heard(Struct, frozen=True, kw_only=True):
    """One sentence as it falls: what its step has said by then, and what the step is there to say."""

    sentence: str
    said: Facts
    duties: Facts
    words: Words


def claims_of(script: Script, step: Step, words: Words) -> tuple[Claim, ...]:
    """Everything in a step that must come after something else."""
    return tuple(_claims(script, step, words))


def said_in(script: Script, step: Step) -> Facts:
    """The facts that hold once one goes on from a step: duties that it is there for, and who was named in it."""
    duties = {DUTY_FACTS[duty.name] for duty in script.says if duty.step == step.id and duty.name in DUTY_FACTS}
    named = _named(step) if script.kind == PAYER else frozenset()
    return frozenset(duties) | named | ({DIED} if script.id == ESTATE else set())


def lost_in(script: Script, step: Step) -> Facts:
    """What is no longer so when one comes to a step: one that says the recording notice greets a new voice."""
    greets = any(duty.name == _GREETING and duty.step == step.id for duty in script.says)
    return frozenset({VERIFIED, DUTY_FACTS[_GREETING], DUTY_FACTS["collector-disclosure"]}) if greets else frozenset()


def _claims(script: Script, step: Step, words: Words) -> Iterator[Claim]:
    duties = frozenset(duty.name for duty in script.says if duty.step == step.id)
    rules = _PAYER_RULES if script.kind == PAYER else _RULES
    said: Facts = frozenset({DIED}) if script.id == ESTATE else frozenset()
    for line in shown(step):
        if script.kind != PAYER:
            yield from _fields(line)
        if not isinstance(line, Say):
            continue
        for sentence in sentences(line.text):
            said |= _met(sentence, duties, words) | (_named_in(sentence) if script.kind == PAYER else frozenset())
            heard = _Heard(sentence=sentence, said=said, duties=duties, words=words)
            for kind, needs, world, rule in rules:
                if (says := rule(heard)) and not needs & said:
                    yield Claim(kind=kind, line=line.line, says=says, sentence=sentence, needs=needs, world=world)
            yield from _of_the_dead(heard, line)
    for choice in step.choices:
        yield from _ended(choice, said_in(script, step), words)


def _fields(line: Line) -> Iterator[Claim]:
    if fields := SENSITIVE_FIELDS.intersection(line.fields):
        says = f"shows {{{min(fields)}}} before identity is verified"
        yield Claim(kind="identity", line=line.line, says=says, sentence=line.text, needs=_VERIFIED)


def _met(sentence: str, duties: Facts, words: Words) -> Facts:
    """A duty counts from the sentence that says it."""
    return frozenset(
        DUTY_FACTS[name] for name in duties & DUTY_FACTS.keys() if found_in(words.evidence.get(name, ()), sentence)
    )


# ── before identity ──


def _reveals(heard: _Heard) -> str:
    found = found_in(heard.words.sensitive, "…".join(pieces_of(heard.sentence)[::2]))
    return f"says '{found}' before identity is verified" if found else ""


def _names_agency(heard: _Heard) -> str:
    """15 USC 1692b(1): the employer is named only when asked; a right party who is verified may hear it."""
    free = "agency-if-asked" in heard.duties or "{agency}" not in heard.sentence
    return "" if free else "names {agency} unasked before identity is verified"


def _asks(heard: _Heard) -> bool:
    return heard.sentence.endswith("?")


def _asks_unrecorded(heard: _Heard) -> str:
    return "asks something before the recording notice is said" if _asks(heard) else ""


# ── before money ──


def _asks_money(heard: _Heard) -> str:
    return found_in(heard.words.asks_money, heard.sentence) if _asks(heard) else ""


def _speaks_of_money(heard: _Heard) -> str:
    """A step that answers "how much is it?" may say so, and still may not ask for it."""
    answers = "amount-if-asked" in heard.duties
    return _asks_money(heard) or ("" if answers else found_in(heard.words.states_money, heard.sentence))


def _demands(before: str) -> Callable[[_Heard], str]:
    def rule(heard: _Heard) -> str:
        money = _speaks_of_money(heard)
        return f"speaks of money ('{money}') before {before}" if money else ""

    return rule


def _debits(heard: _Heard) -> str:
    found = found_in(heard.words.evidence.get("debits", ()), heard.sentence)
    return f"takes a payment ('{found}') before the authorisation is read out" if found else ""


def _ended(choice: Choice, said: Facts, words: Words) -> Iterator[Claim]:
    """A call that ends with money taken or terms agreed has read them out."""
    code = choice.target.outcome if isinstance(choice.target, Act) else None
    for kind, codes, needs, before in _ENDINGS:
        if code is not None and code in words.evidence.get(codes, ()) and not needs & said:
            says = f"ends with {code} before {before}"
            yield Claim(kind=kind, line=choice.line, says=says, sentence=choice.label, needs=needs)


# ── of somebody who has died ──


def _of_the_dead(heard: _Heard, line: Line) -> Iterator[Claim]:
    """12 CFR 1006.6(a)(4): whoever settles the estate is spoken to of it, and no relative owes anything."""
    found = found_in(heard.words.evidence.get("relative-owes", ()), heard.sentence)
    if found:
        says = f"says '{found}' of a debt of somebody who has died: it sounds as if a relative owed it"
        yield Claim(kind="estate", line=line.line, says=says, sentence=heard.sentence, after=DIED)
    asked = _asks_money(heard)
    if asked and not found_in(heard.words.evidence.get("of-the-estate", ()), heard.sentence):
        says = f"asks for money ('{asked}') after a death and does not say that it is the estate's to pay"
        yield Claim(kind="estate", line=line.line, says=says, sentence=heard.sentence, after=DIED)


# ── with a plan or an insurer ──


def _named_in(sentence: str) -> Facts:
    fields = set(pieces_of(sentence)[1::2])
    us = {NAMED_US} if fields & {"collector", "agency"} else set()
    return frozenset(us | ({NAMED_FOR} if "facility" in fields else set()))


def _named(step: Step) -> Facts:
    said = (sentence for line in step.lines if isinstance(line, Say) for sentence in sentences(line.text))
    return frozenset().union(*map(_named_in, said))


def _asks_unnamed(what: str) -> Callable[[_Heard], str]:
    def rule(heard: _Heard) -> str:
        return f"asks an insurer something before saying {what}" if _asks(heard) else ""

    return rule


_Rule = tuple[str, Facts, str, Callable[[_Heard], str]]
_VERIFIED: Final = frozenset({VERIFIED})
_RECORDING: Final[_Rule] = ("recording", frozenset({"is_notified"}), "is_notice_asked", _asks_unrecorded)
_RULES: Final[tuple[_Rule, ...]] = (
    ("identity", _VERIFIED, "", _reveals),
    ("agency", _VERIFIED, "", _names_agency),
    _RECORDING,
    ("disclosure", frozenset({"is_disclosed"}), "", _demands("the collector's disclosure is said")),
    ("coverage", frozenset({"has_coverage_answer"}), "", _demands("coverage on the date of service is asked")),
    (
        "time-barred",
        frozenset({"has_time_barred_notice"}),
        "is_time_barred",
        _demands("the state's words on an old debt are read out"),
    ),
    ("aid", frozenset({"has_aid_notice"}), "is_aid_first", _demands("help with bills is named")),
    ("read-back", frozenset({"has_payment_read_back"}), "", _debits),
)
_PAYER_RULES: Final[tuple[_Rule, ...]] = (
    _RECORDING,
    ("payer", frozenset({NAMED_US}), "", _asks_unnamed("who we are ({collector} or {agency})")),
    ("payer", frozenset({NAMED_FOR}), "", _asks_unnamed("whom we call for ({facility})")),
)
_ENDINGS: Final = (
    (
        "read-back",
        "taken-outcomes",
        frozenset({"has_payment_read_back"}),
        "the authorisation to pay is read out",
    ),
    (
        "teach-back",
        "agreed-outcomes",
        frozenset({"has_plan_read_back", "has_payment_read_back"}),
        "what was agreed is read back and they have said it in their own words",
    ),
)
