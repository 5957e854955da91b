"""A question to the person at the terminal, where there is one."""

from __future__ import annotations

import sys

import click


def confirmed(question: str, *, err: bool = False) -> bool:
    """Ask a person. Where nobody is there to answer, the answer is no; an interrupt at a terminal is let out."""
    if sys.stdin is None:
        return False
    try:
        return click.confirm(question, err=err)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        return False
