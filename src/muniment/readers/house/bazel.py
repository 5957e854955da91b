"""Packages of other ecosystems that Bazel and Buck fetch: Maven artifacts, Go modules, crates, npm and Python packages.

Source: bazelbuild/rules_jvm_external, bazel-contrib/rules_go, bazelbuild/rules_rust,
bazel-contrib/rules_python, READMEs.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily
from muniment.readers.house import pins
from muniment.readers.manifests.declared import basename, declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (b":", b"module", b"package", b"importpath", b"requirement(", b"@pip", b"@pypi")
_NAMES = frozenset({"BUILD", "WORKSPACE", "BUCK", "maven_install.json"})
_ENDINGS = (".bazel", ".bzl", ".buck", "_maven_install.json")
_VALUE = r"[\"'](?P<{0}>[^\"'\n]{{1,200}})[\"']"
_PARTS = lazily(
    r"[\"'](?P<group>[A-Za-z][\w-]*(?:\.[\w-]+)+):(?P<artifact>[A-Za-z][\w.-]*)"
    r"(?::(?:jar|aar|pom))?(?::(?P<version>\d[\w.+-]*))?[\"']"
    rf"|\b(?:importpath|path)\s*=\s*{_VALUE.format('module')}"
    rf"|\b(?:crate\.spec|crate_universe\.spec)\(\s*package\s*=\s*{_VALUE.format('crate')}"
    rf"|\bnpm_import\([^)]{{0,200}}?package\s*=\s*{_VALUE.format('npm')}"
    rf"|\brequirement\(\s*{_VALUE.format('pypi')}"
    r"|[\"']@@?(?:pip|pypi)(?:_\w{1,60})?//:?(?P<label>[A-Za-z][\w.-]*)(?=[:\"'/])"
)
_MODULE = lazily(r"[\w-]+(?:\.[\w-]+)+/\S+")
_MOST = 20_000


def wants(path: str) -> bool:
    """Say whether the path is that of a build file, or of the lock that pins Maven artifacts."""
    return basename(path) in _NAMES or path.endswith(_ENDINGS)


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the packages that the file names."""
    number, counted, lines = 1, 0, text.split("\n")
    for found in islice(_PARTS.finditer(text), _MOST):
        number += text.count("\n", counted, found.start())
        counted = found.start()
        line = lines[number - 1]
        if line.lstrip().startswith("#"):
            continue
        if found["group"]:
            name = f"{found['group']}:{found['artifact']}"
            yield declared("maven", name, found["version"] or "", line=number, text=line)
        elif found["module"] and _MODULE.fullmatch(found["module"]):
            yield declared("golang", found["module"], line=number, text=line)
        elif found["crate"]:
            yield declared("cargo", found["crate"], line=number, text=line)
        elif found["npm"]:
            yield declared("npm", found["npm"], line=number, text=line)
        elif found["pypi"] or found["label"]:
            yield declared("pypi", found["pypi"] or found["label"].removesuffix("_wheel"), line=number, text=line)
    yield from pins.read(path, text)
