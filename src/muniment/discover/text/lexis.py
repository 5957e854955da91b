"""Languages and file formats, as far as telling code, strings and comments apart needs.

One compiled expression per family finds comments and strings (`tokens`); what lies between is code. That is
approximate at the edges of a language, which is why nothing here ever removes a file from the account.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from muniment.discover.text import tokens
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    import re


class Form(Enum):
    """What the text outside strings and comments is."""

    CODE = "code"
    SETTINGS = "settings"
    SHELL = "shell"
    PROSE = "prose"
    DATA = "data"
    NOTEBOOK = "notebook"


class Layout(Enum):
    """How a format shows to which key a value belongs."""

    FLAT = "flat"
    INDENTED = "indented"
    BRACED = "braced"
    HEADED = "headed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How to read one family. `language` is the prefix of its import identifiers, empty where it has none.

    `hole` opens an expression inside a string; `strings_document` says that a string which is a statement is a comment.
    `only_above`: it is so between two lines of dashes at the beginning alone; what stands below is running text.
    """

    form: Form
    tokens: re.Pattern[str] | None
    layout: Layout = Layout.FLAT
    comment_marks: tuple[str, ...] = ()
    language: str = ""
    hole: str = ""
    strings_document: bool = False
    only_above: bool = False


_SLASH = ("//", "/*")
_SCRIPT_LANGUAGE = Profile(form=Form.CODE, tokens=tokens.SCRIPT, comment_marks=_SLASH, language="js", hole="${")
PYTHON = Profile(
    form=Form.CODE, tokens=tokens.PYTHON, comment_marks=("#",), language="python", hole="{", strings_document=True
)


def _code(expression: re.Pattern[str], marks: tuple[str, ...], language: str = "", hole: str = "") -> Profile:
    return Profile(form=Form.CODE, tokens=expression, comment_marks=marks, language=language, hole=hole)


def _shell(expression: re.Pattern[str], *marks: str) -> Profile:
    return Profile(form=Form.SHELL, tokens=expression, comment_marks=marks)


def _settings(expression: re.Pattern[str], layout: Layout, *marks: str) -> Profile:
    return Profile(form=Form.SETTINGS, tokens=expression, layout=layout, comment_marks=marks)


_PROFILES: tuple[tuple[str, Profile], ...] = (
    ("py pyi pyx bzl bazel star tiltfile snakefile sconstruct sconscript", PYTHON),
    ("js jsx ts tsx mjs cjs mts cts ets gs vue svelte astro", _SCRIPT_LANGUAGE),
    ("go", _code(tokens.GO, _SLASH, "go")),
    ("java", _code(tokens.JAVA, _SLASH, "jvm")),
    ("kt kts scala sc mill", _code(tokens.KOTLIN, _SLASH, "jvm", "${")),
    ("groovy gradle jenkinsfile", _code(tokens.GROOVY, _SLASH, "jvm", "${")),
    ("clj cljs cljc", _code(tokens.LISP, (";",), "jvm")),
    ("cs csx cake", _code(tokens.CSHARP, _SLASH, "csharp", "{")),
    ("fs fsx fsi", _code(tokens.FSHARP, ("//", "(*"), "csharp", "{")),
    ("cls trigger apex hx vala odin gleam res pas", _code(tokens.GROOVY, _SLASH)),
    ("gd mojo", _code(tokens.PYTHON, ("#",))),
    ("vb bas vbs frm", _code(tokens.BASIC, ("'",), "csharp")),
    ("rs", _code(tokens.RUST, _SLASH, "rust")),
    ("swift", _code(tokens.SWIFT, _SLASH, "swift", "\\(")),
    (
        "c h cc cpp cxx hpp hh m mm cu cuh dts dtsi ino proto prisma sol zig d glsl v sv",
        _code(tokens.C, _SLASH, "c"),
    ),
    ("graphql gql", _code(tokens.GRAPHQL, ("#",))),
    ("dart", _code(tokens.DART, _SLASH, "dart", "${")),
    ("php", _code(tokens.PHP, (*_SLASH, "#"), "php", "{$")),
    (
        "rb rake gemspec podspec vagrantfile brewfile fastfile rakefile",
        _code(tokens.RUBY, ("#", "=begin"), "ruby", "#{"),
    ),
    ("ex exs", _code(tokens.ELIXIR, ("#",), "elixir", "#{")),
    ("r", _code(tokens.R, ("#",), "r")),
    ("jl", _code(tokens.JULIA, ("#",), "julia")),
    ("pl pm t", _code(tokens.PERL, ("#", "="), "perl")),
    ("nim cr coffee tcl awk sed", _code(tokens.HASHED, ("#",))),
    ("lua rockspec", _code(tokens.LUA, ("--",), "lua")),
    ("sql", _code(tokens.SQL, ("--", "/*", "#"), "sql")),
    ("hs elm", _code(tokens.HASKELL, ("--", "{-"), "haskell")),
    ("ml mli", _code(tokens.ML, ("(*",))),
    ("el lisp scm rkt", _code(tokens.LISP, (";",))),
    ("erl hrl", _code(tokens.ERLANG, ("%",))),
    ("sh bash zsh ksh fish mk cmake", _shell(tokens.HASHED, "#")),
    ("ps1 psm1 psd1", _shell(tokens.POWERSHELL, "#", "<#")),
    ("bat cmd", _shell(tokens.BATCH, "rem", "REM", "Rem", "::", "@rem", "@REM", " ", "\t")),
    ("dockerfile containerfile earthfile modelfile makefile justfile crontab", _shell(tokens.HASHED, "#")),
    ("tf tfvars hcl bicep nix cue", _settings(tokens.MIXED, Layout.BRACED, "#", *_SLASH)),
    ("yaml yml tpl gotmpl j2 tftpl roomodes procfile sls", _settings(tokens.HASHED, Layout.INDENTED, "#")),
    (
        "toml conf cfg cnf service desktop container pod kube timer socket editorconfig npmrc pypirc condarc",
        _settings(tokens.HASHED, Layout.HEADED, "#"),
    ),
    (
        "env properties rules kdl http rest envrc flaskenv hcl2 pkl vcl list sources caddyfile",
        _settings(tokens.HASHED, Layout.FLAT, "#"),
    ),
    ("prompty", replace(_settings(tokens.HASHED, Layout.INDENTED, "#"), only_above=True)),
    ("things items", _settings(tokens.MIXED, Layout.FLAT, *_SLASH)),
    ("ini", _settings(tokens.INI, Layout.HEADED, "#", ";")),
    ("json tfstate", _settings(tokens.JSON, Layout.BRACED)),
    ("ipynb zpln rmd qmd livemd", Profile(form=Form.NOTEBOOK, tokens=tokens.JSON)),
    (
        "json5 jsonc webmanifest code-workspace sublime-project jsonnet libsonnet",
        _settings(tokens.SCRIPT, Layout.BRACED, *_SLASH),
    ),
    (
        "xml xaml kml plist mobileconfig entitlements xcscheme csproj fsproj vbproj props targets config storyboard",
        _settings(tokens.MARKUP, Layout.FLAT, "<!--"),
    ),
    ("gradle.xml", _settings(tokens.MARKUP, Layout.FLAT, "<!--")),
    (
        "html htm xhtml jinja jinja2 hbs ejs erb jsp cshtml",
        Profile(form=Form.PROSE, tokens=tokens.MARKUP, comment_marks=("<!--",)),
    ),
    ("md mdx mdc rst txt adoc textile org tex", Profile(form=Form.PROSE, tokens=None)),
    (
        "csv tsv po pot srt vtt log svg map snap lock sum jsonl ndjson css scss less",
        Profile(form=Form.DATA, tokens=None),
    ),
)
_BY_ENDING = {ending: profile for endings, profile in _PROFILES for ending in endings.split()}
_WHOLE_NAMES = frozenset(
    """
    dockerfile containerfile earthfile modelfile makefile justfile jenkinsfile vagrantfile brewfile fastfile rakefile
    tiltfile snakefile sconstruct sconscript caddyfile procfile crontab
    """.split()  # noqa: SIM905  # a list of one word a line would hide the rest of this file
)
"""Names that say by themselves what a file is, also with an ending of one's own, as in `Dockerfile.production`."""
_SETTINGS_FOLDERS = frozenset(["sites-available", "sites-enabled", "conf.d", "environment.d", "sysconfig"])
"""Folders of a system whose files are settings although their names end with nothing that says so."""
_RUNNING_TEXT = Profile(form=Form.PROSE, tokens=None)
_KEPT_OF_A_DEVICE = _shell(tokens.DEVICE, "#", "!")
"""What a device of a network was told, as it saves that itself: commands to it, one a line."""
_SAVED_BY_A_DEVICE = lazily(
    r"(?m)^[#!] ?RANCID-CONTENT-TYPE|^!Software Version \S|^(?:[#!]\s*\n)?\s*sysname \S"
    r"|^[#!]\s*\n ?(?:version|hostname) \S|^!<[a-z][a-z-]*>"
)
_MAY_BE_OF_A_DEVICE = frozenset(["cfg", "conf", "config", "txt", "log"])
_KEPT_BY_A_SHRINKER = replace(_settings(tokens.HASHED, Layout.FLAT, "#"), language="jvm")
_RULES_OF_A_SHRINKER = lazily(r"(?:^|[-_.])proguard[\w.-]*\.(?:pro|txt|cfg)$|-rules\.(?:pro|txt)$")
_MAY_BE_OF_A_SHRINKER = frozenset(["pro", "txt", "cfg"])
"""What ProGuard and R8 are told to keep of a program: the classes that it needs by name."""
_TEMPLATE_ENDINGS = frozenset(
    ["template", "example", "sample", "default", "dist", "tmpl", "in", "tpl", "bak", "orig", "local"]
)
_STEM_AND_ENDING = 2
_TEXT_NAMES = lazily(
    r"(?i)(readme|license|licence|copying|authors|changelog|changes|contributors|notice|todo|history|news)\b"
)


_INTERPRETERS = tuple(
    pair.split("=")
    for pair in [
        "python=py",
        "node=js",
        "deno=js",
        "bun=js",
        "tsx=js",
        "ts-node=js",
        "ruby=rb",
        "php=php",
        "perl=pl",
        "Rscript=r",
        "elixir=exs",
        "lua=lua",
        "julia=jl",
        "pwsh=ps1",
        "kotlin=kts",
        "scala=sc",
        "groovy=groovy",
        "swift=swift",
        "fish=sh",
        "sh=sh",
    ]
)
"""A word on a `#!` line, and the ending of such files."""


def profile_of(path: str, head: str = "") -> Profile:
    """Return how to read the file at `path`; `head` is its beginning, for a `#!` line or how a device begins."""
    folders, _, name = path.lower().rpartition("/")
    parts = name.split(".")
    if _TEXT_NAMES.match(name) and not (len(parts) > 1 and _is_code(parts[-1])):
        return _RUNNING_TEXT
    ending = _ending(name, parts)
    found = _BY_ENDING.get(ending)
    if ending in _MAY_BE_OF_A_SHRINKER and _RULES_OF_A_SHRINKER.search(name):
        return _KEPT_BY_A_SHRINKER
    if (found is None or ending in _MAY_BE_OF_A_DEVICE) and _SAVED_BY_A_DEVICE.search(head):
        return _KEPT_OF_A_DEVICE
    if found is not None:
        return found
    if folders.rpartition("/")[2] in _SETTINGS_FOLDERS:
        return _BY_ENDING["conf"]
    return _of_interpreter(head) or _RUNNING_TEXT


def _ending(name: str, parts: list[str]) -> str:
    """Return the ending that says what the file `name` is, where one does; `parts` lie between its dots."""
    while len(parts) > _STEM_AND_ENDING and (parts[-1] in _TEMPLATE_ENDINGS or parts[-1] not in _BY_ENDING):
        parts.pop()
    if parts[0] in _WHOLE_NAMES and parts[-1] not in _BY_ENDING.keys() - _WHOLE_NAMES:
        return parts[0]
    if name == "cmakelists.txt":
        return "cmake"
    if parts[0] == "" and len(parts) > 1 and parts[1] == "env":
        return "env"
    return parts[-1] if len(parts) > 1 else ""


def form_of_ending(ending: str) -> Form | None:
    """Return the form of files whose names end with `ending` (lower case, without the dot), where it is known."""
    found = _BY_ENDING.get(ending)
    return found.form if found is not None else None


def _is_code(ending: str) -> bool:
    found = _BY_ENDING.get(ending)
    return found is not None and found.form in {Form.CODE, Form.SHELL}


def _of_interpreter(head: str) -> Profile | None:
    if not head.startswith("#!"):
        return None
    line = head.split("\n", 1)[0]
    for word, ending in _INTERPRETERS:
        if word in line:
            return _BY_ENDING[ending]
    return None
