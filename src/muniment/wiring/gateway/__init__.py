"""Joins for the gateway: its file, its law, and the process that serves."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from muniment import wiring
from muniment.errors import GatewayError, InputError, PlanError, Problem
from muniment.wiring.header_secret import fits_header, read_secret
from muniment.wiring.parts import refuse_without_parts

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from datetime import date

    from muniment.app.gateway import Gateway
    from muniment.app.gateway.admission import Admission, Law
    from muniment.app.gateway.callers import Tokens
    from muniment.app.gateway.settings import Credential, RouteSetup, Settings
    from muniment.domain.age import AgeLimit
    from muniment.domain.contract import Estate
    from muniment.domain.gateway import Caller, RouteId, ServedModel
    from muniment.domain.plan import Kept
    from muniment.domain.rulebook import Rulebook
    from muniment.enforce.denials import Denial
    from muniment.servers.upstream import Service

_HTTPS = 443
_HTTP = 80
_DRAWN = 256
"""How many names are drawn from the system's noise at once."""
PARTS = ("httptools", "joserfc", "orjson", "uvloop")
"""Packages that only a gateway needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A gateway whose file was read and found right: ready to serve, or to be asked about."""

    settings: Settings
    law: Law
    gateway: Gateway
    services: Mapping[RouteId, Service]
    credentials: Mapping[RouteId, bytes]
    tls: ssl.SSLContext | None
    configuration: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """What holds today for one caller, purpose and model."""

    caller: Caller
    purpose: str
    route: RouteId
    model: ServedModel
    admission: Admission
    instead: str = ""
    """The model that answers in its place, where it may not."""
    misplaced: Denial | None = None
    """What the rules on places say to it, where the law says nothing against it."""

    @property
    def denial(self) -> Denial | None:
        """Return why it may not, by the law or else by the rules on places."""
        return self.admission.denial or self.misplaced

    @property
    def outcome(self) -> str:
        """Return the gravest outcome of its decisions, or that it is out of place."""
        return "out-of-place" if self.misplaced is not None else self.admission.decisions[0].acted_on.value

    @property
    def rules(self) -> tuple[str, ...]:
        """Return the instruments on which its decisions rest."""
        if self.denial is not None:
            return self.denial.rules
        found = (each for decision in self.admission.decisions for each in decision.reasons if decision.rests_on(each))
        return tuple(dict.fromkeys(each.instrument for each in found))


def load(path: Path, *, ahead: bool = False) -> Loaded:
    """Return the gateway that the file at `path` describes.

    With `ahead`, days to come are decided by what is known today, as `--as-of` does; a gateway that serves must not.
    Raises: InputError with everything that is wrong with the file, or else with what it names.
    """
    refuse_without_parts(*PARTS, where="the gateway")
    from muniment.app.gateway import Gateway
    from muniment.app.gateway.admission import Admissions, Law
    from muniment.app.gateway.callers import Callers
    from muniment.app.gateway.known_places import KnownPlaces
    from muniment.app.gateway.places import Places
    from muniment.readers.gateway.read import read_gateway, read_named
    from muniment.readers.gateway.values import Outside

    text = wiring.text_of(path, GatewayError, "`docs/gateway.md` shows one")
    folder = str(path.absolute().parent)
    named = read_named(text, where=str(path), folder=folder)
    folder_of_rules = Path(named.rulebook) if named.rulebook else None
    book = wiring.rulebook(folder_of_rules, [Path(each) for each in named.overlays], stays=True)
    estate = wiring.estate(Path(named.estate), book)
    outside = Outside(folder=folder, fault=_fault, variables=os.environ)
    kept = _kept(named.plan, estate, book)
    settings = read_gateway(text, where=str(path), outside=outside, estate=estate, book=book, kept=kept)
    law = Law(
        book=book, engine=wiring.engine(book), estate=estate, limit=_limits(wiring.age_limit(book, estate), ahead=ahead)
    )
    parts = _Parts(settings)
    configuration = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    callers = Callers(settings.callers, parts.tokens)
    gateway = Gateway(
        callers,
        settings.routes,
        Admissions(law),
        configuration=configuration,
        name_call=_Names(),
        places=Places(settings.tools.policy.places if settings.tools else (), KnownPlaces(settings, estate).of_model),
        replacements=settings.replacements,
    )
    loaded = Loaded(
        settings=settings,
        law=law,
        gateway=gateway,
        services=parts.services,
        credentials=parts.credentials,
        tls=parts.tls,
        configuration=configuration,
    )
    permissions(loaded)
    return loaded


def _kept(plan: str, estate: Estate, book: Rulebook) -> tuple[Kept, ...]:
    """Return what people keep in the plan file; nothing where none is named. Raises: PlanError."""
    if not plan:
        return ()
    from muniment.readers.plan import read_plan

    text = wiring.text_of(Path(plan), PlanError, "`muniment plan --new FILE` writes one to start from")
    return read_plan(text, where=plan, estate=estate, vendors=book.vendors)


def permissions(loaded: Loaded) -> tuple[Permission, ...]:
    """Return what holds today. Raises: InputError where the estate and the file tell one fact differently."""
    now, gateway = wiring.now(), loaded.gateway
    return tuple(
        Permission(
            caller=caller,
            purpose=purpose,
            route=setup.route.id,
            model=model,
            admission=admission,
            instead=gateway.successor(caller, caller.person, purpose, setup, model, now) if admission.denial else "",
            misplaced=None if admission.denial else gateway.out_of_place(caller, caller.person, setup, model),
        )
        for caller, purpose, setup, model, admission in gateway.admissions(now)
    )


class _Parts:
    """What the file names, read: secrets, keys and certificates."""

    def __init__(self, settings: Settings) -> None:
        """Read everything. Raises: InputError with everything that is not as it must be."""
        self._problems: list[Problem] = []
        self.services = {each.route.id: self._service(each, settings) for each in settings.routes}
        self.credentials = {each.route.id: self._credential(each.credential) for each in settings.routes}
        self.tls = self._tls(settings)
        self.tokens = self._tokens(settings)
        if self._problems:
            raise InputError(*self._problems)

    def _service(self, setup: RouteSetup, settings: Settings) -> Service:
        import ssl
        from urllib.parse import urlsplit

        from muniment.servers.upstream import Service

        parts = urlsplit(setup.route.url)
        tls = None
        if parts.scheme == "https":
            try:
                tls = ssl.create_default_context(cafile=setup.service_authorities or None)
                tls.minimum_version = ssl.TLSVersion.TLSv1_2
            except (ssl.SSLError, OSError) as error:
                self._note(setup.service_authorities, f"holds no certificates ({error})")
        return Service(
            host=parts.hostname or "",
            port=parts.port or (_HTTPS if tls else _HTTP),
            prefix=parts.path,
            authority=parts.netloc,
            tls=tls,
            connect_seconds=settings.limits.connect_seconds,
        )

    def _credential(self, credential: Credential | None) -> bytes:
        if credential is None:
            return b""
        named = credential.environment
        secret = os.environ.get(named, "") if named else read_secret(Path(credential.file))
        where = named or credential.file
        if not fits_header(secret):
            self._note(where, "holds no secret that may stand in a header: one line of ASCII")
        return f"{credential.header}: {credential.scheme} {secret}".rstrip().encode() + b"\r\n"

    def _tls(self, settings: Settings) -> ssl.SSLContext | None:
        import ssl

        listening = settings.listening
        if not listening.certificate:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(listening.certificate, listening.key)
        except (ssl.SSLError, OSError) as error:
            self._note(listening.certificate, f"and its key are no certificate and key in PEM ({error})")
        if listening.client_authorities:
            context.verify_mode = ssl.CERT_OPTIONAL
            try:
                context.load_verify_locations(listening.client_authorities)
            except (ssl.SSLError, OSError) as error:
                self._note(listening.client_authorities, f"holds no certificates ({error})")
        return context

    def _tokens(self, settings: Settings) -> Tokens | None:
        if settings.tokens is None:
            return None
        from muniment.servers.tokens import OidcTokens

        try:
            return OidcTokens(settings.tokens, Path(settings.tokens.keys).read_text(encoding="utf-8"))
        except (ValueError, OSError) as error:
            self._note(settings.tokens.keys, f"is no set of public keys ({error})")
            return None

    def _note(self, where: str, what: str) -> None:
        self._problems.append(Problem(where=where, what=what))


def _limits(base: AgeLimit, *, ahead: bool) -> Callable[[date], AgeLimit]:
    def on(day: date) -> AgeLimit:
        return base if ahead else replace(base, asked_on=day)

    return on


def _fault(path: str) -> str:
    """Return why the file at `path` cannot be read; empty where it can."""
    if not Path(path).is_file():
        return "is no file" if Path(path).exists() else "does not exist"
    return "" if os.access(path, os.R_OK) else "cannot be read"


class _Names:
    """Names calls by names that sort by time and that nobody can guess."""

    def __init__(self) -> None:
        self._drawn: list[str] = []

    def __call__(self) -> str:
        if not self._drawn:
            noise = os.urandom(_DRAWN * 8).hex()
            self._drawn = [noise[at : at + 16] for at in range(0, len(noise), 16)]
        return f"{time.time_ns() // 1_000_000:012x}-{self._drawn.pop()}"


def new_key() -> str:
    """Return a new key for a caller: 256 bits that nobody can guess."""
    return "mk-" + secrets.token_urlsafe(32)
