"""Command lines in scripts, CI steps and container files: what is run, and what is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packageurl import PackageURL

from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 80
_LOOK_BACK = 60
_LONGEST_LEAD = 200
_ASSIGNMENTS = r"(?:[A-Z_]+=\S*\s+)*$"
_AFTER = lazily(
    r"(?:&&\s*|\|\|?\s*|;\s*|\$\(\s*|`\s*|\bsudo\s+|\bthen\s+|\bdo\s+|\bexec\s+|\bnpx\s+(?:-y\s+|--yes\s+)?|\buvx\s+|\bbunx\s+)"
    + _ASSIGNMENTS
)
_MAY_FOLLOW = lazily(r"[&|;`]|\$\(|\b(?:sudo|then|do|exec|npx|uvx|bunx)\s")
"""What stands wherever the expression above finds something, and is found faster."""
_OPENS_LINE = lazily(
    r"^\s*(?:-\s+)?(?:[\w-]+:\s*)?(?:RUN|CMD|ENTRYPOINT|@)?\s*(?:--\w+\S*\s+)*[\[\"'|>]*\s*" + _ASSIGNMENTS
)
_OPENS_VALUE = lazily(
    r"^(?:.*(?:\{|,(?=\s*(?:[\"']|[\w.-]+:\s))))?\s*(?:-\s+)?(?:[\"']?(?P<key>[\w.:-]+)[\"']?\s*[:=]\s*)?"
    r"(?P<quote>[\[\"'|>]*)\s*(?:(?:RUN\s+)?(?:\|\d+\s+(?:\S+=\S*\s+)*)?/bin/(?:ba|a)?sh\s+-c\s+|RUN\s+)?"
    + _ASSIGNMENTS
)
"""Also a step of an image, as its history has it."""
_RUNS = lazily(
    r"(?i)(?:^|[_.-])(?:run|args|exec|entry(?:point)?|hooks?|inline|shell|bash|sh|install|setup)$|c(?:omman|m)ds?$|scripts?$|^created_by$|^exec(?:start|stop|reload)(?:pre|post)?$"
)
"""Keys of settings whose value is a command line."""
_IS_PAIR = lazily(r"[\w.-]+\s*[:=]")
_ENDS_COMMAND = lazily(r"[\"'&|;#`]")
_BEGINS_WORD = lazily(r"(?<![^\s\"'`(|&;=])[^\s\"'`(|&;]")
_FOLDER = lazily(r"[\w.$/-]*/$")
_INSTALL = lazily(
    r"\b(?P<tool>(?:python3?\s+-m\s+)?pip3?|uv\s+pip|uv|uvx|pipx|poetry|pdm|conda|mamba|npm|npx|pnpm|yarn|bun|go|cargo|gem"
    r"|dotnet|nuget|composer|bundle|dart\s+pub|flutter\s+pub|luarocks|cpanm)\s+"
    r"(?:(?P<verb>install|add|get|i|exec|dlx|require|global\s+require|tool\s+install|add\s+package|package\s+add)\s+)?(?P<rest>[^&|;#`]*)"
)
_ECOSYSTEM = {
    "npm": "npm", "npx": "npm", "pnpm": "npm", "yarn": "npm", "bun": "npm",
    "go": "golang", "cargo": "cargo", "gem": "gem", "dotnet": "nuget",
    "nuget": "nuget", "composer": "composer", "bundle": "gem", "dart": "pub", "flutter": "pub",
    "luarocks": "luarocks", "cpanm": "cpan",
}  # fmt: skip
_WORD = lazily(r"\S+")
_RUNS_WITHOUT_VERB = frozenset({"npx", "uvx", "cpanm"})
_PACKAGE = lazily(r"^[\"']?(@?[A-Za-z0-9][\w./-]*)(?:\[[\w,\s-]*\])?(?:(?:[=<>~!]=?|@)[\w.*^~<>=!,-]+)?[\"',\\\])}]*$")


def commands_at(line: str, at: int, *, settings: bool, key: str = "") -> Iterator[str]:
    """Yield the commands that `line[at]` is part of, with spaces folded.

    In `settings`, most values are no commands; `key` is the nearest one above, for a value that has none on its line.
    """
    for start in _word_starts(line, at):
        ahead = line[start : max(start + _LONGEST, at + _LONGEST // 2)]
        command = _ENDS_COMMAND.split(ahead, maxsplit=1)[0].strip()
        if (
            len(command) > at - start
            and not command[:1].isupper()
            and _runs(line[:start], command, settings=settings, key=key)
        ):
            yield " ".join(command.split())


def _word_starts(line: str, at: int) -> Iterator[int]:
    yield at
    floor = max(0, at - _LOOK_BACK)
    for word in _BEGINS_WORD.finditer(line[floor:at]):
        yield floor + word.start()


def _runs(lead: str, command: str, *, settings: bool, key: str) -> bool:
    """Say whether what stands before `command` lets it begin there."""
    lead = _without_folder(lead)
    near = lead[-_LOOK_BACK:]
    if _MAY_FOLLOW.search(near) and _AFTER.search(near):
        return True
    if not settings:
        return _OPENS_LINE.search(lead[-_LONGEST_LEAD:]) is not None and len(lead) <= _LONGEST_LEAD
    opened = _OPENS_VALUE.match(near)
    if opened is None:
        return False
    if opened["key"] is not None:
        return bool(_RUNS.search(opened["key"])) or " -" in command
    if _RUNS.search(key):
        return True
    return " " in command and not _IS_PAIR.match(command) and not opened["quote"] and len(lead) < _LOOK_BACK


def _without_folder(lead: str) -> str:
    """Return `lead` without the folder at its end, by which a program is started; an address is no folder."""
    if not lead.endswith("/"):
        return lead
    near = lead[-_LOOK_BACK:]
    bare = _FOLDER.sub("", near)
    return lead if bare.endswith(":") else lead[: len(lead) - len(near) + len(bare)]


def installs_something(line: str) -> bool:
    """Say, faster than `installed`, whether `line` may install anything."""
    return _INSTALL.search(line) is not None


def installed(line: str, *, settings: bool, key: str = "", lead: str = "") -> Iterator[str]:
    """Yield the package URLs of what `line` installs, for the usual installers; in `settings`, only where it is run.

    `lead` is the beginning of a command that goes on in `line`, `key` the nearest key above.
    """
    whole = lead + line
    for found in _INSTALL.finditer(whole):
        before = _FOLDER.sub("", whole[: found.start()])
        if settings and not _runs(before, found[0], settings=True, key=key):
            continue
        tool = found["tool"].split()[0]
        tool = "pip" if tool.startswith("python") else tool
        if found["verb"] is None and tool not in _RUNS_WITHOUT_VERB:
            continue
        for word in _WORD.finditer(whole, max(found.start("rest"), len(lead)), found.end("rest")):
            yield from package_named(word[0], _ECOSYSTEM.get(tool, "pypi"))


def package_named(word: str, ecosystem: str) -> Iterator[str]:
    """Yield the package URL of `word`, a package with or without the versions that are asked for; at most one."""
    if package := _PACKAGE.match(word):
        namespace, _, name = package[1].rpartition("/")
        if name:
            yield PackageURL(ecosystem, namespace or None, name).to_string()
