"""The results that `check`, `explain`, `checks` and `payers` give: pydantic models whose JSON is the command's."""

from datetime import date

from pydantic import Field

from unitcalc.api.models import ClaimLine, Model, Rule, Severity, TableUse


class Violation(Model):
    """What a check says of one row, one account or all lines of a site."""

    check: str
    """`W05`; `explain` tells what it means."""
    name: str
    severity: Severity
    title: str
    message: str
    expected: str
    observed: str
    unit_difference: str | None
    """Units too many (above zero) or too few."""
    payment_difference: str | None
    at_stake: str | None
    """Dollars that may be denied or taken back; None where no price is known."""
    encounter_id: str | None
    service_date: date | None
    code: str | None
    rows: tuple[str, ...]
    """Files and rows that it speaks of."""
    instead: str
    corrected: tuple[str, ...] | None
    """The line as it should be; None where that needs a person, or where the account needs more than this."""
    source: str


class CheckedAccount(Model):
    """One code of one encounter on one day."""

    encounter_id: str | None
    service_date: date
    code: str
    payer: str
    setting: str
    findings: int
    at_stake: str | None
    expected: tuple[ClaimLine, ...] | None
    """The lines that the record gives; None without a record that can be billed in one way."""
    corrected: tuple[str, ...] | None
    data: tuple[TableUse, ...]
    """The tables that its findings rest on, and whether they cover the day."""


class Checked(Model):
    """The result of `check`."""

    findings: tuple[Violation, ...]
    lines: int
    """Claim lines that were read."""
    rows: int
    other_lines: int
    """Lines of procedures and of codes that are no drugs, which were left alone."""
    accounts: tuple[CheckedAccount, ...]
    at_stake: str | None
    unknown_payers: tuple[str, ...]
    notes: tuple[str, ...]
    """What to know of tables and prices behind the findings."""

    @property
    def has_errors(self) -> bool:
        """Whether something is wrong, as the command's exit status 1 says."""
        return any(finding.severity == "error" for finding in self.findings)


class CheckSummary(Model):
    """One line of the list of checks."""

    check: str
    name: str
    title: str
    severity: Severity
    topic: str
    source: str


class Checks(Model):
    """The result of `checks`."""

    checks: tuple[CheckSummary, ...]


class Explanation(Model):
    """What a check means, why it matters, and what to do instead."""

    check: str
    name: str
    title: str
    severity: Severity
    topic: str
    what: str
    why: str
    example: str
    instead: str
    exceptions: str
    source: str
    rules: tuple[Rule, ...]
    looks_at: str
    needs: tuple[str, ...]
    stake: str


class DatedValue(Model):
    """What a payer says of one thing from a date on, and how sure that is."""

    from_: date = Field(alias="from")
    value: str | int
    means: str
    rule: str
    source: str
    tag: str
    standing: str
    stated_by: str


class PayerValue(Model):
    """One thing that a payer says."""

    name: str
    topic: str
    what: str
    legal: str
    disputed: str | None
    differs: bool
    """Whether it is the payer's own, and not taken over."""
    dated: tuple[DatedValue, ...]


class ProfileEntry(Model):
    """What a payer asks before it pays a code, a group of codes, or all."""

    what: str
    for_: str = Field(alias="for")
    from_: date = Field(alias="from")
    says: str
    source: str
    tag: str
    stated_by: str


class Payer(Model):
    """A payer whose rules are known."""

    payer: str
    title: str
    from_: date = Field(alias="from")
    source: str
    extends: str | None
    yours: bool
    replaces_ours: bool


class FullPayer(Payer):
    """A payer with every value that it states or takes over, and what it asks before it pays."""

    values: tuple[PayerValue, ...]
    profile: tuple[ProfileEntry, ...]


class Payers(Model):
    """The result of `payers`."""

    payers: tuple[FullPayer | Payer, ...]
