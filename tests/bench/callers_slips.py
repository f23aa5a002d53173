"""What happens to words and digits on the way from a mouth to a keyboard: one slip a function.

Each takes a word in lower case and gives it changed, or as it was where the slip cannot happen to it.
"""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from random import Random

Slip = Callable[[Random, str], str]

LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOWELS = "aeiou"
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
ROW_SHIFT = 0.5
"""How far each row of keys stands to the right of the one above."""
SHORT = 3

SOUNDS_ALIKE = (
    *((r"ph", "f"), (r"f", "ph"), (r"ck", "k"), (r"k$", "ck"), (r"c(?=[aourl])", "k"), (r"k(?=[aourl])", "c")),
    *((r"ee", "ea"), (r"ea", "ee"), (r"ie$", "y"), (r"y$", "ie"), (r"ey$", "y"), (r"y$", "ey"), (r"(?<!^)i", "y")),
    *((r"sch", "sh"), (r"sh", "sch"), (r"th", "t"), (r"ght", "t"), (r"^kn", "n"), (r"^wr", "r"), (r"mb$", "m")),
    *((r"x", "ks"), (r"qu", "kw"), (r"z", "s"), (r"s$", "z"), (r"dg", "j"), (r"j", "g"), (r"g(?=[ei])", "j")),
    *((r"([bdfglmnprst])\1", r"\1"), (r"(?<=[aeiou])([lmnrst])(?=[aeiou])", r"\1\1"), (r"([lnrst])$", r"\1\1")),
    *((r"ae", "e"), (r"au", "aw"), (r"aw", "au"), (r"er$", "or"), (r"or$", "er"), (r"son$", "sen")),
    *((r"sen$", "son"), (r"man$", "mann"), (r"el$", "le"), (r"le$", "el"), (r"ei", "ie"), (r"ie", "ei")),
    *((r"ai", "ay"), (r"ay", "ai"), (r"ou", "u"), (r"oo", "u"), (r"c(?=[eiy])", "s"), (r"s(?=[ei])", "c")),
    *((r"h(?=[aeiou])(?<!^h)", ""), (r"(?<=[aeo])r(?=[dnst])", "re"), (r"e$", ""), (r"en$", "in"), (r"in$", "en")),
)
HEARD_FOR = ("bp", "bd", "bv", "pt", "dt", "td", "mn", "nm", "fs", "sf", "kg", "gk", "vb", "db", "pb", "sz", "zs", "vf")
READ_FOR = (
    *(("rn", "m"), ("m", "rn"), ("l", "1"), ("o", "0"), ("cl", "d"), ("d", "cl"), ("i", "l"), ("l", "i")),
    *(("e", "c"), ("h", "b"), ("w", "vv"), ("s", "5"), ("nn", "m"), ("ri", "n"), ("g", "q"), ("u", "v")),
)


def _neighbours() -> dict[str, str]:
    spots = {key: (x + row * ROW_SHIFT, row) for row, keys in enumerate(KEYS) for x, key in enumerate(keys)}
    return {
        key: "".join(
            other
            for other, (x, y) in spots.items()
            if other != key and abs(x - spots[key][0]) <= 1 and abs(y - spots[key][1]) <= 1
        )
        for key in spots
    }


NEIGHBOURS = _neighbours()


def one_edit(luck: Random, word: str) -> str:
    """One letter more, less, other or exchanged with the next."""
    if len(word) < SHORT:
        return word
    at = luck.randrange(len(word))
    match luck.choice(("more", "less", "other", "turned")):
        case "more":
            return word[:at] + luck.choice(LETTERS) + word[at:]
        case "less":
            return word[:at] + word[at + 1 :]
        case "other":
            return word[:at] + luck.choice(LETTERS.replace(word[at], "")) + word[at + 1 :]
        case _:
            return turned(luck, word)


def turned(luck: Random, word: str) -> str:
    """Two neighbours exchanged that are not the same."""
    return luck.choice(
        [word[:at] + b + a + word[at + 2 :] for at, (a, b) in enumerate(pairwise(word)) if a != b] or [word]
    )


def respelt(luck: Random, word: str) -> str:
    """Spelt otherwise and sounding much the same."""
    return luck.choice([*_respellings(word)] or [word])


def _respellings(word: str) -> Iterable[str]:
    for pattern, other in SOUNDS_ALIKE:
        said = re.sub(pattern, other, word, count=1)
        if said != word and len(said) > 1:
            yield said


def respelt_twice(luck: Random, word: str) -> str:
    return respelt(luck, respelt(luck, word))


def misheard(luck: Random, word: str) -> str:
    """One letter for another that sounds like it on the phone."""
    if len(word) < SHORT:
        return word
    return _exchanged(luck, word, tuple((pair[0], pair[1]) for pair in HEARD_FOR))


def misread(luck: Random, word: str) -> str:
    """As a scanner reads it: one or two signs for others that look like them."""
    once = _exchanged(luck, word, READ_FOR)
    return _exchanged(luck, once, READ_FOR) if len(word) > 2 * SHORT and luck.random() < 0.3 else once


def _exchanged(luck: Random, word: str, pairs: Iterable[tuple[str, str]]) -> str:
    spots = [(hit.start(), old, new) for old, new in pairs for hit in re.finditer(old, word)]
    if not spots:
        return word
    at, old, new = luck.choice(spots)
    return word[:at] + new + word[at + len(old) :]


def next_key(luck: Random, word: str) -> str:
    """One key beside the right one."""
    spots = [at for at, letter in enumerate(word) if letter in NEIGHBOURS]
    if len(word) < SHORT or not spots:
        return word
    at = luck.choice(spots)
    return word[:at] + luck.choice(NEIGHBOURS[word[at]]) + word[at + 1 :]


def doubled(luck: Random, word: str) -> str:
    """A letter typed twice, or once where it stands twice."""
    single = re.sub(r"(.)\1", r"\1", word, count=1)
    if single != word and luck.random() < 0.5:
        return single
    at = luck.randrange(len(word))
    return word[:at] + word[at] + word[at:]


def one_less(luck: Random, word: str) -> str:
    """A letter left out, not the first."""
    if len(word) <= SHORT:
        return word
    at = luck.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def without_vowels(luck: Random, word: str) -> str:
    """As shorthand: jhnsn. Words that would have less than three letters are left alone."""
    short = word[0] + "".join(letter for letter in word[1:] if letter not in VOWELS)
    return short if len(short) >= SHORT else word


def cut(luck: Random, word: str) -> str:
    """The first three letters or more, not all."""
    return word[: luck.randrange(SHORT, len(word))] if len(word) > SHORT else word


def other_digit(luck: Random, digits: str) -> str:
    """One digit wrong."""
    spots = [at for at, sign in enumerate(digits) if sign.isdigit()]
    if not spots:
        return digits
    at = luck.choice(spots)
    return digits[:at] + luck.choice("0123456789".replace(digits[at], "")) + digits[at + 1 :]


def turned_digits(luck: Random, digits: str) -> str:
    """Two neighbouring digits exchanged that are not the same."""
    spots = [at for at, (a, b) in enumerate(pairwise(digits)) if a != b and (a + b).isdigit()]
    if not spots:
        return digits
    at = luck.choice(spots)
    return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]


def shuffled(luck: Random, digits: str) -> str:
    """The same digits in another order; as they were when all are the same."""
    if len(set(digits)) < 2:
        return digits
    while True:
        other = "".join(luck.sample(digits, len(digits)))
        if other != digits:
            return other
