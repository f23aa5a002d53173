"""data/standards: from YAML to dated tables; BadInput names the file, the line and what to do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeVar

from callassist.errors import BadInput
from callassist.intake.rule_files import convert
from callassist.intake.yaml_files import read_yaml
from callassist.intake.yaml_lines import At, lines_of, where, with_line
from callassist.policy import CREDITORS
from callassist.rules import VERIFIED
from callassist.standards import Figure, IncomeCap, LivingStandard, MedicaidLine, PovertyLine, Standards

F = TypeVar("F", bound=Figure)
Told = Iterator[tuple[str, str]]
"""What is wrong with a figure: the key that is, and what it should be."""
FOLDER: Final = "standards"
REGIONS: Final = ("contiguous", "AK", "HI")
_STATE: Final = re.compile(r"[A-Z]{2}")
_WHOLE: Final = 100
_MOST_POVERTY: Final = 1000


def load_standards(root: Path) -> Standards:
    """All dated tables by which ability to pay is measured."""
    folder = root / FOLDER
    return Standards(
        poverty=_read(folder / "poverty.yaml", PovertyLine, _poverty, lambda each: [each.region]),
        living=_read(folder / "living.yaml", LivingStandard, _living, lambda _: [""]),
        caps=_read(folder / "income_caps.yaml", IncomeCap, _cap, lambda each: [(each.state, each.creditors)]),
        medicaid=_read(folder / "medicaid.yaml", MedicaidLine, _medicaid, lambda each: [*each.states]),
    )


def _read(
    path: Path, kind: type[F], faults: Callable[[F], Told], names: Callable[[F], Iterable[Hashable]]
) -> tuple[F, ...]:
    """A table; `names` is what each figure is of: nothing may have two from one day on."""
    every: type[tuple[F, ...]] = tuple[kind, ...]  # type: ignore[valid-type]
    try:
        read = convert(read_yaml(path), every, str(path))
    except BadInput as fault:
        raise with_line(fault, path, "mend it; the other figures show every key") from fault
    for index, figure in enumerate(read):
        for key, remedy in (*_figure(figure), *faults(figure)):
            raise _fault(path, (index, key), f"{key!r} cannot be {getattr(figure, key)!r}", remedy)
    counted = Counter((figure.since, name) for figure in read for name in names(figure))
    for index, figure in enumerate(read):
        if any(counted[figure.since, name] > 1 for name in names(figure)):
            what = f"there are two figures of one thing from {figure.since} on"
            raise _fault(path, (index, "since"), what, "keep one; a new figure has a day of its own")
    return tuple(sorted(read, key=lambda each: each.since))


def _fault(path: Path, at: At, what: str, remedy: str) -> BadInput:
    lines: Mapping[At, int] = lines_of(path)
    return BadInput(what, where(str(path), at, lines), remedy)


def _figure(figure: Figure) -> Told:
    if figure.verified not in VERIFIED:
        yield "verified", f"write one of {', '.join(VERIFIED)}"
    if not figure.source.strip():
        yield "source", "write where the figure stands"


def _poverty(line: PovertyLine) -> Told:
    if line.region not in REGIONS:
        yield "region", f"write one of {', '.join(REGIONS)}"
    for key in ("first", "each"):
        if getattr(line, key) < 1:
            yield key, "write whole dollars a year"


def _living(standard: LivingStandard) -> Told:
    if not 0 < standard.by_size[0] <= standard.by_size[1] <= standard.by_size[2] <= standard.by_size[3]:
        yield "by_size", "write whole dollars a month for one to four people, rising"
    for key in ("each", "health", "health_old"):
        if getattr(standard, key) < 1:
            yield key, "write whole dollars a month"


def _cap(cap: IncomeCap) -> Told:
    if not _STATE.fullmatch(cap.state):
        yield "state", "write two capital letters"
    if not 1 <= cap.percent <= _WHOLE:
        yield "percent", "write 1 to 100"
    if not 0 <= cap.poverty_percent <= _MOST_POVERTY:
        yield "poverty_percent", "write a percentage of the poverty line, 0 for everybody"
    if any(each not in CREDITORS for each in cap.creditors):
        yield "creditors", f"write some of {', '.join(CREDITORS)}"
    if cap.most_payments < 0:
        yield "most_payments", "write a number of payments, 0 for no such rule"
    if cap.interest_percent is not None and not 0 <= cap.interest_percent <= _WHOLE:
        yield "interest_percent", "write 0 to 100"
    if not cap.title.strip():
        yield "title", "write what the rule is called and says"


def _medicaid(line: MedicaidLine) -> Told:
    if not line.states or any(not _STATE.fullmatch(state) for state in line.states):
        yield "states", "write two capital letters each"
    if len(set(line.states)) < len(line.states):
        yield "states", "write each state once"
    if not 1 <= line.percent <= _MOST_POVERTY:
        yield "percent", "write a percentage of the poverty line"
    if line.retroactive_months < 0:
        yield "retroactive_months", "write a number of months"
