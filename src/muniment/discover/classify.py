"""What a file is for, by its path alone."""

from __future__ import annotations

import re

from muniment.discover.lexis import Form, Profile
from muniment.domain.evidence import EvidenceClass

_DENY = re.compile(
    r"(?i)^robots\.txt$|block-?_?list|deny-?_?list|black-?_?list|disallow|banned|adblock|easylist|ad-?filters?\b"
)
_FIXTURES = frozenset(
    [
        "fixtures",
        "fixture",
        "testdata",
        "test-data",
        "test_data",
        "cassettes",
        "snapshots",
        "__snapshots__",
        "__fixtures__",
        "mocks",
        "__mocks__",
        "golden",
    ]
)
_TESTS = frozenset(["test", "tests", "__tests__", "testing", "spec", "specs", "e2e", "integration-tests", "unittests"])
_TEST_NAME = re.compile(
    r"^(?:test_.*|conftest)\.py$|_tests?\.\w+$|\.(?:test|spec|cy|e2e)\.\w+$|(?:Tests?|Spec|IT)\.(?:java|kt|scala|cs|groovy|swift)$"
)
_DOCUMENTS = frozenset(["doc", "docs", "documentation", "man", "wiki", "website"])
_TRANSLATIONS = frozenset(["i18n", "l10n", "locale", "locales", "lang", "translations", "strings"])
_TOOLING = frozenset(
    [
        ".claude",
        ".cursor",
        ".codex",
        ".gemini",
        ".continue",
        ".aider",
        ".vscode",
        ".idea",
        ".devcontainer",
        ".windsurf",
        ".cline",
        ".roo",
    ]
)
_TOOLING_NAME = re.compile(
    r"(?i)^(?:\.mcp\.json|mcp\.json|\.cursorrules|\.windsurfrules|\.clinerules|\.aider\..*|\.coderabbit\.ya?ml)$"
)
_METADATA = re.compile(
    r"(?i)(?:^|/)[^/]+\.(?:egg-info|dist-info)/(?:SOURCES|top_level|RECORD|entry_points|WHEEL|INSTALLER)"
)


def class_of(path: str, profile: Profile) -> EvidenceClass:
    """Return what the file at `path` is for; product where nothing says otherwise."""
    *folders, name = path.split("/")
    lowered = {folder.lower() for folder in folders}
    if _DENY.search(name):
        return EvidenceClass.DENY_LIST
    if lowered & (_TESTS | _FIXTURES) or _TEST_NAME.search(name):
        return EvidenceClass.TEST
    if lowered & _TOOLING or _TOOLING_NAME.match(name):
        return EvidenceClass.DEV_TOOLING
    if profile.form is Form.PROSE and not name.lower().endswith(("html", "htm")):
        return EvidenceClass.DOCUMENTATION
    if lowered & (_DOCUMENTS | _TRANSLATIONS) or _METADATA.search(path):
        return EvidenceClass.DOCUMENTATION
    return EvidenceClass.REFERENCE_DATA if profile.form is Form.DATA else EvidenceClass.PRODUCT


def is_fixture(path: str) -> bool:
    """Say whether the file is made-up input for tests, so that even a manifest in it declares nothing."""
    return not _FIXTURES.isdisjoint(folder.lower() for folder in path.split("/")[:-1])
