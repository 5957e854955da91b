"""Programs that code starts: what it hands to the system, as one command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from muniment.domain.evidence import Context
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from muniment.discover.text.spots import Spot

_REACH: Final = 300
_LITERAL = r"(?:\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`[^`\n]*+`)"
_STARTS = lazily(
    r"(?:\bsubprocess\.\w+|\b(?:check_call|check_output|Popen|create_subprocess_\w+|exec|exec[A-Z]\w*|execa\w*|execl?vp?e?"
    r"|spawn\w*|shell_exec|passthru|proc_open|popen\w*|getoutput|getstatusoutput|ProcessBuilder|ProcessStartInfo|Command(?:Context)?"
    r"|run_command|runCommand|Open3\.\w+|System\.cmd|os\.execute|system2?|pty\.spawn|ShellExecute\w*|Process\.(?:[sS]tart|run)"
    r"|new\s+Process|Deno\.Command|processx::run|which|LookPath|find_executable)|\bCommand::new|\brun(?=\s*\(\s*\[))"
    r"\s*\(\s*(?P<given>(?:[^()]|\([^()]*\))*)$"
)
"""A call that starts a program, up to the string in question."""
_STARTERS: Final = (
    *("subprocess", "check_", "open", "exec", "spawn", "passthru", "getoutput", "getstatusoutput", "process"),
    *("command", "system", "run", "which", "lookpath"),
)
"""What stands, in lower case, in every such call."""
_NAMED = lazily(
    r"(?i)\b\w*(?:cmd|command|argv)\w*[\"']?\s*(?::[^=\n]{1,30})?(?::?=|:)\s*(?:\[\]string|vec!|Array)?\s*"
    r"[\[{(](?P<given>[^\])}]*)$"
)
"""A list that is named like a command line."""
_NAMES: Final = ("cmd", "command", "argv")
_CHAINED = lazily(r"\bCommand::new\((?P<given>\s*[^()]*\)(?:\s*\.args?\([^()]*\))*\s*\.args?\(\s*&?\[?[^()]*)$")
_MORE = lazily(rf"(?:(?:[,\[\])&{{ \t]|(?<=[,\[])\s)*(?:c\()?(?:\.args?\(\s*&?\[?\s*)?(?:{_LITERAL}|(?<=, )[\w.$]+))*")
_SHELLS = frozenset(
    ["sh", "bash", "zsh", "cmd", "cmd.exe", "powershell", "pwsh", "sudo", "env", "-c", "-lc", "/c", "-Command"]
)
_BACKTICK = frozenset(["ruby", "perl", "php", "julia"])


def started(spot: Spot) -> tuple[str, int] | None:
    """Return the command line that the string at `spot` is part of, and where the hit stands in it."""
    if spot.context is not Context.STRING:
        return None
    at = spot.hit.start - spot.opens
    if _is_command_string(spot):
        return spot.inside, at
    before = spot.text[max(0, spot.opens - _REACH) : spot.opens]
    quote = before[-1:]
    found = _call(before[:-1])
    if found is None or quote not in "\"'`":
        return None
    lead = [part[1:-1] for part in re.findall(_LITERAL, found["given"])]
    while lead and lead[0] in _SHELLS:
        lead = lead[1:]
    inside = spot.inside
    if not lead and (folder := inside.rfind("/", 0, at)) >= 0 and " " not in inside[:at]:
        inside, at = inside[folder + 1 :], at - folder - 1
    rest = _MORE.match(spot.text, spot.opens + len(spot.inside) + 1, spot.opens + len(spot.inside) + _REACH)
    after = [part[1:-1] for part in re.findall(_LITERAL, rest[0])] if rest else []
    line = " ".join([*lead, ""]) if lead else ""
    return " ".join([f"{line}{inside}", *after]), len(line) + at


def _call(before: str) -> re.Match[str] | None:
    """Return the call or the list at the end of `before` that makes a command line of what follows."""
    called = "(" in before
    folded = before.lower()
    return (
        (called and any(word in folded for word in _STARTERS) and _STARTS.search(before))
        or (any(word in folded for word in _NAMES) and _NAMED.search(before))
        or (called and "Command::new" in before and _CHAINED.search(before))
        or None
    )


def _is_command_string(spot: Spot) -> bool:
    """Say whether the string is one that its language itself hands to the system."""
    before = spot.before
    if before.endswith("`"):
        return spot.profile.language in _BACKTICK or before.endswith("$`")
    return before.endswith(("%x(", "%x{", "%x["))
