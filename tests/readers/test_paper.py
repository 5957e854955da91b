"""A PDF that claims to be of a certificate has exactly that one attached, whatever hides in it."""

from __future__ import annotations

import random
import zlib
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Stream, String

from muniment.errors import ProofError
from muniment.readers.paper import LARGEST, certificate_in

if TYPE_CHECKING:
    from collections.abc import Callable

OURS, OTHER = b'{"payload":"of this one"}', b'{"payload":"of another one"}'


def written(change: Callable[[pikepdf.Pdf], object] = lambda _: None, content: bytes = OURS) -> bytes:
    """Return a PDF of one page with `content` attached, after `change` to it."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["certification.dsse.json"] = AttachedFileSpec(pdf, content)
    change(pdf)
    to = BytesIO()
    pdf.save(to, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return to.getvalue()


def second(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["read-me.json"] = AttachedFileSpec(pdf, OTHER)


def as_a_note(pdf: pikepdf.Pdf) -> None:
    """Attach another content to a note on the page, by a dictionary within it and a stream of no stated kind."""
    held = Dictionary(Type=Name.Filespec, F=String("certification.dsse.json"), EF=Dictionary(F=Stream(pdf, OTHER)))
    note = Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=held)
    pdf.pages[0].obj.Annots = Array([note])


def as_associated(pdf: pikepdf.Pdf) -> None:
    """Attach another content as what the page comes from, as PDF/A-3 has it."""
    held = Dictionary(Type=Name.Filespec, UF=String("x"), EF=Dictionary(UF=Stream(pdf, OTHER)))
    pdf.pages[0].obj.AF = Array([pdf.make_indirect(held)])


def kept_by_nothing_that_shows_it(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Aside = pdf.make_indirect(Stream(pdf, OTHER, {"/Type": Name.EmbeddedFile}))


def under_a_spelling(pdf: pikepdf.Pdf) -> None:
    """Spell the name of the kind in another way, which means the same: the library reads it."""
    pdf.Root.Aside = pdf.make_indirect(Stream(pdf, OTHER, {"/Type": Name("/EmbeddedFile")}))


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def launched(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("calc.exe")))


def bomb(pdf: pikepdf.Pdf) -> None:
    stream = Stream(pdf, b"")
    stream.write(zlib.compress(bytes(LARGEST + 2)), filter=Name.FlateDecode)
    pdf.Root.Aside = pdf.make_indirect(Dictionary(EF=Dictionary(F=pdf.make_indirect(stream))))


def in_another_form(pdf: pikepdf.Pdf) -> None:
    stream = Stream(pdf, b"")
    stream.write(OURS.hex().encode() + b">", filter=Name.ASCIIHexDecode)
    pdf.Root.Aside = pdf.make_indirect(Dictionary(EF=Dictionary(F=pdf.make_indirect(stream))))


def nothing(pdf: pikepdf.Pdf) -> None:
    del pdf.attachments["certification.dsse.json"]


def test_what_is_attached_is_returned() -> None:
    assert certificate_in(written(), "a.pdf") == OURS


def test_the_same_content_may_be_attached_in_two_places() -> None:
    twice = written(lambda pdf: pdf.attachments.__setitem__("again.json", AttachedFileSpec(pdf, OURS)))

    assert certificate_in(twice, "a.pdf") == OURS


@pytest.mark.parametrize("change", [second, as_a_note, as_associated, kept_by_nothing_that_shows_it, under_a_spelling])
def test_another_content_is_found_wherever_it_is_attached(change: Callable[[pikepdf.Pdf], None]) -> None:
    with pytest.raises(ProofError, match=r"^a.pdf: has files of different content attached"):
        certificate_in(written(change), "a.pdf")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (script, "holds something that runs"),
        (launched, "holds something that runs"),
        (bomb, "has a file attached of more than 16 MiB"),
        (in_another_form, "in a form that is not read"),
        (nothing, "has nothing attached"),
    ],
)
def test_what_a_certificate_on_paper_never_has_is_refused(change: Callable[[pikepdf.Pdf], None], why: str) -> None:
    with pytest.raises(ProofError, match=why):
        certificate_in(written(change), "a.pdf")


def test_what_was_written_behind_a_signature_in_place_of_it_counts_as_it_does_for_a_reader() -> None:
    """Whoever adds to a PDF can exchange an object of it; the bytes before, which may be signed, stay as they are."""
    first = written()
    with pikepdf.open(BytesIO(first)) as pdf:
        of = next(each for each in pdf.objects if isinstance(each, Stream) and each.get("/Type") == "/EmbeddedFile")
        number, root, size = of.objgen[0], pdf.Root.objgen[0], len(pdf.objects) + 1
    place = len(first)
    later = b"%d 0 obj\n<</Type/EmbeddedFile/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, len(OTHER), OTHER)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, place)
    before = first.rpartition(b"startxref\n")[2].split(b"\n")[0]
    end = b"trailer\n<</Size %d/Root %d 0 R/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        root,
        before,
        place + len(later),
    )

    assert certificate_in(first + later + table + end, "a.pdf") == OTHER


@pytest.mark.parametrize("raw", [b"%PDF-1.7", b"", written()[:200], written().replace(b"obj", b"job")])
def test_what_is_no_pdf_is_refused_and_no_fault(raw: bytes) -> None:
    with pytest.raises(ProofError):
        certificate_in(raw, "a.pdf")


def test_a_pdf_with_a_password_is_refused() -> None:
    to = BytesIO()
    pdf = pikepdf.open(BytesIO(written()))
    pdf.save(to, encryption=pikepdf.Encryption(user="secret", owner="secret"))

    with pytest.raises(ProofError, match="needs a password"):
        certificate_in(to.getvalue(), "a.pdf")


def test_a_pdf_that_is_damaged_anywhere_is_refused_or_read_and_no_fault() -> None:
    chance = random.Random(5)  # noqa: S311  (a test that repeats)
    for _ in range(300):
        raw = bytearray(written(chance.choice([second, as_a_note, as_associated, nothing, script])))
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(raw))
            raw[at : at + chance.randrange(9)] = chance.choice(
                [b"", b"<<", b"[", b" 1 0 R ", b"/EF", b"/", b"\xff", b"99"]
            )
        with suppress(ProofError):
            assert isinstance(certificate_in(bytes(raw), "a.pdf"), bytes)
