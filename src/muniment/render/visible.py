"""Text from a scanned tree, made safe to print: a file name must not be able to move the cursor or hide a line."""

from __future__ import annotations

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that show nothing, or reorder what is shown: controls, direction marks, lone surrogates."""


def visible(text: str) -> str:
    r"""Return `text` with every character that does not show itself written as an escape, e.g. `\x1b` or `\u202e`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(char) if unicodedata.category(char) in _HIDDEN else char for char in text)


def _escaped(char: str) -> str:
    try:
        return "".join(f"\\x{byte:02x}" for byte in char.encode("ascii", "surrogateescape"))
    except UnicodeEncodeError:
        return char.encode("ascii", "backslashreplace").decode("ascii")
