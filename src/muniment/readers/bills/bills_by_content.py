"""Software bills of materials under any other name: what they hold says that they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.readers.bills import bill_of_materials

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (b'"bomFormat"', b'"spdxVersion"', b"cyclonedx.org/schema/bom", b"spdx.org/rdf/3.")


def wants(path: str) -> bool:
    """Say whether the path is that of a file in JSON or XML whose name does not say that it is a bill."""
    return path.lower().endswith((".json", ".xml")) and not bill_of_materials.wants(path)


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield what the bill declares, where the text is one; what only wraps or describes one is not."""
    del path
    yield from bill_of_materials.read_if_one(text)
