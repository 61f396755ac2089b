"""Prints the figures that the project holds itself to. Each says how it was measured; none is a test.

Machines differ and are shared: compare the ratios, and the medians of one run with one another.
"""

from benchmarks import bills, cold_start, plans


def main() -> None:
    """Measure everything."""
    bills.main()
    print()
    cold_start.main()
    print()
    plans.main()


if __name__ == "__main__":
    main()
