"""Block lists of models on Google Cloud, as an organisation policy.

Each model has to be named: the constraint knows no groups and no wildcards, and takes 500 values.
Source: Google Cloud, "Control access to Model Garden models"; Organization Policy API v2, `Policy`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TextIO

from muniment.errors import InputError, Problem
from muniment.render.blocklists.parts import head, why

if TYPE_CHECKING:
    from collections.abc import Collection

    from muniment.domain.blocklist import Blocked, BlockList

MOST: Final = 500
"""Values of one policy, denied and allowed together."""
_CONSTRAINT: Final = "vertexai.allowedModels"
_ACTIONS: Final = ("predict", "deploy", "tune")
_MODEL: Final = re.compile(r"(publishers/[a-z0-9-]+/models/[\w.-]+)(?:@[\w.-]+)?")
"""The name of one model; a policy holds for all its versions."""
_HEAD: Final = """\
name: organizations/ORGANIZATION_ID/policies/{constraint}
spec:
  inheritFromParent: true
  rules:
  - values:
      deniedValues:
"""


def write_gcp(listed: BlockList, to: TextIO) -> Collection[str]:
    """Write what `gcloud org-policies set-policy` takes, once the number of the organisation, folder or project is in.

    Raises: InputError where there are more models than one policy takes.
    """
    by_entry = _by_entry(listed)
    number = sum(len(models) for _, models in by_entry)
    if number * len(_ACTIONS) > MOST:
        what = f"{number} models are prohibited, and a policy takes {MOST // len(_ACTIONS)}"
        raise InputError(Problem(where="FORMAT", what=what, help="deny all, and allow by name the models that you use"))
    left_out = {
        pattern
        for blocked in listed.blocked
        for pattern in blocked.patterns
        if "publishers/" in pattern and not _MODEL.fullmatch(pattern)
    }
    to.writelines(f"# {line}\n" for line in head(listed, "Google Cloud organisation policy", number, left_out))
    to.write(_HEAD.format(constraint=_CONSTRAINT) if number else "# nothing is prohibited that has a name here\n")
    for blocked, models in by_entry:
        to.write(f"      # {why(listed, blocked)}\n")
        to.writelines(f'      - "{model}:{action}"\n' for model in models for action in _ACTIONS)
    return left_out


def _by_entry(listed: BlockList) -> list[tuple[Blocked, tuple[str, ...]]]:
    seen: set[str] = set()
    found: list[tuple[Blocked, tuple[str, ...]]] = []
    for blocked in listed.blocked:
        named = (_MODEL.fullmatch(each) for each in (*blocked.patterns, *blocked.examples))
        models = tuple(dict.fromkeys(each[1] for each in named if each is not None and each[1] not in seen))
        seen.update(models)
        found += [(blocked, models)] if models else []
    return found
