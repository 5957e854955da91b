"""From observations in one file to findings: who plays which part, how strong it is, why it may be only a mention."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from muniment.discover.judging.fingerprint import what
from muniment.discover.paths.classify import is_fixture, is_table, names_a_table
from muniment.discover.paths.kernel import is_kernel
from muniment.discover.text.anchors import ANCHORED
from muniment.discover.text.lexis import Form
from muniment.domain.evidence import Context, EvidenceClass, Finding, Rung
from muniment.domain.patterns import lazily
from muniment.domain.technology import IdentifierKind, Role

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from muniment.discover.judging.match import Matcher
    from muniment.discover.text.lexis import Profile
    from muniment.domain.evidence import Observation
    from muniment.domain.ids import VendorId
    from muniment.domain.technology import Signature

_CONTEXTS = {
    Context.COMMENT: "in a comment",
    Context.PROSE: "in running text",
    Context.DENIED: "in settings that deny it, leave it out or only list it",
}
_CLASSES = {
    EvidenceClass.DOCUMENTATION: "in documentation or translations",
    EvidenceClass.DENY_LIST: "in a block list",
    EvidenceClass.REFERENCE_DATA: "in reference data",
}
_KEY_PATTERN = lazily(rb"\[(?:\\?[\w.=/+-]){4,}\]\{\d{2,}(?:,\d*)?\}")
"""A character class repeated so often that it can only be the random part of a key."""
_PATTERNS_OF_A_TABLE = 5
_BYTES_A_PATTERN = 2000
"""A table of key patterns holds one in so many bytes at least; a large program holds more patterns, further apart."""
_RULE_OF_A_SCANNER = lazily(
    rb"(?is)\A(?=.{0,20000}\Z)(?=.*\b(?:keywords?|regex|pattern)\b)"
    rb"(?=.*(?:\bentropy\b|\brule_?id\b|\bdetectors?\b|\[\[rules\]\]|^\s*-?\s*rules:))"
)
"""What a short file holds, beside the pattern of a key, that is one rule of a program that looks for keys."""
_SEEKS_SECRETS = "in a rule that looks for secrets"
_MAKERS_OF_A_TABLE = 5
_MAKERS_OF_A_NAMED_TABLE = 3
"""The same where the name of the file says as well that it is a table of prices, of results or the like."""
_OF_THE_SOFTWARE = lazily(r"\b(?:git|gh|glab|hg|svn|diff|curl|wget|npm|pytest|eslint|tsc|make)\b")
"""Commands that print changes to a program, a program, or what is wrong with one."""
_FIRM = frozenset(
    {IdentifierKind.PURL, IdentifierKind.IMPORT, IdentifierKind.FILE, IdentifierKind.ARCHITECTURE, IdentifierKind.NAME}
)
"""Kinds that stand for themselves wherever they are declared: a package, an import, a file, a model, a supplier."""
_FOUND_IN_TEXT = ANCHORED - {IdentifierKind.NAME}
_IMPORTS = frozenset({IdentifierKind.IMPORT})
_IN_SETTINGS = frozenset({IdentifierKind.CONFIG_KEY, IdentifierKind.COMMAND, IdentifierKind.EXTENSION})
_NEVER_IN = {
    Form.CODE: _IN_SETTINGS,
    Form.SHELL: frozenset({IdentifierKind.SYMBOL, IdentifierKind.EXTENSION}),
    Form.SETTINGS: frozenset({IdentifierKind.SYMBOL}),
}
"""Kinds that are not looked for in what is not written that way."""
_TEXTS = frozenset({Form.PROSE, Form.DATA})


def judge(
    path: str,
    observations: Iterable[Observation],
    matcher: Matcher,
    cls: EvidenceClass,
    *,
    whole_file: str = "",
    tool_lines: Collection[int] = (),
) -> Iterator[Finding]:
    """Yield a finding for each vendor that a signature gives a part in an observation.

    On `tool_lines` stands what only helps the people who write the software. `whole_file` is a reason, if there is
    one, why nothing but firm identifiers in this file is more than a mention. The fingerprints say what was found;
    those of one tree are told apart when it is settled.
    """
    recognised = [(each, signature) for each in observations for signature in matcher.recognise(each.identifier)]
    whole_file = whole_file or _reason(path, recognised)
    for observation, signature in recognised:
        own = EvidenceClass.DEV_TOOLING if observation.line in tool_lines and cls is EvidenceClass.PRODUCT else cls
        for vendor, roles in _parts(signature, observation).items():
            yield Finding(
                vendor=vendor,
                roles=roles,
                signature=signature.id,
                path=path,
                observation=observation,
                rung=observation.rung,
                cls=_class(path, observation, signature, own),
                demoted=_demotion(path, observation, own, whole_file),
                fingerprint=what(vendor, signature.id, observation),
            )


def standing_kinds(path: str, profile: Profile, cls: EvidenceClass) -> frozenset[IdentifierKind]:
    """Return the kinds by which something found in the text of a file can be more than a mention.

    What a reader of its format declares is apart from that, and so is a package that a command installs.
    """
    if profile.form in _TEXTS or cls in _CLASSES or is_fixture(path):
        return frozenset()
    kinds = _FIRM if cls is EvidenceClass.TEST else _FOUND_IN_TEXT
    return kinds - _NEVER_IN.get(profile.form, frozenset()) - (frozenset() if profile.language else _IMPORTS)


def reason_in(data: bytes) -> str:
    """Return why a file with the content `data` only speaks of vendors, as the rules of a secret scanner do."""
    if b"]{" not in data:
        return ""
    patterns = sum(1 for _ in _KEY_PATTERN.finditer(data))
    if patterns and _RULE_OF_A_SCANNER.search(data):
        return _SEEKS_SECRETS
    return _SEEKS_SECRETS if patterns >= max(_PATTERNS_OF_A_TABLE, len(data) / _BYTES_A_PATTERN) else ""


def sways_all(text: bytes) -> bool:
    """Say whether `text` can have a say in whether its file only speaks of vendors (see `reason_in`)."""
    return b"]{" in text


def _reason(path: str, recognised: list[tuple[Observation, Signature]]) -> str:
    """Return why the file only speaks of vendors, as a table of models does."""
    if is_kernel(path):
        return "in the kernel of an operating system: hardware that it could drive, not what is used"
    if not is_table(path):
        return ""
    makers = {
        signature.vendor
        for observation, signature in recognised
        if observation.identifier.kind is IdentifierKind.MODEL and observation.rung is not Rung.MENTIONED
    }
    enough = _MAKERS_OF_A_NAMED_TABLE if names_a_table(path) else _MAKERS_OF_A_TABLE
    return "in a table of everybody's models (reference data)" if len(makers) >= enough else ""


def _parts(signature: Signature, observation: Observation) -> dict[VendorId, tuple[Role, ...]]:
    """Return the roles of each vendor; one that is only the protocol takes no part."""
    parts: dict[VendorId, list[Role]] = defaultdict(list)
    for role, vendor in signature.roles.items():
        parts[vendor].append(role)
        if role is Role.MAKER and _is_engaged(observation):
            parts[vendor].append(Role.OPERATOR)
    return {vendor: tuple(roles) for vendor, roles in parts.items() if roles != [Role.PROTOCOL]}


def _class(path: str, observation: Observation, signature: Signature, cls: EvidenceClass) -> EvidenceClass:
    """Return what the finding is evidence of; a file that is itself the evidence is no text about a vendor."""
    if signature.dev_tooling and cls is not EvidenceClass.TEST and not _is_started(observation):
        return EvidenceClass.DEV_TOOLING
    if _declares(path, observation) and cls is not EvidenceClass.DEV_TOOLING:
        return EvidenceClass.PRODUCT
    if observation.identifier.kind is IdentifierKind.FILE and cls in _CLASSES:
        return EvidenceClass.PRODUCT
    return cls


def _is_started(observation: Observation) -> bool:
    """Say whether the program itself starts what was seen, so that it is no tool of the people who write it.

    A script does so as well where it hands on data by a pipe; changes to the software itself are no such data.
    """
    if observation.identifier.kind is not IdentifierKind.COMMAND:
        return False
    return observation.context is Context.CALL or _is_given_data(observation)


def _is_given_data(observation: Observation) -> bool:
    before, pipe, after = observation.excerpt.rpartition("|")
    named = observation.identifier.value.partition(" ")[0]
    return bool(pipe) and after.split()[:1] == [named] and _OF_THE_SOFTWARE.search(before) is None


def _declares(path: str, observation: Observation) -> bool:
    """Say whether this is a package in a manifest, or a company in a list of suppliers, wherever that lies.

    A package that only tests or documents need is declared as well, and lists of suppliers are documents. Other names
    are never more than mentioned.
    """
    declared = observation.identifier.kind is IdentifierKind.PURL or is_supplier(observation) or _is_extra(observation)
    return declared and observation.context is Context.FIELD and not is_fixture(path)


def _is_extra(observation: Observation) -> bool:
    """Say whether this is a part of a package that a manifest asks for beside the package itself."""
    identifier = observation.identifier
    of_a_package = identifier.kind is IdentifierKind.SETTING and identifier.value.startswith("extra=")
    return of_a_package and observation.rung is Rung.DECLARED


def _is_engaged(observation: Observation) -> bool:
    """Say whether this is a company in a list of those whose services are engaged: it runs what it makes."""
    return observation.identifier.kind is IdentifierKind.NAME and observation.rung is Rung.AVAILABLE


def is_supplier(observation: Observation) -> bool:
    """Say whether the observation is a name that a reader found in a field made for those who supply something."""
    return observation.identifier.kind is IdentifierKind.NAME and observation.rung is not Rung.MENTIONED


def _demotion(path: str, observation: Observation, cls: EvidenceClass, whole_file: str) -> str:
    kind = observation.identifier.kind
    if observation.context in _CONTEXTS:
        return _CONTEXTS[observation.context]
    if observation.rung is Rung.MENTIONED:
        return "a name, an address or a profile link"
    if kind is IdentifierKind.FILE or _declares(path, observation):
        return ""
    if cls in _CLASSES:
        return _CLASSES[cls]
    if cls is EvidenceClass.TEST and (kind not in _FIRM or is_fixture(path)):
        return "in test data"
    return "" if kind in _FIRM else _in_key_pattern(observation) or whole_file


def _in_key_pattern(observation: Observation) -> str:
    if "]{" not in observation.excerpt:
        return ""
    return _SEEKS_SECRETS if _KEY_PATTERN.search(observation.excerpt.encode("utf-8", "replace")) else ""
