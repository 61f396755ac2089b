"""What a calculation says besides its numbers: sources, steps, findings, and problems with what was typed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Severity(StrEnum):
    """ERROR waits for a person; WARNING is to be read before the bill goes out; INFO explains."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """The gravest is 0."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from: the document, its period, and the row or rule inside it.

    >>> str(Source("ASP payment limits", "2025Q1", "row 97"))
    'ASP payment limits 2025Q1, row 97'
    """

    document: str
    period: str = ""
    place: str = ""

    def __str__(self) -> str:
        head = f"{self.document} {self.period}".strip()
        return f"{head}, {self.place}" if self.place else head


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a worksheet: what is computed, with its numbers and units, the value, and the source."""

    label: str
    expression: str
    value: str
    source: str

    def as_json(self) -> dict[str, str]:
        """As other programs read it."""
        return {"label": self.label, "expression": self.expression, "value": self.value, "source": self.source}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says about one record; `check` is its short name, stable for other programs."""

    check: str
    severity: Severity
    message: str
    source: str

    def as_json(self) -> dict[str, str]:
        """As other programs read it."""
        severity = self.severity.value
        return {"check": self.check, "severity": severity, "message": self.message, "source": self.source}

    def wrapped(self, width: int) -> list[str]:
        """As lines of text: the severity in words, the message, the source."""
        return wrapped(f"{self.message} [{self.source}]", f"  {self.severity.value.upper():<8} ", width)


def wrapped(text: str, head: str, width: int) -> list[str]:
    """A text behind a head; its further lines begin below its first word.

    >>> wrapped("NDC 57894-0030-01 is Remicade.", "  - ", 24)
    ['  - NDC 57894-0030-01 is', '    Remicade.']
    """
    import textwrap  # late: most results are read by programs

    return textwrap.wrap(
        text,
        width,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_on_hyphens=False,  # a code, an NDC or an address in two halves can't be copied
        break_long_words=False,
    )


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by severity, each once; those of one severity as they came."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.severity.rank))


def waits_for_a_person(findings: Iterable[Finding]) -> bool:
    """Whether a finding of severity ERROR stands in the way of a result."""
    return any(finding.severity is Severity.ERROR for finding in findings)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an input can't be used: in which field, what is wrong, what to do, and what may have been meant."""

    code: str
    message: str
    hint: str = ""
    candidates: tuple[str, ...] = ()
    field: str = ""


class Refused(ValueError):
    """The input can't be used. Carries every problem that was found, not the first only."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


@dataclass
class Problems:
    """Collects the problems of many fields, so that a person sees them all at once.

    >>> problems = Problems()
    >>> with problems.of("given"):
    ...     raise Refused(Problem("amount-empty", "nothing was typed"))
    >>> [(p.field, p.code) for p in problems.found]
    [('given', 'amount-empty')]
    """

    found: list[Problem] = field(default_factory=list)

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Keep what the block refuses, under the field's name."""
        try:
            yield
        except Refused as refused:
            self.found += [problem if problem.field else replace(problem, field=name) for problem in refused.problems]

    def add(self, problem: Problem) -> None:
        """Keep one problem."""
        self.found.append(problem)

    def raise_any(self) -> None:
        """Refuse with all that was found, if anything was."""
        if self.found:
            raise Refused(*self.found)
