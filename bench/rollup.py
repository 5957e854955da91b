"""Roll up 1,000 subcontractors, each with a package signed with a key of its own, as a process of its own.

The peer is bare `cryptography` in the same run: the signatures over certificate and manifest of every package, and the
digest of every file, with nothing read, understood or compared.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from muniment.app.certify.packages import Parts, pack
from muniment.domain.ids import ContractId
from muniment.domain.statement import Algorithm
from muniment.domain.subcontract import AskedClause, Enrolment, Kind, Received, Request, Subcontractor
from muniment.prove.canonical import digest
from muniment.prove.envelope import pre_authentication_encoding, read
from muniment.prove.keys import TrustedKey, key_id, signed_with
from muniment.prove.manifest import ENVELOPE, SEAL
from muniment.prove.package import open_package
from muniment.prove.sealed import canonical_document
from muniment.prove.state import seal
from muniment.prove.verify import statement_of
from muniment.signers.file_key import FileKey, load
from muniment.stores.subcontractors import folder_of, keep_keys, keep_received, keep_requests

if TYPE_CHECKING:
    from muniment.domain.statement import Statement

SUBCONTRACTORS, ROUNDS = 1_000, 5
EXAMPLE = Path(__file__).parents[1] / "examples" / "small"
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
DAY = {**os.environ, "SOURCE_DATE_EPOCH": str(int(NOON.timestamp()))}
ORDER, CLAUSE = "PO-1187", "52.204-25"


def muniment(*words: str, code: int = 0) -> str:
    """Run the program and return what it printed."""
    ended = subprocess.run(
        [Path(sys.executable).parent / "muniment", *words], env=DAY, check=False, capture_output=True, text=True
    )
    if ended.returncode != code:
        raise SystemExit(ended.stderr)
    return ended.stdout


def certificate(folder: Path) -> Statement:
    """Return what a subcontractor states after a scan of the small example."""
    key, out = folder / "one.pem", folder / "one.json"
    muniment("keys", "new", "--out", str(key))
    who = ["--signatory", "J. Rivera", "--title", "Owner", "--key", str(key), "--out", str(out), "--yes"]
    told = ["--disclose", "undetermined:bytedance:helpdesk=We wait for an answer.", "--valid-until", "2027-02-20"]
    muniment("certify", ORDER, "--estate", str(EXAMPLE / "muniment.toml"), *told, *who)
    return replace(statement_of(canonical_document(read(out.read_bytes()).payload))[0], algorithm=load(key).algorithm)


def signer() -> FileKey:
    """Return a new key on P-384."""
    key = generate_private_key(SECP384R1())
    id_ = key_id(key.public_key())
    public = TrustedKey(keyid=id_, key=key.public_key())
    return FileKey(key=key, keyid=id_, algorithm=Algorithm.ECDSA_P384_SHA384, public=public)


def fill(within: Path, statement: Statement) -> list[tuple[FileKey, bytes]]:
    """Ask, enrol and take in every subcontractor; return each key and package."""
    made = []
    for number in range(SUBCONTRACTORS):
        uei, by = f"J7RJX2A{number:05}", signer()
        own = replace(statement, id=f"CERT-{number}")
        package = pack(Parts(certificate=seal(own, keyid=by.keyid, sign=by.sign)), by)
        folder, of = folder_of(within, uei), Subcontractor(uei=uei, name=f"Shop {number}")
        request = Request(
            id=f"R-{number}",
            contract=ContractId("C-1"),
            order=ORDER,
            of=of,
            clauses=(AskedClause(clause=CLAUSE),),
            sent=date(2026, 11, 20),
            due=date(2026, 12, 11),
        )
        pem = by.public.key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        keep_requests(folder, of, [request])
        keep_keys(folder, [Enrolment(key=pem, keyid=by.keyid, ledger="", by="M. Osei", at=NOON)])
        came = digest(package)
        received = Received(digest=came, file="x.mpkg", kind=Kind.PACKAGE, request=request.id, by="M. Osei", at=NOON)
        keep_received(folder, received, package, None)
        made.append((by, package))
    return made


def bare(made: list[tuple[FileKey, bytes]]) -> float:
    """Return the seconds that signatures and digests alone take."""
    signed = []
    for by, package in made:
        files = open_package(package)[0]
        envelopes = [read(files[name]) for name in (ENVELOPE, SEAL)]
        messages = [(each, pre_authentication_encoding(each.payload_type, each.payload)) for each in envelopes]
        signed.append((by, package, [(each.signatures[0].value, message) for each, message in messages]))
    began = time.process_time()
    for by, package, signatures in signed:
        hashlib.sha256(package).digest()
        for value, message in signatures:
            if signed_with(by.public, value, message) is None:
                raise SystemExit("a signature does not hold")
    return time.process_time() - began


def children() -> float:
    """Return the seconds of a core that ended processes took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure, and print one line of JSON."""
    with tempfile.TemporaryDirectory() as at:
        folder = Path(at)
        statement = certificate(folder)
        within = folder / "subcontractors"
        made = fill(within, statement)
        ours, walls, peers = [], [], []
        for _ in range(ROUNDS):
            began, used = time.perf_counter(), children()
            printed = muniment("suppliers", "rollup", "--contract", "C-1", "--in", str(within), "--json")
            ours.append(children() - used)
            walls.append(time.perf_counter() - began)
            peers.append(bare(made))
        found = json.loads(printed)
    answer = {
        "subcontractors": SUBCONTRACTORS,
        "package_bytes": len(made[0][1]),
        "standings": found["standings"],
        "levels": found["levels"],
        "rollup_cpu_s": round(statistics.median(ours), 2),
        "rollup_s": round(statistics.median(walls), 2),
        "signatures_alone_cpu_s": round(statistics.median(peers), 2),
        "times": round(statistics.median(ours) / statistics.median(peers), 1),
        "wanted_s": 10,
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
