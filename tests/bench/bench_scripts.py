"""Scripts: reading all of them, filling one step, and proving every path, beside a plain Markdown reader."""

import time
from collections.abc import Callable, Iterator

from markdown_it import MarkdownIt

from callassist.dialogue import library_of, render
from callassist.intake.library import PACKAGE, load_handbook, load_scripts
from tests.bench.figure import Figure

FILLED = {"consumer": "Pat", "balance": "$120.00", "service_date": "3 November 2025", "plan_terms": "$50.00 on 1 June"}
STEP_MS, PROOF_SECONDS = 30.0, 10.0
ROUNDS = 5


def run(*, quick: bool) -> Iterator[Figure]:
    """The peer reads the same files as Markdown and does nothing with them."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((PACKAGE / "scripts").rglob("*.md"))]
    reader = MarkdownIt()
    peer = _best(lambda: [reader.parse(text) for text in texts])
    ours = _best(load_scripts)
    yield Figure(name="all scripts read", ours=ours, unit="ms", peer=peer, peer_name="markdown-it", most_ratio=2.0)
    library = library_of(load_scripts())
    steps = [step for script in library.values() for step in script.steps]
    spent = sorted(_best(lambda step=step: render(step, FILLED)) for step in steps)  # type: ignore[misc]
    yield Figure(name="a step filled, p95", ours=spent[int(0.95 * len(spent))], unit="ms", most=STEP_MS)
    if not quick:
        yield Figure(name="every path proved, two languages", ours=_proved(), unit="s of CPU", most=PROOF_SECONDS)


def _best(work: Callable[[], object]) -> float:
    """The best of a few rounds, in milliseconds."""
    spent = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        spent.append(1000 * (time.perf_counter() - begun))
    return min(spent)


def _proved() -> float:
    from datetime import UTC, datetime

    from callassist.intake.script_files import check_scripts

    begun = time.process_time()
    check_scripts(load_handbook(), datetime(2026, 11, 25, 20, 0, tzinfo=UTC))
    return time.process_time() - begun
