"""Every case of tests/cases: worked examples in a user's words, billed and compared with figures worked elsewhere.

A case has an id and says `what` it is. It either states a `bill` (the fields of a request) or an `ndc`, with what to
`expect`; or why nothing is expected: `not_yet`, `no_figures`. Of a bill only what `expect` names is compared.
"""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from unitcalc.billing.bill import Bill, bill
from unitcalc.billing.lines import ClaimLine
from unitcalc.billing.request import BillRequest
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.codes import read_ndc
from unitcalc.findings import Refused, Severity
from unitcalc.quantity import plain, read_amount

CASES = Path(__file__).resolve().parents[1] / "cases"
OF_OTHERS = ("doses", "plans")
"""Cases of other commands, which their own tests read."""
TODAY = date(2026, 1, 15)

OUTCOMES = ("expect", "not_yet", "no_figures")
CASE_KEYS = frozenset(
    {"id", "from", "publisher", "address", "what", "ours", "published", "why", "by_hand", "bill", "ndc", *OUTCOMES}
)
EXPECT_KEYS = frozenset(
    {"administered_units", "discarded_units", "physical_discarded", "opened", "billing_unit", "lines", "alternatives"}
    | {"findings", "no_findings", "finding_says", "errors", "refused", "ndc"}
)
LINE_KEYS = frozenset({"modifiers", "units", "ndc_quantity"})
REQUEST_FIELDS = frozenset(field.name for field in fields(BillRequest))


@dataclass(frozen=True)
class Case:
    """One case, with its file."""

    file: str
    record: dict[str, Any]

    @property
    def name(self) -> str:
        """File and id."""
        return f"{self.file}:{self.record['id']}"

    @property
    def outcome(self) -> str:
        """What the case comes to: exactly one of `OUTCOMES`."""
        (outcome,) = (key for key in OUTCOMES if key in self.record)
        return outcome


class _Text(yaml.SafeLoader):
    """Dates and numbers of a request stay as they were typed."""


_Text.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:bool")]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_cases() -> list[Case]:
    """The cases of every file."""
    found = []
    for path in sorted(path for path in CASES.glob("*.yaml") if path.stem not in OF_OTHERS):
        records = yaml.load(path.read_text(encoding="utf-8"), _Text)
        found += [Case(path.stem, record) for record in records]
    return found


ALL = read_cases()
BILLED = [case for case in ALL if case.outcome == "expect" and "bill" in case.record]
READ = [case for case in ALL if case.outcome == "expect" and "ndc" in case.record]


def request_of(record: dict[str, Any]) -> BillRequest:
    """The request that a case states; lists become tuples, everything else is text as typed."""
    typed: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in record.items()}
    return BillRequest(**typed)


def comparable(lines: Iterable[ClaimLine], expected: list[dict[str, Any]]) -> tuple[Counter[str], Counter[str]]:
    """Both sides of a comparison of lines, in what the expectation names: equal where the same lines stand."""
    named = {key for line in expected for key in line}
    assert named <= LINE_KEYS
    assert all(set(line) == named for line in expected), "every line of a case names the same"
    found = []
    for line in lines:
        whole: dict[str, object] = {
            "modifiers": sorted(line.modifiers),
            "units": line.units,
            "ndc_quantity": f"{plain(line.ndc.quantity)} {line.ndc.unit}" if line.ndc else None,
        }
        found.append({key: whole[key] for key in sorted(named)} if expected else whole)
    wanted = [
        {key: sorted(line[key]) if key == "modifiers" else line[key] for key in sorted(named)} for line in expected
    ]
    return Counter(map(str, found)), Counter(map(str, wanted))


def check_lines(lines: tuple[ClaimLine, ...], code: str) -> None:
    """What holds of the lines of every bill, whatever its figures (RULES 1.7, 1.8)."""
    assert all(line.code == code for line in lines)
    assert all(line.units > 0 for line in lines)
    assert all(not {"JW", "JZ"} <= set(line.modifiers) for line in lines)
    assert not lines or "JW" not in lines[0].modifiers


def check_bill(found: Bill, expect: dict[str, Any]) -> None:
    """Compare what a case names."""
    for key in ("administered_units", "discarded_units"):
        if key in expect:
            assert getattr(found, key) == expect[key], key
    for key, amount in (
        ("physical_discarded", found.discarded),
        ("opened", found.opened),
        ("billing_unit", found.billing_unit),
    ):
        if key in expect:
            assert amount is not None, key
            assert amount == read_amount(expect[key]).bound_to(amount.unit), key
            assert key != "billing_unit" or str(amount) == expect[key]
    if "lines" in expect:
        said, wanted = comparable(found.lines, expect["lines"])
        assert said == wanted
    if "alternatives" in expect:
        assert len(found.alternatives) == len(expect["alternatives"])
        for one, other in zip(found.alternatives, expect["alternatives"], strict=True):
            assert (one.administered_units, one.discarded_units) == (
                other["administered_units"],
                other["discarded_units"],
            )
            said, wanted = comparable(one.lines, other["lines"])
            assert said == wanted
            assert one.if_
    elif expect.get("lines"):
        assert not found.alternatives
    names = {finding.check for finding in found.findings}
    assert set(expect.get("findings", [])) <= names
    assert not set(expect.get("no_findings", [])) & names
    for check, words in expect.get("finding_says", {}).items():
        messages = " ".join(finding.message for finding in found.findings if finding.check == check)
        assert all(word in messages for word in words), messages
    if "errors" in expect:
        errors = [finding.check for finding in found.findings if finding.severity is Severity.ERROR]
        assert errors == expect["errors"]


def check_refusal(refused: Refused, expected: list[dict[str, Any]]) -> None:
    """Every problem, no other, each with its words; found by its code or, where that is not named, by its field."""
    assert len(refused.problems) == len(expected), [problem.code for problem in refused.problems]
    for each in expected:
        key = "code" if "code" in each else "field"
        (problem,) = (problem for problem in refused.problems if getattr(problem, key) == each[key])
        words = f"{problem.message} {problem.hint}"
        assert all(word in words for word in each["says"]), words
        assert problem.hint
        assert each.get("field", problem.field) == problem.field
        assert set(each.get("candidates", [])) <= set(problem.candidates), problem.candidates


@pytest.mark.parametrize("case", BILLED, ids=lambda case: case.name)
def test_a_bill(case: Case, catalogue: Catalogue) -> None:
    expect, request = case.record["expect"], request_of(case.record["bill"])
    if "refused" in expect:
        with pytest.raises(Refused) as caught:
            bill(catalogue, request, TODAY)
        check_refusal(caught.value, expect["refused"])
        return
    found = bill(catalogue, request, TODAY)
    check_bill(found, expect)
    for lines in (found.lines, *(alternative.lines for alternative in found.alternatives)):
        check_lines(lines, request.code)


@pytest.mark.parametrize("case", READ, ids=lambda case: case.name)
def test_an_ndc(case: Case) -> None:
    expect = case.record["expect"]
    if "refused" in expect:
        with pytest.raises(Refused) as caught:
            read_ndc(case.record["ndc"])
        check_refusal(caught.value, expect["refused"])
    else:
        assert str(read_ndc(case.record["ndc"])) == expect["ndc"]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_case_is_well_written(case: Case) -> None:
    record = case.record
    assert set(record) <= CASE_KEYS
    assert record["what"]
    assert sum(key in record for key in OUTCOMES) == 1
    assert all(record[key] for key in OUTCOMES if key in record)
    assert ("published" in record) <= ("why" in record or "not_yet" in record), "say why the publisher is wrong"
    assert ("from" in record) <= ("publisher" in record and "address" in record)
    if "expect" in record:
        assert ("bill" in record) != ("ndc" in record)
        assert set(record["expect"]) <= EXPECT_KEYS
        assert set(record.get("bill", {})) <= REQUEST_FIELDS
        assert "from" in record or "by_hand" in record or "refused" in record["expect"], "where the figures are from"


def test_no_id_stands_twice() -> None:
    assert [name for name, count in Counter(case.record["id"] for case in ALL).items() if count > 1] == []


def published_ids(folder: Path) -> set[str]:
    """Every id of the collections of published examples; where rows have none, what they convert."""
    found: set[str] = set()
    for name in ("published_examples.yaml", "society_examples.yaml"):
        found |= {record["id"] for record in yaml.safe_load((folder / name).read_text(encoding="utf-8"))}
    for name, column in (("published_hcpcs_to_ndc_units.csv", "id"), ("published_ndc10_to_11.csv", "input")):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            found |= {row[column] for row in csv.DictReader(file)}
    return found


@pytest.mark.shared
def test_every_published_example_has_a_case(shared: Path) -> None:
    assert published_ids(shared / "examples") == {case.record["from"] for case in ALL if "from" in case.record}


def test_outcomes_of_the_published_examples() -> None:
    """How many published examples are computed, how many wait, and how many state no figures."""
    first = {case.record["from"]: case.outcome for case in reversed(ALL) if "from" in case.record}
    assert Counter(first.values()) == {"expect": 71, "not_yet": 9, "no_figures": 6}
