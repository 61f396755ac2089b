"""Containers at hand: the rows of a stock list and what was typed, looked up; what can't be used is a finding."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from unitcalc.catalogue.basis import Basis
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.dates import read_date
from unitcalc.catalogue.drugs import Drug
from unitcalc.catalogue.entries import Entry, look_up
from unitcalc.catalogue.opened import OpenedText
from unitcalc.catalogue.presentation import Presentation
from unitcalc.codes import read_code, read_ndc
from unitcalc.findings import Finding, Problem, Problems, Refused, Severity
from unitcalc.planning.pools import Container, in_basis, known_label, makeup
from unitcalc.planning.request import StockRow
from unitcalc.quantity import read_number, read_positive

Found = list[tuple[Presentation | None, Container]]
_MONTH = re.compile(r"(?:(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})|(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4}))")
_MONEY = re.compile(r"\$?\s*(?P<number>[0-9][0-9,]{0,14}(?:\.[0-9]{1,4})?)")


@dataclass
class OnHand:
    """What may be opened of what is there, and what was said of the rest."""

    catalogue: Catalogue
    drug: Drug
    basis: Basis
    day: date
    found: Found = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    others: int = 0
    """Rows of other drugs."""

    def typed(self, entries: Sequence[OpenedText]) -> None:
        """Containers as a person wrote them; Refused with every entry that can't be used."""
        problems = Problems()
        for opened in entries:
            with problems.of("have"):
                self._add(self._entry(opened))
        problems.raise_any()

    def listed(self, rows: Sequence[StockRow]) -> None:
        """The rows of a stock list. A row that can't be used is a finding with its place; the others are used."""
        for row in rows:
            try:
                self._row(row)
            except Refused as refused:
                for problem in refused.problems:
                    message = f"{problem.message[:1].upper()}{problem.message[1:]} {problem.hint}"
                    self._say("stock-row", f"{row.place}: {message} The row is not used.")
        if self.others:
            message = f"{self.others} row{'s are' if self.others > 1 else ' is'} of other drugs."
            self.findings.append(Finding("stock-others", Severity.INFO, message, "stock list"))

    @property
    def usable(self) -> Found:
        """What may be opened. A size that was stated by its amount alone is taken for the one product there is."""
        known = {makeup(presentation, each): presentation for presentation, each in self.found if presentation}
        only = next(iter(known.values())) if len(known) == 1 else None
        return [(presentation or only, each) for presentation, each in self.found]

    def _row(self, row: StockRow) -> None:
        if row.code.strip() and read_code(row.code) != self.drug.code:
            self.others += 1
            return
        ndc = read_ndc(row.ndc) if row.ndc.strip() else None
        if ndc is None and not row.code.strip():
            raise Refused(Problem("stock-drug", "neither NDC nor code is stated.", "State one of them."))
        if ndc is not None:
            codes = self.catalogue.codes_of_ndc(str(ndc), self.day)
            if codes and self.drug.code not in codes and not row.code.strip():
                self.others += 1
                return
            if not codes and not row.code.strip():
                message, hint = f"NDC {ndc} is not known.", "State its code and what one container holds."
                raise Refused(Problem("ndc-unknown", message, hint))
        count = _count(row.count)
        each = read_positive(row.amount) if row.amount.strip() else None
        if each is None and ndc is None:
            raise Refused(Problem("stock-amount", "what one container holds is not stated.", "Write 100 mg."))
        expires = read_expiry(row.expiry, self.day) if row.expiry.strip() else None
        entry = self._entry(OpenedText(max(count, 1), ndc, each, None, None))
        cost = _cost(row.cost) if row.cost.strip() else None
        lot = f", lot {row.lot.strip()}," if row.lot.strip() else ""
        if count == 0:
            return
        if expires is not None and expires < self.day:
            told = f"{row.place}: {count} x {entry.each.short}{lot} expired on {expires} and must not be used."
            self._say("stock-expired", told)
            return
        self._add(entry, row.place, count, row.lot.strip(), expires, cost)

    def _entry(self, opened: OpenedText) -> Entry:
        entry = look_up(self.catalogue, self.drug, opened, None, None, self.day)
        amount = self.basis.amount(entry.each)  # refused where it can't be counted
        label = known_label(entry.presentation) if entry.presentation else None
        held = in_basis(self.basis, label) if label else None
        if entry.presentation and held is not None and held != amount:
            product = entry.presentation.product
            message = (
                f"{entry.each.short} was stated for {product} {entry.ndc}, of which one container holds {held.short}."
            )
            hint = "Correct the amount or the NDC."
            raise Refused(Problem("label-differs", message, hint))
        return entry

    def _add(
        self,
        entry: Entry,
        place: str = "",
        count: int | None = None,
        lot: str = "",
        expires: date | None = None,
        cost: Fraction | None = None,
    ) -> None:
        container = Container(
            self.basis.amount(entry.each),
            (entry.ndc,) if entry.ndc else (),
            entry.type.type,
            entry.source,
            count or entry.count,
            lot,
            expires,
            cost,
            place,
        )
        doubts = (each for each in entry.findings if each.severity is not Severity.INFO)
        # Whether containers are single- or multi-dose is the bill's to ask, where it matters.
        self.findings += [each for each in doubts if not each.check.startswith("container-type")]
        self.found.append((entry.presentation or self._only_presentation(entry), container))

    def _only_presentation(self, entry: Entry) -> Presentation | None:
        """What a size without an NDC is, where all that holds it is of one product."""
        fitting = [p for p in self.catalogue.of_code(self.drug) if _may_be(self.basis, p, entry)]
        same = {(p.curated.product if p.curated else p.product, p.route) for p in fitting}
        return fitting[0] if len(same) == 1 else None

    def _say(self, check: str, message: str) -> None:
        self.findings.append(Finding(check, Severity.WARNING, message, "stock list"))


def _may_be(basis: Basis, presentation: Presentation, entry: Entry) -> bool:
    if presentation.label_amount is None:
        return presentation.nominal_amount is not None
    try:
        return basis.amount(presentation.label_amount) == basis.amount(entry.each)
    except Refused:
        return False


def read_expiry(text: str, today: date) -> date:
    """The last day of use: a date, or the end of a month (`2027-05`, `05/2027`). Refused for anything else.

    >>> read_expiry("05/2027", date(2026, 1, 1))
    datetime.date(2027, 5, 31)
    """
    match = _MONTH.fullmatch(text.strip())
    if match is None:
        return read_date(text, today)
    year, month = int(match["year"] or match["y"]), int(match["month"] or match["m"])
    if not 1 <= month <= 12 or not 1990 <= year <= 2100:
        raise Refused(Problem("date-not-read", f"'{text.strip()[:30]}' is no month.", "Write it as 2027-05."))
    return date(year, month, calendar.monthrange(year, month)[1])


def _count(text: str) -> int:
    digits = text.strip().replace(",", "").removesuffix(".0")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 6:
        raise Refused(Problem("count-not-read", f"'{text.strip()[:20]}' is no count of containers.", "Write 4."))
    return int(digits)


def _cost(text: str) -> Fraction:
    match = _MONEY.fullmatch(text.strip())
    if match is None:
        raise Refused(Problem("cost-not-read", f"'{text.strip()[:20]}' is no price.", "Write dollars: 1,068.38."))
    return read_number(match["number"].replace(",", ""))
