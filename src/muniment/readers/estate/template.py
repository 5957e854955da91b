"""The estate file that `muniment init` writes."""

from __future__ import annotations

from importlib.resources import files


def template() -> str:
    """Return a commented estate file, valid as it stands: one contract, and one system in the folder of the file."""
    return files("muniment.readers.estate").joinpath("template.toml").read_text(encoding="utf-8")
