"""The page and the command line give one answer under a verifier's own policy, or the page says that it cannot."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import CertificateBuilder, Name, NameAttribute
from cryptography.x509.oid import NameOID

from app.reports import NEXT_YEAR, TODAY
from muniment.cli.main import exit_code
from muniment.prove.state import signed_bytes
from prove.browser import Person, pem, verifier
from prove.packages import UEI, package
from prove.statements import enclosed, full
from signers.keys import mldsa, p256, p384, rsa

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from prove.browser import Verifier

START = datetime(2020, 1, 1, tzinfo=UTC)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
KEYS = {"ada.pub": p384, "ben.pub": p256, "ada-pq.pub": mldsa, "eve.pub": rsa}
NO_POST_QUANTUM = """() => {
  const real = crypto.subtle.importKey.bind(crypto.subtle);
  const unknown = () => Promise.reject(new DOMException("unknown", "NotSupportedError"));
  crypto.subtle.importKey = (form, der, kind, ...more) =>
    kind.name === "ML-DSA-87" ? unknown() : real(form, der, kind, ...more);
}"""
"""Makes this browser one that has no ML-DSA-87, as most have not."""


def key(file: str, person: str = "J. Rivera", role: str = "signatory", more: str = "") -> str:
    return f'[[keys]]\nfile = "{file}"\nperson = "{person}"\nroles = ["{role}"]\n{more}\n'


BOUND = f'subcontractor = "{UEI}"'
ADA, BEN, ADA_PQ = key("ada.pub"), key("ben.pub", "Ben Counsel", "reviewer"), key("ada-pq.pub")
POLICIES = {
    "one key": ADA,
    "by the name of another": key("ada.pub", "Somebody Else"),
    "another role": key("ada.pub", role="searcher"),
    "a reviewer alone": key("ada.pub", role="reviewer"),
    "another key": key("eve.pub"),
    "in its days": key("ada.pub", more=f"from = {TODAY}\nuntil = {TODAY} # the last one"),
    "too early": key("ada.pub", more=f"from = {TOMORROW}"),
    "too late": key("ada.pub", more=f"until = {YESTERDAY}"),
    "revoked": key("ada.pub", more=f'revoked = {TODAY}\nreason = "lost"'),
    "revoked later": key("ada.pub", more=f"revoked = {TOMORROW}"),
    "two persons": "threshold = 2\n" + ADA + BEN,
    "two keys of one person": "threshold = 2\n" + ADA + key("ben.pub"),
    "two names of one person": "threshold = 2\n"
    + ADA
    + BEN
    + '[[people]]\nperson = "J. Rivera"\nalso = ["ben@x.example"]\n',
    "an algorithm": 'algorithms = ["ecdsa-p384-sha384"]\n' + ADA + BEN,
    "an algorithm that was not used": 'algorithms = ["rsa-pss-sha256"]\n' + ADA,
    "two algorithms": 'algorithms = [\n  "ecdsa-p384-sha384", # first\n  "ml-dsa-87",\n]\n' + ADA + ADA_PQ,
    "a key after the quantum alone": ADA_PQ,
    "who asked is who signed": ADA + "[[people]]\nperson = 'J. Rivera'\nalso = ['A. Clerk']\n",
    "for a subcontractor alone": key("ada.pub", more=BOUND),
    "for a subcontractor as well": ADA + key("ben.pub", "Ben Counsel", more=BOUND),
    "for another subcontractor as well": ADA + key("ben.pub", "Ben Counsel", more='subcontractor = "QK3MWY7ZLP13"'),
    "with a stamp": "stamped = true\n" + ADA,
    "with authorities": 'stamp_authorities = ["root.pem"]\n' + ADA,
    "revoked, with authorities": 'stamp_authorities = ["root.pem"]\n' + key("ada.pub", more=f"revoked = {TODAY}"),
}


@cache
def root() -> bytes:
    """Return the certificate of an authority that stamped nothing."""
    by, name = p384(), Name([NameAttribute(NameOID.COMMON_NAME, "An authority")])
    days = CertificateBuilder().not_valid_before(START).not_valid_after(START + timedelta(days=9999))
    named = days.subject_name(name).issuer_name(name).serial_number(1).public_key(by.public.key)
    return named.sign(by.key, SHA384()).public_bytes(Encoding.PEM)


def signed(*signers: object) -> bytes:
    return enclosed(signed_bytes(full()), *signers)  # type: ignore[arg-type]  # signers of any kind


def packages() -> dict[str, tuple[bytes, date]]:
    inner = package(envelope=signed(p256(), p384()), signer=p256())
    return {
        "one signature": (signed(p384()), TODAY),
        "a year later": (signed(p384()), NEXT_YEAR),
        "two persons": (package(envelope=signed(p384(), p256())), TODAY),
        "a second signature after the quantum": (package(envelope=signed(p384(), mldsa()), proof=None), TODAY),
        "the manifest by another": (package(envelope=signed(p384()), signer=p256()), TODAY),
        "another inside": (package(subcontractors=((UEI, ("inner.mpkg", inner)),)), TODAY),
        "a stamp of nobody": (package(stamps=(("a.tsr", b"x"),)), TODAY),
    }


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verifier]:
    with verifier(tmp_path_factory.mktemp("page")) as found:
        yield found


@pytest.fixture
def person(page: Verifier, tmp_path: Path) -> Person:
    return Person(page, tmp_path)


def by_command_line(folder: Path, raw: bytes, policy: str, day: date, capsys: pytest.CaptureFixture[str]) -> str:
    """Return `passed`, or the check that failed."""
    (folder / "root.pem").write_bytes(root())
    (folder / "given").write_bytes(raw)
    (folder / "trust.toml").write_text(policy, encoding="utf-8")
    for name, made in KEYS.items():
        (folder / name).write_text(pem(made().public.key), encoding="utf-8")
    code = exit_code(
        ["verify", str(folder / "given"), "--policy", str(folder / "trust.toml"), "--as-of", str(day), "--json"]
    )
    said = capsys.readouterr().err
    return "passed" if code in {0, 3} else re.findall(r"check (\w+)", said)[0]


def by_page(person: Person, raw: bytes, policy: str, day: date) -> str:
    """Return what the page says: as above, or that it cannot check that here."""
    named = set(re.findall(r'file = "([^"]+)"', policy))
    person.chooses("file", given=raw).chooses("policy", trust_toml=policy.encode())
    person.page.set_input_files("#keys", [person.folder / name for name in sorted(named)])
    said = person.asks(day=day.isoformat())
    found = re.search(r"Check (\w+),", said)
    if "Not verified here" in said:
        return "not here"
    return "passed" if "Verified as of" in said else found[1] if found else said


@pytest.mark.full
@pytest.mark.parametrize("able", [True, False], ids=["a browser with ML-DSA-87", "a browser without it"])
def test_page_and_command_line_agree_on_every_package_under_every_policy(
    person: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str], *, able: bool
) -> None:
    if not able:
        person.page.evaluate(NO_POST_QUANTUM)
    differing, not_here = [], set()
    for name, (raw, day) in packages().items():
        if not able and name not in {"two persons", "a second signature after the quantum"}:
            continue
        for title, policy in POLICIES.items():
            program, said = by_command_line(tmp_path, raw, policy, day, capsys), by_page(person, raw, policy, day)
            if said == "not here":
                not_here.add((name, title))
            elif said != program:
                differing.append((name, title, program, said))

    assert differing == []
    stamps = {(name, title) for name, title in not_here if "stamp" in title or title == "revoked, with authorities"}
    assert all(title == "with a stamp" or name == "a stamp of nobody" for name, title in stamps)
    assert (not_here - stamps == set()) is able


@pytest.mark.full
def test_a_second_signature_that_the_browser_cannot_check_is_a_warning_and_no_verdict_of_its_own(
    person: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = packages()["a second signature after the quantum"][0]
    by_command_line(tmp_path, raw, ADA + ADA_PQ, TODAY, capsys)
    able = by_page(person, raw, ADA + ADA_PQ, TODAY), person.page.inner_text("#verdict")
    asked = by_page(person, raw, POLICIES["two algorithms"], TODAY)

    person.page.evaluate(NO_POST_QUANTUM)
    by_page(person, raw, ADA + ADA_PQ, TODAY)
    unable = person.page.inner_text("#verdict")
    refused = by_page(person, raw, POLICIES["two algorithms"], TODAY)

    assert able[0] == asked == "passed"
    assert able[1].startswith("✓ Verified as of")
    assert unable.startswith(f"! Verified as of {TODAY}, with 1 warning")
    assert "a signature of the size of ML-DSA-87, which this browser cannot check, is in the certificate" in unable
    assert refused == "not here"
    assert "verify it with the command line" in person.page.inner_text("#verdict")
    assert "VP Contracts" not in person.reads


@pytest.mark.full
def test_the_page_shows_by_whom_it_is_trusted(
    person: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    revoked = key("ben.pub", "Ben Counsel", "reviewer", f'revoked = {TODAY}\nreason = "lost"')
    raw = packages()["two persons"][0]
    by_command_line(tmp_path, raw, ADA + revoked, TODAY, capsys)

    assert by_page(person, raw, ADA + revoked, TODAY) == "passed"

    assert "and trusted by your policy: J. Rivera." in person.page.inner_text("#verdict")
    assert "J. Rivera (signatory), ecdsa-p384-sha384, key" in person.reads
    assert f"the key of Ben Counsel was revoked on {TODAY} (lost)" in person.reads
    assert "as many persons signed it as the policy asks for" in person.reads


UNREADABLE = {
    "nobody": "threshold = 1\n",
    "a threshold of none": "threshold = 0\n" + ADA,
    "a threshold in words": 'threshold = "1"\n' + ADA,
    "a value twice": "threshold = 1\nthreshold = 2\n" + ADA,
    "a table twice": "[keys]\nfile = 1\n",
    "an unknown key": ADA + "colour = 1\n",
    "an unknown role": key("ada.pub", role="boss"),
    "an unknown algorithm": 'algorithms = ["md5"]\n' + ADA,
    "a word for a list": 'algorithms = "ml-dsa-87"\n' + ADA,
    "no person": '[[keys]]\nfile = "ada.pub"\nroles = ["signatory"]\n',
    "an empty name": key("ada.pub", " "),
    "a hidden letter": key("ada.pub", "J.\u200b Rivera"),
    "a line break": key("ada.pub", "J.\\nRivera"),
    "a day in words": key("ada.pub", more='from = "2026-01-01"'),
    "a day that is none": key("ada.pub", more="from = 2026-02-30"),
    "an hour": key("ada.pub", more="from = 2026-01-01T00:00:00Z"),
    "another century": key("ada.pub", more="from = 1926-01-01"),
    "the wrong order": key("ada.pub", more=f"from = {TODAY}\nuntil = {YESTERDAY}"),
    "names alike": ADA + key("ben.pub", "J Rivera"),
    "an alias of two": ADA + BEN + '[[people]]\nperson = "J. Rivera"\nalso = ["Ben Counsel"]\n',
    "a person twice": ADA + '[[people]]\nperson = "J. Rivera"\n' * 2,
    "a credential of a signatory": key("ada.pub", more='credential = "AAAA"'),
    "a UEI that is none": key("ada.pub", more='subcontractor = "J7RJX2"'),
    "a UEI in small letters": key("ada.pub", more=BOUND.replace(UEI, UEI.lower())),
    "a reviewer of a subcontractor": key("ada.pub", role="reviewer", more=BOUND),
    "a text without an end": 'threshold = "1\n' + ADA,
    "a list without a comma": 'algorithms = ["ml-dsa-87" "ml-dsa-87"]\n' + ADA,
    "two values on a line": "threshold = 1 stamped = true\n" + ADA,
    "half a character": key("ada.pub", "J. \\ud800"),
    "a key twice": ADA + key("ada.pub", "Ben Counsel"),
}


@pytest.mark.full
@pytest.mark.parametrize("policy", UNREADABLE.values(), ids=UNREADABLE)
def test_a_policy_that_the_command_line_refuses_is_refused_by_the_page(
    person: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str], policy: str
) -> None:
    raw = signed(p384())
    (tmp_path / "given").write_bytes(raw)
    for name, made in KEYS.items():
        (tmp_path / name).write_text(pem(made().public.key), encoding="utf-8")
    (tmp_path / "trust.toml").write_text(policy, encoding="utf-8")
    code = exit_code(["verify", str(tmp_path / "given"), "--policy", str(tmp_path / "trust.toml")])

    said = by_page(person, raw, policy, TODAY)

    assert code == 2, capsys.readouterr().err
    assert "Nothing was checked" in said


@pytest.mark.full
@pytest.mark.parametrize(
    ("policy", "keys", "said"),
    [
        pytest.param(ADA + BEN, ["ada.pub"], "names `ben.pub`, which is not among the keys", id="a key too few"),
        pytest.param(ADA, ["ada.pub", "eve.pub"], "is a key that the policy does not name", id="a key too many"),
        pytest.param(key("a/ada.pub") + key("b/ada.pub", "B"), ["ada.pub"], "two files, or one twice", id="one name"),
        pytest.param("x = {a = 1}\n" + ADA, ["ada.pub"], "`x` has no place in the policy", id="unknown"),
        pytest.param("threshold = {a = 1}\n" + ADA, ["ada.pub"], "the command line reads all of TOML", id="a table"),
    ],
)
def test_a_policy_without_its_keys_is_asked_for_again(
    person: Person, tmp_path: Path, policy: str, keys: list[str], said: str
) -> None:
    for name, made in KEYS.items():
        (tmp_path / name).write_text(pem(made().public.key), encoding="utf-8")
    person.chooses("file", given=signed(p384())).chooses("policy", trust_toml=policy.encode())
    person.page.set_input_files("#keys", [tmp_path / name for name in keys])

    assert said in person.asks()
