"""Which tables list an organisation's own suppliers, and the companies and products that they name.

A table of sub-processors speaks for itself. Any other counts only where a title, a heading or the file's name says that
it lists suppliers *and* that they are one's own: a register, an inventory, those approved, those in use. Comparisons,
alternatives, price lists and lists of whom a product can be connected to are left to the search for words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.domain.evidence import Context, Identifier, Observation, Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.readers.manifests.declared import Seen

MARKS: tuple[bytes, ...] = (
    *(b"rocessor", b"ROCESSOR", b"upplier", b"UPPLIER", b"endor", b"ENDOR", b"hird part", b"hird-part", b"hird Part"),
    *(b"hird-Part", b"ervice provider", b"ervice Provider", b"AI provider", b"AI Provider", b"anufacturer"),
)
_SUBPROCESSORS = lazily(r"(?i)\bsub[-_ ]?processors?\b")
_SUPPLIERS = lazily(
    r"(?i)\b(?:suppliers?|vendors?|manufacturers?|foundr(?:y|ies)|lieferanten?|dienstleister|fournisseurs?|proveedores"
    r"|third[-_ ]part(?:y|ies)|(?:data |ai )?processors?|service[-_ ]providers?"
    r"|(?:ai|llm|model|cloud)[-_ ](?:providers?|vendors?|services?|systems?|tools?)|supply[-_ ]chain|outsourc\w+)\b"
)
_OWN = lazily(
    r"(?i)\b(?:our|we use|in use|used by us|approved|authori[sz]ed|engaged|current|active|register|registry|inventory"
    r"|list of|management|onboard\w*|due[-_ ]diligence|risk|assessments?|disclosures?|records? of processing|ropa"
    r"|privacy|gdpr|dpa|data[-_ ](?:processing|protection)|compliance|iso ?27001|soc ?2|ccpa|cmmc|nist)\b"
)
_OTHERS = lazily(
    r"(?i)\b(?:alternatives?|compar\w+|versus|vs|competit\w+|awesome|benchmarks?|leaderboard|pric\w+|market|landscape"
    r"|change ?log|release notes|acknowledge?ments?|credits|thanks|support(?:ed|s)|support matrix|compatib\w+"
    r"|integrations?|prohibited|banned|blocked|restricted|denied|disallowed|unapproved|not[-_ ]approved|rejected"
    r"|former(?:ly)?|removed|terminated|retired|past|evaluat\w+|candidates?|examples?|samples?|templates?"
    r"|vendor(?:ed|ing)|glossary|research|news|licen[cs]es?|notices?|attributions?|dependenc(?:y|ies)|packages"
    r"|librar(?:y|ies))\b"
)
"""What a list of others than one's own suppliers is about; `vendored` and third-party licences are about code."""
_FOREIGN_COLUMN = lazily(
    r"(?i)^(?:stars|github|pros|cons|api key|env(?:ironment)? var\w*|context(?: window)?|prices?|pricing|mac.*|oui"
    r"|usb.*|pid|vid|prefix|cve.*|free tier|benchmark|score|rank|supported\??|licen[cs]e|version)$"
)
_NAME_COLUMNS = (
    lazily(
        r"(?i)\b(?:sub[-_ ]?processors?|suppliers?|vendors?|third[-_ ]part(?:y|ies)|processors?|providers?"
        r"|manufacturers?|lieferant(?:en)?|hersteller|anbieter|dienstleister|fournisseurs?|proveedor(?:es)?)\b"
    ),
    lazily(r"(?i)\b(?:compan(?:y|ies)|entit(?:y|ies)|organi[sz]ations?|partners?|contractors?|name)\b"),
)
_NOT_A_NAME = lazily(
    r"(?i)\b(?:id|number|no|contact|e-?mail|address|country|location|type|category|website|url|owner|code)\b"
)
_PRODUCT_COLUMN = lazily(
    r"(?i)^(?:products?|services?|tools?|applications?|systems?|solutions?|models?|software"
    r"|ai (?:systems?|tools?|models?|services?)|products?[/ ](?:or |and )?services?|services? (?:used|name)"
    r"|(?:product|tool|system|model|service|software) name)$"
)
_STATUS_COLUMN = lazily(r"(?i)\b(?:status|state|decision|approval|approved|outcome|result)\b")
_NOT_IN_USE = lazily(
    r"(?i)\b(?:reject\w*|terminat\w*|retired?|former|prohibit\w*|block\w*|not approved|unapproved|denied|declined"
    r"|inactive|decommission\w*|no longer|off-?board\w*|removed?|banned|not in use|unused|no|candidate|proposed)\b"
)
_OWN_COLUMNS = lazily(
    r"(?i)\b(?:purpose|data|personal|contract|criticality|risk|dpa|agreement|review\w*|approv\w+|spend|owner|tier"
    r"|processing|transfer|safeguards?|services?|location|country|region|status|since|expir\w+|renewal)\b"
)
_HOLDER_COLUMN = lazily(
    r"(?i)^(?:(?:contract|business|relationship|budget|internal) (?:owner|holder|sponsor)|cost cent(?:er|re)"
    r"|(?:annual|yearly|total) spend.*|contract (?:no\.?|number|id|value|end|expiry).*)$"
)
"""A column of one's own people, money or contracts, which no list of everybody's vendors has."""
_PROCESSING = lazily(
    r"(?i)\b(?:dpa|avv|ropa|gdpr|dsgvo|data[-_ ]processing|annex|annexe|schedule [a-z\d]+|subs|trust)\b"
)
"""What an agreement about the processing of data, or the part of one that lists who takes part, is called."""
_REGISTERS = lazily(
    r"(?i)\b(?:assets?|devices?|inventor(?:y|ies)|hardware|equipment|licen[cs]es?|software|cmdb|inventar|geraete"
    r"|fleet|drones?|ua[sv]s?|aircraft|cam(?:era)?s?|cctv|nvrs?|radios?|handhelds?|phones?|laptops?|computers?|modems?"
    r"|routers?|switch(?:es)?|ol[tn]s?|on[tu]s?|gateways?|firewalls?|access[-_ ]points?|base[-_ ]stations?|servers?"
    r"|hosts?|endpoints?|network|vehicles?|chips?|asics?|wafers?"
    r"|boms?|bills? of materials?|parts?(?: list)?|components?|stueckliste|st\u00fcckliste)\b"
)
"""What a file of one's own things is called; only its columns tell whether it is one."""
_OWNED_COLUMN = lazily(
    r"(?i)^(?:asset(?:[ _-]?(?:tag|id|no\.?|number))?|serial(?:[ _-]?(?:no\.?|number|#))?|s/n|seats?|warranty\b.*"
    r"|purchased?\b.*|hostname|host name|rack|room|assigned[ _-]?to|install(?:ed|ation)?[ _-]?(?:date|on)"
    r"|site|computer(?:[ _-]?name)?|(?:call[ -]?sign|imei|faa(?: reg\w*)?|(?:n|tail|registration)[ -]?(?:no\.?|number))"
    r"|device[ -]?role|primary ip\w*|(?:mgmt|management)[ -]?ip\b.*|tail(?:[ -]?number)?"
    r"|inventory (?:no\.?|number)|inventarnummer|seriennummer|vertrag\b.*|lizenzen|garantie\b.*)$"
)
"""A column that only a list of what one has keeps: nobody knows the serial numbers of what is others'."""
_APPROVED = lazily(r"(?i)\b(?:approved|qualified|preferred|avl|aml|qml|qpl)\b")
"""What a list of those is called from whom parts may be bought: an AVL is one of approved vendors."""
_MAKER_COLUMN = lazily(
    r"(?i)^(?:[a-z]+ )?(?:make|makers?|mfrs?\.?|mfg\.?|oem|brand|manufacturer(?:[ _-]?name)?|publisher|foundry"
    r"|wafer fab)(?: ?\d)?$"
)
_PLACE_COLUMN = lazily(
    r"(?i)^(?:location|building|floor|area|department|dept\.?|unit|owner|custodian|user|ip(?:[ _-]?address)?"
    r"|firmware(?:[ _-]?version)?|condition|in service(?: since)?|deployed)$"
)
_MODEL_COLUMN = lazily(r"(?i)^(?:[a-z]+ )?model(?: ?(?:no\.?|number|name))?$")
"""A column of where a thing stands and whose it is, which together with its model only a list of one's own has."""
_ONES_OWN = lazily(r"(?i)\b(?:fleet|inventor(?:y|ies)|cmdb|inventar|asset[-_ ](?:register|list)|assets)\b")
"""What only a list of one's own things is called."""
_PART_COLUMNS = (
    lazily(r"(?i)^(?:ref(?:s|des|erences?)?\.?|reference designators?|designators?|positions?)$"),
    lazily(r"(?i)^(?:qty\.?|quantity|menge|anzahl|count)(?: per .*)?$"),
    lazily(r"(?i)^(?:process(?:[ _-]node)?|node|die|wafer|foundry|wafer fab)$"),
    lazily(r"(?i)^(?:mpn|(?:mfr|mfg|manufacturer)?\.?[ _-]?part[ _-]?(?:no\.?|number|#)?|footprint|package)(?: ?\d)?$"),
)
"""Columns of a list of the parts of a device: where a part sits, how many there are, how its maker numbers it."""
_ALL_OF_THE_NAME = lazily(r"(?i)(?:the )?(?:suppliers?|vendors?|third part(?:y|ies))(?: list| services)?(?: \d+)?")
_WHAT_FOR = lazily(r"(?i)^(?:services?(?: used)?|purposes?|owner|used for|use|contract\w*|spend|criticality|risk|dpa)$")
_ENOUGH_PART_COLUMNS = 2
_ENOUGH_OWN_COLUMNS = 2
_MOST_WORDS = 14
_MOST_ROWS = 5000
_LINK = lazily(r"!?\[(?P<text>[^\]\[]*)\]\([^()\s]*(?:\s[^()]*)?\)")
_BREAK = lazily(r"<(?:br|p|div|li)\b[^<>]*>", re.IGNORECASE)
_MARKUP = lazily(r"\[\^[^\]\[]*\]|<[^<>]*>|[*`]+|(?<!\w)_{1,3}|_{1,3}(?!\w)|\\(?=[|_*])")
_LONGEST_CELL = 500
_SPACE = lazily(r"\s+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the line on which it stands (0 where there are none), its cells, and what to show of it."""

    line: int
    cells: tuple[str, ...]
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table, the headings above it, the outermost first, and the name of the file. The first row is the header."""

    headings: tuple[str, ...]
    rows: Sequence[Row]
    file: str


def says_suppliers(path: str) -> bool:
    """Say whether the name of a file says that it lists suppliers or sub-processors."""
    name = _in_words(path.rpartition("/")[2])
    return bool((_SUBPROCESSORS.search(name) or _SUPPLIERS.search(name)) and not _OTHERS.search(name))


def says_processing(path: str) -> bool:
    """Say whether the name of a file says that it is an agreement or record about who processes data."""
    return _PROCESSING.search(_in_words(path.rpartition("/")[2])) is not None


def says_register(path: str) -> bool:
    """Say whether the name of a file says that it lists things which somebody may own."""
    return _REGISTERS.search(_in_words(path.rpartition("/")[2])) is not None


def says_own_suppliers(path: str) -> bool:
    """Say whether the name of a file says that it lists one's own suppliers, as a register does."""
    return says_suppliers(path) and _OWN.search(_in_words(path.rpartition("/")[2])) is not None


def is_all_about_suppliers(path: str) -> bool:
    """Say whether the whole name of a file is `vendors` or the like, so that its columns tell whose they are."""
    return _ALL_OF_THE_NAME.fullmatch(_in_words(path.rpartition("/")[2])) is not None


def says_what_for(column: str) -> bool:
    """Say whether the name of a column, or a key, is about what a supplier does for oneself."""
    return _WHAT_FOR.match(column.replace("_", " ")) is not None


def suppliers(table: Table) -> Iterator[Seen]:
    """Yield the companies and products of a table, if it lists suppliers; those no longer used are mentioned only.

    A supplier whose services were engaged is available; who made what one owns is declared.
    """
    if not table.rows:
        return
    header = _header(table)
    is_owned = _is_owned(header, _in_words(table.file)) or _approves_parts(table, header)
    if not is_owned and not _is_list(table):
        return
    columns, status = _columns(header), _status(header)
    in_use = Rung.DECLARED if is_owned else Rung.AVAILABLE
    for row in table.rows[1:_MOST_ROWS]:
        held = _plain(row.cells[status]) if status is not None and status < len(row.cells) else ""
        rung = Rung.MENTIONED if _NOT_IN_USE.search(held) else in_use
        for column in columns:
            if column < len(row.cells):
                yield from named(row.cells[column], row, rung)


def listed(headings: tuple[str, ...], row: Row) -> Iterator[Seen]:
    """Yield the company with which an item of a list under a heading of sub-processors begins."""
    if headings and _SUBPROCESSORS.search(headings[-1]) and not _OTHERS.search(headings[-1]):
        yield from named(re.split(r"\s[-\u2013\u2014]\s|[:(;]", row.cells[0])[0], row, Rung.AVAILABLE)


def named(cell: str, row: Row, rung: Rung) -> Iterator[Seen]:
    """Yield the name that a cell holds, if it holds one and no sentence."""
    name = _plain(cell)
    if name and len(name.split()) <= _MOST_WORDS:
        yield Observation(Identifier(IdentifierKind.NAME, name), row.line, Context.FIELD, rung, excerpt(row.shown))


def _is_owned(header: list[str], file: str) -> bool:
    if _column(header, (*_NAME_COLUMNS[:1], _MAKER_COLUMN)) is None:
        return False
    if any(_OWNED_COLUMN.match(cell) for cell in header) or _lists_parts(header):
        return True
    modelled = any(_MODEL_COLUMN.match(cell) for cell in header)
    counted = _REGISTERS.search(file) is not None and any(_PART_COLUMNS[1].match(cell) for cell in header)
    placed = any(_PLACE_COLUMN.match(cell) for cell in header)
    return modelled and (_ONES_OWN.search(file) is not None or placed or counted)


def _approves_parts(table: Table, header: list[str]) -> bool:
    """Say whether the table tells by whom parts may be made that one builds in, as a list of approved makers does."""
    if not any(_MAKER_COLUMN.match(cell) for cell in header) or not any(_PART_COLUMNS[-1].match(c) for c in header):
        return False
    around = [_in_words(table.file), *(_plain(heading) for heading in table.headings)]
    return any(_APPROVED.search(text) for text in around) and not any(_OTHERS.search(text) for text in around)


def _header(table: Table) -> list[str]:
    """Return the names of the columns as words: `legal_name` as `legal name`."""
    return [_plain(cell).replace("_", " ") for cell in table.rows[0].cells]


def _lists_parts(header: list[str]) -> bool:
    """Say whether the columns are those of a bill of materials of a device, with who makes each part."""
    if not any(_MAKER_COLUMN.match(cell) for cell in header):
        return False
    return sum(any(kind.match(cell) for cell in header) for kind in _PART_COLUMNS) >= _ENOUGH_PART_COLUMNS


def _is_list(table: Table) -> bool:
    header = _header(table)
    around = [_in_words(table.file), *(_plain(heading) for heading in table.headings)]
    nearest = around[-1]
    if _OTHERS.search(nearest) or _OTHERS.search(around[0]) or any(_FOREIGN_COLUMN.match(cell) for cell in header):
        return False
    if any(_SUBPROCESSORS.search(text) for text in (*header, nearest)):
        return True
    if any(_OTHERS.search(text) for text in around):
        return False
    if _SUBPROCESSORS.search(" ".join(around)):
        return _column(header, _NAME_COLUMNS) is not None
    if not any(_SUPPLIERS.search(text) for text in around) or _column(header, _NAME_COLUMNS) is None:
        return False
    plain = is_all_about_suppliers(table.file) and any(says_what_for(cell) for cell in header)
    return plain or any(_OWN.search(text) for text in around) or _enough_own_columns(header)


def _enough_own_columns(header: list[str]) -> bool:
    if any(_HOLDER_COLUMN.match(cell) for cell in header):
        return True
    return sum(1 for cell in header if _OWN_COLUMNS.search(cell)) >= _ENOUGH_OWN_COLUMNS


def _columns(header: list[str]) -> list[int]:
    """Return where the names of companies and products stand: the first column where no header tells.

    Who supplies a part and who makes it may be two, each in a column.
    """
    found = _column(header, (_NAME_COLUMNS[0], _MAKER_COLUMN, *_NAME_COLUMNS[1:]))
    others = [at for at, cell in enumerate(header) if _PRODUCT_COLUMN.match(cell) or _MAKER_COLUMN.match(cell)]
    return sorted({0 if found is None else found, *others})


def _column(header: list[str], patterns: Sequence[re.Pattern[str]]) -> int | None:
    for pattern in patterns:
        for at, cell in enumerate(header):
            if pattern.search(cell) and not _NOT_A_NAME.search(cell):
                return at
    return None


def _status(header: list[str]) -> int | None:
    return next((at for at, cell in enumerate(header) if _STATUS_COLUMN.search(cell)), None)


def _plain(cell: str) -> str:
    """Return the text of a cell without markup, spaces folded."""
    text = _BREAK.sub(" ", _LINK.sub(lambda found: found["text"], cell[:_LONGEST_CELL]))
    return _SPACE.sub(" ", _MARKUP.sub("", text)).strip()


def _in_words(name: str) -> str:
    """Return the name of a file as words: `AI_Vendor-register2026.xlsx` as `AI Vendor register 2026`."""
    stem = name.rpartition(".")[0] or name
    return _SPACE.sub(" ", re.sub(r"[-_.]+|(?<=[a-z])(?=[A-Z0-9])", " ", stem)).strip()
