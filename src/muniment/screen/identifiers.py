"""Identifiers of companies: their shape and their check digit. That one is well formed does not say that it exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.domain.supplier import Scheme

if TYPE_CHECKING:
    from collections.abc import Mapping

_SEPARATORS = lazily(r"[\s\-./]+")
_LABEL = lazily(r"(?i)^(?:uei|cage|ncage|lei|duns)\s*(?:code|number|no\.?|#)?\s*[:=]?\s+")
_UEI = lazily(r"[1-9A-HJ-NP-Z][0-9A-HJ-NP-Z]{11}")
_NINE_DIGITS = lazily(r"\d{9}")
_CAGE = lazily(r"[0-9A-HJ-NP-Z]{5}")
_LEI = lazily(r"[0-9A-Z]{18}\d\d")
_DUNS = lazily(r"\d{9}")
_SPREADSHEET = lazily(r"\d(?:\.\d+)?E\+?\d+|\d+\.0")
_CAGE_LENGTH = 5
_UEI_LENGTH = 12
_LEI_REMAINDER = 1


def plain(value: str) -> str:
    """Return an identifier without label, spaces and separators, in capitals."""
    return _SEPARATORS.sub("", _LABEL.sub("", value.strip())).upper()


def fault(scheme: Scheme, value: str) -> str:
    """Return what is wrong with `value`, which is plain; empty where nothing is.

    Sources: GSA, UEI technical specifications (12 characters without O and I, the first no zero, no run of nine digits,
    the last a check digit); DLA, CAGE codes (five characters without O and I); ISO 17442-1:2020 with ISO/IEC 7064,
    MOD 97-10, for the LEI; DUNS: nine digits.
    """
    if _SPREADSHEET.fullmatch(value):
        return "was turned into a number by a spreadsheet"
    match scheme:
        case Scheme.UEI:
            return _uei_fault(value)
        case Scheme.CAGE:
            return _cage_fault(value)
        case Scheme.LEI:
            return _lei_fault(value)
        case Scheme.DUNS:
            return "" if _DUNS.fullmatch(value) else "is not nine digits"


def uei_check_digit(first_eleven: str) -> int:
    """Return the last character of a UEI.

    Each character's ASCII code is multiplied by its place, and the last digits of the products are added; the sum is
    treated alike, digit by digit, until one digit is left. The two steps read a digit of the sum as itself.
    """
    total = sum(ord(letter) * place % 10 for place, letter in enumerate(first_eleven, start=1))
    while total > 9:  # noqa: PLR2004  (one digit)
        total = sum(int(digit) * place % 10 for place, digit in enumerate(str(total), start=1))
    return total


def by_value(identifiers: tuple[tuple[Scheme, str], ...]) -> Mapping[tuple[Scheme, str], str]:
    """Return what is wrong with each of `identifiers`, made plain."""
    return {(scheme, text): fault(scheme, text) for scheme, text in ((each, plain(raw)) for each, raw in identifiers)}


def _uei_fault(value: str) -> str:
    if len(value) != _UEI_LENGTH:
        return f"has {len(value)} characters, and a UEI has {_UEI_LENGTH}"
    if not _UEI.fullmatch(value):
        return "holds a character that no UEI has (only digits and capitals without O and I, no zero at its beginning)"
    if _NINE_DIGITS.search(value):
        return "holds nine digits in a row, which no UEI does"
    wanted = uei_check_digit(value[:-1])
    return "" if value[-1] == str(wanted) else f"ends with `{value[-1]}`, where its check digit is {wanted}"


def _cage_fault(value: str) -> str:
    if value.isdigit() and len(value) < _CAGE_LENGTH:
        return f"has {len(value)} digits: a spreadsheet may have dropped zeros at its beginning"
    if not _CAGE.fullmatch(value):
        return "is not five digits and capitals without O and I"
    return ""


def _lei_fault(value: str) -> str:
    if not _LEI.fullmatch(value):
        return "is not 18 digits and capitals followed by two digits"
    if int("".join(str(int(letter, 36)) for letter in value)) % 97 != _LEI_REMAINDER:
        return f"has check digits `{value[-2:]}` that do not belong to the rest"
    return ""
