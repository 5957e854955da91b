"""A certificate on paper, read by other libraries: archivable, accessible, with its statement, ready to be signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pypdf import PdfReader

from muniment.app.flow_down.pdf_signature import why_unsigned
from muniment.errors import InputError
from muniment.prove.canonical import digest
from muniment.prove.state import seal
from muniment.readers.paper import certificate_in
from muniment.render.paper.document import Beside, document
from muniment.render.paper.typeset import FIELD, Attached, typeset
from prove.statements import full
from signers.keys import p384

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.domain.statement import Statement

PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20">'
    b'<desc>From 4 to 1.</desc><rect width="9" height="9"/></svg>'
)


@cache
def envelope() -> bytes:
    """Return one signed statement; signing again would give other bytes."""
    key = p384()
    return seal(full(), keyid=key.keyid, sign=key.sign)


def paper(statement: Statement | None = None, *, marking: str = "", picture: bytes | None = None) -> bytes:
    """Return the PDF of a statement that uses every part of the format."""
    statement = statement or full()
    raw = envelope()
    beside = Beside(
        digest=digest(raw),
        keys=(p384().keyid,),
        ledger=(("origin", "ledger.example"), ("entry", "7 of 9"), ("root", "AAAA")),
        marking=marking,
        burn_down="From 4 to 1." if picture else "",
    )
    return typeset(document(statement, beside), Attached(envelope=raw, burn_down=picture), statement.issued_at)


def words(raw: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(raw)).pages).split())


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return every element of the tree of structure."""
    waiting: list[pikepdf.Object] = [pdf.Root.StructTreeRoot]
    found: list[pikepdf.Object] = []
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting.extend(one)
        elif isinstance(one, pikepdf.Dictionary):
            if "/S" in one:
                found.append(one)
            if "/K" in one:
                waiting.append(one.K)
    return found


def test_the_paper_says_what_the_statement_says() -> None:
    statement = full()
    told = words(paper())

    assert statement.signatory.name in told
    assert str(statement.valid_until) in told
    for said in statement.representations:
        assert " ".join(said.text.split())[:60] in told
    for disclosure in statement.disclosures:
        assert disclosure.text in told
    assert "ledger.example, entry 7 of 9" in told


@pytest.mark.parametrize(
    ("matter", "told"),
    [
        ("`northwind` in `tool` is undetermined", "northwind in tool is undetermined"),
        ("one ` alone stays", "one ` alone stays"),
        ("``", ""),
    ],
)
def test_names_between_backticks_are_set_in_letters_of_their_own(matter: str, told: str) -> None:
    statement = full()
    first = replace(statement.disclosures[0], matter=matter)

    found = words(paper(replace(statement, disclosures=(first, *statement.disclosures[1:]))))

    assert told in found
    assert ("`" in found) is (told != "" and "`" in told)


def test_the_same_statement_gives_the_same_bytes() -> None:
    assert paper() == paper()


def test_it_declares_both_standards_and_what_they_ask_for() -> None:
    pdf = pikepdf.open(BytesIO(paper(picture=PICTURE)))
    with pdf.open_metadata() as about:
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "A")
        assert about["pdfuaid:part"] == "1"

    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en-US"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    found = elements(pdf)
    figures = [each for each in found if each.S == "/Figure"]
    assert figures
    assert all(str(each.Alt) for each in figures)
    assert any(each.S == "/TH" for each in found)


def test_the_field_for_a_signature_is_empty_visible_and_tagged() -> None:
    pdf = pikepdf.open(BytesIO(paper()))

    (field,) = pdf.Root.AcroForm.Fields
    assert (str(field.T), str(field.FT), "/V" in field) == (FIELD, "/Sig", False)
    assert str(field.TU)
    (page,) = [each for each in pdf.pages if "/Annots" in each]
    assert page.Tabs == "/S"
    left, bottom, right, top = (float(side) for side in field.Rect)
    assert 0 < left < right < float(page.mediabox[2])
    assert 0 < bottom < top < float(page.mediabox[3])
    forms = [each for each in elements(pdf) if each.S == "/Form"]
    assert [each.K.Obj.objgen for each in forms] == [field.objgen]


def test_the_signed_statement_is_attached_byte_for_byte() -> None:
    attached = PdfReader(BytesIO(paper())).attachments

    assert attached == {"certification.dsse.json": [envelope()]}


def test_a_marking_stands_at_the_top_and_bottom_of_every_page() -> None:
    pages = PdfReader(BytesIO(paper(marking="CUI//SP-PROCURE"))).pages

    assert all(page.extract_text().count("CUI//SP-PROCURE") == 2 for page in pages)


def test_letters_that_no_font_has_are_refused_with_a_way_out() -> None:
    statement = full()
    named = replace(statement, signatory=replace(statement.signatory, name="田中"))

    with pytest.raises(InputError, match="--font FOLDER"):
        paper(named)


def signed(raw: bytes, folder: Path) -> Any:  # noqa: ANN401  (pyHanko's own)
    """Return the result of signing the field as an official does, and of validating that."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko.sign import fields, signers  # noqa: PLC0415
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "J. Rivera")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2045, 1, 1, tzinfo=UTC))
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, False, False, False, False),  # noqa: FBT003
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    own = signers.SimpleSigner.load(str(folder / "key.pem"), str(folder / "cert.pem"))  # type: ignore[no-untyped-call]
    about = signers.PdfSignatureMetadata(
        field_name=FIELD, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    done = signers.PdfSigner(about, own).sign_pdf(IncrementalPdfFileWriter(BytesIO(raw)))
    (folder / "signed.pdf").write_bytes(done.getvalue())
    (found,) = PdfFileReader(done).embedded_signatures
    return validate_pdf_signature(found, ValidationContext(trust_roots=[own.signing_cert], allow_fetching=False))


def added_to(raw: bytes) -> bytes:
    """Return a PDF with a page more, written behind the signature as the format allows."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415

    writer = IncrementalPdfFileWriter(BytesIO(raw))
    writer.update_root()  # type: ignore[no-untyped-call]
    to = BytesIO()
    writer.write(to)  # type: ignore[no-untyped-call]
    return to.getvalue()


@pytest.mark.filterwarnings("default")
def test_an_official_can_sign_the_field_and_everything_is_covered(tmp_path: Path) -> None:
    status = signed(paper(), tmp_path)

    assert status.intact
    assert status.valid
    assert status.coverage.name == "ENTIRE_FILE"
    whole = (tmp_path / "signed.pdf").read_bytes()
    assert (why_unsigned(paper()), why_unsigned(whole)) == ("holds no signature", "")
    assert certificate_in(whole, "signed.pdf") == envelope()
    assert why_unsigned(added_to(whole)).startswith("was added to after it was signed")
    assert PdfReader(tmp_path / "signed.pdf").attachments["certification.dsse.json"] == [envelope()]


@pytest.mark.full
@pytest.mark.filterwarnings("default")
def test_pdfsig_finds_the_signature_valid(tmp_path: Path) -> None:
    import shutil  # noqa: PLC0415
    import subprocess  # noqa: PLC0415

    signed(paper(), tmp_path)
    tool = shutil.which("pdfsig")
    assert tool, "install poppler-utils"

    told = subprocess.run([tool, "-nocert", tmp_path / "signed.pdf"], capture_output=True, text=True, check=False)

    assert "Signature is Valid." in told.stdout
    assert "Total document signed" in told.stdout
