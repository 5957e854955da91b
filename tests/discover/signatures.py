"""Signatures of an invented vendor, for tests of recognition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.discover.paths.projects import Mark, Marked, Projects
from muniment.domain.ids import SignatureId, VendorId
from muniment.domain.technology import Alone, IdentifierKind, Role, Signature

if TYPE_CHECKING:
    from muniment.domain.condition import Facts

NORTHWIND = VendorId("northwind")
ONE_PROJECT = Projects([Marked("", Mark.MANIFEST)])


def signature(  # noqa: PLR0913  # each part of a signature by its name
    kind: IdentifierKind,
    *patterns: str,
    name: str = "northwind-sdk",
    unless: tuple[str, ...] = (),
    roles: dict[Role, VendorId] | None = None,
    alone: Alone = Alone.PROVES,
    dev_tooling: bool = False,
    facts: Facts | None = None,
) -> Signature:
    return Signature(
        id=SignatureId(name),
        vendor=NORTHWIND,
        shows="Northwind",
        match={kind: patterns},
        unless={kind: unless} if unless else {},
        facts=facts or {},
        roles=roles or {Role.ROUTE: NORTHWIND},
        alone=alone,
        dev_tooling=dev_tooling,
        examples=(),
        counter_examples=(),
    )
