"""Forked workers that share what was compiled before the fork, fed batch by batch."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait
from queue import SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from multiprocessing.connection import Connection

Task = TypeVar("Task")
Result = TypeVar("Result")
_AHEAD = 2
"""Batches that a worker may hold, so that it never waits for the next."""
_PATIENCE = 5.0
"""Seconds in which a worker that was told to end must do so."""


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Say whether workers can be started here: with one thread, on a system that forks."""
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let an interrupt wait: what one raises while Python forks is dropped, and the program would go on."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Crew(Generic[Task, Result]):
    """Runs `work` on batches in `count` forked processes. Results come in any order."""

    def __init__(self, work: Callable[[Task], Result], count: int) -> None:
        """Start the workers."""
        context = multiprocessing.get_context("fork")
        gc.collect()
        gc.freeze()  # what is there now stays, and need not be looked through again by every worker
        self._work = work
        self._held: dict[Connection, list[Task]] = {}
        self._workers = []
        with _uninterrupted():
            for _ in range(count):
                here, there = context.Pipe()
                worker = context.Process(target=_serve, args=(work, there, [*self._held, here]), daemon=True)
                worker.start()
                there.close()
                self._held[here] = []
                self._workers.append(worker)

    def run(self, tasks: Iterator[Task]) -> Generator[Result]:
        """Yield the result of every task; the batches of a worker that died are done here instead.

        No worker is left when it ends, however it ends.
        """
        try:
            for task in tasks:
                while self._held and min(map(len, self._held.values())) >= _AHEAD:
                    yield from self._receive()
                yield from self._give(task)
            while any(self._held.values()):
                yield from self._receive()
        finally:
            self._dismiss()

    def _give(self, task: Task) -> Iterator[Result]:
        if not self._held:
            yield self._work(task)
            return
        worker = min(self._held, key=lambda w: len(self._held[w]))
        self._held[worker].append(task)
        try:
            worker.send(task)
        except OSError:
            yield from self._bury(worker)

    def _receive(self) -> Iterator[Result]:
        busy = [worker for worker, held in self._held.items() if held]
        ready = wait(busy)
        for worker in [worker for worker in busy if worker in ready]:
            try:
                result = worker.recv()
            except (EOFError, OSError):
                yield from self._bury(worker)
            else:
                self._held[worker].pop(0)
                yield result

    def _bury(self, worker: Connection) -> Iterator[Result]:
        lost = self._held.pop(worker)
        worker.close()
        for task in lost:
            yield self._work(task)

    def _dismiss(self) -> None:
        """End the workers: those that wait end by themselves, and those that still work are stopped."""
        unfinished = any(self._held.values())
        for connection in self._held:
            connection.close()
        for worker in self._workers:
            if unfinished:
                worker.terminate()
        for worker in self._workers:
            worker.join(_PATIENCE)
            if worker.is_alive():
                worker.kill()
                worker.join()


def _serve(work: Callable[[Task], Result], line: Connection, others: list[Connection]) -> None:
    """Work until nothing more comes. What interrupts the program is for the parent to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in others:
        other.close()
    inbox: SimpleQueue[Task | None] = SimpleQueue()
    threading.Thread(target=_collect, args=(line, inbox), daemon=True).start()
    while (task := inbox.get()) is not None:
        try:
            line.send(work(task))
        except OSError:
            return


def _collect(line: Connection, inbox: SimpleQueue[Task | None]) -> None:
    """Take batches in at once, so that the parent never waits to hand one over while a result waits to be taken."""
    try:
        while True:
            inbox.put(line.recv())
    except (EOFError, OSError):
        inbox.put(None)
