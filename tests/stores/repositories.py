"""Small repositories, made with git itself, on days that the tests choose."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DAY = 86_400
START = 1_767_225_600
"""2026-01-01, 00:00 UTC."""


class WorkTree:
    """A work tree in `folder`; each commit is made one day after the one before."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.day = 0
        self.author = ("Ada", "ada@example.org")
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *arguments: str, given: bytes = b"") -> str:
        when = f"{START + self.day * DAY} +0000"
        name, mail = self.author
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": name,
            "GIT_AUTHOR_EMAIL": mail,
            "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_NAME": "Grace",
            "GIT_COMMITTER_EMAIL": "grace@example.org",
            "GIT_COMMITTER_DATE": when,
        }
        ended = subprocess.run(
            ["/usr/bin/env", "git", "-c", "protocol.file.allow=always", *arguments],
            cwd=self.folder,
            env=environment,
            input=given,
            capture_output=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr.decode()
        return ended.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, path: str | bytes, content: str | bytes) -> None:
        place = self.folder / os.fsdecode(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)

    def remove(self, path: str) -> None:
        (self.folder / path).unlink()

    def commit(self, message: str | bytes = "a change", *options: str) -> str:
        self.day += 1
        self.git("add", "--all")
        given = message.encode() if isinstance(message, str) else message
        self.git("commit", "--quiet", "--allow-empty", "--file=-", "--cleanup=verbatim", *options, given=given)
        return self.git("rev-parse", "HEAD")

    def change(self, path: str | bytes, content: str | bytes, message: str = "a change") -> str:
        self.write(path, content)
        return self.commit(message)

    def bare(self, name: str = "bare.git", *options: str) -> Path:
        """Return a bare clone beside the work tree."""
        target = self.folder.parent / name
        self.git("clone", "--quiet", "--bare", *options, f"file://{self.folder}", str(target))
        return target
