"""Which entry speaks of a tool, and from where calls may be made."""

from __future__ import annotations

from datetime import timedelta

import pytest

from muniment.domain.call import Ruling
from muniment.domain.tool_rules import Place, PlaceRule, ToolPolicy, ToolTag
from muniment.enforce.tool_tags import out_of_place, tag_of

POLICY = ToolPolicy(
    untagged=Ruling.WITHHOLD,
    effects=(),
    tags=(
        ToolTag(name="plant_*", server="mcp://plant", does="any"),
        ToolTag(name="plant_set_*", server="mcp://plant", does="sets"),
        ToolTag(name="plant_set_valve", served_as="set_valve", server="mcp://plant", does="valve"),
        ToolTag(name="read_mail", does="mail"),
    ),
    authorities=(),
    places=(),
    token_lasts=timedelta(minutes=2),
)


@pytest.mark.parametrize(
    ("name", "server", "does"),
    [
        pytest.param("plant_set_valve", None, "valve", id="its own name"),
        pytest.param("plant_set_pump", None, "sets", id="the longest beginning"),
        pytest.param("plant_read", None, "any", id="a beginning"),
        pytest.param("set_valve", "mcp://plant", "valve", id="as its server knows it"),
        pytest.param("set_valve", "mcp://other", None, id="of another server"),
        pytest.param("set_valve", None, None, id="a name that models do not use"),
        pytest.param("read_mail", "mcp://other", "mail", id="of any server"),
        pytest.param("Plant_set_valve", None, None, id="another case"),
    ],
)
def test_the_longest_name_that_fits_speaks_of_a_tool(name: str, server: str | None, does: str | None) -> None:
    found = tag_of(POLICY, name, server)

    assert (found and found.does) == does


def rule(**more: object) -> PlaceRule:
    fields: dict[str, object] = {"id": "p", "vendors": (), "tools": (), "deployments": (), "networks": ()}
    return PlaceRule(**{**fields, "agencies": (), "users": (), "grounds": (), **more})  # type: ignore[arg-type]


CLOUD = Place(vendor="northwind-ai", deployment="cloud", network="cui-il5", agency="9700", user="Jo Ames")


@pytest.mark.parametrize(
    ("broken", "place", "why"),
    [
        pytest.param(rule(deployments=("cloud",)), CLOUD, "", id="in the cloud, as asked"),
        pytest.param(
            rule(deployments=("cloud",)),
            Place(vendor="northwind-ai", deployment="edge"),
            "the deployment is `edge`, and must be `cloud`",
            id="at the edge",
        ),
        pytest.param(
            rule(deployments=("cloud",)),
            Place(vendor="northwind-ai"),
            "the deployment is not known, and must be `cloud`",
            id="nobody has said where",
        ),
        pytest.param(
            rule(networks=("il6", "il7")),
            CLOUD,
            "the network is `cui-il5`, and must be `il6` or `il7`",
            id="level",
        ),
        pytest.param(rule(agencies=("8000",)), CLOUD, "the agency is `9700`, and must be `8000`", id="agency"),
        pytest.param(rule(users=("Eve Holt",)), CLOUD, "the user is `Jo Ames`, and must be `Eve Holt`", id="user"),
        pytest.param(rule(vendors=("other-ai",), users=("Eve Holt",)), CLOUD, "", id="of another vendor"),
        pytest.param(rule(tools=("plant_*",), users=("Eve Holt",)), CLOUD, "", id="of another tool"),
    ],
)
def test_a_call_from_elsewhere_is_refused_with_the_reason(broken: PlaceRule, place: Place, why: str) -> None:
    found = out_of_place((broken,), place, "read_mail")

    assert found == (((broken, why),) if why else ())
