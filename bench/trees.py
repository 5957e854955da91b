"""The labelled trees: packages by name, version and SHA-256, unpacked once into the cache."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
LABELS = ROOT / "bench" / "labels"
CACHE = ROOT / ".cache"


def labels(folder: Path = LABELS) -> list[dict[str, Any]]:
    """Return every label file of `folder`, in order of name."""
    return [yaml.safe_load(path.read_text()) for path in sorted(folder.glob("*.yaml"))]


def obtained(folder: Path = LABELS) -> Path:
    """Return the folder that holds the tree of every label, downloading those that are missing."""
    trees = CACHE / "trees"
    trees.mkdir(parents=True, exist_ok=True)
    for label in labels(folder):
        target = trees / label["id"]
        if not target.exists():
            print(f"obtaining {label['id']}", file=sys.stderr)
            unpack_package(label["source"], target)
    return trees


def unpack_package(source: dict[str, str], target: Path) -> None:
    """Download one source package by its registry's own client, check its SHA-256, and unpack it to `target`."""
    with tempfile.TemporaryDirectory() as folder:
        archive = _download(source, Path(folder))
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
        if found != source["sha256"]:
            sys.exit(f"{source['name']} {source['version']}: sha256 is {found}, expected {source['sha256']}")
        unpacked = Path(folder) / "unpacked"
        if archive.suffix in {".zip", ".whl"}:
            zipfile.ZipFile(archive).extractall(unpacked)  # noqa: S202  # its digest is the pinned one
        else:
            with tarfile.open(archive) as tar:
                tar.extractall(unpacked, filter="data")
        top = list(unpacked.iterdir())
        shutil.move(top[0] if len(top) == 1 and top[0].is_dir() else unpacked, target)


def _download(source: dict[str, str], folder: Path) -> Path:
    name, version = source["name"], source["version"]
    if source["registry"] == "pypi":
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", name]
        command += ["--dest", str(folder), f"{name}=={version}"]
    else:
        command = ["npm", "pack", "--silent", "--pack-destination", str(folder), f"{name}@{version}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    (archive,) = folder.iterdir()
    return archive
