"""What was acknowledged is there after a crash; what cannot be written is refused, and nothing of it stays."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from muniment.errors import InputError, ProofError, RefusedError
from muniment.prove.checkpoint import Checkpoint, note_key, read, verify
from muniment.prove.merkle import consistency_proof, proves_consistency
from muniment.stores.ledger import go_on_as
from prove.trees import tree
from signers.keys import p256, p384
from stores.ledgers import ORIGIN, Kept, draft, in_sqlite, key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.stores.ledger import StoredLedger

CHILD = Path(__file__).with_name("ledger_child.py")
KILLS = 50


def key_file(folder: Path) -> Path:
    path = folder / "key.pem"
    path.touch(0o600)
    path.write_bytes(p256().key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


def started(kept: Kept, folder: Path, seed: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(CHILD), kept.place.where, str(kept.anchor.path), str(folder / "key.pem"), str(seed)]
    environment = {**os.environ, "PYTHONPATH": str(CHILD.parents[2] / "src")}
    return subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)


def acknowledged(printed: bytes) -> dict[int, bytes]:
    """Return the bytes of each entry that was acknowledged; a line that was cut short was not."""
    lines = printed.split(b"\n")[:-1]
    parts = (line.split(b" ", 1) for line in lines if b" " in line)
    return {int(place): leaf for place, leaf in parts}


def heads(ledger: StoredLedger) -> list[Checkpoint]:
    return [verify(read(note), [key()]) for _, note in ledger.checkpoints()]


def refuse_gaps_and_forks(ledger: StoredLedger) -> list[bytes]:
    """Return the entries, after every checkpoint was found to go on from the one before."""
    leaves = [each.leaf for each in ledger.entries()]
    found = heads(ledger)
    assert found[-1].size == len(leaves)
    assert found[-1].root == tree(*leaves).frontier.root()
    for old, new in pairwise(found):
        path = consistency_proof(ledger.subtree, old.size, new.size)
        assert proves_consistency(old.size, old.root, new.size, new.root, path)
    return leaves


@pytest.mark.full
def test_fifty_kills_under_eight_writers_lose_no_acknowledged_entry_and_fork_nothing(tmp_path: Path) -> None:
    kept = in_sqlite(tmp_path)
    key_file(tmp_path)
    known: dict[int, bytes] = {}
    for number in range(KILLS):
        with started(kept, tmp_path, number) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            first = child.stdout.readline() if number % 2 else b""
            time.sleep(0.02 + number % 7 * 0.03)
            child.send_signal(signal.SIGKILL)
            new = acknowledged(first + child.stdout.read())
        assert not new.keys() & known.keys()
        known |= new

    with kept.open() as ledger:
        leaves = refuse_gaps_and_forks(ledger)
        assert len(known) >= KILLS // 2
        assert [leaves[place] for place in known] == list(known.values())
        assert ledger.append(draft(1)).first == len(leaves)


def test_a_writer_that_was_killed_in_a_transaction_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    kept = in_sqlite(tmp_path)
    with kept.open() as ledger:
        ledger.append(draft(0))
    script = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('begin immediate');"
        'c.execute(\'insert into ledger_entry values (1, x"", x"")\'.replace(\'"\', chr(39))); os.kill(os.getpid(), 9)'
    )
    subprocess.run([sys.executable, "-c", script, kept.place.where], check=False)

    with kept.open() as ledger:
        assert len(refuse_gaps_and_forks(ledger)) == 1
        assert ledger.append(draft(1)).first == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of 1 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount, umount = (shutil.which(name) for name in ("mount", "umount"))
    assert mount
    assert umount
    words = [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    mounted = subprocess.run(words, check=False, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"nobody may mount a small disk here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run([umount, str(folder)], check=True)


def filled(ledger: StoredLedger) -> tuple[int, InputError]:
    """Write until nothing can be written; return how many entries were acknowledged, and why no more."""
    for number in range(100_000):
        try:
            ledger.append(*(draft(number * 20 + at) for at in range(20)))
        except InputError as error:
            return number * 20, error
    raise AssertionError("there was always room")


def full_disk_is_refused(kept: Kept, make_room: object) -> None:
    ledger = kept.open()
    count, error = filled(ledger)
    with pytest.raises(InputError):
        ledger.append(*(draft(10**6 + at) for at in range(200)))

    assert "cannot be used as a ledger" in str(error)
    assert len(refuse_gaps_and_forks(ledger)) == count
    assert callable(make_room)
    make_room()
    assert ledger.append(draft(10**7)).first == count
    ledger.close()
    with kept.open() as again:
        assert len(refuse_gaps_and_forks(again)) == count + 1


@pytest.mark.full
def test_on_a_full_disk_nothing_is_acknowledged_and_with_room_again_it_goes_on(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(300_000))

    full_disk_is_refused(in_sqlite(small_disk), ballast.unlink)


def test_where_files_may_grow_no_further_a_short_write_is_refused_and_nothing_of_it_stays(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    kept = in_sqlite(tmp_path)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_001, before[1]))  # within a page: writes are cut short

        full_disk_is_refused(kept, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, before))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def copied(kept: Kept, to: Path) -> None:
    source, target = sqlite3.connect(kept.place.where), sqlite3.connect(to)
    source.backup(target)
    source.close()
    target.close()


def put_back(kept: Kept, backup: Path) -> None:
    for suffix in ("-wal", "-shm"):
        Path(kept.place.where + suffix).unlink(missing_ok=True)
    shutil.copyfile(backup, kept.place.where)


def newest(kept: Kept) -> bytes:
    rows = kept.place.connect()
    note = rows.latest()[1]
    rows.close()
    return note


def test_a_database_that_was_put_back_is_refused(tmp_path: Path) -> None:
    kept, backup = in_sqlite(tmp_path), tmp_path / "backup"
    with kept.open() as ledger:
        ledger.append(draft(0))
        copied(kept, backup)
        ledger.append(draft(1))
    put_back(kept, backup)

    for opened in (kept.open, kept.read_only):
        with pytest.raises(
            RefusedError, match="holds 1 entries, and there were 2: it was put back to an earlier state"
        ):
            opened()


def test_a_database_that_was_put_back_and_written_on_is_refused(tmp_path: Path) -> None:
    kept, backup = in_sqlite(tmp_path), tmp_path / "backup"
    with kept.open() as ledger:
        ledger.append(draft(0))
        copied(kept, backup)
        ledger.append(draft(1))
    outside = kept.anchor.path.read_bytes()
    put_back(kept, backup)
    kept.anchor.path.write_bytes(newest(kept))
    with kept.open() as ledger:
        ledger.append(draft(2), draft(3))
    kept.anchor.path.write_bytes(outside)

    with pytest.raises(RefusedError, match="holds other entries than the 2 that were there before"):
        kept.open()


def test_a_running_writer_notices_that_the_database_was_put_back_under_it(tmp_path: Path) -> None:
    kept, backup = in_sqlite(tmp_path), tmp_path / "backup"
    with kept.open() as ledger:
        ledger.append(draft(0))
        copied(kept, backup)
        ledger.append(draft(1))
        with sqlite3.connect(backup) as old, sqlite3.connect(kept.place.where) as now:
            old.backup(now)
        old.close()
        now.close()

        with pytest.raises(RefusedError, match="holds 1 entries, and there were 2"):
            ledger.append(draft(2))


def test_the_checkpoint_of_another_ledger_is_no_checkpoint_of_this_one(tmp_path: Path) -> None:
    kept = in_sqlite(tmp_path)
    with kept.open() as ledger:
        ledger.append(draft(0))
    other = note_key(ORIGIN, p384().public)
    go_on_as(kept.place, kept.anchor, other, (p384(),), lambda _: draft(1))
    (tmp_path / "other").mkdir()
    second = in_sqlite(tmp_path / "other")
    second.anchor.path.write_bytes(kept.anchor.path.read_bytes())

    with pytest.raises(ProofError, match=r"no key that is trusted for `example.com/ledger` signed it"):
        second.open()


def test_an_entry_behind_the_newest_checkpoint_stops_the_writer(tmp_path: Path) -> None:
    kept = in_sqlite(tmp_path)
    with sqlite3.connect(kept.place.where) as connection:
        connection.execute("insert into ledger_entry values (0, zeroblob(32), 'smuggled')")
    connection.close()

    with kept.open() as ledger, pytest.raises(RefusedError, match="does not hold what its newest checkpoint"):
        ledger.append(draft(0))
