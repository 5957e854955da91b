"""People answer at the desk, in a real browser, with an authenticator; nobody else does."""

from __future__ import annotations

import base64
import http.client
import json
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from docs.pages import DOCS, steps
from muniment import wiring
from muniment.cli.main import exit_code
from muniment.signers.file_key import generate, load
from prove.browser import QUIET

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
        for _ in range(200):
            assert process.poll() is None
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        assert process.wait(10) in {0, -15}


def prepared(folder: Path, origin: str) -> None:
    """Write the files of the page, and keys."""
    for name in ("eve", "max", "release"):
        generate(folder / f"{name}.pem")
    for step in steps(DOCS / "approvals.md"):
        if not hasattr(step, "typed"):
            (folder / step.path).write_text(step.text)
    file = folder / "gateway.toml"
    file.write_text(file.read_text().replace("http://localhost:8702", origin))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    port = free_port()
    prepared(tmp_path, f"http://localhost:{port}")
    with running(tmp_path, port):
        yield Served(tmp_path, port)


@pytest.fixture
def browser() -> Iterator[BrowserContext]:
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


@pytest.mark.full
def test_a_person_enrols_signs_in_sees_the_exact_arguments_and_approves(desk: Served, browser: BrowserContext) -> None:
    hold = desk.ask()
    page = with_authenticator(browser)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    enrol(page, desk, "Ann Lee")
    sign_in(page, desk)

    page.click("#rows a")
    arguments = page.inner_text("#arguments")
    answer(page, "checked on site")

    assert '"note": "p\u0430y \\u202e"' in arguments
    assert '"valve": "<b>A7</b>"' in arguments
    assert "is U+0430 CYRILLIC SMALL LETTER A" in page.inner_text("main")
    assert page.inner_text("#told") == "You approved it. Your signature is kept."
    assert page.inner_text("#words") == "waits for approval: 1 of 2 approvals"
    assert "Ann Lee approved at" in page.inner_text("#votes")
    assert refused == []
    (found,) = desk.listed()
    assert (found["hold"]["id"], found["approved_by"]) == (hold, ["Ann Lee"])
    assert desk.sign(hold, "eve") == 0
    assert exit_code(["approve", "release", hold, *desk.config]) == 0


@pytest.mark.full
def test_a_page_that_is_open_shows_what_others_do(desk: Served, browser: BrowserContext) -> None:
    first = desk.ask()
    page = with_authenticator(browser)
    enrol(page, desk, "Ann Lee")
    sign_in(page, desk)
    assert page.locator("#rows tr").count() == 1

    second = desk.ask('{"valve": "B1"}')
    page.locator("#rows tr").nth(1).wait_for()
    page.goto(f"{desk.origin}/holds/{second}")
    desk.sign(second, "max", "deny")
    page.locator("#words", has_text="denied").wait_for()

    assert page.inner_text("#words") == "denied: 0 of 2 approvals (Max Roe: seen)"
    assert not page.is_visible("#answer")
    assert page.inner_text("#left") == "none"
    assert first


@pytest.mark.full
def test_the_keyboard_alone_answers(desk: Served, browser: BrowserContext) -> None:
    desk.ask()
    page = with_authenticator(browser)
    enrol(page, desk, "Ann Lee")
    page.goto(desk.origin)
    press_until(page, "#sign-in")
    page.keyboard.press("Enter")
    page.wait_for_selector("#summary")
    press_until(page, "#rows a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#reason")
    press_until(page, "#reason")
    page.keyboard.type("wrong valve")
    press_until(page, "button.deny")
    page.keyboard.press("Space")
    told(page)

    assert page.inner_text("#told") == "You denied it. Your signature is kept."
    (found,) = desk.listed()
    assert (found["standing"], found["why"]) == ("denied", "Ann Lee: wrong valve")


def press_until(page: Page, selector: str) -> None:
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab does not reach {selector}")


@pytest.mark.full
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_desk_has_a_fault_that_axe_knows(
    desk: Served, browser: BrowserContext, scheme: Literal["light", "dark"], width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  (only where a browser is wanted)

    hold, ended = desk.ask(), desk.ask('{"valve": "B1"}')
    desk.sign(hold, "eve")
    desk.sign(ended, "max", "deny")
    page = with_authenticator(browser)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    faults: dict[str, object] = {}
    enrol(page, desk, "Ann Lee")

    def look(name: str) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found = Axe().run(page).response["violations"]
        faults[name] = ([(fault["id"], fault["nodes"][0]["html"]) for fault in found], wide)

    look("enrol")
    page.goto(desk.origin)
    look("sign-in")
    sign_in(page, desk)
    look("list")
    for name, path in (("hold", hold), ("ended", ended), ("missing", "h-0")):
        page.goto(f"{desk.origin}/holds/{path}")
        look(name)

    assert faults == dict.fromkeys(faults, ([], 0))


@pytest.mark.full
def test_who_asked_is_told_why_they_cannot_answer(desk: Served, browser: BrowserContext) -> None:
    hold = desk.ask()
    page = with_authenticator(browser)
    enrol(page, desk, "Jo Ames")
    sign_in(page, desk)

    page.goto(f"{desk.origin}/holds/{hold}")

    assert "Jo Ames asked for this call, and nobody approves what they asked for" in page.inner_text("main")
    assert page.locator("#answer").count() == 0


@pytest.mark.full
def test_a_key_that_is_not_in_the_trust_policy_lets_nobody_in(desk: Served, browser: BrowserContext) -> None:
    page = with_authenticator(browser)
    enrol(page, desk, "Ann Lee")
    sign_in(page, desk)
    trust = desk.folder / "approvers.toml"
    trust.write_text(trust.read_text().replace("\ncredential", f"\nrevoked = {wiring.today()}\ncredential"))

    page.goto(desk.origin)
    assert page.locator("#sign-in").count() == 1
    page.click("#sign-in")
    told(page)

    assert "was revoked on" in page.inner_text("#told")


def asked(desk: Served, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=10)
    connection.request(method, path, body or None, headers)
    answered = connection.getresponse()
    text = answered.read().decode()
    connection.close()
    return answered.status, text, {name.lower(): value for name, value in answered.getheaders()}


def post(desk: Served, path: str, value: object, **headers: str) -> tuple[int, str, dict[str, str]]:
    told = {"content-type": "application/json", "origin": desk.origin} | headers
    return asked(desk, "POST", path, json.dumps(value), **told)


def test_what_is_held_is_shown_to_nobody_who_has_not_signed_in(desk: Served) -> None:
    hold = desk.ask()

    for path in ("/", f"/holds/{hold}", f"/holds/{hold}/text", "/live", f"/holds/{hold}/live", "/?all=yes"):
        status, text, headers = asked(desk, "GET", path)
        assert status in {200, 303, 403}, path
        assert "set_valve" not in text, path
        assert hold not in text.replace(path, ""), path
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert post(desk, f"/holds/{hold}/ballots", {"verdict": "approve", "reason": "x"})[0] == 403


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"origin": "https://evil.example"}, id="of another site"),
        pytest.param({"origin": "null"}, id="of a page without a site"),
        pytest.param({"content-type": "text/plain"}, id="as a form sends it"),
    ],
)
def test_what_another_site_could_send_is_refused(desk: Served, headers: dict[str, str]) -> None:
    status, text, _ = post(desk, "/sign-in/challenge", {}, **headers)

    assert (status, "challenge" in text) == (403, False)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param("/sign-in", {}, id="nothing signed"),
        pytest.param("/sign-in", [], id="no object"),
        pytest.param("/sign-in", {"text": "%", "credential": "x"}, id="no base64"),
        pytest.param("/sign-in/challenge", "x" * 2**20, id="more than a mebibyte"),
    ],
)
def test_what_is_not_understood_is_refused_in_words(desk: Served, path: str, value: object) -> None:
    status, text, _ = post(desk, path, value)

    assert (status, bool(json.loads(text)["problems"])) == (400, True)


def test_a_challenge_that_nobody_was_given_lets_nobody_in(desk: Served) -> None:
    word = base64.b64encode(b"x").decode()
    said = {"text": word, "credential": "x", "authenticatorData": word, "clientDataJSON": word, "signature": word}

    status, text, headers = post(desk, "/sign-in", said)

    assert (status, "set-cookie" in headers) == (403, False)
    assert "answers a challenge that is not open" in text


def test_the_desk_reads_no_secret_of_the_gateway(desk: Served) -> None:
    (desk.folder / "release.pem").unlink()
    port = free_port()

    with running(desk.folder, port):
        assert asked(Served(desk.folder, port), "GET", "/")[0] == 200


def signed_certificate(folder: Path, name: str, key: Any, issuer: tuple[x509.Name, Any] | None) -> None:  # noqa: ANN401
    subject = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, name)])
    now = datetime.fromtimestamp(time.time(), UTC)
    own = issuer or (subject, key)
    found = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(own[0])
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(own[1], SHA256())
    )
    (folder / f"{name}.crt").write_bytes(found.public_bytes(Encoding.PEM))


def test_who_has_a_client_certificate_with_a_trusted_key_is_signed_in(tmp_path: Path) -> None:
    port = free_port()
    prepared(tmp_path, f"https://localhost:{port}")
    authority = generate_private_key(SECP256R1())
    signed_certificate(tmp_path, "authority", authority, None)
    issuer = (x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "authority")]), authority)
    desk_key = generate_private_key(SECP256R1())
    (tmp_path / "desk.key").write_bytes(desk_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    stranger = generate_private_key(SECP256R1())
    (tmp_path / "stranger.pem").write_bytes(stranger.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    for name, key in (("desk", desk_key), ("eve", load(tmp_path / "eve.pem").key), ("stranger", stranger)):
        signed_certificate(tmp_path, name, key, issuer)
    Served(tmp_path, port).ask()

    def page(name: str) -> str:
        context = ssl.create_default_context(cafile=str(tmp_path / "authority.crt"))
        if name:
            context.load_cert_chain(tmp_path / f"{name}.crt", tmp_path / f"{name}.pem")
        connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=10)
        connection.request("GET", "/")
        answered = connection.getresponse()
        assert answered.getheader("strict-transport-security")
        text = answered.read().decode()
        connection.close()
        return text

    tls = ("--certificate", f"{tmp_path}/desk.crt", "--key", f"{tmp_path}/desk.key")
    with running(tmp_path, port, *tls, "--client-authorities", f"{tmp_path}/authority.crt"):
        shown = {name: page(name) for name in ("eve", "stranger", "")}

    assert "Signed in as <strong>Eve Holt</strong>" in shown["eve"]
    assert re.search(r"<td>agent-7 for Jo Ames</td>", shown["eve"])
    assert "sign-in" in shown["stranger"]
    assert "set_valve" not in shown["stranger"] + shown[""]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        pytest.param(("--listen", "0.0.0.0:1"), "can be reached without TLS", id="open to all without TLS"),
        pytest.param(("--listen", "nowhere"), "is not an address", id="no address"),
    ],
)
def test_a_desk_that_would_be_open_is_not_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], why: str
) -> None:
    prepared(tmp_path, "https://desk.example")

    assert exit_code(["approve", "desk", "--config", str(tmp_path / "gateway.toml"), *words]) == 2
    assert why in capsys.readouterr().err
