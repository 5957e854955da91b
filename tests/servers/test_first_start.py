"""The first start with a rulebook: another process reads it, and takes the memory for that with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from muniment import wiring

if TYPE_CHECKING:
    from pathlib import Path


def test_a_process_that_stays_has_the_same_rulebook_without_having_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUNIMENT_CACHE", str(tmp_path))
    monkeypatch.setattr(wiring, "loaded", lambda _: pytest.fail("it was read here"))

    book = wiring.rulebook(stays=True)

    assert len(list(tmp_path.glob("kept-rulebook-*.pickle"))) == 1
    monkeypatch.undo()
    assert book.digest == wiring.rulebook().digest
