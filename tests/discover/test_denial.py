from __future__ import annotations

import pytest

from muniment.discover.identifiers.extract import observe
from muniment.discover.text.lexis import profile_of
from muniment.discover.text.spots import Hit
from muniment.domain.evidence import Context
from muniment.domain.technology import IdentifierKind as Kind

HOST = "api.northwind.example"


def context(path: str, text: str) -> Context:
    """Return the context of the one host in `text`."""
    start = text.index("northwind")
    (seen,) = observe(profile_of(path), text, [Hit(start, start + 9, frozenset({Kind.HOST}))])
    assert seen.identifier.value == HOST
    return seen.context


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("scp.json", '{"Effect": "Deny", "Resource": "https://api.northwind.example"}', id="a JSON policy"),
        pytest.param("p.yaml", "- Effect: Deny\n  Resource: https://api.northwind.example\n", id="a YAML policy"),
        pytest.param("p.tf", 'statement {\n effect = "Deny"\n to = "api.northwind.example"\n}', id="a Terraform one"),
        pytest.param("p.yaml", "egressDeny:\n- toFQDNs:\n  - matchName: api.northwind.example\n", id="egress"),
        pytest.param(".lychee.toml", 'exclude = [\n  "https://api.northwind.example",\n]\n', id="a link checker"),
        pytest.param("links.json", '{"ignorePatterns": ["https://api.northwind.example"]}', id="ignored patterns"),
        pytest.param("unbound.conf", 'local-zone: "api.northwind.example" always_nxdomain\n', id="unbound"),
        pytest.param("dnsmasq.conf", "address=/api.northwind.example/0.0.0.0\n", id="dnsmasq"),
        pytest.param("hosts.conf", "0.0.0.0 api.northwind.example\n", id="a hosts file"),
        pytest.param("squid.conf", "acl ai dstdomain api.northwind.example\nhttp_access deny ai\n", id="a proxy"),
        pytest.param("s.yaml", "ai: [a.example, api.northwind.example, b.example]\n", id="a list of sites"),
        pytest.param(
            "s.yaml", "allow:\n- a.example\n- api.northwind.example\n- '*.b.example'\n", id="sites, one to a line"
        ),
        pytest.param("e.json", '{"unwantedRecommendations": ["api.northwind.example"]}', id="what is not wanted"),
        pytest.param(".vscode/settings.json", '{"cSpell.words": ["api.northwind.example"]}', id="spelling"),
        pytest.param("local.rules", 'alert tls any any (content:"api.northwind.example"; sid:1;)\n', id="a sensor"),
        pytest.param("proguard-rules.pro", "-dontwarn api.northwind.example\n", id="a class that may be missing"),
        pytest.param(
            "a.mobileconfig",
            "<key>blockedApps</key>\n<array>\n<string>api.northwind.example</string>\n</array>",
            id="a property list",
        ),
        pytest.param("a.yaml", "blockedHosts: [api.northwind.example]\n", id="a list of what is blocked"),
    ],
)
def test_settings_that_keep_a_name_away_say_so(path: str, text: str) -> None:
    assert context(path, text) is Context.DENIED


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("p.json", '{"Effect": "Allow", "Resource": "https://api.northwind.example"}', id="allowed"),
        pytest.param(
            "p.json",
            '[{"Effect": "Deny", "Resource": "*"}, {"Effect": "Allow", "Resource": "https://api.northwind.example"}]',
            id="another statement denies",
        ),
        pytest.param("proguard-rules.pro", "-keep class api.northwind.example\n", id="a class that is kept"),
        pytest.param(
            "a.plist",
            "<key>blocked</key><true/>\n<key>host</key>\n<string>api.northwind.example</string>",
            id="another key of a property list",
        ),
        pytest.param("a.yaml", "hosts: [api.northwind.example]\n", id="a single host"),
        pytest.param("n.conf", "proxy_pass https://api.northwind.example;\n", id="a proxy"),
        pytest.param("a.yaml", "block_size: 1\nurl: https://api.northwind.example\n", id="a key beside it"),
        pytest.param("a.yaml", "denylist: []\nurl: https://api.northwind.example\n", id="a list beside it"),
    ],
)
def test_settings_that_reach_a_name_do_not(path: str, text: str) -> None:
    assert context(path, text) in {Context.FIELD, Context.STRING}
