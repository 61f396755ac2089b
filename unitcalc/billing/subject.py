"""Whether JW and JZ apply to a drug, in a setting, on a day (RULES 1 and 3), and which modifiers that means."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from unitcalc.billing.request import Supply
from unitcalc.billing.typed import DEFAULT_PAYER
from unitcalc.catalogue.descriptors import Kind
from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.policies import Policy, Setting, Value
from unitcalc.findings import Finding, Severity


@dataclass(frozen=True, slots=True)
class Subject:
    """R3's answer and what follows from it."""

    applies: bool
    pays: bool
    why: str
    source: str
    discard: str
    """Modifier of the discarded units' line; empty where none is billed."""
    no_discard: str
    """Modifier of a line without billable discard; empty where none is required."""
    findings: tuple[Finding, ...] = ()


def subject_to(
    drug: Drug,
    policy: Policy,
    setting: Setting,
    day: date,
    *,
    dispensed: bool,
    supply: Supply = Supply.PURCHASED,
) -> Subject:
    """Decide R3 for a drug. Every value comes from the policy, by date of service."""
    findings: list[Finding] = []
    if not supply.is_purchased:
        why = "the drug was not purchased: neither the drug nor its waste is charged"
        return Subject(False, False, why, "RULES 2.11", "", "", tuple(_own_rules(policy, day, pays=False)))
    rule = "RULES 3"
    applies, pays, why = setting.subject == "yes", setting.pays == "limit", f"{setting.title}: separately payable drug"
    if setting.subject == "no":
        why = f"{setting.title}: not paid as a separate Part B drug"
    elif setting.subject == "esrd-discard":
        value = policy.value("esrd-discard", day)
        applies, why, rule = value.value == "reported", f"ESRD: discarded amounts {value.text}", value.cite()
    elif setting.subject == "by-status":
        applies, pays, why, rule = _by_status(drug, policy, setting, findings)
    if applies and drug.row.coverage in policy.not_payable:
        applies = pays = False
        why = f"coverage letter {drug.row.coverage}: {policy.not_payable[drug.row.coverage]}"
        rule = str(drug.source)
        findings.append(Finding("not-payable", Severity.WARNING, f"{drug.code}: {why}.", rule))
    if applies and (group := policy.group_of(drug.code)):
        value = policy.value(group, day)
        rule = value.cite()
        if value.value == "not-subject":
            applies, why = False, f"{group.replace('-', ' ')}: neither JW nor JZ"
        elif value.value == "flag":
            message = f"Contractors disagree whether JW and JZ apply to {group.replace('-', ' ')}; ask yours."
            findings.append(Finding("subject-unsettled", Severity.WARNING, message, rule))
    if applies and drug.kind is Kind.UNCLASSIFIED:
        value = policy.value("unclassified-discard", day)
        applies, why, rule = False, "unclassified code: neither JW nor JZ", value.cite()
        if value.value == "subject":
            applies, why = True, "unclassified code: JW and JZ apply"
        elif value.value == "by-contractor":
            why = "unclassified code: JW and JZ by contractor"
            message = f"Whether JW or JZ stands on {drug.code} is the contractor's choice; ask yours."
            findings.append(Finding("subject-unsettled", Severity.WARNING, message, rule))
    findings += _own_rules(policy, day, pays=pays)
    if not applies:
        return Subject(False, pays, why, rule, "", "", tuple(findings))
    discard, no_discard = _modifiers(policy, day, dispensed=dispensed)
    findings += _payers_own(policy, day)
    if not dispensed and discard.value == no_discard.value == "none":
        why = f"{policy.title}: neither JW nor JZ"
        return Subject(False, pays, why, discard.cite(), "", "", tuple(findings))
    if discard.value == "by-contractor":
        message = f"Before {policy.value('discard-modifier', date.max).from_} JW was each contractor's choice."
        findings.append(Finding("modifier-by-contractor", Severity.WARNING, message, discard.cite()))
    if no_discard.value == "JZ-allowed":
        message = "A line without discard may carry JZ on this date; it need not yet."
        findings.append(Finding("jz-allowed", Severity.INFO, message, no_discard.cite()))
    if no_discard.value == "JZ-confirm":
        message = "Whether this payer takes JW and JZ as Medicare does is not known; confirm with the payer."
        findings.append(Finding("jz-confirm", Severity.WARNING, message, no_discard.cite()))
    wants = no_discard.value in ("JZ", "JZ-confirm")
    wants = wants or (no_discard.value == "JZ-professional" and setting.form == "professional")
    return Subject(
        True, pays, why, rule, "" if discard.value == "none" else "JW", "JZ" if wants else "", tuple(findings)
    )


def _own_rules(policy: Policy, day: date, *, pays: bool) -> Iterator[Finding]:
    """Whose the rules and the prices are, so that nobody takes a user's rules for ours, or Medicare's price for a
    payer's."""
    if pays and policy.name != DEFAULT_PAYER:
        message = f"Payments are Medicare's limits; what {policy.title} pays stands in its contract."
        yield Finding("payment-by-medicare", Severity.INFO, message, policy.source)
    if policy.extends and day < policy.from_:
        message = (
            f"What is known of {policy.title} begins on {policy.from_}; before, {policy.extends} stands in for it."
        )
        yield Finding("payer-not-known-then", Severity.WARNING, message, policy.source)
    if policy.file:
        instead = ", in place of ours of that name" if policy.replaces else ""
        message = f"The rules of {policy.title} are from your own policies/{policy.name}.yaml{instead}."
        yield Finding("payer-yours", Severity.INFO, message, policy.source)


def _payers_own(policy: Policy, day: date) -> Iterator[Finding]:
    """What a payer asks of discarded units that the arithmetic does not do: a person has to."""
    line = policy.value("discard-line", day)
    if line.value == "same-line":
        message = (
            f"{policy.title} pays discarded drug only on the same line, without JW; only the units given are billed "
            "here. Ask the payer before you add the others."
        )
        yield Finding("discard-on-same-line", Severity.WARNING, message, line.cite())


def _by_status(drug: Drug, policy: Policy, setting: Setting, findings: list[Finding]) -> tuple[bool, bool, str, str]:
    use = drug.use("status")
    source = f"{use.table} {use.period}" + (f", row {drug.status.row}" if drug.status else "")
    if drug.status is None:
        message = f"{drug.code} has no OPPS status in {use.period}: whether {setting.title} is paid for it is unknown."
        findings.append(Finding("status-unknown", Severity.WARNING, message, source))
        return True, False, "no OPPS status is known; treated as separately payable", source
    letter = drug.status.status
    status = policy.statuses.get(letter)
    if status is None:
        message = f"OPPS status {letter} of {drug.code} is not a drug status; JW and JZ are left out."
        findings.append(Finding("status-unknown", Severity.WARNING, message, source))
        return False, False, f"OPPS status {letter}", source
    why = f"{setting.title}, OPPS status {letter}: {status.meaning}"
    if status.subject == "flag":
        message = f"{drug.code} has OPPS status {letter} ({status.meaning}): whether JW and JZ apply is unsettled."
        findings.append(Finding("subject-unsettled", Severity.WARNING, message, source))
    elif status.subject == "no":
        message = f"{drug.code} has OPPS status {letter}: {status.meaning}. Neither JW nor JZ applies."
        findings.append(Finding("not-separately-paid", Severity.WARNING, message, source))
    return status.subject != "no", status.pays, why, source


def _modifiers(policy: Policy, day: date, *, dispensed: bool) -> tuple[Value, Value]:
    prefix = "supplier-" if dispensed else ""
    return policy.value(f"{prefix}discard-modifier", day), policy.value(f"{prefix}no-discard-modifier", day)


def supply_modifiers(policy: Policy, supply: Supply, day: date) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """The modifiers that the way of supply puts on every line (RULES 2.11, 7)."""
    if supply is not Supply.DISCOUNTED:
        return (), ()
    value = policy.value("modifier-340b", day)
    if value.value == "TB":
        return ("TB",), ()
    message = (
        "Before 2025 a 340B drug carried JG or TB, by its OPPS status; add the one that your contractor asked for."
    )
    return (), (Finding("340b-modifier", Severity.WARNING, message, value.cite()),)
