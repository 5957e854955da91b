"""What the signatures make of one text, for a program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from muniment.domain.technology import Alone

if TYPE_CHECKING:
    from muniment.discover.judging.trial import NearMiss, Recognition, Trial, TrialInFile
    from muniment.domain.evidence import Finding

FORMAT = "muniment.trial/1"


def write_trial(trial: Trial, to: TextIO) -> None:
    """Write one JSON object; `stands` is false where a pattern under `unless` takes the match back."""
    value = {
        "format": FORMAT,
        "kinds": [kind.value for kind in trial.kinds],
        "near": [_near(each) for each in trial.near],
        "recognised": [_recognition(each) for each in trial.recognised],
        "text": trial.text,
    }
    _write(value, to)


def write_trial_in_file(trial: TrialInFile, to: TextIO) -> None:
    """Write one JSON object with what a scan would find."""
    value = {
        "findings": [{**_recognition(how), **_judged(finding)} for finding, how in trial.findings],
        "format": FORMAT,
        "not_understood": [{"line": each.line, "why": each.why} for each in trial.not_understood],
        "path": trial.path,
        "text": trial.text,
    }
    _write(value, to)


def _write(value: dict[str, Any], to: TextIO) -> None:
    json.dump(value, to, indent=2, sort_keys=True)
    to.write("\n")


def _recognition(each: Recognition) -> dict[str, Any]:
    signature = each.signature
    return {
        "anchors": list(each.anchors),
        "dev_tooling": signature.dev_tooling,
        "identifier": each.identifier.value,
        "kind": each.identifier.kind.value,
        "pattern": each.pattern,
        "proves": signature.alone is Alone.PROVES,
        "roles": {role.value: vendor for role, vendor in signature.roles.items()},
        "shows": signature.shows,
        "signature": signature.id,
        "stands": not each.taken_back_by,
        "taken_back_by": each.taken_back_by or None,
        "vendor": signature.vendor,
    }


def _judged(finding: Finding) -> dict[str, Any]:
    """Return what a scan adds to a recognition: where it stands, and what that makes of it."""
    return {
        "class": finding.cls.value,
        "context": finding.observation.context.value,
        "demoted": finding.demoted or None,
        "excerpt": finding.observation.excerpt,
        "line": finding.observation.line,
        "rung": finding.rung.name.lower(),
        "stands": not finding.demoted,
    }


def _near(each: NearMiss) -> dict[str, Any]:
    return {
        "kind": each.kind.value,
        "pattern": each.pattern,
        "signature": each.signature.id,
        "vendor": each.signature.vendor,
        "why": each.why,
    }
