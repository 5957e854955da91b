"""Block lists for Envoy: a filter for requests and one for connections, as files that an extension is discovered from.

Source: Envoy 1.40, `envoy.extensions.filters.http.rbac.v3.RBAC`, `envoy.extensions.filters.network.rbac.v3.RBAC`,
`envoy.config.core.v3.TypedExtensionConfig`; extension configuration discovery.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TextIO

from muniment.render.blocklists.host_entries import host_entries
from muniment.render.blocklists.parts import head, instruments, why

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from muniment.discover.judging.hosts import Host
    from muniment.domain.blocklist import Blocked, BlockList
    from muniment.render.blocklists.host_entries import Entries

NAME: Final = "muniment.prohibited"
"""How both filters are called where they are put into a chain."""
_TYPES: Final = "type.googleapis.com/envoy"


def write_envoy(listed: BlockList, to: TextIO) -> Collection[str]:
    """Write a filter that answers 403 to a request for a prohibited host, with or without a port, dot or capitals.

    The answer's detail in the log of Envoy names the signature and the instruments.
    """
    return _write(listed, to, "Envoy, HTTP filter by the host of a request", ("http", ""), _by_authority)


def write_envoy_sni(listed: BlockList, to: TextIO) -> Collection[str]:
    """Write a filter that ends a connection whose TLS greeting names a prohibited host; it needs the TLS inspector."""
    extra = f"    stat_prefix: {NAME}\n"
    return _write(listed, to, "Envoy, network filter by the name in a TLS greeting", ("network", extra), _by_greeting)


def _by_authority(host: Host) -> str:
    matcher = _quoted(rf"(?i){host.whole}\.?(:[0-9]+)?")
    return f'header: {{name: ":authority", string_match: {{safe_regex: {{regex: {matcher}}}}}}}'


def _by_greeting(host: Host) -> str:
    return f"requested_server_name: {{safe_regex: {{regex: {_quoted(rf'(?i){host.whole}')}}}}}"


def _write(
    listed: BlockList, to: TextIO, form: str, of: tuple[str, str], permission: Callable[[Host], str]
) -> Collection[str]:
    said = host_entries(listed, lambda _: True)
    kind, extra = of
    to.writelines(f"# {line}\n" for line in head(listed, form, said.number, said.left_out))
    to.write(f"version_info: {json.dumps(f'{listed.as_of} {listed.rulebook.digest}')}\n")
    to.write(f'resources:\n- "@type": {_TYPES}.config.core.v3.TypedExtensionConfig\n  name: {NAME}\n')
    to.write(f'  typed_config:\n    "@type": {_TYPES}.extensions.filters.{kind}.rbac.v3.RBAC\n{extra}')
    to.write("    rules:\n      action: DENY\n      policies:")
    to.write("\n" if said.number else " {}\n")
    to.writelines(f"        {line}\n" for line in _policies(listed, said, permission))
    return said.left_out


def _policies(listed: BlockList, said: Entries, permission: Callable[[Host], str]) -> Iterator[str]:
    through = [permission(host) for host in said.through]
    for blocked, found in said.by_entry:
        yield f"# {why(listed, blocked)}"
        yield f"{_quoted(_named(blocked))}:"
        yield "  principals: [{any: true}]"
        yield "  permissions:"
        yield from (f"  {line}" for line in _but_not([permission(host) for host in found], through))


def _but_not(permissions: Sequence[str], through: Sequence[str]) -> Iterator[str]:
    """Yield a list of permissions, any of which fits; with `through`, only where none of these fits."""
    if not through:
        yield from (f"- {each}" for each in permissions)
        return
    yield "- and_rules:"
    yield "    rules:"
    yield "    - or_rules:"
    yield "        rules:"
    yield from (f"        - {each}" for each in permissions)
    yield "    - not_rule:"
    yield "        or_rules:"
    yield "          rules:"
    yield from (f"          - {each}" for each in through)


def _named(blocked: Blocked) -> str:
    return f"{blocked.signature}: {', '.join(instruments(blocked))}"


def _quoted(text: str) -> str:
    """Return `text` as a string of YAML in single quotes, in which only these mean something."""
    return "'" + text.replace("'", "''") + "'"
