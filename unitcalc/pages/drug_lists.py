"""The lists of a drug's page: presentations, similar codes, what came before and after, what sources say."""

from collections.abc import Callable, Sequence

import streamlit as st

from unitcalc.catalogue.examples import Example
from unitcalc.catalogue.lookup import Match
from unitcalc.catalogue.lookup.prices import per_cent
from unitcalc.catalogue.lookup.words import dollars_of, holds, pack
from unitcalc.catalogue.presentations import Presentation
from unitcalc.pages.drug_facts import listed
from unitcalc.pages.words import counted, escaped, quiet

MOST_ROWS = 12
"""Rows of a table before it scrolls."""
TALL = 520
CODE = 84
"""Width of a button with a code on it."""
Go = Callable[[str], None]


def show_presentations(match: Match) -> None:
    """Every NDC and size, with what settled the type of its container."""
    found = match.presentations
    st.subheader("Presentations", anchor=False)
    if match.size_note:
        st.markdown(escaped(match.size_note))
    if not found:
        st.markdown(quiet("No source lists an NDC or a size of this code."))
        return
    newest = max((each.last for each in found if each.last), default=None)
    columns = {
        "NDC": [each.ndc or "not known" for each in found],
        "Product, labeler": [f"{escaped(each.product)}  \n{quiet(each.labeler)}" for each in found],
        "Holds": [escaped(holds(each)) for each in found],
        "Container": [each.container_type.value for each in found],
        "In a package": [pack(each) for each in found],
        "Listed": [listed(each, newest) for each in found],
    }
    shown = {name: cells for name, cells in columns.items() if any(cells)}
    _table(shown, f"Presentations of {match.drug.code}: {counted(len(found), 'row')}", len(found))
    for text in dict.fromkeys(each.curated.pooling_words for each in found if each.curated):
        if text:
            st.markdown(escaped(text))
    _evidence(found)


def show_examples(match: Match, bill: Callable[[Example], None]) -> None:
    """Bills worked by hand, each a press away from the form."""
    if not match.examples:
        return
    st.subheader("Worked by hand", anchor=False)
    for number, each in enumerate(match.examples):
        wasted = f", {each.discarded} discarded" if each.discarded else ""
        waste = f" and {each.discarded_units:,} discarded (JW)" if each.discarded_units else ""
        units = f"{counted(each.administered_units, 'unit')} administered{waste}"
        dose = f"{each.given} from {' and '.join(each.opened)}{wasted}: {units}."
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            told = (f"**{escaped(each.title)}**, {each.date}", escaped(dose), quiet(each.worked))
            st.markdown("  \n".join(told), width="stretch")
            if st.button("Fill the bill with it", key=f"example-{number}"):
                bill(each)


def _evidence(found: Sequence[Presentation]) -> None:
    """What settled the type of each container; where nothing did, the bill shows both ways and asks."""
    told: dict[str, list[str]] = {}
    for each in found:
        if each.type_by is not None:
            told.setdefault(str(each.type_by), []).append(each.ndc or holds(each))
    if not told:
        st.markdown(quiet("No source settles whether these containers are single- or multi-dose."))
        return
    with st.expander("What settles the container types"):
        for evidence, ndcs in told.items():
            more = f" and {len(ndcs) - 3} more" if len(ndcs) > 3 else ""
            st.markdown(f"{escaped(evidence)}  \n{quiet(', '.join(ndcs[:3]) + more)}")


def show_similar(match: Match, go: Go) -> None:
    """The codes of the same substance, how each differs, and a way to each."""
    if not match.differences:
        return
    st.subheader("Similar codes", anchor=False)
    grid = st.grid(2, min_column_width=320)
    for each in match.differences:
        with grid.cell(), st.container(horizontal=True, vertical_alignment="center", wrap=False, gap="small"):
            st.button(each.code, key=f"similar-{each.code}", on_click=go, args=(each.code,), width=CODE)
            st.markdown(f"{escaped(each.short)}  \n{quiet(each.difference)}", width="stretch")


def show_history(match: Match, go: Go) -> None:
    """The codes before and after, and dosage texts that changed."""
    if not match.history and not match.texts:
        return
    st.subheader("Before and after", anchor=False)
    for past in match.history:
        row = past.row
        where = "After" if past.after else "Before"
        until = f"{row.added} to {row.terminated or 'now'}"
        with st.container(horizontal=True, vertical_alignment="center", wrap=False, gap="small"):
            st.button(row.code, key=f"past-{row.code}", on_click=go, args=(row.code,), width=CODE)
            st.markdown(
                f"{where}, {until}: {escaped(row.long)}  \n{quiet(past.how)}",
                width="stretch",
            )
    for text in match.texts:
        st.markdown(quiet(f"Dosage text in {text.first} to {text.last}: '{text.text}'"))


def show_price_table(match: Match) -> None:
    """The prices behind the plot."""
    prices = match.prices[::-1]
    columns = {
        "Quarter": [price.period for price in prices],
        "Payment limit": [
            escaped(dollars_of(price.amount)) if price.amount is not None else "none" for price in prices
        ],
        "Change": [escaped(per_cent(price.change)) if price.change is not None else "" for price in prices],
        "Of": [escaped(price.dosage) for price in prices],
    }
    _table(columns, f"Payment limit of {match.drug.code} by quarter", len(prices))


def _table(columns: dict[str, list[str]], alt: str, rows: int) -> None:
    st.table(
        columns,
        border="horizontal",
        hide_index=True,
        hide_header=False,
        height=TALL if rows > MOST_ROWS else "content",
        alt=alt,
    )
