"""Lies about a certificate that is made afresh, each told as well as one can, and three verifiers to see them.

The liars are insiders: one has the private key of the ledger, one also a genuine certificate of another contract, two
have all keys. The verifiers share no code: the command line in a namespace without network, the page in Chromium from
disk and offline, and the forty lines of `docs/verify.md`. Each gets what a receiver has: the package, the two public
keys, the contract that was asked about, and a checkpoint of the ledger that they kept.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

from muniment.domain.entry import Entry, EntryId, EntryType
from muniment.domain.ids import ContractId
from muniment.prove.canonical import canonical
from muniment.prove.checkpoint import Checkpoint, sign
from muniment.prove.checkpoint import write as write_checkpoint
from muniment.prove.consistency import Consistency
from muniment.prove.consistency import write as write_consistency
from muniment.prove.entry import commitment, leaf
from muniment.prove.envelope import read
from muniment.prove.merkle import Frontier, consistency_proof, inclusion_proof, leaf_hash
from muniment.prove.sealed import seal_bytes
from muniment.prove.tlog_proof import TlogProof
from muniment.prove.tlog_proof import write as write_proof
from muniment.signers.file_key import FileKey, load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.sync_api import Page

ROOT: Final = Path(__file__).parents[1]
MUNIMENT: Final = Path(sys.executable).parent / "muniment"
ASKED: Final = "W15QKN-26-C-0042"
OTHER: Final = "PO-1187"
LEDGER: Final = "alder-ridge.example/ledger"
LAST_MONTH: Final = datetime(2026, 10, 26, 12, tzinfo=UTC)
QUIET: Final = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
ANOTHER: Final = "the ledger does not go on from the one that you knew"
FORGOTTEN: Final = 4
"""The place of the entry that the liars want to be rid of."""
ANSWERED: Final = "party.ndcal_defendant=no"
TOLD: Final = "Reported to the contracting officer."


@dataclass
class Ledger:
    """All entries of a ledger, and its key."""

    key: FileKey
    entries: list[bytes] = field(default_factory=list)

    def put(self, kind: EntryType, contract: str, content: bytes) -> int:
        """Write an entry that commits to `content`, and return its place."""
        number = len(self.entries)
        self.entries.append(leaf(Entry(
            type=kind,
            id=EntryId(f"{number:032x}"),
            at=LAST_MONTH,
            actor="J. Rivera",
            contract=ContractId(contract),
            commitments=(commitment("content", content),),
        )))  # fmt: skip
        return number

    def checkpoint(self) -> bytes:
        """Return the signed checkpoint over all entries."""
        return write_checkpoint(sign(self._head(), name=LEDGER, signer=self.key))

    def proof(self, place: int) -> bytes:
        """Return the proof of one entry."""
        nodes, _ = self.tree()
        path = inclusion_proof(lambda level, index: nodes[level, index], place, len(self.entries))
        signed = sign(self._head(), name=LEDGER, signer=self.key)
        return write_proof(TlogProof(index=place, path=path, checkpoint=signed, extra=self.entries[place]))

    def goes_on(self, old: int, shown: Ledger | None = None) -> bytes:
        """Return what is to show that all of it goes on from its first `old` entries, with the hashes of `shown`."""
        nodes, _ = (shown or self).tree()
        path = consistency_proof(lambda level, index: nodes[level, index], old, len(self.entries))
        signed = sign(self._head(), name=LEDGER, signer=self.key)
        return write_consistency(Consistency(old=old, path=path, new=signed))

    def tree(self) -> tuple[dict[tuple[int, int], bytes], Frontier]:
        """Return the hashes of all complete subtrees, and the right edge."""
        edge, leaves = Frontier(), [leaf_hash(each) for each in self.entries]
        nodes = {(0, place): each for place, each in enumerate(leaves)}
        nodes |= {(level, index): node for level, index, node in edge.append(leaves)}
        return nodes, edge

    def _head(self) -> Checkpoint:
        return Checkpoint(origin=LEDGER, size=len(self.entries), root=self.tree()[1].root())


@dataclass(frozen=True, kw_only=True)
class Case:
    """A package, and by which check each of the three must refuse it; nothing where it is honest."""

    name: str
    package: Path
    check: str = ""
    refusal: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a verifier said: whether it believes the package, by which check it does not, and in its own words."""

    believes: bool
    check: str
    words: str


class Company:
    """The one that certifies: its estate, keys, ledger and certificates, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Certify two contracts from a real check, and enter both into the ledger."""
        self.folder = folder
        shutil.copytree(ROOT / "examples" / "small", folder, dirs_exist_ok=True)
        for name in ("signing.pem", "ledger.pem", "insider.pem"):
            self.run("keys", "new", "--out", name)
        self.run("ask", "--estate", "muniment.toml", "--by", "A. Clerk", "--source", "a letter", "--answer", ANSWERED)
        self.ledger = Ledger(load(folder / "ledger.pem"))
        for number in range(FORGOTTEN):
            self.ledger.put(EntryType.SCAN, ASKED, b"scan %d" % number)
        self.ledger.put(EntryType.SCAN, ASKED, b"what was found in October and is to be forgotten")
        self.ledger.put(EntryType.SCAN, ASKED, b"scan 6")
        self.asked, self.other = self.certify(ASKED), self.certify(OTHER)
        self.places = [
            self.ledger.put(EntryType.SIGNATURE, contract, found)
            for contract, found in ((ASKED, self.asked), (OTHER, self.other))
        ]
        (folder / "kept.checkpoint").write_bytes(self.ledger.checkpoint())

    def run(self, *words: str, accept: tuple[int, ...] = (0,)) -> str:
        """Run the program, and return what it printed."""
        ended = subprocess.run([MUNIMENT, *words], cwd=self.folder, capture_output=True, text=True, check=False)
        if ended.returncode not in accept:
            raise SystemExit(f"muniment {' '.join(words)} ended with {ended.returncode}\n{ended.stderr}")
        return ended.stdout

    def certify(self, contract: str) -> bytes:
        """Return a certificate for `contract`, in which everything open is disclosed."""
        words = [
            "certify",
            contract,
            "--estate",
            "muniment.toml",
            "--signatory",
            "J. Rivera",
            "--title",
            "VP Contracts",
        ]
        open_ = re.findall(r"^ +id +(\S+)", self.run(*words, accept=(0, 1)), re.MULTILINE)
        told = [word for each in open_ for word in ("--disclose", f"{each}={TOLD}")]
        self.run(*words, *told, "--key", "signing.pem", "--out", f"{contract}.json", "--yes")
        return (self.folder / f"{contract}.json").read_bytes()

    def pack(self, name: str, certificate: bytes, proof: bytes, goes_on: bytes = b"", *, sealed: bool = True) -> Path:
        """Return a package with these, its manifest signed with the signing key where `sealed`."""
        for file, content in (("certificate", certificate), ("proof", proof), ("goes-on", goes_on)):
            (self.folder / file).write_bytes(content)
        key = ("--key", "signing.pem") if sealed else ()
        shown = ("--consistency", "goes-on") if goes_on else ()
        self.run("package", "pack", "certificate", "--proof", "proof", *shown, *key, "--out", f"{name}.mpkg")
        return self.folder / f"{name}.mpkg"

    def grown(self) -> Ledger:
        """Return the ledger some days later: two scans more, and the certificate signed anew."""
        return self._later(self.ledger.entries)

    def forked(self) -> Ledger:
        """Return the ledger of the same length and content but for what is to be forgotten."""
        return self._later(
            [each if place != FORGOTTEN else self.ledger.entries[0] for place, each in enumerate(self.ledger.entries)]
        )

    def _later(self, entries: Sequence[bytes]) -> Ledger:
        ledger = replace(self.ledger, entries=list(entries))
        for number in range(7, 9):
            ledger.put(EntryType.SCAN, ASKED, b"scan %d" % number)
        ledger.put(EntryType.SIGNATURE, ASKED, self.asked)
        return ledger


def honest(company: Company) -> Case:
    """Return the package as it is."""
    return Case(name="honest", package=company.pack("honest", company.asked, company.ledger.proof(company.places[0])))


def grown(company: Company) -> Case:
    """Return the package some days later, with the proof that the ledger goes on from the one that was kept."""
    later, kept = company.grown(), len(company.ledger.entries)
    package = company.pack("grown", company.asked, later.proof(len(later.entries) - 1), later.goes_on(kept))
    return Case(name="honest, later", package=package)


def edited_verdict(company: Company) -> Case:
    """Turn what is prohibited into permitted, on the word of somebody who never said it.

    The insider signs it again, under the key id of the signatory.

    The insider runs the ledger, and enters the forged certificate there, so that its proof is right.
    """
    statement = json.loads(read(company.asked).payload)
    for decision in statement["predicate"]["decisions"]:
        decision |= {"outcome": "permitted", "disclosure": ""}
    statement["predicate"]["disclosures"] = []
    for said in statement["predicate"]["said"]:
        said |= {"by": "the contracting officer", "value": "yes"}
    insider, signatory = load(company.folder / "insider.pem"), load(company.folder / "signing.pem")
    forged = seal_bytes(canonical(statement), keyid=signatory.keyid, sign=insider.sign)
    ledger = replace(company.ledger, entries=list(company.ledger.entries))
    proof = ledger.proof(ledger.put(EntryType.SIGNATURE, ASKED, forged))
    package = company.pack("edited", forged, proof, sealed=False)
    return Case(name="edited verdict", package=package, check="4", refusal="this key did not sign it")


def swapped_scope(company: Company) -> Case:
    """Hand in the certificate of another contract, on which nothing is prohibited. All of it is genuine."""
    package = company.pack("swapped", company.other, company.ledger.proof(company.places[1]))
    return Case(name="swapped scope", package=package, check="C1", refusal="it is for another contract")


def truncated_ledger(company: Company) -> Case:
    """Cut the ledger back to before what is to be forgotten, and enter the genuine certificate again, with its key."""
    ledger = replace(company.ledger, entries=company.ledger.entries[:FORGOTTEN])
    package = company.pack(
        "truncated", company.asked, ledger.proof(ledger.put(EntryType.SIGNATURE, ASKED, company.asked))
    )
    return Case(name="truncated ledger", package=package, check="L7", refusal=ANOTHER)


def forked_ledger(company: Company) -> Case:
    """Write the ledger anew without what is to be forgotten, and let it grow past the checkpoint that was kept.

    Its proof of consistency has the hashes that lead from the checkpoint that was kept to the honest ledger of today.
    """
    forked, kept = company.forked(), len(company.ledger.entries)
    shown = forked.goes_on(kept, company.grown())
    package = company.pack("forked", company.asked, forked.proof(len(forked.entries) - 1), shown)
    return Case(name="forked ledger", package=package, check="L8", refusal=ANOTHER)


def without_network() -> list[str]:
    """Return the words that put a command into a network of its own, which is empty; nothing where none may be made."""
    for words in (["unshare", "--user", "--map-root-user", "--net"], ["unshare", "--net"]):
        if (
            shutil.which(words[0])
            and subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0
        ):
            return words
    print("This system lets nobody make a network namespace: the command line runs without one.")
    return []


def by_command_line(company: Company, case: Case, isolated: Sequence[str]) -> Said:
    """Ask the command line, where there is nothing to reach."""
    words = [
        *("verify", str(case.package), "--key", "signing.pem.pub", "--log-key", "ledger.pem.pub"),
        *("--checkpoint", "kept.checkpoint", "--contract", ASKED),
    ]
    ended = subprocess.run(
        [*isolated, MUNIMENT, *words], cwd=company.folder, capture_output=True, text=True, check=False
    )
    told = re.match(r"muniment: check (\w+), (.*)", ended.stderr)
    return Said(
        believes=ended.returncode == 0,
        check=told[1] if told and ended.returncode == 1 else "",
        words=f"check {told[1]}, {told[2]}" if told else (ended.stdout or ended.stderr).partition("\n")[0],
    )


def by_page(page: Page, company: Company, case: Case) -> Said:
    """Ask the page, as a person does: choose the files, name the contract, press the button, read."""
    page.reload()
    for field_, file in (
        ("file", case.package),
        ("keys", company.folder / "signing.pem.pub"),
        ("ledgers", company.folder / "ledger.pem.pub"),
        ("held", company.folder / "kept.checkpoint"),
    ):
        page.set_input_files(f"#{field_}", file)
    page.fill("#contract", ASKED)
    page.click("button")
    page.wait_for_selector("#verdict .verdict")
    title, _, words = page.inner_text("#verdict").partition("\n")
    told = re.search(r"Check (\w+),", words)
    refuses = title.startswith("✗ Not verified")
    return Said(
        believes=title.startswith("✓ Verified"), check=told[1] if told and refuses else "", words=f"{title}: {words}"
    )


def by_forty_lines(company: Company, case: Case) -> Said:
    """Ask the program that the documentation shows, in an interpreter that sees none of ours."""
    (program,) = re.findall(
        r"```python\n(# verify_package.*?)```", (ROOT / "docs" / "verify.md").read_text(), re.DOTALL
    )
    (company.folder / "verify_package.py").write_text(program)
    day = datetime.now(UTC).date().isoformat()  # noqa: TID251  # the day on which the certificate was made
    ended = subprocess.run(
        [
            *(sys.executable, "-I", "verify_package.py", str(case.package), "signing.pem.pub", day, ASKED),
            *("ledger.pem.pub", "kept.checkpoint"),
        ],
        cwd=company.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    refused = ended.returncode == 1 and ended.stderr.strip() == f"refused: {case.refusal}"
    words = (ended.stdout or ended.stderr).strip().partition("\n")[0]
    return Said(believes=ended.returncode == 0, check=case.check if refused else "", words=words)


def main() -> None:
    """Plant the lies, ask the verifiers, print what each said. Ends with 1 where one of them was taken in."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        company = Company(Path(folder))
        company.run("package", "verifier", "--out", "verify.html")
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        page = browser.new_context(offline=True).new_page()
        page.goto((company.folder / "verify.html").as_uri())
        isolated = without_network()
        verifiers: dict[str, Callable[[Case], Said]] = {
            "command line": lambda case: by_command_line(company, case, isolated),
            "page": lambda case: by_page(page, company, case),
            "forty lines": lambda case: by_forty_lines(company, case),
        }
        print(f"{'package':18}{'verifier':14}{'answer':10}in its words")
        believed, later, forked = (sum(ask(make(company), verifiers)) for make in (honest, grown, forked_ledger))
        lies = [make(company) for make in (edited_verdict, swapped_scope, truncated_ledger)]
        caught = sum(sum(ask(lie, verifiers)) for lie in lies)
        browser.close()
    each, everything = len(verifiers), len(lies) * len(verifiers)
    print(f"\n{believed} of {each} believe the honest package")
    print(f"{later} of {each} believe it from the ledger that has grown since, by the proof of consistency in it")
    print(f"{forked} of {each} refuse a ledger that was forked before it grew, whatever proof is in the package")
    print(f"{caught} of {everything} caught")
    raise SystemExit(0 if (believed, later, forked, caught) == (each, each, each, everything) else 1)


def ask(case: Case, verifiers: dict[str, Callable[[Case], Said]]) -> list[bool]:
    """Print what each verifier says of `case`. Return whether each said what it should, for the reason that holds."""
    right = []
    print()
    for number, (name, verifier) in enumerate(verifiers.items()):
        said = verifier(case)
        right.append(said.check == case.check and said.believes == (not case.check))
        answer = "believed" if said.believes else "refused"
        first = case.name if number == 0 else ""
        words = said.words.removeprefix("✓ ").removeprefix("✗ ").removeprefix("refused: ")
        sign = "" if right[-1] else "WRONG: "
        print(f"{first:18}{name:14}{sign}{answer:10}{shorten(words, 80, placeholder=' …')}")
    return right


if __name__ == "__main__":
    main()
