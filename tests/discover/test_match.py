from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discover.signatures import signature
from muniment.discover.judging.match import Matcher, has_word
from muniment.discover.text.anchors import anchors_of
from muniment.domain.evidence import Identifier
from muniment.domain.technology import IdentifierKind as Kind


@pytest.mark.parametrize(
    ("kind", "pattern", "value"),
    [
        pytest.param(Kind.PURL, "pkg:pypi/northwind", "pkg:pypi/northwind@2.3.1", id="a package at any version"),
        pytest.param(Kind.PURL, "pkg:npm/%40northwind/*", "pkg:npm/%40northwind/sdk@1?x=y", id="a package of a scope"),
        pytest.param(Kind.IMPORT, "python:northwind", "python:northwind.types.Chat", id="a module below"),
        pytest.param(
            Kind.IMPORT, "go:example.com/northwind", "go:example.com/northwind/v2/chat", id="a Go package below"
        ),
        pytest.param(Kind.HOST, "*.northwind.example", "eu.api.northwind.example", id="a sub-domain"),
        pytest.param(Kind.ENV, "NORTHWIND_*", "NORTHWIND_API_KEY", id="an environment variable"),
        pytest.param(Kind.MODEL, "gale-#*", "northwind/gale-3-large", id="a model behind a router's prefix"),
        pytest.param(Kind.SETTING, "device_type=northwind*", "deviceType=Northwind_os", id="a key spelt anew"),
        pytest.param(Kind.SETTING, "idVendor=0a1b", "idVendor=0A1B", id="a setting with a number"),
        pytest.param(Kind.SYMBOL, "northwind", "MyNorthwindClient", id="a word in a class name"),
        pytest.param(Kind.SYMBOL, "northwind", "is_northwind_reply", id="a word between underscores"),
        pytest.param(Kind.CONFIG_KEY, "northwind", "northwind.region", id="a word in a key"),
        pytest.param(Kind.SETTING, "*provider=northwind", "llm.model_provider=Northwind", id="a key with its value"),
        pytest.param(Kind.ACTION, "northwind/review", "northwind/review/setup", id="an action in a sub-folder"),
        pytest.param(Kind.COMMAND, "northwind chat", "northwind chat --fast", id="a command with options"),
        pytest.param(Kind.FILE, ".northwind/*", "tools/.northwind/settings.json", id="a file at any depth"),
        pytest.param(Kind.OID, "1.3.6.1.4.1.99999", "1.3.6.1.4.1.99999.1.2", id="an object below"),
        pytest.param(Kind.ARCHITECTURE, "gale#*", "gale2forcausallm", id="an architecture"),
        pytest.param(Kind.NAME, "Northwind AI", "Northwind AI, Inc. (formerly Gale)", id="a company by its legal form"),
        pytest.param(Kind.NAME, "Gale.com", "see Gale.com", id="a name with a point"),
    ],
)
def test_a_pattern_recognises_what_the_rulebook_readme_says(kind: Kind, pattern: str, value: str) -> None:
    matcher = Matcher([signature(kind, pattern)])

    found = matcher.recognise(Identifier(kind, value))

    assert [s.id for s in found] == ["northwind-sdk"]


@pytest.mark.parametrize(
    ("kind", "pattern", "value"),
    [
        pytest.param(Kind.PURL, "pkg:pypi/northwind", "pkg:pypi/northwindows@1.0", id="a longer package name"),
        pytest.param(Kind.PURL, "pkg:pypi/northwind", "pkg:npm/northwind@1.0", id="another ecosystem"),
        pytest.param(Kind.IMPORT, "python:northwind", "python:northwind_helpers", id="a longer module name"),
        pytest.param(Kind.HOST, "api.northwind.example", "api.northwind.example.org", id="a longer host"),
        pytest.param(Kind.ENV, "NORTHWIND_KEY", "northwind_key", id="a variable in another case"),
        pytest.param(Kind.MODEL, "gale-#*", "gale-force", id="a word where a digit must stand"),
        pytest.param(Kind.SYMBOL, "northwind", "northwindows", id="a longer word"),
        pytest.param(Kind.SYMBOL, "isapi", "AcronisAPI", id="letters across two words"),
        pytest.param(Kind.FILE, ".northwind/*", "not.northwind/x", id="a longer folder name"),
        pytest.param(Kind.FILE, "NORTHWIND.md", "docs/northwind.md", id="a path in another case than its pattern's"),
        pytest.param(Kind.ARCHITECTURE, "gale", "galea", id="a longer architecture"),
        pytest.param(Kind.NAME, "Northwind", "Northwindows Ltd.", id="a longer name"),
        pytest.param(Kind.NAME, "Northwind AI", "Northwind and AI", id="words that do not follow each other"),
    ],
)
def test_a_pattern_leaves_what_only_looks_alike(kind: Kind, pattern: str, value: str) -> None:
    matcher = Matcher([signature(kind, pattern)])

    found = matcher.recognise(Identifier(kind, value))

    assert found == ()


def test_what_unless_names_is_taken_back() -> None:
    matcher = Matcher([signature(Kind.SYMBOL, "northwind", unless=("northwind_compatible",))])

    compatible = matcher.recognise(Identifier(Kind.SYMBOL, "is_northwind_compatible"))
    plain = matcher.recognise(Identifier(Kind.SYMBOL, "is_northwind"))

    assert (compatible, len(plain)) == ((), 1)


@given(token=st.text(alphabet="abNW_1", max_size=12))
def test_a_word_stands_in_itself_between_any_separators(token: str) -> None:
    assert has_word(f"{token}_northwind_{token}", "northwind")


@pytest.mark.parametrize(
    ("kind", "pattern", "anchors"),
    [
        pytest.param(Kind.IMPORT, "python:google.genai", ("genai",), id="the last part of a Python module"),
        pytest.param(Kind.IMPORT, "jvm:com.example.north", ("com.example.north",), id="all of a Java package"),
        pytest.param(Kind.HOST, "gate-runtime.*.example.com", ("gate-runtime.",), id="the first telling run"),
        pytest.param(Kind.MODEL, "gale-#*", tuple(f"gale-{n}" for n in range(10)), id="a digit, spelled out"),
    ],
)
def test_an_anchor_stands_in_every_text_that_its_pattern_matches(
    kind: Kind, pattern: str, anchors: tuple[str, ...]
) -> None:
    assert anchors_of(kind, pattern) == anchors


def test_a_pattern_that_the_byte_pass_could_not_find_is_refused() -> None:
    with pytest.raises(ValueError, match="literal characters"):
        anchors_of(Kind.MODEL, "o*")
