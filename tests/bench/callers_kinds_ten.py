"""The ten kinds of mangled names that recall is stated for, in equal shares."""

import re
from random import Random

from tests.bench.callers import Scene
from tests.bench.callers_said import Kind, Said, changed, full, nicknames, slipped_in_both, slipped_once
from tests.bench.callers_slips import cut, one_edit, respelt

PARTICLES = re.compile(r"^(de la|de los|del|de|la|le|van|von|st|san|santa|mc|mac|o'|o)(?=[a-z]{3})")
ONE_MORE = ("zip", "ssn4", "last4", "phone", "dob", "birth_year")
LONGEST_HINT = 3


def _exact(luck: Random, scene: Scene) -> Said:
    return Said(name=full(scene))


def nick(luck: Random, scene: Scene) -> Said | None:
    """What bearers of the name are called."""
    first, last = scene.holder.name
    called = nicknames().get(first)
    return Said(name=f"{luck.choice(called)} {last}") if called else None


def _swap(luck: Random, scene: Scene) -> Said:
    first, last = scene.holder.name
    return Said(name=f"{last} {first}")


def _partial(luck: Random, scene: Scene) -> Said | None:
    """One to three letters of the first name, and how the surname begins."""
    first, last = scene.holder.name
    short = cut(luck, last)
    return Said(name=f"{first[: luck.randint(1, LONGEST_HINT)]} {short}") if short != last else None


def _initial(luck: Random, scene: Scene) -> Said:
    first, last = scene.holder.name
    return Said(name=f"{first[0]} {last}")


def _half(luck: Random, scene: Scene) -> Said | None:
    """One of two surnames."""
    first, last = scene.holder.name
    both = last.split()
    return Said(name=f"{first} {luck.choice(both)}") if len(both) > 1 else None


def _joined(luck: Random, scene: Scene) -> Said | None:
    """Two words as one, or one as two."""
    holder = scene.holder
    first, last = holder.name
    if " " in last:
        return Said(name=f"{first} {last.replace(' ', '')}")
    parted = PARTICLES.sub(r"\1 ", last)
    if parted != last:
        return Said(name=f"{first} {parted.replace(chr(39), '')}")
    if len(holder.middle) > 1 and luck.random() < 0.5:
        return Said(name=f"{first}{holder.middle.lower()} {last}")
    if len(last) < 6:
        return None
    at = luck.randrange(3, len(last) - 2)
    return changed(scene, first, f"{last[:at]} {last[at:]}")


TEN = tuple(
    Kind(name=name, say=say, further=ONE_MORE, least=1, most=1, is_mangled=name != "exact")
    for name, say in (
        ("exact", _exact),
        ("typo", slipped_once(one_edit)),
        ("typo2", slipped_in_both(one_edit)),
        ("phonetic", slipped_once(respelt)),
        ("nick", nick),
        ("swap", _swap),
        ("partial", _partial),
        ("initial", _initial),
        ("half", _half),
        ("joined", _joined),
    )
)
