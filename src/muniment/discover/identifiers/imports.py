"""Import statements of each language, as identifiers such as `python:a.b` or `js:@scope/name`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.domain.evidence import Context
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.discover.text.spots import Spot

_PYTHON = lazily(r"(?:^|[;:])\s*(?:(?:>>>|\.\.\.)\s*)?(?:from\s+([\w.]+)\s+(?:import\s+([^;]*)|\\$)|import\s+([^;]+))")
_PYTHON_SPREAD = lazily(
    r"^[^\S\n]*(?:>>>\s*)?from\s+([\w.]+)\s+(?:\\\s*)?import\s*(?:\([^()]*|\\\s*\w*)\Z", re.MULTILINE
)
_NAME = lazily(r"\w+")
_IN_STRING = {
    "python": lazily(
        r"(?:(?<![a-z])[iI]mport(?:_\w*|[A-Z]\w*|orskip)?|[a-z](?:Import|_import)(?:[A-Z_]\w*)?|lazyimport|find_spec|(?i:lazy_?(?:loader|module)|lazy\.\w+)|is_package_available|\blocate|load_(?:class|object))"
        r"\s*\(\s*(?:name\s*=\s*)?[rRubB]?['\"]{1,3}$|\bLazyLoader\([^()]*['\"]$"
    ),
    "js": lazily(
        r"(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\(\s*(?:/\*[^*]*\*/)?|\brequire\.resolve\s*\(|\bmock\s*\("
        r"|\bcreateRequire\([^()]*\)\s*\(|\bimport\.meta\.resolve\s*\(|\b(?:define|require(?:js)?)\s*\((?:[^()\[]*,)?\s*\[[^\]()]*"
        r"|\bimportScripts\s*\(|\bfile:)\s*['\"`]$"
    ),
    "ruby": lazily(r"\b(?:require(?:_relative|_dependency)?|load)\s*\(?\s*['\"]$|\bautoload\s*\(?\s*:\w+\s*,\s*['\"]$"),
    "dart": lazily(r"\b(?:import|export)\s+['\"]$"),
    "jvm": lazily(
        r"\b(?:forName|loadClass|findClass|ConditionalOnClass\s*\([^)]*name\s*=\s*\{?[^)}]*)\s*\(?\s*['\"]{1,3}$"
    ),
    "csharp": lazily(r"\b(?:GetType|Assembly\.Load(?:From)?)\s*\(\s*@?['\"]$"),
    "php": lazily(r"\b(?:class_exists|new\s+\\?ReflectionClass)\s*\(\s*['\"]$"),
    "lua": lazily(r"\brequire\s*\(?\s*['\"\[]{1,2}$|\bpcall\s*\(\s*require\s*,\s*['\"]$"),
    "r": lazily(
        r"\b(?:library|require|requireNamespace|loadNamespace|p_load|attachNamespace|use_package)\s*\(\s*['\"]$"
    ),
    "perl": lazily(r"\b(?:require|use\s+(?:parent|base|if\s[^;]*,))\s+(?:-norequire,\s*)?['\"]$"),
}
"""What stands before a string that names a module, up to and with its quote."""
_MODULE_NAME = lazily(r"[a-z_]\w*(?:\.\w+)*")
_ITEM = lazily(r"[(\[,:]\s*[\"']$")
_IMPORTS_WHAT_IS_WORKED_OUT = lazily(r"\bimport_module\(\s*(?:\w+\s*[,)\[.]|f[\"'])")
"""A module is imported by a name that is in a variable, so it stands elsewhere in the file, or nowhere in it."""
_FROM_PYTHON = lazily(r"\b(?:import|py_?import|import_from_path|py_module_available|pyimport)\s*\(\s*['\"]$")
"""How R and Julia bring a module of Python."""
_GO_LINE = lazily(r"^\s*(?:import\s+)?\(?\s*(?:[\w.]+\s+)?[\"`]([^\"`\s]+)[\"`]\s*\)?;?\s*(?://.*|/\*.*)?$")
_CDN = lazily(
    r"(?:\besm\.(?:sh|run)|\bcdn\.skypack\.dev|\bunpkg\.com|\bcdn\.jsdelivr\.net/npm|\bga\.jspm\.io/npm:|\bcdnjs\.cloudflare\.com/ajax/libs)"
    r"/?(?:v\d+/|stable/)?((?:@[\w.-]+/)?[\w.-]+)"
)
_VERSION = lazily(r"(?<=[\w/.-])@[\w.^~*-]+")
_LINES = {
    "csharp": lazily(
        r"^\s*(?:global\s+)?(?:using|Imports|open)\s+(?:static\s+|type\s+)?(?:\w+\s*=\s*)?(?:global::)?([\w.]+)"
        r"\s*;?\s*(?:$|//|')"
    ),
    "php": lazily(r"^\s*use\s+(?:function\s+|const\s+)?\\?([\w\\]+)"),
    "c": lazily(
        r"^\s*@import\s+([\w.]+)|^\s*#\s*(?:include|include_next|import)\s*[<\"]([^>\"]+)[>\"]"
        r"|__has_include\s*\(\s*[<\"]([^>\"]+)[>\"]"
    ),
    "swift": lazily(
        r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|internal|private|package|fileprivate)\s+)?@?import\s+"
        r"(?:(?:class|struct|func|enum|protocol|typealias|let|var)\s+)?([\w.]+)|\bcanImport\(([\w.]+)\)"
    ),
    "rust": lazily(r"^\s*(?:pub(?:\([^)]*\))?\s+)?(?:use|extern\s+crate)\s+(?:::)?([\w:]+)|[{}]\s*use\s+([\w:]+)"),
    "elixir": lazily(r"^\s*(?:alias|import|use|require)\s+([A-Z][\w.]*)"),
    "r": lazily(
        r"\b(?:library|require|requireNamespace|loadNamespace|p_load|box::use|import::from)\s*\(\s*([\w.]+)|\b([A-Za-z][\w.]*):::?\w"
    ),
    "julia": lazily(r"^\s*(?:@?\w*\s+)?(?:using|import)\s+([\w.]+)"),
    "perl": lazily(r"^\s*(?:use|require|no)\s+([A-Z]\w*(?:::\w+)*)"),
    "haskell": lazily(r"^\s*import\s+(?:safe\s+)?(?:qualified\s+)?(?:\"[^\"]*\"\s+)?([A-Z][\w.]*)"),
    "jvm": lazily(r"^\s*import\s+(?:static\s+)?([\w.]+)"),
}
_PATH = {
    "jvm": lazily(r"\w+(?:\.\w+)+"),
    "rust": lazily(r"\w+(?:::\w+)+"),
    "csharp": lazily(r"\w+(?:\.\w+)+"),
    "php": lazily(r"\w+(?:\\\w+)+"),
    "elixir": lazily(r"[A-Z]\w*(?:\.[A-Z]\w*)+"),
    "perl": lazily(r"\w+(?:::\w+)+"),
    "r": lazily(r"[A-Za-z][\w.]*(?=:::?\w)"),
}
_RUBY_CONSTANT = lazily(r"(?<![\w:.])([A-Z]\w*)(?:::(?:Client|Configuration|API|Error)\b|\.configure\b)")
"""A library's module in Ruby, which frameworks load by themselves."""
_GROUP = {
    "jvm": (lazily(r"\bimport\s+(?:static\s+)?"), "."),
    "rust": (lazily(r"\buse\s+(?:::)?"), "::"),
    "php": (lazily(r"\buse\s+(?:function\s+|const\s+)?\\?"), "\\"),
    "elixir": (lazily(r"\b(?:alias|import|use|require)\s+"), "."),
}
"""How a statement begins that brings several names at once, and what parts a name."""
_GROUP_TOKEN = lazily(r"\w+|::|[.\\{},;]")
_LOADS = lazily(
    r"(?:\b(?:CDLL|WinDLL|OleDLL|LoadLibrary\w*|cdll\.LoadLibrary|dlopen|find_library|load_library|loadLibrary|LoadDLL|NewLazyDLL"
    r"|NewLazySystemDLL|DllImport|LibraryImport|NativeLibrary\.(?:Try)?Load|Native\.(?:load|register)(?:Library)?|Library::new"
    r"|ffi\.(?:load|Library)|ffi_lib|koffi\.load|dyn\.load|DynamicLibrary\.open|ffi\.cdef|plugin\.Open|System\.load|FFI::cdef)"
    r"\s*!?\(\s*(?:\w+\s*,\s*)?@?[rRL]?|\blink\s*\(\s*name\s*=\s*|#pragma\s+comment\s*\(\s*lib\s*,\s*)[\"'`]$"
)
"""What stands before the name of a library in machine code that is loaded or linked."""
_LIBRARY = lazily(r"^(?:.*[/\\])?(?:lib)?([\w+-]{3,}?)(?:\.(?:so|dll|dylib|lib|a)(?:\.[\d.]+)?)?$", re.IGNORECASE)


def imports_at(spot: Spot) -> Iterator[str]:
    """Yield the imports that the hit at `spot` belongs to."""
    language = spot.profile.language
    if spot.context is Context.STRING:
        yield from _in_string(spot, language)
    elif language and spot.context in {Context.CODE, Context.FIELD}:
        yield from _in_code(spot, language)


def _in_string(spot: Spot, language: str) -> Iterator[str]:
    inside, before = spot.inside, spot.before
    if (pattern := _IN_STRING.get(language)) and pattern.search(before):
        yield f"{language}:{_module(language, inside)}"
    elif language == "python" and _is_in_a_table_of_modules(spot):
        yield f"python:{inside}"
    elif language == "go" and (found := _GO_LINE.match(spot.line)) and found[1] == inside:
        yield f"go:{inside}"
    elif language == "c" and (found := _LINES["c"].search(spot.line)):
        yield f"c:{next(group for group in found.groups() if group)}"
    elif language in {"r", "julia"} and _FROM_PYTHON.search(before):
        yield f"python:{inside}"
    yield from _native(inside, before)
    if found := _CDN.search(inside):
        yield f"js:{found[1]}"


def _is_in_a_table_of_modules(spot: Spot) -> bool:
    """Say whether the string is an item or a value of a table, in a file that imports modules by names it works out."""
    if (
        not _MODULE_NAME.fullmatch(spot.inside)
        or not _ITEM.search(spot.before)
        or spot.line[spot.last :].startswith(":")
    ):
        return False
    return "import_module" in spot.text and _IMPORTS_WHAT_IS_WORKED_OUT.search(spot.text) is not None


def _native(inside: str, before: str) -> Iterator[str]:
    """Yield the library in machine code that a string names, without folder, `lib` and ending."""
    if _LOADS.search(before) and (found := _LIBRARY.match(inside)):
        yield f"lib:{found[1]}"


def _module(language: str, inside: str) -> str:
    if language == "js":
        return _VERSION.sub("", inside.removeprefix("npm:").removeprefix("jsr:"))
    if language == "dart":
        return inside.removeprefix("package:")
    return inside.replace("\\\\", "\\") if language == "php" else inside


def _in_code(spot: Spot, language: str) -> Iterator[str]:
    if language == "python":
        yield from _python(spot.line, spot.at) or _python_spread(spot)
        return
    if language == "ruby":
        yield from (
            f"ruby:{found[1]}" for found in _RUBY_CONSTANT.finditer(spot.line) if found.start() <= spot.at < found.end()
        )
    if grouped := _grouped(spot, language):
        yield f"{language}:{grouped}"
        return
    if (pattern := _LINES.get(language)) and (found := pattern.search(spot.line)):
        name = next(group for group in found.groups() if group)
        yield f"{language}:{name.rstrip(':.')}"
    if pattern := _PATH.get(language):
        for path in pattern.finditer(spot.line):
            if path.start() <= spot.at < path.end():
                yield f"{language}:{path[0]}"


def _python(line: str, at: int) -> list[str]:
    found = next((each for each in _PYTHON.finditer(line) if each.start() <= at < each.end()), None)
    if found is None:
        return []
    module, names, modules = found.groups()
    if module is None:
        parts = modules.split("#")[0].split(",")
        return [f"python:{words[0]}" for part in parts if (words := part.split())]
    parts = (names or "").split("#")[0].strip("()\\ ").split(",")
    return [f"python:{module}", *(f"python:{module}.{words[0]}" for part in parts if (words := part.split()))]


def _python_spread(spot: Spot) -> list[str]:
    """Return the name at the hit with its module, where an open `from module import (` brings it."""
    statement = spot.statement
    opened = _PYTHON_SPREAD.search(statement) if "import" in statement and "from" in statement else None
    if opened is None:
        return []
    names = _NAME.finditer(spot.line)
    return [f"python:{opened[1]}.{name[0]}" for name in names if name.start() <= spot.at < name.end()]


def _grouped(spot: Spot, language: str) -> str:
    """Return the whole name at the hit, where a group in braces brings it; else the empty text."""
    if language not in _GROUP:
        return ""
    opener, _ = _GROUP[language]
    begins = [found.end() for found in opener.finditer(spot.statement)]
    if not begins:
        return ""
    rest = re.match(r"[\w.:\\]*", spot.line[spot.at :])
    statement = spot.statement[begins[-1] :] + (rest[0] if rest else "")
    if "{" not in statement or ";" in statement or "(" in statement or "=" in statement.replace("=>", ""):
        return ""
    prefixes, current = [""], ""
    for part in _GROUP_TOKEN.findall(re.sub(r"\s(?:as|=>)\s+\w+", "", statement)):
        if part == "{":
            prefixes.append(current)
        elif part in {"}", ","}:
            prefixes = prefixes[:-1] if part == "}" and len(prefixes) > 1 else prefixes
            current = prefixes[-1]
        else:
            current += part
    return current.rstrip(".:\\") if len(prefixes) > 1 else ""
