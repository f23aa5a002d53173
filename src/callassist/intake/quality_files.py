"""The quality form, from data/quality.yaml; every fault with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec

from callassist.errors import BadInput
from callassist.intake.library import BadLibrary
from callassist.intake.yaml_files import read_yaml
from callassist.intake.yaml_lines import At, lines_of, where, with_line
from callassist.phrases import phrase_faults
from callassist.quality_judging import JUDGES
from callassist.quality_shapes import Form, Item

NAME: Final = "quality.yaml"
REMEDY: Final = "mend it; docs/supervisors.md explains the form"
FULL, MINUTE = 100, 60


class _Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line as it is written."""

    title: str
    weight: int
    source: str
    critical: bool = False


class _Form(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The form as it is written."""

    passes: int
    most_minutes: int
    items: Mapping[str, _Item]
    never: tuple[str, ...] = ()


def load_form(root: Path) -> Form:
    """The form of a data folder. BadInput; BadLibrary with a sentence for each fault."""
    path = root / NAME
    try:
        written = msgspec.convert(read_yaml(path), _Form)
    except msgspec.ValidationError as fault:
        raise with_line(BadInput(str(fault), str(path), REMEDY), path, REMEDY) from fault
    lines = lines_of(path)
    faults = tuple(f"{where(str(path), at, lines)}: {what}." for at, what in _faults(written))
    if faults:
        raise BadLibrary(faults, is_full=True)
    items = tuple(
        Item(id=name, title=each.title, weight=each.weight, source=each.source, is_critical=each.critical)
        for name, each in written.items.items()
    )
    return Form(passes=written.passes, most_seconds=written.most_minutes * MINUTE, never=written.never, items=items)


def _faults(written: _Form) -> Iterator[tuple[At, str]]:
    if not 0 <= written.passes <= FULL:
        yield ("passes",), f"a call passes from 0 to {FULL} points"
    for fault in phrase_faults(written.never):
        yield ("never",), fault
    for name, each in written.items.items():
        if name not in JUDGES:
            yield ("items", name), f"nothing is judged as {name!r}; write one of {', '.join(JUDGES)}"
        if each.weight < 1:
            yield ("items", name, "weight"), "the weight is a whole number from 1"
