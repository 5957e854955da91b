"""Paket, a package manager of .NET: what is asked for, what is locked, and what each project references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, conflicts, declared, is_conflict, lines_of, repository
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_LOCK = "paket.lock"
_NAMES = frozenset({"paket.dependencies", "paket.references", _LOCK})
_ASKED = lazily(
    r"(?i)\s*(?:(?P<tool>clitool\s+|nuget\s+)(?P<name>\S+)(?:\s+(?:==?\s*)?(?P<version>\d[\w.+-]*))?"
    r"|(?P<host>github|gist|git|http)\s+(?P<place>\S+))"
)
_SETTING = lazily(
    r"(?i)\s*(?:source|group|version|framework|frameworks|restriction|references|storage|strategy|lowest_matching|content|redirects"
    r"|condition|cache|copy_local|copy_content_to_output_dir|import_targets|download_license|external_lock|copy_to_output_directory"
    r"|load-scripts|generate_load_scripts|specific_version|simplify|file|license_download|interproject_references)\b"
)
_LOCKED = lazily(r" {4}(\S+) \(([^)]*)\)")
_REMOTE = lazily(r"  remote: (\S+)")
_HEADINGS = ("NUGET", "GITHUB", "GIST", "GIT", "HTTP", "GROUP")


def wants(path: str) -> bool:
    """Say whether the path is one of the three."""
    return basename(path) in _NAMES


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield every package, and every repository from which files are taken.   Source: Paket's own description."""
    lines = lines_of(text)
    yield from conflicts(lines)
    name, section = basename(path), ""
    for number, line in enumerate(lines, 1):
        bare = line.partition("//")[0] if "://" not in line else line
        if not bare.strip() or bare.lstrip().startswith("#") or is_conflict(line):
            continue
        if name == _LOCK:
            section = line if line.startswith(_HEADINGS) else section
            yield from _locked(line, number, section)
        elif name == "paket.dependencies":
            yield from _asked(bare, number, line)
        elif not _SETTING.match(bare):
            yield declared("nuget", bare.split()[0], line=number, text=line)


def _asked(bare: str, number: int, line: str) -> Iterator[Seen]:
    found = _ASKED.match(bare)
    if found and found["name"]:
        yield declared("nuget", found["name"], found["version"] or "", line=number, text=line)
    elif found:
        place = found["place"].partition(":")[0] if found["host"].lower() == "github" else found["place"]
        shorthand = f"github:{place}" if found["host"].lower() == "github" else place
        yield from repository(shorthand, line=number, text=line)
    elif not _SETTING.match(bare):
        yield NotUnderstood(number, f"`{excerpt(line)}` is no line that is known here")


def _locked(line: str, number: int, section: str) -> Iterator[Seen]:
    if found := _LOCKED.match(line):
        if section.startswith("NUGET"):  # elsewhere it is a file of a repository
            yield declared("nuget", found[1], found[2].partition(" ")[0], line=number, text=line)
    elif remote := _REMOTE.match(line):
        place = remote[1] if "://" in remote[1] else f"github:{remote[1]}"
        yield from repository(place, line=number, text=line)
    elif not line.startswith(" ") and not (line.startswith(_HEADINGS) or ":" in line):
        yield NotUnderstood(number, f"`{excerpt(line)}` is no line of a lock file")
