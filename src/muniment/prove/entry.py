"""An entry of the ledger as bytes, which are the leaf of the tree, and what its commitments say of contents."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from muniment.domain.entry import Commitment, Entry, EntryId, EntryType
from muniment.domain.ids import ContractId, Digest
from muniment.prove.canonical import canonical, digest, is_canonical, parse
from muniment.prove.fields import Fields, broken

if TYPE_CHECKING:
    from muniment.prove.canonical import Json

FORMAT = "muniment.entry/1"
LARGEST = 2**16 - 1
"""Bytes of the largest entry: what a bundle of tiles can hold (c2sp.org/tlog-tiles)."""
SALT_SIZE = 32
"""Bytes of the salt before a content that may be withheld."""

_PLAIN, _SALTED = "sha256", "saltedSha256"
_ID = re.compile(r"[0-9a-f]{32}")
_HEX = re.compile(r"[0-9a-f]{64}")


def commitment(name: str, content: bytes, salt: bytes | None = None) -> Commitment:
    """Return the commitment to `content`, salted where a salt of 32 random bytes is given."""
    if salt is not None and len(salt) != SALT_SIZE:
        raise ValueError(f"a salt has {SALT_SIZE} bytes, not {len(salt)}")
    return Commitment(name=name, digest=digest((salt or b"") + content), salted=salt is not None)


def holds(commitment: Commitment, content: bytes, salt: bytes | None = None) -> bool:
    """Return whether `content`, with its salt where the commitment has one, is what was committed to."""
    if commitment.salted != (salt is not None) or (salt is not None and len(salt) != SALT_SIZE):
        return False
    return hmac.compare_digest(digest((salt or b"") + content), commitment.digest)


def leaf(entry: Entry) -> bytes:
    """Return `entry` as it stands in the ledger: canonical JSON (RFC 8785); `read_leaf` gives the same back.

    Raises: ProofError for what could not be read back, and for more than 65,535 bytes.
    """
    raw = canonical({
        "format": FORMAT,
        "type": entry.type.value,
        "id": entry.id,
        "at": entry.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "actor": entry.actor,
        "contract": entry.contract,
        "after": entry.after,
        "commitments": {each.name: _committed(each) for each in entry.commitments},
        "details": dict(entry.details),
    })  # fmt: skip
    if len(raw) > LARGEST:
        raise broken("entry", f"has {len(raw)} bytes, and {LARGEST} are the most", "put large contents beside it")
    if _entry(parse(raw, "entry")) != _sorted(entry):
        raise broken("entry", "would not read back as it is: a name is repeated, or its time is not in whole seconds")
    return raw


def read_leaf(raw: bytes) -> Entry:
    """Return the entry in `raw`, with commitments and details in the order of their names.

    Raises: ProofError, and nothing else.
    """
    if len(raw) > LARGEST:
        raise broken("entry", f"has {len(raw)} bytes, and {LARGEST} are the most")
    document = parse(raw, "entry")
    if not is_canonical(raw, document):
        raise broken("entry", "is not written as RFC 8785 writes it")
    return _entry(document)


def _entry(document: Json) -> Entry:
    names = "format type id at actor contract after commitments details"
    fields = Fields.of(document, "entry", names)
    if fields.text("format") != FORMAT:
        raise broken("entry.format", f"`{fields.text('format')}` is not `{FORMAT}`", "use a newer release")
    return Entry(
        type=fields.choice(EntryType, "type"),
        id=_id(fields, "id"),
        at=fields.instant("at"),
        actor=fields.named("actor"),
        contract=fields.maybe("contract", lambda name: ContractId(fields.named(name))),
        after=fields.maybe("after", lambda name: _id(fields, name)),
        commitments=tuple(
            _commitment(name, value, f"entry.commitments.{name}") for name, value in _items(fields, "commitments")
        ),
        details=tuple((name, _text(value, f"entry.details.{name}")) for name, value in _items(fields, "details")),
    )


def _items(fields: Fields, name: str) -> list[tuple[str, Json]]:
    value = fields.values[name]
    if not isinstance(value, Mapping):
        raise broken(fields.under(name), "is not an object")
    return sorted(value.items())


def _committed(each: Commitment) -> Json:
    return {_SALTED if each.salted else _PLAIN: each.digest.removeprefix("sha256:")}


def _commitment(name: str, value: Json, at: str) -> Commitment:
    salted = isinstance(value, Mapping) and _SALTED in value
    kind = _SALTED if salted else _PLAIN
    text = Fields.of(value, at, kind).text(kind)
    if not _HEX.fullmatch(text):
        raise broken(at, "is not 64 lower-case hexadecimal digits")
    return Commitment(name=name, digest=Digest(f"sha256:{text}"), salted=salted)


def _id(fields: Fields, name: str) -> EntryId:
    text = fields.text(name)
    if not _ID.fullmatch(text):
        raise broken(fields.under(name), "is not 32 lower-case hexadecimal digits")
    return EntryId(text)


def _text(value: Json, at: str) -> str:
    if not isinstance(value, str):
        raise broken(at, "is not text")
    return value


def _sorted(entry: Entry) -> Entry:
    by_name = sorted(entry.commitments, key=lambda each: each.name)
    return replace(entry, commitments=tuple(by_name), details=tuple(sorted(entry.details)))
