"""The process of `muniment gateway run`: two listeners, a writer of the log, and how it ends."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import time
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final
from weakref import WeakSet

from muniment import __version__
from muniment.app.beside import beside
from muniment.app.gateway.call_history import OPENED, CallHistory, opened_record, reloaded_record, tells_of_before
from muniment.app.gateway.metrics import Metrics
from muniment.app.gateway.vouching import PeersSeen
from muniment.errors import InputError, MunimentError, Problem, RefusedError
from muniment.servers.admin import AdminConnection
from muniment.servers.data_plane import DataPlane
from muniment.servers.fronted import DecidingConnection, FrontedConnection
from muniment.servers.means import Means
from muniment.servers.upstream import Upstream
from muniment.stores.call_log import CallLog
from muniment.stores.call_segments import Mark
from muniment.wiring.gateway.earlier_lines import verify
from muniment.wiring.gateway.holds import HoldsWatch
from muniment.wiring.gateway.reload import read_anew
from muniment.wiring.gateway.replicas import replica_of, vouching
from muniment.wiring.gateway.tools import in_force, tool_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from muniment.app.approvals import Approvals
    from muniment.app.gateway.vouching import Vouching
    from muniment.servers.data_plane import ClientConnection
    from muniment.servers.http_requests import Connection
    from muniment.wiring.gateway import Loaded

    Say = Callable[[str, Mapping[str, object]], None]

_USER_AND_GROUP: Final = 0o117
"""What is taken from the permissions of a socket, so that nobody else may speak for clients."""
_TO_FORGET: Final = 60.0
"""Seconds between two looks for parked turns that have run out."""
_GARBAGE: Final = 20_000
"""Objects after which it is looked for what refers to itself; a call leaves nothing that does."""
_LAST_WORDS: Final = 30.0
"""Seconds in which calls that are under way may end once the gateway is told to stop."""


def serve(file: Path, say: Say, seconds: Callable[[], float] = time.time) -> None:
    """Serve what the file describes until the process is told to stop; `say` writes events for people.

    Calls are decided at the instant that `seconds`, since 1970, tells.
    Raises: InputError, RefusedError: then nothing was served.
    """
    import uvloop

    from muniment.wiring.gateway import load

    loaded = load(file)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_Serving(file, loaded, say, _Clock(seconds)).run())


def clock() -> datetime:
    """Return the instant by the clock itself: what is written down of a call must not come from a variable."""
    return datetime.fromtimestamp(time.time(), UTC)


class _Clock:
    """Tells the instants at which calls are decided."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        self.seconds = seconds

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds(), UTC)


class _Serving:
    def __init__(self, file: Path, loaded: Loaded, say: Say, clock: _Clock) -> None:
        self._file, self._loaded, self._say, self._clock = file, loaded, say, clock
        self._path = Path(loaded.settings.log)
        self._rules = tool_rules(file, loaded, clock)
        self._holds = HoldsWatch(self._reach_holds, say) if self._rules is not None else None
        self._earlier: WeakSet[Approvals] = WeakSet()  # each goes with the last call that began by it
        self._replica = replica_of(loaded)
        self._vouching: Vouching | None = None
        self._metrics = Metrics()
        self._open: set[Connection] = set()
        self._stop, self._again = asyncio.Event(), asyncio.Event()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        history, seen = CallHistory(), PeersSeen()

        def take(line: bytes) -> None:
            history.take(line)
            seen.take(line)

        most = self._loaded.settings.limits.log_bytes
        since = Mark(text=OPENED, is_one=tells_of_before)
        self._log = CallLog(self._path, loop, take, since=since, most=most, say=self._say)
        try:
            await self._join_replicas(seen)
            self._loaded.gateway.believe_clock_after(history.latest)
            await self._begin(history, seen)
            self._plane = DataPlane(
                self._loaded.gateway, self._means(), self._loaded.settings.limits, self._clock.seconds
            )
            await self._listen(loop)
        finally:
            self._log.close()
            if self._vouching is not None:
                await self._vouching.end()
            for each in (*self._earlier, self._rules):
                if each is not None:
                    each.close()

    async def _begin(self, history: CallHistory, seen: PeersSeen) -> None:
        """Write down that the gateway begins, and by what; without that nothing is served."""
        torn = self._log.torn.size if self._log.torn is not None else 0
        unknown = history.unsettled
        record = opened_record(
            self._clock.now(),
            passed=datetime.fromtimestamp(history.latest, UTC),
            version=__version__,
            configuration=self._loaded.configuration,
            rulebook=self._loaded.law.book.digest,
            torn=torn,
            unknown=unknown,
            replica=self._replica.name if self._replica is not None else "",
            peers=seen.last,
        )
        await self._written(record)
        if torn:
            self._say("log mended", {"torn_bytes": torn})
        if unknown:
            self._say("sent, result unknown", {"calls": len(unknown), "which": unknown[:20]})

    async def _written(self, record: bytes) -> None:
        """Return once a record is durable. Raises: InputError."""
        done = asyncio.get_running_loop().create_future()
        self._log.append(record, lambda error: done.set_exception(error) if error else done.set_result(None))
        try:
            await done
        except OSError as error:
            what = f"cannot be written to ({(error.strerror or type(error).__name__).lower()})"
            raise InputError(Problem(where=str(self._path), what=what)) from error

    async def _reload_when_told(self) -> None:
        """Read the file anew each time that the process is told to."""
        while True:
            await self._again.wait()
            self._again.clear()
            try:
                await self._reload()
            except MunimentError as error:
                await self._refuse_reload([f"{each.where}: {each.what}" for each in error.problems])
            except Exception as error:  # noqa: BLE001  (whatever it is, calls go on by what was right)
                await self._refuse_reload([f"a fault: {type(error).__name__}"])

    async def _reload(self) -> None:
        """Go on by what the file says now, all of it. Raises: MunimentError, and nothing has changed."""
        loaded, rules = await asyncio.to_thread(read_anew, self._file, self._loaded, self._clock)
        newer = in_force(loaded)
        await self._written(self._reloaded(loaded))
        loaded.gateway.believe_clock_after(self._loaded.gateway.latest)
        if self._rules is not None:
            self._earlier.add(self._rules)
        for each in self._earlier:
            each.followed_by(newer)
        self._loaded, self._rules = loaded, rules
        self._log.most = loaded.settings.limits.log_bytes
        self._plane.go_on_by(loaded.gateway, self._means(), loaded.settings.limits)
        self._say("reloaded", {"configuration": loaded.configuration, "rulebook": loaded.law.book.digest})

    async def _refuse_reload(self, problems: list[str]) -> None:
        self._say("reload refused", {"problems": problems, "configuration": self._loaded.configuration})
        with suppress(InputError):
            await self._written(self._reloaded(self._loaded, problems))

    def _reloaded(self, loaded: Loaded, problems: list[str] | None = None) -> bytes:
        return reloaded_record(
            self._clock.now(),
            version=__version__,
            configuration=loaded.configuration,
            rulebook=loaded.law.book.digest,
            refused=problems or [],
        )

    def _reach_holds(self) -> None:
        """Raise InputError where the holds of the file of now cannot be looked at."""
        if self._rules is not None:
            self._rules.reach()

    def _means(self) -> Means:
        loaded = self._loaded
        return Means(
            log=self._log,
            upstreams={route: Upstream(service) for route, service in loaded.services.items()},
            credentials=loaded.credentials.__getitem__,
            rules=self._rules,
            metrics=self._metrics,
            seconds=self._clock.seconds,
            say=self._say,
            answer_bytes=loaded.settings.limits.answer_bytes,
            hold_seconds=loaded.settings.tools.approvals.wait_seconds if loaded.settings.tools else 0,
        )

    async def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        listening = self._loaded.settings.listening
        calls = await self._server(loop, self._plane.connection, listening.address, listening.port, tls=True)
        admin = await self._server(loop, self._admin, listening.admin_address, listening.admin_port, tls=False)
        fronts = [await self._front(loop, path, kind) for path, kind in self._sockets if path]
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        loop.add_signal_handler(signal.SIGHUP, self._again.set)
        gc.collect()
        gc.freeze()  # what is there now stays: nobody needs to look through it again
        gc.set_threshold(_GARBAGE)
        self._say(
            "listening",
            {
                "calls": _where(calls),
                "admin": _where(admin),
                "tls": self._loaded.tls is not None,
                "log": self._loaded.settings.log,
                "front": [path for path, _ in self._sockets if path],
            },
        )
        aside = [
            loop.create_task(each)
            for each in (self._sweep(), self._forget(), self._reload_when_told(), *self._watches())
        ]
        await self._stop.wait()
        await self._end(calls, *fronts)
        self._take_sockets_away()
        for task in aside:
            task.cancel()
        admin.close()

    async def _server(
        self,
        loop: asyncio.AbstractEventLoop,
        factory: Callable[[], asyncio.BaseProtocol],
        address: str,
        port: int,
        *,
        tls: bool,
    ) -> asyncio.Server:
        try:
            context = self._loaded.tls if tls else None
            return await loop.create_server(factory, address, port, backlog=1024, ssl=context)
        except OSError as error:
            what = f"cannot be listened on ({(error.strerror or type(error).__name__).lower()})"
            help_ = "end what listens there, or name another address in [listen]"
            raise InputError(Problem(where=f"{address}:{port}", what=what, help=help_)) from error

    @property
    def _sockets(self) -> tuple[tuple[str, type[ClientConnection]], ...]:
        front = self._loaded.settings.front
        return (front.calls, FrontedConnection), (front.decisions, DecidingConnection)

    async def _front(self, loop: asyncio.AbstractEventLoop, path: str, kind: type[ClientConnection]) -> asyncio.Server:
        """Listen on a socket that only the user and the group of this process may write to."""
        before = os.umask(_USER_AND_GROUP)
        try:
            return await loop.create_unix_server(lambda: self._plane.connection(kind), path, backlog=1024)
        except OSError as error:
            what = f"cannot be listened on ({(error.strerror or type(error).__name__).lower()})"
            raise InputError(Problem(where=path, what=what)) from error
        finally:
            os.umask(before)

    def _take_sockets_away(self) -> None:
        for path, _ in self._sockets:
            if path:
                Path(path).unlink(missing_ok=True)

    def _watches(self) -> tuple[Coroutine[None, None, None], ...]:
        """Return what else is done for as long as calls are served."""
        watches = [verify(self._log, self._path, self._say)]
        watches += [self._holds.run()] if self._holds is not None else []
        return (*watches, self._vouch(self._vouching)) if self._vouching is not None else tuple(watches)

    async def _join_replicas(self, seen: PeersSeen) -> None:
        """Do not begin where this replica has signed what its log does not hold. Raises: InputError, RefusedError."""
        if self._replica is not None:
            self._vouching = vouching(
                self._file, self._loaded, self._replica, self._log, seen, now=self._clock.now, say=self._say
            )
            await self._vouching.begin()

    async def _vouch(self, vouching: Vouching) -> None:
        """Sign and write down checkpoints; where the log is not what it was, let nothing through any more."""
        setup = self._loaded.settings.replicas
        try:
            await vouching.run(setup.seconds if setup is not None else 0)
        except RefusedError as error:
            self._say("log refused", {"why": str(error)})
            self._log.refuse(str(error))

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(1)
            self._plane.sweep()
            now = asyncio.get_running_loop().time()
            for connection in tuple(self._open):
                connection.overdue(now)

    async def _forget(self) -> None:
        """Have nothing kept of parked turns that have run out."""
        while self._rules is not None:
            with suppress(MunimentError):
                await beside(self._rules.forget)
            await asyncio.sleep(_TO_FORGET)

    async def _end(self, *servers: asyncio.Server) -> None:
        """Take no more calls, let those that are under way end, and break off what is left."""
        self._say("stopping", {"under_way": len(self._plane.means.under_way)})
        self._plane.closing = True
        for server in servers:
            server.close()
        for connection in tuple(self._plane.connections):
            if not connection.busy:
                connection.end()
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORDS):
                while self._plane.means.under_way:  # noqa: ASYNC110  (many end it, and none knows of the others)
                    await asyncio.sleep(0.05)
        for connection in tuple(self._plane.connections):
            connection.abort()
        await asyncio.sleep(0)

    def _admin(self) -> AdminConnection:
        return AdminConnection(self._open, doubts=self._doubts, state=self._state, metrics=self._text)

    def _doubts(self) -> tuple[str, ...]:
        found = []
        if why := self._log.why_failed:
            found.append(f"the log of calls cannot be written ({why}); mend that, and start the gateway anew")
        if doubt := self._loaded.gateway.clock_doubt(self._clock.seconds()):
            found.append(doubt)
        age = self._loaded.law.limit(self._clock.now().date()).for_look_up(self._loaded.law.book.looked_up)
        if age.stale:
            found.append(age.because)
        if self._stop.is_set():
            found.append("it is stopping")
        return tuple(found)

    def _state(self) -> Mapping[str, object]:
        return {
            "version": __version__,
            "rulebook": self._loaded.law.book.digest,
            "configuration": self._loaded.configuration,
            "log": asdict(self._log.head),
        }

    def _text(self) -> str:
        means = self._plane.means
        ages = self._vouching.ages() if self._vouching is not None else {}
        return self._metrics.text(
            {
                "muniment_connections": ("Clients that are connected.", len(self._plane.connections)),
                "muniment_calls_under_way": ("Calls that a vendor has not answered yet.", len(means.under_way)),
                "muniment_log_lines": ("Lines in the log of calls.", self._log.head.lines),
                "muniment_log_files": ("Files of the log of calls.", self._log.segments),
                "muniment_log_bytes": ("Bytes in the file of the log that is written to.", self._log.size),
                "muniment_log_syncs": ("Times that lines were made durable.", self._log.syncs),
                "muniment_log_failed": (
                    "1 once the log cannot be written, and nothing is sent.",
                    bool(self._log.failed),
                ),
                "muniment_holds_reachable": (
                    "0 while held calls cannot be looked at, and none is released.",
                    self._holds is None or self._holds.reachable,
                ),
                "muniment_checkpoint_age_seconds": (
                    "Time since a new checkpoint of a replica was found; one that has nothing new to sign writes none.",
                    ages,
                ),
                "muniment_ready": ("1 while calls can go through.", not self._doubts()),
            }
        )


def _where(server: asyncio.Server) -> str:
    address, port = server.sockets[0].getsockname()[:2]
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
