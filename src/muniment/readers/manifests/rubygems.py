"""`Gemfile`, its lock, and `*.gemspec`. The scripts are searched, not run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.domain.patterns import lazily
from muniment.readers.manifests.declared import basename, conflicts, declared, exact, is_conflict, lines_of, repository
from muniment.readers.observe import excerpt
from muniment.readers.syntax.comments import without_hashes

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_NAMES = frozenset({"Gemfile", "Pluginfile", "Gemfile.lock", "gems.rb", "gems.locked"})
_GEM = lazily(
    r"""(?:(?:^\s*|[;{|]\s*)gem|\.add_(?:runtime_|development_)?dependency)[\s(]+(?::(?P<symbol>\w+)|["'](?P<name>[^"']*)["']|%[qQ]?[<(\[{](?P<quoted>[^>)\]}]*)[>)\]}]|(?P<other>\S+))"""
    r"""(?:\.freeze)?(?:\s*,\s*\[?["'](?P<version>[^"']*)["'])?(?P<rest>.*)"""
)
_WORDS = lazily(
    r"\b(?:gem|gemspec|source|eval_gemfile|group|git_source|ruby|instance_eval|eval|require|require_relative)\b|Gem::"
)
_ALONE = lazily(r"\s*gem\s*\(?\s*$")
_SECTIONS = frozenset({"GEM", "GIT", "PATH", "PLUGIN SOURCE"})
_WITHOUT_GEMS = frozenset({"PLATFORMS", "DEPENDENCIES", "RUBY VERSION", "BUNDLED WITH", "CHECKSUMS"})
_OWN = lazily(r"""^\s*\w+\.name\s*=\s*(?:["']([^"']+)["']|(\S+))""")
_PLACE = lazily(r"""\b(github|git|gitlab|bitbucket)(?:["']?\s*=>|:)\s*["']([^"']+)["']""")
_SPEC = lazily(r"    ([A-Za-z0-9][\w.-]*)(?: \(([^)]*)\))?\s*$")
_REMOTE = lazily(r"  remote: (\S+)")


def wants(path: str) -> bool:
    """Say whether the path is one of them."""
    name = basename(path)
    return name in _NAMES or name.endswith((".gemspec", ".gemfile", ".gemfile.lock"))


def read(path: str, text: str) -> Iterator[Seen]:
    """Yield the gem itself and every gem that is asked for or locked; a name that is computed is reported."""
    yield from _lock(lines_of(text)) if path.endswith((".lock", ".locked")) else _script(text)


def _script(text: str) -> Iterator[Seen]:
    lines, code = lines_of(text), without_hashes(text)
    if code.strip() and not _WORDS.search(code):
        yield NotUnderstood(1, "none of the words that a list of gems, or the description of one, has")
    for number, line in enumerate(lines_of(code), 1):
        if own := _OWN.match(line):
            if own[1]:
                yield declared("gem", own[1], line=number, text=lines[number - 1])
            else:
                yield NotUnderstood(number, f"the name `{excerpt(own[2])}` is worked out when the script runs")
        elif found := _GEM.search(line):
            yield from _gem(found, number, lines[number - 1])
        elif _ALONE.match(line):
            yield NotUnderstood(number, "a gem whose name is not on the same line")


def _gem(found: re.Match[str], number: int, shown: str) -> Iterator[Seen]:
    name = found["name"] or found["symbol"] or found["quoted"]
    if not name or "#{" in name:
        shown_name = excerpt(found["other"] or name or "")
        yield NotUnderstood(number, f"the gem `{shown_name}` is worked out when the script runs")
        return
    yield declared("gem", name, exact(found["version"] or ""), line=number, text=shown)
    for host, place in _PLACE.findall(found["rest"]):
        yield from repository(place if host == "git" else f"{host}:{place}", line=number, text=shown)


def _lock(lines: list[str]) -> Iterator[Seen]:
    yield from conflicts(lines)
    section = ""
    for number, line in enumerate(lines, 1):
        if line[:1].isupper():
            section = line.strip()
            if section not in _SECTIONS | _WITHOUT_GEMS:
                yield NotUnderstood(number, f"`{excerpt(section)}` is no section of a lock file that is known here")
        elif not section and line.strip() and not is_conflict(line):
            yield NotUnderstood(number, f"`{excerpt(line)}` is no entry of a lock file")
        elif section == "GIT" and (remote := _REMOTE.match(line)):
            yield from repository(remote[1], line=number, text=line)
        elif section in _SECTIONS and line.startswith("    ") and line[4:5] not in {" ", ""}:
            found = _SPEC.match(line)
            if found:
                yield declared("gem", found[1], found[2] or "", line=number, text=line)
            else:
                yield NotUnderstood(number, f"`{excerpt(line)}` is no entry of a lock file")
