"""Listening: what is heard and what is not, on words kept apart (tests/bench/heard), and how long that takes."""

import csv
import json
import time
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import msgspec

from callassist.intake.intent_files import load_ear
from callassist.intake.library import data_root
from callassist.listening import Ear, hear
from callassist.utterances import CRITICAL, Hearing
from tests.bench.figure import Figure

HERE = Path(__file__).parent / "heard"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "intents"
CALLS = SHARED.parent / "calls" / "calls.jsonl"
BEGINS = 13
"""Characters by which a call of that file is named in ours."""
TUESDAY = date(2026, 11, 24)
MISSED, MISSED_NLP, WRONG, ALARMS, TRAPPED, MISREAD = 12.0, 5.0, 10.0, 1.0, 30.0, 5.0
P95_MS, P95_NLP_MS = 5.0, 60.0
CENTS = 100
MEANT = {"report_fraud", "compromised_card", "lost_or_stolen_card", "report_lost_card", "card_payment_not_recognised"}
"""Intents of the banking sets whose words do mean what ours would hear: fraud on a card."""
FEW = 400


class Said(msgspec.Struct, frozen=True):
    """What was meant, what else may rightly be shown, the words."""

    intent: str
    also: tuple[str, ...]
    text: str


def run(*, quick: bool) -> Iterator[Figure]:
    """The default ear, then the one with the small model where it is installed."""
    ear = load_ear(data_root())
    yield from _figures(ear, "", MISSED, is_look=quick)
    yield from _called(ear)
    yield from _forms(ear)
    yield _speed(ear, "", P95_MS)
    embedded = _embedded(ear)
    if embedded is not None:
        yield from _figures(embedded, " [nlp]", MISSED_NLP, is_look=quick)
        yield _speed(embedded, " [nlp]", P95_NLP_MS)


def _embedded(ear: Ear) -> Ear | None:
    try:
        from callassist.embedding import embedded
    except ImportError:
        return None
    return embedded(ear)


def rows(name: str) -> list[list[str]]:
    """The lines of a file of tabs, its remarks left out."""
    lines = (line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return [line.split("\t") for line in lines]


def said() -> list[Said]:
    """Every utterance with what it means."""
    return [Said(intent, tuple(filter(None, also.split(","))), text) for intent, also, text in rows("said.tsv")]


def heard(ear: Ear, text: str) -> Hearing:
    """One utterance, heard on the day of the forms."""
    return hear(text, ear, TUESDAY)


def shown(hearing: Hearing) -> list[str]:
    """The names of what is shown."""
    return [intent.name for intent in hearing.shown]


def _figures(ear: Ear, name: str, missed: float, *, is_look: bool) -> Iterator[Figure]:
    every = said()
    critical = {each.name for each in ear.meanings if each.severity == CRITICAL}
    found = [(each, shown(heard(ear, each.text))) for each in every]
    of_critical = [(each, names) for each, names in found if each.intent in critical]
    lost = sum(each.intent not in names for each, names in of_critical)
    yield _share(f"critical not in the first three{name}", lost, len(of_critical), missed)
    lost = sum(each.intent not in names for each, names in found)
    yield _share(f"any intent not in the first three{name}", lost, len(found), None)
    everyday = [line[0] for line in rows("everyday.tsv")]
    wrong = sum(name_ not in {each.intent, *each.also} for each, names in found for name_ in names)
    wrong += sum(len(shown(heard(ear, text))) for text in everyday)
    yield _share(f"shown and not meant{name}", wrong, sum(len(names) for _, names in found) + wrong, WRONG)
    alarms = everyday + list(_others(is_look=is_look))
    fired = sum(bool(critical.intersection(shown(heard(ear, text)))) for text in alarms)
    yield _share(f"critical alarms on everyday talk{name}", fired, len(alarms), ALARMS)
    traps = rows("traps.tsv")
    sprung = sum(intent in shown(heard(ear, text)) for intent, text in traps)
    yield _share(f"traps sprung{name}", sprung, len(traps), TRAPPED)


def _share(name: str, part: int, whole: int, most: float | None) -> Figure:
    return Figure(name=name, ours=100 * part / max(1, whole), unit="%", most=most)


def _others(*, is_look: bool) -> Iterable[str]:
    """The second halves of the banking and small-talk sets, where they lie beside the checkout."""
    if not SHARED.exists():
        return ()
    texts = [text for file in ("clinc150_dev.csv", "banking77_test.csv") for text in _half(SHARED / file)]
    nlupp = json.loads((SHARED / "nlupp_banking.json").read_text(encoding="utf-8"))
    texts += [each["text"] for each in nlupp[len(nlupp) // 2 :]]
    return texts[:: max(1, len(texts) // FEW)] if is_look else texts


def _half(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as lines:
        every = list(csv.DictReader(lines))
    rest = every[len(every) // 2 :]
    return [row["text"] for row in rest if MEANT.isdisjoint({row.get("intent", ""), row.get("category", "")})]


def _called(ear: Ear) -> Iterator[Figure]:
    """Turns of whole calls, where those lie beside the checkout: how real dialogue differs from single lines."""
    if not CALLS.exists():
        return
    calls = [json.loads(line) for line in CALLS.read_text(encoding="utf-8").splitlines()]
    turns = {call["call_id"][:BEGINS]: call["turns"] for call in calls}
    found = [
        (meant, also.split(","), shown(heard(ear, turns[call][int(turn)]["text"])))
        for call, turn, meant, also in rows("calls.tsv")
    ]
    meant = [(name, names) for name, _, names in found if name]
    lost = sum(name not in names for name, names in meant)
    yield _share("turns of calls: not in the first three", lost, len(meant), None)
    wrong = sum(each not in {name, *also} for name, also, names in found for each in names)
    yield _share("turns of calls: shown and not meant", wrong, sum(len(names) for *_, names in found), None)


def _forms(ear: Ear) -> Iterator[Figure]:
    forms = rows("forms.tsv")
    misread = [text for text, amounts, days in forms if not _is_exact(heard(ear, text), amounts, days)]
    yield _share(f"amounts and days misread, of {len(forms)} spoken forms", len(misread), len(forms), MISREAD)


def _is_exact(hearing: Hearing, amounts: str, days: str) -> bool:
    cents = sorted(round(float(amount) * CENTS) for amount in amounts.split())
    dates = sorted(date.fromisoformat(day) for day in days.split())
    return sorted(hearing.amounts_cents) == cents and sorted(hearing.dates) == dates


def _speed(ear: Ear, name: str, most: float) -> Figure:
    texts = [each.text for each in said()]
    for text in texts[:20]:
        heard(ear, text)
    spent = []
    for text in texts:
        started = time.perf_counter()
        heard(ear, text)
        spent.append(time.perf_counter() - started)
    spent.sort()
    return Figure(name=f"hear, p95{name}", ours=1000 * spent[int(0.95 * len(spent))], unit="ms", most=most)
