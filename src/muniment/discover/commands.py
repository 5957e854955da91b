"""Command lines in scripts, CI steps and container files: what is run, and what is installed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packageurl import PackageURL

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 80
_BEGINS = re.compile(
    r"(?:^\s*(?:-\s+)?(?:[\w-]+:\s*)?(?:RUN|CMD|ENTRYPOINT|@)?\s*[\[\"'|>]*\s*|&&\s*|\|\|?\s*|;\s*|\$\(\s*|`\s*|\bsudo\s+|\bthen\s+"
    r"|\bdo\s+|\bexec\s+|\bnpx\s+(?:-y\s+|--yes\s+)?|\buvx\s+|\bbunx\s+|\"\w[\w:-]*\"\s*:\s*\")(?:[A-Z_]+=\S*\s+)*$"
)
_INSTALL = re.compile(
    r"\b(?P<tool>(?:python3?\s+-m\s+)?pip3?|uv\s+pip|uv|uvx|pipx|poetry|pdm|conda|npm|npx|pnpm|yarn|bun|go|cargo|gem|dotnet)\s+"
    r"(?:(?P<verb>install|add|get|i|exec|dlx|tool\s+install|add\s+package)\s+)?(?P<rest>[^&|;#`]*)"
)
_ECOSYSTEM = {
    "npm": "npm", "npx": "npm", "pnpm": "npm", "yarn": "npm", "bun": "npm",
    "go": "golang", "cargo": "cargo", "gem": "gem", "dotnet": "nuget",
}  # fmt: skip
_RUNS_WITHOUT_VERB = frozenset({"npx", "uvx"})
_PACKAGE = re.compile(r"^[\"']?(@?[A-Za-z0-9][\w./-]*)(?:\[[\w,\s-]*\])?(?:(?:[=<>~!]=?|@)[\w.*^~<>=!-]+)?[\"',\\]*$")


def commands_at(line: str, at: int) -> Iterator[str]:
    """Yield the command that begins at `line[at]`, with spaces folded, if a command can begin there."""
    if _BEGINS.search(line[:at]):
        command = re.split(r"[\"'&|;#`]", line[at : at + _LONGEST], maxsplit=1)[0]
        yield " ".join(command.split())


def installed(line: str) -> Iterator[str]:
    """Yield the package URLs of what `line` installs, for the usual installers."""
    for found in _INSTALL.finditer(line):
        tool = found["tool"].split()[0]
        tool = "pip" if tool.startswith("python") else tool
        if found["verb"] is None and tool not in _RUNS_WITHOUT_VERB:
            continue
        for word in found["rest"].split():
            if package := _PACKAGE.match(word):
                namespace, _, name = package[1].rpartition("/")
                if name:
                    yield PackageURL(_ECOSYSTEM.get(tool, "pypi"), namespace or None, name).to_string()
