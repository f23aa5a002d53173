"""What lies over a screen for a moment: help, the palette, letters to jump by, the card of a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from callassist.desk import Desk
from callassist.rules import SEATS, Finding
from callassist.screens.keys import VERIFIED
from callassist.screens.orderly import Orderly
from callassist.screens.widgets.bars import HintLine


class Overlays(Orderly):
    """Opened over whatever screen is up; the same key takes them away."""

    def __init__(self) -> None:
        super().__init__()
        self._desk: Desk | None = None

    @property
    def desk(self) -> Desk:
        """The desk; only once it is open."""
        if self._desk is None:
            raise AssertionError
        return self._desk

    def action_more_keys(self) -> None:
        """The keys that the last line has no room for."""
        for line in self.screen.query(HintLine):
            line.turn()

    def action_help(self) -> None:
        """Help for the screen one is on; again, away with it."""
        from callassist.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.cancel()
        else:
            self.push_screen(HelpScreen(self._where(), self._laws()))

    def action_command_palette(self) -> None:
        """Every command of this screen by name."""
        from callassist.screens.palette import PaletteScreen, Talk, laws_of

        if isinstance(self.screen, PaletteScreen):
            self.screen.cancel()
        elif not self.screen.is_modal:
            rulebook = self._desk.handbook.rulebook if self._desk else None
            titles: Mapping[str, str] = getattr(self.screen, "talks", dict)()
            talks = tuple(Talk(script=name, title=title) for name, title in titles.items())
            self.push_screen(PaletteScreen(self._where(), laws_of(rulebook, self._laws()), talks))

    def turn_to(self, script: str) -> None:
        """Another script of the call, by its first step."""
        turn = getattr(self.screen, "turn_to", None)
        if turn is not None:
            turn(script)

    def _laws(self) -> tuple[Finding, ...]:
        """What the rules say on this screen now, each rule once."""
        found: Iterable[Finding] = getattr(self.screen, "laws", tuple)() if self._desk else ()
        return tuple({finding.rule: finding for finding in found}.values())

    def show_law(self, rule: str, found: Finding | None) -> None:
        """The card of a rule, by its id; of one that speaks of a debt little, until who is on the line is verified."""
        from callassist.rule_words import card, quiet_card
        from callassist.screens.law import LawScreen

        rulebook = self.desk.handbook.rulebook
        known = rulebook.rule(rule)
        if known is None:
            return
        if found is not None and found.debt and self._where() != VERIFIED:
            self.push_screen(LawScreen(quiet_card(known, found)))
        else:
            self.push_screen(LawScreen(card(known, self.desk.clock().date(), rulebook.sources, found)))

    def action_replay(self) -> None:
        """How one's own last call went, step by step."""
        if self._desk is None or self.screen.is_modal:
            return
        desk, asked = self._desk, self.screen

        def found(lines: tuple[str, ...]) -> None:
            from callassist.screens.replay import ReplayScreen

            if self.screen is not asked:  # the next call may be up by now, with nobody verified
                return
            if lines:
                self.push_screen(ReplayScreen(lines))
            else:
                self.tell("You have made no call in the last twelve hours.")

        self.read(lambda: _replayed(desk), found)

    def action_approvals(self) -> None:
        """What collectors ask the seat above for; nobody else sees it."""
        from callassist.screens.approvals import ApprovalsScreen

        if self._desk is None or self.screen.is_modal:
            return
        if self._desk.seat.role == SEATS[0]:
            self.tell("Approvals are answered by a supervisor.", "warn")
        else:
            self.push_screen(ApprovalsScreen())

    def action_jump(self) -> None:
        """A letter on every field; the next key goes to one."""
        from callassist.screens.jump import JumpScreen, fields_of

        fields = fields_of(self.screen.focus_chain)
        if fields and not self.screen.is_modal:
            self.push_screen(JumpScreen(fields))
        else:
            self.tell("There is no field to jump to here.", "warn")

    def _where(self) -> str:
        return str(getattr(self.screen, "WHERE", "queue"))


def _replayed(desk: Desk) -> tuple[str, ...]:
    from callassist.desk.replay import last_call, lines, replay_of

    last = last_call(desk.cases, desk.seat.collector)
    told = replay_of(desk.cases, *last) if last else None
    return lines(told) if told else ()
