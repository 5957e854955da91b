"""Hits that can show nothing are left out, and nothing that anybody knows is left out with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from discover.signatures import signature
from muniment.discover.identifiers.extract import observe
from muniment.discover.judging.match import Matcher
from muniment.discover.judging.plausible import Plausible
from muniment.discover.judging.showing import Showing
from muniment.discover.text.anchors import anchors
from muniment.discover.text.lexis import profile_of
from muniment.discover.text.spots import Hit
from muniment.domain.technology import IdentifierKind as Kind

if TYPE_CHECKING:
    from muniment.domain.evidence import Observation

SIGNATURES = [
    signature(Kind.SYMBOL, "*northwind*", name="symbol"),
    signature(Kind.IMPORT, "python:northwind", "c:northwind_*", "lib:northwind", "js:northwind", name="import"),
    signature(Kind.HOST, "*.northwind.example", "northwind", name="host"),
    signature(Kind.MODEL, "northwind-*", "*/northwind-*", name="model"),
    signature(Kind.ENV, "NORTHWIND_*", name="env"),
    signature(Kind.CONFIG_KEY, "*northwind.api-key", name="key"),
    signature(Kind.SETTING, "provider=northwind", "*resources.kind=northwind", "*params.model=northwind/*", name="set"),
    signature(Kind.ACTION, "northwind/*", name="action"),
    signature(Kind.IMAGE, "northwind/*", name="image"),
    signature(Kind.COMMAND, "northwind *", name="command"),
    signature(Kind.EXTENSION, "northwind.*", name="extension"),
    signature(Kind.PURL, "pkg:pypi/northwind", "pkg:npm/northwind", name="package"),
    signature(Kind.NAME, "Northwind", name="name"),
]
MATCHER = Matcher(SIGNATURES)
SHOWING = Showing(Plausible(MATCHER))
ENDINGS = st.sampled_from(
    ["py", "c", "js", "go", "sh", "yaml", "toml", "json", "tf", "md", "html", "csv", "ipynb", "cls"]
)
PARTS = st.sampled_from(
    [
        *("import northwind", "#include <northwind_sdk.h>", "from northwind import Client", "pip install northwind"),
        *("northwind-4", "mynorthwind", "NORTHWIND_KEY", "api.northwind.example", "Northwind", "northwind/x@v1"),
        *("provider: northwind", "kind = northwind", "params:", "model: northwind/a", "resources:", "deny:"),
        *("uses: ", "image: northwind/a:1", "run: northwind start", '"northwind.chat"', "require('northwind')"),
        *(
            "dlopen('libnorthwind.so')",
            "https://esm.sh/northwind",
            "npx northwind",
            "api-key: 1",
            "northwind.api-key=1",
        ),
        *(
            "\n",
            "\n  ",
            " ",
            '"',
            "'",
            "`",
            "#",
            "//",
            "- ",
            ": ",
            " = ",
            "(",
            "{",
            "[",
            "]",
            "}",
            "```python\n",
            "\\\n",
            "é",
        ),
        *("<script src='", "url: http://localhost/", "additional_dependencies:", "# /// script\n"),
    ]
)


@given(ending=ENDINGS, parts=st.lists(PARTS, max_size=14))
def test_what_is_left_out_is_known_to_nobody(ending: str, parts: list[str]) -> None:
    text = "".join(parts).encode().decode("latin-1")
    hits, profile = hits_in(text), profile_of(f"a.{ending}")

    narrowed = observe(profile, text, hits, SHOWING.narrowed)

    assert known(narrowed) == known(observe(profile, text, hits))


def test_a_hit_on_a_line_that_shows_nothing_is_left_out() -> None:
    text = "struct mynorthwind_state *state;\n"

    assert list(SHOWING.narrowed(profile_of("a.c"), text, [Hit(9, 18, frozenset({Kind.IMPORT}))])) == []


def test_what_was_left_out_of_a_hit_is_still_told() -> None:
    (hit,) = SHOWING.narrowed(profile_of("a.md"), "Northwind", [Hit(0, 9, frozenset({Kind.NAME, Kind.SYMBOL}))])

    assert (hit.kinds, hit.left_out) == (frozenset({Kind.NAME}), frozenset({Kind.SYMBOL}))


def hits_in(text: str) -> list[Hit]:
    """Return every place of an anchor in `text`, as a search for all of them would."""
    low, found = text.lower(), []
    for literal, anchor in anchors(SIGNATURES).items():
        at = low.find(literal)
        while at >= 0:
            found.append(Hit(at, at + len(literal), anchor.kinds))
            at = low.find(literal, at + 1)
    return sorted(found, key=lambda hit: hit.start)


def known(seen: list[Observation]) -> set[Observation]:
    """Return what of it somebody knows."""
    return {each for each in seen if MATCHER.recognise(each.identifier)}
