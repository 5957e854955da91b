"""A scanner that scans one tree again and again, as the program does, and knows what it was spared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from discover.signatures import signature
from muniment.app.scan import inventory
from muniment.app.scan.examine import Examiner
from muniment.domain.ids import Digest
from muniment.domain.technology import Alone
from muniment.domain.technology import IdentifierKind as Kind
from muniment.readers.registry import reader_for
from muniment.stores.literals import HyperscanLiterals
from muniment.stores.tree.cache import TreeCache
from muniment.stores.tree.folder import results
from muniment.stores.tree.retold import retold
from muniment.stores.tree.unchanged import keep, known_of

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.domain.evidence import Inventory

HOST = signature(Kind.HOST, "api.northwind.example", name="host")
WORD = signature(Kind.SYMBOL, "gale", name="word", alone=Alone.SUGGESTS)
USES = "URL = 'https://api.northwind.example'\n"
LATER = 4_000_000_000 * 10**9
"""In nanoseconds: a scan long after every file was written."""


@dataclass
class Scanner:
    """Scans one tree again and again, and knows whether it had to be read, and whether a kept answer told it all.

    `called` is by what the tree is asked for, where that is not its path.
    """

    tree: Path
    folder: Path | None
    called: str = ""
    started: int = LATER
    rulebook: str = "sha256:1"
    read: list[bool] = field(default_factory=list)
    told: list[bool] = field(default_factory=list)
    retold: list[bool] = field(default_factory=list)

    def scan(self) -> Inventory:
        asked = False

        def examiner() -> Examiner:
            nonlocal asked
            asked = True
            return Examiner([HOST, WORD], [], HyperscanLiterals, reader_for)

        root, judged_by = self.called or str(self.tree), Digest(self.rulebook)
        known = known_of(self.folder, root, judged_by, self.started)
        self.told.append(known.told is not None)
        if known.told is None:
            with TreeCache(self.folder, root, judged_by, self.started) as cache:
                again = retold(known, root, examiner)
                self.retold.append(again is not None)
                if again is None:
                    parts = results(root, examiner, cache=cache, known=known)
                    found = inventory(root, parts, {HOST.id: HOST, WORD.id: WORD}, Digest("sha256:0"))
                else:
                    again.keep(cache)
            if again is None:
                keep(known, found)
        self.read.append(asked)
        return known.told or found


def small_tree(tmp_path: Path) -> Scanner:
    """Return a scanner of a tree of four files, of which `a/two.py` shows a use."""
    tree = tmp_path / "tree"
    for name in ("a/one.py", "a/two.py", "b/c/three.py", "z.py"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(USES if name == "a/two.py" else "x = 1\n")
    return Scanner(tree, tmp_path / "cache")
