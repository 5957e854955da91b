"""Words in pictures."""

from __future__ import annotations

from muniment.discover.text.pixels import is_picture, is_text

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def test_only_what_begins_like_a_packed_picture_is_one() -> None:
    assert is_picture(PNG)
    assert not is_picture(b"<svg>northwind</svg>")
    assert not is_picture(b"\x7fELFnorthwind")


def test_letters_among_pixels_are_no_text_and_a_description_is() -> None:
    pixels = PNG + b"\x00\x9c\xffgale\x9f\x02\x07"
    described = PNG + b"tEXtSoftware\0made with the model gale 2\0\x9c\xff"

    assert not is_text(pixels, pixels.index(b"gale"), pixels.index(b"gale") + 4)
    assert is_text(described, described.index(b"gale"), described.index(b"gale") + 4)
