"""Every error that Muniment raises on purpose.

MunimentError
├── InputError            the user's files, options or dates need mending          exit 2
│   ├── RulebookError     the rulebook is malformed, empty, or from the future
│   ├── EstateError       the estate file is malformed or contradicts itself
│   ├── DraftError        the draft of a certificate is malformed
│   ├── PolicyError       the trust policy is malformed
│   ├── SuppressionError  the file of suppressions is malformed
│   ├── ReviewError       the file of reviews is malformed
│   ├── PlanError         the file of a phase-out plan is malformed
│   └── GatewayError      the gateway's file is malformed or contradicts the estate
├── RefusedError          the request is understood and must not be carried out    exit 1
│   └── CallError         a call to a model is malformed, or asks for what its route does not list
└── ProofError            a statement cannot be believed                           exit 1

An error says where (`file:line:column`, or what was asked), what is wrong, and what would help.
Wording: lower case, no full stop, the user's words in backticks, one line each.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to mend: `where` it is, what is wrong, and what would `help`."""

    where: str
    what: str
    help: str = ""


class MunimentError(Exception):
    """One or more problems; all of those found in one pass are kept, so that they can be mended together."""

    def __init__(self, *problems: Problem) -> None:
        """Keep `problems` in the order in which they were found."""
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        """Return the problems as `where: what` lines, each followed by its help."""
        return "\n".join(
            f"{problem.where}: {problem.what}" + (f"\n  help: {problem.help}" if problem.help else "")
            for problem in self.problems
        )


class InputError(MunimentError):
    """The user's files, options or dates need mending."""


class RulebookError(InputError):
    """The rulebook is malformed, empty, or from the future."""


class EstateError(InputError):
    """The estate file is malformed or contradicts itself."""


class SuppressionError(InputError):
    """The file of suppressions is malformed."""


class ReviewError(InputError):
    """The file of reviews is malformed."""


class PlanError(InputError):
    """The file of a phase-out plan is malformed."""


class GatewayError(InputError):
    """The gateway's file is malformed or contradicts the estate."""


class DraftError(InputError):
    """The draft of a certificate is malformed."""


class PolicyError(InputError):
    """The trust policy is malformed."""


class RefusedError(MunimentError):
    """The request is understood and must not be carried out."""


class CallError(RefusedError):
    """A call to a model, or its answer, is malformed, or asks for what its route does not list.

    `code` is one of `domain.call.Fault`: it goes to the client, who may write programs on it.
    """

    def __init__(self, code: str, message: str, where: str, *more: Problem, mend: str = "") -> None:
        """Keep the first problem as `where`, `message` and its help; `more` holds what else the same pass found."""
        super().__init__(Problem(where=where, what=message, help=mend), *more)
        self.code = code
        self.message = message
        self.where = where


class ProofError(MunimentError):
    """A statement cannot be believed."""
