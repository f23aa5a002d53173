"""How a call can end: one code and everything that follows from it, read from data/tables/outcomes.csv.

The table belongs to the agency; docs/outcomes.md explains its columns. Nothing here knows a code by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from string import Formatter
from typing import Final

import msgspec

from callassist.casefile import Call, CaseFile
from callassist.errors import CallassistError
from callassist.kinds import CLAIMS, CONTACT, RESTRICTIONS

COLUMNS: Final = (
    "code",
    "key",
    "label",
    "reached",
    "connected",
    "conversation",
    "needs",
    "min_talk",
    "max_talk",
    "only_verified",
    "hot",
    "suggest",
    "status",
    "next",
    "restriction",
    "hold_days",
    "hold_kind",
    "letter",
    "number",
    "dispute",
    "promise",
    "max_days",
    "prompt",
    "note",
)
REACHED: Final = ("none", "wrong", "third", "right", "any", "system")
NEEDS: Final = ("amount", "due", "at", "party", "words", "windows")
NEXT: Final = ("callback", "promise", "hold", "never")
SCOPES: Final = ("person", "number", "debt")
STANDINGS: Final = ("good", "bad", "wrong_party", "retired")
PROMISES: Final = ("amount", "full", "broken")
FIELDS: Final = ("amount", "due", "at", "party", "words", "windows", "talk", "number", "who")
SUGGESTED: Final = (
    "no_contact",
    "answered",
    "verified",
    "refused",
    "unproved",
    "household",
    "unknown",
    "wrong_number",
    "child",
    "coworker",
    "facility",
    "abandoned",
    "message",
)
_CODE: Final = re.compile(r"[A-Z][A-Z0-9-]*")
_KEY: Final = re.compile(r"[a-z]{1,2}")
RESERVED_KEYS: Final = frozenset("esug")
"""In wrap-up these letters edit the note, save and pause, undo and go elsewhere: no key begins with them."""


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """A restriction that a code places: of RESTRICTIONS, on the person, the number or the debts discussed."""

    kind: str
    scope: str
    is_written: bool = False


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table. `reached` any means: whoever the call had reached; system: no call is needed.

    `next` is a number of days or one of NEXT; `dispute` the reason under which the debts count as disputed;
    `needs` must be given, `asks` may be. `limit` is one on contact, `claim` one that says of a debt what it is.
    `breaks_promise` says that a promise whose day has come did not bring the money.
    """

    code: str
    key: str
    label: str
    reached: str
    status: str
    next: str
    is_connected: bool = False
    is_conversation: bool = False
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    min_talk_seconds: int = 0
    max_talk_seconds: int | None = None
    only_verified: bool = False
    hot: str = ""
    suggest: tuple[str, ...] = ()
    limit: Limit | None = None
    claim: Limit | None = None
    hold_days: int = 0
    hold_kind: str = ""
    letter: str = ""
    standing: str = ""
    dispute: str = ""
    promise: str = ""
    breaks_promise: bool = False
    max_days: int = 0
    prompt: str = ""
    note: str = ""

    @property
    def is_abandoned(self) -> bool:
        """Whether it ends a call that was left without an outcome."""
        return "abandoned" in self.suggest

    @property
    def leaves_message(self) -> bool:
        """Whether a message was left on a machine."""
        return "message" in self.suggest

    def fits(self, call: Call) -> bool:
        """Whether the code does not contradict what happened on the call."""
        if self.only_verified:
            return bool(call.verified)
        if call.is_location and (self.dispute or self.promise or self.leaves_message):
            return False
        return self.reached == "any" or not call.verified

    def is_possible(self, talk_seconds: int) -> bool:
        """Whether it can have happened within the talk time."""
        longest = self.max_talk_seconds
        return self.min_talk_seconds <= talk_seconds and (longest is None or talk_seconds <= longest)


class Outcomes(msgspec.Struct, frozen=True, kw_only=True):
    """The whole table, in its own order."""

    rows: tuple[Outcome, ...]
    by_code: Mapping[str, Outcome]
    by_key: Mapping[str, Outcome]
    by_hot: Mapping[str, Outcome]

    def of(self, code: str) -> Outcome | None:
        """The outcome of a code, in any case of letters."""
        return self.by_code.get(code.upper())

    @property
    def broken_promise(self) -> Outcome | None:
        """The code under which a promise is told as broken, as its column says."""
        return next((row for row in self.rows if row.breaks_promise), None)

    @property
    def abandoned(self) -> Outcome | None:
        """The code under which a call that nobody ended is told."""
        return next((row for row in self.rows if row.is_abandoned), None)

    def starts(self, typed: str) -> tuple[Outcome, ...]:
        """The outcomes whose key, code or a word of whose label begins with what was typed; keys first."""
        text = typed.lower()
        keyed = [row for row in self.rows if row.key.startswith(text)]
        named = [row for row in self.rows if row not in keyed and _is_named(row, text)]
        return (*keyed, *named)

    def prompt(self, case: CaseFile) -> str:
        """What the last outcome tells whoever opens the case next; '' when there is none."""
        for call in reversed(case.consumer.calls):
            if call.outcome:
                outcome = self.of(call.outcome)
                return outcome.prompt if outcome else ""
        return ""


def _is_named(outcome: Outcome, text: str) -> bool:
    return any(word.startswith(text) for word in (outcome.code.lower(), *outcome.label.lower().split()))


STATEMENT: Final = "collector-disclosure"
"""Said to nobody but whoever was verified: after it a call has not ended unproved, whoever speaks last."""


def suggest(case: CaseFile, outcomes: Outcomes) -> str:
    """The code that what happened on the open call speaks for; '' when none does or no call is open."""
    call = case.call
    if call is None:
        return ""
    happened = _happened(case, call)
    return next((row.code for row in outcomes.rows if happened in row.suggest and row.fits(call)), "")


def _happened(case: CaseFile, call: Call) -> str:
    """The word of SUGGESTED. Whoever was read a statement or gave an answer has answered, whoever rang us has too."""
    tries = [each for each in case.consumer.tries if each.call == call.id]
    if call.verified:
        return "verified"
    if call.third_party or call.is_misdialled:
        return call.third_party or "wrong_number"
    if call.refused:
        return "refused"
    if any(not each.is_match for each in tries) and STATEMENT not in call.disclosures:
        return "unproved"
    return "answered" if call.is_inbound or call.disclosures or tries else "no_contact"


# ── reading the table ──


class BadOutcomes(CallassistError):
    """The table cannot be used; `faults` holds one sentence for each thing that is wrong."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "\n".join(self.faults)


def parse_outcomes(rows: Iterable[Sequence[str]]) -> Outcomes:
    """The table, from its rows with the header first; rows that begin with # are remarks. BadOutcomes."""
    lines = [(line, tuple(row)) for line, row in enumerate(rows, 1) if row and not row[0].startswith("#")]
    if not lines or lines[0][1] != COLUMNS:
        raise BadOutcomes((f"outcomes.csv: the header must read {','.join(COLUMNS)}.",))
    faults: list[str] = []
    kept: list[Outcome] = []
    for line, row in lines[1:]:
        if len(row) != len(COLUMNS):
            faults.append(f"outcomes.csv, line {line}: {len(row)} cells instead of {len(COLUMNS)}.")
            continue
        cells = dict(zip(COLUMNS, row, strict=True))
        found = [*_misspelt(cells)] or [*_contradictions(cells)]
        faults += [f"outcomes.csv, line {line} ({cells['code']}): {fault}." for fault in found]
        if not found:
            kept.append(_outcome(cells))
    faults += _clashes(kept)
    if faults:
        raise BadOutcomes(tuple(faults))
    return Outcomes(
        rows=tuple(kept),
        by_code={row.code: row for row in kept},
        by_key={row.key: row for row in kept},
        by_hot={row.hot: row for row in kept if row.hot},
    )


def _outcome(cells: Mapping[str, str]) -> Outcome:
    return Outcome(
        code=cells["code"],
        key=cells["key"],
        label=cells["label"],
        reached=cells["reached"],
        status=cells["status"],
        next=cells["next"],
        is_connected=cells["connected"] == "yes",
        is_conversation=cells["conversation"] == "yes",
        needs=tuple(word for word in cells["needs"].split() if not word.endswith("?")),
        asks=tuple(word[:-1] for word in cells["needs"].split() if word.endswith("?")),
        min_talk_seconds=int(cells["min_talk"] or 0),
        max_talk_seconds=int(cells["max_talk"]) if cells["max_talk"] else None,
        only_verified=cells["only_verified"] == "yes",
        hot=cells["hot"],
        suggest=tuple(cells["suggest"].split()),
        limit=_limit(cells["restriction"], CONTACT),
        claim=_limit(cells["restriction"], CLAIMS),
        hold_days=int(cells["hold_days"] or 0),
        hold_kind=cells["hold_kind"],
        letter=cells["letter"],
        standing=cells["number"],
        dispute=cells["dispute"],
        promise="" if cells["promise"] == "broken" else cells["promise"],
        breaks_promise=cells["promise"] == "broken",
        max_days=int(cells["max_days"] or 0),
        prompt=cells["prompt"],
        note=cells["note"],
    )


def _limit(text: str, kinds: Sequence[str]) -> Limit | None:
    """What the cell places, if it is one of these kinds."""
    kind, scope, *more = f"{text}:".split(":") if text else ("", "")
    if kind not in kinds:
        return None
    return Limit(kind=kind, scope=scope, is_written="written" in more)


_CHOICES: Final = {
    "reached": REACHED,
    "connected": ("yes", "no"),
    "conversation": ("yes", "no"),
    "only_verified": ("yes", "no"),
    "number": ("", *STANDINGS),
    "promise": ("", *PROMISES),
}
_LISTS: Final = {"needs": NEEDS, "suggest": SUGGESTED}
_NUMBERS: Final = ("min_talk", "max_talk", "hold_days", "max_days")


def _misspelt(cells: Mapping[str, str]) -> Iterable[str]:
    """Cells that cannot be read at all."""
    for column, choices in _CHOICES.items():
        if cells[column] not in choices:
            known = ", ".join(choice or "empty" for choice in choices)
            yield f"{column} is {cells[column]!r} and must be one of {known}"
    for column, words in _LISTS.items():
        for word in {*cells[column].split()} - {*words, *(f"{word}?" for word in words)}:
            yield f"{column} has {word!r} and knows only {', '.join(words)}"
    for column in _NUMBERS:
        if cells[column] and not _is_number(cells[column]):
            yield f"{column} is {cells[column]!r} and must be a whole number"
    yield from _shapes(cells)
    yield from _fields(cells["note"])


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _shapes(cells: Mapping[str, str]) -> Iterable[str]:
    """What is wrong with the cells that have a form of their own."""
    nexts = ", ".join(NEXT)
    rules = {
        "code must be in capitals": _CODE.fullmatch(cells["code"]),
        "label and status must not be empty": cells["label"] and cells["status"],
        "key must be one or two small letters": _KEY.fullmatch(cells["key"]),
        "key begins with a letter that does something else in wrap-up": cells["key"][:1] not in RESERVED_KEYS,
        "hot must be one small letter": len(cells["hot"]) < 2 and _KEY.fullmatch(cells["hot"] or "n"),  # noqa: PLR2004
        f"next must be a number of days or one of {nexts}": _is_number(cells["next"]) or cells["next"] in NEXT,
        "restriction must be kind:scope or kind:scope:written": _is_limit(cells["restriction"]),
    }
    return (fault for fault, is_right in rules.items() if not is_right)


def _fields(note: str) -> Iterable[str]:
    """What is wrong with a note's {fields}."""
    try:
        named = {field for _, field, _, _ in Formatter().parse(note) if field is not None}
    except ValueError:
        return ("note has a brace without its partner",)
    return (f"note names {field!r} and may name {', '.join(FIELDS)}" for field in named - {*FIELDS})


def _is_limit(text: str) -> bool:
    kind, scope, *more = [*text.split(":"), ""]
    return not text or (kind in RESTRICTIONS and scope in SCOPES and more in ([""], ["written", ""]))


def _contradictions(cells: Mapping[str, str]) -> Iterable[str]:
    """Cells that are right each, and wrong together."""
    needs = cells["needs"].split()
    clashes = {
        "a conversation must be connected": cells["conversation"] == "yes" and cells["connected"] == "no",
        "reached right must be only_verified": cells["reached"] == "right" and cells["only_verified"] == "no",
        "only right and any can be only_verified": (
            cells["only_verified"] == "yes" and cells["reached"] not in {"right", "any"}
        ),
        "hold_days and hold_kind go together": bool(cells["hold_days"]) != bool(cells["hold_kind"]),
        "next hold needs hold_days": cells["next"] == "hold" and not cells["hold_days"],
        "next callback needs at": cells["next"] == "callback" and "at" not in needs,
        "next promise needs a promise": cells["next"] == "promise" and cells["promise"] in {"", "broken"},
        "only a system code tells of a broken promise": cells["promise"] == "broken" and cells["reached"] != "system",
        "a promised amount needs amount": cells["promise"] == "amount" and "amount" not in needs,
        "a date that is asked for needs max_days": (
            bool({"due", "at", "at?"} & {*needs}) and not int(cells["max_days"] or 0)
        ),
        "min_talk is above max_talk": bool(cells["max_talk"]) and int(cells["min_talk"] or 0) > int(cells["max_talk"]),
        "a hot code can neither need anything nor be only_verified": bool(cells["hot"])
        and (bool(needs) or cells["only_verified"] == "yes"),
    }
    return (fault for fault, is_so in clashes.items() if is_so)


def _clashes(rows: Sequence[Outcome]) -> list[str]:
    """Codes, keys, hot letters and suggestions that two rows claim; keys that begin another."""
    faults: list[str] = []
    for name, values in {
        "code": [row.code for row in rows],
        "key": [row.key for row in rows],
        "hot": [row.hot for row in rows if row.hot],
        "suggest": [word for row in rows for word in row.suggest],
        "promise": ["broken" for row in rows if row.breaks_promise],
    }.items():
        twice = sorted({value for value in values if values.count(value) > 1})
        faults += [f"outcomes.csv: {name} {value} stands there twice." for value in twice]
    single = {row.key for row in rows if len(row.key) == 1}
    hidden = sorted(row.key for row in rows if len(row.key) > 1 and row.key[0] in single)
    return [
        *faults,
        *(f"outcomes.csv: key {key} can never be typed, {key[0]} is a key itself." for key in hidden),
    ]
