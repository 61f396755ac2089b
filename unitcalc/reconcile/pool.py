"""Pieces judged by several processes, told in their own order."""

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice

from unitcalc.findings import Problem, Refused
from unitcalc.reconcile.fetching import Piece
from unitcalc.reconcile.visits import Found, Visits

_AHEAD = 2
"""Pieces for each process that wait or are judged: so that none has to wait, and few are in memory."""
FEW = 3
"""Pieces up to which one process is quicker: each of the others has to begin first."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def judged_pieces(visits: Visits, pieces: Iterable[Piece], jobs: int) -> Iterator[Found]:
    """What came of each piece, in their order; by up to so many processes, where there are more than a few pieces.

    Refused where a process ended before its time.
    """
    pieces = iter(pieces)
    first = list(islice(pieces, FEW + 1))
    pieces = chain(first, pieces)
    if jobs == 1 or len(first) <= FEW:
        yield from map(visits.judged, pieces)
        return
    # Imported here: it takes a tenth of a second. Its processes begin by themselves: a copy of this one would hold the
    # locks of its threads, and one that begins as the standard library's do would run its main module, maybe a page.
    from loky import ProcessPoolExecutor

    pool = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(visits,))
    done = False
    waiting: deque[Future[Found]] = deque()
    try:
        for piece in pieces:
            waiting.append(pool.submit(_judged, piece))
            if len(waiting) >= jobs * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
        done = True
    except BrokenProcessPool as error:
        message = "A process that judged accounts was ended from outside, perhaps for want of memory."
        raise Refused(Problem("judging-ended", message, "Free some memory, and reconcile again.")) from error
    finally:
        pool.shutdown(kill_workers=not done)


_visits: Visits | None = None


def _begin(visits: Visits) -> None:
    global _visits
    _visits = visits
    # An interruption reaches all processes of a terminal: the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _judged(piece: Piece) -> Found:
    assert _visits is not None
    return _visits.judged(piece)
