"""What a policy is: dated values with their sources, settings, statuses, groups of codes, and its profile."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from unitcalc.catalogue.policies.profile import Profile
from unitcalc.catalogue.rules import STANDING
from unitcalc.findings import Problem, Refused

_PERIOD = re.compile(r"([1-9]\d{0,3}) (day)s?|([1-9]\d?) (month|year)s?")


@dataclass(frozen=True, slots=True)
class Value:
    """A rule's value from a date on, with the rule's number, its source, and how sure that source is (its tag)."""

    value: str | int
    from_: date
    tag: str
    rule: str
    source: str
    policy: str = ""
    """The policy that states it: a policy may extend another."""

    @property
    def text(self) -> str:
        """The value as a word."""
        return str(self.value)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of a list (`ndc-units`)."""
        return tuple(self.text.split())

    @property
    def number(self) -> Fraction | None:
        """Dollars, per cent or a count, exactly; None where the value is `none`."""
        return None if self.value == "none" else Fraction(self.text)

    @property
    def standing(self) -> str:
        """How sure the source is, in words."""
        return STANDING[self.tag]

    def cite(self) -> str:
        """The source as a worksheet prints it; what is not primary says so."""
        note = "" if self.tag in ("P", "P2") else f" ({self.standing})"
        return f"RULES {self.rule}: {self.source}{note}"


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the drug was given: it decides the form, the MUE table, what pays, and whether JW and JZ apply."""

    name: str
    title: str
    form: str
    mue: str
    pays: str
    subject: str


@dataclass(frozen=True, slots=True)
class Status:
    """What an OPPS status indicator means for a drug line."""

    status: str
    subject: str
    pays: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Policy:
    """One payer's rules, those of the policy that it extends among them."""

    name: str
    title: str
    from_: date
    source: str
    values: Mapping[str, tuple[Value, ...]]
    settings: Mapping[str, Setting]
    statuses: Mapping[str, Status]
    not_payable: Mapping[str, str]
    groups: Mapping[str, tuple[tuple[str, str], ...]]
    extends: str = ""
    names: tuple[str, ...] = ()
    """What claims call the payer, besides the policy's name and title."""
    profile: Profile = field(default_factory=Profile)
    file: str = ""
    """The user's own file, where it comes from one."""
    replaces: bool = False
    """A user's own policy in place of ours of the same name."""
    _seen: dict[tuple[str, date], Value] = field(default_factory=dict, repr=False, compare=False)

    def value(self, name: str, day: date) -> Value:
        """The value in force on a day (the earliest one for days before all of them)."""
        found = self._seen.get((name, day))
        if found is None:
            dated = self.values[name]
            found = next((value for value in reversed(dated) if value.from_ <= day), dated[0])
            self._seen[name, day] = found
        return found

    def setting(self, name: str) -> Setting:
        """A setting by name; Refused with the list for an unknown one."""
        if name not in self.settings:
            names = tuple(self.settings)
            raise Refused(
                Problem("setting-unknown", f"'{name[:40]}' is no setting.", f"Choose one of {', '.join(names)}.", names)
            )
        return self.settings[name]

    def group_of(self, code: str) -> str | None:
        """The group of codes with a value of its own that a code belongs to."""
        for name, ranges in self.groups.items():
            if name in self.values and any(low <= code <= high for low, high in ranges):
                return name
        return None

    def last_day_to_file(self, service: date) -> date | None:
        """The last day on which a claim for a date of service may be filed; None where no limit is known."""
        return after(service, self.value("filing-limit", service).text)


def after(day: date, period: str) -> date | None:
    """The day a period later; where that month has no such day, its last one. None for `none`.

    >>> after(date(2024, 2, 29), "1 year"), after(date(2025, 1, 31), "1 month"), after(date(2025, 1, 1), "90 days")
    (datetime.date(2025, 2, 28), datetime.date(2025, 2, 28), datetime.date(2025, 4, 1))
    """
    match = _PERIOD.fullmatch(period)
    if match is None:
        return None
    if match[2]:
        return day + timedelta(days=int(match[1]))
    months = day.year * 12 + day.month - 1 + int(match[3]) * (12 if match[4] == "year" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def is_period(text: str) -> bool:
    """Whether a text is a period of time.

    >>> is_period("1 year"), is_period("180 days"), is_period("soon"), is_period("9999 years")
    (True, True, False, False)
    """
    return bool(_PERIOD.fullmatch(text))
