"""The page that verifies, opened from disk in a browser that has no network."""

from __future__ import annotations

import base64
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.reports import TODAY
from muniment.prove.checkpoint import NoteKey, write_verifier_key
from muniment.prove.checkpoint import write as write_checkpoint
from muniment.prove.consistency import write as write_consistency
from muniment.render.verifier import verifier_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Page

    from muniment.prove.package import Trust, VerificationAsked

QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
_ASK = """async ({raw, proof, keys, theirs, ledgers, held, shown, revocations, day, contract}) => {
  const bytes = (encoded) => Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  const trust = {keys: [], bound: new Map(), ledgers: [], held: [], shown: [], revocations: revocations.map(bytes)};
  for (const each of keys) trust.keys.push(await trustedKey(each, "key"));
  for (const [uei, each] of theirs) {
    trust.bound.set(uei, [...(trust.bound.get(uei) ?? []), await trustedKey(each, "key")]);
  }
  for (const each of ledgers) trust.ledgers.push(await ledgerKey(each, "ledger"));
  for (const each of held) trust.held.push(await readNote(bytes(each)));
  for (const each of shown) trust.shown.push(await readConsistency(bytes(each)));
  const found = await verify(bytes(raw), proof === null ? null : bytes(proof), trust, {day, contract});
  return {
    failed: found.failed?.id ?? null,
    checks: found.checks.filter((each) => !each.failure).map((each) => [each.id, each.label]),
    warnings: found.warnings,
  };
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifier:
    """The page in the browser, and every address that it asked for."""

    page: Page
    asked: list[str]

    def __call__(
        self,
        raw: bytes,
        trust: Trust,
        question: VerificationAsked,
        proof: bytes | None = None,
        revocations: Sequence[bytes] = (),
    ) -> dict[str, Any]:
        """Return what the page's own function says: which check failed, if any; those passed; and warnings."""
        found: dict[str, Any] = self.page.evaluate(
            _ASK,
            {
                "raw": _text(raw),
                "proof": None if proof is None else _text(proof),
                "keys": [pem(each.key) for each in trust.keys],
                "ledgers": [
                    write_verifier_key(each) if isinstance(each, NoteKey) else pem(each.key) for each in trust.ledgers
                ],
                "held": [_text(write_checkpoint(each)) for each in trust.held],
                "shown": [_text(write_consistency(each)) for each in trust.shown],
                "revocations": [_text(each) for each in revocations],
                "theirs": [[uei, pem(each.key)] for uei, keys in trust.of_subcontractors.items() for each in keys],
                "day": question.as_of.isoformat(),
                "contract": question.contract,
            },
        )
        return found


class Person:
    """Somebody who uses the page: chooses files, presses the button, reads."""

    def __init__(self, page: Verifier, folder: Path) -> None:
        self.page = page.page
        self.folder = folder
        self.page.reload()

    def chooses(self, field: str, **files: bytes) -> Person:
        paths = []
        for name, content in files.items():
            path = self.folder / name.replace("_", ".")
            path.write_bytes(content)
            paths.append(path)
        self.page.set_input_files(f"#{field}", paths)
        return self

    def asks(self, contract: str = "", day: str = TODAY.isoformat()) -> str:
        self.page.fill("#contract", contract)
        self.page.fill("#day", day)
        self.page.click("button")
        self.page.wait_for_selector("#verdict .verdict")
        return self.page.inner_text("#verdict")

    @property
    def reads(self) -> str:
        return self.page.inner_text("#found")


@contextmanager
def verifier(folder: Path, **more: Any) -> Iterator[Verifier]:  # noqa: ANN401  (the options of a page are the browser's)
    """Open the page from `folder` in Chromium, offline."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (only where a browser is wanted)

    file = folder / "verify.html"
    file.write_bytes(verifier_page())
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        context = browser.new_context(offline=True, **more)
        page = context.new_page()
        found = Verifier(page=page, asked=[])
        page.on("request", lambda request: found.asked.append(request.url))
        page.goto(file.as_uri())
        yield found
        browser.close()


def pem(key: Any) -> str:  # noqa: ANN401  (a public key of any kind)
    text: bytes = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return text.decode()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
