"""From what was typed to a case that can be computed: the drug, the containers, and every amount in one basis.

Everything that can't be used is refused here, all of it at once; what is computed all the same becomes a finding.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from unitcalc.billing.counted import Counted, count_containers, count_whole_doses
from unitcalc.billing.request import BillRequest, Stopped
from unitcalc.billing.scanned import without_barcodes
from unitcalc.billing.typed import DEFAULT_PAYER, NO_DRUG, Typed, read_typed
from unitcalc.catalogue.basis import Basis, counts_amounts, told_mismatch
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.container import ContainerType, said
from unitcalc.catalogue.descriptors import Kind
from unitcalc.catalogue.drugs import A_CONTAINER, A_DOSE, Drug
from unitcalc.catalogue.entries import AS_STATED, LABEL_DOUBTS, Entry, look_up
from unitcalc.catalogue.policies import Policy, Setting, Value
from unitcalc.findings import Finding, Problem, Problems, Refused, Severity
from unitcalc.quantity import Amount, zero


@dataclass(frozen=True, slots=True)
class Case:
    """All that a bill rests on."""

    typed: Typed
    drug: Drug
    policy: Policy
    setting: Setting
    billing_unit: Amount
    entries: tuple[Entry, ...]
    counted: Counted
    given: Amount
    opened: Amount | None
    discarded: Amount | None
    """As charted; None where nothing was charted."""
    explained: Amount
    agreed_type: ContainerType
    """Without containers, the type on which all the code's presentations agree; else unknown."""
    fitting_codes: tuple[str, ...]
    """Codes of the same drug that the amount selects, where the descriptor has bounds."""
    findings: tuple[Finding, ...]

    @property
    def day(self) -> date:
        """The date of service."""
        return self.typed.date

    @property
    def types(self) -> list[ContainerType]:
        """The container type of each entry; without containers, what the code's presentations agree on."""
        return [entry.type.type for entry in self.entries] or [self.agreed_type]

    @property
    def several_doses(self) -> bool:
        """RULES R0: one unit a dose, and the chart gives an amount from several containers, not the doses.

        Cells are one dose by their descriptor, in however many bags.
        """
        given, kind = self.typed.given, self.drug.kind
        if given is None or not given or kind not in (Kind.DOSE, Kind.THRESHOLD, Kind.DURATION):
            return False
        if self.typed.billing_unit is not None or given.unit in (A_DOSE.unit, A_CONTAINER.unit):
            return False
        return sum(entry.count for entry in self.entries) > 1

    @property
    def part_charted(self) -> bool:
        """A combination whose dose is exactly what one of its parts weighs in all the containers opened.

        Not where the parts weigh the same: half a container is a dose like any other.
        """
        descriptor, counted = self.drug.descriptor, self.counted
        if descriptor.kind is not Kind.COMBINATION or self.typed.billing_unit is not None or not descriptor.amount:
            return False
        label = sum(counted.labels, Fraction(0))
        if len({part.amount for part in descriptor.parts}) < 2:
            return False
        shares = (part.amount for part in descriptor.parts if part.amount.fits(descriptor.amount.unit))
        return bool(label) and any(
            counted.given == label * (share.to(descriptor.amount.unit) / descriptor.amount) for share in shares
        )

    @property
    def stopped_by_payer(self) -> Value | None:
        """What the payer states of the rest of a stopped infusion, where the person leaves it open (RULES 2.9)."""
        if self.typed.stopped is not Stopped.ASK:
            return None
        value = self.policy.value("stopped-infusion", self.day)
        return None if value.value == Stopped.ASK.value else value

    @property
    def stopped(self) -> Stopped | None:
        """What becomes of the rest of a stopped infusion: the person's choice, else the payer's, else to be asked."""
        stated = self.stopped_by_payer
        return Stopped(stated.text) if stated else self.typed.stopped

    @property
    def dispensed(self) -> bool:
        """Dispensed, not administered (R8)."""
        return self.typed.given is None


def read_case(catalogue: Catalogue, request: BillRequest, today: date) -> Case:
    """The case of a request; Refused with every problem that keeps it from being computed."""
    request, scanned = without_barcodes(catalogue, request, today)
    typed = read_typed(request, today)
    problems = Problems()
    policy = catalogue.policy(DEFAULT_PAYER)
    with problems.of("payer"):
        policy = catalogue.policy(typed.payer)
    with problems.of("setting"):
        setting = policy.setting(typed.setting)
    with problems.of("code"):
        code = typed.code or _code_of(catalogue, typed)
        drug = catalogue.drugs.on(code, typed.date)
    problems.raise_any()
    billing_unit = typed.billing_unit or drug.billing_unit
    if billing_unit is None:
        raise Refused(
            Problem(
                "no-billing-unit",
                f"{code} ({drug.row.short}) has no amount that a unit stands for: '{drug.row.long[:120]}'.",
                "It is not billed by amount. If your payer counts it so, state the unit: --billing-unit '10 mg'.",
                field="billing_unit",
            )
        )
    entries: list[Entry] = []
    for opened in typed.opened:
        with problems.of("opened"):
            entries.append(look_up(catalogue, drug, opened, typed.ndc, typed.container_type, typed.date))
    if problems.found and counts_amounts(drug):
        problems.found += _wrong_dimensions(catalogue, typed, drug, billing_unit)
    problems.raise_any()
    case = _assemble(catalogue, typed, drug, policy, setting, billing_unit, tuple(entries))
    if typed.date > today:
        message = f"{typed.date} is in the future: nothing can have been given then. Check the date of service."
        finding = Finding("date-in-future", Severity.ERROR, message, "your statement")
        case = replace(case, findings=(finding, *case.findings))
    return replace(case, findings=(*scanned, *case.findings)) if scanned else case


def _code_of(catalogue: Catalogue, typed: Typed) -> str:
    """The code of the NDC that was named, where it has only one."""
    named = typed.ndc or next((entry.ndc for entry in typed.opened if entry.ndc), None)
    if named is None:  # an entry looked like an NDC and is none: 1 x 100 mg single-dose
        raise Refused(NO_DRUG)
    ndc = str(named)
    codes = catalogue.codes_of_ndc(ndc, typed.date)
    if len(codes) == 1:
        return codes[0]
    if not codes:
        message, hint = f"NDC {ndc} is in no quarter of CMS's crosswalk.", "Give the HCPCS code too."
        raise Refused(Problem("ndc-unknown", message, hint, field="ndc"))
    raise Refused(
        Problem(
            "ndc-on-several-codes",
            f"NDC {ndc} belongs to {' and '.join(codes)}.",
            "Give the code that you bill.",
            codes,
            field="code",
        )
    )


def _assemble(
    catalogue: Catalogue,
    typed: Typed,
    drug: Drug,
    policy: Policy,
    setting: Setting,
    billing_unit: Amount,
    entries: tuple[Entry, ...],
) -> Case:
    """Bring every amount into one basis and check it against the label."""
    overridden = typed.billing_unit is not None
    counts_content = overridden or counts_amounts(drug)
    problems = Problems()
    if counts_content:
        basis = Basis(
            billing_unit, () if overridden else drug.descriptor.also, _concentration(typed, entries), drug.code
        )
        counted = _count_amounts(catalogue, typed, drug, basis, entries, problems)
    else:
        problems.found += _wrong_bounds(drug, typed)
        problems.raise_any()
        with problems.of("given"):
            counted = _count_whole(typed, drug, entries)
    problems.raise_any()
    physical = _physical(typed, counted, entries)
    _check_label(typed, counted, entries, problems)
    problems.raise_any()
    agreed = ContainerType.UNKNOWN
    if not entries:
        evidence = (said(typed.container_type),) if typed.container_type else ()
        agreed = catalogue.agreed_type(drug, None, evidence, drug.code).type
    bounded = drug.descriptor.at_most or drug.descriptor.above
    fitting = tuple(row.code for row in catalogue.drugs.selected_by(drug, physical[0])) if bounded else ()
    found = tuple(_entry_findings(drug, entries))
    return Case(typed, drug, policy, setting, billing_unit, entries, counted, *physical, agreed, fitting, found)


def _wrong_dimensions(catalogue: Catalogue, typed: Typed, drug: Drug, billing_unit: Amount) -> Iterator[Problem]:
    """What is wrong with the amounts already, where the containers can't be used; a volume may need them yet."""
    basis = Basis(billing_unit, drug.descriptor.also, typed.concentration, drug.code)
    for field, stated in (("given", typed.given), ("discarded", typed.discarded)):
        if stated is not None and stated.unit.dimension != "volume":
            try:
                basis.number(stated)
            except Refused as refused:
                yield from (replace(told_mismatch(catalogue, drug, p, stated), field=field) for p in refused.problems)


def _concentration(typed: Typed, entries: Sequence[Entry]) -> Amount | None:
    if typed.concentration:
        return typed.concentration
    known = {entry.concentration for entry in entries if entry.concentration}
    return next(iter(known)) if len(known) == 1 else None


def _count_amounts(
    catalogue: Catalogue, typed: Typed, drug: Drug, basis: Basis, entries: Sequence[Entry], problems: Problems
) -> Counted:
    def number(field: str, stated: Amount | None) -> Fraction:
        try:
            return basis.number(stated) if stated else Fraction(0)
        except Refused as refused:
            problems.found += [
                replace(told_mismatch(catalogue, drug, p, stated), field=field) for p in refused.problems
            ]
            return Fraction(0)

    labels = tuple(number("opened", entry.each) * entry.count for entry in entries)
    shares = tuple(number("opened", entry.share) if entry.share is not None else None for entry in entries)
    discarded = number("discarded", typed.discarded) if typed.discarded is not None else None
    explained = sum((number("explained", amount) for amount, _ in typed.explained), Fraction(0))
    given = number("given", typed.given) if typed.given is not None else sum(labels, -(discarded or 0) - explained)
    if (
        any(share is not None for share in shares)
        and sum((share or Fraction(0) for share in shares), Fraction(0)) != given
    ):
        total = basis.of(sum((share or Fraction(0) for share in shares), Fraction(0)))
        problems.add(
            Problem(
                "shares-differ",
                f"What was given from each container adds up to {total.short}, not to {basis.of(given).short}.",
                "State what was given from each, so that the sum is the dose.",
                field="opened",
            )
        )
    return Counted(
        basis,
        labels,
        shares,
        given,
        discarded,
        explained,
        number("overfill", typed.overfill),
        True,
    )


def _count_whole(typed: Typed, drug: Drug, entries: Sequence[Entry]) -> Counted:
    opened = [(entry.count, entry.each) for entry in entries]
    explained = _sum([amount for amount, _ in typed.explained])
    given = typed.given
    if drug.kind is Kind.CONTAINER:
        if given is None:  # dispensed: every container that was not discarded
            counted = count_containers(None, opened, typed.discarded, explained, drug.code)
            total = sum(counted.labels, Fraction(0)) - (counted.discarded or Fraction(0))
            return replace(counted, given=total)
        return count_containers(given, opened, typed.discarded, explained, drug.code)
    if given is None:
        given = Amount(Fraction(sum(entry.count for entry in entries)), drug.billing_unit.unit)  # type: ignore[union-attr]
    return count_whole_doses(given, opened, typed.discarded, drug.code, one_unit=drug.kind is Kind.UNCLASSIFIED)


def _wrong_bounds(drug: Drug, typed: Typed) -> Iterator[Problem]:
    """A dose whose descriptor states a bound (up to 600 million cells) can't be stated in another dimension."""
    bound = drug.descriptor.at_most or drug.descriptor.above
    given = typed.given
    if not (bound and given) or given.unit == A_DOSE.unit or given.unit.dimension == "volume":
        return
    if not given.fits(bound.unit):
        message = f"{drug.code} is one unit a dose, of {bound.unit}; {given} is no amount of that."
        hint = f"State the dose in {bound.unit.symbol}, or as '1 dose'."
        yield Problem("dimension-mismatch", message, hint, field="given")


def _physical(
    typed: Typed, counted: Counted, entries: Sequence[Entry]
) -> tuple[Amount, Amount | None, Amount | None, Amount]:
    """Given, opened, discarded and explained as they stand in the chart, in one unit where that is possible."""
    basis = counted.basis
    if counted.physical:
        opened = basis.of(sum(counted.labels, Fraction(0))) if entries else None
        discarded = basis.of(counted.discarded) if counted.discarded is not None else None
        return basis.of(counted.given), opened, discarded, basis.of(counted.explained)
    given = typed.given if typed.given is not None else basis.of(counted.given)
    same = entries and all(entry.each.fits(entries[0].each.unit) for entry in entries)
    opened = _sum([entry.each * entry.count for entry in entries]) if same else None
    explained = _sum([amount for amount, _ in typed.explained]) or zero(given.unit)
    return given, opened, typed.discarded, explained


def pushed_nominal(case: Case) -> bool:
    """RULES 4.2: the chart shows the sum of nominal sizes, so that perhaps whole assayed vials were given."""
    return _is_nominal_sum(case.counted, case.entries)


def _is_nominal_sum(counted: Counted, entries: Sequence[Entry]) -> bool:
    unit = counted.basis.unit
    if not (counted.physical and entries and all(entry.nominal and entry.nominal.fits(unit) for entry in entries)):
        return False
    number = counted.basis.number
    nominal = sum((number(entry.nominal) * entry.count for entry in entries if entry.nominal), Fraction(0))
    return counted.given == nominal != sum(counted.labels, Fraction(0))


def _check_label(typed: Typed, counted: Counted, entries: Sequence[Entry], problems: Problems) -> None:
    """RULES 2.12: given above the label only within a stated overfill; beyond it the record is wrong."""
    if not counted.labels:
        return
    of, label = counted.basis.of, sum(counted.labels, Fraction(0))
    held = label + counted.overfill
    text = of(label).short + (f" and {of(counted.overfill).short} overfill" if counted.overfill else "")
    if typed.given is not None and counted.given > held and not _is_nominal_sum(counted, entries):
        message = f"{of(counted.given).short} was given, but the containers held {text}."
        problems.add(
            Problem(
                "given-above-label", message, _more_was_opened(counted, entries, counted.given - label), field="given"
            )
        )
    if counted.given < 0 or (counted.discarded or 0) > held:
        message = f"{of(counted.discarded or Fraction(0)).short} was discarded, but the containers held {text}."
        problems.add(Problem("discarded-above-label", message, "Check the amounts.", field="discarded"))
    for entry, own, share in zip(entries, counted.labels, counted.shares, strict=True):
        if share is not None and share > own + counted.overfill:
            message = f"{of(share).short} was given from {entry}, which held {of(own).short}."
            problems.add(Problem("share-above-label", message, "Check what was given from each.", field="opened"))


def _more_was_opened(counted: Counted, entries: Sequence[Entry], excess: Fraction) -> str:
    """What a dose above the label may mean: a package counted as one container, an overfill, or a slip."""
    for entry in entries:
        doubt = next((finding for finding in entry.findings if finding.check in LABEL_DOUBTS), None)
        if doubt and entry.source != AS_STATED:
            return f"{doubt.message} If the label says otherwise, state it: '{entry.count} x {entry.ndc} @ AMOUNT'."
        packed = entry.presentation.containers_per_package if entry.presentation else None
        if packed and packed > 1:
            hint = f"The package of {entry.ndc} holds {packed} containers of {entry.each.short}"
            return f"{hint}: count the containers, not packages, such as {packed} x {entry.ndc}."
    hint = "Check the dose, and whether every container that was opened is stated"
    # More than a sixth is rather a container or a potency that is missing; overfill is not what to suggest there.
    if counted.physical and excess * 6 <= sum(counted.labels, Fraction(0)):
        return f"{hint}; if these were overfilled, state it: --overfill '{counted.basis.of(excess).short}'."
    return f"{hint}."


def _sum(amounts: Sequence[Amount]) -> Amount | None:
    total = None
    for each in amounts:
        total = each if total is None else total + each.bound_to(total.unit)
    return total


def _entry_findings(drug: Drug, entries: Sequence[Entry]) -> list[Finding]:
    found = [*drug.findings]
    for entry in entries:
        found += entry.findings
    return list(dict.fromkeys(found))
