"""Block lists for a service mesh: an authorisation policy of Istio for the gateway by which a cluster reaches out.

Only the name in a TLS greeting is asked for. A rule about the host of a request would, on a port that Istio does not
read as HTTP, deny everything. Source: Istio 1.27, `security.istio.io/v1` AuthorizationPolicy; authorisation conditions.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TextIO

from muniment.render.blocklists.host_entries import host_entries
from muniment.render.blocklists.parts import head, kubernetes_name, why

if TYPE_CHECKING:
    from collections.abc import Collection

    from muniment.discover.judging.hosts import Host
    from muniment.domain.blocklist import BlockList

_HEAD: Final = """\
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: {name}
spec:
  selector:
    matchLabels:
      istio: egressgateway
  action: DENY
"""


def write_istio(listed: BlockList, to: TextIO) -> Collection[str]:
    """Write a policy that denies TLS connections to prohibited hosts through the gateway that is selected."""
    said = host_entries(listed, _can_be_said)
    form = "Istio authorisation policy, by the name in a TLS greeting"
    to.writelines(f"# {line}\n" for line in head(listed, form, said.number, said.left_out))
    to.write(_HEAD.format(name=kubernetes_name(listed, "prohibited")))
    to.write("  rules:\n" if said.number else "  rules: []\n")
    through = f", notValues: {_list(said.through)}" if said.through else ""
    for blocked, found in said.by_entry:
        to.write(f"  # {why(listed, blocked)}\n")
        to.write(f"  - when:\n    - {{key: connection.sni, values: {_list(found)}{through}}}\n")
    return said.left_out


def _can_be_said(host: Host) -> bool:
    """Say whether Istio has words for it: a name, or one star at the beginning."""
    return "*" not in host.pattern[1:]


def _list(hosts: Collection[Host]) -> str:
    return json.dumps([host.pattern for host in hosts])
