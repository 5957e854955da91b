"""What a file is for, by its path alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.discover.text.lexis import Form, Profile
from muniment.domain.evidence import EvidenceClass
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from muniment.discover.paths.tooling import Tools

_DENY = lazily(
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
        "_vcr",
        "vcr_cassettes",
        "recordings",
        "__recordings__",
        "snapshots",
        "__snapshots__",
        "__fixtures__",
        "mocks",
        "__mocks__",
        "golden",
    ]
)
_TESTS = frozenset(
    ["test", "tests", "__tests__", "testing", "spec", "specs", "e2e", "e2e-tests", "integration-tests", "unittests"]
)
_TEST_NAME = lazily(
    r"^(?:test_.*|conftest)\.py$|.\.t$|_tests?\.\w+$|\.(?:test|spec|cy|e2e|vitest|stories|test-d)\.\w+$"
    r"|(?:Tests?|Spec|IT)\.(?:java|kt|scala|cs|groovy|swift)$"
)
_DOCUMENTS = frozenset(["doc", "docs", "documentation", "man", "wiki", "website"])
_TRANSLATIONS = frozenset(["i18n", "l10n", "locale", "locales", "lang", "translations", "strings"])
_LANGUAGE_NAME = lazily(
    r"(?i)^(?:messages|strings|translations?)?[._-]?(?:ar|cs|da|de|el|en|es|fa|fi|fr|he|hi|hu|id|it|ja|ko|nb|nl|pl|pt|ro|ru|sv|th|tr|uk|vi|zh)"
    r"(?:[_-][a-z]{2,4})?\.(?:json5?|arb|po|strings|ftl|properties|xliff)$"
    r"|(?i:^(?:messages|strings|translations?)[._-][a-z]{2}(?:[_-][a-z]{2,4})?\.ya?ml$)"
)
_LANGUAGE = lazily(
    r"(?i)^(?:[a-z]{2}(?:[_-][a-z]{2,4})?|english|german|deutsch|french|francais|spanish|espanol|italian|portuguese"
    r"|dutch|polish|russian|turkish|arabic|chinese|japanese|korean|messages?|strings|translations?)(?:\.\w+)?$"
)
"""How a file or a folder of one language is called, by its code or by its name, among translations."""
_SETS_PAGES_UP = lazily(r"^conf\.py$|\.config\.\w+$")
"""Code below a folder of documents that only says how they are made into pages; other code there is run by somebody."""
_PART_OF_THE_PRODUCT = "src/main/"
"""Where a build by Maven's layout takes the product from, whatever a file there is called; tests lie beside it."""
_NOTEBOOKS = (".ipynb", ".zpln", ".livemd")
"""Notebooks with cells, which are run wherever they lie; texts with chunks of code are made into pages."""
_SERVICE_MODELS = lazily(
    r"(?i)(?:^|/)(?:service-2|api-2|endpoint-rule-set-1|paginators-1|waiters-2|cloudformation(?:resourcespecification|\.schema))"
    r"(?:\.normal|\.min|\.sdk-extras)?\.json(?:\.gz)?$|(?:^|/)[^/]*schemas?/(?:.*/)?aws[-_]\w+[-_]\w+\.json$"
)
"""Descriptions of every operation of every service, as the makers of the service publish them."""
_FORMS_FOR_PEOPLE = lazily(
    r"(?i)(?:^|/)\.(?:github|gitlab)/(?:issue_template|merge_request_templates|discussion_template)/"
)
_CONFIGURES = lazily(
    r"(?i)config|settings|provider|schema|values|compose|router|gateway|package|^models?\.|^\.|manifest|parameters|defaults|template"
)
_IN_A_DOCUMENT = lazily(r"(?i)\.(?:docx|docm|xlsx|xlsm|pptx|od[tsp])!/")
"""Where the parts of a document or of a workbook lie."""
_TABLE = lazily(
    r"(?i)(?:pric(?:e|es|ing)|costs?|leader-?board|benchmarks?|results?|scores?|metadata|rankings?|context_?windows?)"
    r"[^/]*\.(?:ya?ml|toml|json)$"
)
_METADATA = lazily(
    r"(?i)(?:^|/)[^/]+\.(?:egg-info|dist-info)/(?:SOURCES|top_level|RECORD|entry_points|WHEEL|INSTALLER)"
)


def class_of(path: str, profile: Profile, tools: Tools) -> EvidenceClass:
    """Return what the file at `path` is for; product where nothing says otherwise."""
    *folders, name = path.split("/")
    lowered = {folder.lower() for folder in folders}
    if _DENY.search(name):
        return EvidenceClass.DENY_LIST
    if tools.lists(path):
        return EvidenceClass.REFERENCE_DATA
    named = _TEST_NAME.search(name) and f"/{_PART_OF_THE_PRODUCT}" not in f"/{path}"
    if lowered & _TESTS or named or is_fixture(path):
        return EvidenceClass.TEST
    if tools.own(path):
        return EvidenceClass.DEV_TOOLING
    if _is_for_people(path, profile, lowered):
        return EvidenceClass.DOCUMENTATION
    reference = profile.form is Form.DATA or _SERVICE_MODELS.search(path)
    return EvidenceClass.REFERENCE_DATA if reference else EvidenceClass.PRODUCT


def _is_for_people(path: str, profile: Profile, lowered: set[str]) -> bool:
    name = path.rpartition("/")[2]
    text = profile.form is Form.PROSE and not name.lower().endswith(("html", "htm"))
    code = profile.form is Form.CODE and bool(profile.language)
    runs = name.lower().endswith(_NOTEBOOKS) or (code and not _SETS_PAGES_UP.search(name))
    beside_text = bool(lowered & _DOCUMENTS) and not runs
    translated = _is_translated(name, lowered, code=profile.form is Form.CODE)
    placed = beside_text or translated or _LANGUAGE_NAME.match(name) is not None
    return text or placed or any(pattern.search(path) for pattern in (_METADATA, _FORMS_FOR_PEOPLE, _IN_A_DOCUMENT))


def _is_translated(name: str, lowered: set[str], *, code: bool) -> bool:
    """Say whether the folders are those of translations; code about languages lies in one called `lang` as well."""
    named = lowered & _TRANSLATIONS
    if named == {"lang"} and code:
        return any(_LANGUAGE.match(part) for part in (*lowered, name))
    return bool(named)


def is_fixture(path: str) -> bool:
    """Say whether the file is made-up input for tests, so that even a manifest in it declares nothing."""
    folders = path.lower().split("/")[:-1]
    return any(folder in _FIXTURES or folder.endswith(("-fixtures", "_fixtures")) for folder in folders)


def is_table(path: str) -> bool:
    """Say whether the file is data that the program looks things up in, such as prices or results, and no setting."""
    name = path.rpartition("/")[2]
    if _CONFIGURES.search(name):
        return False
    return name.lower().endswith((".json", ".csv", ".tsv", ".jsonl")) or _TABLE.search(name) is not None


def names_a_table(path: str) -> bool:
    """Say whether the name of the file says that it is a table of prices, of results or the like."""
    return _TABLE.search(path.rpartition("/")[2]) is not None
