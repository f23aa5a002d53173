"""The data folder: found, read, cached by digest; every fault of a rule file is a sentence."""

import os
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from callassist.errors import BadInput, CallassistError
from callassist.intake import library
from callassist.intake.library import (
    BadLibrary,
    NoData,
    data_root,
    load_handbook,
    load_outcomes,
    load_rules,
    load_scripts,
    load_setting,
    run_case_files,
)

ROOT = Path(__file__).parents[2] / "data"
RULE = "us/contact/call-frequency.yaml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a data folder to break."""
    return Path(shutil.copytree(ROOT, tmp_path / "data", ignore=shutil.ignore_patterns("demo")))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty cache folder of one's own."""
    place = tmp_path / "cache"
    monkeypatch.setattr(library, "_cache_folder", lambda: place)
    return place


def edited(root: Path, before: str, after: str, file: str = f"rules/{RULE}") -> Path:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    return path


# ── where the data is ──


def test_the_data_is_the_checkouts_unless_another_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert data_root() == ROOT
    (tmp_path / "rules").mkdir()
    monkeypatch.setenv("CALLASSIST_DATA", str(tmp_path))
    assert data_root() == tmp_path


def test_a_folder_that_is_none_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALLASSIST_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(NoData, match="nowhere is no folder of rules and tables; set CALLASSIST_DATA"):
        data_root()


# ── what ships ──


def test_everything_that_ships_can_be_read(cache: Path) -> None:
    handbook = load_handbook(fresh=True)
    assert handbook.setting.agency.is_demo
    assert handbook.outcomes.of("NA") is not None
    assert all(script.faults == () for script in load_scripts())


def test_the_demo_agency_is_licensed_everywhere_and_keeps_the_trades_number() -> None:
    setting = load_setting(ROOT)
    states = {state for state in setting.geography.states if len(state) == 2}
    assert states == {held.state for held in setting.agency.licences}
    assert all(held.expires is None for held in setting.agency.licences)
    assert setting.agency.calls_in_7_days == 3


def test_the_clients_that_ship_have_every_kind_of_policy() -> None:
    clients = load_setting(ROOT).clients
    assert len(clients) >= 4
    assert {policy.line for policy in clients.values()} == {"agency", "early_out"}
    assert 2 in {policy.calls_in_7_days for policy in clients.values()}
    assert any(policy.desk for policy in clients.values())


def test_every_generated_facility_has_a_client_and_care_that_its_name_tells_is_not_told() -> None:
    setting, tells = load_setting(ROOT), ("Behavioral", "Oncology", "Recovery", "Women", "Children", "Infusion")
    for line in (ROOT / "tables" / "facilities.csv").read_text(encoding="utf-8").splitlines():
        code, _, rest = line.partition(",")
        if code in setting.clients:
            facility = rest.split('"')[1] if rest.startswith('"') else rest.partition(",")[0]
            if any(word in facility for word in tells):
                neutral = setting.clients[code].neutral_names[facility]
                assert not any(word in neutral for word in tells)
    codes = {line.partition(",")[0] for line in (ROOT / "tables" / "facilities.csv").read_text().splitlines()}
    assert setting.clients.keys() <= codes


def test_numbers_and_names_of_the_demo_belong_to_nobody() -> None:
    setting = load_setting(ROOT)
    numbers = [setting.agency.callback_number, *(policy.callback_number for policy in setting.clients.values())]
    assert all(number[4:9] == "555-0" and number[9] == "1" for number in numbers)
    assert not any(word in setting.agency.voicemail_name.lower() for word in ("recover", "collect", "debt", "credit"))


def test_all_cases_pass() -> None:
    tried = run_case_files(root=ROOT)
    assert len(tried) > 200
    assert [each.name for each in tried if not each.is_passed] == []


def test_the_cases_of_one_file_or_folder_can_be_run() -> None:
    one = run_case_files([ROOT / "rules" / "us" / "contact" / "hours.cases.yaml"], ROOT)
    assert {each.rule for each in one} == {"us.fdcpa.hours"}
    assert {each.rule for each in run_case_files([ROOT / "rules" / "client"], ROOT)} == {
        "client.call-cap",
        "client.holidays",
        "client.voicemail",
    }


def test_a_case_that_fails_says_what_it_expected(copy: Path) -> None:
    edited(copy, "limit: 7", "limit: 8")
    failed = [each for each in run_case_files(root=copy) if not each.is_passed]
    assert failed
    assert all(each.rule == "us.regf.call-frequency" for each in failed)
    assert "us.regf.call-frequency says allow, expected block" in failed[0].says


# ── faults, each a sentence with file, rule and what to do ──


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("calls_within", "calls_witin", "there is no check 'calls_witin'; perhaps calls_within"),
        ("effect: block", "effect: forbid", "there is no effect 'forbid'; known are say, warn, block"),
        ("scope: number_debt", "scope: account", "there is no scope 'account'; known are"),
        ("on: [place_call]", "on: [place_cal]", "there is no action 'place_cal'; known are place_call"),
        ("{count} calls", "{counted} calls", "'say' has no field {counted}; known are"),
        ("{count} calls", "{count calls", "'say' cannot be read"),
        ("limit: 7, ", "", "'limit' is missing; the check needs it"),
        ("limit: 7, ", "limit: 7, limits: 8, ", "there is no value 'limits'; the check takes"),
        ("limit: 7, ", 'limit: "7", ', "'limit' is '7'; it must be a whole number"),
        ("days: 7,", "days: 90,", "'days' is 90; it must be from 1 to 60"),
        ("{line: agency}", "{lines: agency}", "there is no 'when' 'lines'; known are line, state"),
        ("verified: V", "verified: yes", "there is no 'verified' 'yes'; known are V, V2, U"),
        ("id: us.regf.call-frequency", "id: Call Frequency", "the id is lower-case words joined by dots"),
        ("id: us.regf.call-frequency", "id: us.regf.sunday", "has this id too; rename one"),
        ("override: compliance", "overrides: compliance", "unknown field `overrides`"),
        ("verified: V", "", "missing required field `verified`"),
        ("effect: block", "effect: block\neffect: warn", "'effect' stands there twice"),
        ("2021-11-30", "november", "no day as 2026-04-01 is one - at `key` in `$.values`"),
        ("on: [place_call]", "on: [place_call", "line "),
    ],
)
def test_a_fault_of_a_rule_fails_at_load(copy: Path, before: str, after: str, says: str) -> None:
    edited(copy, before, after)
    with pytest.raises(BadLibrary) as caught:
        load_rules(copy)
    sentence = next(fault for fault in caught.value.faults if says in fault)
    assert RULE in sentence or "us/contact/sunday.yaml" in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        ("rules/us/contact/hours.yaml", 'open: "08:00"', 'open: "8"', "'open' is '8'; write a time as"),
        ("rules/us/contact/hours.yaml", 'open: "08:00"', 'open: "22:00"', "closes at 21:00, which is not later"),
        ("rules/us/contact/cease.yaml", "cease: written", "ceases: written", "'ceases' is no kind of restriction"),
        ("rules/us/contact/cease.yaml", "cease: written", "cease: loudly", "write any or written or oral"),
        ("rules/us/contact/cease.yaml", "scope: debt", "scope: number_debt", "judges person or number or debt"),
        ("rules/agency/holidays.yaml", "july 4", "july 44", "write 'december 25'"),
        ("rules/agency/holidays.yaml", "july 4", "fifth monday of may", "write 'december 25'"),
        ("rules/agency/incomplete.yaml", "date of service", "date of birth", "is no fact of a debt"),
        ("rules/us/contact/rapid-succession.yaml", "calls: 2", "calls: 1", "quick succession takes 2"),
    ],
)
def test_values_that_make_no_sense_fail_at_load(copy: Path, file: str, before: str, after: str, says: str) -> None:
    edited(copy, before, after, file)
    with pytest.raises(BadLibrary, match=file.removeprefix("rules/")) as caught:
        load_rules(copy)
    assert says in caught.value.faults[0]


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        ("agency.yaml", 'open: "08:00"', 'open: "25:00"', "'25:00' is no time of day"),
        ("agency.yaml", 'open: "08:00"', 'open: "22:00"', "it opens at 22:00 and closes at 21:00"),
        ("agency.yaml", "monday", "lunes", "'days' holds lunes"),
        ("agency.yaml", "calls_in_7_days: 3", "calls_in_7_days: few", "expected `int`, got `str`"),
        ("agency.yaml", "is_demo: true", "demo: true", "unknown field `demo`"),
        ("clients/MERCY.yaml", "line: agency", "line: third_party", "'line' is 'third_party'"),
        ("clients/MERCY.yaml", "code: MERCY", "code: STELMO", "another file has the code STELMO"),
        ("tables/area_codes.csv", "America/New_York", "America/Newyork", "is not made of zones"),
    ],
)
def test_a_fault_of_a_policy_is_a_sentence_with_its_file(
    copy: Path, file: str, before: str, after: str, says: str
) -> None:
    edited(copy, before, after, file)
    with pytest.raises(CallassistError) as caught:
        load_setting(copy)
    assert says in str(caught.value)
    assert file.partition("/")[2].removesuffix(".csv").replace("area_codes", "area_code") in str(caught.value) or (
        file in str(caught.value) or "clients" in file
    )


def test_whoever_checks_is_told_of_every_fault_and_of_rules_without_cases(copy: Path, cache: Path) -> None:
    edited(copy, "effect: block", "effect: forbid")
    edited(copy, "{clock}", "{watch}", "rules/us/contact/hours.yaml")
    (copy / "rules" / "us" / "contact" / "sunday.cases.yaml").unlink()
    edited(copy, "then: warn", "then: allow", "rules/us/contact/concentrated.cases.yaml")
    with pytest.raises(BadLibrary) as caught:
        load_rules(copy, fresh=True)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(caught.value.faults) == 4
    assert any("us/contact/sunday.yaml, rule us.regf.sunday: write a case for each side" in line for line in lines)
    with pytest.raises(BadLibrary, match=r"1 more faults: callassist rules check"):
        load_rules(copy)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"- [", b"a: b: c", b"- name: x", b"[1, 2]", b"name: x"])
def test_a_case_file_that_is_none_is_a_sentence(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "broken.cases.yaml"
    path.write_bytes(body)
    with pytest.raises(BadInput, match="broken"):
        run_case_files([path], ROOT)


def test_plain_words_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("on: yes\nzip: 02139\nclose: 21:00\nday: 2026-04-01\nnone: ~\nis_demo: true\nlimit: 7\n")
    assert library_yaml(path) == {
        "on": "yes",
        "zip": "02139",
        "close": "21:00",
        "day": date(2026, 4, 1),
        "none": None,
        "is_demo": True,
        "limit": 7,
    }


def library_yaml(path: Path) -> object:
    from callassist.intake.yaml_files import read_yaml

    return read_yaml(path)


# ── the cache ──


def no_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_named: object) -> object:
        raise AssertionError

    monkeypatch.setattr(yaml, "load", refuse)


def test_a_second_load_parses_no_yaml_and_gives_the_same(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules, setting = load_rules(ROOT), load_setting(ROOT)
    no_yaml(monkeypatch)
    again = load_rules(ROOT)
    assert (again.rules, again.researched) == (rules.rules, rules.researched)
    assert load_setting(ROOT) == setting


@pytest.mark.parametrize(
    "file", ["rules/us/contact/sunday.yaml", "agency.yaml", "clients/MERCY.yaml", "tables/zip_zones.csv"]
)
def test_any_change_of_a_file_is_seen(copy: Path, cache: Path, file: str) -> None:
    before = (load_rules(copy), load_setting(copy))
    path = copy / file
    path.write_text(path.read_text(encoding="utf-8").replace("Sunday", "Sabbath").replace("Example", "Other"))
    if file.endswith("csv"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(lines[:-1]), encoding="utf-8")
    assert (load_rules(copy), load_setting(copy)) != before


def test_a_new_or_a_lost_file_is_seen(copy: Path, cache: Path) -> None:
    count = len(load_rules(copy).rules)
    (copy / "rules" / "us" / "contact" / "sunday.yaml").unlink()
    assert len(load_rules(copy).rules) == count - 1


def test_what_other_code_has_kept_is_not_trusted(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_rules(ROOT)
    monkeypatch.setattr(library, "_code", lambda: b"another version")
    monkeypatch.setattr(library, "_code_paths", lambda: (str(ROOT / "agency.yaml"),))
    no_yaml(monkeypatch)
    with pytest.raises(AssertionError):
        load_rules(ROOT)


def _torn(place: Path) -> None:
    for path in place.iterdir():
        path.write_bytes(path.read_bytes()[:100])


def _of_another_shape(place: Path) -> None:
    for path in place.iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_text(text.partition('"body":')[0] + '"body":{"rules":7}}', encoding="utf-8")


def _noise(place: Path) -> None:
    for path in place.iterdir():
        path.write_bytes(b"\x00\xff" * 50)


@pytest.mark.parametrize("spoil", [_torn, _of_another_shape, _noise])
def test_a_broken_cache_is_made_anew(cache: Path, spoil: Callable[[Path], None]) -> None:
    rules, setting = load_rules(ROOT), load_setting(ROOT)
    spoil(cache)
    assert (load_rules(ROOT).rules, load_setting(ROOT)) == (rules.rules, setting)


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(library, "_cache_folder", lambda: tmp_path / "file")
    assert load_rules(ROOT).rules
    assert load_setting(ROOT).clients


def test_reading_a_table_that_is_missing_is_a_sentence(copy: Path) -> None:
    (copy / "tables" / "outcomes.csv").unlink()
    with pytest.raises(BadInput, match=r"outcomes\.csv: the table cannot be read"):
        load_outcomes(copy)


def test_the_library_costs_no_yaml_to_import() -> None:
    import subprocess

    asked = "import sys; import callassist.intake.library; print('yaml' in sys.modules, 'holidays' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False"]


def test_unchanged_files_are_not_read_again_and_a_change_of_equal_size_is_seen(
    copy: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copy / "rules" / "us" / "contact" / "sunday.yaml"
    for each in (copy / "rules").rglob("*.yaml"):
        os.utime(each, (1_000_000, 1_000_000))
    before = load_rules(copy)
    with monkeypatch.context() as no_reading:
        no_reading.setattr(library, "_digest", lambda _: pytest.fail("the files were read"))
        assert load_rules(copy).rules == before.rules
    path.write_text(path.read_text(encoding="utf-8").replace("Sunday", "Monday"), encoding="utf-8")
    assert load_rules(copy).rules != before.rules
