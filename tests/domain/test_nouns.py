"""The nouns of the program: one word, one thing."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import muniment.domain


def test_no_two_nouns_share_a_name() -> None:
    modules = Path(muniment.domain.__file__).parent.glob("*.py")
    nouns = Counter(
        node.name
        for module in modules
        for node in ast.parse(module.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    )

    assert [noun for noun, times in nouns.items() if times > 1] == []
