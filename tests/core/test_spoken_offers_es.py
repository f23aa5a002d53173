"""Every sentence that is said of offers and of help has its Spanish, and sums and days come through unchanged."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from callassist import answering, entitlement_ways, entitlement_words, finances, negotiation, offering
from callassist.screens.offer_words import read_back
from callassist.spoken_offers_es import SENTENCES, offer_in_spanish

ENGLISH = re.compile(
    r"\b(?:the|you|your|would|could|that|this|and|for|with|what|payments|which|is|it)\b", re.IGNORECASE
)
CLAUSE = "$64.00 today, then 12 payments of $48.00, the first on 4 January 2027, the last one $48.12"
SPOKEN = {"say", "ask", "told"}


def _filled(node: ast.expr) -> str:
    """The text of a string as the code has it, with a clause or a number in place of what it puts in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts: list[str] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
            continue
        inside = ast.unparse(part)
        if "before" in inside or "wait" in inside.lower():
            continue
        parts.append("all of this bill" if "{off}" in inside else "6" if "terms" in inside else CLAUSE)
    return "".join(parts).strip()


def _sentences() -> Iterator[str]:
    for module in (offering, answering, negotiation, entitlement_ways):
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "say":
                yield _filled(node.value)
    for function in ("say", "say_pair"):
        tree = ast.parse(Path(str(offering.__file__)).read_text(encoding="utf-8"))
        bodies = (each for each in tree.body if isinstance(each, ast.FunctionDef) and each.name == function)
        for node in (part for body in bodies for part in ast.walk(body) if isinstance(part, ast.Return)):
            assert node.value is not None
            yield _filled(node.value)
    constants = (*vars(entitlement_words).values(), *finances.QUESTIONS.values(), finances.LEAVE)
    yield from (negotiation.WHICH, negotiation.CANNOT, negotiation.REFERRED, negotiation.OPEN, answering.COULD_YOU)
    yield from (offering.VOLUNTARY, *(each for each in constants if isinstance(each, str) and each.endswith("?")))
    for value in vars(entitlement_words).values():
        if isinstance(value, dict):
            yield from (each.say for each in value.values() if hasattr(each, "say"))


FOUND = sorted({text.strip() for text in _sentences() if text.strip()})


def test_there_is_much_to_say() -> None:
    assert len(FOUND) > 30
    assert len({english for english, _ in SENTENCES}) == len(SENTENCES)


@pytest.mark.parametrize("text", FOUND)
def test_a_sentence_has_its_spanish(text: str) -> None:
    said = offer_in_spanish(text)
    assert not ENGLISH.search(said), said
    assert re.findall(r"\$[\d.,]+\d|\d{4}", said) == re.findall(r"\$[\d.,]+\d|\d{4}", text)


def test_the_read_back_has_its_spanish() -> None:
    assert read_back.__doc__
    said = offer_in_spanish(f"So that is {CLAUSE}. Is that right? And how will you pay?")
    assert said == (
        "Entonces son $64.00 hoy, luego 12 pagos de $48.00, el primero el 4 de enero de 2027, el último de $48.12. "
        "¿Está bien? ¿Y cómo va a pagar?"
    )


def test_what_is_not_known_stays_as_it_is() -> None:
    assert (
        offer_in_spanish("We shall see. Which of the two works for you?") == "We shall see. ¿Cuál de las dos le sirve?"
    )
