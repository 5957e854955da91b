"""The words by which the published signatures are found, held against code that speaks of no vendor."""

from __future__ import annotations

import sysconfig
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from muniment.app.scan.examine import Examiner
from muniment.discover.text.lexis import profile_of
from muniment.readers.registry import reader_for
from muniment.stores.literals import HyperscanLiterals

if TYPE_CHECKING:
    from muniment.domain.rulebook import Rulebook

MOST_FILES = 1 / 6
MOST_OF_A_WORD = 1 / 12


def test_no_word_of_a_signature_makes_a_scan_read_code_that_speaks_of_no_vendor(rulebook: Rulebook) -> None:
    examiner = Examiner(rulebook.signatures, rulebook.list_words, HyperscanLiterals, reader_for)
    library = [*_files("stdlib", "*.py"), *_files("stdlib", "*/*.py"), *_files("include", "*.h")]

    read = 0
    words: Counter[bytes] = Counter()
    for path in library:
        data = path.read_bytes()
        hits = examiner.anchored(data, profile_of(path.name), examiner.places(data)).hits
        words.update({data[hit.start : hit.end].lower() for hit in hits})
        read += bool(hits)

    assert len(library) > 300
    assert {word for word, files in words.items() if files > MOST_OF_A_WORD * len(library)} == set()
    assert read < MOST_FILES * len(library), words.most_common(5)


def _files(of: str, pattern: str) -> list[Path]:
    found = Path(sysconfig.get_path(of)).glob(pattern)
    return [path for path in found if path.parent.name not in {"site-packages", "encodings"}]  # nor a hundred alike
