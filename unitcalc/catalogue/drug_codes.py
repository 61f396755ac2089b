"""Which HCPCS Level II codes stand for a drug that can be dosed, opened and discarded."""

import re

from unitcalc.reference.records import CodeRow

# Code families as CMS deals them out, first to last, and the BETOS classes in them that hold drugs: O1D chemotherapy,
# O1E other drugs, O1G immunizations, D1G drugs through medical equipment, D1E (only a class of such drugs, in Q),
# I1E and I1F contrast and radiopharmaceuticals, I2D the same for MRI, P6C intrauterine contraceptives, Z2 undefined.
# An empty class means every class.
FAMILIES: tuple[tuple[str, str, str], ...] = (
    ("A9150", "A9999", "O1E I1E I1F I2D"),  # contrast, radiopharmaceuticals
    ("C9000", "C9499", "O1D O1E I1E"),  # new drugs of the outpatient payment system
    ("J0000", "J9999", ""),  # drugs
    (
        "Q0100",
        "Q4099",
        "O1D O1E O1G D1G D1E",
    ),  # temporary codes; from Q4100 on skin substitutes, from Q5000 biosimilars
    ("Q5000", "Q9999", "O1D O1E I1E I1F P6C"),  # biosimilars, contrast
    ("S0000", "S0199", "Z2"),  # drugs of private payers
)
# A drug misfiled under medical supplies is still of service type 1, medical care, where supplies are 9.
_SUPPLY_CLASS, _MEDICAL_CARE = "D1A", "1"
_SERVICE = re.compile(r"\bfee\b|\bservices\b", re.IGNORECASE)


def is_drug_code(row: CodeRow, in_asp: bool) -> bool:
    """Whether a code stands for a drug.

    It does where an ASP file prices or crosswalks it (`in_asp`: this alone brings in albumin among the blood products
    and the skin substitutes that are priced as drugs), or where it is of a family and BETOS class in `FAMILIES` and
    its descriptor is no fee or service. Procedures, supplies, travel, devices, blood and tests are none.
    """
    if in_asp:
        return True
    if not any(first <= row.code <= last and _in_class(row, classes) for first, last, classes in FAMILIES):
        return False
    return _SERVICE.search(row.long) is None


def _in_class(row: CodeRow, classes: str) -> bool:
    if not classes or row.betos in classes.split():
        return True
    return row.code.startswith("C") and row.betos == _SUPPLY_CLASS and row.type_of_service.startswith(_MEDICAL_CARE)
