"""Values of this program as bytes and back, for a file of our own or a process of our own, and never for anybody else.

They are pickled. Data classes are taken apart by their fields here, because what they bring along for that asks for the
list of their fields again for every single value.
"""

from __future__ import annotations

import io
import pickle
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def packed(value: object) -> bytes:
    """Return `value` as bytes."""
    into = io.BytesIO()
    _Packer(into, pickle.HIGHEST_PROTOCOL).dump(value)
    return into.getvalue()


def unpacked(content: bytes) -> Any:  # noqa: ANN401  (whatever was packed)
    """Return what `packed` made bytes of. For bytes that only this user could have written; others could do harm.

    Raises: whatever damaged bytes may raise.
    """
    return pickle.loads(content)  # noqa: S301  (as said above)


class _Packer(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:  # noqa: ANN401  (as the standard library has it)
        """Return how to put a data class with slots together again; the usual way for anything else."""
        kind: type = type(value)
        fields = _fields(kind)
        return NotImplemented if fields is None else (_put_together, (kind, *fields(value)))


@cache
def _fields(kind: type) -> Callable[[object], tuple[object, ...]] | None:
    """Return what tells the fields of a value of `kind`, in the order of its slots; nothing for other values."""
    own = vars(kind)
    if "__dataclass_fields__" not in own or own.get("__slots__") != tuple(own["__dataclass_fields__"]):
        return None
    names = tuple(own["__slots__"])
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple([getattr(value, name) for name in names])


def _put_together(kind: type, *values: object) -> object:
    """Return a value of `kind`, whose slots are its fields, as it was before: nothing is checked again."""
    made: object = object.__new__(kind)
    for put, value in zip(_setters(kind), values, strict=True):
        put(made, value)
    return made


@cache
def _setters(kind: type) -> tuple[Callable[[object, object], None], ...]:
    """Return what puts a value into each slot of `kind`, past the lock of a frozen class."""
    return tuple(vars(kind)[name].__set__ for name in kind.__slots__)  # type: ignore[attr-defined]  # it has slots
