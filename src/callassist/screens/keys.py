"""Every key in one table. Bindings, palette, hint line, help and the printed key card are made from it, so they agree.

In CMD (no field focused) letters act; in TYPE (a field focused) letters are text and the F-keys still act. Esc,
alt+digit, ctrl+digit and shift+F3 are unused on purpose: terminals and tmux delay or lose them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
from textual.binding import Binding, BindingType

ANYWHERE: Final = "*"


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """One command. `keys` the first is shown; `where` are screen names; `rank` orders the hint line, least first.

    `action` is a Textual action of the screen, or of the app when prefixed with `app.`.
    """

    id: str
    keys: str
    title: str
    action: str
    where: tuple[str, ...] = (ANYWHERE,)
    hint: str = ""
    rank: int = 50

    @property
    def first(self) -> str:
        """The key as it is shown."""
        return shown(self.keys.split(",")[0])


_SHOWN: Final = {
    "question_mark": "?",
    "slash": "/",
    "full_stop": ".",
    "enter": "Enter",
    "space": "space",
    "dollar_sign": "$",
    "semicolon": ";",
}


def shown(key: str) -> str:
    """A key's name as a person reads it: F6, ^p, Enter."""
    if key in _SHOWN:
        return _SHOWN[key]
    if key.startswith("ctrl+"):
        return "^" + key[5:]
    return key.upper() if key[0] == "f" and key[1:].isdigit() else key


QUEUE, CALL, WRAP, SEARCH = "queue", "call", "wrap", "search"

KEYS: Final[tuple[Key, ...]] = (
    Key(id="help", keys="f1,question_mark", title="Help for this screen", action="app.help", hint="Help", rank=99),
    Key(id="palette", keys="f2,ctrl+p", title="Palette: every command by name", action="app.command_palette", rank=95),
    Key(id="leave", keys="f3", title="To the queue (a live call asks for wrap-up)", action="app.to_queue", rank=96),
    Key(id="values", keys="f4", title="Values for this field", action="app.values", rank=97),
    Key(id="back", keys="f12", title="Cancel, back one, leave the field", action="app.cancel", rank=94),
    Key(id="search", keys="slash", title="Search: account, phone, name", action="app.search", hint="Search", rank=40),
    Key(id="undo", keys="ctrl+z,u", title="Undo the last outcome", action="app.undo", hint="Undo", rank=60),
    Key(id="theme", keys="ctrl+t", title="Next theme: dark, light, contrast, mono", action="app.next_theme", rank=98),
    Key(id="quit", keys="ctrl+q", title="Leave callassist (asks during a call)", action="app.leave", rank=98),
    # queue
    Key(id="queue.take", keys="enter,ctrl+j", title="Take this case", action="take", where=(QUEUE,), hint="Take",
        rank=1),
    Key(id="queue.next", keys="space", title="Take whoever is next", action="next", where=(QUEUE,), hint="Next",
        rank=2),
    Key(id="queue.skip", keys="s", title="Skip, with a reason", action="skip", where=(QUEUE,), hint="Skip", rank=3),
    Key(id="queue.lists", keys="b", title="Blocked, asleep, skip and incomplete lists", action="lists", where=(QUEUE,),
        hint="Blocked", rank=4),
    Key(id="queue.refresh", keys="f5,r", title="Read the queue again", action="refresh", where=(QUEUE,), hint="Refresh",
        rank=6),
    Key(id="queue.down", keys="down,j", title="Down", action="move(1)", where=(QUEUE,), rank=90),
    Key(id="queue.up", keys="up,k", title="Up", action="move(-1)", where=(QUEUE,), rank=90),
    Key(id="queue.pagedown", keys="pagedown", title="A page down", action="leap(1)", where=(QUEUE,), rank=91),
    Key(id="queue.pageup", keys="pageup", title="A page up", action="leap(-1)", where=(QUEUE,), rank=91),
)  # fmt: skip


def of(where: str, keys: Iterable[Key] = KEYS) -> tuple[Key, ...]:
    """The keys of a screen, its own first, in hint order."""
    mine = [key for key in keys if where in key.where or ANYWHERE in key.where]
    return tuple(sorted(mine, key=lambda key: key.rank))


def bindings(where: str) -> list[BindingType]:
    """Textual bindings of a screen; function and control keys act even while a field has focus."""
    return [
        Binding(each, key.action, key.title, show=False, priority=acts_in_fields(each))
        for key in KEYS
        if where in key.where
        for each in key.keys.split(",")
    ]


def acts_in_fields(key: str) -> bool:
    """Whether a key acts while a field has focus: F-keys and control keys do, but not the field's own Enter."""
    return (key[0] == "f" and key[1:].isdigit()) or (key.startswith("ctrl+") and key != "ctrl+j")


def clashes(keys: Iterable[Key] = KEYS) -> tuple[str, ...]:
    """Keys that two commands of one screen claim; a keymap with any is refused at load."""
    seen: dict[tuple[str, str], str] = {}
    found = []
    kept = tuple(keys)
    screens = {where for key in kept for where in key.where if where != ANYWHERE}
    for screen in sorted(screens):
        for key in of(screen, kept):
            for each in key.keys.split(","):
                other = seen.setdefault((screen, each), key.id)
                if other != key.id:
                    found.append(f"{shown(each)} on {screen}: {other} and {key.id}")
    return tuple(found)
