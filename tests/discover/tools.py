"""Invented tools of people who write software, for tests of classification."""

from __future__ import annotations

from muniment.discover.tooling import Tools
from muniment.domain.tooling import Tooling

TOOLING = Tooling(
    folders=(".northwind", ".claude", ".vscode"),
    files=("mcp.json", "NORTHWIND.md", "*.northwind.yaml"),
    workflows=("*code-review*", "claude*"),
)
TOOLS = Tools(TOOLING)
