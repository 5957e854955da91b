"""What a scan found as an SPDX 3.0.1 document in JSON-LD: models as AI packages, libraries and services as packages.

The profile `ai` is not claimed: it asks for a version, a release date and a place of download of each model, which
evidence of use seldom shows, and nothing is made up here.

Source: SPDX 3.0.1 specification, its model and JSON-LD context.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from muniment import __version__
from muniment.domain.technology import Role
from muniment.render.citing import vendor_name
from muniment.render.export.bill_parts import parts_of
from muniment.render.export.cyclonedx import place_of, scanned_name, serial_of
from muniment.render.found_json import write_object
from muniment.render.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import TextIO

    from muniment.domain.ids import VendorId
    from muniment.domain.report import Discovery
    from muniment.render.export.bill_parts import Part

CONTEXT: Final = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
_MODEL: Final = "machine-learning-model"
_PURPOSES: Final = {
    _MODEL: "model",
    "library": "library",
    "application": "application",
    "container": "container",
    "device": "device",
    "file": "file",
}
_CREATION: Final = "_:creation"


def write_spdx(found: Discovery, to: TextIO, *, at: datetime) -> None:
    """Write one document, made `at` that instant; each element stands on its own line."""
    write_object({"@context": CONTEXT, "@graph": _elements(found, parts_of(found), at)}, to)


def _elements(found: Discovery, parts: list[Part], at: datetime) -> Iterator[dict[str, Any]]:
    base = f"urn:uuid:{serial_of(found)}"
    packages = [_package(found, part, f"{base}#part-{number}", base) for number, part in enumerate(parts, start=1)]
    suppliers = sorted({vendor for part in parts if (vendor := _supplier(part)) is not None})
    yield {
        "@id": _CREATION,
        "created": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "createdBy": [f"{base}#organisation" if found.estate else f"{base}#tool"],
        "createdUsing": [f"{base}#tool"],
        "specVersion": "3.0.1",
        "type": "CreationInfo",
    }
    yield _element(base, "tool", "SoftwareAgent" if not found.estate else "Tool", name=f"muniment {__version__}")
    if found.estate:
        yield _element(base, "organisation", "Organization", name=visible(found.estate.organisation))
    for vendor in suppliers:
        yield _element(base, f"vendor-{vendor}", "Organization", name=vendor_name(found.rulebook, vendor))
    yield _element(base, "scanned", "software_Package", name=scanned_name(found))
    yield from packages
    if packages:
        yield _element(
            base,
            "uses",
            "Relationship",
            **{"from": f"{base}#scanned"},
            completeness="incomplete",
            relationshipType="dependsOn",
            to=[package["spdxId"] for package in packages],
        )
    yield _element(
        base,
        "document",
        "SpdxDocument",
        comment=_account(found),
        name=f"What {scanned_name(found)} uses",
        profileConformance=["core", "software"],
        rootElement=[f"{base}#scanned"],
    )


def _element(base: str, ref: str, kind: str, **fields: Any) -> dict[str, Any]:  # noqa: ANN401  (values of JSON)
    return {"creationInfo": _CREATION, "spdxId": f"{base}#{ref}", "type": kind, **fields}


def _package(found: Discovery, part: Part, ref: str, base: str) -> dict[str, Any]:
    value: dict[str, Any] = {
        "comment": _said(found, part),
        "creationInfo": _CREATION,
        "name": visible("/".join(filter(None, (part.group, part.name)))),
        "software_sourceInfo": "Seen at " + "; ".join(sorted({place_of(found, seen) for seen in part.seen})),
        "spdxId": ref,
        "type": "ai_AIPackage" if part.type == _MODEL else "software_Package",
    }
    if part.type in _PURPOSES:
        value["software_primaryPurpose"] = _PURPOSES[part.type]
    if part.version:
        value["software_packageVersion"] = part.version
    if part.purl:
        value["software_packageUrl"] = part.purl
    if (vendor := _supplier(part)) is not None:
        value["suppliedBy"] = f"{base}#vendor-{vendor}"
    return value


def _supplier(part: Part) -> VendorId | None:
    return next((vendor for role in (Role.MAKER, Role.ROUTE, Role.OPERATOR) for vendor in part.parties(role)), None)


def _said(found: Discovery, part: Part) -> str:
    """Return who plays which part; the model has no field for the operator of a service."""
    roles = (
        f"{role.value}: {', '.join(vendor_name(found.rulebook, vendor) for vendor in vendors)}"
        for role in Role
        if (vendors := part.parties(role))
    )
    return "; ".join(roles)


def _account(found: Discovery) -> str:
    accounts = [scan.inventory.coverage for scan in found.scans]
    read, entries = sum(each.read for each in accounts), sum(each.entries for each in accounts)
    gaps = sum(gap.limits for each in accounts for gap in each.gaps)
    unseen = f" Not looked at: {', '.join(map(visible, found.unscanned))}." if found.unscanned else ""
    return (
        f"{read} of {entries} entries read, {gaps} that could hide a use were not.{unseen} Only what the rulebook "
        f"{found.rulebook.version} ({found.rulebook.digest}) knows is listed."
    )
