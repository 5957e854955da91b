"""The parts of a SARIF 2.1.0 log that a scan and a check share: the run, rules, places, and what was not looked at."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

from muniment import __version__
from muniment.discover.judging.fingerprint import VERSION, WHAT
from muniment.render.citing import vendor_name
from muniment.render.coverage import gap_words
from muniment.render.recall import recall_value, surfaces_value
from muniment.render.suppressions import answer_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from muniment.domain.evidence import Finding, Gap
    from muniment.domain.ids import SystemId
    from muniment.domain.report import Discovery, Scan, Use
    from muniment.domain.suppression import Suppression

INCOMPLETE = 3
"""The exit code of a look that found nothing to fail on, and left out what could hide a use."""
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """What one run says: its rules by id, its results in order, and how it ends.

    `limits` are sentences about the whole answer, such as that a system was not looked at.
    """

    rules: Mapping[str, Any]
    results: Iterable[dict[str, Any]]
    exit_code: int
    properties: Mapping[str, Any]
    limits: tuple[str, ...] = ()


def write_log(found: Discovery, log: Log, to: TextIO) -> None:
    """Write one log with one run. Each result stands on its own line and is forgotten once it is written.

    A look that ends as incomplete and shows nothing is no success (SARIF 2.1.0, 3.20.14): a host that took it for one
    would close what it has open. With results it is one, because hosts refuse the results of a run that failed.
    """
    number_of = {rule: number for number, rule in enumerate(log.rules)}
    results = iter(log.results)
    first = tuple(islice(results, 1))
    run = {
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": bool(first) or log.exit_code != INCOMPLETE,
                "exitCode": log.exit_code,
                "toolExecutionNotifications": [*map(_limit, log.limits), *_notifications(found)],
            }
        ],
        "originalUriBaseIds": {
            _base(found, number): {"uri": _folder_uri(scan.inventory.root)} for number, scan in enumerate(found.scans)
        },
        "properties": {
            "overlays": [overlay.digest for overlay in found.rulebook.overlays],
            "coverage": [surfaces_value(scan.inventory.coverage.by_surface) for scan in found.scans],
            "recall": recall_value(found.recall),
            "rulebook": found.rulebook.digest,
            **log.properties,
        },
        "tool": {"driver": {"name": "muniment", "rules": list(log.rules.values()), "semanticVersion": __version__}},
    }
    head = json.dumps({"$schema": SCHEMA, "version": "2.1.0"}, sort_keys=True).removesuffix("}")
    to.write(f'{head}, "runs": [{json.dumps(run, sort_keys=True).removesuffix("}")}, "results": [')
    every = chain(first, results)
    lines = (json.dumps({**each, "ruleIndex": number_of[each["ruleId"]]}, sort_keys=True) for each in every)
    to.writelines(f"{',' if number else ''}\n{line}" for number, line in enumerate(lines))
    to.write("]}]}\n")


def result(found: Discovery, number: int, system: SystemId | None, finding: Finding) -> dict[str, Any]:
    """Return what a result says of a `finding` in the scan of that `number`, without level, message and `ruleIndex`.

    Where anything is set aside, each result says whether it is (SARIF 2.1.0, 3.27.23).
    """
    about = {
        "fingerprints": {f"muniment/{VERSION}": finding.fingerprint},
        "locations": [{"physicalLocation": _place(found, number, finding)}],
        "partialFingerprints": {
            f"munimentFinding/{VERSION}": finding.fingerprint,
            f"munimentWhat/{VERSION}": finding.fingerprint[:WHAT],
        },
        "properties": {
            "class": finding.cls.value,
            "rung": finding.rung.name.lower(),
            "surface": finding.surface.value,
            "system": system,
        },
        "ruleId": rule_id(finding),
    }
    if found.suppressed:
        said = found.suppressed.get((number, finding.fingerprint))
        about["suppressions"] = [] if said is None else [_suppression(said)]
    return about


def _suppression(said: Suppression) -> dict[str, Any]:
    return {
        "justification": said.reason,
        "kind": "external",
        "properties": answer_value(said),
        "status": "accepted",
    }


def set_aside(found: Discovery) -> Iterator[dict[str, Any]]:
    """Yield a result, a note, for each finding that is set aside: it stays in the log, and is no result to act on."""
    for number, scan, finding in _set_aside(found):
        text = f"{vendor_name(found.rulebook, finding.vendor)}: set aside by the organisation."
        yield {**result(found, number, scan.system, finding), "level": "note", "message": {"text": text}}


def _set_aside(found: Discovery) -> Iterator[tuple[int, Scan, Finding]]:
    for number, scan in enumerate(found.scans if found.suppressed else ()):
        for finding in scan.inventory.findings:
            if (number, finding.fingerprint) in found.suppressed:
                yield number, scan, finding


def rules_of(found: Discovery, uses: Iterable[Use]) -> dict[str, dict[str, Any]]:
    """Return a rule for each vendor and signature among the findings of `uses`, then among those that are set aside.

    A rule is one vendor seen by one signature: it outlives a change of law.
    """
    shows = {signature.id: signature.shows for signature in found.rulebook.signatures}
    first: dict[str, Finding] = {}
    shown = (finding for use in uses for finding in use.findings)
    for finding in chain(shown, (finding for _, _, finding in _set_aside(found))):
        first.setdefault(rule_id(finding), finding)
    return {
        rule: {
            "defaultConfiguration": {"level": "warning"},
            "id": rule,
            "shortDescription": {
                "text": f"{vendor_name(found.rulebook, finding.vendor)}: "
                f"{shows.get(finding.signature, finding.signature)}"
            },
        }
        for rule, finding in first.items()
    }


def rule_id(finding: Finding) -> str:
    """Return the rule by which the finding was made."""
    return f"{finding.vendor}/{finding.signature}"


class ScanNumbers:
    """Says in which scan a finding lies."""

    def __init__(self, found: Discovery) -> None:
        """Remember where each finding is."""
        self._found = found
        self._number = {id(f): n for n, scan in enumerate(found.scans) for f in scan.inventory.findings}

    def of(self, use: Use, finding: Finding) -> int:
        """Return the number of the scan; one comparison where the system has a single folder."""
        if (known := self._number.get(id(finding))) is not None:
            return known
        scans = self._found.scans
        of_system = [number for number, scan in enumerate(scans) if scan.system == use.system]
        if len(of_system) == 1:
            return of_system[0]
        return next((n for n in of_system if finding in scans[n].inventory.findings), 0)


def _place(found: Discovery, number: int, finding: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _location(found, number, finding.path)}
    if finding.observation.line:
        place["region"] = {"startLine": finding.observation.line}
        if finding.observation.excerpt:
            place["region"]["snippet"] = {"text": finding.observation.excerpt}
    return place


def _notifications(found: Discovery) -> Iterator[dict[str, Any]]:
    """Yield one notification for each thing that was not looked at or not understood."""
    for number, scan in enumerate(found.scans):
        for gap in scan.inventory.coverage.gaps:
            yield _notification(found, number, gap)


def _limit(sentence: str) -> dict[str, Any]:
    return {"level": "warning", "message": {"text": sentence}}


def _notification(found: Discovery, number: int, gap: Gap) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _location(found, number, gap.path)}
    if gap.line:
        place["region"] = {"startLine": gap.line}
    return {
        "level": "warning" if gap.limits else "note",
        "locations": [{"physicalLocation": place}],
        "message": {"text": gap_words(gap)},
    }


def _location(found: Discovery, number: int, path: str) -> dict[str, str]:
    return {"uri": quote(os.fsencode(path)), "uriBaseId": _base(found, number)}


def _base(found: Discovery, number: int) -> str:
    return "%SRCROOT%" if len(found.scans) == 1 else f"SOURCE{number + 1}"


def _folder_uri(root: str) -> str:
    folder = PurePath(root)
    uri = folder.as_uri() if folder.is_absolute() else quote(os.fsencode(root))
    return f"{uri.rstrip('/')}/"
