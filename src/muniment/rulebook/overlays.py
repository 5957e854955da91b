"""An organisation's own vendors and signatures, or its rule packs, laid over the rulebook."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from muniment.domain.ids import Digest
from muniment.domain.rulebook import Overlay
from muniment.errors import Problem, RulebookError
from muniment.rulebook.fields import gather, unique
from muniment.rulebook.known import Known
from muniment.rulebook.packs import is_pack, with_pack
from muniment.rulebook.parse_signatures import parse_signature, replaced
from muniment.rulebook.parse_vendors import parse_vendor
from muniment.rulebook.yaml_text import Block, Text, read, refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from muniment.domain.ids import SignatureId, VendorId
    from muniment.domain.restriction import Restriction
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Signature, Vendor
    from muniment.rulebook.files import RulebookFiles
    from muniment.rulebook.load import Placed
    from muniment.rulebook.yaml_text import Node, Place

_VENDOR = "vendor.yaml"
_DEPTH = 2
_LAYOUT = "an overlay holds a folder for each vendor: `vendor.yaml` for a new one, and a file for each signature"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One file of an overlay: the name of its vendor's folder, whether it describes the vendor, and what it says."""

    folder: str
    of_vendor: bool
    node: Node


@dataclass(frozen=True, slots=True)
class _Own:
    """A signature of an overlay, the one that it replaces, if any, and where it is described."""

    signature: Signature
    replaces: SignatureId | None
    place: Place


def with_overlays(placed: Placed, overlays: Sequence[RulebookFiles]) -> Placed:
    """Return the rulebook with what `overlays` add. Its digest stands for them too, in whatever order they are given.

    A signature of the rulebook gives way only to one that says `replaces` with its id.

    Raises: RulebookError, with the problems of the first overlay that has any.
    """
    official = frozenset(placed.signatures)
    whole = placed
    for overlay in overlays:
        whole = with_pack(whole, overlay) if is_pack(overlay) else _laid_over(whole, overlay, official)
    whole = replace(whole, rulebook=_met(whole.rulebook))
    overlaid = whole.rulebook.overlays
    digest = _digest(placed.rulebook.digest, overlaid)
    discovery = _digest(placed.rulebook.discovery, (each for each in overlaid if each.vendors or each.signatures))
    return replace(whole, rulebook=replace(whole.rulebook, digest=digest, discovery=discovery))


def _digest(rulebook: Digest, overlays: Iterable[Overlay]) -> Digest:
    parts = sorted(overlay.digest for overlay in overlays)
    joined = "\n".join((rulebook, *parts))
    return Digest(f"sha256:{hashlib.sha256(joined.encode()).hexdigest()}") if parts else rulebook


def _laid_over(placed: Placed, files: RulebookFiles, official: frozenset[str]) -> Placed:
    book = placed.rulebook
    entries = _entries(files)
    known = Known(sources=book.sources, facts=book.facts, vendors=book.vendors)
    vendors = gather((each for each in entries if each.of_vendor), lambda each: _vendor(each, known))
    known = replace(known, vendors={**book.vendors, **{vendor.id: vendor for vendor in vendors}})
    own = gather((each for each in entries if not each.of_vendor), lambda each: _own(each, known))
    places = _places(placed.signatures, own, official)
    replaces = frozenset(each.replaces for each in own if each.replaces is not None)
    kept = tuple(signature for signature in book.signatures if signature.id not in replaces)
    overlay = _overlay(files, vendors, own)
    return replace(
        placed,
        rulebook=replace(
            book,
            vendors=known.vendors,
            signatures=(*kept, *(each.signature for each in own)),
            overlays=(*book.overlays, overlay),
        ),
        signatures=places,
    )


def _met(book: Rulebook) -> Rulebook:
    """Return the rulebook, the instruments that name nobody with every vendor that is known now."""
    known = Known(sources=book.sources, facts=book.facts, vendors=book.vendors)
    met = {id_: replace(each, vendors=_chosen(each, known)) for id_, each in book.restrictions.items()}
    return replace(book, restrictions=met)


def _chosen(restriction: Restriction, known: Known) -> tuple[VendorId, ...]:
    return known.chosen(restriction.offering, restriction.homes) or restriction.vendors


def _entries(files: RulebookFiles) -> tuple[_Entry, ...]:
    if not files.contents:
        raise RulebookError(Problem(where=files.folder, what="the overlay is empty", help=_LAYOUT))
    return gather(sorted(files.contents.items()), lambda file: _entry(files.shown(file[0]), *file))


def _entry(shown: str, name: str, content: bytes) -> _Entry:
    path = PurePosixPath(name)
    if len(path.parts) != _DEPTH or path.suffix != ".yaml":
        raise RulebookError(Problem(where=shown, what="an overlay has no place for this file", help=_LAYOUT))
    return _Entry(path.parent.name, path.name == _VENDOR, read(content, shown))


def _vendor(entry: _Entry, known: Known) -> Vendor:
    vendor = parse_vendor(entry.node, entry.folder, known.sources, known.facts)
    if vendor.id in known.vendors:
        help_ = "leave `vendor.yaml` out; the signatures beside it belong to that vendor"
        raise refusal(_place(entry.node), f"the rulebook describes `{vendor.id}` already", help_)
    return vendor


def _own(entry: _Entry, known: Known) -> _Own:
    place = _place(entry.node)
    vendor = known.vendor(Text(entry.folder, entry.node.place))
    return _Own(parse_signature(entry.node, vendor, known, overlay=True), replaced(entry.node), place)


def _places(before: Mapping[str, Place], own: Sequence[_Own], official: frozenset[str]) -> dict[str, Place]:
    """Return where each signature is described now, the replaced ones left out.

    Raises: RulebookError for one that replaces what is not there, or has the id of another without replacing it.
    """
    replaces = [(each.replaces, each.place) for each in own if each.replaces is not None]
    gather(replaces, lambda each: _refuse_unknown(each[0], each[1], before, official))
    unique(replaces, "replacement of")
    left = {id_: place for id_, place in before.items() if id_ not in dict(replaces)}
    gather(own, lambda each: _refuse_taken(each, left))
    unique([(each.signature.id, each.place) for each in own], "signature")
    return left | {each.signature.id: each.place for each in own}


def _refuse_unknown(id_: SignatureId, place: Place, before: Mapping[str, Place], official: frozenset[str]) -> None:
    if id_ not in official or id_ not in before:
        raise refusal(place, f"`replaces` names `{id_}`, which the rulebook does not have", "see `muniment rules show`")


def _refuse_taken(own: _Own, left: Mapping[str, Place]) -> None:
    id_ = own.signature.id
    if id_ in left:
        help_ = f"choose another id, or add `replaces: {id_}` to put yours in its place"
        raise refusal(own.place, f"signature `{id_}` is described in {left[id_]} already", help_)


def _overlay(files: RulebookFiles, vendors: Iterable[Vendor], own: Iterable[_Own]) -> Overlay:
    return Overlay(
        folder=files.folder,
        digest=files.digest(),
        vendors=tuple(vendor.id for vendor in vendors),
        signatures=tuple(each.signature.id for each in own),
        replaces=tuple(each.replaces for each in own if each.replaces is not None),
    )


def _place(node: Node) -> Place:
    """Return where the id stands, or where the file begins."""
    return node["id"].place if isinstance(node, Block) and "id" in node.keys else node.place
