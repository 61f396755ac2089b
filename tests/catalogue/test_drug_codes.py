"""Which codes are drugs: cases by hand, and a count of CMS's file by another route."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.catalogue.cms_files import CODES, asp_codes, code_row, code_rows, records
from unitcalc.catalogue.drug_codes import is_drug_code

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "drug_codes.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["code"])
def test_a_code(case: dict[str, Any]) -> None:
    row = code_row(case["code"], case["text"], case["betos"], case["service"])
    assert is_drug_code(row, case["asp"]) is case["drug"]


@pytest.mark.shared
def test_the_count_by_another_route(shared: Path) -> None:
    """The definition spelt out over the file's own columns, family by family."""
    priced = asp_codes(shared)
    family = {
        r"A9(1[5-9]|[2-9]).*": {"O1E", "I1E", "I1F", "I2D"},
        r"C9[0-4].*": {"O1D", "O1E", "I1E"},
        r"Q[0-3].*|Q40.*": {"O1D", "O1E", "O1G", "D1G", "D1E"},
        r"Q[5-9].*": {"O1D", "O1E", "I1E", "I1F", "P6C"},
        r"S0[01].*": {"Z2"},
    }
    counts = dict.fromkeys("ACJPQS", 0)
    for row in records(shared, CODES):
        code, betos = row["HCPC"], row["BETOS"]
        filed = code[0] == "J" or any(re.fullmatch(codes, code) and betos in kinds for codes, kinds in family.items())
        misfiled = code.startswith("C9") and code < "C9500" and betos == "D1A" and row["TOS1"] == "1"
        words = re.findall(r"[a-z]+", row["LONG DESCRIPTION"].lower())
        service = "fee" in words or "services" in words or words[:2] == ["chemotherapy", "administration"]
        early = "Q0000" <= code < "Q0100"  # visits for infusions and chemotherapy, tests
        counts[code[0]] += code in priced or ((filed or misfiled) and not service and not early)
    assert counts == {"A": 106, "C": 205, "J": 1209, "P": 4, "Q": 326, "S": 68}
    assert sum(counts.values()) == 1918
    assert sum(is_drug_code(row, row.code in priced) for row in code_rows(shared)) == 1918


@pytest.mark.shared
def test_every_priced_code_is_a_drug_and_every_injection_too(shared: Path) -> None:
    priced = asp_codes(shared)
    for row in code_rows(shared):
        if row.code in priced or row.long.startswith(("Injection, ", "Infusion, ")):
            assert is_drug_code(row, row.code in priced) or row.code in {"P9043", "P9048"}, row.code
