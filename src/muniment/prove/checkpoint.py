"""Checkpoints: size and root of a ledger, as signed notes (c2sp.org/signed-note, c2sp.org/tlog-checkpoint).

Keys are ECDSA on P-256 or P-384 with signatures over SHA-256 (signature type 0x02). Signature lines by other keys and
of other types are kept, and prove nothing.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from muniment.errors import Problem, ProofError
from muniment.prove.keys import TrustedKey, algorithms, key_id, signed_note_with
from muniment.prove.merkle import EMPTY_ROOT, HASH_SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST = 2**16
"""Bytes of the largest checkpoint that is read: with signatures of 5 kB, a dozen."""

_MOST_SIGNATURES = 64
_LARGEST_SIZE = 2**63 - 1
_ECDSA = b"\x02"
_DASH = "\u2014"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_SPACE = re.compile(r"[\s+]")


class NoteSigner(Protocol):
    """Holds, or reaches, one ECDSA key."""

    @property
    def public(self) -> TrustedKey:
        """Return the public key."""

    def sign_note(self, message: bytes) -> bytes:
        """Return the ECDSA signature over the SHA-256 of `message`, in DER, whatever the curve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a ledger called `origin` commits to: `root` is the root of the tree over its first `size` entries.

    `extensions` are further lines, without meaning here.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSignature:
    """One signature line, which nobody has checked. `key_id` are the 4 bytes that hint at the key."""

    name: str
    key_id: bytes
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCheckpoint:
    """A checkpoint and its signature lines, in the order of the file."""

    checkpoint: Checkpoint
    signatures: tuple[NoteSignature, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteKey:
    """A key that is trusted to sign notes under `name`; the key of a ledger bears the name of its origin."""

    name: str
    key: TrustedKey

    @property
    def key_id(self) -> bytes:
        """Return the 4 bytes that a signature line names the key by: the beginning of its SHA-256 in DER."""
        return bytes.fromhex(self.key.keyid)[:4]


def signed_text(checkpoint: Checkpoint) -> bytes:
    """Return the bytes that are signed: the text of the note, with its last newline.

    Raises: ProofError where a part could not be read back.
    """
    lines = (
        checkpoint.origin,
        str(checkpoint.size),
        base64.b64encode(checkpoint.root).decode(),
        *checkpoint.extensions,
    )
    text = "\n".join(lines) + "\n"
    if _CONTROL.search(text) or _body(text) != checkpoint:
        raise _problem("checkpoint", "cannot be written so that it reads back the same")
    return text.encode()


def sign(checkpoint: Checkpoint, *, name: str, signer: NoteSigner) -> SignedCheckpoint:
    """Return `checkpoint` signed by one key under `name`.

    Raises: ProofError.
    """
    return cosign(SignedCheckpoint(checkpoint=checkpoint, signatures=()), name=name, signer=signer)


def cosign(signed: SignedCheckpoint, *, name: str, signer: NoteSigner) -> SignedCheckpoint:
    """Return `signed` with one line more, by `signer` under `name`; the lines before it stay as they are.

    Raises: ProofError.
    """
    key = note_key(name, signer.public)
    value = signer.sign_note(signed_text(signed.checkpoint))
    line = NoteSignature(name=name, key_id=key.key_id, value=value)
    return replace(signed, signatures=(*signed.signatures, line))


def write(signed: SignedCheckpoint) -> bytes:
    """Return the file; `read` gives the same back."""
    lines = (
        f"{_DASH} {each.name} {base64.b64encode(each.key_id + each.value).decode()}\n" for each in signed.signatures
    )
    return signed_text(signed.checkpoint) + b"\n" + "".join(lines).encode()


def read(raw: bytes) -> SignedCheckpoint:
    """Return the checkpoint in `raw`, whose signatures are still to be verified. There is one spelling of each.

    Raises: ProofError, and nothing else.   Source: C2SP signed-note 1.0.0, tlog-checkpoint 1.0.0.
    """
    if len(raw) > LARGEST:
        raise _problem("checkpoint", f"has {len(raw)} bytes, and {LARGEST} are the most that are read")
    try:
        note = raw.decode()
    except UnicodeDecodeError as error:
        raise _problem("checkpoint", "is not UTF-8") from error
    if _CONTROL.search(note):
        raise _problem("checkpoint", "holds a control character other than the newline")
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise _problem("checkpoint", "has no signature lines behind an empty line")
    lines = signatures[:-1].split("\n")
    if len(lines) > _MOST_SIGNATURES:
        raise _problem("checkpoint", f"has {len(lines)} signatures, and {_MOST_SIGNATURES} are the most that are read")
    found = tuple(_signature(line, at) for at, line in enumerate(lines, start=1))
    return SignedCheckpoint(checkpoint=_body(text + "\n"), signatures=found)


def signers(signed: SignedCheckpoint, keys: Sequence[NoteKey]) -> tuple[NoteKey, ...]:
    """Return which of `keys` signed, in the order of `keys`; none where nobody known did.

    A line that names one of them and was not made by it spoils the whole note.
    Raises: ProofError.   Source: C2SP signed-note, Signatures.
    """
    message = signed_text(signed.checkpoint)
    found = []
    for key in keys:
        lines = [each for each in signed.signatures if (each.name, each.key_id) == (key.name, key.key_id)]
        if not all(signed_note_with(key.key, each.value, message) for each in lines):
            hint = "it was changed after signing"
            raise _problem("checkpoint", f"the signature of `{key.name}` does not fit", hint)
        if lines:
            found.append(key)
    return tuple(found)


def verify(signed: SignedCheckpoint, logs: Sequence[NoteKey]) -> Checkpoint:
    """Return the checkpoint if a key that `logs` holds for its origin signed it.

    Raises: ProofError, and nothing else.
    """
    origin = signed.checkpoint.origin
    known = [each for each in logs if each.name == origin]
    if not known:
        raise _problem("checkpoint", f"is of the ledger `{origin}`, and no key is trusted for that")
    if not signers(signed, known):
        raise _problem("checkpoint", f"no key that is trusted for `{origin}` signed it")
    return signed.checkpoint


def note_key(name: str, key: TrustedKey) -> NoteKey:
    """Return `key` as one that signs notes under `name`.

    Raises: ProofError for a key that is not ECDSA on P-256 or P-384, and for a name that no signature line can carry.
    """
    if not isinstance(key.key, EllipticCurvePublicKey) or not algorithms(key.key):
        raise _problem(f"key {key.keyid[:16]}", "cannot sign checkpoints", "use ECDSA on P-256 or P-384")
    if not _is_name(name):
        raise _problem("name", f"`{name}` is no name for a key", "use one such as `example.com/ledger`, without blanks")
    return NoteKey(name=name, key=key)


def write_verifier_key(key: NoteKey) -> str:
    """Return `key` in one line: name, key id, and type with key, joined by `+`.   Source: C2SP signed-note."""
    der = key.key.key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"{key.name}+{key.key_id.hex()}+{base64.b64encode(_ECDSA + der).decode()}"


def read_verifier_key(text: str) -> NoteKey:
    """Return the key in a line as `write_verifier_key` writes it.

    Raises: ProofError, and nothing else.
    """
    name, _, rest = text.partition("+")
    stated, _, encoded = rest.partition("+")
    raw = plain_base64(encoded, "verifier key")
    if raw[:1] != _ECDSA:
        raise _problem("verifier key", "is of a type that is not known", "use ECDSA on P-256 or P-384")
    try:
        public = load_der_public_key(raw[1:])
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _problem("verifier key", "holds no public key") from error
    if not isinstance(public, EllipticCurvePublicKey):
        raise _problem("verifier key", "is of a type that is not known", "use ECDSA on P-256 or P-384")
    found = note_key(name, TrustedKey(keyid=key_id(public), key=public))
    if write_verifier_key(found) != text:
        raise _problem("verifier key", f"names the key id `{stated}`, and the key in it has `{found.key_id.hex()}`")
    return found


def plain_base64(text: str, where: str) -> bytes:
    """Return what `text` encodes; only the one standard spelling is taken (RFC 4648 4, padding bits zero).

    Raises: ProofError.
    """
    try:
        found = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise _problem(where, "is not base64") from error
    if base64.b64encode(found).decode() != text:
        raise _problem(where, "is not written in the standard way of base64")
    return found


def plain_number(text: str, where: str) -> int:
    """Return the whole number in `text`, which has no sign, no blank and no leading zero.

    Raises: ProofError.
    """
    if not _SIZE.fullmatch(text) or int(text) > _LARGEST_SIZE:
        raise _problem(where, f"`{text[:40]}` is not a number of entries")
    return int(text)


def plain_hash(text: str, where: str) -> bytes:
    """Return the hash in `text`, in base64.

    Raises: ProofError.
    """
    found = plain_base64(text, where)
    if len(found) != HASH_SIZE:
        raise _problem(where, f"has {len(found)} bytes, not {HASH_SIZE}")
    return found


def _body(text: str) -> Checkpoint:
    origin, *others = text.removesuffix("\n").split("\n")
    if len(others) < 2 or not all((origin, *others)):  # noqa: PLR2004 - size and root
        raise _problem("checkpoint", "has not the lines origin, size and root")
    size, encoded, *extensions = others
    count = plain_number(size, "checkpoint, size")
    root = plain_hash(encoded, "checkpoint, root")
    if count == 0 and root != EMPTY_ROOT:
        raise _problem("checkpoint, root", "is not the root of no entries, though the size is 0")
    return Checkpoint(origin=origin, size=count, root=root, extensions=tuple(extensions))


def _signature(line: str, number: int) -> NoteSignature:
    where = f"checkpoint, signature {number}"
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    if dash != _DASH or not _is_name(name):
        raise _problem(where, "is not a dash, a name and base64, with one blank between them")
    raw = plain_base64(encoded, where)
    if len(raw) <= 4:  # noqa: PLR2004 - the key id and nothing else
        raise _problem(where, "is too short")
    return NoteSignature(name=name, key_id=raw[:4], value=raw[4:])


def _is_name(name: str) -> bool:
    return bool(name) and not _SPACE.search(name) and not _CONTROL.search(name)


def _problem(where: str, what: str, hint: str = "") -> ProofError:
    return ProofError(Problem(where=where, what=what, help=hint))
