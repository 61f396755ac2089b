"""Draws the form of 'Bill a dose': its fields in the order of work, under each one line of help or what is wrong."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import streamlit as st

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.drugs import Drug
from unitcalc.findings import Problem
from unitcalc.pages import form, opened_entry, order_entry
from unitcalc.pages.answer import Answer
from unitcalc.pages.drug_typed import Offer, offers_of
from unitcalc.pages.form import CHOICES, LABELS, key
from unitcalc.pages.order_answer import Ordered
from unitcalc.pages.problems import show_problems
from unitcalc.pages.words import counted, escaped, in_words_of, quiet, short_day

LONGEST_DESCRIPTOR = 110
_MASSES = ("mg", "g", "mcg")


# A help button is a stop of the Tab key before its field: the fields of every bill do without.
def show_form(tables: Catalogue, found: Answer, ordered: Ordered) -> None:
    """The fields of every bill, and the others folded away."""
    _drug(tables, found)
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True):
            with st.container(width=160):
                _date(found)
            with st.container(width="stretch"):
                _setting(tables, found)
        show_problems([*found.wrong.get("date", ()), *found.wrong.get("setting", ())])
    order_entry.show(ordered)
    _amount(found, "given", "350", "As charted; 0 mg if nothing was given.")
    opened_entry.show(found)
    _amount(found, "discarded", "50", "As charted; left empty, the rest is assumed.")
    with st.expander(_rest_label(found), expanded=_rest_wanted(found)):
        _rest(found)


def _drug(tables: Catalogue, found: Answer) -> None:
    with st.container(gap="xxsmall"):
        _text("drug", "e.g. J1745 or Remicade", live=True)
        drug = found.drug
        if show_problems(found.wrong.get("drug", ())):
            _offers("drug", _candidates(tables, found))
        elif drug is not None:
            _line(f"**{drug.code}** {escaped(described(drug))} {escaped(found.drug_typed.read_as)}")
        elif found.drug_typed.offers:
            more = (
                f" The first {len(found.drug_typed.offers)} of {len(found.drug_typed.offers) + found.drug_typed.more}:"
            )
            _line("Which one?" + (more if found.drug_typed.more else ""))
            _offers("drug", found.drug_typed.offers)
        elif "drug" in found.begun:
            _line(escaped(found.begun["drug"].message))
            _offers("drug", _candidates(tables, found))
        else:
            _line("Code, brand, substance, NDC or barcode")


def described(drug: Drug) -> str:
    """The official descriptor, or the short one where that is a paragraph."""
    return drug.row.long if len(drug.row.long) <= LONGEST_DESCRIPTOR else drug.row.short


def _candidates(tables: Catalogue, found: Answer) -> tuple[Offer, ...]:
    problems = [*found.wrong.get("drug", ()), *([found.begun["drug"]] if "drug" in found.begun else [])]
    named = [offer for problem in problems for offer in offers_of(tables, problem)]
    return tuple(dict.fromkeys([*found.drug_typed.offers, *named]))


def _offers(name: str, offers: Sequence[Offer]) -> None:
    """What may be meant, each a button that puts it into the field."""
    with st.container(horizontal=True, gap="xsmall"):
        for offer in offers:
            st.button(
                escaped(offer.words), key=f"offer-{offer.text}", on_click=form.put, args=(name, offer.text), wrap=True
            )


def _date(found: Answer) -> None:
    with st.container(gap="xxsmall"):
        _text("date", "e.g. 2025-03-01", live=True)
        if not found.wrong.get("date"):
            _line(short_day(found.day) if found.day else "or: today, 3/1/2025")


def _setting(tables: Catalogue, found: Answer) -> None:
    titles = {name: setting.title for name, setting in tables.policy("medicare-part-b").settings.items()}
    with st.container(gap="xxsmall"):
        _choice("setting", {name: title[0].upper() + title[1:] for name, title in titles.items()}, "Choose one")
        if not found.wrong.get("setting"):
            _line("Stays for the next bill.")


def _amount(found: Answer, name: str, number: str, help: str) -> None:
    with st.container(gap="xxsmall"):
        _text(name, f"e.g. {_typical(number, fitting_units(found.drug)[0])}", live=True)
        if show_problems(found.wrong.get(name, ())):
            return
        begun = found.begun.get(name)
        if begun is not None and begun.code == "amount-without-unit":
            _ask_unit(name, found.drug)
        else:
            _line(escaped(begun.message) if begun else help)


def _typical(number: str, unit: str) -> str:
    """An example of an amount, in numbers that are usual for its unit."""
    return f"{'1' if unit in ('dose', 'container') else '1046' if (unit, number) == ('IU', '350') else number} {unit}"


def _ask_unit(name: str, drug: Drug | None) -> None:
    """A number alone: the units that fit the drug, each one press."""
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        st.markdown(quiet(f"{form.typed(name)} of what?"), width="content")
        for unit in fitting_units(drug):
            st.button(unit, key=f"unit-{name}-{unit}", on_click=form.put, args=(name, f"{form.typed(name)} {unit}"))


def fitting_units(drug: Drug | None) -> tuple[str, ...]:
    """The units that a dose of a drug is written in, the likeliest first."""
    unit = drug.billing_unit.unit if drug and drug.billing_unit else None
    if unit is None:
        return ("mg", "g", "mcg", "IU", "mL")
    if unit.dimension != "mass":
        return (unit.symbol,)
    return tuple(dict.fromkeys((unit.symbol, *_MASSES)))


def _rest_label(found: Answer) -> str:
    number = sum(len(found.wrong.get(name, ())) for name in form.REST)
    return f"More about this dose ({counted(number, 'thing')} to correct)" if number else "More about this dose"


def _rest_wanted(found: Answer) -> bool:
    return any(found.wrong.get(name) or st.session_state.get(key(name)) for name in form.REST)


def _rest(found: Answer) -> None:
    field = _Rest(found.wrong, found.begun)
    field.lines("explained", "e.g. 20 mg tubing", "Amount and reason, one a line. Never billed.")
    field.text("overfill", "e.g. 5 mg", "What the containers held above their label. Never billed.")
    field.choice("container_type", CHOICES["container_type"], "As the product's sources say")
    field.text("ndc", "e.g. 57894-0030-01", "For the NDC quantities on the claim.")
    field.choice("form", CHOICES["form"], "As the product's sources say")
    field.text("concentration", "e.g. 10 mg/mL")
    field.choice("supply", CHOICES["supply"], "Purchased")
    field.choice("stopped", CHOICES["stopped"], "Not stopped")
    field.text("reason", "e.g. reaction after 20 minutes")
    field.text("billing_unit", "e.g. 10 mg")
    field.text("shortage", "e.g. 100 mg vials on backorder", "Where other sizes would have wasted less.")
    field.text("narrative", "drug name, dose, route, NDC", "For unclassified codes.")
    st.checkbox(LABELS["dispensed"], key=key("dispensed"), persist_state="session")
    field.under("dispensed", "For a supplier (home, DME). Leave “Given” empty.")


class _Rest:
    """Draws the fields that few bills need."""

    def __init__(self, wrong: Mapping[str, Sequence[Problem]], begun: Mapping[str, Problem]) -> None:
        self.wrong, self.begun = wrong, begun

    def text(self, name: str, placeholder: str, help: str = "") -> None:
        with st.container(gap="xxsmall"):
            _text(name, placeholder, live=False)
            self.under(name, help)

    def lines(self, name: str, placeholder: str, help: str = "") -> None:
        with st.container(gap="xxsmall"):
            st.text_area(LABELS[name], key=key(name), placeholder=placeholder, height=84, persist_state="session")
            self.under(name, help)

    def choice(self, name: str, options: Mapping[str, str], empty: str) -> None:
        with st.container(gap="xxsmall"):
            _choice(name, options, empty)
            self.under(name, "")

    def under(self, name: str, help: str) -> None:
        if show_problems(self.wrong.get(name, ())):
            return
        begun = self.begun.get(name)
        if begun:
            _line(escaped(in_words_of(LABELS, f"{begun.message} {begun.hint}")))
        elif help:
            _line(help)


def _text(name: str, placeholder: str, *, live: bool) -> None:
    st.text_input(
        LABELS[name],
        key=key(name),
        placeholder=placeholder,
        autocomplete="off",
        persist_state="session",
        live=form.PAUSE if live else False,
    )


def _choice(name: str, options: Mapping[str, str], empty: str) -> None:
    # The first option is the empty one: a box that can be emptied would have one more stop of the Tab key.
    words = {"": empty, **options}
    st.selectbox(
        LABELS[name],
        list(words),
        format_func=lambda option: words.get(option, option),
        key=key(name),
        persist_state="session",
    )


def _line(text: str) -> None:
    """The one line under a field."""
    st.markdown(f":small[:gray[{text}]]")


def show_buttons(example: Callable[[], None], clear: Callable[[], None]) -> None:
    """What fills the form and what empties it. The next Tab after emptying it is the first field."""
    with st.container(horizontal=True, horizontal_alignment="right", width="content"):
        st.button("Worked example", on_click=example, icon=":material/school:")
        st.button("New bill", on_click=clear, icon=":material/restart_alt:")


def today() -> date:
    """The day on which the page is looked at."""
    return date.today()
