"""A vendor's answers at both kinds of store: whom else they could mean counts, and what is accepted is worked with."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import asdict, replace

from callassist.casefile import consumer_stream
from callassist.commands import MarkNumber
from callassist.commands_traces import AcceptTrace, RequestTrace
from callassist.desk.traces import NotTaken, Taking, cases_waiting, forget_judged, pending_traces
from callassist.dossier import Trace, TracedPhone, TracedPlace
from callassist.events import TraceRequested
from callassist.intake.library import data_root
from callassist.intake.trace_tables import load_weights
from callassist.store import READY, SKIP_TRACE
from callassist.tracing import Told, Weights
from tests.desk.floor import Floor, done

NEW = 19375550144
FOUND = Trace(
    first="Dana",
    last="Lee",
    born="1980-03-04",
    ssn4="4417",
    place=TracedPlace(street="77 Birch Ave", city="Dayton", state="OH", zip="45402"),
    before=(TracedPlace(street="12 Elm Street", city="Town", state="OH", zip="43215"),),
    phones=(TracedPhone(number=NEW, kind="cell"),),
    seen=date(2026, 5, 20),
    digest="one",
)
OF_ONE = Told(found=FOUND, vendor="EXAMPLE-TRACE", case=1)


@pytest.fixture(scope="module")
def weights() -> Weights:
    return load_weights(data_root())


def taking(floor: Floor, weights: Weights) -> Taking:
    desk = floor.desk()
    return Taking(desk.cases, desk.finder, weights, "ana", "answers.csv")


def asked(floor: Floor) -> None:
    floor.told(
        consumer_stream(1), TraceRequested(reference="AAAA-AAAA-A", vendor="EXAMPLE-TRACE", purpose="collection")
    )


def test_an_answer_that_fits_one_person_alone_goes_on_file_and_is_found_by(floor: Floor, weights: Weights) -> None:
    floor.person(1)
    floor.person(2, first="Robert", last="Quimby", street="80 Ash St", phones=(16145550102,), dob=date(1961, 1, 1))
    ben = floor.desk("ben")
    assert ben.calling(NEW).hits == ()
    asked(floor)
    taken = taking(floor, weights).take(OF_ONE)
    assert (taken.case, taken.how, taken.waits) == (1, "added", False)
    assert [hit.case for hit in ben.calling(NEW).hits] == [1]
    assert floor.desk().cases.read(1).consumer.zip == "45402"
    assert taking(floor, weights).take(OF_ONE).how == "unchanged"


def test_another_whom_it_could_be_leaves_it_to_a_person(floor: Floor, weights: Weights) -> None:
    floor.person(1)
    floor.person(2, street="500 High St", phones=(16145550102,))
    asked(floor)
    taken = taking(floor, weights).take(OF_ONE)
    assert taken.waits
    case = floor.desk().cases.read(1)
    (view,) = pending_traces(case)
    assert view.score >= 36
    assert view.margin < 12
    assert [each.id for each in cases_waiting(floor.desk().cases)] == [1]
    desk = floor.desk()
    desk.open(1)
    done(desk.do(AcceptTrace(trace=view.id)))
    desk.release()
    assert pending_traces(desk.cases.read(1)) == ()
    forget_judged(desk.cases)
    assert list(cases_waiting(desk.cases)) == []


def test_nothing_of_a_birth_date_is_in_a_view(floor: Floor, weights: Weights) -> None:
    floor.person(1)
    taking(floor, weights).take(replace(OF_ONE, found=replace(FOUND, born="1979-03-04", digest="two")))
    (view,) = pending_traces(floor.desk().cases.read(1))
    told = repr(view)
    assert {each.field: each.level for each in view.evidence}["dob"] == "different"
    for secret in ("1979", "1980", "4417", "77 Birch", "12 Elm", "9375550144"):
        assert secret not in told


def test_a_case_without_a_good_number_waits_to_be_traced_until_an_answer_brings_one(
    floor: Floor, weights: Weights
) -> None:
    floor.person(1)
    desk = floor.desk()
    desk.open(1)
    done(desk.do(MarkNumber(row=3, standing="wrong_party", why="a stranger answered")))
    assert floor.row(1).state == SKIP_TRACE
    done(desk.do(RequestTrace(vendor="EXAMPLE-TRACE", reference="AAAA-AAAA-A")))
    desk.release()
    taking(floor, weights).take(OF_ONE)
    assert floor.row(1).state == READY
    standings = [point.standing for point in floor.desk().cases.read(1).consumer.numbers]
    assert standings == ["wrong_party", "untried"]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (replace(OF_ONE, vendor="NOBODY"), "no vendor"),
        (replace(OF_ONE, case=99), "no case 99"),
        (replace(OF_ONE, case=0, client="MERCY", account="A-9"), "No account MERCY/A-9"),
        (replace(OF_ONE, reference="7K3M-9X2Q-F"), "no request of ours"),
        (replace(OF_ONE, reference="'; DROP TABLE case"), "no request of ours"),
    ],
)
def test_what_is_nobodys_is_refused(floor: Floor, weights: Weights, told: Told, why: str) -> None:
    floor.person(1)
    with pytest.raises(NotTaken, match=why):
        taking(floor, weights).take(told)
    assert floor.desk().cases.read(1).consumer.traces == ()


def test_a_number_that_is_somebody_elses_speaks_for_nobody(floor: Floor, weights: Weights) -> None:
    floor.person(1)
    case = floor.desk().cases.read(1)
    shared = replace(FOUND, phones=(TracedPhone(number=case.consumer.numbers[0].number), TracedPhone(number=NEW)))
    desk = floor.desk()
    desk.open(1)
    done(desk.do(MarkNumber(row=case.consumer.numbers[0].row, standing="wrong_party", why="a stranger answered")))
    desk.release()
    taking(floor, weights).take(replace(OF_ONE, found=replace(shared, born="", ssn4="", before=())))
    (view,) = pending_traces(floor.desk().cases.read(1))
    assert next(each.level for each in view.evidence if each.field == "phone") == "missing"


def test_an_employer_and_an_e_mail_address_are_told_and_come_in(floor: Floor, weights: Weights) -> None:
    floor.person(1)
    more = replace(FOUND, born="", ssn4="", before=(), emails=("dana@example.net",), employer="Example Mills")
    taking(floor, weights).take(replace(OF_ONE, found=more))
    (view,) = pending_traces(floor.desk().cases.read(1))
    assert {"e-mail address ..@example.net", "employer Example Mills"} <= {*view.brings}
    desk = floor.desk()
    desk.open(1)
    said = done(desk.do(AcceptTrace(trace=view.id))).says
    assert "an e-mail address and an employer on file" in said
    assert [point.address for point in desk.cases.read(1).consumer.emails][-1] == "dana@example.net"


def test_what_a_vendor_only_repeats_proves_nothing_but_may_contradict(floor: Floor, weights: Weights) -> None:
    floor.person(1)
    agency = floor.handbook.setting.agency
    vendor = replace(agency.traces.vendors["EXAMPLE-TRACE"], repeats=("dob", "ssn4", "previous_address"))
    traces = replace(agency.traces, vendors={"EXAMPLE-TRACE": vendor})
    setting = replace(floor.handbook.setting, agency=replace(agency, traces=traces))
    floor.handbook = replace(floor.handbook, setting=setting)
    assert taking(floor, weights).take(OF_ONE).waits
    (view,) = pending_traces(floor.desk().cases.read(1))
    levels = {each.field: each.level for each in view.evidence}
    assert (levels["name"], levels["dob"], levels["previous_address"]) == ("exact", "repeated", "repeated")
    assert view.grade == "D"
    other = replace(OF_ONE, found=replace(FOUND, born="1971-01-01", digest="two"))
    taking(floor, weights).take(other)
    later = pending_traces(floor.desk().cases.read(1))[-1]
    assert {each.field: each.level for each in later.evidence}["dob"] == "different"


def test_a_birth_date_and_ssn_digits_of_an_answer_are_not_kept(floor: Floor, weights: Weights) -> None:
    floor.person(1)
    stranger = replace(FOUND, born="1971-12-30", ssn4="9731")
    taking(floor, weights).take(replace(OF_ONE, found=stranger))
    rows, entries = floor.store.load(1)
    assert any(isinstance(row.value, Trace) for row in rows)
    kept = str([asdict(row.value) for row in rows if isinstance(row.value, Trace)]) + str(entries)
    assert "1971" not in kept
    assert "9731" not in kept
    assert pending_traces(floor.desk().cases.read(1))[0].grade == "D"
