"""Is everything as it should be? Chains, then every case folded again and compared with what the indexes say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from callassist.desk.desk import Desk
from callassist.store import Projection

Watch = Callable[[int], None]


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found. `faults` are sentences; `mended` says how many indexes were written anew."""

    cases: int
    faults: tuple[str, ...]
    mended: int = 0

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def examine(desk: Desk, watch: Watch, *, mend: bool = False) -> Health:
    """Look at every chain and every case; `watch` hears how many cases are done. `mend` rewrites wrong indexes."""
    faults = list(desk.store.faults())
    cases = mended = 0
    for case, wrong in _drifted(desk, watch):
        cases += 1
        if not wrong:
            continue
        if mend:
            desk.reproject(case)
            mended += 1
        else:
            faults.append(f"Case C{case}: the indexes say another {', '.join(wrong)}; run callassist doctor --mend.")
    return Health(cases=cases, faults=tuple(faults), mended=mended)


def _drifted(desk: Desk, watch: Watch) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every case with the parts of its projection that do not follow from its journals."""
    for count, case in enumerate(desk.store.scan(), start=1):
        watch(count)
        yield case, _differences(desk.projection(case), desk.store.projection_of(case))


def _differences(right: Projection, found: Projection) -> tuple[str, ...]:
    """What is not as it follows. When a case wakes depends on the hour it was written, so only lasting parts count."""
    pairs = {
        "numbers": (sorted(right.numbers), sorted(found.numbers)),
        "name": (right.name, found.name),
        "joining keys": (sorted(right.joins), sorted(found.joins)),
        "debts": (sorted(right.debts), sorted(found.debts)),
        "client, line or language": (_group(right), _group(found)),
    }
    return tuple(what for what, (one, other) in pairs.items() if one != other)


def _group(projection: Projection) -> tuple[str, ...]:
    group = projection.work.group
    return group.client, group.line, group.language, group.desk, group.team, group.zones
