"""Before anybody is verified: how many rules speak of an account and where they are written, not what they say."""

from __future__ import annotations

from callassist import events as ev
from callassist.identity import Gate
from callassist.rules import BLOCK
from callassist.screens.call_draft import Draft
from callassist.screens.call_musts import laws, musts
from callassist.screens.keys import PREVIEW
from tests.desk.floor import Floor, take

GATE = Gate(usable=(), matched=(), needed=2, tries_left=3, is_open=False, is_provable=False)
TELLING = ("hospital", "screens", "uninsured", "Patient", "help before")


def test_a_preview_says_that_a_rule_speaks_of_an_account_and_where_it_is_written(floor: Floor) -> None:
    floor.person(1, state="IL", zip="60614", phones=(13125550101,))
    desk = floor.desk()
    opened = take(desk, 1)
    row = opened.verdicts.best_row
    spoken = [finding for finding in opened.verdicts.of("place_call", row).findings if finding.debt]
    assert "us.il.screening" in {finding.rule for finding in spoken}
    told = "\n".join(must.content().plain for must in musts(opened, PREVIEW, GATE, Draft(case=1, row=row)))
    assert "1 rule speaks of an account [210 ILCS 88]" in told
    cards = "\n".join(finding.say for finding in laws(opened, PREVIEW, row))
    assert not [word for word in TELLING if word in told or word in cards]


def test_what_stops_the_call_is_said_all_the_same(floor: Floor) -> None:
    floor.person(1)
    floor.told(2, ev.RestrictionPlaced(kind="hold", debts=(1,), words="Mercy oncology bill", source="DSP"))
    opened = take(floor.desk(), 1)
    stops = [finding for finding in laws(opened, PREVIEW, opened.verdicts.best_row) if finding.effect == BLOCK]
    assert "agency.hold" in {finding.rule for finding in stops}
    assert not [finding.say for finding in stops if "oncology" in finding.say or "Mercy" in finding.say]
