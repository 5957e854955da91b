"""Suppressions for findings that are there already, in the form in which they are read again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import tomlkit

from muniment.render.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import TextIO

    from muniment.domain.evidence import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who answers for findings that may stay, why, on which evidence, and the last day on which they may."""

    owner: str
    reason: str
    evidence: str
    until: date


def write_baseline(findings: Iterable[Finding], answer: Answer, to: TextIO) -> None:
    """Write one entry for each of `findings`; a comment says where it lies."""
    answers = (("owner", answer.owner), ("reason", answer.reason), ("evidence", answer.evidence))
    last = [f"{key} = {tomlkit.string(text).as_string()}\n" for key, text in answers] + [f"until = {answer.until}\n\n"]
    for finding in findings:
        line = f":{finding.observation.line}" if finding.observation.line else ""
        to.write(f"# {visible(finding.path)}{line}: {finding.signature}\n[[suppressions]]\n")
        to.writelines((f'finding = "{finding.fingerprint}"\n', *last))
