"""The labelled trees: packages by name, version and SHA-256, unpacked once into the cache."""

from __future__ import annotations

import hashlib
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
OWN_LABELS = ROOT / "bench" / "labels-own"
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
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".obtaining-") as folder:
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
        _kept(top[0] if len(top) == 1 and top[0].is_dir() else unpacked, target)


def _kept(unpacked: Path, target: Path) -> None:
    """Put the folder `unpacked` at `target` in one step; a run beside this one that was earlier has put the same."""
    try:
        unpacked.rename(target)
    except OSError:
        if not target.is_dir():
            raise


def _download(source: dict[str, str], folder: Path) -> Path:
    name, version = source["name"], source["version"]
    if source["registry"] == "debian":
        return _debian(f"{name}={version}", source["sha256"], folder)
    if source["registry"] == "pypi":
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", name]
        command += ["--dest", str(folder), f"{name}=={version}"]
    else:
        command = ["npm", "pack", "--silent", "--pack-destination", str(folder), f"{name}@{version}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    (archive,) = folder.iterdir()
    return archive


def _debian(package: str, sha256: str, folder: Path) -> Path:
    """Download the source of a Debian package, and return the one of its archives that has the digest `sha256`."""
    command = [*_apt_get(), "source", "--quiet", "--download-only", "--tar-only", "--only-source", package]
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    archives = [path for path in sorted(folder.glob("*.orig.tar.*")) if path.suffix != ".asc"]
    return next((path for path in archives if hashlib.sha256(path.read_bytes()).hexdigest() == sha256), archives[0])


def _apt_get() -> list[str]:
    """Return the command of a package manager that knows source packages, without a change to that of the machine."""
    state = CACHE / "apt"
    parts, lists = state / "sources.list.d", state / "lists"
    settings = (f"Dir::Etc::sourceparts={parts}", f"Dir::State::lists={lists}", "Dir::Etc::sourcelist=/dev/null")
    command = ["apt-get", *(word for setting in settings for word in ("-o", setting))]
    if not lists.exists():
        (lists / "partial").mkdir(parents=True)
        parts.mkdir()
        for known in Path("/etc/apt/sources.list.d").glob("debian*.sources"):
            (parts / known.name).write_text(known.read_text().replace("Types: deb\n", "Types: deb-src\n"))
        subprocess.run([*command, "update", "--quiet"], check=True, stdout=subprocess.DEVNULL)
    return command
