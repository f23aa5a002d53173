"""Short lists that one more key picks from. They stand where the choices stand, and are made when asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from string import ascii_lowercase
from typing import Final

import msgspec
from textual.content import Content

from callassist.casefile import Call, Restriction
from callassist.desk import Opened
from callassist.dialogue import Library, cards
from callassist.identity import Gate
from callassist.kinds import in_words
from callassist.outcomes import Outcome, Outcomes
from callassist.screens.call_script import CARDS
from callassist.screens.call_words import number_masked, verdict_word
from callassist.screens.text import clean
from callassist.survey import Verdict

CLAIM_KEYS: Final = frozenset("di")
"""In the outcome table, keys that begin so are disputes and insurance."""
MESSAGE_LEFT: Final = "l"
"""In the outcome table, the hot letter of a message that was left."""
NAMES_A_TIME: Final = "names a time"
FOR_THEM: Final = "speaks for them"
CHOSEN_LETTERS: Final = ascii_lowercase
QUESTIONS: Final = {
    "skip": "Why is this case skipped? Enter skips it and takes the next; F12 leaves it.",
    "inbound": "Which number is shown? Type it, or Enter when it is withheld. F12 leaves it.",
    "rings": "They ring from this number? Enter takes it, typing replaces it, empty is withheld. F12 leaves it.",
    "complaint": "What do they complain of? Their words; Enter keeps them, F12 leaves it.",
    "speaker": "What is their name? Enter goes on, without one too; F12 leaves it.",
    "leave": "Whom, by name? Then a colon and their words: Pat Lee: talk to my wife. Enter keeps it, F12 leaves it.",
    "lift": "Why is it over? The reason is kept. F12 leaves it.",
    "override": "Why is it dialled in spite of the rule? The reason is kept with your name. F12 leaves it.",
    "line": "What do they say? A few words: lost job, can do 50 on the 1st. Enter hears it; F12 leaves it.",
    "number": "Which number was learnt? Type it, then home, cell or work. Enter keeps it, F12 leaves it.",
}
"""What is asked in a field, by what for."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a menu: the key that picks it, what it says, what it means to whoever asked.

    `whole` is the key that wrap-up has for it, where that is longer and ends in this one.
    """

    key: str
    label: str
    value: str
    whole: str = ""

    def line(self) -> Content:
        """As it is shown: the letter that picks it stands out in its key."""
        before = self.whole[:-1] if self.whole.endswith(self.key) else ""
        return Content.assemble((before, "dim"), (f"{self.key} ", "bold"), clean(self.label))


class Menu(msgspec.Struct, frozen=True, kw_only=True):
    """A list by name; `has_capitals` lets a capital letter mean the same and something more; `enter` is Enter's key."""

    name: str
    title: str
    items: tuple[Item, ...]
    has_capitals: bool = False
    enter: str = ""

    def pick(self, character: str) -> Item | None:
        """The item of a key that was pressed."""
        typed = self.enter if character in {"\r", "\n"} else character
        key = typed.lower() if self.has_capitals else typed
        return next((item for item in self.items if item.key == key), None)

    def begins(self, character: str) -> bool:
        """Whether a key of wrap-up begins so: the letter that follows picks the line."""
        return any(len(item.whole) > 1 and item.whole.startswith(character.lower()) for item in self.items)

    def lines(self) -> Iterator[Content]:
        """As it is shown; F12 leaves it."""
        widest = max((len(item.line().plain.split(" ")[0]) for item in self.items), default=1)
        for item in self.items:
            line = item.line()
            yield Content(" " * (widest - len(line.plain.split(" ")[0]))).append(line)
        yield Content.styled("F12 none of these", "dim")


OTHERS: Final = Menu(
    name="others",
    title="Who is on the line?",
    items=(
        Item(key="h", label="Lives here, but is out", value="household"),
        Item(key="c", label="Lives here, and names a time to call", value=NAMES_A_TIME),
        Item(key="u", label="Not here, or not known", value="unknown"),
        Item(key="w", label="Wrong number", value="wrong_number"),
        Item(key="k", label="A child", value="child"),
        Item(key="j", label="A co-worker or front desk", value="coworker"),
        Item(key="f", label="Staff of a home or hospital", value="facility"),
        Item(key="s", label="Spouse, attorney, ...: speaks for them", value=FOR_THEM),
    ),
)
SPEAKERS: Final = Menu(
    name="speaker",
    title="Who speaks for them?",
    items=(
        Item(key="s", label="Spouse", value="spouse"),
        Item(key="p", label="Parent of a minor", value="parent"),
        Item(key="g", label="Guardian", value="guardian"),
        Item(key="a", label="Attorney", value="attorney"),
        Item(key="w", label="With a power of attorney", value="power_of_attorney"),
        Item(key="e", label="Settles the estate", value="representative"),
        Item(key="o", label="The other parent", value="other_parent"),
        Item(key="d", label="Adult son or daughter", value="adult_child"),
        Item(key="r", label="Another relative", value="relative"),
        Item(key="i", label="Insurer", value="insurer"),
        Item(key="c", label="The creditor", value="creditor"),
        Item(key="f", label="Debt-settlement firm", value="debt_settlement"),
        Item(key="t", label="Interpreter", value="interpreter"),
        Item(key="y", label="Relay operator", value="relay_operator"),
    ),
)
COMPLAINTS: Final = Menu(
    name="complaint",
    title="Dissatisfied with",
    items=(
        Item(key="u", label="How we behaved", value="conduct"),
        Item(key="c", label="Being contacted", value="contact"),
        Item(key="b", label="The bill", value="billing"),
        Item(key="i", label="The insurance", value="insurance"),
        Item(key="h", label="The care", value="care"),
        Item(key="p", label="Privacy", value="privacy"),
        Item(key="d", label="Owing it at all", value="dispute"),
        Item(key="o", label="Something else", value="other"),
    ),
)
REFUSES: Final = Menu(
    name="refuses",
    title="Will not verify: offer",
    items=(
        Item(key="o", label="Another detail", value="other_factor"),
        Item(key="l", label="The reference on our letter", value="letter_reference"),
        Item(key="c", label="They call the number on our letter", value="call_back"),
        Item(key="m", label="We write to them", value="mail"),
    ),
)


def refuses(gate: Gate, *, may_write: bool) -> Menu:
    """What may be offered to somebody who will not verify, or cannot."""
    closed = {
        "other_factor": not gate.can_open,
        "letter_reference": not gate.can_open or "letter_reference" not in gate.usable,
        "mail": not may_write,
    }
    items = tuple(item for item in REFUSES.items if not closed.get(item.value, False))
    title = REFUSES.title if gate.can_open else "Cannot verify: offer"
    return msgspec.structs.replace(REFUSES, title=title, items=items)


def hot(outcomes: Outcomes, call: Call, *, may_leave: bool) -> Menu:
    """Codes that end an attempt at once; that a message was left only where one may be."""
    closed = "" if may_leave else MESSAGE_LEFT
    rows = (row for row in outcomes.rows if row.hot and row.hot != closed and row.fits(call))
    items = tuple(Item(key=row.hot, label=row.label, value=row.code) for row in rows)
    return Menu(name="hot", title="End it as (capital: stay)", items=items, has_capitals=True)


def stop_words(outcomes: Outcomes, call: Call) -> Menu:
    """Codes that limit contact from now on."""
    return _of_codes("code", "They said", (row for row in outcomes.rows if row.limit and row.fits(call)))


def claims(outcomes: Outcomes, call: Call) -> Menu:
    """Disputes and insurance."""
    rows = (row for row in outcomes.rows if row.key[0] in CLAIM_KEYS and row.fits(call))
    return _of_codes("code", "Dispute or insurance", rows)


def money(outcomes: Outcomes, call: Call) -> Menu:
    """Promises and payments."""
    return _of_codes("code", "Promise or payment", (row for row in outcomes.rows if row.promise and row.fits(call)))


def _of_codes(name: str, title: str, rows: Iterable[Outcome]) -> Menu:
    """Single-letter codes keep their letter; then those of the largest group, each by its last."""
    listed = tuple(rows)
    groups = Counter(row.key[0] for row in listed)
    keys: dict[str, str] = {}
    for row in sorted(listed, key=lambda row: (len(row.key) > 1, -groups[row.key[0]])):
        keys[row.code] = _letter(row, set(keys.values()))
    items = tuple(Item(key=keys[row.code], label=row.label, value=row.code, whole=row.key) for row in listed)
    return Menu(name=name, title=title, items=items)


def _letter(row: Outcome, taken: set[str]) -> str:
    """The last letter of the code's own key, or else the first free one of key, label and alphabet."""
    wanted: tuple[str, ...] = (*reversed(row.key), *row.label.lower(), *CHOSEN_LETTERS)
    return next(letter for letter in wanted if letter in CHOSEN_LETTERS and letter not in taken)


def limits(held: Iterable[Restriction]) -> Menu:
    """What is in force, newest first; picking one lifts it."""
    items = tuple(
        Item(key=key, label=f"{in_words(each.kind)}{f': {each.words}' if each.words else ''}", value=str(each.id))
        for key, each in zip(CHOSEN_LETTERS, reversed(tuple(held)), strict=False)
    )
    return Menu(name="lift", title="In force: which is over?", items=items)


def numbers(opened: Opened) -> Menu:
    """The person's other numbers, and whether each may be called; picking one asks for this call's outcome first."""
    call = opened.case.call
    others = [point for point in opened.case.consumer.numbers if call is None or point.row != call.row]
    items = tuple(
        Item(
            key=str(index),
            label=f"{number_masked(point)} {point.kind} {verdict_word(opened, _on(opened, point.row))}",
            value=str(point.row),
        )
        for index, point in enumerate(others[:9], 1)
    )
    return Menu(name="numbers", title="Other numbers, after this call (l: contact book)", items=items)


def _on(opened: Opened, row: int) -> Verdict:
    return opened.verdicts.of("place_call", row)


def deck(library: Library) -> Menu:
    """Every card of short answers: the first nine by digit, the rest by letter."""
    keys = "123456789" + CHOSEN_LETTERS
    found = cards(library[CARDS]) if CARDS in library else ()
    items = tuple(Item(key=key, label=card.title, value=card.id) for key, card in zip(keys, found, strict=False))
    return Menu(name="cards", title="Cards", items=items)


def copies(opened: Opened) -> Menu:
    """What may be copied of a verified case: never a number of a card, of a bank or of a person."""
    items = tuple(
        Item(key=str(index), label=f"account {debt.account}", value=debt.account)
        for index, debt in enumerate(opened.case.open_debts(opened.case.line)[:8], 1)
    )
    return Menu(name="copy", title="Copy", items=(Item(key="n", label="the number dialled", value=""), *items))
