"""From the content of a certificate to a PDF that is archivable (PDF/A-3a), accessible (PDF/UA-1) and can be signed.

The same content gives the same bytes. Nothing is fetched, and no font of the machine is used.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, Literal

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, String

from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

STANDARDS: Final[list[Literal["a-3a", "ua-1"]]] = ["a-3a", "ua-1"]
FIELD: Final = "AuthorizedOfficial"
_TOOLTIP: Final = "Signature of the authorized official"
_HEIGHT, _WIDTH = 62, 255
"""Points of the field for the signature: the height of the line for it, and its width."""
_NO_GLYPH: Final = "could not be displayed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """Files that go into the paper: the signed envelope, and a picture of open items where there is one."""

    envelope: bytes
    burn_down: bytes | None = None


def typeset(content: dict[str, Any], attached: Attached, made_at: datetime, fonts: Sequence[Path] = ()) -> bytes:
    """Return the PDF with an empty field for a signature. `fonts` are folders with further fonts.

    Raises: InputError for text that no font has letters for.
    """
    with TemporaryDirectory(prefix="muniment-paper-") as name:
        folder = Path(name)
        source = folder / "certificate.typ"
        source.write_bytes(files("muniment.render.paper").joinpath("certificate.typ").read_bytes())
        (folder / "certificate.json").write_text(json.dumps(content, sort_keys=True), encoding="utf-8")
        (folder / "certification.dsse.json").write_bytes(attached.envelope)
        if attached.burn_down is not None:
            (folder / "burn-down.svg").write_bytes(attached.burn_down)
        own = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(fonts))
        try:
            plain = typst.compile(
                source, root=folder, font_paths=own, format="pdf", pdf_standards=[*STANDARDS], timestamp=made_at
            )
            (place,) = json.loads(typst.query(source, "<signature>", field="value", root=folder, font_paths=own))
        except typst.TypstError as error:
            raise _refused(error) from error
    return _with_field(plain, place)


def _refused(error: typst.TypstError) -> Exception:
    """Return the problem in the user's words where it is one of his, and the error itself where it is ours."""
    if _NO_GLYPH not in error.message:
        return error
    help_ = "give --font FOLDER with a font that has these letters"
    return InputError(Problem(where="certificate", what=error.message.lower(), help=help_))


def _with_field(plain: bytes, place: dict[str, Any]) -> bytes:
    """Return the PDF with a visible, tagged, empty field for a signature, below the place that the template marks.

    Source: ISO 32000-1, 12.7.4.5 and 14.7; PDF/UA-1, 7.18: a widget belongs to a `Form` element.
    """
    pdf = pikepdf.open(BytesIO(plain))
    page = pdf.pages[int(place["page"]) - 1]
    left, top = (float(str(place[side]).removesuffix("pt")) for side in ("x", "y"))
    bottom = float(page.mediabox[3]) - top - _HEIGHT
    box = Array([round(left, 2), round(bottom, 2), round(left + _WIDTH, 2), round(bottom + _HEIGHT, 2)])
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(FIELD),
            TU=String(_TOOLTIP),
            F=4,
            Rect=box,
            P=page.obj,
        )
    )
    page.obj.Annots = Array([*page.obj.get("/Annots", Array()), widget])
    page.obj.Tabs = Name.S
    if "/AcroForm" not in pdf.Root:
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array()))
    pdf.Root.AcroForm.Fields.append(widget)
    pdf.Root.AcroForm.SigFlags = 1
    _tag(pdf, page, widget)
    to = BytesIO()
    pdf.save(to, deterministic_id=True)
    return to.getvalue()


def _tag(pdf: pikepdf.Pdf, page: pikepdf.Page, widget: pikepdf.Object) -> None:
    """Put the widget under a `Form` element, and the element into the tree by which a reader finds it."""
    tree = pdf.Root.StructTreeRoot
    whole = tree.K[0] if isinstance(tree.K, Array) else tree.K
    reference = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page.obj)
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Form, P=whole, Pg=page.obj, K=reference))
    whole.K = Array([*(whole.K if isinstance(whole.K, Array) else [whole.K]), element])
    node = tree.ParentTree
    while "/Kids" in node:
        node = node.Kids[-1]
    keys = [int(node.Nums[at]) for at in range(0, len(node.Nums), 2)]
    number = max([int(tree.get("/ParentTreeNextKey", 0)), *(key + 1 for key in keys)])
    node.Nums.append(number)
    node.Nums.append(element)
    tree.ParentTreeNextKey = number + 1
    if "/Limits" in node:
        node.Limits = Array([node.Limits[0], number])
    widget.StructParent = number
