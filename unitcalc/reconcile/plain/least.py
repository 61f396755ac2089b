"""How much may be left of containers before others could have left less."""

from collections.abc import Collection
from math import gcd

MOST_STEPS = 100_000
"""Steps that are looked through; above them only the common measure of the sizes is known."""


def room(sizes: Collection[int], label: int) -> int:
    """What the next smaller combination of containers holds less: with less than that left over, none could be smaller.

    Sizes and label in the same whole numbers. Never below the common measure of the sizes.

    >>> room([100, 500], 500), room([100, 500], 600), room([420, 120], 420), room([420, 120], 120)
    (100, 100, 60, 120)
    """
    step = gcd(*sizes)
    end = label // step
    if label % step or end > MOST_STEPS:
        return step
    reached = bytearray(end)
    reached[:1] = b"\x01"
    for size in {each // step for each in sizes}:
        for at in range(size, end):
            if reached[at - size]:
                reached[at] = 1
    return (end - reached.rfind(1)) * step
