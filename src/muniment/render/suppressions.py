"""What an organisation set aside, for a person and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from rich.text import Text

from muniment.domain.suppression import Alike, OneFinding, Suppression, SuppressionState
from muniment.render.layout import heading, indented, labelled
from muniment.render.visible import visible
from muniment.render.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from muniment.domain.report import Discovery
    from muniment.domain.suppression import SuppressionUse

_WORDS = {
    SuppressionState.IN_FORCE: "hides",
    SuppressionState.EXPIRED: "expired",
    SuppressionState.UNMATCHED: "no match",
}


def suppression_blocks(report: Discovery) -> Iterator[RenderableType]:
    """Yield what is set aside on the day, and which suppressions do nothing; nothing where there are none."""
    if not report.suppressions:
        return
    yield heading("What is set aside")
    yield indented(labelled([(_WORDS[each.state], Text(_sentence(each))) for each in report.suppressions]))
    yield ""


def suppression_value(use: SuppressionUse) -> dict[str, Any]:
    """Return one suppression and what became of it."""
    said = use.suppression
    return {**_what(said), **answer_value(said), "findings": use.findings, "state": _STATES[use.state]}


def answer_value(said: Suppression) -> dict[str, Any]:
    """Return who answers for a suppression, why, on which evidence and how long."""
    return {
        "evidence": said.evidence,
        "owner": said.owner,
        "reason": said.reason,
        "until": str(said.until),
        "where": said.where,
    }


_STATES = {
    SuppressionState.IN_FORCE: "in-force",
    SuppressionState.EXPIRED: "expired",
    SuppressionState.UNMATCHED: "unmatched",
}


def _sentence(use: SuppressionUse) -> str:
    said = use.suppression
    match use.state:
        case SuppressionState.IN_FORCE:
            tail = f"until {said.until}: {said.reason} ({said.owner}; {said.evidence})"
        case SuppressionState.EXPIRED:
            tail = f"ended on {said.until} and hides nothing any more; {said.owner} answers for it"
        case SuppressionState.UNMATCHED:
            tail = f"hides nothing: remove it, or mend it in {said.where}"
        case _:
            assert_never(use.state)
    number = f"{count(use.findings, 'finding')}: " if use.findings else ""
    return visible(f"{number}{_named(said)}; {tail}")


def _named(said: Suppression) -> str:
    match said.what:
        case OneFinding(fingerprint=fingerprint):
            return f"the finding {fingerprint}"
        case Alike(signature=signature, path=path):
            return f"{signature} in {path}"
        case _:
            assert_never(said.what)


def _what(said: Suppression) -> dict[str, Any]:
    match said.what:
        case OneFinding(fingerprint=fingerprint):
            return {"finding": fingerprint}
        case Alike(vendor=vendor, signature=signature, path=path):
            return {"path": path, "signature": signature, "vendor": vendor}
        case _:
            assert_never(said.what)
