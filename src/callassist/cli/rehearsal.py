"""What a rehearsal stands on: invented people placed in a throwaway database, the questions and the quality form."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from callassist.cli.screens import TUESDAY
from callassist.cli.session import REHEARSAL, YES, Session
from callassist.errors import CallassistError
from callassist.quality_shapes import Form, Scored, Trail
from callassist.rehearsing_shapes import Persona, Questions

if TYPE_CHECKING:
    from callassist.desk import Desk
    from callassist.dialogue import Script
    from callassist.screens.rehearsal import RehearsalApp

NOTE: Final = "REHEARSAL  invented people, nothing is kept"
ALL: Final = ""


class NoSuchPersona(CallassistError):
    """Nobody to rehearse with has that name."""

    def __str__(self) -> str:
        """Who there is."""
        return f"There is nobody called {self.args[0]!r} to rehearse with; there are {self.args[1]}."


class Stage(Struct, frozen=True, kw_only=True):
    """Who is rehearsed with, in order; their case numbers by persona; and all that judges it."""

    people: tuple[Persona, ...]
    cases: dict[str, int]
    questions: Questions
    form: Form
    scripts: tuple[Script, ...]


def everybody() -> tuple[Persona, ...]:
    """Everybody there is to rehearse with. BadInput."""
    from callassist.intake.library import data_root
    from callassist.intake.persona_files import load_personas

    return load_personas(data_root())


def chosen(name: str) -> tuple[Persona, ...]:
    """The one that is named first, then the others: the next comes with Enter. NoSuchPersona."""
    people = everybody()
    if name == ALL:
        return people
    first = next((each for each in people if each.id == name), None)
    if first is None:
        raise NoSuchPersona(name, ", ".join(each.id for each in people))
    return (first, *(each for each in people if each is not first))


@contextlib.contextmanager
def staged(session: Session, people: tuple[Persona, ...]) -> Iterator[tuple[Session, Stage]]:
    """A session on a database of its own, with these people in it; gone afterwards. BadInput."""
    from callassist.intake.library import data_root, load_scripts
    from callassist.intake.persona_files import load_questions
    from callassist.intake.quality_files import load_form
    from callassist.intake.rehearsal_cases import place_people
    from callassist.stores.sqlite import SqliteStore

    folder = Path(tempfile.mkdtemp(prefix="callassist-rehearsal-"))
    try:
        path, root = folder / "rehearsal.sqlite", data_root()
        store = SqliteStore(str(path))
        try:
            store.setting(REHEARSAL, YES)
            cases = place_people(store, session.handbook.setting, people, folder, TUESDAY)
        finally:
            store.close()
        made = Session(str(path), session.actor, TUESDAY)
        made.note = NOTE
        questions, form = load_questions(root), load_form(root)
        yield made, Stage(people=people, cases=cases, questions=questions, form=form, scripts=load_scripts())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def open_rehearsal(session: Session, stage: Stage, seed: int) -> tuple[tuple[str, Scored], ...]:
    """Run the screens until the collector leaves; each finished call by the person's title, with its score."""
    app = rehearsal_app(session, stage, seed)
    app.run()
    return app.sitting.done


def rehearsal_app(session: Session, stage: Stage, seed: int) -> RehearsalApp:
    """The screens with these people on the line."""
    from callassist.desk import Desk
    from callassist.desk.quality import quality_of
    from callassist.intake.collectors import read_seat
    from callassist.screens.rehearsal import Rehearsal, RehearsalApp

    clock = _Spoken(session.clock)

    def opens() -> Desk:
        return Desk(session.store(), session.handbook, clock, read_seat(session.actor), session.odds)

    def judge(desk: Desk, case: int, trail: Trail) -> Scored | None:
        return quality_of(desk.cases, case, stage.form, stage.scripts, stage.questions, told=trail)

    sitting = Rehearsal(stage.people, stage.cases, questions=stage.questions, seed=seed, judge=judge, passes=clock.go)

    def spoken(language: str) -> tuple[Script, ...]:
        return tuple(script for script in stage.scripts if script.language == language)

    return RehearsalApp(opens, sitting, session.label, spoken)


class _Spoken:
    """A clock on which what is said takes as long as it takes to say, however fast the keys come."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._said = timedelta()

    def __call__(self) -> datetime:
        """Now: the clock's own time, and what was said."""
        return self._clock() + self._said

    def go(self, seconds: float) -> None:
        """So much was said."""
        self._said += timedelta(seconds=seconds)
