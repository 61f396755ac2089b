"""The form of 'Bill a dose': its fields in the order of work, each with what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from unitcalc.billing.request import BillRequest
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.codes import looks_like_ndc
from unitcalc.findings import Problem
from unitcalc.pages.words import counted, escaped, in_words_of

LABELS = {
    "drug": "Drug (HCPCS code or NDC)",
    "date": "Date of service",
    "setting": "Setting",
    "given": "Given",
    "opened": "Containers opened",
    "discarded": "Discarded",
    "explained": "Explained",
    "overfill": "Overfill",
    "container_type": "Container type",
    "ndc": "NDC of the containers",
    "form": "Form",
    "concentration": "Concentration",
    "supply": "Supply",
    "stopped": "Stopped infusion",
    "reason": "Reason for that choice",
    "billing_unit": "Billing unit, if not CMS's own",
    "narrative": "Narrative",
    "dispensed": "Dispensed, not administered here (leave “Given” empty)",
}
MAIN = ("drug", "date", "setting", "given", "opened", "discarded")
REST = tuple(name for name in LABELS if name not in MAIN)
EXAMPLE = {"drug": "J1745", "date": "2025-03-01", "setting": "office", "given": "350 mg", "opened": "4 x 100 mg"}
"""350 mg of infliximab from four vials of 100 mg; the discard was not charted."""

CHOICES: dict[str, dict[str, str]] = {
    "container_type": {"single-dose": "Single-dose", "multi-dose": "Multi-dose"},
    "form": {"liquid": "Liquid", "powder": "Powder"},
    "supply": {
        "340b": "Purchased under 340B",
        "white-bag": "White bag: payer or patient supplied it",
        "free": "Free of charge",
        "study": "From a study",
    },
    "stopped": {
        "ask": "Stopped, not decided: show both bills",
        "bill-rest-as-discarded": "Bill the rest as discarded",
        "rest-was-dose": "The rest was part of the dose",
    },
}
# The core names its inputs; the page has one field for a code and an NDC.
_FIELD_OF = {"code": "drug", "day": "date", "container-type": "container_type"}
Wrong = Mapping[str, Sequence[Problem]]


def key(name: str) -> str:
    """The name under which a field's value is kept while the page is open."""
    return f"bill-{name}"


def typed(name: str) -> str:
    """What stands in a field, as it was sent."""
    value = st.session_state.get(key(name))
    return value if isinstance(value, str) else ""


def fill(values: Mapping[str, str]) -> None:
    """Put values into the form and empty its other fields."""
    for name in LABELS:
        st.session_state[key(name)] = values.get(name, False if name == "dispensed" else "")


def request(today: str) -> BillRequest:
    """What was sent, for the core to read; the word today is its date."""
    drug, ndc = typed("drug").strip(), typed("ndc")
    code = "" if looks_like_ndc(drug) else drug
    return BillRequest(
        code=code,
        ndc=ndc if code else drug or ndc,
        date=today if typed("date").strip().lower() == "today" else typed("date"),
        setting=typed("setting"),
        given=typed("given"),
        opened=_lines("opened"),
        discarded=typed("discarded"),
        explained=_lines("explained"),
        dispensed=bool(st.session_state.get(key("dispensed"))),
        **{name: typed(name) for name in REST if name not in ("explained", "ndc", "dispensed")},
    )


def _lines(name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in typed(name).splitlines() if line.strip())


def missing() -> list[Problem]:
    """What the page asks for although the core could do without."""
    found = []
    if not typed("date").strip():
        hint = "Codes, prices and rules depend on it. Write 2025-03-01, or the word today."
        found.append(Problem("date-missing", "The date of service is missing.", hint, field="date"))
    if not typed("setting"):
        hint = "It decides whether the drug is paid separately and which limits hold. It stays for the next bill."
        found.append(Problem("setting-missing", "The setting is missing.", hint, field="setting"))
    drug, ndc = typed("drug").strip(), typed("ndc").strip()
    if drug and ndc and looks_like_ndc(drug) and drug != ndc:
        message = "An NDC stands in the drug's field already."
        found.append(Problem("ndc-twice", message, "Name the HCPCS code there, or empty this field.", field="ndc"))
    return found


def by_field(problems: Sequence[Problem]) -> dict[str, list[Problem]]:
    """The problems of each field; those that belong to none of them under the empty name."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        name = _FIELD_OF.get(problem.field, problem.field) or _field_by_code(problem.code)
        if name == "ndc" and looks_like_ndc(typed("drug").strip()) and problem.code != "ndc-twice":
            name = "drug"
        found.setdefault(name if name in LABELS else "", []).append(problem)
    return found


def _field_by_code(code: str) -> str:
    """The field that a problem without one speaks of, by its short name: code-unknown, setting-unknown."""
    first = code.partition("-")[0]
    return _FIELD_OF.get(first, first)


# A help button is a stop of the Tab key before its field: the six fields of every bill do without.
def show_form(catalogue: Catalogue, wrong: Wrong, send: Callable[[], None]) -> None:
    """The form; `send` is called when it is sent, by Enter, Ctrl+Enter or the button."""
    settings = {name: setting.title for name, setting in catalogue.policy("medicare-part-b").settings.items()}
    with st.form("bill", border=False):
        form = _Form(wrong)
        drug, day = st.columns(2)
        with drug:
            form.text("drug", "e.g. J1745")
        with day:
            form.text("date", "e.g. 2025-03-01")
        form.choice("setting", {name: title[0].upper() + title[1:] for name, title in settings.items()}, "Choose one")
        form.text("given", "e.g. 350 mg; 0 mg if nothing was")
        form.lines("opened", "e.g. 4 x 100 mg; one kind a line")
        form.text("discarded", "e.g. 50 mg, as charted")
        with st.expander(_rest_label(wrong), expanded=_rest_wanted(wrong)):
            _rest(form)
        st.form_submit_button("Bill", type="primary", shortcut="Ctrl+Enter", on_click=send, width="stretch")


def _rest_label(wrong: Wrong) -> str:
    number = sum(len(wrong.get(name, ())) for name in REST)
    return f"More about this dose ({number} to correct)" if number else "More about this dose"


def _rest_wanted(wrong: Wrong) -> bool:
    return any(wrong.get(name) or st.session_state.get(key(name)) for name in REST)


def _rest(form: "_Form") -> None:
    form.lines("explained", "e.g. 20 mg tubing", help="Amount and reason, one a line. Never billed.")
    form.text("overfill", "e.g. 5 mg", help="What the containers held above their label. Never billed.")
    form.choice("container_type", CHOICES["container_type"], "As the product's sources say")
    form.text("ndc", "e.g. 57894-0030-01", help="For the NDC quantities on the claim.")
    form.choice("form", CHOICES["form"], "As the product's sources say")
    form.text("concentration", "e.g. 10 mg/mL")
    form.choice("supply", CHOICES["supply"], "Purchased")
    form.choice("stopped", CHOICES["stopped"], "Not stopped")
    form.text("reason", "e.g. reaction after 20 minutes")
    form.text("billing_unit", "e.g. 10 mg")
    form.text("narrative", "drug name, dose, route, NDC", help="For unclassified codes.")
    st.checkbox(LABELS["dispensed"], key=key("dispensed"), persist_state="session")
    form.problems("dispensed")


@dataclass(frozen=True, slots=True)
class _Form:
    """Draws fields; under each stands what is wrong with it."""

    wrong: Wrong

    def text(self, name: str, placeholder: str, help: str | None = None) -> None:
        st.text_input(
            LABELS[name],
            key=key(name),
            placeholder=placeholder,
            help=help,
            autocomplete="off",
            persist_state="session",
        )
        self.problems(name)

    def lines(self, name: str, placeholder: str, help: str | None = None) -> None:
        st.text_area(
            LABELS[name], key=key(name), placeholder=placeholder, help=help, height=84, persist_state="session"
        )
        self.problems(name)

    def choice(self, name: str, options: Mapping[str, str], empty: str) -> None:
        # The first option is the empty one: a box that can be emptied would have one more stop of the Tab key.
        words = {"": empty, **options}
        st.selectbox(
            LABELS[name],
            list(words),
            format_func=lambda option: words.get(option, option),
            key=key(name),
            persist_state="session",
        )
        self.problems(name)

    def problems(self, name: str) -> None:
        show_problems(self.wrong.get(name, ()))


def show_problems(problems: Sequence[Problem]) -> None:
    """Each problem with what to do about it."""
    for problem in problems:
        message, hint = (escaped(in_words_of(LABELS, text)) for text in (problem.message, problem.hint))
        st.error(f"**{message}** {hint}".strip(), icon=":material/error:")


def show_summary(problems: Sequence[Problem], wrong: Wrong) -> None:
    """How many problems there are, and those that belong to no field."""
    st.error(
        "Nothing was billed. What you typed is still there; each field says what to do.",
        title=f"{counted(len(problems), 'thing')} to correct",
        icon=":material/error:",
    )
    show_problems(wrong.get("", ()))
