"""Packages that a program declares in its own source: for its runner, its build tool or its installer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from packageurl import PackageURL

from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.discover.text.spots import Spot

_COORDINATES = r"([\w.-]+):{1,3}([\w.-]+)(?::[^\"'`\s]*)?"
_NAMED = r"[\"']((?:@?[\w.-]+/)?[\w.-]+)"
_DECLARATIONS: Final = {
    "jvm": (
        ("maven", lazily(rf"@(?:file:DependsOn|Grab)\(\s*(?:value\s*=\s*)?[\"']{_COORDINATES}")),
        ("maven", lazily(rf"^\s*//\s*(?:> using (?:test\.)?(?:dep|deps|lib|libs)\s+|DEPS\s+)\"?{_COORDINATES}")),
        ("maven", lazily(rf"\bimport\s+\$(?:ivy|dep)\.`{_COORDINATES}")),
    ),
    "csharp": (
        ("nuget", lazily(r"^\s*#r\s+\"nuget:\s*()([\w.-]+)")),
        ("nuget", lazily(r"^\s*#:package\s+()([\w.-]+)")),
        ("nuget", lazily(r"^\s*#(?:addin|tool)\s+\"?nuget:\?package=()([\w.-]+)")),
    ),
    "elixir": (("hex", lazily(r"\{\s*:()(\w+)\s*,\s*(?:\"[~<>=!\s]*\d|git(?:hub)?:|path:)")),),
    "julia": (("julia", lazily(r"\bPkg\.add\([^)]*?(?:name\s*=\s*)?()\"([\w.]+)\"")),),
    "r": (
        ("cran", lazily(rf"\b(?:install\.packages|use_package|pkg_install|pak|install_cran)\((?:c\()?{_NAMED}")),
        ("github", lazily(rf"\binstall_github\({_NAMED}")),
    ),
    "ruby": (("gem", lazily(r"^\s*gem\s+['\"]()([\w.-]+)['\"]")),),
    "perl": (("cpan", lazily(r"^\s*(?:requires|recommends)\s+['\"]()([\w:]+)['\"]")),),
}  # fmt: skip
_SCRIPT_BLOCK = lazily(r"^# /// script\s*$(?:\n#[^\n]*)*?\n# ///", re.MULTILINE)
_REQUIREMENT = lazily(r"[\"']([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[<>=!~;@ ][^\"']*)?[\"']")


def declared_at(spot: Spot) -> Iterator[str]:
    """Yield the package URLs of what the line at `spot` declares."""
    for ecosystem, pattern in _DECLARATIONS.get(spot.profile.language, ()):
        for found in pattern.finditer(spot.line):
            namespace, name = _owner_and_name(found)
            kind = "github" if ecosystem == "cran" and namespace else ecosystem
            yield PackageURL(kind, namespace or None, name).to_string()
    if spot.profile.strings_document and spot.line.startswith("#") and _in_script_block(spot):
        for found in _REQUIREMENT.finditer(spot.line):
            yield PackageURL("pypi", None, found[1]).to_string()


def _owner_and_name(found: re.Match[str]) -> tuple[str, str]:
    if found.re.groups > 1:
        return found[1], found[2]
    owner, _, name = found[1].rpartition("/")
    return owner, name


def _in_script_block(spot: Spot) -> bool:
    """Say whether the line is part of the settings that a Python script carries in a comment (PEP 723)."""
    return any(block.start() < spot.hit.start < block.end() for block in _SCRIPT_BLOCK.finditer(spot.text[:20_000]))
