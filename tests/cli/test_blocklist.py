"""Block lists as somebody uses them: written for a contract, and read by the programs that enforce them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase
from io import StringIO
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import re2

from docs.pages import ROOT
from muniment import wiring
from muniment.app.blocklist import ListAsked, block_list
from muniment.cli.main import exit_code
from muniment.discover.judging.hosts import host
from muniment.discover.judging.match import Matcher
from muniment.domain.evidence import Identifier
from muniment.domain.ids import VendorId
from muniment.domain.technology import IdentifierKind
from muniment.render.blocklists.clouds import LONGEST, write_aws

if TYPE_CHECKING:
    from pathlib import Path

ESTATE = """
[organisation]
name = "Example Systems LLC"
does_dow_work = true

[[contracts]]
id = "C-1"
title = "Fleet sustainment"
tier = "prime"
customer = "dod"
solicited = 2026-03-03
awarded = 2026-06-01
clauses = [{id = "52.204-25", version = "NOV 2021"}]
agreement = []

[[systems]]
id = "portal"
title = "Billing portal"
contracts = ["C-1"]
sources = []
purposes = ["performance"]
"""
CREATE_POLICY = {
    "type": "object",
    "additionalProperties": False,
    "required": ["Content", "Description", "Name", "Type"],
    "properties": {
        "Content": {"type": "string", "maxLength": LONGEST},
        "Description": {"type": "string", "maxLength": 512},
        "Name": {"type": "string", "minLength": 1, "maxLength": 128},
        "Type": {"const": "SERVICE_CONTROL_POLICY"},
    },
}
"""What the service takes to make a policy."""
SERVICE_CONTROL_POLICY = {
    "type": "object",
    "additionalProperties": False,
    "required": ["Version", "Statement"],
    "properties": {
        "Version": {"const": "2012-10-17"},
        "Statement": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["Sid", "Effect", "Action", "Resource"],
                "properties": {
                    "Sid": {"type": "string", "pattern": "^[A-Za-z0-9]+$"},
                    "Effect": {"const": "Deny"},
                    "Action": {"type": "array", "items": {"pattern": r"^bedrock:[A-Z][A-Za-z]+\*?$"}, "minItems": 1},
                    "Resource": {
                        "type": "array",
                        "minItems": 1,
                        "items": {"pattern": r"^arn:\*:bedrock:\*:(\*)?:[a-z]+-(model|profile)/[\w.*?-]+$"},
                    },
                },
            },
        },
    },
}
"""The grammar of such a policy, as far as it is used here."""
ANOTHER = """
[[systems]]
id = "office"
title = "Office"
contracts = ["C-1"]
sources = []
purposes = ["internal"]
network = "unclassified"
"""


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    path = tmp_path / "muniment.toml"
    path.write_text(ESTATE, encoding="utf-8")
    return path


def written(form: str, estate: Path, *more: str) -> str:
    to = estate.with_name(f"list.{form}")
    assert exit_code(["blocklist", form, "--estate", str(estate), "--contract", "C-1", "-o", str(to), *more]) == 0
    return to.read_text(encoding="utf-8")


def entries(zone: str) -> list[str]:
    return re.findall(r"^(\S+) IN CNAME \.$", zone, re.MULTILINE)


def rules(squid: str) -> list[str]:
    return re.findall(r"^acl muniment_prohibited dstdom_regex -i (\S+)$", squid, re.MULTILINE)


def packages(constraints: str) -> list[str]:
    return re.findall(r"^(\S+) < 0\.dev0$", constraints, re.MULTILINE)


def test_every_name_in_a_zone_is_one_by_which_its_vendor_is_recognised(estate: Path) -> None:
    matcher = Matcher(wiring.rulebook().signatures)

    for name in entries(written("rpz", estate)):
        seen = Identifier(IdentifierKind.HOST, name.replace("*", "some-host"))
        assert matcher.recognise(seen), name


def test_an_entry_names_the_instrument_and_source_that_it_comes_from(estate: Path) -> None:
    zone = written("rpz", estate)

    comment = zone[: zone.index("api.deepseek.com IN CNAME")].rstrip().split("\n")[-1]
    assert re.fullmatch(r"; DeepSeek, deepseek-service: ndaa26-1532 \[.+\(\w+, read 2026-\d\d-\d\d\).*\]", comment)


def test_what_is_not_yet_prohibited_on_the_day_is_not_in_the_list(estate: Path) -> None:
    after = entries(written("rpz", estate))
    before = entries(written("rpz", estate, "--as-of", "2025-11-01"))

    assert "api.deepseek.com" in after
    assert "api.deepseek.com" not in before


def test_what_is_undetermined_stands_at_the_head_and_not_in_the_list(estate: Path) -> None:
    zone = written("rpz", estate)

    (told,) = re.findall(r"^; not decided, or not alike in all systems, and so not listed: (.*)$", zone, re.MULTILINE)
    assert "Kaspersky Lab" in told
    assert not any("kaspersky" in name for name in entries(zone))


def test_what_only_one_of_two_systems_may_not_use_is_left_to_somebody(estate: Path) -> None:
    alone = written("rpz", estate)
    estate.write_text(ESTATE + ANOTHER, encoding="utf-8")
    both = written("rpz", estate)

    assert set(entries(both)) <= set(entries(alone))
    assert "systems: portal, office" in both


def test_a_network_leaves_out_systems_that_are_on_another(estate: Path) -> None:
    estate.write_text(ESTATE + ANOTHER, encoding="utf-8")

    zone = written("rpz", estate, "--network", "classified")

    assert "the network classified, as of" in zone
    assert "systems: portal\n" in zone


def test_names_of_programs_and_files_are_no_hosts() -> None:
    others = ["avp.exe", "com.bytedance.*", "libhms*.so", "magicbox.cgi", "feishu-*", "api.x.com/beta", "*.com", "a*"]

    assert [other for other in others if host(other) is not None] == []


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        pytest.param("api.x.com", "api.x.com", True, id="a plain name"),
        pytest.param("api.x.com", "apiyx.com", False, id="a point is a point"),
        pytest.param("api.x.com", "api.x.com.evil.example", False, id="nothing follows"),
        pytest.param("*.x.com", "a.b.x.com", True, id="everything below"),
        pytest.param("*.x.com", "x.com", False, id="but not the name itself"),
        pytest.param("a-*.b.x.com", "a-1.b.x.com", True, id="a part of a label"),
        pytest.param("a-*.b.x.com", "xa-1.b.x.com", False, id="which begins there"),
    ],
)
def test_a_rule_of_a_proxy_fits_what_the_pattern_fits(pattern: str, name: str, *, fits: bool) -> None:
    found = host(pattern)

    assert found is not None
    assert bool(re2.search(found.regex, name)) is fits


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--contract", "C-2"], "`C-2` is no contract in the estate file", id="contract"),
        pytest.param(["--contract", "C-1", "--network", "moon"], "`moon` is no kind of network", id="network"),
    ],
)
def test_what_is_not_known_is_refused(
    arguments: list[str], said: str, estate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = exit_code(["blocklist", "rpz", "--estate", str(estate), *arguments])

    assert code == 2
    assert said in capsys.readouterr().err


def test_pip_refuses_a_package_that_is_listed_and_installs_another(estate: Path, tmp_path: Path) -> None:
    written("pip", estate)
    for name in ("anthropic", "harmless"):
        wheel(tmp_path, name)

    refused, installed = (pip(tmp_path, name) for name in ("anthropic", "harmless"))

    assert refused.returncode != 0
    assert "anthropic" in refused.stderr
    assert installed.returncode == 0, installed.stderr


def wheel(folder: Path, name: str) -> None:
    """Write a wheel with nothing in it."""
    about = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(
            f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{about}/RECORD", "")


def pip(folder: Path, name: str) -> subprocess.CompletedProcess[str]:
    asked = ["install", "--dry-run", "--no-index", "--find-links", ".", "-c", "list.pip", name]
    return subprocess.run(
        [sys.executable, "-m", "pip", *asked], cwd=folder, capture_output=True, text=True, check=False
    )


def listed(form: str, contract: str, folder: Path) -> Path:
    """Return the list for a contract of the small example."""
    to = folder / f"list.{form}"
    estate = ROOT / "examples" / "small" / "muniment.toml"
    assert exit_code(["blocklist", form, "--estate", str(estate), "--contract", contract, "-o", str(to)]) == 0
    return to


def tool(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    assert found, f"{name} is not installed; `make test-full` installs it"
    return found


@pytest.mark.full
@pytest.mark.parametrize("contract", ["W15QKN-26-C-0042", "PO-1187"])
def test_bind_loads_the_zone(contract: str, tmp_path: Path) -> None:
    zone = listed("rpz", contract, tmp_path)

    command = [tool("named-checkzone"), "-k", "fail", "prohibited.rpz.example", str(zone)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stdout
    assert "loaded serial 2026" in ended.stdout


@pytest.mark.full
@pytest.mark.parametrize("contract", ["W15QKN-26-C-0042", "PO-1187"])
def test_squid_reads_the_rules_without_a_warning(contract: str, tmp_path: Path) -> None:
    rules_file = listed("squid", contract, tmp_path)
    settings = tmp_path / "squid.conf"
    settings.write_text(f"http_port 127.0.0.1:3128\ninclude {rules_file}\nhttp_access allow all\n", encoding="utf-8")

    ended = subprocess.run([tool("squid"), "-k", "parse", "-f", settings], capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stderr
    assert not re.search(r"WARNING|ERROR|FATAL|Bungled", ended.stderr), ended.stderr
    assert rules(rules_file.read_text(encoding="utf-8"))


def test_a_list_of_packages_has_the_names_that_are_known_as_examples(estate: Path) -> None:
    assert {"anthropic", "bedrock-anthropic"} <= set(packages(written("pip", estate)))


def policies(estate: Path, *more: str) -> list[dict[str, Any]]:
    return [json.loads(each["Content"]) for each in json.loads(written("aws", estate, *more))["policies"]]


def test_a_policy_for_a_cloud_keeps_to_the_grammar_and_the_quota_of_the_service(estate: Path) -> None:
    answer = json.loads(written("aws", estate))

    for policy in answer["policies"]:
        jsonschema.Draft202012Validator(CREATE_POLICY).validate(policy)
        jsonschema.Draft202012Validator(SERVICE_CONTROL_POLICY).validate(json.loads(policy["Content"]))
        sids = [each["Sid"] for each in json.loads(policy["Content"])["Statement"]]
        assert len(sids) == len(set(sids))
    assert answer["policies"]


def test_a_policy_denies_models_of_prohibited_makers_and_no_others(estate: Path) -> None:
    denied = [each for policy in policies(estate) for entry in policy["Statement"] for each in entry["Resource"]]

    def is_denied(resource: str) -> bool:
        return any(fnmatchcase(resource, each) for each in denied)

    assert is_denied("arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/anthropic.claude-3-7-sonnet-20250219-v1:0")
    assert is_denied("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.deepseek.r1-v1:0")
    assert not is_denied("arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0")
    assert not is_denied("arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-3-70b-instruct-v1:0")


def test_a_policy_that_would_be_too_long_becomes_several(estate: Path) -> None:
    book = wiring.rulebook()
    asked = ListAsked(contract="C-1", network="", as_of=date(2026, 11, 26), kind=IdentifierKind.MODEL,
                  operator=VendorId("amazon-bedrock"))  # fmt: skip
    found = block_list(book, wiring.engine(book), wiring.estate(estate, book), asked)
    (first, *_) = found.blocked
    many = tuple(
        replace(
            first, vendor=VendorId(f"vendor-{number}"), patterns=tuple(f"v{number}.m{each}-*" for each in range(30))
        )
        for number in range(9)
    )
    out = StringIO()

    write_aws(replace(found, blocked=many), out)

    contents = [each["Content"] for each in json.loads(out.getvalue())["policies"]]
    models = {r.rpartition("/")[2] for c in contents for s in json.loads(c)["Statement"] for r in s["Resource"]}
    assert len(contents) > 1
    assert max(map(len, contents)) <= LONGEST
    assert {f"v{number}.m{each}-*" for number in range(9) for each in range(30)} <= models
