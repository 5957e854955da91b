"""Names of things, told apart by the type checker."""

from __future__ import annotations

from typing import NewType

VendorId = NewType("VendorId", str)
SignatureId = NewType("SignatureId", str)
SourceId = NewType("SourceId", str)
InstrumentId = NewType("InstrumentId", str)
"""A restriction or an agreement: one legal instrument with its own status on each day."""
HypotheticalId = NewType("HypotheticalId", str)
"""A change of the law that may come to pass, as `rulebook/hypotheticals/` names it."""
TemplateId = NewType("TemplateId", str)
"""A clause with its version, as `rulebook/templates/` names it."""
FactId = NewType("FactId", str)
"""Dotted, e.g. `contract.customer`; every fact is described once in `rulebook/facts.yaml`."""
ContractId = NewType("ContractId", str)
"""The procurement instrument identifier (PIID), or the number the organisation uses where none exists."""
SystemId = NewType("SystemId", str)
Digest = NewType("Digest", str)
"""`sha256:` and 64 lower-case hexadecimal digits."""
