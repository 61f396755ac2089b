"""Cold starts of the commands against `python -c "import pint"`: whole processes, in turn, medians.

Goals: `bill` 1.5 times the import of pint; `lookup`, `explain`, `checks` and `--help` half of it. Measured as a person
meets it after the first call: the tables are compiled, and Python keeps its bytecode (an environment that forbids that
is overruled).
"""

import os
import statistics
import subprocess
import sys

RUNS = 15
BILL = "bill --code J1745 --opened 400mg --date 2025-03-01 --format json --given 0.35g"
COMMANDS: dict[str, tuple[float | None, list[str]]] = {
    "import pint": (None, ["-c", "import pint"]),
    "--help": (0.5, ["-m", "unitcalc", "--help"]),
    "lookup": (0.5, ["-m", "unitcalc", "lookup", "J7211", "--format", "json"]),
    "explain": (0.5, ["-m", "unitcalc", "explain", "W05"]),
    "checks": (0.5, ["-m", "unitcalc", "checks"]),
    "bill": (1.5, ["-m", "unitcalc", *BILL.split()]),
}


def main() -> None:
    """Measure and print."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for run in range(RUNS + 1):
        for name, (_, words) in COMMANDS.items():
            seconds = _processor_seconds([sys.executable, *words])
            if run:  # the first run warms the disk's cache
                times[name].append(seconds)
    measure = statistics.median(times["import pint"])
    print(f"cold starts, processor seconds, median of {RUNS} runs each, in turn (least to most)")
    for name, (goal, _) in COMMANDS.items():
        wanted = f"goal {goal}" if goal else "the measure"
        middle = statistics.median(times[name])
        spread = f"{min(times[name]):.3f} to {max(times[name]):.3f}"
        print(f"  {name:<12} {middle:.3f} s  ({spread})  {middle / measure:>5.2f} x import pint  ({wanted})")


def _processor_seconds(command: list[str]) -> float:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=kept)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
