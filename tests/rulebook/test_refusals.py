"""How the rulebook refuses what it does not understand: where, what, and what would help."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.errors import RulebookError
from muniment.rulebook.load import load
from muniment.rulebook.yaml_text import read
from rulebook.samples import BAD, good_files, with_files

RESTRICTION = "restrictions/northwind-models.yaml"
AGREEMENT = "agreements/northwind-classified.yaml"
SIGNATURE = "vendors/northwind-ai/sdk.yaml"
PRESS = "sources/press.yaml"

SPOILED = {
    "a-list": RESTRICTION,
    "alias": RESTRICTION,
    "another-name": RESTRICTION,
    "backwards": RESTRICTION,
    "billion-laughs": RESTRICTION,
    "broken-permission": AGREEMENT,
    "calendar-too-short": "calendar.yaml",
    "clock-from-nowhere": RESTRICTION,
    "clock-with-two-ends": RESTRICTION,
    "colon-in-value": RESTRICTION,
    "condition-in-a-word": RESTRICTION,
    "control-character": RESTRICTION,
    "counter-example-without-reason": SIGNATURE,
    "day-in-words": RESTRICTION,
    "digest-of-another-kind": PRESS,
    "effects-out-of-order": RESTRICTION,
    "empty": RESTRICTION,
    "fact-without-subject": "facts.yaml",
    "half-a-report": RESTRICTION,
    "instrument-described-twice": "agreements/northwind-models.yaml",
    "merge-key": RESTRICTION,
    "neither-yes-nor-no": RESTRICTION,
    "no-counter-example": SIGNATURE,
    "no-document": RESTRICTION,
    "no-role": SIGNATURE,
    "no-such-day": RESTRICTION,
    "no-vendor": RESTRICTION,
    "not-utf-8": RESTRICTION,
    "nothing-written": RESTRICTION,
    "only-a-comment": RESTRICTION,
    "repeated-key": RESTRICTION,
    "same-id-twice": RESTRICTION,
    "same-signature-twice": SIGNATURE,
    "second-document": RESTRICTION,
    "several-problems": "facts.yaml",
    "source-described-twice": PRESS,
    "swept-in-vain": SIGNATURE,
    "tab": RESTRICTION,
    "tag": RESTRICTION,
    "taken-back-in-vain": SIGNATURE,
    "test-of-another-type": RESTRICTION,
    "too-deep": RESTRICTION,
    "tools-without-counter-example": "tooling.yaml",
    "true-for-yes": RESTRICTION,
    "two-tests": RESTRICTION,
    "unclosed-quote": RESTRICTION,
    "undefined-alias": RESTRICTION,
    "unknown-and-missing-keys": RESTRICTION,
    "unknown-choice": RESTRICTION,
    "unknown-condition": RESTRICTION,
    "unknown-effect": RESTRICTION,
    "unknown-fact": RESTRICTION,
    "unknown-kind": SIGNATURE,
    "unknown-role": SIGNATURE,
    "unknown-source": RESTRICTION,
    "unknown-vendor": RESTRICTION,
    "utf-16": RESTRICTION,
    "vendor-in-another-folder": "vendors/northwind-ai/vendor.yaml",
    "version-only": "rulebook.yaml",
    "wind-down-ends-before-it-begins": RESTRICTION,
}
"""Each file in the folder of bad samples, and the file of the good rulebook that it takes the place of."""


@pytest.mark.parametrize("sample", [pytest.param(name, id=name) for name in SPOILED])
def test_a_mistake_is_told_with_its_place_and_what_would_help(sample: str) -> None:
    spoiled = with_files({SPOILED[sample]: (BAD / f"{sample}.yaml").read_bytes()})

    with pytest.raises(RulebookError) as refused:
        load(spoiled)

    assert f"{refused.value}\n" == (BAD / f"{sample}.txt").read_text(encoding="utf-8")


def test_every_bad_sample_is_in_the_table() -> None:
    assert {path.stem for path in BAD.iterdir()} == SPOILED.keys()


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")

    _load_or_refuse(RESTRICTION, content)


@given(st.binary())
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    _load_or_refuse("facts.yaml", content)


@given(st.text(alphabet="-?:,[]{}&*!|>'\"%@`#\t\n ab\r\x85\u2028", max_size=60))
def test_any_string_of_signs_is_read_or_refused(text: str) -> None:
    with suppress(RulebookError):
        assert read(text.encode(), "notes.yaml").place.line > 0


@given(st.data())
def test_any_cut_and_any_changed_byte_is_read_or_refused(data: st.DataObject) -> None:
    files = good_files().contents
    path = data.draw(st.sampled_from(sorted(files)))
    at = data.draw(st.integers(0, len(files[path]) - 1))
    put_in = data.draw(st.sampled_from([b"", b"x", b"\t", b"\n", b": ", b"}", b'"', b"\xff", b"- "]))

    _load_or_refuse(path, files[path][:at] + put_in + files[path][at + 1 :])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"[" * 200_000, id="opened and never closed"),
        pytest.param(b"- " * 200_000, id="a list in a list"),
        pytest.param(b"{a: " * 200_000, id="keys in keys"),
        pytest.param(b"? " * 200_000, id="complex keys"),
        pytest.param(b"a" * 200_000, id="one long word"),
    ],
)
def test_no_nesting_and_no_length_exhausts_the_program(content: bytes) -> None:
    with pytest.raises(RulebookError):
        load(with_files({RESTRICTION: content}))


def _load_or_refuse(path: str, content: bytes) -> None:
    with suppress(RulebookError):
        assert load(with_files({path: content})).restrictions
