"""Pieces judged by several processes, told in their own order."""

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from unitcalc.findings import Problem, Refused
from unitcalc.reconcile.fetching import Piece
from unitcalc.reconcile.visits import Found, Visits

_AHEAD = 2
"""Pieces for each process that wait or are judged: so that none has to wait, and few are in memory."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def judged_pieces(visits: Visits, pieces: Iterable[Piece], jobs: int) -> Iterator[Found]:
    """What came of each piece, in their order. Refused where a process ended before its time."""
    if jobs == 1:
        yield from map(visits.judged, pieces)
        return
    # Processes of their own beginning: a copy of this one would hold the locks of its threads.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (visits,))
    waiting: deque[Future[Found]] = deque()
    try:
        for piece in pieces:
            waiting.append(pool.submit(_judged, piece))
            if len(waiting) >= jobs * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        message = "A process that judged accounts was ended from outside, perhaps for want of memory."
        raise Refused(Problem("judging-ended", message, "Free some memory, and reconcile again.")) from error
    finally:
        pool.shutdown(cancel_futures=True)


_visits: Visits | None = None


def _begin(visits: Visits) -> None:
    global _visits
    _visits = visits
    # An interruption reaches all processes of a terminal: the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _judged(piece: Piece) -> Found:
    assert _visits is not None
    return _visits.judged(piece)
