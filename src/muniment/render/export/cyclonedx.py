"""What a scan found as a CycloneDX 1.6 or 1.7 bill of materials, with machine-learning models and services.

The same content and rulebook give the same bytes: the serial number comes from their digests, and there is a timestamp
only where the caller fixes one. Mentions are no components.  Source: ECMA-424 (CycloneDX 1.6).
"""

from __future__ import annotations

import hashlib
import json
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from muniment import __version__
from muniment.domain.condition import fact_value
from muniment.domain.technology import Role
from muniment.render.citing import vendor_name
from muniment.render.export.bill_parts import Part, Seen, parts_of
from muniment.render.found_json import write_object
from muniment.render.recall import recall_value, surfaces_value
from muniment.render.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from muniment.domain.ids import VendorId
    from muniment.domain.report import Discovery, Scan

VERSIONS: Final = ("1.6", "1.7")
_ROOT: Final = "scanned"
_MODEL: Final = "machine-learning-model"
_NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://w3id.org/muniment/bill/v1")


def write_bill(
    found: Discovery,
    to: TextIO,
    *,
    at: datetime | None = None,
    version: str = VERSIONS[0],
    more: Mapping[str, Any] | None = None,
) -> None:
    """Write one bill; each component and service stands on its own line. `at` is the instant that it bears, if any.

    `more` are further parts of the bill, such as what was decided.
    """
    parts = parts_of(found)
    components = [part for part in parts if part.type != "service"]
    services = [part for part in parts if part.type == "service"]
    write_object(
        {
            "$schema": f"http://cyclonedx.org/schema/bom-{version}.schema.json",
            "bomFormat": "CycloneDX",
            "components": (_component(found, part) for part in components),
            "compositions": [{"aggregate": "incomplete", "assemblies": [_ROOT]}],
            "dependencies": [{"dependsOn": sorted(part.ref for part in parts), "ref": _ROOT}],
            "metadata": _metadata(found, at),
            "serialNumber": f"urn:uuid:{serial_of(found)}",
            "services": (_service(found, part) for part in services),
            "specVersion": version,
            "version": 1,
            **(more or {}),
        },
        to,
    )


def serial_of(found: Discovery) -> uuid.UUID:
    """Return a number that is the same for the same files, program, rulebook and account."""
    whole = hashlib.sha256(f"{__version__}|{found.rulebook.digest}".encode())
    for scan in found.scans:
        covered = scan.inventory.coverage
        whole.update(f"|{scan.system}|{scan.inventory.content}|{covered.entries}|{covered.read}".encode())
    return uuid.uuid5(_NAMESPACE, whole.hexdigest())


def _metadata(found: Discovery, at: datetime | None) -> dict[str, Any]:
    accounts = [scan.inventory.coverage for scan in found.scans]
    properties = [
        ("muniment:complete", "yes" if found.complete else "no"),
        ("muniment:entries", str(sum(account.entries for account in accounts))),
        ("muniment:gaps", str(sum(gap.limits for account in accounts for gap in account.gaps))),
        ("muniment:read", str(sum(account.read for account in accounts))),
        ("muniment:recall", json.dumps(recall_value(found.recall), sort_keys=True) if found.recall else "not measured"),
        ("muniment:rulebook", found.rulebook.digest),
        *(("muniment:content", scan.inventory.content) for scan in found.scans),
        *(("muniment:surfaces", _surfaces(scan)) for scan in found.scans),
        *(("muniment:unscanned", visible(system)) for system in found.unscanned),
        *([("muniment:suppressed", str(len(found.suppressed)))] if found.suppressed else []),
    ]
    about = {
        "component": {"bom-ref": _ROOT, "name": scanned_name(found), "type": "application"},
        "lifecycles": [{"phase": "discovery"}],
        "properties": _pairs(properties),
        "tools": {"components": [{"name": "muniment", "type": "application", "version": __version__}]},
    }
    return {**about, "timestamp": at.isoformat(timespec="seconds")} if at else about


def _surfaces(scan: Scan) -> str:
    return json.dumps(surfaces_value(scan.inventory.coverage.by_surface), sort_keys=True)


def scanned_name(found: Discovery) -> str:
    """Return the name of the folder that was scanned, or how many there were."""
    if len(found.scans) == 1:
        return visible(Path(found.scans[0].inventory.root).absolute().name) or "/"
    return f"{len(found.scans)} sources"


def _component(found: Discovery, part: Part) -> dict[str, Any]:
    value: dict[str, Any] = {
        "bom-ref": part.ref,
        "evidence": {"occurrences": list(_occurrences(found, part.seen))},
        "name": visible(part.name),
        "properties": _pairs(_properties(part)),
        "type": part.type,
    }
    value |= {
        key: text for key, text in (("group", part.group), ("version", part.version), ("purl", part.purl)) if text
    }
    for key, role in (("manufacturer", Role.MAKER), ("supplier", Role.ROUTE)):
        if parties := part.parties(role):
            value[key] = {"name": vendor_name(found.rulebook, parties[0])}
    if part.type == _MODEL:
        value["modelCard"] = {"properties": _pairs(_model_facts(found, part))}
    return value


def _service(found: Discovery, part: Part) -> dict[str, Any]:
    """Return a service; the format has no evidence for one, so that its places are properties."""
    places = sorted({place_of(found, seen) for seen in part.seen})
    properties = [*_properties(part), *(("muniment:place", place) for place in places)]
    value: dict[str, Any] = {
        "bom-ref": part.ref,
        "endpoints": [f"https://{part.name}"] if "." in part.name else [],
        "name": visible(part.name),
        "properties": _pairs(properties),
    }
    if parties := part.parties(Role.OPERATOR) or part.parties(Role.ROUTE):
        value["provider"] = {"name": vendor_name(found.rulebook, parties[0])}
    return value


def _properties(part: Part) -> Iterator[tuple[str, str]]:
    """Yield what the format has no place for: roles by vendor id, class, rung, surfaces and signatures."""
    for role in Role:
        yield from ((f"muniment:{role.value}", vendor) for vendor in part.parties(role))
    findings = [seen.finding for seen in part.seen]
    yield "muniment:rung", max(finding.rung for finding in findings).name.lower()
    yield from sorted({("muniment:class", finding.cls.value) for finding in findings})
    yield from sorted({("muniment:surface", finding.surface.value) for finding in findings})
    yield from sorted({("muniment:signature", str(finding.signature)) for finding in findings})


def _model_facts(found: Discovery, part: Part) -> Iterator[tuple[str, str]]:
    """Yield what the evidence shows about a model, and who operates it where that is known."""
    operators: tuple[VendorId, ...] = part.parties(Role.OPERATOR)
    yield from (("muniment:operated-by", vendor_name(found.rulebook, vendor)) for vendor in operators)
    for fact, value in sorted(part.facts.items()):
        yield f"muniment:{fact}", fact_value(value)


def _occurrences(found: Discovery, seen: Iterable[Seen]) -> Iterator[dict[str, Any]]:
    """Yield each place once, in order; a file that is itself the evidence has no line."""
    told: set[tuple[str, int]] = set()
    for each in sorted(seen, key=lambda one: (_location(found, one), one.finding.observation.line)):
        observation = each.finding.observation
        place = (_location(found, each), observation.line)
        if place not in told:
            told.add(place)
            value = {"location": place[0], "symbol": visible(observation.identifier.value)}
            more = {"additionalContext": visible(observation.excerpt)} if observation.excerpt else {}
            yield {**value, **more, "line": observation.line} if observation.line else {**value, **more}


def _location(found: Discovery, seen: Seen) -> str:
    """Return the path in the folder that was scanned; where there are several, with the folder's name."""
    path = visible(seen.finding.path)
    root = found.scans[seen.scan].inventory.root
    return path if len(found.scans) == 1 else f"{visible(Path(root).absolute().name)}/{path}"


def place_of(found: Discovery, seen: Seen) -> str:
    """Return the path and line at which something was seen."""
    line = seen.finding.observation.line
    return f"{_location(found, seen)}:{line}" if line else _location(found, seen)


def _pairs(properties: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in properties]
