"""Prints the figures that the project holds itself to. Each says how it was measured; none is a test.

Machines differ and are shared: compare the ratios, and the medians of one run with one another. All of them, or one:

    python -m benchmarks
    python -m benchmarks reconciliation 1 10        millions of accounts
"""

import sys

from benchmarks import bills, cold_start, plans, reconciliation


def main(words: list[str]) -> None:
    """Measure everything, or what is named."""
    if words[:1] == ["reconciliation"]:
        reconciliation.main([float(each) for each in words[1:]])
        return
    parts = {"bills": bills.main, "cold_start": cold_start.main, "plans": plans.main}
    if words and words[0] not in parts:
        raise SystemExit(f"{words[0]} is not measured; there are {', '.join(parts)} and reconciliation.")
    for name in words or parts:
        parts[name]()
        print()
    if not words:
        reconciliation.main()


if __name__ == "__main__":
    main(sys.argv[1:])
