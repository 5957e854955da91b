"""Programs and libraries for Linux, Windows and macOS, by how they begin, whatever their names end with."""

from __future__ import annotations

import struct
from itertools import islice
from typing import TYPE_CHECKING

from muniment.domain.evidence import NotUnderstood
from muniment.readers.programs import elf, mach_o, pe
from muniment.readers.programs.linked import MOST_LIBRARIES, built_with, loads, made_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from muniment.readers.manifests.declared import Seen

_FORMATS: dict[bytes, tuple[str, Callable[[bytes], Iterator[str]]]] = {
    b"\x7fELF": ("a program or library for Linux", elf.libraries),
    b"\xcf\xfa\xed\xfe": ("a program or library for macOS", mach_o.libraries),
    b"\xce\xfa\xed\xfe": ("a program or library for macOS", mach_o.libraries),
}
MAGICS = frozenset(_FORMATS)
WINDOWS = b"MZ"


def read_bytes(path: str, head: bytes, *, whole: bool) -> Iterator[Seen]:
    """Yield the libraries that the program loads, the modules that it was built of, and its maker."""
    del path
    what, libraries = _FORMATS.get(head[:4], ("a program or library for Windows", pe.libraries))
    try:
        for name in islice(dict.fromkeys(libraries(head)), MOST_LIBRARIES):
            yield from loads(name)
    except (struct.error, IndexError, OverflowError):
        why = "is damaged, so that" if whole else "is large, and"
        yield NotUnderstood(0, f"{what} {why} what it loads was not read", harmless=True)
    yield from built_with(head)
    if head.startswith(WINDOWS):
        yield from made_by(head)
