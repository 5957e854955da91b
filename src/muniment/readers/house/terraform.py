"""Providers and modules of Terraform and OpenTofu, in configurations and in the lock file of providers.

Source: Terraform language documentation, "Provider Requirements", "Module Sources", "Dependency Lock File".
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (b"source", b"provider ")
_LOCK = ".terraform.lock.hcl"
_HOST = r"(?:[\w-]+\.[\w.-]+/)?"
_PART = r"[A-Za-z0-9][\w-]{0,63}"
_SOURCE = lazily(
    rf"^[ \t]*(?:[\w-]+[ \t]*=[ \t]*\{{[^\n]*?\b)?source[ \t]*=[ \t]*"
    rf"\"{_HOST}(?P<owner>{_PART})/(?P<name>{_PART})(?:/(?P<kind>{_PART}))?(?://[^\"]*)?\"",
    re.MULTILINE,
)
_LOCKED = lazily(rf"^provider \"{_HOST}(?P<owner>{_PART})/(?P<name>{_PART})(?P<kind>)\"", re.MULTILINE)
_MOST = 2000


def wants(path: str) -> bool:
    """Say whether the path is that of a configuration or a lock file of providers."""
    return path.endswith((".tf", ".tofu", _LOCK))


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the providers and the modules of a registry that are named; a module's name ends with its provider's."""
    pattern = _LOCKED if basename(path) == _LOCK else _SOURCE
    number, counted = 1, 0
    for found in islice(pattern.finditer(text), _MOST):
        start = found.start("owner")
        number += text.count("\n", counted, start)
        counted = start
        name = f"{found['owner']}/{found['name']}" + (f"-{found['kind']}" if found["kind"] else "")
        shown = text[text.rfind("\n", 0, start) + 1 :].split("\n", 1)[0]
        yield declared("terraform", name, line=number, text=shown)
