"""A released call runs once, where it was meant to, with exactly the arguments that people approved."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from muniment.domain.hold import HoldId
from muniment.domain.ids import Digest
from muniment.errors import ProofError
from muniment.prove.hold import call_digest
from muniment.prove.release import Release, sign_release, verify_release
from prove.holds import NOON, VALVE
from signers.keys import p256, p384, rsa

if TYPE_CHECKING:
    from muniment.signers.file_key import FileKey

RELEASE = Release(
    id=HoldId("h-1"),
    call=call_digest("set_valve", "mcp://plant", VALVE),
    hold=Digest("sha256:" + "b" * 64),
    server="mcp://plant",
    issued=NOON,
    expires=NOON + timedelta(minutes=2),
)


def token(key: FileKey, release: Release = RELEASE) -> str:
    return sign_release(release, algorithm=key.algorithm, keyid=key.keyid, sign=key.sign)


class Once:
    """Remembers what was spent."""

    def __init__(self) -> None:
        self.spent: set[str] = set()

    def __call__(self, release: Release) -> bool:
        fresh = release.id not in self.spent
        self.spent.add(release.id)
        return fresh


def verified(text: str, spend: Once | None = None, **more: Any) -> Release:  # noqa: ANN401  (any part of a call)
    call: dict[str, Any] = {"tool": "set_valve", "arguments": VALVE, "server": "mcp://plant", "at": NOON}
    call |= {"keys": (p256().public, p384().public)} | more
    return verify_release(text, spend=spend or Once(), **call)


@pytest.mark.parametrize("key", [p256, p384], ids=["ES256", "ES384"])
def test_a_released_call_runs_once(key: Any) -> None:  # noqa: ANN401
    spend = Once()

    assert verified(token(key()), spend) == RELEASE
    with pytest.raises(ProofError, match="was spent before"):
        verified(token(key()), spend)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        pytest.param({"arguments": {**VALVE, "valve": "A8"}}, "other arguments", id="another argument"),
        pytest.param({"arguments": {**VALVE, "more": None}}, "other arguments", id="one argument more"),
        pytest.param({"tool": "set_valves"}, "for another tool", id="another tool"),
        pytest.param({"server": "mcp://plan"}, "is for the tools of", id="another server"),
        pytest.param({"at": NOON + timedelta(minutes=2)}, "holds from", id="too late"),
        pytest.param({"at": NOON - timedelta(seconds=1)}, "holds from", id="too early"),
        pytest.param({"keys": (p384().public,)}, "not signed by a key", id="a key that is not trusted"),
        pytest.param({"keys": ()}, "not signed by a key", id="no key at all"),
    ],
)
def test_a_call_that_was_not_approved_does_not_run_and_spends_nothing(more: dict[str, Any], why: str) -> None:
    spend = Once()

    with pytest.raises(ProofError, match=why):
        verified(token(p256()), spend, **more)

    assert spend.spent == set()


def test_a_token_is_read_by_the_algorithm_of_its_key_whatever_it_says_itself() -> None:
    head, body, signature = token(p256()).split(".")

    for algorithm in ("none", "HS256", "ES384", "es256"):
        said = {"alg": algorithm, "kid": p256().keyid, "typ": "muniment-release+jwt"}
        other = base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
        for mark in (signature, ""):
            with pytest.raises(ProofError):
                verified(f"{other}.{body}.{mark}")
    assert head


def test_no_other_spelling_of_a_token_is_read() -> None:
    good = token(p256())

    for other in (good + "=", good + "\n", good.replace(".", ".="), good + ".x", good[:-1], "x" * 5000, "", ".."):
        with pytest.raises(ProofError):
            verified(other)


def test_a_library_for_tokens_of_the_web_reads_the_same() -> None:
    from joserfc import jwk, jwt  # noqa: PLC0415  (an optional part)

    public = p256().public.key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    key = jwk.ECKey.import_key(public)

    found = jwt.decode(token(p256()), key, algorithms=["ES256"])

    assert found.header["typ"] == "muniment-release+jwt"
    assert (found.claims["jti"], found.claims["aud"]) == ("h-1", "mcp://plant")


def test_only_ecdsa_keys_sign_tokens() -> None:
    with pytest.raises(ProofError, match="use ECDSA"):
        token(rsa())


def test_the_side_that_runs_tools_needs_no_other_package_than_those_for_signatures() -> None:
    code = (
        "import sys, muniment.prove.release\n"
        "ours = {name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names\n"
        "print(sorted(ours - {'muniment', 'cryptography', 'rfc8785', '_cffi_backend', '__main__'}))\n"
        "print(sorted(n for n in sys.modules if n.startswith('muniment.') and n.count('.') == 1))"
    )

    ended = subprocess.run([sys.executable, "-S", "-c", f"import site; site.main()\n{code}"], check=True,
                           capture_output=True, text=True)  # fmt: skip

    others, floors = ended.stdout.splitlines()
    assert [each for each in eval(others) if not each.startswith("_")] == []  # noqa: S307  (a list that we printed)
    assert eval(floors) == ["muniment.domain", "muniment.errors", "muniment.prove"]  # noqa: S307


def test_a_release_for_a_hold_names_the_text_that_people_signed() -> None:
    other = replace(RELEASE, hold=Digest("sha256:" + "c" * 64))

    assert token(p256(), other) != token(p256())
    assert verified(token(p256(), other)).hold == other.hold
