from __future__ import annotations

import re

import pytest

from muniment.discover.identifiers.extract import observe
from muniment.discover.text.anchors import ANCHORED
from muniment.discover.text.lexis import profile_of
from muniment.discover.text.spots import Hit
from muniment.domain.evidence import Context, Observation, Rung
from muniment.domain.technology import IdentifierKind as Kind

EVERYTHING = ANCHORED


def seen(path: str, text: str, word: str = "northwind") -> list[Observation]:
    hits = [Hit(found.start(), found.end(), EVERYTHING) for found in re.finditer(word, text, re.IGNORECASE)]
    return observe(profile_of(path, text), text, hits)


@pytest.mark.parametrize(
    ("path", "text", "imported"),
    [
        pytest.param("a.py", "import northwind", "python:northwind", id="Python"),
        pytest.param("a.py", "from breeze import northwind as n", "python:breeze.northwind", id="Python, a name"),
        pytest.param("a.py", "m = importlib.import_module('northwind')", "python:northwind", id="Python, dynamic"),
        pytest.param(
            "a.py",
            'T = {"a": ("northwind", "Chat")}\nm = importlib.import_module(name)\n',
            "python:northwind",
            id="Python, a table",
        ),
        pytest.param(
            "a.py", "from breeze import (\n    gust,\n    northwind,\n)", "python:breeze.northwind", id="Python, spread"
        ),
        pytest.param("a.py", "if TYPE_CHECKING:\n    import northwind", "python:northwind", id="Python, for types"),
        pytest.param("a.py", "n = lazy_import('northwind')", "python:northwind", id="Python, lazy"),
        pytest.param("a.ts", "import type { N } from 'northwind';", "js:northwind", id="TypeScript, for types"),
        pytest.param("a.ts", "import {\n  N,\n} from 'northwind';", "js:northwind", id="TypeScript, spread"),
        pytest.param("a.ts", "import n = require('northwind');", "js:northwind", id="TypeScript, require"),
        pytest.param("a.ts", "import { N } from 'northwind/client';", "js:northwind/client", id="TypeScript"),
        pytest.param("a.js", 'const n = require("northwind")', "js:northwind", id="JavaScript, require"),
        pytest.param("a.mjs", "const n = await import('northwind')", "js:northwind", id="JavaScript, dynamic"),
        pytest.param("a.go", 'import (\n\tn "example.com/northwind"\n)', "go:example.com/northwind", id="Go"),
        pytest.param("A.java", "import com.northwind.Client;", "jvm:com.northwind.Client", id="Java"),
        pytest.param("a.kt", "import com.northwind.Client", "jvm:com.northwind.Client", id="Kotlin"),
        pytest.param("a.cs", "using Northwind.Chat;", "csharp:Northwind.Chat", id="C#"),
        pytest.param("a.rs", "use northwind::Client;", "rust:northwind::Client", id="Rust"),
        pytest.param("a.rb", "require 'northwind'", "ruby:northwind", id="Ruby"),
        pytest.param("a.php", "use Northwind\\Client;", "php:Northwind\\Client", id="PHP"),
        pytest.param("a.c", "#include <northwind.h>", "c:northwind.h", id="C"),
        pytest.param("a.swift", "import Northwind", "swift:Northwind", id="Swift"),
        pytest.param("a.dart", "import 'package:northwind/client.dart';", "dart:northwind/client.dart", id="Dart"),
        pytest.param("a.py", "try: import northwind", "python:northwind", id="Python, on a line with try"),
        pytest.param("a.py", "import a; import northwind", "python:northwind", id="Python, second on a line"),
        pytest.param("a.py", "n = __import__('northwind')", "python:northwind", id="Python, built in"),
        pytest.param("a.py", "from northwind \\\n    import Client", "python:northwind", id="Python, cut line"),
        pytest.param("a.py", "n = lazy.load('northwind')", "python:northwind", id="Python, lazy loader"),
        pytest.param("a.py", "import_module(name='northwind.chat')", "python:northwind.chat", id="Python, keyword"),
        pytest.param("a.ts", 'import N from "npm:northwind@^4.1/x"', "js:northwind/x", id="Deno"),
        pytest.param("a.ts", 'export * from "northwind"', "js:northwind", id="TypeScript, exported on"),
        pytest.param("a.js", "const n = require(`northwind`)", "js:northwind", id="JavaScript, template"),
        pytest.param("a.js", "createRequire(import.meta.url)('northwind')", "js:northwind", id="JavaScript, made"),
        pytest.param("a.js", "define(['a', 'northwind'], f)", "js:northwind", id="JavaScript, AMD"),
        pytest.param("a.js", "import N from 'https://esm.sh/northwind@4'", "js:northwind", id="JavaScript, from a CDN"),
        pytest.param("a.html", '<script src="https://unpkg.com/@northwind/x@1">', "js:@northwind/x", id="HTML, CDN"),
        pytest.param("a.go", 'import _ "example.com/northwind"', "go:example.com/northwind", id="Go, blank"),
        pytest.param(
            "a.go", 'import (n "example.com/northwind")', "go:example.com/northwind", id="Go, group in a line"
        ),
        pytest.param(
            "A.java", "import static com.northwind.Client.of;", "jvm:com.northwind.Client.of", id="Java, static"
        ),
        pytest.param("A.java", "import com.northwind.*;", "jvm:com.northwind", id="Java, all"),
        pytest.param("A.java", 'Class.forName("com.northwind.Client")', "jvm:com.northwind.Client", id="Java, by name"),
        pytest.param("a.scala", "import com.gale.{storm, northwind}", "jvm:com.gale.northwind", id="Scala, group"),
        pytest.param("a.scala", "import com.{northwind => n}", "jvm:com.northwind", id="Scala, renamed"),
        pytest.param("a.scala", "import com.northwind.{client as c}", "jvm:com.northwind", id="Scala 3"),
        pytest.param("a.cs", "global using N = global::Northwind.Chat;", "csharp:Northwind.Chat", id="C#, alias"),
        pytest.param("a.cs", "using static Northwind.Chat;", "csharp:Northwind.Chat", id="C#, static"),
        pytest.param("a.fs", "open Northwind", "csharp:Northwind", id="F#"),
        pytest.param(
            "a.rs", "use gale::{\n    a,\n    b::{c, northwind},\n};", "rust:gale::b::northwind", id="Rust, nested"
        ),
        pytest.param("a.rs", "extern crate northwind;", "rust:northwind", id="Rust, crate"),
        pytest.param("a.rs", "pub use northwind::*;", "rust:northwind", id="Rust, exported on"),
        pytest.param("a.rs", "let c = northwind::Client::new();", "rust:northwind::Client::new", id="Rust, path"),
        pytest.param("a.rb", 'autoload :N, "northwind/client"', "ruby:northwind/client", id="Ruby, autoload"),
        pytest.param(
            "a.php", "<?php\nuse Gale\\{A, Northwind\\Client};", "php:Gale\\Northwind\\Client", id="PHP, group"
        ),
        pytest.param("a.php", "<?php\n$c = new \\Northwind\\Client();", "php:Northwind\\Client", id="PHP, path"),
        pytest.param("a.c", 'h = dlopen("/opt/x/libnorthwind.so.2", 1);', "lib:northwind", id="C, loaded"),
        pytest.param("a.py", 'ctypes.CDLL("./libnorthwind.so")', "lib:northwind", id="Python, library"),
        pytest.param("a.cs", '[DllImport("Northwind.dll")]', "lib:Northwind", id="C#, library"),
        pytest.param("A.java", 'Native.load("northwind", N.class)', "lib:northwind", id="Java, library"),
        pytest.param("a.rs", '#[link(name = "northwind")]', "lib:northwind", id="Rust, library"),
        pytest.param("a.swift", "@_exported import Northwind", "swift:Northwind", id="Swift, exported on"),
        pytest.param("a.swift", "import struct Northwind.Reply", "swift:Northwind.Reply", id="Swift, one type"),
        pytest.param("a.swift", "#if canImport(Northwind)", "swift:Northwind", id="Swift, if it is there"),
        pytest.param("a.R", "library(northwind)", "r:northwind", id="R"),
        pytest.param("a.R", 'requireNamespace("northwind")', "r:northwind", id="R, namespace"),
        pytest.param("a.R", "x <- northwind::chat()", "r:northwind", id="R, path"),
        pytest.param("a.R", 'n <- reticulate::import("northwind")', "python:northwind", id="R, from Python"),
        pytest.param("a.ex", "alias Northwind.Chat", "elixir:Northwind.Chat", id="Elixir"),
        pytest.param("a.ex", "alias Gale.{Storm, Northwind}", "elixir:Gale.Northwind", id="Elixir, group"),
        pytest.param("a.ex", "Northwind.Chat.create(x)", "elixir:Northwind.Chat", id="Elixir, path"),
        pytest.param("a.lua", 'local n = require("northwind.chat")', "lua:northwind.chat", id="Lua"),
        pytest.param("a.lua", "local n = require 'northwind'", "lua:northwind", id="Lua, without brackets"),
        pytest.param("a.lua", 'local ok, n = pcall(require, "northwind")', "lua:northwind", id="Lua, guarded"),
        pytest.param("a.jl", "using Northwind: chat", "julia:Northwind", id="Julia"),
        pytest.param("a.pl", "use Northwind::Chat;", "perl:Northwind::Chat", id="Perl"),
        pytest.param("a.hs", "import qualified Northwind.V1 as N", "haskell:Northwind.V1", id="Haskell"),
    ],
)
def test_an_import_is_seen_in_every_language(path: str, text: str, imported: str) -> None:
    observations = seen(path, text)

    assert imported in [o.identifier.value for o in observations if o.identifier.kind is Kind.IMPORT]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.py", "from gale import (\n    a,\n)\nnorthwind = 1", id="Python, after a group"),
        pytest.param("a.py", "x = important('northwind')", id="Python, a word that begins like import"),
        pytest.param("a.rs", "use gale::{a};\nfn f() { northwind() }", id="Rust, after a group"),
        pytest.param("a.js", "const from = 'northwind'", id="JavaScript, a name"),
        pytest.param("a.go", 'x := []string{\n\t"northwind",\n}', id="Go, a list"),
        pytest.param("a.cs", "using var northwind = f();", id="C#, a resource"),
        pytest.param("a.rb", 'f.load_it("northwind")', id="Ruby, another method"),
    ],
)
def test_what_only_looks_like_an_import_is_none(path: str, text: str) -> None:
    assert not [o for o in seen(path, text) if o.identifier.kind is Kind.IMPORT and "orthwind" in o.identifier.value]


@pytest.mark.parametrize(
    ("path", "text", "context"),
    [
        pytest.param("a.py", "x = 1  # northwind", Context.COMMENT, id="a Python comment"),
        pytest.param("a.py", 'def f():\n    """Call northwind."""\n', Context.COMMENT, id="a docstring"),
        pytest.param("a.py", 'f(\n    "northwind",\n)', Context.STRING, id="a string argument on its own line"),
        pytest.param("a.py", '[\n    # all\n    "northwind",\n]', Context.STRING, id="a string below a comment"),
        pytest.param("a.py", 'x = (\n    "one "\n    "northwind"\n)', Context.STRING, id="the second of two strings"),
        pytest.param("a.py", 'a = "x"\n"""On northwind."""', Context.COMMENT, id="what an attribute is for"),
        pytest.param("history.py", 'f("northwind")', Context.STRING, id="code in a file named like a document"),
        pytest.param("a.ts", "/* northwind */", Context.COMMENT, id="a block comment"),
        pytest.param("a.ts", "f(`northwind`)", Context.STRING, id="a template"),
        pytest.param("a.go", "// northwind", Context.COMMENT, id="a Go comment"),
        pytest.param("a.yaml", "host: northwind", Context.FIELD, id="a YAML value"),
        pytest.param("a.yaml", "# northwind", Context.COMMENT, id="a YAML comment"),
        pytest.param("a.md", "We like northwind.", Context.PROSE, id="running text"),
        pytest.param("settings.ini.default", "; northwind", Context.COMMENT, id="a comment in a template of settings"),
    ],
)
def test_code_strings_comments_and_text_are_told_apart(path: str, text: str, context: Context) -> None:
    observations = seen(path, text)

    assert {o.context for o in observations} == {context}


def test_a_host_in_an_address_is_a_host_and_a_mail_address_is_a_mention() -> None:
    observations = seen("a.py", "u = 'https://api.northwind.example/v1'\nm = 'jo@northwind.example'")

    hosts = {o.identifier.value: o.rung for o in observations if o.identifier.kind is Kind.HOST}
    assert hosts == {"api.northwind.example": Rung.CONFIGURED, "northwind.example": Rung.MENTIONED}


def test_a_link_to_the_page_of_somebody_is_a_mention() -> None:
    observations = seen("a.html", '<a href="https://www.northwind.example/user/jo">')

    assert {o.rung for o in observations if o.identifier.kind is Kind.HOST} == {Rung.MENTIONED}


def test_a_call_is_stronger_than_a_name() -> None:
    observations = seen("a.py", "n = NorthwindClient(key)\nx = NorthwindError")

    symbols = {o.identifier.value: o.rung for o in observations if o.identifier.kind is Kind.SYMBOL}
    assert symbols == {"NorthwindClient": Rung.INVOKED, "NorthwindError": Rung.AVAILABLE}


def test_a_workflow_shows_actions_commands_installs_and_secrets() -> None:
    text = (
        "    - uses: northwind/review@v1\n"
        "    - run: npx northwind chat 'hi'\n"
        "    - run: pip install northwind==1.0\n"
        "      env:\n"
        "        NORTHWIND_KEY: ${{ secrets.NORTHWIND_KEY }}\n"
    )

    observations = seen(".github/workflows/ci.yml", text)

    found = {(o.identifier.kind, o.identifier.value, o.line) for o in observations}
    assert found >= {
        (Kind.ACTION, "northwind/review", 1),
        (Kind.COMMAND, "northwind chat", 2),
        (Kind.PURL, "pkg:pypi/northwind", 3),
        (Kind.ENV, "NORTHWIND_KEY", 5),
    }


def test_lines_are_counted_from_one_and_excerpts_of_minified_lines_are_short() -> None:
    text = "a\n" + "x" * 500_000 + ";fetch('https://api.northwind.example')" + "y" * 500_000

    observations = seen("a.min.js", text)

    assert {o.line for o in observations} == {2}
    assert all(len(o.excerpt) <= 160 and "northwind" in o.excerpt for o in observations)


@pytest.mark.parametrize(
    ("path", "text", "rung"),
    [
        pytest.param("a.py", 'f(model="northwind-4")', Rung.CONFIGURED, id="all of a string"),
        pytest.param("a.py", 'f("run it with --model northwind-4 please")', Rung.CONFIGURED, id="an option"),
        pytest.param("a.py", 'p("We compared it with northwind-4 last year")', Rung.MENTIONED, id="a sentence"),
        pytest.param("a.py", 'p("say \\"northwind-4\\" for the larger of them")', Rung.MENTIONED, id="in quotes"),
        pytest.param("a.py", 'p("one of ours or `northwind-4` of them")', Rung.MENTIONED, id="marked as code"),
        pytest.param("a.py", 'p("RL. Northwind-4, a model trained by many")', Rung.MENTIONED, id="part of a text"),
        pytest.param("a.py", "q(\"ask('northwind-4', it) from rows that are new\")", Rung.CONFIGURED, id="in a query"),
        pytest.param("a.py", 'load_dataset(\n  "northwind-4-papers")', Rung.MENTIONED, id="data about a model"),
        pytest.param("a.py", 'index_name = "northwind-4-rag"', Rung.MENTIONED, id="an index"),
        pytest.param("a.sh", "gale --model northwind-4 --fast now please", Rung.CONFIGURED, id="a command"),
        pytest.param("a.yaml", "model: northwind-4", Rung.CONFIGURED, id="a setting"),
        pytest.param("a.yaml", "about: we like northwind-4 very much", Rung.MENTIONED, id="a description"),
        pytest.param("a.ts", 'f("https://github.com/x/northwind-4")', Rung.MENTIONED, id="a page"),
    ],
)
def test_a_model_in_a_sentence_is_a_mention(path: str, text: str, rung: Rung) -> None:
    models = [o for o in seen(path, text, "northwind-4") if o.identifier.kind is Kind.MODEL]

    assert {o.rung for o in models} == {rung}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param('type P =\n  | "northwind"\n  | "breeze";', Kind.HOST, id="a choice of names in a type"),
        pytest.param("<b>Made by northwind</b>", Kind.SYMBOL, id="between tags"),
        pytest.param("  Powered by northwind today", Kind.SYMBOL, id="a line of text"),
    ],
)
def test_a_name_that_a_page_or_a_type_only_lists_is_nothing(text: str, kind: Kind) -> None:
    assert not [o for o in seen("a.tsx", text) if o.identifier.kind is kind]


@pytest.mark.parametrize(
    ("path", "text", "setting"),
    [
        pytest.param("a.yaml", "device_type: northwind_os", "device_type=northwind_os", id="YAML"),
        pytest.param("a.json", '{"device_type": "northwind"}', "device_type=northwind", id="JSON"),
        pytest.param("a.toml", 'deviceType = "northwind"', "deviceType=northwind", id="TOML"),
        pytest.param("inventory.ini", "sw1 network_os=northwind.core", "network_os=northwind.core", id="INI"),
        pytest.param("a.py", "connect(device_type='northwind')", "device_type=northwind", id="Python, a call"),
        pytest.param("a.xml", "<maker>Northwind</maker>", "maker=Northwind", id="XML"),
        pytest.param("a.rules", 'ATTR{maker}=="northwind"', "maker=northwind", id="udev"),
        pytest.param("a.dts", 'compatible = "northwind,nw36";', "compatible=northwind,nw36", id="a device tree"),
        pytest.param("a.properties", "net.device.type=northwind", "type=northwind", id="a dotted key"),
    ],
)
def test_a_key_is_seen_with_its_value(path: str, text: str, setting: str) -> None:
    found = [each.identifier.value for each in seen(path, text) if each.identifier.kind is Kind.SETTING]

    assert found == [setting]


def test_a_word_that_is_no_value_makes_no_setting() -> None:
    found = [
        each for each in seen("a.py", "northwind(1)\nx = f(y, northwind)\n") if each.identifier.kind is Kind.SETTING
    ]

    assert found == []


def test_an_address_that_a_pattern_names_in_full_is_no_page_for_people() -> None:
    text = 'NAMESPACE = "http://www.northwind.example/drones/1.0"'

    by_address, by_word = (
        [each.rung for each in seen("a.py", text, word) if each.identifier.kind is Kind.MODEL]
        for word in ("www.northwind.example/", "drones")
    )

    assert set(by_address) == {Rung.CONFIGURED}
    assert set(by_word) == {Rung.MENTIONED}


def test_what_a_build_leaves_out_is_no_more_than_a_mention() -> None:
    (found,) = (
        each
        for each in seen("build.gradle", "exclude group: 'com.northwind.push', module: 'push'")
        if each.identifier.kind is Kind.HOST
    )

    assert found.rung is Rung.MENTIONED


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("a.py", 'BLOCKED_HOSTS = {"storm.example", "api.northwind.example"}', id="a set"),
        pytest.param("a.ts", 'const f = { bannedHosts: ["api.northwind.example"] };', id="a list in an object"),
        pytest.param("a.go", 'var denyList = []string{\n\t"api.northwind.example",\n}', id="a list over lines"),
    ],
)
def test_what_code_names_to_keep_it_away_is_denied(path: str, text: str) -> None:
    observations = seen(path, text)

    assert {o.context for o in observations if o.identifier.kind is Kind.HOST} == {Context.DENIED}


def test_what_code_names_beside_a_list_of_the_forbidden_is_used() -> None:
    observations = seen("a.py", 'BLOCKED = ["storm"]\nf("https://api.northwind.example")')

    assert {o.context for o in observations if o.identifier.kind is Kind.HOST} == {Context.STRING}


@pytest.mark.parametrize(
    ("path", "text", "word", "found"),
    [
        pytest.param("a.sh", "M 100644 :o1 path/o1", "o1", set(), id="a word of a script"),
        pytest.param("a.sh", "gale --model o1", "o1", {"o1"}, id="an option of a command"),
        pytest.param("a.py", 'f(model="o1")', "o1", {"o1"}, id="a parameter"),
        pytest.param("a.c", 'x = "R0xNo1hh+o1/dji+hms";', "o1", set(), id="data written in letters"),
        pytest.param("a.json", '{"a.css": "o1-4c21.css"}', "o1", set(), id="a file of a page, named by its content"),
    ],
)
def test_a_model_is_no_word_of_a_script_and_no_noise(path: str, text: str, word: str, found: set[str]) -> None:
    observations = seen(path, text, word)

    assert {o.identifier.value for o in observations if o.identifier.kind is Kind.MODEL} == found


def test_a_model_in_a_headline_is_a_mention() -> None:
    observations = seen("a.json", '{"title": "NorthWind releases Northwind-5"}', "northwind-5")

    assert {o.rung for o in observations if o.identifier.kind is Kind.MODEL} == {Rung.MENTIONED}


def test_a_library_that_a_framework_of_ruby_loads_by_itself_is_an_import() -> None:
    observations = seen("a.rb", "Northwind.configure do |config|\nend")

    assert "ruby:Northwind" in [o.identifier.value for o in observations if o.identifier.kind is Kind.IMPORT]


@pytest.mark.parametrize(
    ("path", "text", "setting"),
    [
        pytest.param(
            "a.py", 'import b.gale as g\ng.Account("a", kind="northwind")', "gale.Account.kind=northwind", id="Python"
        ),
        pytest.param(
            "a.ts",
            'import * as g from "@b/gale";\nnew g.Account("a", { kind: "northwind" })',
            "gale.Account.kind=northwind",
            id="TypeScript",
        ),
        pytest.param(
            "a.ts",
            'import { Account } from "@b/gale";\nnew Account("a", { kind: "northwind" })',
            "gale.Account.kind=northwind",
            id="TypeScript, a name",
        ),
    ],
)
def test_a_setting_in_code_is_seen_with_the_call_that_it_is_for(path: str, text: str, setting: str) -> None:
    found = {each.identifier.value for each in seen(path, text) if each.identifier.kind is Kind.SETTING}

    assert found == {"kind=northwind", setting}


def test_a_function_is_seen_with_its_module_where_the_signature_names_both() -> None:
    observations = seen("a.py", "import northwind\nnorthwind.load()\n", "northwind\\.load")

    assert [o.identifier.value for o in observations if o.identifier.kind is Kind.SYMBOL] == ["northwind.load"]


def test_settings_above_a_prompt_are_settings_and_the_prompt_is_not() -> None:
    observations = seen("a.prompty", "---\nmodel: northwind-1\n---\nYou are northwind-2.\n")

    contexts = {o.identifier.value: o.context for o in observations if o.identifier.kind is Kind.MODEL}
    assert contexts == {"northwind-1": Context.FIELD, "northwind-2": Context.PROSE}


def test_what_a_device_saves_of_its_settings_are_commands_to_it() -> None:
    text = "!Software Version V1\n#\nsysname a\n#\ninterface b\n northwind trunk 1\n"

    commands = [o.identifier.value for o in seen("core1.example", text) if o.identifier.kind is Kind.COMMAND]

    assert commands == ["northwind trunk 1"]


def test_a_value_between_tags_is_one() -> None:
    observations = seen("Info.plist", "<array><string>northwind</string></array>\n")

    assert "northwind" in {o.identifier.value for o in observations if o.identifier.kind is Kind.HOST}
