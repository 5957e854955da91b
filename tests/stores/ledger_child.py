"""Writes to a ledger from eight threads until it is killed; a line is printed for each entry after its acknowledgement.

python ledger_child.py LEDGER ANCHOR KEY SEED
"""

from __future__ import annotations

import os
import sys
import threading
from functools import partial
from itertools import count
from pathlib import Path

from muniment.app.ledger import Draft
from muniment.signers.file_key import load
from muniment.stores.ledger import Place, StoredLedger
from muniment.stores.ledger import sqlite as ledger_sqlite
from muniment.stores.ledger.anchor import Anchor


def main() -> None:
    path, anchor, key, seed = sys.argv[1:]
    place = Place(path, partial(ledger_sqlite.open_rows, Path(path)), partial(ledger_sqlite.told, path))
    ledger = StoredLedger(place, Anchor(Path(anchor)), load(Path(key)))
    os.write(1, b"ready\n")

    def write(writer: int) -> None:
        for number in count():
            leaf = f"{seed}/{writer}/{number}".encode()
            receipt = ledger.append(Draft(leaf=leaf))
            os.write(1, b"%d %s\n" % (receipt.first, leaf))

    for writer in range(8):
        threading.Thread(target=write, args=(writer,)).start()


main()
