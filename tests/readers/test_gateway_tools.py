"""The part of the gateway's file that is about tools: all problems at once, each with its place."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from muniment.app.approvals.settings import Secret
from muniment.domain.call import Ruling
from muniment.domain.hold import Grounds
from muniment.domain.tool_rules import SelectorKind, Stranger
from muniment.errors import InputError
from muniment.readers.estate.toml_places import places
from muniment.readers.estate.toml_syntax import parse
from muniment.readers.estate.toml_table import Notes, Table
from muniment.readers.gateway.tools import read_tools

if TYPE_CHECKING:
    from muniment.app.approvals.settings import ToolSettings

TERM = Grounds(says="People decide.", by="an agreement", confidence="press")
WHOLE = """
[approvals]
holds = "holds.sqlite"
trust = "trust.toml"
token_key = "release.pem"
token_seconds = 60
selector_key = "selectors.key"
desk = "https://desk.example:8443"
wait_seconds = 0
untagged = "release"

[[effects]]
id = "force"
title = "use of force"
approvals = 2
approvers = ["Eve Holt", "Max Roe"]
minutes = 5
term = "an-agreement/autonomous"

[[tools]]
name = "plant_*"
server = "mcp://plant"
does = "Moves the plant."
effect = "force"

[[tools]]
name = "find_person"
server = "mcp://registry"
does = "Looks up a person."
person_data = true
selectors = [{argument = "/email", kind = "email"}]

[[authorities]]
id = "order-12"
purposes = ["counter-fraud"]
limit = 25
days = 30
effect = "force"
says = "No more than 25."
by = "Order 12"
at = "para. 3"

[[places]]
id = "cloud-only"
vendors = ["openai"]
deployments = ["cloud"]
term = "an-agreement/autonomous"
"""


def table(text: str) -> Table:
    return Table(
        values=parse(text, "gateway.toml", InputError),
        path=(),
        header="the file",
        notes=Notes("gateway.toml", places(text)),
    )


def read(text: str) -> tuple[ToolSettings | None, list[str]]:
    top = table(text)
    found = read_tools(top, {"an-agreement/autonomous": TERM})
    return found, [f"{problem.where}: {problem.what}" for problem in top.notes.problems]


def test_a_file_that_says_nothing_of_tools_has_no_rules_on_them() -> None:
    assert read('log = "calls.log"') == (None, [])


def test_a_whole_file_reads_as_it_is_written() -> None:
    found, problems = read(WHOLE)

    assert problems == []
    assert found is not None
    assert (found.approvals.holds, found.approvals.desk) == ("holds.sqlite", "https://desk.example:8443")
    assert found.approvals.wait_seconds == 0
    policy = found.policy
    assert policy.untagged is Ruling.RELEASE
    assert policy.token_lasts == timedelta(minutes=1)
    assert (policy.unknown_person, policy.no_person) == (Stranger.ONE_MORE, Stranger.COUNT)
    assert policy.effects[0].grounds == (TERM,)
    assert policy.effects[0].lasts == timedelta(minutes=5)
    assert [tag.name for tag in policy.tags] == ["plant_*", "find_person"]
    assert policy.tags[1].selectors[0].kind is SelectorKind.EMAIL
    assert policy.authorities[0].grounds[0].at == "para. 3"
    assert policy.places[0].deployments == ("cloud",)


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        pytest.param('untagged = "release"\n', "", "[approvals] without `untagged`", id="nothing said of other tools"),
        pytest.param('"release"\n', '"hold"\n', "`untagged` cannot be `hold`", id="other tools held for nobody"),
        pytest.param(
            'untagged = "release"\n',
            'untagged = "release"\nno_person = "ask"\n',
            "`no_person` cannot be `ask`",
            id="callers treated in no known way",
        ),
        pytest.param("approvals = 2", "approvals = 3", "names 2 people, and 3 have to approve", id="too few approvers"),
        pytest.param("approvals = 2", "approvals = 0", "whole number from 1 to 16", id="nobody has to approve"),
        pytest.param('"use of force"', '"force, other"', "holds a comma", id="a title with a comma"),
        pytest.param('effect = "force"\n\n', 'effect = "fource"\n\n', "is no effect in this file", id="unknown effect"),
        pytest.param('server = "mcp://plant"\n', "", "[[tools]] without `server`", id="a tool of nobody"),
        pytest.param('does = "Moves the plant."\n', "", "without `does`", id="a tool that nobody explains"),
        pytest.param('name = "plant_*"', 'name = "*"', "`name` is `*`", id="every tool"),
        pytest.param('name = "plant_*"', 'name = "find_person"', "stands twice", id="one tool twice"),
        pytest.param('"an-agreement/autonomous"\n\n[[tools]]', '"x"\n\n[[tools]]', "is not a term", id="unknown term"),
        pytest.param("minutes = 5\n", 'says = "x"\n', "`term` says it already", id="a term and words of one's own"),
        pytest.param('selector_key = "selectors.key"\n', "", "without `selector_key`", id="no key to hide people"),
        pytest.param('"/email"', '"email"', "`argument` is `email`", id="no pointer"),
        pytest.param('"https://desk', '"http://desk', "without TLS", id="a desk without TLS"),
        pytest.param(':8443"', ':8443/path"', "`desk` is", id="a desk with a path"),
        pytest.param('deployments = ["cloud"]\n', "", "asks for nothing", id="a place that asks for nothing"),
        pytest.param("person_data = true\n", "", "of `person_data` alone", id="selectors that nobody counts"),
        pytest.param("limit = 25", "limits = 25", "`limits` has no place in", id="a key that is not known"),
        pytest.param("[approvals]\n", "[[approvals]]\n", "must be a table", id="two of what stands once"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(before: str, after: str, problem: str) -> None:
    assert before in WHOLE

    _, problems = read(WHOLE.replace(before, after, 1))

    assert any(problem in each for each in problems), problems
    assert all(each.startswith("gateway.toml:") for each in problems)


def test_all_that_is_wrong_is_told_at_once() -> None:
    _, problems = read(WHOLE.replace("untagged", "tagged").replace('"use of force"', '"a, b"').replace("days", "weeks"))

    assert len(problems) >= 4


SERVER = 'holds = "{}"\nholds_password = {{file = "holds.password"}}'


@pytest.mark.parametrize(
    "address",
    [
        "postgresql:///muniment",
        "postgresql://muniment@localhost:5433/muniment",
        "postgresql://muniment@[::1]:5433/muniment",
        "postgresql://muniment@%2Fvar%2Frun%2Fpostgresql/muniment",
        "postgresql://muniment@/muniment?host=/var/run/postgresql",
        "postgresql://muniment@a.example:5432,b.example/muniment?sslmode=verify-full&target_session_attrs=read-write",
        "postgres://muniment@db.example/muniment?sslmode=verify-ca&sslrootcert=ca.pem",
    ],
)
def test_holds_lie_in_a_database_that_proves_who_it_is_where_it_is_on_another_machine(address: str) -> None:
    found, problems = read(WHOLE.replace('holds = "holds.sqlite"', SERVER.format(address)))

    assert problems == []
    assert found is not None
    assert (found.approvals.holds, found.approvals.holds_password) == (address, Secret(file="holds.password"))


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("postgresql://muniment:secret-1@localhost/muniment", "holds a password"),
        ("postgresql://muniment@localhost/muniment?password=secret-1", "holds a password"),
        ("postgresql://muniment@localhost/muniment?service=other", "sets `service`"),
        ("postgresql://muniment@db.example/muniment", "names another machine"),
        ("postgresql://muniment@localhost,db.example/muniment", "names another machine"),
        ("postgresql://muniment@localhost/muniment?hostaddr=192.0.2.1", "names another machine"),
        ("postgresql://muniment@db.example/muniment?sslmode=require", "names another machine"),
        ("postgresql://muniment@db.example/muniment?sslmode=verify-full&sslmode=disable", "names another machine"),
        ("postgresql://muniment@db.example/muniment?sslmode", "is no address"),
    ],
)
def test_a_database_that_anybody_could_answer_for_and_a_password_in_the_file_are_refused(
    address: str, problem: str
) -> None:
    _, (told,) = read(WHOLE.replace('holds = "holds.sqlite"', SERVER.format(address)))

    assert problem in told
    assert "secret-1" not in told


def test_a_file_has_no_password() -> None:
    _, (told,) = read(WHOLE.replace('holds = "holds.sqlite"', SERVER.format("holds.sqlite")))

    assert "a file has no password" in told
