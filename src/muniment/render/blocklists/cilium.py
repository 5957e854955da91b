"""Lists of what is let through, for Cilium: its rules that know names can only allow.

Source: Cilium 1.20, `cilium.io/v2` CiliumNetworkPolicy, DNS-based rules; Kubernetes NPEP-133, on why none denies
names: an address that nobody has looked up yet would pass.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final, TextIO

from muniment.render.blocklists.parts import about, instruments_of, kubernetes_name
from muniment.render.visible import visible
from muniment.render.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.blocklist import OpenHost, OpenList

_LONGEST_LABEL: Final = 63
_HEAD: Final = """\
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata:
  name: {name}
spec:
  endpointSelector:
    matchLabels:
      muniment-contract: {label}
  egress:
  - toEndpoints:
    - matchLabels:
        "k8s:io.kubernetes.pod.namespace": kube-system
        "k8s:k8s-app": kube-dns
    toPorts:
    - ports:
      - {{port: "53", protocol: ANY}}
      rules:
        dns:
        - matchPattern: "*.*.svc.cluster.local"
"""


def write_cilium(listed: OpenList, to: TextIO) -> None:
    """Write a policy under which pods with the label look up and reach the hosts that were named, and nothing else."""
    to.writelines(f"# {line}\n" for line in about(listed, "Cilium network policy, of what is let through"))
    to.write(
        f"# {count(len(listed.hosts), 'host')}, each permitted in each of these systems on that day, or not known\n"
    )
    name, label = kubernetes_name(listed, "open"), json.dumps(_label(listed.contract))
    to.write(_HEAD.format(name=name, label=label))
    to.writelines(f"        - matchName: {json.dumps(each.name)}\n" for each in listed.hosts)
    to.write("  - toFQDNs:\n")
    to.writelines(line for each in listed.hosts for line in _let_through(each))
    to.write('    toPorts:\n    - ports:\n      - {port: "443", protocol: TCP}\n')


def _let_through(each: OpenHost) -> Iterator[str]:
    yield f"    # {visible(_why(each))}\n"
    yield f"    - matchName: {json.dumps(each.name)}\n"


def _why(each: OpenHost) -> str:
    if each.decision is None:
        return "the rulebook knows nothing of it"
    rules = ", ".join(instruments_of(each.decision))
    return f"{', '.join(each.known_by)}: {each.decision.acted_on.value}{f' ({rules})' if rules else ''}"


def _label(contract: str) -> str:
    """Return the value of the label. Source: Kubernetes, labels and selectors."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", contract)[:_LONGEST_LABEL].strip("-._")
