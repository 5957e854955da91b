from __future__ import annotations

import pytest

from muniment.discover.identifiers.extract import observe
from muniment.discover.text.lexis import profile_of
from muniment.discover.text.spots import Hit
from muniment.domain.evidence import Context, Rung
from muniment.domain.technology import IdentifierKind as Kind


@pytest.mark.parametrize(
    ("path", "text", "package"),
    [
        pytest.param(
            "a.main.kts", '@file:DependsOn("com.gale:gale-java:2.0")', "pkg:maven/com.gale/gale-java", id="Kotlin"
        ),
        pytest.param("a.groovy", "@Grab('com.gale:gale-java:2.0')", "pkg:maven/com.gale/gale-java", id="Groovy"),
        pytest.param("a.sc", '//> using dep "com.gale::gale:2.0"', "pkg:maven/com.gale/gale", id="Scala"),
        pytest.param("A.java", "//DEPS com.gale:gale-java:2.0", "pkg:maven/com.gale/gale-java", id="JBang"),
        pytest.param("a.csx", '#r "nuget: Gale, 2.1.0"', "pkg:nuget/Gale", id="C# script"),
        pytest.param("a.cs", "#:package Gale@2.1.0", "pkg:nuget/Gale", id="C# file"),
        pytest.param("a.exs", 'Mix.install([{:gale_ex, "~> 0.6"}])', "pkg:hex/gale_ex", id="Elixir"),
        pytest.param("a.jl", 'using Pkg; Pkg.add("Gale")', "pkg:julia/Gale", id="Julia"),
        pytest.param("a.R", 'install.packages("gale")', "pkg:cran/gale", id="R"),
        pytest.param("a.R", 'pak::pak("storm/gale")', "pkg:github/storm/gale", id="R, from a repository"),
        pytest.param("a.rb", 'gemfile do\n  gem "gale", "~> 7"\nend', "pkg:gem/gale", id="Ruby"),
        pytest.param("a.py", '# /// script\n# dependencies = ["gale>=1"]\n# ///\n', "pkg:pypi/gale", id="Python"),
    ],
)
def test_a_package_declared_in_source_is_declared(path: str, text: str, package: str) -> None:
    at = text.lower().index("gale")

    found = observe(profile_of(path, text), text, [Hit(at, at + 4, frozenset({Kind.NAME}))])

    seen = {(o.identifier.value, o.context, o.rung) for o in found if o.identifier.kind is Kind.PURL}
    assert seen == {(package, Context.FIELD, Rung.DECLARED)}


def test_a_comment_that_only_names_a_package_declares_none() -> None:
    text = '# dependencies: "gale"\n'

    found = observe(profile_of("a.py", text), text, [Hit(17, 21, frozenset({Kind.NAME}))])

    assert not [o for o in found if o.identifier.kind is Kind.PURL]
