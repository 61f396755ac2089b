"""What a person asks to have computed, as typed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseRequest:
    """Every field as text, the same for the command, the page and the API. Empty means not stated."""

    order: str = ""
    """As a prescriber writes it: `5 mg/kg IV every 8 weeks`, `AUC 5`, `1.4 mg/m2 (max 2 mg)`, `rise 60`."""
    weight: str = ""
    """`70 kg`, `11 lb 4 oz`."""
    weight_date: str = ""
    last_weight: str = ""
    """The weight charted before this one, which the new one is held against."""
    weight_basis: str = ""
    """actual, ideal or adjusted; actual where it is empty."""
    height: str = ""
    age: str = ""
    sex: str = ""
    gfr: str = ""
    """In mL/min."""
    duration: str = ""
    code: str = ""
    product: str = ""
    max: str = ""
    rise: str = ""
    """The rise of a clotting factor that is wanted, in IU/dL."""
    level_wanted: str = ""
    level_measured: str = ""
    concentration: str = ""
    bsa_formula: str = ""
    bsa_decimals: str = ""
    indication: str = ""
    use: str = ""
    """prophylaxis, on-demand or surgery, of a clotting factor."""
    date: str = ""
