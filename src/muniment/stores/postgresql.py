"""What every store in PostgreSQL needs: the driver, which is an extra, and addresses that may be shown."""

from __future__ import annotations

import re
from typing import Any, Final

from muniment.errors import InputError, Problem

_PASSWORD: Final = re.compile(r"password=[^&]*")


def driver() -> Any:  # noqa: ANN401  (a module)
    """Return the driver. Raises: InputError where it is not installed."""
    try:
        import psycopg  # noqa: PLC0415  (an extra)
    except ImportError as error:
        help_ = "install muniment[postgresql]"
        raise InputError(Problem(where="postgresql", what="the driver is not installed", help=help_)) from error
    return psycopg


def shown(address: str) -> str:
    """Return `address` without a password."""
    scheme, _, rest = address.partition("://")
    before, at, place = rest.rpartition("@")
    return f"{scheme}://{before.partition(':')[0]}{at}" + _PASSWORD.sub("password=…", place)


def said(error: Exception) -> str:
    """Return the first line of what the driver or the server says."""
    return (str(error).splitlines() or [type(error).__name__])[0].lower()
