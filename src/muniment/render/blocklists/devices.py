"""Block lists of applications, for the management of devices: a configuration profile of Apple, a policy for Android.

Source: Apple, device management, `com.apple.applicationaccess` and the keys of a profile; Android Management API v1,
`ApplicationPolicy`.
"""

from __future__ import annotations

import json
import plistlib
import re
from typing import TYPE_CHECKING, Final, TextIO
from uuid import NAMESPACE_URL, uuid5

from muniment.render.blocklists.parts import head, why

if TYPE_CHECKING:
    from collections.abc import Collection

    from muniment.domain.blocklist import Blocked, BlockList

_KIND: Final = "com.apple.applicationaccess"


def write_apple(listed: BlockList, to: TextIO) -> Collection[str]:
    """Write a profile under which supervised iPhones, iPads and Apple TVs show and start none of the applications."""
    by_entry, left_out = _by_entry(listed, "apple")
    ids = [each for _, found in by_entry for each in found]
    lines = [*head(listed, "Apple configuration profile", len(ids), left_out), *_told(listed, by_entry)]
    name = re.sub(r"[^A-Za-z0-9-]", "-", listed.contract)
    identifier = f"muniment.prohibited.{name}"
    restrictions = {
        **_payload(_KIND, f"{identifier}.applications", listed),
        "PayloadDisplayName": "Prohibited applications",
        "blockedAppBundleIDs": ids,
    }
    profile = {
        **_payload("Configuration", identifier, listed),
        "PayloadDisplayName": f"Applications prohibited for {listed.contract}",
        "PayloadDescription": "\n".join(lines),
        "PayloadContent": [restrictions],
    }
    to.write(plistlib.dumps(profile).decode("utf-8"))
    return left_out


def write_android(listed: BlockList, to: TextIO) -> Collection[str]:
    """Write an object whose `applications` go into those of a policy of the Android Management API."""
    by_entry, left_out = _by_entry(listed, "android")
    ids = [each for _, found in by_entry for each in found]
    value = {
        "about": list(head(listed, "Applications for a policy of the Android Management API", len(ids), left_out)),
        "entries": [{"applications": list(found), "why": why(listed, blocked)} for blocked, found in by_entry],
        "applications": [{"packageName": each, "installType": "BLOCKED"} for each in ids],
    }
    to.write(json.dumps(value, indent=2, ensure_ascii=False) + "\n")
    return left_out


def _by_entry(listed: BlockList, system: str) -> tuple[list[tuple[Blocked, tuple[str, ...]]], set[str]]:
    """Return the applications of each entry, and patterns that name several."""
    seen: set[str] = set()
    found: list[tuple[Blocked, tuple[str, ...]]] = []
    left_out: set[str] = set()
    for blocked in listed.blocked:
        ids = [each.partition(":")[2] for each in blocked.patterns if each.startswith(f"{system}:")]
        left_out.update(each for each in ids if "*" in each or "#" in each)
        said = tuple(each for each in dict.fromkeys(ids) if each not in seen and each not in left_out)
        seen.update(said)
        found += [(blocked, said)] if said else []
    return found, left_out


def _told(listed: BlockList, by_entry: list[tuple[Blocked, tuple[str, ...]]]) -> list[str]:
    return [f"{', '.join(found)}: {why(listed, blocked)}" for blocked, found in by_entry]


def _payload(kind: str, identifier: str, listed: BlockList) -> dict[str, object]:
    """Return what every payload has. One of the same contract, network, day and rulebook is always the same one."""
    what = f"{identifier} {listed.network} {listed.as_of} {listed.rulebook.digest}"
    return {
        "PayloadType": kind,
        "PayloadVersion": 1,
        "PayloadIdentifier": identifier,
        "PayloadUUID": str(uuid5(NAMESPACE_URL, what)).upper(),
    }
