"""What a rehearsal is made of: an invented person, what the collector just did, and what the person answers."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from callassist.dialogue_shapes import Place

SELF = "self"
"""Who speaks once it is the person themselves; before that it may be whoever answered."""
HANGS_UP, GIVES_PHONE, HANGS_UP_AT = "hangs_up", "gives_phone", 10
DOES = frozenset({"", HANGS_UP, GIVES_PHONE})
STEP, OFFER, SILENCE, VERIFIED = "step", "offer", "silence", "verified"
KINDS = frozenset({STEP, OFFER, SILENCE, VERIFIED})
TELLS = frozenset(
    {"dispute", "stop", "attorney", "bankruptcy", "hardship", "cover", "paid", "plan", "in-full", "crisis", "died"}
    | {"wrong-number", "not-them", "refuses", "machine", "language", "angry", "busy", "proof", "no-proof"}
)
"""What a debtor may have told us, as the quality form knows it."""
AGREES, DECLINES = "agrees", "declines"
"""What is told by every answer to an offer."""


class What(Struct, frozen=True, kw_only=True):
    """What the collector just did: stood at a step and said it, made offers, said nothing, or verified them.

    `asked` are the questions that the step asks, by the names of `Questions`; `duties` the statements it makes.
    `wanted` are the identity facts asked for. `offers` are the payments (whole cents) of each offer made aloud.
    """

    kind: str
    place: Place = Place(script="", step="")
    asked: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    is_kind: bool = False
    wanted: tuple[str, ...] = ()
    offers: tuple[tuple[int, ...], ...] = ()


class Mood(Struct, frozen=True, kw_only=True):
    """How it stands with a person: how angry (0 to 10), what they told, which lines are used up, who speaks.

    `is_heard` once kind words were said to them.
    """

    temper: int = 0
    is_heard: bool = False
    told: tuple[str, ...] = ()
    used: tuple[int, ...] = ()
    speaker: str = SELF
    turn: int = 0
    is_gone: bool = False


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is answered when all its conditions hold; an empty condition always does.

    `at` are scripts or `script#step`; `offer` is yes or no, by whether the person can bear what was offered; `mood` the
    lowest and the highest temper. `means` is what a good collector takes it for: places, outcome codes or beginnings
    of a choice's label, the first that is open counts.
    """

    say: tuple[str, ...]
    kind: str = ""
    asked: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    stamped: tuple[str, ...] = ()
    offer: str = ""
    mood: tuple[int, int] = (0, HANGS_UP_AT)
    told: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    by: str = ""
    once: bool = False
    mood_by: int = 0
    tells: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    does: str = ""


class Pays(Struct, frozen=True, kw_only=True):
    """What they can bear, whole cents: at most so much at once, at most so much in each payment of several."""

    once_cents: int = 0
    month_cents: int = 0


class Persona(Struct, frozen=True, kw_only=True):
    """Somebody invented: who they are on file, how they feel, what they answer, how the call should end.

    `who` are cells of a placement file by column; `knows` what they answer to the identity check by factor. `speaker`
    is whoever picks up. `ends` are the outcome codes that are right, `scripts` those that the call should come to.
    `most_seconds` is how long it may take, `lines` those of the person first, then those that everybody has.
    """

    id: str
    title: str
    about: str
    who: Mapping[str, str]
    knows: Mapping[str, str]
    ends: tuple[str, ...]
    lines: tuple[Line, ...]
    temper: int = 0
    must_be_heard: bool = False
    speaker: str = SELF
    pays: Pays = Pays()
    scripts: tuple[str, ...] = ()
    party: str = ""
    most_seconds: int = 600


class Question(Struct, frozen=True, kw_only=True):
    """How a question is known in what is said: by a duty of the step, a field in it, words, or the step's place."""

    name: str
    duties: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    at: tuple[str, ...] = ()


class Questions(Struct, frozen=True, kw_only=True):
    """What a step may ask, and words that show that somebody is heard."""

    asked: tuple[Question, ...]
    kind_words: tuple[str, ...]


class Reply(Struct, frozen=True, kw_only=True):
    """What the person answers: words ('' is silence), what they told with it, and what they do."""

    words: str
    tells: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    does: str = ""
