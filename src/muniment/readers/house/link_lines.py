"""Libraries in machine code that a build links its program with, by the name that their file has, and what it fetches.

Source: CMake documentation, "target_link_libraries", "find_library" and "FetchContent"; qmake manual, "LIBS"; MSBuild,
`AdditionalDependencies`.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from muniment.domain.evidence import Context, Identifier, Observation, Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind
from muniment.readers.manifests.declared import basename, repository
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (
    b"link_libraries",
    b"LIBS",
    b"LDFLAGS",
    b"LDLIBS",
    b"AdditionalDependencies",
    b"GIT_REPOSITORY",
    b"find_library",
    b"FIND_LIBRARY",
)
_NAMES = frozenset({"CMakeLists.txt", "Makefile", "makefile", "GNUmakefile"})
_ENDINGS = (".cmake", ".mk", ".pro", ".pri", ".vcxproj")
_CMAKE = lazily(r"\b(?:target_)?link_libraries\s*\((?P<names>[^()]{1,2000})\)")
_SOUGHT = lazily(r"\b(?i:find_library)\s*\(\s*[^\s()]{1,200}\s+(?!NAMES\s)(?P<names>[^\s()]{1,200})")
_SOUGHT_BY_NAMES = lazily(
    r"\b(?i:find_library)\s*\(\s*[^\s()]{1,200}\s+NAMES\s(?P<names>[^()]{1,2000}?)"
    r"(?:[()]|\s(?:NAMES_PER_DIR|HINTS|PATHS|PATH_SUFFIXES|REGISTRY_VIEW|VALIDATOR|DOC|REQUIRED|NO_[A-Z_]+"
    r"|(?:ONLY_)?CMAKE_FIND_ROOT_PATH\w*)\b)"
)
"""What stands behind the names are folders to look in, and how."""
_FLAGS = lazily(r"\b(?:LIBS|LDFLAGS|LDLIBS)\b[ \t]*[:+?]?=(?P<names>[^\n]{1,500})")
_DEPENDENCIES = lazily(r"<AdditionalDependencies>(?P<names>[^<]{1,2000})<")
_FETCHED = lazily(r"\bGIT_REPOSITORY\s+[\"']?(?P<address>[^\s\"')#]{1,300})")
_WORDS_OF_CMAKE = frozenset({"public", "private", "interface", "debug", "optimized", "general"})
_WORD = lazily(r"[^\s;\"']+")
_LIBRARY = lazily(r"(?:.*[/\\])?(?:lib)?([A-Za-z]\w[\w+-]*)(?:\.(?:lib|so|a|dylib))?")
_MOST = 1000


def wants(path: str) -> bool:
    """Say whether the path is that of a file by which programs are built."""
    return basename(path) in _NAMES or path.endswith(_ENDINGS)


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield each library as the file that it is, and each repository that is fetched to be built.

    The targets of the build itself are named in the same way as libraries.
    """
    del path
    for found in islice(_FETCHED.finditer(text), _MOST):
        line, shown = _line(text, found.start("address"))
        yield from repository(found["address"], line=line, text=shown)
    for pattern in (_CMAKE, _SOUGHT, _SOUGHT_BY_NAMES, _FLAGS, _DEPENDENCIES):
        for found in islice(pattern.finditer(text), _MOST):
            yield from _named(text, found, flagged=pattern is _FLAGS)


def _named(text: str, found: re.Match[str], *, flagged: bool) -> Iterator[Observation]:
    """Yield the libraries of one list; where they are `flagged`, only words that begin with `-l`."""
    for word in _WORD.finditer(found["names"]):
        name = word[0].removeprefix("-l")
        if name.lower() in _WORDS_OF_CMAKE or (flagged and name == word[0]):
            continue
        if library := _LIBRARY.fullmatch(name):
            at = found.start("names") + word.start()
            line, shown = _line(text, at)
            file = Identifier(IdentifierKind.FILE, f"lib{library[1]}.so")
            yield Observation(file, line, Context.FIELD, Rung.DECLARED, excerpt(shown))


def _line(text: str, at: int) -> tuple[int, str]:
    """Return the number of the line on which `at` stands, and its text."""
    return text.count("\n", 0, at) + 1, text[text.rfind("\n", 0, at) + 1 :].split("\n", 1)[0]
