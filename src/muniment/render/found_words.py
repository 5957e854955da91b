"""Words for where and by whom a use is found. They lie apart from `render.words`, which a verifier loads."""

from __future__ import annotations

from muniment.domain.evidence import EvidenceClass
from muniment.domain.surface import Surface
from muniment.domain.technology import Role

CLASS = {
    EvidenceClass.PRODUCT: "product",
    EvidenceClass.TEST: "tests",
    EvidenceClass.DEV_TOOLING: "developer tooling",
    EvidenceClass.DOCUMENTATION: "documentation",
    EvidenceClass.DENY_LIST: "deny list",
    EvidenceClass.REFERENCE_DATA: "reference data",
}

ROLE = {
    Role.MAKER: "maker",
    Role.OPERATOR: "operator",
    Role.ROUTE: "route",
    Role.PROTOCOL: "protocol",
}

SURFACE = {
    Surface.SOURCE_CODE: "source code",
    Surface.MANIFEST: "manifest",
    Surface.LOCK_FILE: "lock file",
    Surface.BILL_OF_MATERIALS: "bill of materials",
    Surface.CI: "CI",
    Surface.INFRASTRUCTURE: "infrastructure",
    Surface.AGENT_CONFIGURATION: "agent settings",
    Surface.CONFIGURATION: "settings",
    Surface.MODEL_FILE: "model file",
    Surface.PROGRAM: "program",
    Surface.DOCUMENT: "document",
    Surface.ARCHIVE: "archive",
    Surface.IMAGE: "image",
    Surface.GIT_HISTORY: "git history",
    Surface.OTHER: "other",
}
