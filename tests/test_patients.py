"""A valid NHS number is found however it is written; other numbers are left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency.patients import holds_patient_identifier

NHS = "9434765919"
DASHES = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) == "Pd"]
SPACES = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) == "Zs"]
ZEROS = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) == "Nd" and unicodedata.digit(chr(c)) == 0]
UNSEEN = ["\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200e", "\u202a", "\u2066", "\ufe0f", "\u3164"]


def in_groups(mark: str, digits: str = NHS) -> str:
    return f"{digits[:3]}{mark}{digits[3:6]}{mark}{digits[6:]}"


@pytest.mark.parametrize(
    "text",
    [
        NHS, in_groups(" "), in_groups("-"), f"NHS no. {in_groups(' ')}.", f"x{NHS}y", in_groups("\n"), in_groups("\t"),
        in_groups("  "), in_groups(" - "), in_groups("\u2212"), in_groups("\u2043"), in_groups(" \u2013 "),
        "943 476\u00ad5919", "943476\u00ad5919", "943\u200b 476\u200b-5919", "9\u200b434765919",
        f"(1) {in_groups(' ')}",
        f"#{NHS}#", f"2026-03-01 {in_groups('-')}", f"1 {in_groups(' ')}", f"{in_groups(' ')} 12", f"+{NHS}",
        f"{NHS}.", f"0.5 {NHS}", "943 476-5919",
    ],
)  # fmt: skip
def test_a_valid_nhs_number_is_found(text: str) -> None:
    assert holds_patient_identifier(text)


@pytest.mark.parametrize("mark", DASHES + SPACES)
def test_between_any_dashes_and_spaces_there_are(mark: str) -> None:
    assert holds_patient_identifier(in_groups(mark))


@pytest.mark.parametrize("zero", ZEROS)
def test_in_the_digits_of_any_script(zero: str) -> None:
    written = "".join(chr(ord(zero) + int(digit)) for digit in NHS)
    assert holds_patient_identifier(written)
    assert holds_patient_identifier(in_groups(" ", written))


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5918", "9434765918", "19434765919", "94347659190", "1\u200b9434765919", "9434765919\u00ad0",
        "9434 765919", "943.476.5919", "943/476/5919", "943 4765919", "943 476 59190", "1943 476 5919",
        "94 34 76 59 19",
        "943a4765919", "+1 943 476 5919", "+44 9434765919", "(+44) 943-476-5919", "+449434765919", "", "0" * 9,
    ],
)  # fmt: skip
def test_what_is_no_nhs_number_is_left_alone(text: str) -> None:
    assert not holds_patient_identifier(text)


def test_a_check_of_ten_is_no_nhs_number() -> None:
    """Ten digits whose check would be ten, and so were never given out."""
    assert not any(holds_patient_identifier(f"100000001{digit}") for digit in range(10))
    assert holds_patient_identifier("1000000060")


@given(st.lists(st.sampled_from(["", *UNSEEN]), min_size=9, max_size=9), st.booleans())
def test_what_is_invisible_hides_nothing(between: list[str], grouped: bool) -> None:
    marks = [mark + " " if grouped and place in {2, 5} else mark for place, mark in enumerate([*between, ""])]
    assert holds_patient_identifier("".join(digit + mark for digit, mark in zip(NHS, marks, strict=True)))


@given(st.integers(0, 10**10 - 1), st.sampled_from(["", " ", "-", "\u2011"]), st.sampled_from(["", "x", "no: ", "3 "]))
def test_of_ten_digits_the_last_decides(number: int, mark: str, before: str) -> None:
    digits = f"{number:010}"
    weighed = sum((10 - place) * int(digit) for place, digit in enumerate(digits[:9]))
    valid = (weighed + int(digits[9])) % 11 == 0
    assert holds_patient_identifier(before + in_groups(mark, digits)) == valid
