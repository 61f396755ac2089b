"""Wrong bills, each computed exactly and compared with what was billed: where several fit, each is named."""

from unitcalc.checks.facts import AccountFacts, Number, Truth
from unitcalc.units import no


def differ(f: AccountFacts) -> Truth:
    """Whether the record has one bill and the administered units are another number."""
    return f.compared & (f.administered_lines > 0) & no(f.administered == f.expected_administered)


def is_wrong_bill(f: AccountFacts, wrong: Number) -> Truth:
    """Whether exactly a wrong bill was billed; `wrong` is its units, 0 where it can't be computed."""
    return differ(f) & (wrong > 0) & (f.administered == wrong)


def has_named_cause(f: AccountFacts) -> Truth:
    """Whether a check of its own names the cause, so that the general ones are silent."""
    return (
        is_wrong_bill(f, f.given_number)
        | is_wrong_bill(f, f.opened_number)
        | is_wrong_bill(f, f.containers)
        | is_wrong_bill(f, f.ndc_number)
        | is_wrong_bill(f, f.hundredth)
        | is_wrong_bill(f, f.nominal_units)
        | is_wrong_bill(f, f.former_units)
        | is_wrong_bill(f, f.published_units)
        | is_wrong_bill(f, f.rounded_down)
        | is_wrong_bill(f, f.label_units)
        | is_wrong_bill(f, f.begun_label_units)
    )
