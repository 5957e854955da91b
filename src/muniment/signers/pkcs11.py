"""A private key on a token: a smart card, a security key or a hardware module, by PKCS#11. The key never leaves it.

The key is named by a URI such as `pkcs11:token=CARD;object=SIGN?module-path=/usr/lib/opensc-pkcs11.so` (RFC 7512). The
PIN is asked for and never written down: one in the URI is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, Hash
from cryptography.hazmat.primitives.serialization import Encoding, load_der_public_key
from cryptography.x509 import load_der_x509_certificate

from muniment.domain.statement import Algorithm
from muniment.errors import InputError, Problem
from muniment.prove.keys import ACCEPTED, TrustedKey, algorithms, key_id

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from cryptography.x509 import Certificate

SCHEME = "pkcs11:"
_KNOWN = frozenset({"token", "object", "id", "serial", "type", "module-path"})
_PINS = frozenset({"pin-value", "pin-source"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenName:
    """Where a key is: the module that reaches the token, and by which names token and key go."""

    uri: str
    module: str
    token: str | None = None
    serial: bytes | None = None
    label: str | None = None
    id: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenKey:
    """A signer on a token. `certificate` is the one that the token holds for the key, nothing where it holds none."""

    name: TokenName
    keyid: str
    algorithm: Algorithm
    public: TrustedKey
    certificate: Certificate | None
    private: Any
    """The key object of the open session; its library has no types."""

    def sign(self, message: bytes) -> bytes:
        """Return the signature over `message`; ECDSA signatures are in DER. Raises: InputError."""
        library = _library()
        try:
            if self.algorithm is Algorithm.RSA_PKCS1_SHA256:
                return bytes(self.private.sign(message, mechanism=library.Mechanism.SHA256_RSA_PKCS))
            raw = self.private.sign(_hashed(self.algorithm, message), mechanism=library.Mechanism.ECDSA)
            return _der(bytes(raw))
        except library.PKCS11Error as error:
            raise _refused(self.name.uri, error) from error

    def sign_note(self, message: bytes) -> bytes:
        """Return the ECDSA signature over the SHA-256 of `message` in DER, as signed notes have it on every curve.

        Raises: InputError, also where the key is not one of ECDSA.
        """
        library = _library()
        if not isinstance(self.public.key, EllipticCurvePublicKey):
            hint = "use ECDSA on P-256 or P-384"
            raise InputError(Problem(where=f"key {self.keyid[:16]}", what="cannot sign checkpoints", help=hint))
        hashed = Hash(SHA256())
        hashed.update(message)
        try:
            return _der(bytes(self.private.sign(hashed.finalize(), mechanism=library.Mechanism.ECDSA)))
        except library.PKCS11Error as error:
            raise _refused(self.name.uri, error) from error


def parse_uri(uri: str) -> TokenName:
    """Return what a PKCS#11 URI names. Raises: InputError.   Source: RFC 7512 2.3."""
    path, _, query = uri.removeprefix(SCHEME).partition("?")
    parts: dict[str, bytes] = {}
    for part in filter(None, (*path.split(";"), *query.split("&"))):
        key, equals, value = part.partition("=")
        if key in _PINS:
            raise _problem(SCHEME, f"holds `{key}`: a PIN in an option can be seen by others", "leave it out")
        if key not in _KNOWN or not equals:
            raise _problem(uri, f"has a part `{part}` that is not understood", "known: " + ", ".join(sorted(_KNOWN)))
        parts[key] = unquote_to_bytes(value)
    if "module-path" not in parts:
        hint = "add `?module-path=` and the path of its library, such as opensc-pkcs11.so"
        raise _problem(uri, "does not say which module reaches the token", hint)
    return TokenName(
        uri=uri,
        module=parts["module-path"].decode(),
        token=parts["token"].decode() if "token" in parts else None,
        serial=parts.get("serial"),
        label=parts["object"].decode() if "object" in parts else None,
        id=parts.get("id"),
    )


def open_key(uri: str, pin: Callable[[str], str]) -> TokenKey:
    """Return the signer that `uri` names, after a log-in with what `pin` gives; it gets the name of the token.

    RSA signs by PKCS#1 v1.5 with SHA-256, which every card can. The public key is that of the certificate with the same
    id on the token, or of a public key object.
    Raises: InputError.
    """
    name, library = parse_uri(uri), _library()
    try:
        token = _token(name, library)
        session = _opened(token, pin(str(token.label).strip() or name.uri), library)
        private = _only(list(session.get_objects(_attributes(name, library))), name, "private keys")
        certificate = _certificate(session, private, library)
        public = certificate.public_key() if certificate else _public_object(session, private, library)
    except library.PKCS11Error as error:
        raise _refused(uri, error) from error
    if not isinstance(public, EllipticCurvePublicKey | RSAPublicKey) or not algorithms(public):
        raise _problem(uri, "holds a key of a kind that is not accepted", ACCEPTED)
    algorithm = Algorithm.RSA_PKCS1_SHA256 if isinstance(public, RSAPublicKey) else algorithms(public)[0]
    keyid = key_id(public)
    return TokenKey(
        name=name,
        keyid=keyid,
        algorithm=algorithm,
        public=TrustedKey(keyid=keyid, key=public),
        certificate=certificate,
        private=private,
    )


def _opened(token: Any, pin: str, library: ModuleType) -> Any:  # noqa: ANN401  (the library has no types)
    """Return a session. A token is logged in to once for the whole process, whatever keys of it are used."""
    try:
        return token.open(user_pin=pin)
    except library.UserAlreadyLoggedIn:
        return token.open()


def certificate_pem(key: TokenKey) -> bytes:
    """Return the certificate on the token in PEM; nothing where there is none."""
    return b"" if key.certificate is None else key.certificate.public_bytes(Encoding.PEM)


def _token(name: TokenName, library: ModuleType) -> Any:  # noqa: ANN401  (the library has no types)
    try:
        module = library.lib(name.module)
    except (RuntimeError, OSError, library.PKCS11Error) as error:
        raise _problem(name.module, "cannot be used as a PKCS#11 module", "give the path of its library") from error
    found = [
        token
        for token in module.get_tokens()
        if name.token in {None, str(token.label).strip()} and name.serial in {None, bytes(token.serial).strip()}
    ]
    return _only(found, name, "tokens")


def _attributes(name: TokenName, library: ModuleType) -> dict[Any, Any]:
    wanted: dict[Any, Any] = {library.Attribute.CLASS: library.ObjectClass.PRIVATE_KEY}
    if name.label is not None:
        wanted[library.Attribute.LABEL] = name.label
    if name.id is not None:
        wanted[library.Attribute.ID] = name.id
    return wanted


def _certificate(session: Any, private: Any, library: ModuleType) -> Certificate | None:  # noqa: ANN401  (as above)
    same = {library.Attribute.CLASS: library.ObjectClass.CERTIFICATE, library.Attribute.ID: private.id}
    found = list(session.get_objects(same))
    return load_der_x509_certificate(bytes(found[0][library.Attribute.VALUE])) if found else None


def _public_object(session: Any, private: Any, library: ModuleType) -> object:  # noqa: ANN401  (as above)
    from pkcs11.util.ec import encode_ec_public_key  # noqa: PLC0415  (an optional part)
    from pkcs11.util.rsa import encode_rsa_public_key  # noqa: PLC0415

    same = {library.Attribute.CLASS: library.ObjectClass.PUBLIC_KEY, library.Attribute.ID: private.id}
    found = list(session.get_objects(same))
    if not found:
        return None
    if found[0].key_type is library.KeyType.EC:
        return load_der_public_key(encode_ec_public_key(found[0]))
    return _rsa(encode_rsa_public_key(found[0])) if found[0].key_type is library.KeyType.RSA else None


def _rsa(der: bytes) -> object:
    """Return the RSA key in PKCS#1 form, as OpenSSL reads it in PEM."""
    from base64 import encodebytes  # noqa: PLC0415  (used for keys without a certificate alone)

    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415

    body = encodebytes(der).decode()
    return load_pem_public_key(f"-----BEGIN RSA PUBLIC KEY-----\n{body}-----END RSA PUBLIC KEY-----\n".encode())


def _only(found: list[Any], name: TokenName, what: str) -> Any:  # noqa: ANN401  (as above)
    if len(found) == 1:
        return found[0]
    hint = "name it by `token=`, and the key by `object=` or `id=`"
    raise _problem(name.uri, f"fits {len(found)} {what}, where one is needed", hint)


def _hashed(algorithm: Algorithm, message: bytes) -> bytes:
    digest = Hash(SHA384() if algorithm is Algorithm.ECDSA_P384_SHA384 else SHA256())
    digest.update(message)
    return digest.finalize()


def _der(raw: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature  # noqa: PLC0415  (EC keys alone)

    half = len(raw) // 2
    return encode_dss_signature(int.from_bytes(raw[:half]), int.from_bytes(raw[half:]))


def _library() -> ModuleType:
    try:
        import pkcs11  # noqa: PLC0415  (an optional part)
    except ModuleNotFoundError as error:
        raise _problem("token", "needs `python-pkcs11`", "install `muniment[tokens]`") from error
    return pkcs11


def _refused(uri: str, error: Exception) -> InputError:
    words = {"PinIncorrect": "refused the PIN", "PinLocked": "is locked after too many wrong PINs"}
    name = type(error).__name__
    return _problem(uri, words.get(name, f"failed ({name})"), "check the token, the PIN and the names in the URI")


def _problem(where: str, what: str, hint: str) -> InputError:
    return InputError(Problem(where=where, what=what, help=hint))
