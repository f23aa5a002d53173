"""Kinds of callers whose name is given otherwise than it stands on file: heard, read, written or called differently."""

from random import Random

from tests.bench import callers_slips as slips
from tests.bench.callers import Scene
from tests.bench.callers_kinds_ten import nick
from tests.bench.callers_said import (
    IDENTITY,
    Kind,
    Said,
    changed,
    drawn,
    full,
    given_names,
    scripts,
    slipped,
    surnames,
)

AT_HOME = ("zip", "address", "phone")
ACCENTS = dict(
    (
        *(("a", "áàäâã"), ("e", "éèëê"), ("i", "íîï"), ("o", "óöôø"), ("u", "úüû"), ("n", "ñ"), ("c", "ç")),
        *(("y", "ý"), ("s", "š"), ("ss", "ß"), ("ae", "æ"), ("oe", "œ")),
    )
)
LETTERED = ("cyrillic", "cyrillic", "greek")
SHORT_ENOUGH_TO_SPELL = 6
TITLES = ("mr", "mrs", "ms", "dr", "mr.", "mrs.", "miss", "rev")
FILLERS = (
    *("uh this is {} calling about a bill", "hi my name is {}", "yeah um it's {} i got a letter"),
    *("this is {} returning your call", "{} speaking", "hello it is {} you left me a message"),
    *("my name's {} i think i owe something", "um {} i have a question about a statement", "ok so {} here"),
)
ALPHABET = {
    word[0]: word
    for word in (
        *("adam", "boy", "charlie", "david", "edward", "frank", "george", "henry", "ida", "john", "king", "lincoln"),
        *("mary", "nora", "ocean", "peter", "queen", "robert", "sam", "tom", "union", "victor", "william", "xray"),
        *("young", "zebra"),
    )
}


def accented(luck: Random, word: str) -> str:
    """With one of the accents that a name of these letters may bear."""
    spots = [(at, plain) for plain in ACCENTS for at in range(len(word)) if word.startswith(plain, at)]
    if not spots:
        return word
    at, plain = luck.choice(spots)
    return word[:at] + luck.choice(ACCENTS[plain]) + word[at + len(plain) :]


def _in_script(luck: Random, scene: Scene) -> Said | None:
    """In an alphabet of its bearers: in the usual form where there is one, else letter by letter."""
    first, last = scene.holder.name
    for (part, _), forms in sorted(scripts().items()):
        if part == "last" and last in forms:
            return Said(name=f"{first} {forms[last]}")
    script = luck.choice(LETTERED)
    usual = scripts()["first", script].get(first)
    if not usual and luck.random() < 0.7:
        return None  # else nearly all would be names that nobody writes so
    return Said(name=f"{usual or _lettered(first, script)} {_lettered(last, script)}")


def _lettered(word: str, script: str) -> str:
    signs = scripts()["letters", script]
    said = word
    for latin in sorted(signs, key=len, reverse=True):
        said = said.replace(latin, signs[latin])
    return said


def _in_home_script(luck: Random, scene: Scene) -> Said | None:
    """A given name in the usual form of another alphabet, the surname as on file."""
    first, last = scene.holder.name
    forms = [table[first] for (part, _), table in sorted(scripts().items()) if part == "first" and first in table]
    return Said(name=f"{luck.choice(forms)} {last}") if forms else None


def _filled(luck: Random, scene: Scene) -> Said:
    return Said(name=luck.choice(FILLERS).format(full(scene)))


def _filled_and_slipped(luck: Random, scene: Scene) -> Said:
    first, last = scene.holder.name
    return Said(name=luck.choice(FILLERS).format(f"{first} {slips.one_edit(luck, last)}"))


def _titled(luck: Random, scene: Scene) -> Said:
    return Said(name=f"{luck.choice(TITLES)} {full(scene)}")


def _with_suffix(luck: Random, scene: Scene) -> Said | None:
    """Sr, Jr or III said, where two of one name live under one roof: only the suffix parts them."""
    suffix = scene.holder.suffix.lower()
    if not suffix:
        return None
    return Said(name=f"{full(scene)}{luck.choice((' ', ', ', ' '))}{suffix}{luck.choice(('', '.'))}")


def _two_surnames(luck: Random, scene: Scene) -> Said | None:
    """Both surnames with a hyphen, as one word, or in the other order."""
    first, last = scene.holder.name
    words = last.split()
    if len({*words}) != 2 or len(words) != 2:
        return None
    one, other = words
    said = luck.choice((f"{one}-{other}", f"{one}{other}", f"{other} {one}", f"{other}-{one}", f"{other}, {one}"))
    return Said(name=f"{first} {said}")


def _further_surname(luck: Random, scene: Scene) -> Said | None:
    """One surname on file, a second one given as well: married, or in the Spanish way."""
    first, last = scene.holder.name
    other = drawn(luck, surnames())
    if " " in last or other == last:
        return None
    joint = luck.choice((" ", "-", "-"))
    return Said(name=f"{first} {last}{joint}{other}" if luck.random() < 0.6 else f"{first} {other}{joint}{last}")


def _maiden(luck: Random, scene: Scene) -> Said | None:
    """Another surname than on file, born on the same day."""
    holder = scene.holder
    other = drawn(luck, surnames())
    if not holder.dob or other in holder.name[1]:
        return None
    return Said(name=f"{holder.name[0]} {other}", fields={"dob": holder.dob.isoformat()})


def _middle_first(luck: Random, scene: Scene) -> Said | None:
    """Goes by the middle name."""
    middle = scene.holder.middle.lower()
    return changed(scene, middle, scene.holder.name[1]) if len(middle) > 2 else None


def _three_names(luck: Random, scene: Scene) -> Said | None:
    """Middle name or initial given as well, the surname with a slip."""
    (first, last), middle = scene.holder.name, scene.holder.middle.lower()
    said = slips.one_edit(luck, last)
    return Said(name=f"{first} {middle} {said}") if middle and said != last else None


def _initials(luck: Random, scene: Scene) -> Said | None:
    (first, last), middle = scene.holder.name, scene.holder.middle.lower()
    if not middle:
        return None
    return Said(
        name=luck.choice(("{a} {b} {c}", "{a}{b} {c}", "{a}. {b}. {c}")).format(a=first[0], b=middle[0], c=last)
    )


def _nick_slipped(luck: Random, scene: Scene) -> Said | None:
    said = nick(luck, scene)
    if not said:
        return None
    called, last = said.name.split(" ", 1)
    return Said(name=f"{called} {slips.one_edit(luck, last)}")


def _formal(luck: Random, scene: Scene) -> Said | None:
    """The full given name, where the file has what they are called."""
    first, last = scene.holder.name
    behind = given_names().get(first)
    return Said(name=f"{luck.choice(behind)} {last}") if behind else None


def _comma(luck: Random, scene: Scene) -> Said | None:
    first, last = scene.holder.name
    return Said(name=f"{slips.respelt(luck, last)}, {first}")


def _lettered_out(luck: Random, scene: Scene) -> Said | None:
    """The surname as s m i t h or s-m-i-t-h, after the first name."""
    first, last = scene.holder.name
    word = last.replace(" ", "").replace("'", "")
    return Said(name=f"{first} {luck.choice((' ', '-', '. ')).join(word)}") if len(word) > 2 else None


def _as_in(luck: Random, scene: Scene) -> Said | None:
    """Smith, s as in sam: short names letter by letter, of longer ones the first letter after the name."""
    first, last = scene.holder.name
    if not last.isalpha() or not last.isascii():
        return None
    if len(last) <= SHORT_ENOUGH_TO_SPELL and luck.random() < 0.5:
        joint = luck.choice((" as in ", " for ", " like "))
        return Said(name=f"{first} {' '.join(f'{letter}{joint}{ALPHABET[letter]}' for letter in last)}")
    return Said(name=f"{first} {last} {last[0]} as in {ALPHABET[last[0]]}")


def _glued(luck: Random, scene: Scene) -> Said:
    first, last = scene.holder.name
    return Said(name=f"{first}{last}" if luck.random() < 0.7 else f"{last}{first}")


def _keyed(luck: Random, word: str) -> str:
    return slips.next_key(luck, slips.next_key(luck, word)) if len(word) > 7 else slips.next_key(luck, word)


def _cut(luck: Random, scene: Scene) -> Said | None:
    """How the surname begins, after the whole first name, with the date of birth."""
    holder = scene.holder
    said = slips.cut(luck, holder.name[1])
    if not holder.dob or said == holder.name[1]:
        return None
    return Said(name=f"{holder.name[0]} {said}", fields={"dob": holder.dob.isoformat()})


KINDS = (
    Kind(name="heard", say=slipped(slips.respelt_twice)),
    Kind(name="misheard", say=slipped(slips.misheard)),
    Kind(name="scanned", say=slipped(slips.misread)),
    Kind(name="next key", say=slipped(_keyed)),
    Kind(name="doubled", say=slipped(slips.doubled)),
    Kind(name="left out", say=slipped(slips.one_less)),
    Kind(name="no vowels", say=slipped(slips.without_vowels)),
    Kind(name="accents", say=slipped(accented)),
    Kind(name="other script", say=_in_script),
    Kind(name="home script", say=_in_home_script),
    Kind(name="fillers", say=_filled),
    Kind(name="fillers, slip", say=_filled_and_slipped),
    Kind(name="title", say=_titled),
    Kind(name="suffix", say=_with_suffix),
    Kind(name="two surnames", say=_two_surnames),
    Kind(name="further surname", say=_further_surname),
    Kind(name="maiden", say=_maiden, further=AT_HOME, most=1),
    Kind(name="middle as first", say=_middle_first),
    Kind(name="three names", say=_three_names),
    Kind(name="initials", say=_initials),
    Kind(name="nickname, slip", say=_nick_slipped),
    Kind(name="formal", say=_formal),
    Kind(name="last, first", say=_comma),
    Kind(name="letter by letter", say=_lettered_out),
    Kind(name="as in", say=_as_in),
    Kind(name="glued", say=_glued),
    Kind(name="cut surname", say=_cut, further=(*IDENTITY, "city"), least=0, most=1),
)
