"""No changed byte is believed, and no value in a signed document does harm."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports import TODAY
from muniment.errors import ProofError
from muniment.prove.canonical import canonical
from muniment.prove.verify import verify
from prove.sealed import SEALED, failure
from prove.statements import document, enclosed, full
from signers.keys import p384

if TYPE_CHECKING:
    from collections.abc import Iterator


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_changed_byte_of_the_payload_is_believed(data: st.DataObject) -> None:
    envelope = json.loads(SEALED)
    payload = bytearray(base64.b64decode(envelope["payload"]))
    payload[data.draw(st.integers(0, len(payload) - 1))] ^= data.draw(st.integers(1, 255))
    envelope["payload"] = base64.b64encode(payload).decode()

    assert failure(canonical(envelope)).startswith("check 4, ")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_changed_byte_of_the_signature_is_believed(data: st.DataObject) -> None:
    envelope = json.loads(SEALED)
    signature = bytearray(base64.b64decode(envelope["signatures"][0]["sig"]))
    signature[data.draw(st.integers(0, len(signature) - 1))] ^= data.draw(st.integers(1, 255))
    envelope["signatures"][0]["sig"] = base64.b64encode(signature).decode()

    assert failure(canonical(envelope)).startswith("check 4, ")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_changed_byte_anywhere_in_the_file_is_refused_or_changes_nothing(data: st.DataObject) -> None:
    raw = bytearray(SEALED)
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))

    with suppress(ProofError):
        assert verify(bytes(raw), keys=[p384().public], as_of=TODAY).statement == full()


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_value_in_a_signed_document_raises_anything_but_a_proof_error(data: st.DataObject) -> None:
    found = document(full())
    places = list(_places(found))
    parent, key = data.draw(st.sampled_from(places))
    parent[key] = data.draw(
        st.none() | st.booleans() | st.integers(-9, 9) | st.text("a-:/T0Z", max_size=4) | st.just([])
    )

    with suppress(ProofError):
        assert document(verify(enclosed(canonical(found)), keys=[p384().public], as_of=TODAY).statement) == found


def _places(value: object) -> Iterator[tuple[Any, Any]]:
    entries = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value) if isinstance(value, list) else ())
    )
    for key, inner in entries:
        yield value, key
        yield from _places(inner)
