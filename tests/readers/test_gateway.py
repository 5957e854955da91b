"""The gateway's file: read whole, or refused with everything that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from muniment import wiring
from muniment.domain.call import Dialect
from muniment.errors import GatewayError
from muniment.readers.gateway.read import read_gateway, read_named
from muniment.readers.gateway.values import Outside

if TYPE_CHECKING:
    from muniment.app.gateway.settings import Settings
    from muniment.domain.contract import Estate
    from muniment.domain.rulebook import Rulebook

DIGEST = "sha256:" + "ab" * 32
GOOD = f"""
estate = "muniment.toml"
log = "calls.log"

[listen]
address = "127.0.0.1:8700"
admin = "[::1]:8701"

[[callers]]
id = "planner"
contract = "W15QKN-26-C-0042"
system = "planner"
keys = ["{DIGEST}"]

[[routes]]
id = "open"
url = "https://models.example/base/"
operator = "openai"
dialects = ["chat"]
credential = {{header = "authorization", scheme = "Bearer", environment = "SECRET"}}

  [routes.allow]
  fields = ["service_tier"]
  betas = ["files-2026"]
  kept_state = true

  [[routes.models]]
  name = "gpt-5"
  maker = "openai"
  deployment = "cloud"
"""
PEOPLE = """
[approvals]
holds = "holds.sqlite"
trust = "approvers.toml"
token_key = "release.pem"
untagged = "withhold"

[[effects]]
id = "many-people"
title = "looking up many people"
approvals = 2
minutes = 30
says = "No more than 25."
by = "Order 12"

[[authorities]]
id = "order-12"
purposes = ["counter-fraud"]
limit = 25
days = 30
effect = "many-people"
says = "No more than 25."
by = "Order 12"
"""


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return wiring.rulebook()


@pytest.fixture(scope="module")
def estate(book: Rulebook) -> Estate:
    return wiring.estate(Path(__file__).parents[2] / "examples" / "small" / "muniment.toml", book)


def read(text: str, estate: Estate, book: Rulebook) -> Settings:
    outside = Outside(folder="/etc/gateway", fault=_fault, variables={"SECRET"})
    return read_gateway(text, where="gateway.toml", outside=outside, estate=estate, book=book)


def _fault(path: str) -> str:
    return "" if path == "/etc/gateway/there.pem" else "does not exist"


def problems(text: str, estate: Estate, book: Rulebook) -> list[str]:
    with pytest.raises(GatewayError) as found:
        read(text, estate, book)
    return [f"{each.where} {each.what}; {each.help}" for each in found.value.problems]


def test_a_file_says_who_calls_what_where(estate: Estate, book: Rulebook) -> None:
    found = read(GOOD, estate, book)

    (caller,), (route,) = found.callers, found.routes
    assert (found.log, found.listening.port, found.listening.admin_address) == ("/etc/gateway/calls.log", 8700, "::1")
    assert (caller.caller.contract, caller.keys) == ("W15QKN-26-C-0042", ("ab" * 32,))
    assert (route.route.url, route.route.operator) == ("https://models.example/base", "openai")
    assert route.route.dialects == {Dialect.CHAT}
    assert (set(route.listed.fields), route.listed.kept_state, route.listed.background) == (
        {"service_tier"},
        True,
        False,
    )
    assert route.route.models[0].sent_as == "gpt-5"
    assert route.route.models[0].facts == {"use.deployment": "cloud"}


def test_a_caller_may_name_what_an_authority_allows(estate: Estate, book: Rulebook) -> None:
    named = f'["{DIGEST}"]\npurposes = ["counter-fraud"]\nauthorities = ["order-12"]'
    found = read(GOOD.replace(f'["{DIGEST}"]', named, 1) + PEOPLE, estate, book)

    (setup,) = found.callers
    assert (setup.caller.purposes, setup.caller.authorities) == (("counter-fraud",), ("order-12",))


def test_the_files_that_everything_rests_on_are_read_first(tmp_path: Path) -> None:
    found = read_named(GOOD + "", where="gateway.toml", folder=str(tmp_path))

    assert (found.estate, found.rulebook, found.overlays) == (str(tmp_path / "muniment.toml"), "", ())


WRONG = {
    "tools that nobody rules on": (
        ("[listen]", "tagged_tools = 1\n[listen]"),
        "`tagged_tools` has no place in the file",
    ),
    "an unknown contract": (("W15QKN-26-C-0042", "X-1"), "`contract` is `X-1`, which is not a contract in the estate"),
    "a system of another contract": (('system = "planner"', 'system = "helpdesk"'), "does not serve the contract"),
    "a caller without proof": ((f'keys = ["{DIGEST}"]', ""), "[[callers]] without a way to prove itself"),
    "a key in the clear": ((DIGEST, "mk-secret"), "is `mk-secret`, which is no digest"),
    "a purpose that the system does not have": (
        (f'["{DIGEST}"]', f'["{DIGEST}"]\npurposes = ["internal"]'),
        "is no purpose",
    ),
    "an authority that is none": (
        (f'["{DIGEST}"]', f'["{DIGEST}"]\nauthorities = ["order-12"]'),
        "`order-12`, which is not an authority in this file",
    ),
    "a token that nothing verifies": ((f'["{DIGEST}"]', f'["{DIGEST}"]\ntokens = ["a"]'), "the file has no [tokens]"),
    "a certificate that nobody asks for": (("keys =", "certificates ="), "and [listen] asks for none"),
    "a vendor that nobody knows": (
        ('maker = "openai"', 'maker = "nobody"'),
        "`maker` is `nobody`, which is not a vendor",
    ),
    "an operator that nobody knows": (('operator = "openai"', 'operator = "us"'), "nor `ourselves`"),
    "a service in the clear": (("https://models", "http://models"), "sends calls and secrets in the clear"),
    "a service with its version": (("/base/", "/v1/"), "`url` is `https://models.example/v1/`"),
    "a service with a password": (("https://models", "https://a:b@models"), "is no address of a service"),
    "a variable that is not set": (("SECRET", "OTHER"), "`environment` is `OTHER`, which is not set"),
    "two places of a secret": (("environment =", 'file = "there.pem", environment ='), "must name one place"),
    "an open address without TLS": (("127.0.0.1:8700", "0.0.0.0:8700"), "keys would cross in the clear"),
    "no port": (("127.0.0.1:8700", "127.0.0.1"), "is no address with a port"),
    "a certificate without its key": (("[listen]", '[listen]\ncertificate = "there.pem"'), "stand together"),
    "a file that is not there": (("[listen]", '[listen]\ncertificate = "x.pem"\nkey = "there.pem"'), "does not exist"),
    "a limit that is none": (("[listen]", "[limits]\nconnections = 0\n[listen]"), "must be a whole number from 1"),
    "a fact that is none": (('deployment = "cloud"', 'deployment = "moon"'), "`deployment` cannot be `moon`"),
    "a dialect that is none": (('["chat"]', '["gemini"]'), "cannot be `gemini`"),
    "the file of certificate authorities by the name of the callers' list": (
        ('dialects = ["chat"]', 'dialects = ["chat"]\nauthorities = "there.pem"'),
        "`authorities` has no place in [[routes]]; did you mean `service_authorities`?",
    ),
    "one replica, for which nobody vouches": (
        ("[listen]", '[replicas]\nkey = "there.pem"\ncheckpoints = "there"\nkeys = {a = "there.pem"}\n[listen]'),
        "names one replica, and nobody could vouch for it",
    ),
    "replicas that meet nowhere": (
        ("[listen]", '[replicas]\nkey = "there.pem"\nkeys = {a = "there.pem", b = "there.pem"}\n[listen]'),
        "nothing says where replicas meet",
    ),
    "a replica by a name that is none": (
        ("[listen]", '[replicas]\nkey = "there.pem"\ncheckpoints = "there"\nkeys = {"a b" = "there.pem"}\n[listen]'),
        "the name `a b` is `a b`",
    ),
    "replicas whose holds lie in a file of each": (
        (
            "[listen]",
            '[replicas]\nkey = "there.pem"\nkeys = {a = "there.pem", b = "there.pem"}\n' + PEOPLE + "\n[listen]",
        ),
        "`holds` is a file",
    ),
    "no TOML": (("[listen]", "[listen"), "gateway.toml:"),
}


@pytest.mark.parametrize(("change", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_with_its_place(
    estate: Estate, book: Rulebook, change: tuple[str, str], said: str
) -> None:
    assert change[0] in GOOD

    found = problems(GOOD.replace(*change, 1), estate, book)[-1]

    assert found.startswith("gateway.toml:")
    assert said in found


def test_everything_that_is_wrong_is_told_at_once(estate: Estate, book: Rulebook) -> None:
    text = GOOD
    for each in ("an unknown contract", "a vendor that nobody knows", "a variable that is not set", "no port"):
        text = text.replace(*WRONG[each][0], 1)

    assert len(problems(text, estate, book)) == 4


def test_one_key_belongs_to_one_caller_and_one_model_to_one_route(estate: Estate, book: Rulebook) -> None:
    callers, _, routes = GOOD.partition("[[routes]]")
    _, _, caller = callers.partition("[[callers]]")
    twice = f"{callers}[[callers]]{caller.replace('planner', 'other', 1)}[[routes]]{routes}"
    twice += "[[routes]]" + routes.replace('"open"', '"second"')

    found = problems(twice, estate, book)

    assert "belongs to `planner` as well" in found[0]
    assert "is served by `open` as well" in found[1]
