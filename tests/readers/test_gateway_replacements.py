"""What the gateway's file, or the plan, says of replacements."""

from __future__ import annotations

import pytest

from app.reports import CONTRACT, NORTHWIND, TOOL, estate
from muniment.app.gateway.settings import RouteSetup
from muniment.domain.call import Dialect
from muniment.domain.gateway import Caller, CallerId, Replacement, Route, RouteId, ServedModel
from muniment.domain.ids import SystemId, VendorId
from muniment.domain.plan import Kept, Key
from muniment.enforce.allowance import Allowance
from muniment.errors import GatewayError
from muniment.readers.estate.toml_places import places
from muniment.readers.estate.toml_syntax import parse
from muniment.readers.estate.toml_table import Notes, Table
from muniment.readers.gateway.replacements import planned, read_replacements

GALE = VendorId("gale-ai")
CALLER = Caller(id=CallerId("planner"), contract=CONTRACT, system=SystemId(TOOL))


def model(name: str, maker: VendorId) -> ServedModel:
    return ServedModel(name=name, sent_as=name, maker=maker, facts={})


def setup(name: str, dialect: Dialect, *models: ServedModel) -> RouteSetup:
    route = Route(id=RouteId(name), url="", operator=None, dialects=frozenset({dialect}), models=models)
    return RouteSetup(route=route, listed=Allowance(), betas=frozenset(), credential=None)


OLD, NEW, OTHER = model("north-1", NORTHWIND), model("gale-2", GALE), model("gale-3", GALE)
ROUTES = (
    setup("northwind", Dialect.MESSAGES, OLD),
    setup("gale", Dialect.CHAT, NEW),
    setup("vectors", Dialect.EMBEDDINGS, model("gale-vectors", GALE)),
)


def table(text: str) -> Table:
    notes = Notes("gateway.toml", places(text))
    return Table(values=parse(text, "gateway.toml", GatewayError), path=(), header="the file", notes=notes)


def read(text: str) -> tuple[Replacement, ...]:
    top = table(text)
    found = read_replacements(top, estate(), ROUTES, {NORTHWIND, GALE})
    if top.notes.problems:
        raise GatewayError(*top.notes.problems)
    return found


def test_a_replacement_of_a_vendor_or_of_a_model_is_read() -> None:
    text = f"""
[[replacements]]
vendor = "{NORTHWIND}"
by = "gale-2"
contracts = ["{CONTRACT}"]
max_tokens = 4096
may_lose = ["seed"]

[[replacements]]
model = "north-1"
by = "gale-2"
dialect = "chat"
"""

    by_vendor, by_model = read(text)

    assert (by_vendor.vendor, by_vendor.by, by_vendor.contracts) == (NORTHWIND, "gale-2", frozenset({CONTRACT}))
    assert (by_vendor.max_tokens, by_vendor.may_lose, by_vendor.where) == (4096, ("seed",), "gateway.toml:2:1")
    assert (by_model.model, by_model.dialect) == ("north-1", Dialect.CHAT)
    assert by_vendor.serves(CALLER, OLD)
    assert not by_vendor.serves(CALLER, NEW)
    assert by_model.narrowness > by_vendor.narrowness


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('by = "gale-2"', "is for a `vendor` or for a `model`"),
        ('by = "gale-2"\nvendor = "northwind"\nmodel = "north-1"', "is for a `vendor` or for a `model`"),
        ('by = "gale-9"\nvendor = "northwind"', "gale-9"),
        ('by = "gale-vectors"\nvendor = "northwind"', "gale-vectors"),
        ('by = "north-1"\nmodel = "north-1"', "would take its own place"),
        ('by = "gale-2"\nvendor = "nobody"', "nobody"),
        ('by = "gale-2"\nvendor = "northwind"\ndialect = "messages"', "no route serves `gale-2` in `messages`"),
        ('by = "gale-2"\nvendor = "northwind"\ncontracts = ["X"]', "X"),
        ('by = "gale-2"\nvendor = "northwind"\nmax_tokens = 0', "max_tokens"),
        ('by = "gale-2"\nvendor = "northwind"\nalso = 1', "also"),
    ],
)
def test_what_is_wrong_with_a_replacement_is_told_with_its_place(text: str, what: str) -> None:
    with pytest.raises(GatewayError) as raised:
        read("[[replacements]]\n" + text.replace("northwind", NORTHWIND))

    assert what in str(raised.value)
    assert str(raised.value).startswith("gateway.toml:")


def test_two_choices_for_the_same_calls_are_refused() -> None:
    one = f'[[replacements]]\nvendor = "{NORTHWIND}"\nby = "gale-2"\n'

    with pytest.raises(GatewayError, match=r"the same calls are moved at gateway\.toml:1:1 already"):
        read(one + one)


def kept(replacement: VendorId) -> Kept:
    return Kept(
        key=Key(CONTRACT, SystemId(TOOL), NORTHWIND),
        owner="",
        critical=False,
        replacement=replacement,
        milestones=(),
        costs=(),
        where="plan.toml:3",
    )


def test_the_plan_chooses_where_the_file_does_not() -> None:
    top = table("")

    (found,) = planned((kept(GALE),), ROUTES, (), top)

    assert (found.by, found.vendor, found.where, found.planned) == ("gale-2", NORTHWIND, "plan.toml:3", True)
    assert (found.contracts, found.systems) == (frozenset({CONTRACT}), frozenset({SystemId(TOOL)}))
    assert found.serves(CALLER, OLD)
    assert top.notes.problems == ()


def test_what_the_file_says_goes_before_the_plan() -> None:
    own = Replacement(by="gale-2", vendor=NORTHWIND, where="gateway.toml:1:1")

    assert planned((kept(GALE),), ROUTES, (own,), table("")) == ()


def test_a_vendor_in_the_plan_of_whom_two_models_are_served_is_asked_about() -> None:
    top = table('plan = "plan.toml"')

    assert planned((kept(GALE),), (*ROUTES, setup("more", Dialect.CHAT, OTHER)), (), top) == ()

    (problem,) = top.notes.problems
    assert problem.what == "plan.toml:3 chooses `gale-ai`, and the routes serve 2 models of it"
    assert problem.help == f'add [[replacements]] with `vendor = "{NORTHWIND}"` and a model in `by`'
