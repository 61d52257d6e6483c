"""Extracts of the Electronic Staff Record: whose training, which programme, on which day."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sw_competency import formats
from sw_competency.formats import Names, Reading, Row
from sw_competency.formats._esr_names import programme_of
from sw_competency.model import Training, plain

from .conftest import NAMES

Read = Callable[..., Reading]
HEADER = (
    "Competency Name,Competence Level,Date Start,Expiry Date,Employee Number,Last Updated By,Awarded By,Acquired By"
)
FIRE = "NHS|CSTF|Fire Safety - 2 Years|"
LOCAL = (
    "is a local competency: it is no sign-off and no Core Skills subject; where it is training, give the catalogue a "
    "programme of that title"
)


def line(name: str = FIRE, level: str = "", on: str = "01-Jan-2025", expiry: str = "", worker: str = "20000001") -> str:
    return f'\n"{name}",{level},{on},{expiry},"{worker}",457ABCDE01|Updater,457ABCDE02|Awarder,457ABCDE03|Acquirer'


def one(reading: Reading) -> Row:
    [row] = reading.rows
    return row


def training(row: Row) -> Training:
    assert row.problems == ()
    assert isinstance(row.entry, Training)
    return row.entry


def test_the_sample_gives_training_and_the_reasons_for_the_rest() -> None:
    rows = formats.read(Path(__file__).parents[1] / "samples" / "esr_extract.csv", NAMES).rows
    assert [plain(row.entry) for row in rows if row.entry] == [
        {"kind": "training", "on": on, "worker": worker, "programme": programme, "outcome": "completed", **more}
        for worker, programme, on, more in [
            ("20000001", "cstf-fire-safety", "2025-11-30", {"expires_on": "2027-11-29"}),
            (
                "20000001",
                "cstf-safeguarding-adults-2",
                "2026-02-01",
                {"provider": "457AWARD07", "expires_on": "2029-01-31"},
            ),
            ("20000002", "cstf-resuscitation-2", "2024-03-01", {"expires_on": "2025-02-28"}),
            ("20000002", "care-certificate", "2025-12-02", {}),
        ]
    ]
    assert [(row.number, p.path, p.says) for row in rows for p in row.problems] == [
        (7, "Competency Name", f"'457|LOCAL|Peripheral Cannulation - 1 Year|' {LOCAL}"),
        (8, "Date Start", "there is no date on which it was completed; what is only required was not done"),
    ]


def test_no_name_of_a_person_goes_into_an_entry(read: Read) -> None:
    entry = training(one(read(HEADER + line(worker="20000001|Surname, First"))))
    assert entry.owner == ("worker", "20000001")
    assert not any(word in str(plain(entry)) for word in ("Surname", "Updater", "Awarder", "Acquirer", "ABCDE01"))
    assert entry.provider == "457ABCDE02"


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Person", "20000001|Surname, First"), ("Employee", "20000001"), ("Assignment", "20000001-2"),
        ("person_number", "20000001"), ("Assignment Number", "20000001-3|Surname, First"), ("Learner", "20000001"),
    ],
)  # fmt: skip
def test_the_learner_is_the_number_of_person_employee_or_assignment(read: Read, header: str, cell: str) -> None:
    row = one(read(f'Competency Name,Date Start,{header}\n{FIRE},01-Jan-2025,"{cell}"\n'))
    assert training(row).worker == "20000001"


def test_a_number_of_another_shape_is_taken_as_it_is(read: Read) -> None:
    assert training(one(read(HEADER + line(worker="ABC-12-2")))).worker == "ABC-12-2"


def test_a_column_of_names_gives_way_to_one_of_numbers(read: Read) -> None:
    header = "Employee,Assignment Number,Competency Name,Date Start"
    assert training(one(read(f'{header}\n"Surname, First",20000001-2,{FIRE},01-Jan-2025\n'))).worker == "20000001"


@pytest.mark.parametrize(
    ("name", "programme"),
    [
        ("NHS|CSTF|Fire Safety - 2 Years|", "cstf-fire-safety"),
        ("nhs|cstf|FIRE SAFETY - 1 Year", "cstf-fire-safety"),
        ("NHS|MAND|Fire Awareness|", "cstf-fire-safety"),
        ("NHS|CSTF|Safeguarding Adults (Version 2) - Level 2 - 3 Years|", "cstf-safeguarding-adults-2"),
        ("NHS|CSTF|Safeguarding Adults Level 1 - 3 Years|", "cstf-safeguarding-adults-1"),
        ("NHS|CSTF|Safeguarding Children - Levels 1 & 2 - 3 Years|", "cstf-safeguarding-children-2"),
        ("NHS|CSTF|Safeguarding Children L1 - 3 Years|", "cstf-safeguarding-children-1"),
        ("NHS|CSTF|Infection Prevention and Control - Level 2 - 1 Year|", "cstf-infection-prevention-2"),
        ("NHS|CSTF|Moving & Handling - Level 1 - 3 Years|", "cstf-moving-and-handling-1"),
        ("NHS|CSTF|Information Governance and Data Security - 1 Year|", "cstf-information-governance"),
        ("NHS|CSTF|Equality, Diversity and Human Rights - 3 Years|", "cstf-equality-diversity"),
        ("NHS|CSTF|Health, Safety and Welfare - 3 Years|", "cstf-health-and-safety"),
        ("NHS|CSTF|NHS Conflict Resolution (England) - 3 Years|", "cstf-conflict-resolution"),
        (
            "NHS|CSTF|Preventing Radicalisation - Basic Prevent Awareness - No Renewal|",
            "cstf-preventing-radicalisation",
        ),
        ("NHS|CSTF|Resuscitation - Level 2 - Adult Basic Life Support - 1 Year|", "cstf-resuscitation-2"),
        ("NHS|MAND|CPR|", "cstf-resuscitation-2"),
        ("NHS|CSTF|Care Certificate|", "care-certificate"),
        ("457|LOCAL|MR Safety Training - 1 Year|", "mr-safety-training"),
        ("mr safety  training", "mr-safety-training"),
        ("Fire safety", "cstf-fire-safety"),
        ("Resuscitation - Level 2", "cstf-resuscitation-2"),
    ],
)
def test_a_name_points_to_its_programme(name: str, programme: str) -> None:
    assert programme_of(name, NAMES) == programme


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("NHS|CSTF|Safeguarding Adults - Level 3 - 3 Years|", "the nearest name is 'safeguarding adults'"),
        ("NHS|CSTF|Safeguarding Adults - 3 Years|", "does not say its level; there is 1 and 2"),
        ("NHS|CSTF|Resuscitation - 1 Year|", "does not say its level; there is 2"),
        ("NHS|CSTF|Resuscitation - Level 1 - 1 Year|", "is no training we know; the nearest name is 'Resus"),
        ("NHS|CSTF|Resuscitation - Level 2 - Paediatric Basic Life Support - 1 Year|", "is no training we know"),
        ("NHS|CSTF|Basic Life Support Level 3|", "is no training we know"),
        ("NHS|CSTF|Fire Safty - 2 Years|", "the nearest name is 'Fire safety'"),
        ("NHS|CSTF|Zoology|", "'NHS|CSTF|Zoology|' is no training we know"),
        ("NHS|CSTF||", "is no name of a competency; one reads NHS|CSTF|Fire Safety - 2 Years|"),
        ("|CSTF|Fire Safety|", "is no name of a competency"),
        ("x" * 10_000, "is no name of a competency"),
        ("457|LOCAL|Fire Safety - 1 Year|", "is a local competency: it is no sign-off and no Core Skills subject"),
        ("457|CSTF|Fire Safety - 1 Year|", "is a local competency"),
        ("457|LOCAL|BLS|", "is a local competency"),
        ("BLS", "'BLS' is no training we know"),
        ("Fire safty", "'Fire safty' is no training we know; the nearest name is 'Fire safety'"),
    ],
)
def test_a_name_that_points_nowhere_says_why(name: str, says: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        programme_of(name, NAMES)
    assert says in str(caught.value)


def test_a_subject_the_catalogue_adds_is_found_by_its_title() -> None:
    names = Names({"cstf-safeguarding-adults-3": "Safeguarding adults - Level 3"})
    assert programme_of("NHS|CSTF|Safeguarding Adults - Level 3 - 3 Years|", names) == "cstf-safeguarding-adults-3"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30-Nov-2024", date(2024, 11, 30)), ("30-NOV-2024", date(2024, 11, 30)), ("1 Sept 2024", date(2024, 9, 1)),
        ("02/03/2024", date(2024, 3, 2)), ("2/3/2024 09:30", date(2024, 3, 2)), ("02-03-2024", date(2024, 3, 2)),
        ("2024-03-02", date(2024, 3, 2)), ("2024-03-02T00:00:00Z", date(2024, 3, 2)),
        ("2024/03/02 00:00:00", date(2024, 3, 2)),
    ],
)  # fmt: skip
def test_dates_are_read_day_first_in_every_form_seen(read: Read, text: str, day: date) -> None:
    assert training(one(read(HEADER + line(on=text)))).on == day


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("31/02/2024", "there is no day 31/02/2024; slashed dates are read day first"),
        ("12/31/2024", "there is no day 12/31/2024; slashed dates are read day first"),
        ("12-Foo-2024", "there is no day 12-Foo-2024"),
        ("12-MAR-26", "'12-MAR-26' has a year of two digits; write all four"),
        ("01/02/24", "'01/02/24' has a year of two digits; write all four"),
        ("45678", "'45678' is not a date but a spreadsheet's count of days; format the column as a date"),
        ("soon", "'soon' is not a date; write it as 30-Nov-2028, 30/11/2028 or 2028-11-30"),
    ],
)
def test_a_date_that_cannot_be_told_is_a_problem_of_its_column(read: Read, text: str, says: str) -> None:
    [problem] = one(read(HEADER + line(on=text))).problems
    assert problem.path == "Date Start"
    assert problem.says.startswith(says)


@pytest.mark.parametrize("text", ["", "no expiry", "No Expiry", "N/A", "-", "31-Dec-4712"])
def test_no_expiry_is_none(read: Read, text: str) -> None:
    assert training(one(read(HEADER + line(expiry=text)))).expires_on is None


@pytest.mark.parametrize(
    ("header", "cell", "provider"),
    [
        ("Awarded By", "457ABCDE02|Awarder, First", "457ABCDE02"), ("Awarded By", "Awarder, First", None),
        ("Training Provider", "Resuscitation Council UK", "Resuscitation Council UK"), ("Provider", "", None),
    ],
)  # fmt: skip
def test_the_provider_is_an_organisation_or_a_number(read: Read, header: str, cell: str, provider: str | None) -> None:
    row = one(read(f'Competency Name,Date Start,Employee Number,{header}\n{FIRE},01-Jan-2025,20000001,"{cell}"\n'))
    assert training(row).provider == provider


def test_the_day_last_awarded_goes_before_the_day_it_began(read: Read) -> None:
    header = "Competency Name,Date Start,Date Last Awarded,Person Number"
    assert training(one(read(f"{header}\n{FIRE},01-Jan-2020,01-Jan-2025,20000001\n"))).on == date(2025, 1, 1)
    assert training(one(read(f"{header}\n{FIRE},01-Jan-2020,,20000001\n"))).on == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        (line(on=""), "Date Start", "there is no date on which it was completed; what is only required was not done"),
        (line(worker="Surname, First"), "Employee Number", "holds no number of a person, employee or assignment"),
        (line(worker=""), "Employee Number", "holds no number of a person, employee or assignment"),
        (line(name=""), "Competency Name", "names no competency"),
        (line(level="0 - Did not attend"), "Competence Level", "'0 - Did not attend' says that it was not completed"),
        (line(expiry="01-Dec-2024"), "Expiry Date", "expires before it was completed, on 2025-01-01"),
        (line(expiry="soon"), "Expiry Date", "'soon' is not a date"),
        (line() + ",more", "column 9", "stands under no heading: the row has more cells than the header"),
        ("\nTotal,,,,", "Employee Number", "holds no number"),
    ],
)
def test_a_row_that_says_no_training_says_why(read: Read, text: str, column: str, says: str) -> None:
    row = one(read(HEADER + text))
    assert row.entry is None
    assert any(p.path == column and p.says.startswith(says) for p in row.problems)


def test_attended_is_completed(read: Read) -> None:
    assert training(one(read(HEADER + line(level="1 - Attended")))).outcome == "completed"


def test_identical_rows_are_one_and_rows_that_say_the_same_are_named(read: Read) -> None:
    second_post = line(worker="20000001-2")
    first, bad = read(HEADER + line() + line() + second_post + line(name="?") + line(name="?")).rows
    assert training(first).worker == "20000001"
    assert first.warnings == ("row 3 says the same",)
    assert (bad.number, len(bad.problems)) == (4, 1)


def test_windows_1252_is_read(read: Read) -> None:
    names = (HEADER + line(name="NHS|CSTF|Health, Safety and Welfare – 3 Years|")).encode("cp1252")
    assert training(one(read(names))).programme == "cstf-health-and-safety"
