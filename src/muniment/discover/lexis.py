"""Languages and file formats, as far as telling code, strings and comments apart needs.

One compiled expression per family finds comments and strings; what lies between is code. That is approximate where a
language nests them (template literals, Rust comments), which is why nothing here ever removes a file from the account.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from muniment.domain.evidence import Context

if TYPE_CHECKING:
    from collections.abc import Sequence


class Form(Enum):
    """What the text outside strings and comments is."""

    CODE = "code"
    SETTINGS = "settings"
    SHELL = "shell"
    PROSE = "prose"
    DATA = "data"
    NOTEBOOK = "notebook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How to read one family. `language` is the prefix of its import identifiers, empty where it has none."""

    form: Form
    tokens: re.Pattern[str] | None
    comment_marks: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of text and what it is; for a string, `start` and `end` leave the quotes out."""

    start: int
    end: int
    context: Context


_BLOCK = r"/\*[\s\S]*?(?:\*/|\Z)"
_DOUBLE = r'"(?:[^"\\\n]++|\\[\s\S])*+"'
_SINGLE = r"'(?:[^'\\\n]++|\\[\s\S])*+'"
_BACKTICK = r"`(?:[^`\\]++|\\[\s\S])*+`"
_RAW_BACKTICK = r"`[^`]*`"
_CHARACTER = r"'(?:[^'\\\n]|\\[^\n]{1,9})'"
_TRIPLE = r'"""[\s\S]*?(?:"""|\Z)'
_HASH = r"(?:(?<=\s)|^)#[^\n]*"


def _tokens(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.MULTILINE)


_SLASH = ("//", "/*")
_SCRIPT = _tokens(r"(?<!:)//[^\n]*", _BLOCK, _DOUBLE, _SINGLE, _BACKTICK)
_C_LIKE = _tokens(r"//[^\n]*", _BLOCK, _TRIPLE, _DOUBLE, _CHARACTER)
_PYTHON = _tokens(r"#[^\n]*", _TRIPLE, r"'''[\s\S]*?(?:'''|\Z)", _DOUBLE, _SINGLE)
_HASHED = _tokens(_HASH, _DOUBLE, _SINGLE)
_GROOVY = _tokens(r"(?<!:)//[^\n]*", _BLOCK, _TRIPLE, r"'''[\s\S]*?(?:'''|\Z)", _DOUBLE, _SINGLE)

PYTHON = Profile(form=Form.CODE, tokens=_PYTHON, comment_marks=("#",), language="python")
_PROFILES: tuple[tuple[str, Profile], ...] = (
    ("py pyi pyx bzl star tiltfile snakefile sconstruct sconscript", PYTHON),
    (
        "js jsx ts tsx mjs cjs mts cts vue svelte astro",
        Profile(form=Form.CODE, tokens=_SCRIPT, comment_marks=_SLASH, language="js"),
    ),
    (
        "go",
        Profile(
            form=Form.CODE,
            tokens=_tokens(r"//[^\n]*", _BLOCK, _DOUBLE, _RAW_BACKTICK, _CHARACTER),
            comment_marks=_SLASH,
            language="go",
        ),
    ),
    ("java kt kts scala sc", Profile(form=Form.CODE, tokens=_C_LIKE, comment_marks=_SLASH, language="jvm")),
    (
        "groovy gradle jenkinsfile",
        Profile(form=Form.CODE, tokens=_GROOVY, comment_marks=_SLASH, language="jvm"),
    ),
    ("cs fs vb", Profile(form=Form.CODE, tokens=_C_LIKE, comment_marks=_SLASH, language="csharp")),
    ("rs", Profile(form=Form.CODE, tokens=_C_LIKE, comment_marks=_SLASH, language="rust")),
    ("swift", Profile(form=Form.CODE, tokens=_C_LIKE, comment_marks=_SLASH, language="swift")),
    (
        "c h cc cpp cxx hpp hh m mm cu cuh dts dtsi ino proto graphql prisma sol zig d glsl v sv",
        Profile(form=Form.CODE, tokens=_C_LIKE, comment_marks=_SLASH, language="c"),
    ),
    ("dart", Profile(form=Form.CODE, tokens=_SCRIPT, comment_marks=_SLASH, language="dart")),
    (
        "php",
        Profile(
            form=Form.CODE,
            tokens=_tokens(r"//[^\n]*", r"#[^\n\[]*", _BLOCK, _DOUBLE, _SINGLE),
            comment_marks=(*_SLASH, "#"),
            language="php",
        ),
    ),
    (
        "rb rake gemspec vagrantfile brewfile fastfile rakefile",
        Profile(form=Form.CODE, tokens=_HASHED, comment_marks=("#",), language="ruby"),
    ),
    ("r jl pl pm ex exs nim cr coffee tcl awk sed", Profile(form=Form.CODE, tokens=_HASHED, comment_marks=("#",))),
    (
        "lua",
        Profile(
            form=Form.CODE, tokens=_tokens(r"--\[\[[\s\S]*?\]\]", r"--[^\n]*", _DOUBLE, _SINGLE), comment_marks=("--",)
        ),
    ),
    (
        "sql hs elm",
        Profile(form=Form.CODE, tokens=_tokens(r"--[^\n]*", _BLOCK, _DOUBLE, _SINGLE), comment_marks=("--", "/*")),
    ),
    ("sh bash zsh ksh fish ps1 psm1 bat cmd mk cmake", Profile(form=Form.SHELL, tokens=_HASHED, comment_marks=("#",))),
    (
        "dockerfile containerfile earthfile modelfile makefile justfile crontab",
        Profile(form=Form.SHELL, tokens=_HASHED, comment_marks=("#",)),
    ),
    (
        "tf tfvars hcl bicep nix cue",
        Profile(
            form=Form.SETTINGS,
            tokens=_tokens(_HASH, r"(?<!:)//[^\n]*", _BLOCK, _DOUBLE),
            comment_marks=("#", *_SLASH),
        ),
    ),
    (
        (
            "yaml yml toml env properties conf cfg tpl gotmpl j2 service desktop rules cnf kdl http rest editorconfig "
            "npmrc pypirc condarc envrc flaskenv hcl2 pkl vcl list sources container pod kube timer socket "
            "roomodes caddyfile procfile tftpl"
        ),
        Profile(form=Form.SETTINGS, tokens=_HASHED, comment_marks=("#",)),
    ),
    ("ini", Profile(form=Form.SETTINGS, tokens=_tokens(r"^[ \t]*[#;][^\n]*", _DOUBLE), comment_marks=("#", ";"))),
    ("json tfstate", Profile(form=Form.SETTINGS, tokens=_tokens(_DOUBLE))),
    ("ipynb", Profile(form=Form.NOTEBOOK, tokens=_tokens(_DOUBLE))),
    (
        "json5 jsonc webmanifest code-workspace sublime-project jsonnet libsonnet",
        Profile(form=Form.SETTINGS, tokens=_SCRIPT, comment_marks=_SLASH),
    ),
    (
        "xml xaml plist mobileconfig entitlements csproj fsproj vbproj props targets config storyboard gradle.xml",
        Profile(
            form=Form.SETTINGS, tokens=_tokens(r"<!--[\s\S]*?(?:-->|\Z)", _DOUBLE, _SINGLE), comment_marks=("<!--",)
        ),
    ),
    (
        "html htm xhtml jinja jinja2 hbs ejs erb jsp cshtml",
        Profile(form=Form.PROSE, tokens=_tokens(r"<!--[\s\S]*?(?:-->|\Z)", _DOUBLE, _SINGLE), comment_marks=("<!--",)),
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
_TEMPLATE_ENDINGS = frozenset(
    ["template", "example", "sample", "default", "dist", "tmpl", "in", "tpl", "bak", "orig", "local"]
)
_STEM_AND_ENDING = 2
_TEXT_NAMES = re.compile(
    r"(?i)(readme|license|licence|copying|authors|changelog|changes|contributors|notice|todo|history|news)\b"
)


def profile_of(path: str, head: str = "") -> Profile:
    """Return how to read the file at `path`; `head` is its beginning, for a `#!` line."""
    folders, _, name = path.lower().rpartition("/")
    parts = name.split(".")
    if _TEXT_NAMES.match(name) and not (len(parts) > 1 and _is_code(parts[-1])):
        return _RUNNING_TEXT
    found = _BY_ENDING.get(_ending(name, parts))
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
    for word, ending in (("python", "py"), ("node", "js"), ("ruby", "rb"), ("php", "php"), ("sh", "sh")):
        if word in line:
            return _BY_ENDING[ending]
    return None


class Regions:
    """The comments and strings of a text up to some offset, and code between them."""

    def __init__(self, profile: Profile, text: str, upto: int) -> None:
        """Find the regions that begin before `upto`."""
        self._outside = _OUTSIDE[profile.form]
        self._spans: list[Region] = []
        if profile.tokens is not None:
            self._find(profile, profile.tokens, text, upto)
        self._starts: Sequence[int] = [span.start for span in self._spans]

    def at(self, offset: int) -> Region:
        """Return the region that holds `offset`; outside all, an empty one with the context of what is outside."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and offset < self._spans[index].end:
            return self._spans[index]
        return Region(offset, offset, self._outside)

    def _find(self, profile: Profile, tokens: re.Pattern[str], text: str, upto: int) -> None:
        python = _PythonStrings() if profile.language == "python" else None
        for token in tokens.finditer(text):
            start, end = token.span()
            if start >= upto:
                break
            if text.startswith(profile.comment_marks, start):
                self._spans.append(Region(start, end, Context.COMMENT))
                if python is not None:
                    python.skip(text, start, end)
                continue
            quotes = 3 if text.startswith(('"""', "'''"), start, end) else 1
            context = Context.STRING if python is None else python.context(text, start, end)
            self._spans.append(Region(start + quotes, end - quotes, context))


_OUTSIDE = {
    Form.CODE: Context.CODE,
    Form.SETTINGS: Context.FIELD,
    Form.SHELL: Context.FIELD,
    Form.PROSE: Context.PROSE,
    Form.DATA: Context.PROSE,
    Form.NOTEBOOK: Context.PROSE,
}


class _PythonStrings:
    """Which strings Python uses: one that is a statement of its own is a comment by another name."""

    def __init__(self) -> None:
        self._ends = 0
        self._goes_on = False
        self._context = Context.STRING

    def skip(self, text: str, start: int, end: int) -> None:
        """Pass over a comment; strings before and after it are still in a row."""
        if self._ends and not text[self._ends : start].strip():
            self._ends = end

    def context(self, text: str, start: int, end: int) -> Context:
        """Return what the string from `start` to `end` is; strings in a row inside brackets are one."""
        between = text[self._ends : start]
        lead = text[text.rfind("\n", 0, start) + 1 : start].strip(" \trRuUbBfF")
        follows = self._ends > 0 and not between.strip(" \t\r\n\\rRuUbBfF")
        if not (follows and (self._goes_on or "\\" in between)):
            self._context = Context.STRING if lead or not _is_statement(text, start) else Context.COMMENT
        self._goes_on = not lead or lead.endswith(("(", "[", "{", ","))
        self._ends = end
        return self._context


def _is_statement(text: str, start: int) -> bool:
    """Say whether the string that starts this line starts a statement, so that nothing uses it."""
    before = _code_before(text, text.rfind("\n", 0, start) + 1)
    return not before or before[-1] not in "([{,=+\\%|&"


def _code_before(text: str, line: int) -> str:
    """Return the last line of code before the one that begins at `line`, without the comment at its end."""
    while line > 0:
        begin = text.rfind("\n", 0, line - 1) + 1
        code = text[begin : line - 1].strip()
        code = "" if code.startswith("#") else code.partition("  #")[0].rstrip()
        if code:
            return code
        line = begin
    return ""
