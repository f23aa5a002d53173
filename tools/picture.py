"""Draw docs/call-screen.svg: the app itself, on a verified call of the demo portfolio. `make snapshots` runs it.

    python tools/picture.py [OUT.svg]

Everybody in it is invented. The clock moves only when it is told to, so the same program draws the same picture.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from callassist.cli.demo import demo_database
from callassist.cli.screens import TUESDAY
from callassist.desk import Desk
from callassist.intake.library import load_handbook
from callassist.intake.script_texts import scripts_in
from callassist.screens.app import CallassistApp
from callassist.screens.themes import DARK
from callassist.store import Seat
from callassist.stores.sqlite import SqliteStore
from callassist.worklist import BROKEN, LANES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from textual.pilot import Pilot

    from callassist.casefile import CaseFile

OUT: Final = Path(__file__).resolve().parents[1] / "docs" / "call-screen.svg"
SIZE: Final = (120, 36)
COLLECTOR: Final = "dana"
LABEL: Final = "DEMO"
LOOKS, LOOK_SECONDS = 1_000, 0.01
NOTE: Final = "New job since May; pay day is the 15th."
FIRST_LINE: Final = re.compile(r"^> +1 ", re.MULTILINE)
FONTS: Final = re.compile(r"\s*@font-face\s*\{[^}]*\}|\s*<!--.*?-->", re.DOTALL)


class Clock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """The moment it shows."""
        return self.at

    def forward(self, seconds: int) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)


class Demo:
    """The demo portfolio on the screens, in a Pilot's hands."""

    def __init__(self, app: CallassistApp, pilot: Pilot[None], clock: Clock) -> None:
        self.app = app
        self.pilot = pilot
        self.clock = clock

    async def press(self, *keys: str) -> None:
        """Keys one after another; each waits for the one before it."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Text, letter by letter."""
        await self.press(*("space" if letter == " " else letter for letter in text))

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for what the screens do in the background; TimeoutError after some seconds."""
        for _ in range(LOOKS):
            if is_so():
                return
            await self.pilot.pause(LOOK_SECONDS)
        raise TimeoutError(self.text())

    async def shows(self, words: str) -> None:
        """Wait until words are on the screen, on one line of it or running on within a pane."""
        wanted = " ".join(words.split())
        await self.until(lambda: any(wanted in text for text in self.texts()))

    def texts(self) -> Iterator[str]:
        """The lines of the screen, then what each pane says, with single spaces."""
        lines = self.text().splitlines()
        yield from (" ".join(line.split()) for line in lines)
        for widget in self.app.screen.query("*"):
            box = widget.content_region
            cut = (line[box.x : box.right] for line in lines[box.y : box.bottom])
            yield " ".join(" ".join(cut).split())

    def text(self) -> str:
        """The screen as text, one line a row."""
        strips = self.app.screen._compositor.render_strips()  # noqa: SLF001 - Textual has no public word for it
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def where(self) -> str:
        """Which screen, or which stage of a call."""
        return str(getattr(self.app.screen, "WHERE", ""))


@asynccontextmanager
async def demo(size: tuple[int, int] = SIZE, collector: str = COLLECTOR) -> AsyncIterator[Demo]:
    """Open the demo portfolio as `callassist demo` does, under a clock of ours, with the queue's first lines up."""
    with tempfile.TemporaryDirectory(prefix="callassist-picture-") as folder:
        path, handbook, clock = Path(folder) / "demo.sqlite", load_handbook(), Clock(TUESDAY)
        demo_database(path, handbook, TUESDAY, collector)
        app = CallassistApp(
            lambda: Desk(SqliteStore(str(path)), handbook, clock, Seat(collector=collector)),
            lambda: LABEL,
            scripts_in,
        )
        app.theme = DARK.name
        async with app.run_test(size=size) as pilot:
            made = Demo(app, pilot, clock)
            await made.until(lambda: FIRST_LINE.search(made.text()) is not None and "left " in made.text())
            yield made


def subject(desk: Desk) -> CaseFile:
    """Whom to draw: the first with a broken promise who speaks English and can be verified by two facts."""
    desk.wake()
    cards = desk.page(None, 100).cards
    broken = (desk.look(card.case).case for card in cards if card.lane == LANES[BROKEN])
    return next(case for case in broken if case.consumer.dob and case.consumer.zip and case.consumer.language == "en")


async def picture() -> str:
    """The picture as SVG, without the name of any host in it."""
    async with demo() as shown:
        case = subject(shown.app.desk)
        await _verified(shown, case)
        await _at_the_reason(shown)
        return FONTS.sub("", shown.app.export_screenshot(title="callassist"))


async def _verified(shown: Demo, case: CaseFile) -> None:
    """Find the person, dial, and type the two answers they give."""
    await shown.press("slash")
    await shown.type(f"{case.consumer.last}, {case.consumer.first}".lower())
    await shown.shows("found in")
    await shown.press("enter")
    await shown.until(lambda: shown.where == "preview")
    await shown.press("enter")
    await shown.until(lambda: shown.where == "ringing")
    shown.clock.forward(12)
    await shown.press("enter", "1", "v")
    shown.clock.forward(40)
    await shown.type(f"{case.consumer.dob:%m%d%Y}{case.consumer.zip}")
    await shown.until(lambda: shown.where == "verified")


async def _at_the_reason(shown: Demo) -> None:
    """Go on to the step that asks what happened, with a note begun."""
    shown.clock.forward(25)
    await shown.press("2")
    await shown.shows("health coverage")
    shown.clock.forward(30)
    await shown.press("1")
    await shown.shows("> what happened")
    shown.clock.forward(20)
    await shown.press("n")
    await shown.type(NOTE)
    await shown.shows(NOTE)
    await shown.press("f12")
    await shown.until(lambda: shown.app.focused is None)


def main(argv: list[str]) -> None:
    """Write the picture."""
    out = Path(argv[0]) if argv else OUT
    svg = asyncio.run(picture())
    out.write_text(svg, encoding="utf-8")
    print(f"{out}: {len(svg.encode()):,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
