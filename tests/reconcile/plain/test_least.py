"""Room below a label: held against every combination of containers."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from unitcalc.reconcile.plain.least import room


@given(
    st.lists(st.integers(min_value=1, max_value=12), min_size=1, max_size=3, unique=True),
    st.lists(st.integers(min_value=0, max_value=3), min_size=3, max_size=3),
)
def test_no_combination_lies_between_the_next_smaller_one_and_the_label(sizes: list[int], counts: list[int]) -> None:
    label = sum(size * count for size, count in zip(sizes, counts, strict=False))
    most = max(label // min(sizes), 1)
    sums = {
        sum(size * count for size, count in zip(sizes, each, strict=True))
        for each in product(range(most + 1), repeat=len(sizes))
    }
    if label:
        assert label - room(sizes, label) == max(each for each in sums if each < label)
