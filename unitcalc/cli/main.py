"""The command `unitcalc`: reads its options, runs one command, prints one result, says how it ended.

Exit status: 0 computed; 1 computed, and something waits for a person; 2 the input can't be used; 3 a fault of ours.
"""

import errno
import os
import signal
import sys
from collections.abc import Sequence
from itertools import pairwise

from unitcalc.cli.options import Arguments, read
from unitcalc.cli.output import print_anywhere, print_problems, say
from unitcalc.findings import Refused
from unitcalc.reference.files import overlooked

COMPUTED, WAITS, UNUSABLE, FAULT = 0, 1, 2, 3

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})
"""What writing fails with where there is no room or nothing to write to."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; gives the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    if argv is None:
        # Ended from outside as by Ctrl-C: temporary folders go, and nothing stays half-written.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    print_anywhere()
    if sys.stdout is None:
        return _unwritten("standard output is closed")
    try:
        try:
            return _answered(words)
        finally:  # --help and --version end here too; what is still held back has to be out before the status is known
            sys.stdout.flush()
    except BrokenPipeError:  # the reader of a pipe (head, less) has seen enough
        _print_no_more()
        return COMPUTED
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if os.name == "nt" and error.errno == errno.EINVAL and error.filename is None:  # so Windows calls a broken pipe
            _print_no_more()
            return COMPUTED
        if error.errno in NO_ROOM:
            return _unwritten(error.strerror or "")
        return _fault()
    except Exception:  # the boundary: whatever else happens is a fault of the program, and is said to be one
        return _fault()


def _answered(words: list[str]) -> int:
    try:
        return _run(read(words))
    except Refused as refused:
        print_problems(refused.problems, as_json=_wants_json(words))
        return UNUSABLE


def _unwritten(why: str) -> int:
    _print_no_more()
    say(f"The result can't be written: {why}.")
    return FAULT


def _fault() -> int:
    import traceback

    say(traceback.format_exc().rstrip())
    say("This is a fault of unitcalc, not of your input. Please report the lines above.")
    return FAULT


def _print_no_more() -> None:
    """Or Python tries again at exit, and complains once more."""
    sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - open until the program ends


def _run(arguments: Arguments) -> int:
    if arguments.command in ("bill", "dose", "plan", "lookup", "check", "reconcile", "demo"):
        for note in overlooked():
            say(note)
    match arguments.command:
        case "bill":
            from unitcalc.cli.bill import run
        case "dose":
            from unitcalc.cli.dose import run
        case "plan":
            from unitcalc.cli.plan import run
        case "lookup":
            from unitcalc.cli.lookup import run
        case "check":
            from unitcalc.cli.check import run
        case "reconcile":
            from unitcalc.cli.reconcile import run
        case "demo":
            from unitcalc.cli.demo import run
        case "explain":
            from unitcalc.cli.check import explain as run
        case "checks":
            from unitcalc.cli.check import list_checks as run
        case "payers":
            from unitcalc.cli.payers import run
        case "template":
            from unitcalc.cli.template import run
        case "data":
            from unitcalc.cli.data import run
        case "completion":
            from unitcalc.cli.completion import run
        case _:
            from unitcalc.cli.app import run
    return run(arguments)


def _wants_json(words: Sequence[str]) -> bool:
    """Whether JSON was asked for, also where the options as a whole can't be read."""
    return "--format=json" in words or ("--format", "json") in pairwise(words)
