"""A code's descriptor on a date, held against the dosage texts of CMS's crosswalk and payment file."""

from datetime import date

from unitcalc.catalogue.descriptors import Descriptor, read_descriptor, read_dosage
from unitcalc.findings import Finding, Severity
from unitcalc.reference.records import TABLES, CodeRow, CrosswalkRow, LimitRow


def descriptor_on(
    row: CodeRow, day: date, limit: LimitRow | None, crosswalk: tuple[CrosswalkRow, ...]
) -> tuple[Descriptor, tuple[Finding, ...]]:
    """The official descriptor; before the day that proves it, the quarter's dosage text where that says otherwise."""
    official = read_descriptor(row.long)
    proven = row.changed or row.added
    if day >= proven:
        return official, ()
    dosage = limit.dosage if limit else (crosswalk[0].dosage if crosswalk else "")
    quarter = limit.first if limit else (crosswalk[0].first if crosswalk else None)
    unproven = f"CMS's file proves the descriptor of {row.code} only from {proven} on"
    source = f"{TABLES['codes']}, row {row.row}"
    if not dosage:
        return official, (
            Finding("descriptor-unproven", Severity.WARNING, f"{unproven}; it is used for {day} all the same.", source),
        )
    stated = read_dosage(dosage)
    if stated.amount is None or official.amount is None or _same_unit(stated, official):
        message = f"{unproven}; CMS's dosage text of {quarter}, '{dosage}', agrees with it."
        return official, (Finding("descriptor-unproven", Severity.INFO, message, source),)
    message = f"{unproven}; CMS's dosage text of {quarter}, '{dosage}', is used in its place."
    return stated, (Finding("descriptor-unproven", Severity.WARNING, message, source),)


def _same_unit(one: Descriptor, other: Descriptor) -> bool:
    """Whether two texts state one billing unit: the same amount, or a restatement of it."""
    if one.amount is None or other.amount is None:
        return one.amount is None and other.amount is None
    return any(
        a.fits(b.unit) and a.bound_to(b.unit) == b for a in (one.amount, *one.also) for b in (other.amount, *other.also)
    )


def prices_the_unit(limit: LimitRow, descriptor: Descriptor) -> bool:
    """False where the file's text is another amount: then its price may be of that amount, or the text a slip.

    A text that names one part of a combination (0.25 mg of palonosetron) stands for the whole.
    """
    stated = read_dosage(limit.dosage)
    if stated.amount is None or descriptor.amount is None or _same_unit(stated, descriptor):
        return True
    return any(stated.amount.fits(part.amount.unit) and stated.amount == part.amount for part in descriptor.parts)


def disagreements(
    row: CodeRow, descriptor: Descriptor, limit: LimitRow | None, crosswalk: tuple[CrosswalkRow, ...]
) -> tuple[Finding, ...]:
    """Crosswalk, payment file and descriptor must name one unit; where they do not, the descriptor wins."""
    texts: dict[str, list[str]] = {}
    for each in crosswalk:
        texts.setdefault(each.dosage, []).append("crosswalk")
    if limit:
        texts.setdefault(limit.dosage, []).append("payment file")
    found = []
    for text, files in texts.items():
        if not _same_unit(read_dosage(text), descriptor):
            where = " and ".join(dict.fromkeys(f"{file}" for file in files))
            message = (
                f"CMS's {where} counts {row.code} in '{text}', the official descriptor in "
                f"{descriptor.amount.short if descriptor.amount else 'whole doses'}; the descriptor is used."
            )
            found.append(Finding("dosage-disagrees", Severity.WARNING, message, f"{TABLES['codes']}, row {row.row}"))
    return tuple(found)
