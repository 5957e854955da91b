"""Container images at rest: which images an OCI layout or the archive of `docker save` holds, and of which layers.

Sources: OCI Image Layout 1.1 and Image Specification 1.1; the Docker Image Specification v1.2 for `manifest.json`.
"""

from __future__ import annotations

import io
import json
import os
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_LARGEST: Final = 16 * 1024 * 1024
"""Bytes of the largest manifest or configuration that is read."""
_DEEPEST: Final = 4
_MOST: Final = 1000
"""Images in one layout at most."""
_INDEXES: Final = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)
_LAYOUT, _INDEX, _SAVED = "oci-layout", "index.json", "manifest.json"


@dataclass(frozen=True, slots=True)
class Blob:
    """A stretch of a file. `digest` is what the manifest says of it, empty where it says nothing."""

    file: str
    start: int
    size: int
    digest: str = ""

    def open(self) -> io.BufferedReader:
        """Return the bytes, to be read and sought in."""
        return io.BufferedReader(_Window(self.file, self.start, self.size))


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """One image for one platform: its name if it has one, its configuration, and its layers from the lowest."""

    name: str
    config: Blob | None
    layers: tuple[Blob | None, ...]
    """Nothing for a layer that is not in the layout."""


def is_layout(path: Path) -> bool:
    """Say whether the folder at `path` is an OCI layout."""
    return (path / _LAYOUT).is_file() and (path / _INDEX).is_file()


def is_archive(path: Path) -> bool:
    """Say whether the file at `path` is a plain tar archive that holds a layout, or what `docker save` writes."""
    names = _names(path) if path.is_file() else {}
    return _SAVED in names or {_LAYOUT, _INDEX} <= names.keys()


def images(path: Path) -> list[Image]:
    """Return the images in the layout or archive at `path`.

    Raises: InputError where what names them cannot be read.
    """
    files = _files(path) if path.is_dir() else _names(path)
    store = _Store(str(path), files)
    try:
        found = list(store.saved() if _SAVED in files and _INDEX not in files else store.indexed())
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise store.refusal("a manifest is not formed as its specification says", "save the image again") from error
    if not found:
        raise store.refusal("names no image", "save it again")
    return found


class _Store:
    """The files of a layout by their names in it."""

    def __init__(self, where: str, files: Mapping[str, Blob]) -> None:
        self._where = where
        self._files = files
        self._opened: set[str] = set()
        """Digests of indexes: each is followed once, for a few that name each other many times would never end."""

    def saved(self) -> Iterator[Image]:
        for entry in self._json(_SAVED)[:_MOST]:
            names = entry.get("RepoTags") or ["image"]
            layers = tuple(self._files.get(layer) for layer in entry.get("Layers", []))
            yield Image(name=str(names[0]), config=self._files.get(entry.get("Config", "")), layers=layers)

    def indexed(self) -> Iterator[Image]:
        yield from self._under(self._json(_INDEX), 1)

    def _under(self, index: dict[str, Any], depth: int) -> Iterator[Image]:
        for descriptor in index.get("manifests", [])[:_MOST]:
            found = self._json(_blob_name(descriptor.get("digest", "")))
            if descriptor.get("mediaType") in _INDEXES or "manifests" in found:
                if depth < _DEEPEST and descriptor["digest"] not in self._opened:
                    self._opened.add(descriptor["digest"])
                    yield from self._under(found, depth + 1)
                continue
            notes = descriptor.get("annotations") or {}
            name = notes.get("io.containerd.image.name") or notes.get("org.opencontainers.image.ref.name") or "image"
            yield Image(
                name=str(name),
                config=self._blob(found.get("config", {})),
                layers=tuple(self._blob(layer) for layer in found.get("layers", [])),
            )

    def _blob(self, descriptor: dict[str, Any]) -> Blob | None:
        digest = str(descriptor.get("digest", ""))
        held = self._files.get(_blob_name(digest))
        return Blob(held.file, held.start, held.size, digest) if held else None

    def _json(self, name: str) -> Any:  # noqa: ANN401  (as the standard library)
        held = self._files.get(name)
        if held is None or held.size > _LARGEST:
            raise self.refusal(f"`{name}` is missing or too large", "copy the image again, with all its blobs")
        try:
            with held.open() as file:
                return json.loads(file.read())
        except (ValueError, RecursionError, OSError) as error:
            raise self.refusal(f"`{name}` cannot be read as JSON", "save the image again") from error

    def refusal(self, what: str, help_: str) -> InputError:
        return InputError(Problem(where=self._where, what=f"is a container image in which {what}", help=help_))


def _blob_name(digest: str) -> str:
    return "blobs/" + digest.replace(":", "/", 1)


def _files(folder: Path) -> dict[str, Blob]:
    """Return the regular files of a layout that is a folder."""
    found: dict[str, Blob] = {}
    for name in (_LAYOUT, _INDEX, _SAVED):
        _add(found, folder, folder / name)
    for algorithm in sorted((folder / "blobs").iterdir()) if (folder / "blobs").is_dir() else ():
        for blob in sorted(algorithm.iterdir()) if algorithm.is_dir() else ():
            _add(found, folder, blob)
    return found


def _add(found: dict[str, Blob], folder: Path, path: Path) -> None:
    if path.is_file() and not path.is_symlink():
        found[path.relative_to(folder).as_posix()] = Blob(str(path), 0, path.stat().st_size)


def _names(archive: Path) -> dict[str, Blob]:
    """Return where each file of a tar archive stands in it; nothing where it is none."""
    found: dict[str, Blob] = {}
    try:
        with tarfile.open(archive, "r:", errors="surrogateescape") as tar:
            for info in tar:
                if info.isreg() and not info.issparse():
                    found[info.name.removeprefix("./")] = Blob(str(archive), info.offset_data, info.size)
    except (tarfile.TarError, OSError, ValueError):
        return {}
    return found


class _Window(io.RawIOBase):
    """A stretch of a file as a file of its own."""

    def __init__(self, file: str, start: int, size: int) -> None:
        super().__init__()
        self._file = open(file, "rb")  # noqa: PTH123, SIM115  (closed with the window)
        self._start = start
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  (as the standard library)
        self._file.seek(self._start + self._at)
        count = self._file.readinto(memoryview(buffer)[: max(0, self._size - self._at)])
        self._at += count
        return count

    def close(self) -> None:
        self._file.close()
        super().close()
