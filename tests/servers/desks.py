"""A desk that runs, with its folder and its keys."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docs.pages import DOCS, steps
from muniment.cli.main import exit_code
from muniment.signers.file_key import generate
from prove.browser import QUIET
from servers.waiting import listens, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

ARGUMENTS = '{"note": "p\\u0430y \\u202e", "open": true, "setpoint": 12.5, "valve": "<b>A7</b>"}'


@dataclass(slots=True)
class Served:
    """A desk that runs, and the folder that it works in."""

    folder: Path
    port: int

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def ask(self, arguments: str = ARGUMENTS) -> str:
        (self.folder / "arguments.json").write_text(arguments)
        before = {each["hold"]["id"] for each in self.listed()}
        words = ("ask", "set_valve", "--arguments", str(self.folder / "arguments.json"), "--caller", "agent-7")
        assert exit_code(["approve", *words, "--person", "Jo Ames", *self.config]) == 0
        (new,) = {each["hold"]["id"] for each in self.listed()} - before
        return str(new)

    @property
    def config(self) -> tuple[str, ...]:
        return ("--config", str(self.folder / "gateway.toml"))

    def listed(self) -> list[dict[str, Any]]:
        code = "from muniment.cli.main import run; run()"
        words = [sys.executable, "-c", code, "approve", "list", "--all", "--json", *self.config]
        found = subprocess.run(words, check=True, capture_output=True, text=True)
        return list(json.loads(found.stdout)["holds"])

    def sign(self, hold: str, name: str, what: str = "approve") -> int:
        key = str(self.folder / f"{name}.pem")
        return exit_code(["approve", what, hold, "--key", key, "--reason", "seen", "--yes", *self.config])

    def trust(self, lines: str) -> None:
        path = self.folder / "approvers.toml"
        path.write_text(path.read_text() + "\n" + lines)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running(folder: Path, port: int, *more: str) -> Iterator[None]:
    code = "from muniment.cli.main import run; run()"
    words = [sys.executable, "-c", code, "approve", "desk", "--config", str(folder / "gateway.toml")]
    process = subprocess.Popen([*words, "--listen", f"127.0.0.1:{port}", *more], stderr=subprocess.DEVNULL)
    try:
        until(lambda: process.poll() is not None or listens(port), f"a desk at {port}")
        assert process.poll() is None
        yield
    finally:
        process.terminate()
        assert process.wait(30) in {0, -15}


def prepared(folder: Path, origin: str) -> None:
    """Write the files of the page, and keys."""
    for name in ("eve", "max", "release"):
        generate(folder / f"{name}.pem")
    for step in steps(DOCS / "approvals.md"):
        if not hasattr(step, "typed"):
            (folder / step.path).write_text(step.text)
    file = folder / "gateway.toml"
    file.write_text(file.read_text().replace("http://localhost:8702", origin))


def served(tmp_path: Path) -> Iterator[Served]:
    port = free_port()
    prepared(tmp_path, f"http://localhost:{port}")
    with running(tmp_path, port):
        yield Served(tmp_path, port)


@contextmanager
def browsing() -> Iterator[BrowserContext]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (only where a browser is wanted)

    with sync_playwright() as started:
        found = started.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
        yield found.new_context()
        found.close()


def with_authenticator(context: BrowserContext) -> Page:
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return page


def told(page: Page) -> None:
    page.locator("#told:not(:empty)").wait_for()


def enrol(page: Page, desk: Served, person: str) -> None:
    """Make a key at the desk, and put it into the trust policy as the page says."""
    page.goto(f"{desk.origin}/enrol")
    page.fill("#person", person)
    page.click("#enrol button")
    page.wait_for_selector("#made:not([hidden])")
    (desk.folder / page.inner_text("#file-name")).write_text(page.inner_text("#pem"))
    desk.trust(page.inner_text("#toml"))


def sign_in(page: Page, desk: Served) -> None:
    page.goto(desk.origin)
    page.click("#sign-in")
    page.wait_for_selector("#summary")


def answer(page: Page, reason: str, verdict: str = "approve") -> None:
    page.fill("#reason", reason)
    page.click(f"button.{verdict}")
    told(page)
