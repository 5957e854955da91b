"""Block lists for clouds, meshes, registries and devices, held to what those who read them say of their form."""

from __future__ import annotations

import json
import plistlib
import re
from dataclasses import replace
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from docs.pages import ROOT
from muniment import wiring
from muniment.app.blocklist import ListAsked, block_list
from muniment.cli.blocklist.forms import FORMS
from muniment.cli.main import exit_code
from muniment.domain.technology import IdentifierKind
from muniment.errors import InputError
from muniment.render.blocklists.google import MOST, write_gcp
from muniment.render.blocklists.npm import write_npm
from servers.registries import hands_out, registry

if TYPE_CHECKING:
    from pathlib import Path

SAID = ROOT / "tests" / "samples" / "list-forms"
ESTATE = ROOT / "examples" / "small" / "muniment.toml"
CONTRACT = "W15QKN-26-C-0042"


def written(form: str, folder: Path, *more: str, contract: str = CONTRACT) -> str:
    to = folder / f"list.{form}"
    assert exit_code(["blocklist", form, "--estate", str(ESTATE), "--contract", contract, "-o", str(to), *more]) == 0
    return to.read_text(encoding="utf-8")


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAID / f"{name}.json").read_text(encoding="utf-8"))
    return found


def holds(value: object, name: str) -> None:
    jsonschema.Draft202012Validator(schema(name)).validate(value)


@pytest.mark.parametrize("form", FORMS)
def test_a_list_is_the_same_each_time_and_names_contract_day_rulebook_and_instruments(
    form: str, tmp_path: Path
) -> None:
    first, second = written(form, tmp_path), written(form, tmp_path)

    assert first == second
    assert f"for contract {CONTRACT}, any network, as of 2026-11-27; systems: planner" in first
    assert wiring.rulebook().digest in first
    assert "dow-4713-2026-03-03 [" in first


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_in_a_list_is_told_on_standard_error_too(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = written(form, tmp_path)

    told = [line.removeprefix("muniment: ") for line in capsys.readouterr().err.splitlines()]
    assert told
    assert [line for line in told if line not in text] == []


@pytest.mark.parametrize("form", FORMS)
def test_a_day_before_every_prohibition_has_no_entries(form: str, tmp_path: Path) -> None:
    assert "0 entries" in written(form, tmp_path, "--as-of", "2015-01-01")


def test_a_vendor_that_a_form_has_no_name_for_is_told(tmp_path: Path) -> None:
    assert "prohibited, and nothing is known by which this form names it: High Flyer" in written("azure", tmp_path)


def test_a_policy_of_a_mesh_keeps_to_its_definition_and_denies_by_greeting_alone(tmp_path: Path) -> None:
    policy = yaml.safe_load(written("istio", tmp_path))

    definition = schema("istio-authorization-policy")
    about = {"apiVersion": policy.pop("apiVersion"), "kind": policy.pop("kind"), "metadata": policy.pop("metadata")}
    jsonschema.Draft202012Validator(definition).validate(policy)
    keys = {when["key"] for rule in policy["spec"]["rules"] for when in rule["when"]}
    names = {name for rule in policy["spec"]["rules"] for when in rule["when"] for name in when["values"]}
    assert about["apiVersion"] == "security.istio.io/v1"
    assert (policy["spec"]["action"], keys) == ("DENY", {"connection.sni"})
    assert {"api.deepseek.com", "*.api.deepseek.com"} <= names
    assert not any("*" in name[1:] for name in names)


def test_a_policy_of_cilium_opens_the_hosts_that_were_named_and_no_others(tmp_path: Path) -> None:
    policy = yaml.safe_load(written("cilium", tmp_path, "--host", "API.openai.com.", "--host", "mirror.example.com"))

    holds(policy, "cilium-network-policy")
    look_up, reach = policy["spec"]["egress"]
    names = [{"matchName": "api.openai.com"}, {"matchName": "mirror.example.com"}]
    assert look_up["toPorts"][0]["rules"]["dns"][1:] == names
    assert reach["toFQDNs"] == names
    assert policy["spec"]["endpointSelector"]["matchLabels"] == {"muniment-contract": CONTRACT}


@pytest.mark.parametrize(
    ("form", "hosts", "said"),
    [
        pytest.param("cilium", ["api.deepseek.com"], "by `deepseek-service` it is prohibited", id="prohibited"),
        pytest.param("cilium", ["www.tiktok.com"], "it is undetermined for this contract", id="undetermined"),
        pytest.param("cilium", ["*.example.com"], "is no name of one host", id="many hosts"),
        pytest.param("cilium", [], "can only let through what is named", id="none"),
        pytest.param("rpz", ["example.com"], "is for `cilium` alone", id="a list of what is barred"),
    ],
)
def test_a_host_that_is_not_surely_permitted_is_not_let_through(
    form: str, hosts: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = tmp_path / "list"
    named = [part for host in hosts for part in ("--host", host)]

    code = exit_code(["blocklist", form, "--estate", str(ESTATE), "--contract", CONTRACT, *named, "-o", str(to)])

    assert code == 2
    assert said in capsys.readouterr().err
    assert not to.exists()


def test_a_policy_of_azure_denies_the_formats_of_prohibited_makers(tmp_path: Path) -> None:
    body = json.loads(written("azure", tmp_path))

    properties = body["properties"]
    jsonschema.Draft4Validator(schema("azure-policy-rule")).validate(properties["policyRule"])
    assert set(properties) == {"displayName", "description", "policyType", "mode", "metadata", "policyRule"}
    assert (len(properties["displayName"]) <= 128, len(properties["description"]) <= 512) == (True, True)
    of_type, of_format = properties["policyRule"]["if"]["allOf"]
    assert of_type["equals"] == "Microsoft.CognitiveServices/accounts/deployments"
    assert of_format["in"] == ["anthropic", "deepseek"]
    assert properties["policyRule"]["then"] == {"effect": "deny"}


def test_a_policy_of_google_cloud_names_each_model_and_action(tmp_path: Path) -> None:
    policy = yaml.safe_load(written("gcp", tmp_path))

    holds(policy, "gcp-policy")
    (rule,) = policy["spec"]["rules"]
    denied = rule["values"]["deniedValues"]
    assert policy["spec"]["inheritFromParent"] is True
    assert all(re.fullmatch(r"publishers/[a-z0-9-]+/models/[\w.-]+:(predict|deploy|tune)", each) for each in denied)
    assert "publishers/deepseek-ai/models/deepseek-v3.1-maas:predict" in denied
    assert len(denied) == len(set(denied)) <= MOST


def test_more_models_than_a_policy_takes_are_refused_and_none_is_dropped() -> None:
    book = wiring.rulebook()
    asked = ListAsked(contract=CONTRACT, network="", as_of=date(2026, 11, 26), kind=IdentifierKind.MODEL)
    found = block_list(book, wiring.engine(book), wiring.estate(ESTATE, book), asked)
    first = found.blocked[0]
    many = tuple(f"publishers/x/models/m{number}" for number in range(MOST))
    out = StringIO()

    with pytest.raises(InputError, match="500 models are prohibited, and a policy takes 166"):
        write_gcp(replace(found, blocked=(replace(first, patterns=many),)), out)

    assert not out.getvalue()


def test_a_profile_of_apple_keeps_to_the_keys_that_a_device_knows(tmp_path: Path) -> None:
    profile = plistlib.loads(written("apple", tmp_path).encode())

    holds(profile, "apple-profile")
    (restrictions,) = profile["PayloadContent"]
    holds(restrictions, "apple-restrictions")
    assert restrictions["blockedAppBundleIDs"] == ["com.anthropic.claude", "com.deepseek.chat"]
    assert profile["PayloadUUID"] != restrictions["PayloadUUID"]


def test_a_profile_of_another_day_is_another_profile(tmp_path: Path) -> None:
    days = ("2026-11-26", "2026-11-27")

    profiles = [plistlib.loads(written("apple", tmp_path, "--as-of", day).encode()) for day in days]

    assert profiles[0]["PayloadIdentifier"] == profiles[1]["PayloadIdentifier"]
    assert profiles[0]["PayloadUUID"] != profiles[1]["PayloadUUID"]


def test_a_list_for_android_blocks_each_application_by_its_name(tmp_path: Path) -> None:
    answer = json.loads(written("android", tmp_path, contract="PO-1187"))

    for application in answer["applications"]:
        holds(application, "android-application")
    assert {"packageName": "com.kms.free", "installType": "BLOCKED"} in answer["applications"]


def test_rules_of_a_registry_let_nothing_through_before_the_names_that_are_denied(tmp_path: Path) -> None:
    rules = yaml.safe_load(written("npm", tmp_path))

    through = [name for name, rule in rules.items() if "proxy" in rule]
    names = [name for name, rule in rules.items() if "proxy" not in rule and not re.search(r"[*\[]", name)]
    order = list(rules)
    assert max(map(order.index, names)) < min(map(order.index, through))
    assert "@anthropic-ai/mcpb" in through
    assert "@anthropic-ai/bedrock-sdk" in names


def test_rules_of_a_registry_have_each_name_once_whatever_is_prohibited() -> None:
    book = wiring.rulebook()
    asked = ListAsked(contract=CONTRACT, network="", as_of=date(2026, 11, 26), kind=IdentifierKind.PURL)
    found = block_list(book, wiring.engine(book), wiring.estate(ESTATE, book), asked)
    everything = tuple(
        replace(
            found.blocked[0],
            vendor=each.vendor,
            signature=each.id,
            patterns=each.match.get(IdentifierKind.PURL, ()),
            unless=each.unless.get(IdentifierKind.PURL, ()),
        )
        for each in book.signatures
    )
    out = StringIO()

    write_npm(replace(found, blocked=everything), out)

    names = re.findall(r'^  "([^"]+)": ', out.getvalue(), re.MULTILINE)
    assert len(names) == len(set(names)) == len(yaml.safe_load(out.getvalue())) > 500


@pytest.mark.full
def test_a_registry_refuses_prohibited_packages_and_hands_out_the_others(tmp_path: Path) -> None:
    written("npm", tmp_path)
    packages = {
        "@anthropic-ai/sdk": False,
        "@anthropic-ai/bedrock-sdk": False,
        "llm-deepseek-client": False,
        "@someone/deepseek-tools": False,
        "@deepseek-ai/anything": False,
        "@anthropic-ai/claude-code": False,
        "@anthropic-ai/claude-code-instrument": False,
        "@anthropic-ai/mcpb": True,
        "opentelemetry-anthropic-instrumentation": True,
        "left-pad": True,
    }

    with registry(tmp_path, tmp_path / "list.npm") as (address, asked):
        handed_out = {name: hands_out(address, name) for name in packages}

    assert handed_out == packages
    assert sorted(asked) == sorted(name for name, may in packages.items() if may)
