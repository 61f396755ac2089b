"""The command `unitcalc`: reads its options, runs one command, prints one result, says how it ended.

Exit status: 0 computed; 1 computed, and something waits for a person; 2 the input can't be used; 3 a fault of ours.
"""

import os
import sys
from collections.abc import Sequence
from itertools import pairwise

from unitcalc.cli.options import Arguments, read
from unitcalc.cli.output import print_anywhere, print_problems
from unitcalc.findings import Refused

COMPUTED, WAITS, UNUSABLE, FAULT = 0, 1, 2, 3


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; gives the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    print_anywhere()
    try:
        arguments = read(words)
        return _run(arguments)
    except Refused as refused:
        print_problems(refused.problems, as_json=_wants_json(words))
        return UNUSABLE
    except BrokenPipeError:  # the reader of a pipe (head, less) has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - or Python complains once more at exit
        return COMPUTED
    except KeyboardInterrupt:
        return 130
    except Exception:  # the boundary: whatever else happens is a fault of the program, and is said to be one
        import traceback

        traceback.print_exc()
        print("This is a fault of unitcalc, not of your input. Please report the lines above.", file=sys.stderr)
        return FAULT


def _run(arguments: Arguments) -> int:
    match arguments.command:
        case "bill":
            from unitcalc.cli.bill import run
        case "lookup":
            from unitcalc.cli.lookup import run
        case "data":
            from unitcalc.cli.data import run
        case _:
            from unitcalc.cli.app import run
    return run(arguments)


def _wants_json(words: Sequence[str]) -> bool:
    """Whether JSON was asked for, also where the options as a whole can't be read."""
    return "--format=json" in words or ("--format", "json") in pairwise(words)
