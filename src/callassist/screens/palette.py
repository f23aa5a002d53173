"""The palette: every command of the screen one is on, by name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, cast

import msgspec
from textual import on
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from callassist.rules import Finding, Rulebook
from callassist.screens.help import names
from callassist.screens.keys import PALETTE, Key, bindings, of
from callassist.screens.text import fit
from callassist.screens.widgets.fields import Field
from callassist.screens.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from callassist.screens.app import CallassistApp

MOST_MORE, FEWEST_LETTERS = 12, 3
LEFT_OUT: Final = frozenset({"palette", "help", "back", "more", "go", "values", "jump"})
MOVES: Final = frozenset({"move", "leap", "ends", "page", "debt"})


class Law(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that has a card; `found` when it speaks on the screen that the palette lies over."""

    rule: str
    title: str
    found: Finding | None = None


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """A call script that may be turned to at this stage of a call, by its first step."""

    script: str
    title: str


class PaletteScreen(ModalScreen[None]):
    """Type a part of what should happen, Enter does it.

    Scripts of the call and law cards follow the commands: of the rules that speak on this screen, then of any whose
    title is typed. The last line searches people for what was typed.
    """

    DEFAULT_CSS = """
    PaletteScreen { align: center top; background: $background 60%; }
    PaletteScreen > Vertical { width: 72; max-width: 95%; height: 70%; margin-top: 1; background: $surface; }
    PaletteScreen Rows { background: $surface; }
    """
    WHERE = PALETTE
    BINDINGS: ClassVar[list[BindingType]] = bindings(PALETTE)

    def __init__(self, where: str, laws: tuple[Law, ...], talks: tuple[Talk, ...] = ()) -> None:
        super().__init__()
        self._of = where
        self._every_more: tuple[Law | Talk, ...] = (*talks, *laws)
        self._more: tuple[Law | Talk, ...] = ()
        self._found: tuple[Key, ...] = ()
        self._words = ""

    def compose(self) -> ComposeResult:
        """The words, and what they find."""
        with Vertical(classes="pane") as box:
            box.border_title = "Palette   Enter does it   F12 closes"
            yield Field("command", hint="a command, or whom to search for")
            yield Rows(self._told, id="commands", empty="No such command.")

    def on_mount(self) -> None:
        """Everything, to begin with."""
        self._find("")
        self.query_one(Field).focus()

    @on(Field.Typed)
    def _typed(self, event: Field.Typed) -> None:
        self._find(event.field.value)

    def _find(self, words: str) -> None:
        self._words = words.strip()
        self._found = tuple(key for key in of(self._of) if is_command(key) and fits(key, self._words))
        self._more = tuple(each for each in self._every_more if is_named(each, self._words))[:MOST_MORE]
        self.query_one(Rows).fill(len(self._found) + len(self._more) + bool(self._words))

    def _told(self, index: int, width: int) -> str:
        if index >= len(self._found) + len(self._more):
            return f"Search people for: {self._words}"
        if index >= len(self._found):
            more = self._more[index - len(self._found)]
            return fit(f"{'Law' if isinstance(more, Law) else 'Script'}: {more.title}", width)
        key = self._found[index]
        return f"{fit(key.title, max(20, width - 20))} {fit(names(key), 18)}"

    def action_move(self, by: int) -> None:
        """Choose while still typing."""
        self.query_one(Rows).move(by)

    @on(Field.Entered)
    def action_take(self) -> None:
        """Do what is marked."""
        index, app = self.query_one(Rows).cursor, cast("CallassistApp", self.app)
        if index < len(self._found):
            self.dismiss()
            app.call_later(_do, app, self._found[index])
        elif index < len(self._found) + len(self._more):
            more = self._more[index - len(self._found)]
            self.dismiss()
            if isinstance(more, Law):
                app.call_later(app.show_law, more.rule, more.found)
            else:
                app.call_later(app.turn_to, more.script)
        elif self._words:
            self.dismiss()
            app.call_later(partial(app.search, self._words))

    def cancel(self) -> None:
        """Back to what was there."""
        self.dismiss()

    def action_leave(self) -> None:
        """F3 closes it too."""
        self.dismiss()


def laws_of(rulebook: Rulebook | None, found: Iterable[Finding]) -> tuple[Law, ...]:
    """Every rule that has a card: those that speak now first, the others by title."""
    if rulebook is None:
        return ()
    told = {finding.rule: finding for finding in found}
    every = (Law(rule=rule.id, title=rule.title, found=told.get(rule.id)) for rule in rulebook.rules)
    return tuple(sorted(every, key=lambda law: (law.found is None, law.title)))


def is_named(more: Law | Talk, words: str) -> bool:
    """Whether it is meant: a law that speaks now by any words or none, anything else by words of its title."""
    text = f"law {more.title} {more.rule}" if isinstance(more, Law) else f"script {more.title} {more.script}"
    is_meant = all(word in text.lower() for word in words.lower().split())
    speaks = isinstance(more, Law) and more.found is not None
    return is_meant and (speaks or len(words) >= FEWEST_LETTERS)


def is_command(key: Key) -> bool:
    """Moving about is not worth a name."""
    return key.id not in LEFT_OUT and key.action.split("(")[0] not in MOVES


def fits(key: Key, words: str) -> bool:
    """Whether every word is somewhere in what a command does, or is the key itself."""
    title = f"{key.title} {key.hint}".lower()
    return words in names(key).split() or all(word in title for word in words.lower().split())


async def _do(app: CallassistApp, key: Key) -> None:
    """As if its key were pressed; one that is refused says why."""
    if key.action == "digit":
        app.tell(f"{names(key)}: {key.title}.")
        return
    name = key.action.removeprefix("app.")
    space = app if key.action.startswith("app.") else app.screen
    refused = getattr(app.screen, "refused", {}).get(name.split("(")[0])
    if refused:
        app.tell(refused, "stop")
    else:
        await app.run_action(name, space)
