"""The facts of each claim line and of each of its modifiers."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from unitcalc.account import Account, BilledLine
from unitcalc.catalogue.descriptors import Kind
from unitcalc.catalogue.presentations import Presentation
from unitcalc.checks.facts import LineFacts, ModifierFacts
from unitcalc.checks.gathering.coded import Coded
from unitcalc.checks.gathering.supplied import nominal_per_container, per_amount, supplied_as
from unitcalc.checks.gathering.tables import Tables
from unitcalc.codes import read_ndc
from unitcalc.findings import Refused

ZERO = Fraction(0)
PACKAGED = "N"


def line_facts(
    tables: Tables, account: Account, coded: Coded, facts: Mapping[str, Any]
) -> Iterator[tuple[BilledLine, LineFacts]]:
    """Each line with its facts, in the order of the account. `facts` are those of the account."""
    agrees = (
        facts["compared"]
        and facts["administered"] == facts["expected_administered"]
        and facts["discarded"] == facts["expected_discarded"]
    )
    seen: Counter[tuple[object, ...]] = Counter()
    for line in account.lines:
        # A split line repeats on purpose, and says so: it is compared as it would be without saying it.
        alike = (frozenset(line.modifiers) - tables.repeating, line.units, line.ndc)
        narrated = bool(line.narrative) or _narrated(account)
        of_line = _of_line(tables, coded, line)
        yield (
            line,
            LineFacts(
                **of_line,
                fewest_vials=_fewest_vials(account, line, of_line["units_per_quantity"]),
                earlier_alike=seen[alike],
                narrated=narrated,
                agrees=agrees,
                swapped=facts["swapped"],
            ),
        )
        seen[alike] += 1


def _fewest_vials(account: Account, line: BilledLine, per: Fraction) -> bool:
    """RULES 5.6: whether the lines of the NDC state whole vials together, the fewest that hold their units."""
    alike = [each for each in account.lines if each.ndc == line.ndc]
    stated = [each.ndc_quantity for each in alike if each.ndc_quantity is not None]
    if line.ndc_unit != "UN" or not stated or any(each.denominator > 1 for each in stated):
        return False
    units, vials = sum((each.units for each in alike), ZERO), sum(stated, ZERO)
    return (vials - 1) * per < units <= vials * per


def _of_line(tables: Tables, coded: Coded, line: BilledLine) -> dict[str, Any]:
    policy, day, drug = coded.policy, coded.day, coded.drug
    marks = set(line.modifiers)
    # JW with JZ is a matter of waste, with a check of its own.
    conflicts = tables.catalogue.modifiers.conflicting(line.modifiers)
    conflict = next((each for each in conflicts if set(each.pair) != {"JW", "JZ"}), None)
    charge_limit = policy.value("line-charge-limit", day).number
    last = policy.last_day_to_file(line.end or line.day)
    return {
        "code": line.code,
        "day": line.day,
        "units": line.units,
        "whole_units": line.units.denominator == 1,
        "fractions_allowed": "LU" in marks and coded.car_t_parts > 1,
        "jw": "JW" in marks,
        "jz": "JZ" in marks,
        "modifiers": len(line.modifiers),
        "most_modifiers": int(policy.value("line-modifiers", day).value),
        "conflict": str(conflict) if conflict else "",
        "conflict_reason": conflict.reason if conflict else "",
        **_of_code(tables, coded, line),
        "price": coded.price,
        "line_limit": coded.mue(1),
        "form_width": int(policy.value(f"{line.form or coded.setting.form}-line-width", day).value),
        "split_limit": coded.line_limit,
        "split_modifier": policy.value("split-modifier", day).text.replace("none", ""),
        "charge": line.charge or ZERO,
        "has_charge": line.charge is not None,
        "charge_limit": charge_limit or ZERO,
        **_of_ndc(coded, line),
        "future": line.day > tables.today,
        "has_end": line.end is not None,
        "end": line.end or line.day,
        "has_submitted": line.submitted is not None,
        "submitted": line.submitted or line.day,
        "filing_limit": (last - line.day).days if last else 0,
        "filing_days": (line.submitted - line.day).days if line.submitted else 0,
        "repeat_marked": bool(tables.repeating & marks),
        "unclassified": drug is not None and drug.kind is Kind.UNCLASSIFIED,
    }


def _narrated(account: Account) -> bool:
    return account.record is not None and any(request.narrative for request in account.record.administrations)


def _of_code(tables: Tables, coded: Coded, line: BilledLine) -> dict[str, Any]:
    row = tables.catalogue.reference.code(line.code)
    why = coded.problem.code if coded.problem else ""
    named = " or ".join(coded.problem.candidates) if coded.problem else ""
    status = coded.drug.status if coded.drug and coded.setting.subject == "by-status" else None
    meaning = coded.policy.statuses.get(status.status) if status else None
    coverage = coded.policy.not_payable.get(row.coverage, "") if row and coded.drug else ""
    return {
        "code_known": why != "code-unknown",
        "code_begun": why != "code-not-yet-effective",
        "code_ended": why == "code-terminated",
        "code_first": str(row.added) if row else "",
        "code_last": str(row.terminated or "") if row else "",
        "successors": named if why != "code-unknown" else "",
        "suggestions": named if why == "code-unknown" else "",
        "packaged": status is not None and status.status == PACKAGED,
        "unpaid": bool(coverage) or bool(meaning and status and not meaning.pays and status.status != PACKAGED),
        "status_meaning": coverage or (f"OPPS status {meaning.status}: {meaning.meaning}" if meaning else ""),
    }


def _of_ndc(coded: Coded, line: BilledLine) -> dict[str, Any]:
    policy, day = coded.policy, coded.day
    units = policy.value("ndc-units", day).words
    ndc, problem = line.ndc, ""
    if line.ndc:
        try:
            ndc = str(read_ndc(line.ndc))
        except Refused as refused:
            problem = " ".join(filter(None, (refused.problems[0].message, refused.problems[0].hint)))
    readable = bool(line.ndc) and not problem
    found = coded.catalogue.of_ndc(ndc, day) if readable else ()
    curated = _curated(coded, ndc) if readable else False
    own = next((each for each in found if each.code == line.code), None)
    labelers = {each.ndc.partition("-")[0] for each in coded.presentations if each.ndc} if readable else set()
    measure, per_supplied = counted_as(coded, own)
    per = per_supplied if line.ndc_unit == measure else per_amount(coded.drug, line.ndc_unit)
    if line.ndc_unit == "UN" and policy.value("powder-ndc-quantity", day).value == "whole":
        per = ZERO  # whole vials tell nothing of the units
    return {
        "has_ndc": bool(line.ndc),
        "ndc": ndc,
        "ndc_readable": readable,
        "ndc_problem": problem,
        "ndc_known": bool(found) or curated,
        "ndc_of_code": own is not None or curated,
        "ndc_codes": " or ".join(dict.fromkeys(each.code for each in found)),
        "labelers_known": bool(labelers),
        "labeler_of_code": ndc.partition("-")[0] in labelers,
        "ndc_wanted": policy.value("ndc-required", day).value == "yes",
        "has_quantity": line.ndc_quantity is not None,
        "quantity": line.ndc_quantity or ZERO,
        "quantity_wanted": policy.value("ndc-quantity-required", day).value == "yes",
        "quantity_unit": line.ndc_unit,
        "has_quantity_unit": bool(line.ndc_unit),
        "unit_supplied": measure,
        "unit_accepted": line.ndc_unit in units,
        "units_per_quantity": per,
        "nominal_per_quantity": nominal_per_container(coded.drug, own) if line.ndc_unit == "UN" else ZERO,
    }


def _curated(coded: Coded, ndc: str) -> bool:
    return any(each.ndc(ndc) for each in coded.catalogue.curated(coded.code))


def counted_as(coded: Coded, own: Presentation | None) -> tuple[str, Fraction]:
    """The unit of measure that an NDC is counted in (RULES 5.3), and the code's units in one of it; 0 if unknown."""
    return supplied_as(coded.drug, own)


def modifier_facts(tables: Tables, account: Account, coded: Coded) -> Iterator[tuple[BilledLine, ModifierFacts]]:
    """Each modifier of each line, once a line."""
    known = tables.catalogue.modifiers
    for line in account.lines:
        for mark, times in Counter(line.modifiers).items():
            row, rule = known.official(mark), known.of(mark)
            yield (
                line,
                ModifierFacts(
                    code=line.code,
                    day=line.day,
                    modifier=mark,
                    times=times,
                    known=known.known(mark) or mark.isdigit(),  # the digits are CPT's, of which no list is here
                    begun=row is None or row.added <= line.day,
                    ended=row is not None and row.terminated is not None and row.terminated < line.day,
                    first=str(row.added) if row else "",
                    last=str(row.terminated or "") if row else "",
                    role=rule.role if rule else "",
                    reason=rule.reason if rule else "",
                    rule_ended=rule is not None and rule.to is not None and rule.to < line.day,
                    payer_wants=_wanted(coded, mark),
                ),
            )


def _wanted(coded: Coded, mark: str) -> bool:
    """Whether the payer's policy asks for a modifier that otherwise needs one."""
    if mark in ("KX", "LU") and coded.car_t_parts > 1:
        return True
    if mark == "KX":
        return coded.policy.value("kx", coded.day).value == "required"
    rule = coded.catalogue.modifiers.of(mark)
    if rule is not None and rule.settings:
        return coded.setting.name in rule.settings
    if mark in ("RT", "LT"):
        return coded.policy.value("rt-lt", coded.day).value != "not-on-drug-lines"
    return False
