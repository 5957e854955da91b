"""A gateway of a contractor that phases a vendor out, on a day that a test chooses."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from servers.running import ROOT, beginning, listening

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PROGRAM = """
import sys
from pathlib import Path
from datetime import UTC, datetime
from muniment.render.gateway.events import event_writer
from muniment.wiring.gateway.serving import serve
instant = float(sys.argv[2])
serve(Path(sys.argv[1]), event_writer(sys.stderr, lambda: datetime.fromtimestamp(instant, UTC)), lambda: instant)
"""


@dataclass(frozen=True)
class Gateway:
    url: str
    folder: Path

    def records(self, *kinds: str) -> list[dict[str, Any]]:
        lines = (self.folder / "calls.log").read_text(encoding="utf-8").splitlines()
        return [told for told in map(json.loads, lines) if told["kind"] in kinds]


def configuration(*, old: str, new: str, dialect: str, more: str = "") -> str:
    """Return the file of a gateway in front of the vendor at `old`, who goes, and of the one at `new`, who comes."""
    return f"""{beginning(more=more)}
[[routes]]
id = "anthropic"
url = "{old}"
operator = "anthropic"
dialects = ["messages"]

  [[routes.models]]
  name = "claude-sonnet-5"
  maker = "anthropic"

[[routes]]
id = "openai"
url = "{new}"
operator = "openai"
dialects = ["{dialect}"]

  [[routes.models]]
  name = "gpt-5"
  sent_as = "gpt-5-2026-08"
  maker = "openai"

  [[routes.models]]
  name = "deep"
  maker = "deepseek"
"""


CHOICE = """
[[replacements]]
vendor = "anthropic"
by = "gpt-5"
"""


def rulebook_looked_up_by(day: date, folder: Path) -> Path:
    """Return a copy of the rulebook as far as it was looked up by `day`: the same rules, under their own dates.

    A gateway whose clock stands before the look-up of its rulebook permits nothing.
    """
    copy = folder / "rulebook"
    shutil.copytree(ROOT / "rulebook", copy)
    for file in copy.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        until = re.sub(r"(?m)^(verified|screened)_through: .*$", lambda found: f"{found[1]}_through: {day}", text)
        if until != text:
            file.write_text(until, encoding="utf-8")
    return copy


@contextmanager
def running(folder: Path, config: str, day: date) -> Iterator[Gateway]:
    """Run a gateway whose clock stands at noon of `day`."""
    estate = (ROOT / "examples" / "small" / "muniment.toml").read_text(encoding="utf-8")
    told = "awarded = 2026-02-02\nremoval_date = 2026-09-29"
    estate = estate.replace("awarded = 2026-02-02", told)
    (folder / "muniment.toml").write_text(estate, encoding="utf-8")
    file, said = folder / "gateway.toml", folder / "events.jsonl"
    file.write_text(config, encoding="utf-8")
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()
    with said.open("wb") as events:
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(file), str(noon)],
            stderr=events,
            stdin=subprocess.DEVNULL,
            env=os.environ,
        )
    try:
        yield Gateway(url=f"http://{listening(process, said)['calls']}", folder=folder)
    finally:
        process.terminate()
        process.wait(40)
