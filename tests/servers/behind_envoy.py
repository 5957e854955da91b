"""A gateway behind a front, by the files that docs/gateway-envoy.md shows."""

from __future__ import annotations

import json
import re
import time
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import yaml
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from docs.pages import DOCS
from servers.envoys import ask
from servers.names import certificate_for
from servers.running import PLANNER, Running, configuration, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from servers.vendor import Vendor

PAGE = DOCS / "gateway-envoy.md"
CREDENTIAL = 'credential = {header = "authorization", scheme = "Bearer", environment = "VENDOR_SECRET"}'
CHAT = "/v1/chat/completions"


def shown(name: str, folder: Path, vendor: Vendor) -> dict[str, Any]:
    """Return the file `name` of the page, with the places of this test."""
    text = next(
        found for found in re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL) if name in found
    )
    for there, here in (
        ("port_value: 8080", "port_value: 0"),
        ("address: 0.0.0.0, port_value: 8443", "address: 127.0.0.1, port_value: 0"),
        ("/run/muniment/", f"{folder}/"),
        ("/etc/envoy/", f"{folder}/"),
        ("port_value: 9000", f"port_value: {vendor.url.rpartition(':')[2]}"),
    ):
        text = text.replace(there, here)
    value: dict[str, Any] = yaml.safe_load(text)
    return value


FRONT = '[front]\ncalls = "calls.sock"\ndecisions = "decisions.sock"\n'


def behind_a_front(vendor: Vendor, folder: Path) -> Iterator[Running]:
    certificate = sha256(der(certificate_for("planner", folder))).hexdigest()
    config = configuration(vendor).replace("[listen]", f"{FRONT}\n[listen]")
    key = re.search(r'id = "planner".*?keys = \[[^\]]*\]', config, re.DOTALL)
    assert key is not None
    with running(folder, config.replace(key[0], f'{key[0]}\ncertificates = ["sha256:{certificate}"]')) as found:
        yield found


def der(certificate: Path) -> bytes:
    return x509.load_pem_x509_certificate(certificate.read_bytes()).public_bytes(Encoding.DER)


def chat(address: str, model: str = "gpt-5", key: str = PLANNER, **more: Any) -> tuple[int, Any]:  # noqa: ANN401  (JSON)
    headers = {"authorization": f"Bearer {key}", "content-type": "application/json", "x-of-the-client": "yes"}
    body = json.dumps({"model": model, "messages": [{"role": "user", "content": "hi"}], **more}).encode()
    status, answer = ask(address, CHAT, method="POST", body=body, headers=headers)
    return status, json.loads(answer) if answer[:1] == b"{" else answer


def last(gateway: Running, kind: str) -> dict[str, Any]:
    return next(record for record in reversed(gateway.records()) if record["kind"] == kind)


def outcome(gateway: Running, call: str) -> dict[str, Any]:
    """Return what came of a call, which is written when nobody waits for it."""
    ends = time.monotonic() + 10
    while time.monotonic() < ends:
        for record in gateway.records():
            if (record["kind"], record.get("call")) == ("outcome", call):
                return record
        time.sleep(0.05)
    raise AssertionError(gateway.records())
