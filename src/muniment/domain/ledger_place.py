"""Where an organisation keeps its ledger."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPlace:
    """A file, or an address that begins with `postgresql://`.

    `key` is the file of the private key, or the PKCS#11 URI of a token, `checkpoint` the one with the newest checkpoint
    outside the database; empty where a file that is named after the ledger will do.
    """

    at: str
    key: str = ""
    checkpoint: str = ""
