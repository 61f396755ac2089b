"""A look-up as text: how it was read, then one match in full, or several as a list."""

import textwrap
from collections.abc import Sequence

from unitcalc.catalogue.lookup import Found, Match
from unitcalc.catalogue.lookup.differences import differing
from unitcalc.catalogue.lookup.doses import dose_words, rise_words, source_words
from unitcalc.catalogue.lookup.prices import per_cent
from unitcalc.catalogue.lookup.words import dollars_of, holds, price
from unitcalc.catalogue.substances import first_word
from unitcalc.cli.lookup_presentations import print_presentations
from unitcalc.cli.output import shortened, things, width
from unitcalc.findings import Finding

MOST_ALIKE = 1
MOST_DIFFERING = 8
MOST_DOSES = 4
MOST_SIMILAR = 6
MOST_NAMED = 2
BRANDS = 26
"""Characters of the brands in a list."""
LABEL = 18
NARROWEST_TEXT = 36
"""Characters a line that a descriptor takes beside the other columns."""


def print_found(found: Found, everything: bool) -> None:
    """Print a look-up; `everything` leaves nothing out."""
    _print_reading(found)
    if len(found.matches) == 1:
        _print_match(found.matches[0], everything)
    else:
        _print_list(found)


def _print_reading(found: Found) -> None:
    """How it was read, what else may have been meant, and what is to be known before anything else."""
    if found.read_as:
        _wrapped(found.read_as, "", "")
    if found.candidates:
        _wrapped(f"Spelled alike: {', '.join(found.candidates)}.", "", "")
    for finding in found.findings:
        print("\n".join(finding.wrapped(width())))
    if found.read_as or found.candidates or found.findings:
        print()


# --- several ---------------------------------------------------------------------------------------------------------


def _print_list(found: Found) -> None:
    headings = ["Code", "Unit", "Brands", "In force", "Descriptor"]
    rows = [
        [match.drug.code, _unit(match), _brands(match), match.outside or "yes", match.drug.row.long]
        for match in found.matches
    ]
    if not any(match.outside for match in found.matches):
        for row in (headings, *rows):
            del row[3]
    _print_wrapping_table(headings, rows)
    if found.more:
        print(f"  and {found.more:,} more; narrow the words.")
    _print_sizes(found)
    single = [(match, each) for match in found.matches for each in match.presentations if len(match.presentations) == 1]
    if len(single) == len(found.matches):
        print()
        for match, each in single:
            print(f"  {match.drug.code}  {each.product} {each.ndc}, {holds(each)}")
    if len(found.matches) <= MOST_DIFFERING and not found.more:
        _print_differing(found.matches)


def _print_sizes(found: Found) -> None:
    """Which of them come in the size that was asked for; where none does, what the first comes in."""
    if found.size is None:
        return
    sized = [match for match in found.matches if match.chosen] or list(found.matches[:1])
    print()
    for match in sized[:MOST_DIFFERING]:
        _wrapped(match.size_note, f"  {match.drug.code}  ")
    if len(sized) > MOST_DIFFERING:
        print(f"  and {len(sized) - MOST_DIFFERING} more of them; --format json has all.")


def _print_wrapping_table(headings: list[str], rows: list[list[str]]) -> None:
    """Aligned columns of which the last goes on in further lines or, without room for it, stands below the others."""
    widths = [max(len(row[column]) for row in (headings, *rows)) for column in range(len(headings) - 1)]
    below = width() - sum(widths) - 2 * len(widths) - 2 < NARROWEST_TEXT
    for *cells, last in (headings, *rows):
        head = "  " + "".join(f"{cell:<{size}}  " for cell, size in zip(cells, widths, strict=True))
        if not below:
            _wrapped(last, head)
        else:
            print(head.rstrip())
            if last != headings[-1]:
                _wrapped(last, " " * (widths[0] + 4))


def _print_differing(matches: Sequence[Match]) -> None:
    """How the others of the same substance differ from the first."""
    first = matches[0]
    substances = {first_word(match.drug.row.long) for match in matches}
    if len(substances) > 1 or len({match.drug.code for match in matches}) < len(matches):
        return
    print()
    print(f"  Against {first.drug.code}:")
    for match in matches[1:]:
        other = differing(match.catalogue, first.drug.row, match.drug.row, with_brands=False)
        _wrapped(other.difference, f"  {match.drug.code}  ")


def _brands(match: Match) -> str:
    brands = match.brands
    shown = ", ".join(brands[:MOST_NAMED])
    more = f" +{len(brands) - MOST_NAMED}" if len(brands) > MOST_NAMED else ""
    return f"{shortened(shown, BRANDS - len(more))}{more}" if brands else "-"


# --- one -------------------------------------------------------------------------------------------------------------


def _print_match(match: Match, everything: bool) -> None:
    drug = match.drug
    _wrapped(drug.descriptor.text, f"{drug.code}  ", "  ")
    for label, value in _facts(match):
        _wrapped(value, f"  {label:<{LABEL}}")
    if match.presentations:
        print()
        print_presentations(match, everything)
    _print_doses(match, everything)
    _print_history(match)
    _print_prices(match)
    _print_similar(match, everything)
    _print_examples(match)
    print()
    _print_findings(match.findings, everything)
    outside = [f"{use.table} {use.period}" for use in drug.uses if not use.covers]
    if outside:
        _wrapped(f"Not of {drug.day}: {', '.join(outside)}.", "  ", "    ")


def _facts(match: Match) -> list[tuple[str, str]]:
    drug = match.drug
    row, limit = drug.row, drug.limit
    facts = [("Billing unit", f"{_whole_unit(match)} ({drug.kind.value})")]
    facts.append(("In force", f"{row.added} to {row.terminated or 'now'}"))
    if match.brands:
        facts.append(
            ("Brands", ", ".join(match.brands[:6]) + (f" +{len(match.brands) - 6}" if match.brands[6:] else ""))
        )
    if (limit and limit.limit is not None) or drug.limit_aside:
        facts.append(("Payment limit", price(drug)))
    facts += _limits(match)
    if drug.status:
        meaning = f", {match.status_meaning}" if match.status_meaning else ""
        facts.append(("OPPS status", f"{drug.status.status}{meaning} ({drug.use('status').period})"))
    facts.append(("Single-dose list", "listed by CMS" if drug.on_single_dose_list else "not listed"))
    return facts


def _limits(match: Match) -> list[tuple[str, str]]:
    """A line for each limit, with all settings that have the same."""
    settings: dict[tuple[int, int], list[str]] = {}
    for edit in match.drug.mue:
        settings.setdefault((edit.units, edit.indicator), []).append(edit.service.replace("_", " "))
    found = []
    for (units, indicator), names in settings.items():
        per = "a line" if indicator == 1 else "a day"
        found.append(("MUE", f"{things(units, 'unit')} {per}, {' and '.join(names)} (MAI {indicator})"))
    return found


def _print_doses(match: Match, everything: bool) -> None:
    """The usual doses by the label, and what a rise of a clotting factor takes."""
    told = [(rise_words(each), each.source) for each in match.rises]
    told += [(dose_words(each), each.source) for each in match.usual_doses]
    shown = told if everything else told[:MOST_DOSES]
    if shown:
        print()
    for number, (words, source) in enumerate(shown):
        head = "Usual doses" if number == 0 else ""
        _wrapped(f"{words} [{source_words(source)}]", f"  {head:<{LABEL}}")
    if len(told) > len(shown):
        _wrapped(f"and {len(told) - len(shown)} more; --all shows them.", f"  {'':<{LABEL}}")


def _print_history(match: Match) -> None:
    """The codes before and after, each with its unit and dates, and dosage texts that changed."""
    if not match.history and not match.texts:
        return
    print()
    for past in match.history:
        row = past.row
        until = f"{row.added} to {row.terminated or 'now'}"
        where = "After" if past.after else "Before"
        _wrapped(f"{row.code}  {until}: {row.long} ({past.how})", f"  {where:<{LABEL}}")
    for text in match.texts:
        _wrapped(f"'{text.text}' in {text.first} to {text.last}", f"  {'Dosage text':<{LABEL}}")


def _print_prices(match: Match) -> None:
    """Price and change of each quarter, in columns, the newest at the end."""
    cells = []
    for each in match.prices:
        amount = dollars_of(each.amount) if each.amount is not None else "none"
        cells.append((each.period, amount, per_cent(each.change) if each.change is not None else ""))
    if len(cells) < 2:
        return
    widths = [max(len(cell[column]) for cell in cells) for column in range(3)]
    shown = [f"{period}  {amount:>{widths[1]}} {change:>{widths[2]}}" for period, amount, change in cells]
    a_line = max(1, (width() - LABEL - 2 + 3) // (len(shown[0]) + 3))
    down = -(-len(shown) // a_line)
    print()
    for line in range(down):
        head = "Prices" if line == 0 else ""
        # In a narrow window the column of labels gives way.
        label = max(len(head), min(LABEL, width() - 2 - len(shown[0])))
        print(f"  {head:<{label}}{'   '.join(shown[line::down])}".rstrip())


def _print_similar(match: Match, everything: bool) -> None:
    similar = match.differences if everything else match.differences[:MOST_SIMILAR]
    if not similar:
        return
    print()
    for number, each in enumerate(similar):
        head = "Similar codes" if number == 0 else ""
        _wrapped(each.difference, f"  {head:<{LABEL}}{each.code}  ")
    rest = [each.code for each in match.differences[len(similar) :]]
    if rest:
        _wrapped(f"and {' '.join(rest)}", f"  {'':<{LABEL}}")


def _print_examples(match: Match) -> None:
    """A bill worked by hand: what it is, what comes of it, how."""
    for number, each in enumerate(match.examples):
        print()
        head = "Worked example" if number == 0 else ""
        wasted = f", {each.discarded} discarded" if each.discarded else ""
        units = things(each.administered_units, "unit") + (f", JW {each.discarded_units}" * bool(each.discarded_units))
        _wrapped(f"{each.title}, on {each.date}", f"  {head:<{LABEL}}")
        _wrapped(f"{each.given} from {' and '.join(each.opened)}{wasted}: {units}", f"  {'':<{LABEL}}")
        _wrapped(each.worked, f"  {'':<{LABEL}}")


def _print_findings(findings: Sequence[Finding], everything: bool) -> None:
    """By what they are of, the gravest first; of each the first few, for two hundred NDCs may say the same."""
    by_check: dict[str, list[Finding]] = {}
    for finding in findings:
        by_check.setdefault(finding.check, []).append(finding)
    for alike in sorted(by_check.values(), key=lambda findings: findings[0].severity.rank):
        shown = alike if everything else alike[:MOST_ALIKE]
        for line in (line for finding in shown for line in finding.wrapped(width())):
            print(line)
        if len(alike) > len(shown):
            _wrapped(f"and the same of {len(alike) - len(shown)} more; --all shows them.", " " * 11)


def _unit(match: Match) -> str:
    unit = match.drug.billing_unit
    return unit.short if unit is not None else "none"


def _whole_unit(match: Match) -> str:
    unit = match.drug.billing_unit
    return str(unit) if unit is not None else "none"


def _wrapped(text: str, head: str, after: str | None = None) -> None:
    """A text under a head; further lines begin below the text, or with `after`."""
    indent = " " * len(head) if after is None else after
    print("\n".join(textwrap.wrap(text, width(), initial_indent=head, subsequent_indent=indent)))
