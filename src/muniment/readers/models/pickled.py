"""PyTorch and other pickles. Never unpickled: the operations are read for the names in them, and nothing is run.

The class of a saved model is an import that whoever loads it must have; settings that were saved with it name what it
comes from.   Source: CPython Lib/pickletools.py.
"""

from __future__ import annotations

import io
import pickletools
import struct
from itertools import islice
from typing import TYPE_CHECKING

from muniment.domain.evidence import Context, Identifier, NotUnderstood, Observation, Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind
from muniment.readers.models import gguf
from muniment.readers.models.class_names import with_class_names
from muniment.readers.models.origin import Origin, observed, part_of
from muniment.readers.models.weights import named
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.readers.manifests.declared import Seen

_MOST_OPERATIONS = 200_000
_MOST_PICKLES = 8
_TOO_MANY = "it holds more operations than are looked at"
"""Those that name classes come first, so that little can hide behind so many."""
_PICKLE = lazily(rb"\x80[\x02-\x05]")
_ZIP = b"PK\3\4"
_LOCAL = struct.Struct("<4s5H3I2H")
_STORED = 0
_OLD_GGML = (b"lmgg", b"tjgg", b"fmgg")
_NAME = lazily(r"[A-Za-z_][\w.]*")
_LIBRARY = lazily(r"(?:torch|numpy|collections|builtins|__builtin__|_codecs|copyreg|copy_reg)(?:\.|$)")
"""What every pickle of numbers names."""


def read_bytes(path: str, head: bytes, *, whole: bool) -> Iterator[Seen]:
    """Yield what the path and the names in the pickles say; nothing of a file that is of another kind."""
    if head.startswith(_OLD_GGML):
        yield from named(path)
    elif head.startswith(gguf.MAGIC):
        yield from gguf.read_bytes(path, head, whole=whole)
    elif head.startswith(_ZIP):
        yield from _zipped(path, head, whole=whole)
    elif _PICKLE.match(head):
        if not path.endswith((".pkl", ".pickle", ".joblib")):
            yield from named(path)
        yield from _pickles(head, whole=whole)


def _zipped(path: str, head: bytes, *, whole: bool) -> Iterator[Seen]:
    """Yield what the first member of a ZIP archive says, where that is a pickle, as PyTorch writes it.

    The members of one that is small enough are read as those of any archive.
    """
    _, _, _, method, _, _, _, _, size, name_size, extra = _LOCAL.unpack_from(head.ljust(_LOCAL.size, b"\0"))
    name = head[_LOCAL.size : _LOCAL.size + name_size]
    if not name.endswith(b"/data.pkl"):
        return
    yield from named(path)
    if not whole and method == _STORED:
        start = _LOCAL.size + name_size + extra
        yield from _pickles(head[start : start + size] if size else head[start:], whole=False)


def _pickles(data: bytes, *, whole: bool) -> Iterator[Seen]:
    names: dict[tuple[str, str], None] = {}
    origin, problem = Origin(), ""
    try:
        for module, name, key, value in _told(data):
            if module:
                names[module, name] = None
            elif part := part_of(key):
                origin = origin.with_(part, value)
    except _OddError as odd:
        problem = str(odd)
    for module, name in names:
        if _NAME.fullmatch(module) and _NAME.fullmatch(name) and not _LIBRARY.match(module):
            yield _imported(module, name)
    yield from observed(with_class_names(origin, "\n".join(f"{m}.{n}" for m, n in names).encode()))
    if problem and (whole or not names):
        why = f"a pickle that was not read to its end: {problem}"
        yield NotUnderstood(0, why, harmless=bool(names) and problem == _TOO_MANY)


def _imported(module: str, name: str) -> Observation:
    value = f"python:{module}.{name}"
    shown = excerpt(f"the pickle names {module}.{name}")
    return Observation(Identifier(IdentifierKind.IMPORT, value), 0, Context.FIELD, Rung.DECLARED, shown)


class _OddError(ValueError):
    """The operations make no sense, or are more than anybody reads."""


def _told(data: bytes) -> Iterator[tuple[str, str, str, str]]:
    """Yield (module, name, "", "") of each global, and ("", "", key, text) of each text that follows a text.

    Raises: _OddError.
    """
    source, left = io.BytesIO(data), _MOST_OPERATIONS
    for _ in range(_MOST_PICKLES):
        texts = ["", ""]
        try:
            for operation, argument, _position in islice(pickletools.genops(source), left):
                left -= 1
                if operation.name in {"GLOBAL", "INST"}:
                    module, _, name = str(argument).partition(" ")
                    yield module, name, "", ""
                elif operation.name == "STACK_GLOBAL":
                    yield texts[0], texts[1], "", ""
                elif isinstance(argument, str):
                    texts = [texts[1], argument]
                    yield "", "", texts[0], texts[1]
        except Exception as error:
            raise _OddError(str(error)[:80] or "damaged") from error
        if not left:
            raise _OddError(_TOO_MANY)
        if not data.startswith(b"\x80", source.tell()):
            return
