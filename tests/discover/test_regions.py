from __future__ import annotations

import re

import pytest

from measured import takes
from muniment.discover.text.lexis import profile_of
from muniment.discover.text.regions import Region, Regions
from muniment.domain.evidence import Context

CODE, STRING, COMMENT = Context.CODE, Context.STRING, Context.COMMENT


def region(path: str, text: str, word: str = "gale") -> Region:
    at = text.index(word)
    return Regions(profile_of(path, text), text, at + len(word)).at(at)


@pytest.mark.parametrize(
    ("path", "text", "context"),
    [
        pytest.param("a.js", "x = /[/\"']/; gale()", CODE, id="JavaScript: code after a pattern with quotes"),
        pytest.param("a.js", "x = a / b; gale(); c / d", CODE, id="JavaScript: code between divisions"),
        pytest.param("a.tsx", "<a b={x} /> <gale />", CODE, id="TypeScript: an element after another"),
        pytest.param("a.js", "f(`a ${b ? `c ${d} e` : ''} gale`)", STRING, id="JavaScript: a template around another"),
        pytest.param("a.js", "f(`a ${gale.chat()} b`)", CODE, id="JavaScript: an expression in a template"),
        pytest.param("a.js", "f(`a ${g('gale')} b`)", STRING, id="JavaScript: a string in an expression in a template"),
        pytest.param("a.js", "u = `${base}/gale`", STRING, id="JavaScript: text after an expression"),
        pytest.param("a.js", "import x from 'y' // it's gale", COMMENT, id="JavaScript: a comment with an apostrophe"),
        pytest.param("a.rs", "/* a /* b */ gale */", COMMENT, id="Rust: a nested comment"),
        pytest.param("a.rs", 'let a: &\'a str = r#"say "gale" now"#;', STRING, id="Rust: a raw string"),
        pytest.param("a.rs", "let q = '\"'; gale();", CODE, id="Rust: code after a quote as a character"),
        pytest.param("a.rs", 'f("one\n  gale")', STRING, id="Rust: a string over two lines"),
        pytest.param("a.swift", "/* a /* b */ gale */", COMMENT, id="Swift: a nested comment"),
        pytest.param("a.swift", 'let s = "a \\(gale.chat()) b"', CODE, id="Swift: an expression in a string"),
        pytest.param("a.kt", "/* a /* b */ gale */", COMMENT, id="Kotlin: a nested comment"),
        pytest.param("a.kt", 'val s = """say "gale" """', STRING, id="Kotlin: a raw string with quotes"),
        pytest.param("a.kt", 'val s = "a ${m["k"]} gale"', STRING, id="Kotlin: a string with quotes in an expression"),
        pytest.param("a.scala", 's"""\n|gale\n|"""', STRING, id="Scala: a raw string over lines"),
        pytest.param("a.cs", 'var p = @"C:\\"; gale();', CODE, id="C#: code after a verbatim string"),
        pytest.param("a.cs", 'var p = @"say ""gale"" now";', STRING, id="C#: a verbatim string"),
        pytest.param("a.cs", 'var j = """{"m": "gale"}""";', STRING, id="C#: a raw string"),
        pytest.param("a.cs", 'var s = $"a {gale.Chat()} b";', CODE, id="C#: an expression in a string"),
        pytest.param("a.fs", "(* gale *)", COMMENT, id="F#: a block comment"),
        pytest.param("a.vb", "Dim x = 1 ' gale", COMMENT, id="Visual Basic: a comment"),
        pytest.param("a.rb", "x = <<~SQL\n  it's gale\nSQL\n", STRING, id="Ruby: a heredoc"),
        pytest.param("a.rb", "x = <<~SQL\n  it's\nSQL\ngale.chat", CODE, id="Ruby: code after a heredoc"),
        pytest.param("a.rb", "M = %w[storm gale]", STRING, id="Ruby: a list of words"),
        pytest.param("a.rb", "=begin\ngale\n=end\n", COMMENT, id="Ruby: a block comment"),
        pytest.param("a.rb", 'x = "a #{gale.chat("b")} c"', CODE, id="Ruby: an expression in a string"),
        pytest.param("a.php", "<?php $x = <<<EOT\nit's gale\nEOT;\n", STRING, id="PHP: a heredoc"),
        pytest.param("a.php", "<?php #[Gale]\nclass A {} # gale", COMMENT, id="PHP: a comment with a hash"),
        pytest.param("a.php", "<?php f(); ?> it's gale <?php", Context.PROSE, id="PHP: a page between code"),
        pytest.param("a.go", 'x := `a\n"gale"`', STRING, id="Go: a raw string"),
        pytest.param("a.lua", "--[==[ a ]] gale ]==]", COMMENT, id="Lua: a long comment"),
        pytest.param("a.lua", "x = [[a 'gale' b]]", STRING, id="Lua: a long string"),
        pytest.param("a.ex", '@moduledoc """\nCalls gale.\n"""', COMMENT, id="Elixir: documentation"),
        pytest.param("a.ex", 'x = """\ngale\n"""', STRING, id="Elixir: a heredoc"),
        pytest.param("a.ex", "~w(storm gale)", STRING, id="Elixir: a list of words"),
        pytest.param("a.sql", "SELECT 'it''s gale'", STRING, id="SQL: a doubled quote"),
        pytest.param("a.sql", "-- it's\nSELECT gale", CODE, id="SQL: code after a comment"),
        pytest.param("a.R", "#' it's gale", COMMENT, id="R: documentation"),
        pytest.param("a.R", 'x <- r"(a "gale" b)"', STRING, id="R: a raw string"),
        pytest.param("a.cpp", 'auto s = R"json({"m": "gale"})json";', STRING, id="C++: a raw string"),
        pytest.param("a.c", "// a \\\n gale", COMMENT, id="C: a comment that goes on"),
        pytest.param("a.jl", "#= a #= b =# gale =#", COMMENT, id="Julia: a nested comment"),
        pytest.param("a.pl", "=pod\n\ngale\n\n=cut\n", COMMENT, id="Perl: documentation"),
        pytest.param("a.hs", "{- a {- b -} gale -}", COMMENT, id="Haskell: a nested comment"),
        pytest.param("a.clj", "; gale", COMMENT, id="Clojure: a comment"),
        pytest.param("a.erl", "% gale", COMMENT, id="Erlang: a comment"),
        pytest.param("a.ps1", "<# gale #>", COMMENT, id="PowerShell: a block comment"),
        pytest.param("a.bat", "REM gale", COMMENT, id="batch: a comment"),
        pytest.param("a.py", 'f(f"a {gale.chat()} b")', CODE, id="Python: an expression in a string"),
        pytest.param("a.py", 'x = {\n    "k":\n        "gale",\n}', STRING, id="Python: a value below its key"),
        pytest.param("a.py", 'x = (a if b else\n    "gale")', STRING, id="Python: the other choice"),
        pytest.param("a.py", 'f(re.compile("x"))\n"gale"\n', COMMENT, id="Python: a statement of its own"),
    ],
)
def test_each_language_tells_its_code_strings_and_comments_apart(path: str, text: str, context: Context) -> None:
    assert region(path, text).context is context


@pytest.mark.parametrize(
    ("path", "text", "inside"),
    [
        pytest.param("a.rs", 'r#"gale"#', "gale", id="Rust, raw"),
        pytest.param("a.cpp", 'R"x(gale)x"', "gale", id="C++, raw"),
        pytest.param("a.lua", "[==[gale]==]", "gale", id="Lua, long"),
        pytest.param("a.rb", "%w[gale]", "gale", id="Ruby, words"),
        pytest.param("a.py", '"""gale"""', "gale", id="Python, long"),
    ],
)
def test_the_quotes_of_a_string_are_no_part_of_it(path: str, text: str, inside: str) -> None:
    text = f"f({text})"

    found = region(path, text)

    assert text[found.start : found.end] == inside


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.js", "if (/gale/i.test(agent)) {}", id="JavaScript"),
        pytest.param("a.rb", "x =~ /gale/", id="Ruby"),
        pytest.param("a.py", 're.compile(r"gale")', id="Python"),
        pytest.param("a.py", 'RULES = [r"gale[a-z]{20}"]', id="Python, raw"),
        pytest.param("a.go", "regexp.MustCompile(`gale`)", id="Go"),
        pytest.param("a.java", 'Pattern.compile("gale")', id="Java"),
        pytest.param("a.php", "<?php preg_match('/gale/', $x);", id="PHP"),
    ],
)
def test_what_texts_are_compared_with_is_a_pattern(path: str, text: str) -> None:
    assert region(path, text).pattern


@pytest.mark.parametrize("ending", ["py", "js", "rs", "rb", "php", "kt", "cs", "cpp", "sql", "lua", "ex", "pl", "hs"])
@pytest.mark.parametrize(
    "piece", ['"', "'", "/*", "/* */", "`${", "(", '"""', "<<~A\n", "{-", "\\", "'a", "[[", "a / b "]
)
def test_hostile_text_is_split_in_linear_time(ending: str, piece: str) -> None:
    text = piece * (200_000 // len(piece))

    profile = profile_of(f"a.{ending}")

    assert takes(lambda: Regions(profile, text, len(text)).at(len(text) // 2), 5) < 5


@pytest.mark.parametrize(
    ("ending", "opening", "piece"),
    [
        pytest.param("js", "`", "${a} gale ", id="one after the other"),
        pytest.param("js", "`", "${ gale ", id="each in the one before"),
        pytest.param("js", "`${", "{ gale } ", id="in one that nothing closes"),
        pytest.param("py", 'f"""', "{a} gale ", id="Python"),
        pytest.param("py", "", '"gale"\n', id="Python: strings in a row"),
        pytest.param("py", "# a\n" * 20_000 + '"""', "gale ", id="Python: words of one comment"),
    ],
)
def test_many_places_in_one_string_are_asked_of_in_linear_time(ending: str, opening: str, piece: str) -> None:
    text = opening + piece * (500_000 // len(piece))
    places = [found.start() for found in re.finditer("gale", text)][:10_000]

    def ask() -> None:
        regions = Regions(profile_of(f"a.{ending}"), text, len(text))
        for place in places:
            regions.at(place)

    assert takes(ask, 5) < 5


@pytest.mark.parametrize(
    ("text", "context"),
    [
        pytest.param("f(`a ${b(`${c} d`) + gale} e`)", CODE, id="after an expression in an expression"),
        pytest.param("f(`a ${b(`${c} gale`)} e`)", STRING, id="in the string of an expression"),
        pytest.param("f(`a ${b} gale ${c}`)", STRING, id="between two expressions"),
        pytest.param("f(`a } ${gale} b`)", CODE, id="after a bracket that nothing opened"),
    ],
)
def test_an_expression_in_a_string_is_code_and_what_stands_around_it_is_not(text: str, context: Context) -> None:
    assert region("a.js", text).context is context
