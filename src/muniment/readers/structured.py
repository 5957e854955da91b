"""The readers of formats whose structure text search cannot follow, and which of them reads a path.

Readers of bytes are known by the ending of a name; readers of content look into texts of almost any name, and are
asked only where one of their marks stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.readers.bills import attestations, bills_by_content, sarif, scan_reports
from muniment.readers.documents import (
    asciidoc_tables,
    html_tables,
    listed_data,
    markdown_tables,
    office,
    open_document,
    pdf,
    rst_tables,
    sheets,
)
from muniment.readers.house import bazel, cpp_packages, device_lists, link_lines, nix, pins, terraform, xcode
from muniment.readers.installed import rpm_database
from muniment.readers.models import (
    blobs,
    gguf,
    hub_config,
    known_by_path,
    licence,
    messages,
    model_card,
    ollama,
    onnx,
    pickled,
    safetensors,
    weights,
)
from muniment.readers.packed import (
    conda_index,
    debian_control,
    editor_extension,
    gem_metadata,
    jar_manifest,
    rpm_header,
)
from muniment.readers.programs import android_manifest, android_queries, android_source, binaries, property_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.app.scan.reading import BytesReader, ContentReader

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
    ".odt": open_document,
    ".ods": open_document,
    ".pdf": pdf,
    ".rpm": rpm_header,
    ".sqlite": rpm_database,
}
_WHATEVER_IT_BEGINS_WITH = frozenset({".llamafile"})
_MARKED = frozenset(magic[:1] for magic in (*binaries.MAGICS, binaries.WINDOWS, b"b", android_manifest.COMPILED, b"\n"))
"""How anything begins that is known by its beginning: most files are told apart by their first byte."""
_CONTENT_BY_ENDING: dict[str, tuple[ContentReader, ...]] = {
    ".json": (
        *(hub_config, editor_extension, conda_index, pins, bazel, cpp_packages, attestations, sarif, scan_reports),
        *(listed_data, bills_by_content),
    ),
    ".sarif": (sarif,),
    **dict.fromkeys((".jsonl", ".att", ".intoto", ".dsse", ".sigstore", ".attestation", ".bundle"), (attestations,)),
    **dict.fromkeys(pins.ENDINGS[1:], (pins,)),
    ".xml": (pins, android_queries, android_source, bills_by_content),
    **dict.fromkeys((".yaml", ".yml"), (pins, listed_data)),
    ".hcl": (pins, terraform),
    ".tf": (terraform,),
    ".tofu": (terraform,),
    **dict.fromkeys((".cmake", ".mk", ".pro", ".pri", ".vcxproj"), (link_lines,)),
    ".bazel": (bazel,),
    ".bzl": (bazel,),
    ".buck": (bazel,),
    ".nix": (nix,),
    ".pbxproj": (xcode,),
    ".lock": (cpp_packages,),
    ".mf": (jar_manifest,),
    ".md": (model_card, markdown_tables, licence),
    ".db": (device_lists,),
    ".mdx": (markdown_tables,),
    ".markdown": (markdown_tables,),
    ".rst": (rst_tables,),
    ".rest": (rst_tables,),
    **dict.fromkeys((".adoc", ".asciidoc"), (asciidoc_tables,)),
    ".html": (html_tables,),
    ".htm": (html_tables,),
    ".xhtml": (html_tables,),
    ".csv": (sheets,),
    ".tsv": (sheets,),
}
_PLAIN = frozenset(
    """
    .c .h .cc .cpp .hpp .s .S .rs .go .java .kt .cs .rb .php .py .pyi .js .jsx .mjs .cjs .ts .tsx .vue .css .scss .sh
    .txt .dts .dtsi .po .svg .png .map
    """.split()  # noqa: SIM905  # a list of one word a line would hide the rest of this file
)
"""Endings of most files of most trees, in which no reader of structure looks for anything."""
_CONAN = ("conanfile.py", "conanfile.txt")
_CONTENT_BY_NAME: dict[str, tuple[ContentReader, ...]] = {
    "metadata": (gem_metadata,),
    "control": (debian_control,),
    "BUILD": (bazel,),
    "WORKSPACE": (bazel,),
    "BUCK": (bazel,),
    **dict.fromkeys(("Makefile", "makefile", "GNUmakefile"), (link_lines,)),
}


def bytes_reader_for(path: str, head: bytes) -> BytesReader | None:
    """Return what reads a file, which begins with `head`, by the structure of its bytes, if anything does."""
    marked = head[:1] in _MARKED
    if not marked and path[path.rfind(".") :] in _PLAIN:
        return None
    name = path[path.rfind("/") + 1 :]
    dot = name.rfind(".")
    ending = name[dot:].lower() if dot >= 0 else ""
    if ending in _WHATEVER_IT_BEGINS_WITH:
        return BY_ENDING[ending]
    if marked and (told := _by_beginning(name, head)) is not None:
        return told
    if ending:
        return BY_ENDING.get(ending)
    if "blobs/" in path and blobs.is_blob(path):
        return blobs
    return known_by_path if "/refs/" in path and weights.is_cached(path) else None


def _by_beginning(name: str, head: bytes) -> BytesReader | None:
    """Return what reads a program, or what is packed with one, which no ending of a name tells."""
    if head[:4] in binaries.MAGICS or (head.startswith(binaries.WINDOWS) and b"\0" in head):
        return binaries
    if head.startswith(property_list.MAGIC):
        return property_list
    return android_manifest if name == "AndroidManifest.xml" else None


def content_readers_for(path: str) -> Sequence[ContentReader]:
    """Return what else reads the text at `path`, beside the search for known words and a reader of its name."""
    if path[path.rfind(".") :] in _PLAIN:
        if path.endswith(_CONAN):
            return (cpp_packages,)
        if path.endswith("CMakeLists.txt"):
            return (link_lines,)
        return (licence,) if path.endswith(".txt") and licence.wants(path) else ()
    name = path[path.rfind("/") + 1 :]
    dot = name.rfind(".")
    readers = _CONTENT_BY_ENDING.get(name[dot:].lower(), ()) if dot >= 0 else _CONTENT_BY_NAME.get(name, ())
    if readers:
        return tuple(reader for reader in readers if reader.wants(path))
    return tuple(reader for reader in (ollama, licence) if reader.wants(path))
