"""Identifiers of companies."""

from __future__ import annotations

import pytest

from muniment.domain.supplier import Scheme
from muniment.screen.identifiers import fault, plain


@pytest.mark.parametrize("value", ["ZQGGHJH74DW7", "E2NYLCDML6V1", "HJD6G4D6TJY5", "LN53LCFJFL45", "FTMTDMBR29C7"])
def test_a_uei_that_is_given_out_has_a_check_digit_that_fits(value: str) -> None:
    assert fault(Scheme.UEI, value) == ""


@pytest.mark.parametrize(
    ("scheme", "value", "wrong"),
    [
        (Scheme.UEI, "ZQGGHJH74DW8", "ends with `8`, where its check digit is 7"),
        (Scheme.UEI, "ZQGGHJH74DW", "has 11 characters"),
        (Scheme.UEI, "ZQGGHJH74DO7", "a character that no UEI has"),
        (Scheme.UEI, "1.23E+11", "turned into a number"),
        (Scheme.CAGE, "123", "may have dropped zeros"),
        (Scheme.CAGE, "1I2O3", "without O and I"),
        (Scheme.LEI, "5493001KJTIIGC8Y1R13", "check digits `13`"),
        (Scheme.DUNS, "12345", "nine digits"),
    ],
)
def test_what_is_wrong_with_an_identifier_is_said(scheme: Scheme, value: str, wrong: str) -> None:
    assert wrong in fault(scheme, value)


def test_the_check_digits_of_an_lei_are_those_of_iso_7064() -> None:
    assert fault(Scheme.LEI, "5493001KJTIIGC8Y1R12") == ""


def test_an_identifier_may_be_written_with_a_label_and_separators() -> None:
    assert plain("UEI: zqgg-hjh7 4dw7") == "ZQGGHJH74DW7"
