"""Packages from the command line: packed, listed, unpacked and verified; and what is refused."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING

import pytest

from app.reports import CONTRACT, TODAY
from muniment.cli.main import exit_code
from muniment.prove.checkpoint import note_key, write_verifier_key
from muniment.prove.checkpoint import write as write_checkpoint
from prove.browser import pem
from prove.packages import ORIGIN, OTHERS, UEI, certificate, checkpoint, checkpoint_in, grown, package, proof_of
from readers.test_paper import second, written
from signers.keys import p256, p384

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

POLICY = """threshold = 1

[[keys]]
file = "key.pub"
person = "J. Rivera"
roles = ["signatory"]
from = 2026-01-01
until = 2026-12-31
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a certificate, its proof and evidence, a package of a subcontractor, and keys."""
    envelope = certificate()
    for name, content in (
        ("certificate.json", envelope),
        ("certificate.tlog-proof", proof_of(envelope)),
        ("check.json", b"{}"),
        ("certificate.pdf", written(content=envelope)),
        ("other.pdf", written(content=certificate())),
        ("more.pdf", written(second, envelope)),
        ("inner.mpkg", package()),
        ("before.checkpoint", write_checkpoint(checkpoint(OTHERS))),
        ("key.pub", pem(p384().public.key).encode()),
        ("ledger.pub", pem(p256().public.key).encode()),
        ("ledger.vkey", b"# ours\n" + write_verifier_key(note_key(ORIGIN, p256().public)).encode() + b"\n"),
        ("trust.toml", POLICY.encode()),
    ):
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pack(*more: str) -> int:
    return exit_code(["package", "pack", "certificate.json", "--out", "PO.mpkg", *more])


def verify(file: str, *more: str) -> int:
    return exit_code(["verify", file, "--as-of", TODAY.isoformat(), *more])


WHOLE = ("--evidence", "check.json", "--proof", "certificate.tlog-proof")
TRUSTED = ("--key", "key.pub", "--log-key", "ledger.pub", "--checkpoint", "before.checkpoint", "--contract", CONTRACT)


def test_a_package_is_verified_with_everything_that_a_receiver_has(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = package()
    (place / "PO.mpkg").write_bytes(raw)
    (place / "before.checkpoint").write_bytes(write_checkpoint(checkpoint_in(raw)))

    code = verify("PO.mpkg", *TRUSTED)

    out = capsys.readouterr().out
    assert code == 0
    assert out.startswith(f"✓ verified as of {TODAY}: signed with key {p384().keyid[:16]}\n")
    for told in ("  L7. the ledger is the same as", "In the package", "In the ledger", f"Certificate for {CONTRACT}"):
        assert told in out


def test_what_nobody_signed_ends_with_3_and_says_so_before_anything_else(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = pack(*WHOLE, "--pdf", "certificate.pdf", "--subcontractor", f"{UEI}=inner.mpkg")

    code = verify("PO.mpkg", *TRUSTED)

    out = capsys.readouterr().out
    assert (packed, code) == (0, 3)
    assert "Nobody signed the manifest: give --key" in out
    assert f"! verified as of {TODAY} with 4 warnings" in out
    assert re.search(r"! +nobody signed `certificate.pdf`", out)
    assert f"nobody signed that `subcontractors/{UEI}/inner.mpkg` belongs here" in " ".join(out.split())
    assert f"Subcontractor {UEI}" in out
    assert (place / "PO.mpkg").exists()


def test_a_ledger_that_has_grown_is_compared_by_a_proof_in_the_package_or_beside_it(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, shown = grown((place / "certificate.json").read_bytes(), 6)
    (place / name).write_bytes(shown)
    pack(*WHOLE)

    without = verify("PO.mpkg", *TRUSTED)
    beside = verify("PO.mpkg", *TRUSTED, "--consistency", name)
    (place / "PO.mpkg").unlink()
    pack(*WHOLE, "--consistency", name)
    within = verify("PO.mpkg", *TRUSTED)

    assert (without, beside, within) == (3, 0, 0)
    assert capsys.readouterr().out.count("  L8. a proof of consistency shows") == 2


def test_a_proof_of_consistency_without_a_checkpoint_and_one_that_is_none_need_mending(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "words").write_bytes(b"old words")
    pack(*WHOLE)

    assert verify("PO.mpkg", "--key", "key.pub", "--consistency", "words") == 2
    assert "--consistency goes with the --checkpoint" in capsys.readouterr().err
    assert verify("PO.mpkg", *TRUSTED, "--consistency", "words") == 2
    assert "words: has no line `old N`" in capsys.readouterr().err


def test_what_is_withheld_is_listed_and_not_there(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack("--withhold", "check.json", "--mark", "check.json=CUI")
    capsys.readouterr()

    listed = exit_code(["package", "list", "PO.mpkg", "--json"])

    files = {each["name"]: each for each in json.loads(capsys.readouterr().out)["files"]}
    assert listed == 0
    assert (files["evidence/check.json"]["withheld"], files["evidence/check.json"]["marking"]) == (True, "CUI")
    assert exit_code(["package", "unpack", "PO.mpkg", "--to", "there"]) == 0
    assert sorted(each.name for each in (place / "there").iterdir()) == ["MANIFEST.json", "certification.dsse.json"]


def test_nothing_is_unpacked_over_what_is_there(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack(*WHOLE)
    (place / "there").mkdir()

    assert exit_code(["package", "unpack", "PO.mpkg", "--to", "there"]) == 2
    assert "there: exists, and nothing is overwritten" in capsys.readouterr().err


def test_every_file_that_is_missing_is_named_and_nothing_is_written(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = pack("--plan", "ledger.vkey", "--mark", "other=CUI")

    err = capsys.readouterr().err
    assert code == 2
    assert "check.json: the certificate names it" in err
    assert "other: is marked" in err
    assert not (place / "PO.mpkg").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        pytest.param((*TRUSTED[:-1], "C-9"), 1, "check C1, contract: the certificate is for", id="another contract"),
        pytest.param(("--key", "ledger.pub"), 1, "check P5, signatures: none was made", id="another key"),
        pytest.param(
            ("--key", "key.pub", "--checkpoint", "before.checkpoint"), 2, "goes with the --log-key", id="half"
        ),
        pytest.param(("--key", "key.pub", "--log-key", "check.json"), 2, "check.json", id="no key of a ledger"),
        pytest.param(
            (*TRUSTED, "--proof", "certificate.tlog-proof"), 2, "a package has its proof in it", id="a second proof"
        ),
    ],
)
@pytest.mark.usefixtures("place")
def test_a_package_that_is_not_the_answer_is_refused(
    words: tuple[str, ...], code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "PO.mpkg").write_bytes(package())

    assert verify("PO.mpkg", *words) == code
    assert said in capsys.readouterr().err


def test_a_certificate_is_verified_with_the_proof_beside_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--key", "key.pub", "--log-key", "ledger.vkey", "--proof", "certificate.tlog-proof", "--json")

    code = verify("certificate.json", *words)

    value = json.loads(capsys.readouterr().out)
    assert place.exists()
    assert code == 0
    assert value["format"] == "muniment.verified-package/1"
    assert value["ledger"] == {"index": 6, "origin": "example.com/ledger", "root": value["ledger"]["root"], "size": 7}
    assert value["checks"][-1]["id"] == "L6"


def test_a_package_of_last_year_verifies_with_expired_keys_as_of_its_date(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "PO.mpkg").write_bytes(package())
    later = ("--policy", "trust.toml", "--as-of", "2027-11-20")
    year_on = exit_code(["verify", "PO.mpkg", *later])
    over = exit_code(["verify", "PO.mpkg", "--policy", "trust.toml", "--at", "2028-02-01"])
    at_its_date = exit_code(["verify", "PO.mpkg", "--policy", "trust.toml", "--at", TODAY.isoformat()])

    assert (year_on, over, at_its_date) == (3, 1, 3)  # 3: no key of the ledger was given
    assert "check 15, as of: `2028-02-01` is after" in capsys.readouterr().err


@pytest.mark.parametrize("damage", [lambda raw: raw[:-1], lambda raw: raw + b"\n", lambda _: b"PK", lambda _: b""])
def test_a_damaged_package_is_refused_without_a_fault(
    damage: Callable[[bytes], bytes], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "PO.mpkg").write_bytes(damage(package()))

    assert verify("PO.mpkg", "--key", "key.pub") == 1
    assert "muniment: check " in capsys.readouterr().err


def test_the_page_is_written_and_its_digest_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = exit_code(["package", "verifier", "--out", "verify.html"])

    assert code == 0
    assert (place / "verify.html").read_bytes().startswith(b"<!doctype html>")
    assert "sha256:" in capsys.readouterr().out


def test_a_pdf_of_another_certificate_is_not_packed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, why in (
        ("other.pdf", "other.pdf: has another certificate attached"),
        ("more.pdf", "more.pdf: has files of different content attached"),
        ("check.json", "check.json: is no PDF that can be read"),
    ):
        assert pack("--evidence", "check.json", "--pdf", name) == 2
        assert why in capsys.readouterr().err
    assert not (place / "PO.mpkg").exists()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("certificate.pdf", ""),
        ("other.pdf", "check P8, certificate.pdf: has another certificate attached"),
        ("more.pdf", "check P8, certificate.pdf: has files of different content attached"),
    ],
)
def test_a_pdf_of_another_certificate_in_a_package_is_refused_also_where_the_liar_has_all_keys(
    name: str, why: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    envelope, picture = (place / "certificate.json").read_bytes(), (place / name).read_bytes()
    lying = package(envelope=envelope, picture=picture)
    (place / "PO.mpkg").write_bytes(lying)
    (place / "outer.mpkg").write_bytes(package(subcontractors=((UEI, ("inner.mpkg", lying)),)))
    trusted = ("--key", "key.pub", "--log-key", "ledger.vkey")

    codes = verify("PO.mpkg", *trusted), verify("outer.mpkg", *trusted)

    told = capsys.readouterr()
    assert codes == ((1, 1) if why else (0, 0))
    if why:
        assert why in told.err
        assert f"check P7, subcontractors/{UEI}/inner.mpkg, {why}" in told.err
        return
    assert told.out.count(" P8. the PDF of the certificate has this certificate attached") == 2
    assert "nor the pages of certificate.pdf: read the certificate here" in " ".join(told.out.split())


def test_a_pdf_that_nothing_here_reads_is_told_as_not_looked_at_also_where_it_lies_inside(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    envelope, picture = (place / "certificate.json").read_bytes(), (place / "other.pdf").read_bytes()
    unread = package(envelope=envelope, picture=picture)
    (place / "PO.mpkg").write_bytes(unread)
    (place / "outer.mpkg").write_bytes(package(picture=None, subcontractors=((UEI, ("inner.mpkg", unread)),)))
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    trusted = ("--key", "key.pub", "--log-key", "ledger.vkey")

    codes = verify("PO.mpkg", *trusted), verify("outer.mpkg", *trusted)

    out = " ".join(capsys.readouterr().out.split())
    assert codes == (3, 3)
    assert "P8." not in out
    assert out.count("what the PDF of the certificate has attached was not looked at") == 2


@pytest.mark.usefixtures("place")
def test_a_pdf_by_itself_is_verified_by_the_certificate_in_it_and_its_pages_are_believed_by_nobody(
    capsys: pytest.CaptureFixture[str],
) -> None:
    proof = ("--log-key", "ledger.vkey", "--proof", "certificate.tlog-proof")

    code = verify("certificate.pdf", "--key", "key.pub", *proof, "--contract", CONTRACT)
    out = " ".join(capsys.readouterr().out.split())

    assert code == 3
    assert "the pages of `certificate.pdf` were not compared with the certificate in it: read what is shown here" in out
    assert "L6. the entry says that this certificate was signed" in out
    assert verify("certificate.pdf", "--policy", "trust.toml") == 3
    assert verify("certificate.pdf", "--key", "ledger.pub") == 1
    assert verify("other.pdf", "--key", "key.pub", *proof) == 1
    assert verify("more.pdf", "--key", "key.pub") == 1
    assert "has files of different content attached" in capsys.readouterr().err


def test_a_withheld_file_that_came_apart_is_the_one_that_is_named_or_refused(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "map.pdf").write_bytes(b"a map")
    inner = package(withheld=(("map.pdf", b"a map"),))
    (place / "PO.mpkg").write_bytes(
        package(evidence=(), withheld=(("check.json", b"{}"),), subcontractors=((UEI, ("inner.mpkg", inner)),))
    )
    trusted = ("--key", "key.pub", "--log-key", "ledger.vkey")

    code = verify("PO.mpkg", *trusted, "--evidence", "check.json", "--evidence", "map.pdf", "--json")
    value = json.loads(capsys.readouterr().out)
    (place / "map.pdf").write_bytes(b"another map")
    other = verify("PO.mpkg", *trusted, "--evidence", "map.pdf")

    assert code == 0
    assert value["apart"] == [
        {"file": "check.json", "name": "evidence/check.json"},
        {"file": "map.pdf", "name": f"subcontractors/{UEI}/inner.mpkg, evidence/map.pdf"},
    ]
    assert value["checks"][-1]["id"] == "E1"
    assert other == 1
    assert "check E1, map.pdf: is none of the files that the certificate names" in capsys.readouterr().err
    assert verify("certificate.json", "--key", "key.pub", "--evidence", "check.json") == 0
    assert "evidence/check.json" in capsys.readouterr().out
