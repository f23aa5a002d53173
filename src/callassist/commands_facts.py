"""What may be asked to be done with the facts on file: correct them, change them, say why a case was looked for."""

from __future__ import annotations

from collections.abc import Mapping

from callassist.commands import Command


class FindCase(Command, frozen=True, kw_only=True):
    """The case was found by a search: one of decide_facts.PURPOSES, and by which fields; never what was typed."""

    purpose: str
    by: tuple[str, ...]


class EditFact(Command, frozen=True, kw_only=True):
    """Facts of one dossier row are otherwise: `fact` is one of decide_facts.FACTS, `fields` what they now are.

    `row` is the row that they stand in, 0 to add one. A correction says that the old value was wrong; with `is_change`
    it was right until now (moved, married), and is kept as an earlier one. `source` is one of decide_facts.SOURCES.
    """

    fact: str
    fields: Mapping[str, str]
    row: int = 0
    is_change: bool = False
    source: str = "consumer"
    why: str = ""


class AmendCoverage(Command, frozen=True, kw_only=True):
    """The cover of one debt is otherwise: `fields` are those of decide_facts.COVERAGE."""

    debt: int
    fields: Mapping[str, str]
    source: str = "consumer"
    why: str = ""
