"""Block lists of models on Amazon Bedrock, as service control policies of AWS Organizations.

Source: AWS Organizations User Guide, SCP syntax and quotas; Service Authorization Reference, Amazon Bedrock.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, TextIO

from muniment.render.blocklists.parts import head, instruments, why

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from muniment.domain.blocklist import Blocked, BlockList

LONGEST: Final = 5120
"""Characters of one policy at most."""
_LONGEST_NAME: Final = 100
_LONGEST_DESCRIPTION: Final = 500
_ACTIONS: Final = (
    "bedrock:CreateModelCustomizationJob",
    "bedrock:CreateModelInvocationJob",
    "bedrock:CreateProvisionedModelThroughput",
    "bedrock:InvokeModel*",
)
"""What takes a model, once or for longer. Conversations are allowed by the same action as single calls."""
_MODEL: Final = re.compile(r"(?:\*\.?|(?:us|us-gov|eu|global|apac|in|jp|au)\.)?([a-z0-9]+\.[a-z0-9*#][\w.*#-]*)")
"""How a pattern names models of one publisher on Bedrock, after the region of a profile if there is one."""
_IS_MODEL: Final = re.compile(r"[^/:]*[a-z]\.[a-z]")
"""What is written like such a name; others are names that programs give a model, and versions of the interface."""
_MODELS: Final = 20
"""Models of one statement; a vendor with more has several."""


def write_aws(listed: BlockList, to: TextIO) -> Collection[str]:
    """Write one JSON object whose `policies` are each what `aws organizations create-policy` takes."""
    by_entry, left_out = _by_entry(listed)
    statements = [each for blocked, models in by_entry for each in _statements(blocked, models)]
    contents = list(_packed(statements))
    entries = sum(len(models) for _, models in by_entry)
    value = {
        "about": list(head(listed, "Service control policies", entries, left_out)),
        "entries": [{"models": list(models), "why": why(listed, blocked)} for blocked, models in by_entry],
        "policies": [_policy(listed, number, content) for number, content in enumerate(contents, start=1)],
    }
    to.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")
    return left_out


def _by_entry(listed: BlockList) -> tuple[list[tuple[Blocked, tuple[str, ...]]], set[str]]:
    """Return the models of each entry that is about Bedrock, and patterns of these that could not be said."""
    seen: set[str] = set()
    found: list[tuple[Blocked, tuple[str, ...]]] = []
    left_out: set[str] = set()
    for blocked in listed.blocked:
        named = {pattern: _MODEL.fullmatch(pattern) for pattern in blocked.patterns}
        models = dict.fromkeys(each[1].replace("#", "?") for each in named.values() if each is not None)
        new = tuple(model for model in models if model not in seen)
        seen.update(new)
        left_out.update(pattern for pattern, each in named.items() if each is None and _IS_MODEL.match(pattern))
        found += [(blocked, new)] if new else []
    return found, left_out


def _statements(blocked: Blocked, models: Sequence[str]) -> Iterator[dict[str, Any]]:
    words = re.findall(r"[a-z0-9]+", " ".join((blocked.vendor, *instruments(blocked))))
    for number, at in enumerate(range(0, len(models), _MODELS), start=1):
        part = models[at : at + _MODELS]
        yield {
            "Sid": "".join(word.capitalize() for word in words) + (f"Part{number}" if number > 1 else ""),
            "Effect": "Deny",
            "Action": list(_ACTIONS),
            "Resource": [
                *(f"arn:*:bedrock:*::foundation-model/{model}" for model in part),
                *(f"arn:*:bedrock:*:*:inference-profile/*.{model}" for model in part),
            ],
        }


def _packed(statements: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield as few policies as hold the statements in their order."""
    waiting: list[dict[str, Any]] = []
    for each in statements:
        if waiting and len(_content([*waiting, each])) > LONGEST:
            yield _content(waiting)
            waiting = []
        waiting.append(each)
    if waiting:
        yield _content(waiting)


def _content(statements: Sequence[dict[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, separators=(",", ":"))


def _policy(listed: BlockList, number: int, content: str) -> dict[str, str]:
    said = f"Prohibited for {listed.contract} as of {listed.as_of}; muniment rulebook {listed.rulebook.digest}"
    return {
        "Content": content,
        "Description": said[:_LONGEST_DESCRIPTION],
        "Name": f"muniment-{re.sub(r'[^A-Za-z0-9-]', '-', listed.contract)[:_LONGEST_NAME]}-{number}",
        "Type": "SERVICE_CONTROL_POLICY",
    }
