"""A server of PostgreSQL for one run of the tests, on a socket in a folder of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def program(name: str) -> str:
    found = shutil.which(name) or next(iter(sorted(glob(f"/usr/lib/postgresql/*/bin/{name}"), reverse=True)), None)  # noqa: PTH207
    assert found, f"the full tests need {name} of PostgreSQL"
    return found


class Server:
    """A server that can be stopped and started again; its socket is in `folder`."""

    def __init__(self, folder: Path, user: str) -> None:
        self._folder, self._user = folder, user
        self._data = folder / "data"
        self._made = 0
        self._run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N")

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories='{self._folder}'"
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def freeze(self) -> None:
        """Have every process of the server stand still, so that connections stay and nobody answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def address(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@/{database}?host={self._folder}"

    def new_database(self) -> str:
        """Make an empty database, and return its address."""
        import psycopg  # noqa: PLC0415  (an extra)

        self._made += 1
        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute(f"create database d{self._made}")
        return self.address(f"d{self._made}")

    def _signal(self, number: signal.Signals) -> None:
        leader = int((self._data / "postmaster.pid").read_text(encoding="utf-8").split()[0])
        children = Path(f"/proc/{leader}/task/{leader}/children").read_text(encoding="utf-8").split()
        for process in (leader, *(int(each) for each in children)):
            os.kill(process, number)

    def _run(self, name: str, *options: str) -> None:
        subprocess.run(
            [program(name), "-D", str(self._data), *options],
            cwd=self._folder,
            user=self._user,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            extra_groups=[],
        )


@contextmanager
def running() -> Iterator[Server]:
    """Start a server of its own. It refuses to run as root."""
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    folder = Path(tempfile.mkdtemp(prefix="muniment-postgres-"))
    shutil.chown(folder, user)
    found = Server(folder, user)
    found.start()
    try:
        yield found
    finally:
        with suppress(subprocess.CalledProcessError):  # a test may have stopped it
            found.stop()
        shutil.rmtree(folder)


@contextmanager
def server() -> Iterator[str]:
    """Start a server, and yield the address of its database `postgres`."""
    with running() as found:
        yield found.address()
