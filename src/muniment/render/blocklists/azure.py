"""Block lists of models on Azure, as a definition of Azure Policy that denies their deployment.

A deployment says in its format whose model it is. Comparisons ignore case.
Source: Azure Policy definition structure; `Microsoft.CognitiveServices/accounts/deployments`, `model.format`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TextIO

from muniment.render.blocklists.parts import head, why

if TYPE_CHECKING:
    from collections.abc import Collection

    from muniment.domain.blocklist import Blocked, BlockList

_DEPLOYMENTS: Final = "Microsoft.CognitiveServices/accounts/deployments"
_FORMAT: Final = ".model.format="
_LONGEST_NAME: Final = 128
_LONGEST_DESCRIPTION: Final = 512


def write_azure(listed: BlockList, to: TextIO) -> Collection[str]:
    """Write the body with which a policy definition is made; its metadata say from which instruments it comes."""
    by_entry = _by_entry(listed)
    formats = [each for _, found in by_entry for each in found]
    said = f"Prohibited for {listed.contract} as of {listed.as_of}; muniment rulebook {listed.rulebook.digest}"
    about = [
        *head(listed, "Azure policy definition", len(formats), ()),
        "models that are deployed in other ways than as a deployment of an account of Cognitive Services are not seen",
    ]
    properties = {
        "displayName": f"Models prohibited for {listed.contract}"[:_LONGEST_NAME],
        "description": said[:_LONGEST_DESCRIPTION],
        "policyType": "Custom",
        "mode": "All",
        "metadata": {
            "category": "Muniment",
            "about": about,
            "entries": [{"formats": list(found), "why": why(listed, blocked)} for blocked, found in by_entry],
        },
        "policyRule": {
            "if": {
                "allOf": [
                    {"field": "type", "equals": _DEPLOYMENTS},
                    {"field": f"{_DEPLOYMENTS}/model.format", "in": formats},
                ]
            },
            "then": {"effect": "deny"},
        },
    }
    to.write(json.dumps({"properties": properties}, indent=2, ensure_ascii=False) + "\n")
    return ()


def _by_entry(listed: BlockList) -> list[tuple[Blocked, tuple[str, ...]]]:
    seen: set[str] = set()
    found: list[tuple[Blocked, tuple[str, ...]]] = []
    for blocked in listed.blocked:
        named = (pattern.rpartition(_FORMAT) for pattern in blocked.patterns if "*" not in pattern.rpartition("=")[2])
        formats = tuple(dict.fromkeys(value for _, sign, value in named if sign and value not in seen))
        seen.update(formats)
        found += [(blocked, formats)] if formats else []
    return found
