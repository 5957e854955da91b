"""Invented tools of people who write software, for tests of classification."""

from __future__ import annotations

from muniment.discover.paths.tooling import Tools
from muniment.domain.tooling import Tooling

TOOLING = Tooling(
    folders=(".northwind", ".claude", ".vscode", ".github/prompts"),
    files=("mcp.json", "NORTHWIND.md", "*.northwind.yaml"),
    lists=("labeler.yml", "CODEOWNERS"),
    actions=("northwind/review*",),
    workflows=("*code-review*", "claude*"),
)
TOOLS = Tools(TOOLING)
