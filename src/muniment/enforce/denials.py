"""What a client is told instead of an answer, in the shape in which its dialect tells errors."""

from __future__ import annotations

from dataclasses import dataclass
from json import dumps
from typing import TYPE_CHECKING, Final

from muniment.domain.call import Dialect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.call import AnyJson

DENIED: Final = 403
"""Never one that asks to try again: client libraries would."""

MESSAGES_KINDS: Final = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
}
"""How Messages names an error of a status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A document, and the place in it, that a denial rests on, and how well that is known."""

    instrument: str
    document: str
    title: str
    at: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """Why a call goes no further. `code` is the first rule that bars it, or what is wrong, in one word.

    `decision` names the decision in the log. `missing` are the facts, with their questions, that could still change it.
    """

    status: int
    code: str
    message: str
    rules: tuple[str, ...] = ()
    cited: tuple[Cited, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    decision: str = ""

    @property
    def kind(self) -> str:
        """Return what sort of error it is, for clients that sort them by a word."""
        if self.status == DENIED:
            return "muniment_denied"
        return "invalid_request_error" if self.status < 500 else "muniment_unavailable"  # noqa: PLR2004  (HTTP)


def body_of(denial: Denial, dialect: Dialect) -> bytes:
    """Return the body of the answer that tells `denial`."""
    error: dict[str, AnyJson] = {
        "message": denial.message,
        "type": denial.kind,
        "code": denial.code,
        **_grounds(denial),
    }
    if dialect is Dialect.MESSAGES:
        error["type"] = MESSAGES_KINDS.get(denial.status, "api_error")
        whole: dict[str, AnyJson] = {"type": "error", "error": error}
        if denial.decision:
            whole["request_id"] = denial.decision
        return dumps(whole).encode()
    return dumps({"error": {**error, "param": None}}).encode()


def _grounds(denial: Denial) -> Mapping[str, AnyJson]:
    found: dict[str, AnyJson] = {}
    if denial.decision:
        found["decision_id"] = denial.decision
    if denial.status == DENIED:
        found["rules"] = denial.rules
        found["citations"] = [
            {
                "rule": one.instrument,
                "document": one.document,
                "title": one.title,
                "at": one.at,
                "confidence": one.confidence,
            }
            for one in denial.cited
        ]
        found["missing"] = [{"fact": fact, "question": question} for fact, question in denial.missing]
    return found
