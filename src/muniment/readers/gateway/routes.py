"""[[routes]]: which services answer, with which models, and what more than the default they permit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from muniment.app.gateway.settings import Credential, RouteSetup
from muniment.domain.call import Dialect
from muniment.domain.gateway import Route, RouteId, ServedModel
from muniment.domain.ids import VendorId
from muniment.enforce.allowance import Allowance
from muniment.readers.estate import toml_table
from muniment.readers.estate.facts import Shape, read_facts
from muniment.readers.estate.toml_table import UnfitError
from muniment.readers.gateway import values

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from muniment.domain.condition import FactKind
    from muniment.domain.ids import FactId
    from muniment.readers.estate.toml_table import Table
    from muniment.readers.gateway.values import Outside

_ROUTE: Final = ("id", "url", "operator", "dialects", "credential", "service_authorities", "allow", "models")
_CREDENTIAL: Final = ("header", "scheme", "environment", "file")
_ALLOW: Final = (
    "fields",
    "hosted_tools",
    "remote_servers",
    "betas",
    "background",
    "kept_state",
    "several_answers",
)
_MODEL: Final = Shape(header="[[routes.models]]", keys=("name", "sent_as", "maker"), areas=("item", "use"))
_OURSELVES: Final = "ourselves"


def read_routes(
    top: Table, outside: Outside, kinds: Mapping[FactId, FactKind], vendors: Collection[VendorId]
) -> tuple[RouteSetup, ...]:
    """Return the routes; what is wrong is noted."""
    tables = top.all_below("routes", "[[routes]]")
    if not tables:
        top.note("routes", "no route leads anywhere", "add [[routes]] with `id`, `url`, `operator` and `dialects`")
    values.refuse_twins(tables, "id")
    routes = tuple(_route(table, outside, kinds, vendors) for table in tables)
    _refuse_two_ways(tables, routes)
    return routes


def _route(
    table: Table, outside: Outside, kinds: Mapping[FactId, FactKind], vendors: Collection[VendorId]
) -> RouteSetup:
    table.allow(*_ROUTE)
    table.require("id", "url", "operator", "dialects", "models")
    operators = {*vendors, _OURSELVES}
    known = "a vendor in the rulebook, nor `ourselves`; an overlay adds vendors"
    operator = table.take("operator", toml_table.one_of(operators, known))
    models = table.all_below("models", _MODEL.header)
    values.refuse_twins(models, "name")
    allow = table.below("allow", "`allow`") if "allow" in table.values else None
    dialects = frozenset(each for _, each in table.each("dialects", toml_table.member(Dialect)) or ())
    route = Route(
        id=RouteId(table.take("id", values.word) or ""),
        url=table.take("url", _url) or "",
        operator=None if operator in {None, _OURSELVES} else VendorId(operator or ""),
        dialects=dialects,
        models=tuple(_model(each, kinds, vendors) for each in models),
    )
    return RouteSetup(
        route=route,
        listed=_listed(allow),
        betas=frozenset(values.names(allow, "betas", values.header)) if allow else frozenset(),
        credential=_credential(table, outside),
        service_authorities=table.take("service_authorities", values.existing(outside)) or "",
    )


def _model(table: Table, kinds: Mapping[FactId, FactKind], vendors: Collection[VendorId]) -> ServedModel:
    table.require("name", "maker")
    maker = table.take("maker", toml_table.one_of(vendors, "a vendor in the rulebook; an overlay adds vendors"))
    name = table.take("name", toml_table.name) or ""
    return ServedModel(
        name=name,
        sent_as=table.take("sent_as", toml_table.name) or name,
        maker=VendorId(maker or ""),
        facts=read_facts(table, _MODEL, kinds),
    )


def _listed(allow: Table | None) -> Allowance:
    if allow is None:
        return Allowance()
    allow.allow(*_ALLOW)
    return Allowance(
        fields=frozenset(values.names(allow, "fields")),
        hosted_tools=frozenset(values.names(allow, "hosted_tools")),
        remote_servers=frozenset(values.names(allow, "remote_servers")),
        background=allow.take("background", toml_table.yes_or_no) or False,
        kept_state=allow.take("kept_state", toml_table.yes_or_no) or False,
        several_answers=allow.take("several_answers", toml_table.yes_or_no) or False,
    )


def _credential(table: Table, outside: Outside) -> Credential | None:
    if "credential" not in table.values:
        return None
    below = table.below("credential", "`credential`")
    below.allow(*_CREDENTIAL)
    below.require("header")
    places = [key for key in ("environment", "file") if key in below.values]
    if len(places) != 1:
        below.note("file", "`credential` must name one place of the secret", "write `environment` or `file`, not both")
    return Credential(
        header=below.take("header", values.word) or "",
        scheme=below.take("scheme", values.word) or "",
        environment=below.take("environment", lambda value: _variable(value, outside)) or "",
        file=below.take("file", values.existing(outside)) or "",
    )


def _variable(value: object, outside: Outside) -> str:
    plain = values.word(value)
    if plain not in outside.variables:
        raise UnfitError(what=f"is `{plain}`, which is not set", help_="set the variable for the gateway's process")
    return plain


def _url(value: object) -> str:
    plain = toml_table.name(value)
    try:
        parts = urlsplit(plain)
        fit = bool(parts.hostname) and parts.port != 0 and parts.scheme in {"http", "https"}
    except ValueError:
        fit = False
    if not fit or parts.query or parts.fragment or parts.username is not None or not plain.isascii():
        help_ = "write `https://` and a host, and where it needs one a port and a path, such as https://models.example"
        raise UnfitError(what=f"is `{toml_table.shown(plain)}`, which is no address of a service", help_=help_)
    if parts.scheme == "http" and parts.hostname not in values.LOCAL:
        help_ = "write https://; only a service on this machine may be called without TLS"
        raise UnfitError(
            what=f"is `{toml_table.shown(plain)}`, which sends calls and secrets in the clear", help_=help_
        )
    if parts.path.rstrip("/").endswith("/v1"):
        help_ = "leave `/v1` out: the gateway puts it before the path of each dialect"
        raise UnfitError(what=f"is `{toml_table.shown(plain)}`", help_=help_)
    return plain.rstrip("/")


def _refuse_two_ways(tables: tuple[Table, ...], routes: tuple[RouteSetup, ...]) -> None:
    """Note every model that two routes serve in one dialect: where a call goes must not hang on their order."""
    seen: dict[tuple[Dialect, str], str] = {}
    for table, setup in zip(tables, routes, strict=True):
        for at, model in enumerate(setup.route.models):
            for dialect in setup.route.dialects:
                other = seen.setdefault((dialect, model.name), setup.route.id)
                if other != setup.route.id:
                    what = f"the model `{model.name}` is served by `{other}` as well, in the same dialect"
                    table.notes.add((*table.path, "models", at), what, "give it another `name` here, and `sent_as`")
