"""A container image as a source of evidence: every member of every layer accounted for, nothing unpacked to disk.

What an upper layer removes or replaces is still in the image, for everybody who has it can read the lower layer. So a
use in it stands, and the path says in which layer it is.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from muniment.app.scan import FileResult
from muniment.domain.evidence import FileRecord, FileStatus
from muniment.domain.ids import Digest
from muniment.stores.archives.image_layout import Blob, images
from muniment.stores.archives.tars import tar_members
from muniment.stores.archives.unpacking import BROKEN, Budget, Limits, Member, Refused
from muniment.stores.tree.contents import result_of
from muniment.stores.tree.crew import Crew, can_fork, cores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from muniment.app.ports import Progress
    from muniment.app.scan.examine import Examiner

_MIB: Final = 1024 * 1024
LIMITS: Final = Limits(total=64 * 1024 * _MIB, member=128 * _MIB, count=4_000_000, ratio=1000)
"""How much is read out of one layer."""
_NAMED: Final = 12
"""Characters of its digest by which a layer is named in paths."""
_ZSTANDARD: Final = b"\x28\xb5\x2f\xfd"
_ABSENT: Final = "is not in the layout, as a layer that is only referred to"


def results(path: Path, examiner: Examiner, progress: Progress | None = None) -> Iterator[FileResult]:
    """Yield what became of every entry of every layer, and of the configuration, of the images at `path`.

    A layer that several images share is read once. `progress` is told (layers done, layers).

    Raises: InputError where what names the images cannot be read.
    """
    found = images(path)
    for image in found:
        if image.config is not None:
            with image.config.open() as file:
                yield result_of(f"{_short(image.config)}/config.json", file.read(), examiner)
        yield from (_gap(f"{image.name}/layer {at}", _ABSENT) for at, layer in enumerate(image.layers) if layer is None)
    layers = list(dict.fromkeys(layer for image in found for layer in image.layers if layer is not None))

    def read(layer: Blob) -> list[FileResult]:
        return list(_layer(layer, examiner))

    alone = len(layers) == 1 or not can_fork()
    done = map(read, layers) if alone else Crew(read, cores()).run(iter(layers))
    for number, part in enumerate(done, 1):
        yield from part
        if progress is not None:
            progress(number, len(layers))


def _layer(layer: Blob, examiner: Examiner) -> Iterator[FileResult]:
    """Yield the layer itself and each of its members, whose paths begin with the layer's short name."""
    name = _short(layer)
    with layer.open() as file:
        digest = f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
        if layer.digest.startswith("sha256:") and layer.digest != digest:
            yield _gap(name, f"its digest is {digest}, and the manifest says {layer.digest}")
        file.seek(0)
        if file.read(len(_ZSTANDARD)) == _ZSTANDARD:
            yield _gap(name, "Zstandard is not read; `skopeo copy --dest-compress-format gzip` makes it readable")
            return
        record = FileRecord(name, FileStatus.ARCHIVE_READ, layer.size, Digest(digest))
        try:
            for member in tar_members(file, f"{name}.tar", Budget(LIMITS)):
                yield _member(name, member, examiner)
        except BROKEN as error:
            yield _gap(f"{name}/", str(error) or "damaged")
        yield FileResult(record, (), ())


def _member(layer: str, member: Member | Refused, examiner: Examiner) -> FileResult:
    path = f"{layer}/{member.path}" if member.path else layer
    match member:
        case Member(content=content):
            return result_of(path, content, examiner)
        case Refused(why="a symbolic link"):
            return FileResult(FileRecord(path, FileStatus.SYMLINK), (), ())
        case Refused(harmless=True):
            return FileResult(FileRecord(path, FileStatus.SYMLINK, detail=""), (), ())
        case Refused(why=why):
            return _gap(path, why)


def _gap(path: str, why: str) -> FileResult:
    return FileResult(FileRecord(path, FileStatus.UNREADABLE, detail=why), (), ())


def _short(blob: Blob) -> str:
    """Return the name of a blob in paths: the beginning of its digest, or of that of its place."""
    if blob.digest:
        return blob.digest[: len("sha256:") + _NAMED]
    with blob.open() as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()[:_NAMED]}"
