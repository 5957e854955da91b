from __future__ import annotations

import re

import pytest

from measured import takes
from muniment.discover.text.composed import composed
from muniment.discover.text.lexis import profile_of


def made(path: str, text: str, word: str = "gale") -> list[str]:
    places = [found.start() for found in re.finditer(word, text)]
    found = composed(profile_of(path, text), text, places)
    return [] if found is None else [found.text[start:end] for start, end in found.spans]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.py", 'f("https://api." + "gale" + ".example")', id="Python, joined"),
        pytest.param("a.py", 'f("https://api."\n  "gale.example")', id="Python, adjacent"),
        pytest.param("a.py", 'V = "gale"\nf(f"https://api.{V}.example")', id="Python, filled in"),
        pytest.param("a.py", 'f("https://api.%s.example" % "gale")', id="Python, formatted"),
        pytest.param("a.py", 'f("https://api.{}.example".format("gale"))', id="Python, format"),
        pytest.param("a.py", 'f("".join(["https://api.", "gale", ".example"]))', id="Python, listed"),
        pytest.param("a.py", 'class C:\n    v: str = "gale"\nf("https://api." + C.v + ".example")', id="Python, held"),
        pytest.param("a.js", 'const v = "gale"; f(`https://api.${v}.example`)', id="JavaScript, template"),
        pytest.param("a.js", 'f(["https://api", "gale", "example"].join("."))', id="JavaScript, listed"),
        pytest.param("a.go", 'v := "gale"\nu := fmt.Sprintf("https://api.%s.example", v)', id="Go, formatted"),
        pytest.param("A.java", 'String v = "gale"; f("https://api." + v + ".example");', id="Java, joined"),
        pytest.param("a.kt", 'val v = "gale"\nf("https://api.$v.example")', id="Kotlin, filled in"),
        pytest.param("a.cs", 'var v = "gale"; f($"https://api.{v}.example");', id="C#, filled in"),
        pytest.param("a.rs", 'f(format!("https://api.{}.example", "gale"))', id="Rust, formatted"),
        pytest.param("a.rs", 'f(concat!("https://api.", "gale", ".example"))', id="Rust, joined"),
        pytest.param("a.rb", 'v = "gale"\nf("https://api.#{v}.example")', id="Ruby, filled in"),
        pytest.param("a.php", '<?php $v = "gale"; f("https://api." . $v . ".example");', id="PHP, joined"),
        pytest.param("a.php", '<?php $v = "gale"; f("https://api.{$v}.example");', id="PHP, filled in"),
        pytest.param("a.swift", 'let v = "gale"\nf("https://api.\\(v).example")', id="Swift, filled in"),
        pytest.param("a.lua", 'f("https://api." .. "gale" .. ".example")', id="Lua, joined"),
        pytest.param("a.ex", '@v "gale"\nf("https://api." <> @v <> ".example")', id="Elixir, joined"),
        pytest.param("a.R", 'f(paste0("https://api.", "gale", ".example"))', id="R, pasted"),
        pytest.param("a.c", 'f("https://api." "gale" ".example");', id="C, adjacent"),
        pytest.param("a.sql", "SELECT 'https://api.' || 'gale' || '.example'", id="SQL, joined"),
        pytest.param("a.pl", 'f("https://api." . "gale" . ".example");', id="Perl, joined"),
        pytest.param("a.sh", "V=gale\ncurl https://api.${V}.example", id="shell, filled in"),
        pytest.param("a.sh", "curl https://api.${V:-gale}.example", id="shell, by default"),
        pytest.param("A.java", 'u.append("https://api.").append("gale").append(".example");', id="Java, added"),
        pytest.param(
            "A.java",
            'var u = new StringBuilder("https://api.");\nu.append("gale");\nu.append(".example");',
            id="Java, built",
        ),
        pytest.param("a.go", 'b.WriteString("https://api.")\nb.WriteString("gale.example")', id="Go, written"),
        pytest.param("a.js", 'let u = "https://api.";\nu += "gale";\nu += ".example";', id="JavaScript, added"),
        pytest.param("a.php", '<?php $u = "https://api."; $u .= "gale.example";', id="PHP, added"),
        pytest.param("a.ps1", 'f ("https://api." + "gale" + ".example")', id="PowerShell, joined"),
    ],
)
def test_what_a_program_puts_together_is_seen_whole(path: str, text: str) -> None:
    assert any("https://api.gale.example" in value for value in made(path, text))


def test_a_module_brought_by_a_name_is_seen_where_it_is_brought() -> None:
    text = 'p = "gale"\n\nm = importlib.import_module(p)\n'

    found = composed(profile_of("a.py"), text, [text.index("gale")])

    assert found is not None
    assert (found.text, found.lines) == ('m = importlib.import_module("gale")', (3,))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.py", 'V = "gale"\nV = "storm"\nf(f"api.{V}.example")', id="a name that is given two strings"),
        pytest.param("a.py", 'f("api." + v + "gale" * 2)', id="a name that is given none"),
        pytest.param("a.py", 'f("a gale is " + "a strong wind")', id="a sentence"),
        pytest.param("a.py", 'u = "a.gale"\nv = "b.storm"', id="a string and, on the next line, a name"),
        pytest.param("a.js", "/*\n f('api.' + 'gale') */", id="a comment"),
        pytest.param("a.md", '"api." + "gale"', id="running text"),
    ],
)
def test_what_is_not_known_to_be_put_together_is_not_seen(path: str, text: str) -> None:
    assert not made(path, text)


@pytest.mark.parametrize(
    "piece", ['"a" + ', 'gale = "x"\n', "f'{gale}' ", '"gale" "', "[" * 8 + '"gale",', "${gale}", "%s"]
)
@pytest.mark.parametrize("ending", ["py", "js", "sh", "php"])
def test_hostile_text_is_put_together_in_bounded_time(piece: str, ending: str) -> None:
    text = piece * (200_000 // len(piece))

    assert takes(lambda: made(f"a.{ending}", text), 5) < 5


def test_what_a_cell_of_a_notebook_puts_together_is_seen_on_its_line() -> None:
    text = '{"cells": [{"cell_type": "code", "source": [\n"import x\\n",\n"f(\\"api.\\" + \\"gale\\")"]}]}'

    found = composed(profile_of("a.ipynb"), text, [text.index("gale")])

    assert found is not None
    assert (found.text, found.lines) == ('f("api.gale")', (3,))
