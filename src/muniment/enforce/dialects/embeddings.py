"""A request to Embeddings: no tools, no stream. The fields are those of the OpenAI client 3.57."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.call import Fault
from muniment.enforce.dialects.names import names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.call import OfferedTool
    from muniment.enforce.dialects.client_call import ClientCall

KNOWN = names("dimensions encoding_format input model user")
OF_CONSEQUENCE: Mapping[str, Fault] = {}


def read_embeddings(call: ClientCall) -> tuple[OfferedTool, ...]:
    """Return no tools; what is malformed or not known is refused in `call`."""
    call.fields(KNOWN, OF_CONSEQUENCE)
    if not isinstance(call.body.get("input"), str | list):
        call.refuse(Fault.MALFORMED, "input", "`input` is neither text nor a list")
    return ()
