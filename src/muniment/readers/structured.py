"""The readers of formats whose structure text search cannot follow, and which of them reads a path.

Readers of bytes are known by the ending of a name; readers of content look into texts of almost any name, and are
asked only where one of their marks stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.readers.documents import html_tables, markdown_tables, office, pdf, sheets
from muniment.readers.models import (
    blobs,
    gguf,
    hub_config,
    known_by_path,
    messages,
    model_card,
    ollama,
    onnx,
    pickled,
    safetensors,
    weights,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.app.examine import BytesReader, ContentReader

BY_ENDING: dict[str, BytesReader] = {
    ".safetensors": safetensors,
    ".gguf": gguf,
    ".ggml": pickled,
    ".onnx": onnx,
    ".pt": pickled,
    ".pth": pickled,
    ".ckpt": pickled,
    ".bin": pickled,
    ".pkl": pickled,
    ".pickle": pickled,
    ".joblib": pickled,
    ".mlmodel": messages,
    ".pb": messages,
    ".llamafile": known_by_path,
    ".tflite": known_by_path,
    ".docx": office,
    ".xlsx": office,
    ".doc": office,
    ".xls": office,
    ".pdf": pdf,
}
_CONTENT_BY_ENDING: dict[str, tuple[ContentReader, ...]] = {
    ".json": (hub_config,),
    ".md": (model_card, markdown_tables),
    ".mdx": (markdown_tables,),
    ".markdown": (markdown_tables,),
    ".html": (html_tables,),
    ".htm": (html_tables,),
    ".xhtml": (html_tables,),
    ".csv": (sheets,),
    ".tsv": (sheets,),
}


def bytes_reader_for(path: str) -> BytesReader | None:
    """Return what reads the bytes of the file at `path` by their structure, if anything does."""
    name = path[path.rfind("/") + 1 :]
    dot = name.rfind(".")
    if dot >= 0:
        return BY_ENDING.get(name[dot:].lower())
    if "blobs/" in path and blobs.is_blob(path):
        return blobs
    return known_by_path if "/refs/" in path and weights.is_cached(path) else None


def content_readers_for(path: str) -> Sequence[ContentReader]:
    """Return what else reads the text at `path`, beside the search for known words and a reader of its name."""
    name = path[path.rfind("/") + 1 :]
    dot = name.rfind(".")
    readers = _CONTENT_BY_ENDING.get(name[dot:].lower(), ()) if dot >= 0 else ()
    wanted = tuple(reader for reader in readers if reader.wants(path))
    return (*wanted, ollama) if ollama.wants(path) else wanted
