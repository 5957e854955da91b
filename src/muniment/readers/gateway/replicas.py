"""Which gateways stand beside each other, as the file says it that all of them share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.app.gateway.settings import ReplicaSetup
from muniment.domain.database import on_server
from muniment.readers.estate import toml_table
from muniment.readers.gateway import values

if TYPE_CHECKING:
    from muniment.app.approvals.settings import ToolSettings
    from muniment.readers.estate.toml_table import Table
    from muniment.readers.gateway.values import Outside

_REPLICAS: Final = ("key", "keys", "checkpoints", "seconds")
_FEWEST: Final = 2


def read_replicas(top: Table, outside: Outside, tools: ToolSettings | None) -> ReplicaSetup | None:
    """Return what the file says of replicas; nothing where it says nothing. Problems are noted."""
    if "replicas" not in top.values:
        return None
    table = top.below("replicas", "[replicas]")
    table.allow(*_REPLICAS)
    table.require("key", "keys")
    below = table.below("keys", "[replicas.keys]")
    keys = tuple((name, below.take(name, values.existing(outside)) or "") for name in below.values)
    for name in below.values:
        below.fit((name,), f"the name `{toml_table.shown(name)}`", name, values.word)
    if 0 < len(keys) < _FEWEST:
        table.note("keys", "names one replica, and nobody could vouch for it", "name every replica, this one as well")
    holds = tools.approvals.holds if tools is not None else ""
    if tools is not None and not on_server(holds):
        what = "replicas need holds that all of them see, and `holds` is a file"
        table.note("keys", what, 'write `holds = "postgresql://..."` under [approvals]')
    if "checkpoints" not in table.values and tools is None:
        table.note(
            "checkpoints", "without holds, nothing says where replicas meet", "name a folder that all of them see"
        )
    return ReplicaSetup(
        key=table.take("key", values.existing(outside)) or "",
        keys=keys,
        folder=table.take("checkpoints", values.path(outside.folder)) or "",
        seconds=table.take("seconds", values.whole(1, 3600)) or 60,
    )
