"""The chain of the log of calls."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.enforce.call_chain import START, BrokenChainError, Head


def chained(*entries: bytes) -> list[bytes]:
    lines, _ = Head().link(entries)
    return lines.splitlines()


def followed(lines: list[bytes]) -> Head:
    head = Head()
    for line in lines:
        head = head.follow(line)
    return head


def test_the_first_line_names_64_zeros_and_each_other_line_the_digest_of_the_one_before() -> None:
    first, second = chained(b'{"a":1}', b'{"b":2}')

    assert first == b'{"prev":"%b","seq":0,"a":1}' % START.encode()
    assert second == b'{"prev":"%b","seq":1,"b":2}' % sha256(first).hexdigest().encode()


def test_a_chain_that_was_linked_follows() -> None:
    lines = chained(b'{"a":1}', b'{"b":2}', b'{"c":3}')

    assert followed(lines) == Head(3, sha256(lines[2]).hexdigest())


@given(at=st.integers(0, 4), change=st.integers(1, 255), data=st.data())
def test_no_byte_of_a_line_can_be_changed_unnoticed_while_a_line_follows_it(
    at: int, change: int, data: st.DataObject
) -> None:
    lines = chained(*(b'{"call":"%d","text":"x"}' % number for number in range(6)))
    place = data.draw(st.integers(0, len(lines[at]) - 1))
    lines[at] = lines[at][:place] + bytes([lines[at][place] ^ change]) + lines[at][place + 1 :]

    with pytest.raises(BrokenChainError):
        followed(lines)


@given(at=st.integers(0, 4))
def test_no_line_but_the_last_can_be_left_out_or_put_twice(at: int) -> None:
    lines = chained(*(b'{"call":"%d"}' % number for number in range(6)))

    with pytest.raises(BrokenChainError, match="belongs here"):
        followed(lines[:at] + lines[at + 1 :])
    with pytest.raises(BrokenChainError, match="belongs here"):
        followed(lines[: at + 1] + lines[at:])


def test_two_lines_cannot_change_places_even_where_their_numbers_are_mended() -> None:
    first, second, third = chained(b'{"a":1}', b'{"b":2}', b'{"c":3}')
    swapped = [first, third.replace(b'"seq":2', b'"seq":1'), second.replace(b'"seq":1', b'"seq":2')]

    with pytest.raises(BrokenChainError, match="line 2 does not follow"):
        followed(swapped)
