"""A checkpoint is believed by the keys that the reader trusts, and has one spelling."""

from __future__ import annotations

import base64
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP521R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from sigstore._internal.rekor.checkpoint import LogCheckpoint, SignedNote
from sigstore._internal.trust import Keyring, RekorKeyring
from sigstore._utils import KeyID
from sigstore_models.common import v1 as common_v1

from muniment.errors import InputError, ProofError
from muniment.prove.checkpoint import (
    Checkpoint,
    NoteKey,
    NoteSignature,
    SignedCheckpoint,
    cosign,
    note_key,
    read,
    read_verifier_key,
    sign,
    signed_text,
    signers,
    verify,
    write,
    write_verifier_key,
)
from muniment.prove.keys import TrustedKey, key_id
from muniment.prove.merkle import EMPTY_ROOT, leaf_hash
from signers.keys import p256, p384, rsa

if TYPE_CHECKING:
    from collections.abc import Callable

    from muniment.signers.file_key import FileKey

ORIGIN = "example.com/ledger"
HEAD = Checkpoint(origin=ORIGIN, size=12, root=leaf_hash(b"x"))

PUBLISHED = (
    b"example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    b"\xe2\x80\x94 example.com/behind-the-sofa "
    b"Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
"""The example in c2sp.org/tlog-checkpoint."""


def signed(by: FileKey, head: Checkpoint = HEAD) -> SignedCheckpoint:
    return sign(head, name=ORIGIN, signer=by)


def key(of: FileKey, name: str = ORIGIN) -> NoteKey:
    return note_key(name, of.public)


def der(of: FileKey) -> bytes:
    return of.public.key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize("signer", [pytest.param(p256, id="P-256"), pytest.param(p384, id="P-384")])
def test_a_checkpoint_is_believed_by_the_key_of_its_ledger(signer: Callable[[], FileKey]) -> None:
    file = write(signed(signer()))

    assert verify(read(file), [key(signer())]) == HEAD


def test_sigstore_reads_and_believes_our_checkpoint() -> None:
    theirs = SignedNote.from_text(write(signed(p256())).decode())
    public = common_v1.PublicKey(
        raw_bytes=base64.b64encode(der(p256())), key_details=common_v1.PublicKeyDetails.PKIX_ECDSA_P256_SHA_256
    )

    theirs.verify(RekorKeyring(Keyring([public])), KeyID(bytes.fromhex(p256().keyid)))

    head = LogCheckpoint.from_text(theirs.note)
    assert (head.origin, head.log_size, head.log_hash) == (ORIGIN, 12, HEAD.root.hex())


def test_the_published_example_is_read_and_written_back_byte_for_byte() -> None:
    found = read(PUBLISHED)

    assert found.checkpoint.size == 20852163
    assert write(found) == PUBLISHED


def test_a_checkpoint_that_no_trusted_key_signed_is_not_believed() -> None:
    with pytest.raises(ProofError, match=r"no key that is trusted for `example.com/ledger` signed it"):
        verify(signed(p256()), [key(p384())])
    with pytest.raises(ProofError, match=r"is of the ledger `example.com/ledger`, and no key is trusted for that"):
        verify(signed(p256()), [key(p256(), "example.com/other")])


def test_lines_by_unknown_keys_are_kept_and_prove_nothing() -> None:
    both = cosign(signed(p256()), name="example.com/witness", signer=p384())

    again = read(write(both))

    assert again == both
    assert verify(again, [key(p256())]) == HEAD
    assert signers(again, [key(p384(), "example.com/witness"), key(p384())]) == (key(p384(), "example.com/witness"),)


def test_a_wrong_signature_under_a_known_key_spoils_the_note_even_beside_a_right_one() -> None:
    right = signed(p256())
    (line,) = right.signatures
    spoilt = replace(right, signatures=(line, replace(line, value=line.value[:-1] + bytes([line.value[-1] ^ 1]))))

    with pytest.raises(ProofError, match=r"the signature of `example.com/ledger` does not fit"):
        verify(spoilt, [key(p256())])


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(HEAD, origin="example.com/ledge"), id="another origin"),
        pytest.param(replace(HEAD, size=13), id="another size"),
        pytest.param(replace(HEAD, root=leaf_hash(b"y")), id="another root"),
        pytest.param(replace(HEAD, extensions=("more",)), id="another line"),
    ],
)
def test_a_signature_holds_for_one_checkpoint_alone(other: Checkpoint) -> None:
    (line,) = signed(p256()).signatures
    moved = SignedCheckpoint(checkpoint=other, signatures=(replace(line, name=other.origin),))

    with pytest.raises(ProofError, match=r"the signature of `example.com/ledger?` does not fit"):
        verify(moved, [key(p256(), other.origin)])


def changed(part: bytes, into: bytes) -> bytes:
    file = write(signed(p256()))
    assert part in file
    return file.replace(part, into)


DASH = "\u2014 ".encode()


@pytest.mark.parametrize(
    ("file", "what"),
    [
        pytest.param(changed(b"\n12\n", b"\n012\n"), "is not a number of entries", id="a leading zero"),
        pytest.param(changed(b"\n12\n", b"\n+12\n"), "is not a number of entries", id="a sign"),
        pytest.param(changed(b"\n12\n", b"\n\xd9\xa1\n"), "is not a number of entries", id="a digit of another script"),
        pytest.param(changed(b"\n12\n", b"\n9223372036854775808\n"), "is not a number of entries", id="64 bits"),
        pytest.param(changed(b"\n12\n", b"\n0\n"), "is not the root of no entries", id="no entries, another root"),
        pytest.param(changed(b"=\n\n", b"\n\n"), "is not base64", id="no padding"),
        pytest.param(changed(b"\n12\n", b"\n12\n\n"), "has not the lines", id="an empty line in the text"),
        pytest.param(changed(b"\n12\n", b"\r\n12\n"), "control character", id="a carriage return"),
        pytest.param(changed(ORIGIN.encode() + b"\n12", b"\xff\n12"), "is not UTF-8", id="not UTF-8"),
        pytest.param(changed(DASH, b"- "), "is not a dash, a name and base64", id="another dash"),
        pytest.param(changed(DASH + b"example.com/ledger", DASH + b"a+b"), "is not a dash", id="a plus in the name"),
        pytest.param(changed(DASH, DASH + b" "), "is not a dash, a name and base64", id="two blanks"),
        pytest.param(write(signed(p256()))[:-1], "has no signature lines", id="no newline at the end"),
        pytest.param(signed_text(HEAD), "has no signature lines", id="no signature"),
        pytest.param(signed_text(HEAD) + b"\n" + DASH + b"a AAAAAA==\n", "is too short", id="a key id alone"),
        pytest.param(b"", "has no signature lines", id="nothing"),
        pytest.param(b"a" * 70_000, "has 70000 bytes", id="too large"),
        pytest.param(write(signed(p256())) + (DASH + b"a AAAAAAA=\n") * 64, "has 65 signatures", id="too many lines"),
    ],
)
def test_what_is_not_written_in_the_one_way_is_refused(file: bytes, what: str) -> None:
    with pytest.raises(ProofError, match=what):
        read(file)


@given(st.binary(max_size=80) | st.binary(max_size=30).map(lambda more: PUBLISHED + more))
def test_no_bytes_raise_anything_but_a_proof_error_and_what_is_read_is_written_back(raw: bytes) -> None:
    with suppress(ProofError):
        assert write(read(raw)) == raw


@given(st.integers(0, len(PUBLISHED) - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused_or_written_back(at: int, flip: int) -> None:
    raw = PUBLISHED[:at] + bytes([PUBLISHED[at] ^ flip]) + PUBLISHED[at + 1 :]

    with suppress(ProofError):
        assert write(read(raw)) == raw


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(replace(HEAD, origin="a\nb"), id="a line break"),
        pytest.param(replace(HEAD, origin="a\tb"), id="a tab"),
        pytest.param(replace(HEAD, origin=""), id="no origin"),
        pytest.param(replace(HEAD, size=-1), id="less than nothing"),
        pytest.param(replace(HEAD, size=0), id="no entries, another root"),
        pytest.param(replace(HEAD, extensions=("",)), id="an empty line"),
    ],
)
def test_nothing_is_signed_that_would_not_read_back(head: Checkpoint) -> None:
    with pytest.raises(ProofError):
        sign(head, name=ORIGIN, signer=p256())


def test_an_empty_ledger_has_a_checkpoint_too() -> None:
    head = Checkpoint(origin=ORIGIN, size=0, root=EMPTY_ROOT)

    assert verify(read(write(signed(p384(), head))), [key(p384())]) == head


def test_rsa_signs_no_checkpoints() -> None:
    with pytest.raises(ProofError, match="cannot sign checkpoints"):
        signed(rsa())
    with pytest.raises(InputError, match="cannot sign checkpoints"):
        rsa().sign_note(b"x")


def test_a_key_has_a_line_that_reads_back() -> None:
    encoded = base64.b64encode(b"\x02" + der(p256())).decode()

    line = write_verifier_key(key(p256()))

    assert line == f"{ORIGIN}+{p256().keyid[:8]}+{encoded}"
    assert read_verifier_key(line) == key(p256())


def p521() -> NoteKey:
    public = generate_private_key(SECP521R1()).public_key()
    return NoteKey(name=ORIGIN, key=TrustedKey(keyid=key_id(public), key=public))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        pytest.param("", "is of a type that is not known", id="nothing"),
        pytest.param("a+00000000+AAA=", "is of a type that is not known", id="another type"),
        pytest.param("a+00000000+AgE=", "holds no public key", id="no key"),
        pytest.param(
            write_verifier_key(key(p384())).replace(p384().keyid[:8], "00000000"), "names the key id", id="id"
        ),
        pytest.param(write_verifier_key(replace(key(p256()), name="a b")), "is no name for a key", id="a blank"),
        pytest.param(write_verifier_key(NoteKey(name=ORIGIN, key=rsa().public)), "type that is not known", id="RSA"),
        pytest.param(write_verifier_key(p521()), "cannot sign checkpoints", id="P-521"),
    ],
)
def test_a_line_that_holds_no_usable_key_is_refused(line: str, what: str) -> None:
    with pytest.raises(ProofError, match=what):
        read_verifier_key(line)


def test_a_signature_line_names_its_key_by_four_bytes() -> None:
    (line,) = signed(p256()).signatures

    assert line == NoteSignature(name=ORIGIN, key_id=bytes.fromhex(p256().keyid[:8]), value=line.value)
