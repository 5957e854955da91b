"""The readers of manifests, lock files and bills of materials, and which of them reads a path."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol

from muniment.readers import observed_calls
from muniment.readers.bills import bill_of_materials
from muniment.readers.installed import apk, dpkg
from muniment.readers.manifests import (
    brewfile,
    bun_lock,
    cargo,
    clojure,
    composer,
    conda,
    conda_lock,
    cpan,
    cran,
    deno,
    flake_lock,
    go_modules,
    gradle,
    gradle_catalog,
    harmony,
    haskell,
    ivy,
    julia,
    lua_rocks,
    maven,
    mix,
    npm_lock,
    npm_manifest,
    nuget,
    paket,
    pipfile,
    pixi,
    pnpm_lock,
    pnpm_workspace,
    pub,
    python_ini,
    python_locks,
    python_metadata,
    python_project,
    requirements_txt,
    rubygems,
    sbt,
    setup_py,
    swift_package,
    unread_locks,
    yarn_lock,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.evidence import NotUnderstood, Observation


class Reader(Protocol):
    """Reads one format, or a few that belong together. Opens nothing, raises nothing, and knows no vendor."""

    def wants(self, path: str) -> bool:
        """Say whether a path inside the tree, with `/`, has a name that such files have."""

    def read(self, path: str, text: str) -> Iterator[Observation | NotUnderstood]:
        """Yield what `text`, the whole file, declares, and what in it was not understood."""


MANIFESTS: tuple[Reader, ...] = (
    npm_manifest,
    npm_lock,
    yarn_lock,
    pnpm_lock,
    bun_lock,
    deno,
    requirements_txt,
    python_project,
    python_locks,
    python_ini,
    python_metadata,
    setup_py,
    pipfile,
    conda,
    go_modules,
    maven,
    ivy,
    gradle,
    gradle_catalog,
    sbt,
    cargo,
    nuget,
    rubygems,
    composer,
    cran,
    swift_package,
    pub,
    mix,
    conda_lock,
    paket,
    cpan,
    clojure,
    julia,
    haskell,
    pnpm_workspace,
    harmony,
    lua_rocks,
    brewfile,
    flake_lock,
    pixi,
    unread_locks,
    bill_of_materials,
    dpkg,
    apk,
    observed_calls,
)


_NEVER_MANIFESTS: Final = frozenset(
    [
        *("c", "h", "cc", "cpp", "hpp", "rs", "go", "java", "kt", "cs", "php", "rb", "s", "S", "dts", "dtsi"),
        *("js", "jsx", "ts", "tsx", "mjs", "cjs", "vue", "css", "scss", "html", "md", "rst", "sh", "map"),
        *("png", "jpg", "gif", "svg", "ico", "woff", "woff2", "ttf", "pyc", "pyi", "ipynb", "po", "csv"),
    ]
)
"""Endings that no reader wants, so that most files of most trees need no further question."""
PLAIN: Final = _NEVER_MANIFESTS - frozenset(
    ["html", "md", "rst", "csv", "pyc", "png", "jpg", "gif", "ico", "woff", "woff2", "ttf"]
)
"""Those of texts that nothing but the search for known words reads."""
_OF_A_MAC: Final = "._"
"""How a file begins in which a Mac keeps what it knows of another of the same name, in archives most of all."""


def reader_for(path: str) -> Reader | None:
    """Return the reader that wants `path`, or nothing; no two want the same."""
    if path[path.rfind(".") + 1 :] in _NEVER_MANIFESTS:
        return None
    name = path.rfind("/") + 1
    if path.startswith(_OF_A_MAC, name):
        return None
    tail = path[path.rfind("/", 0, max(name - 1, 0)) + 1 :]
    return _wanting(tail if "." in tail or path[name:] in _BY_FOLDER else path[name:])


_BY_FOLDER: Final = frozenset(["status", "available", "installed"])
"""Names without an ending that are something only in one folder."""


@lru_cache(maxsize=8192)
def _wanting(tail: str) -> Reader | None:
    """Return the reader that wants a path that ends so: no reader looks further than at the last folder.

    Where neither has an ending, as with a makefile that stands in every other folder, none looks at the folder at all.
    """
    return next((reader for reader in MANIFESTS if reader.wants(tail)), None)
