"""A code's usual doses and rises, in a line each and as other programs read them."""

from typing import Any

from unitcalc.catalogue.usual import Rise, UsualDose
from unitcalc.quantity import grouped, plain
from unitcalc.reference.vials.model import FactSource


def dose_words(dose: UsualDose) -> str:
    """What a label says of one use, in a line."""
    every = f" {dose.every}" if dose.every == "once" else f" every {dose.every}" if dose.every else ""
    level = f", to a level of {dose.level} IU/dL" if dose.level and dose.high is not None else ""
    cap = f", at most {dose.cap.short}" if dose.cap else ""
    for_whom = "; ".join(
        filter(None, (f"age {dose.age}" if dose.age else "", f"weight {dose.weight}" if dose.weight else ""))
    )
    whom = f" ({for_whom})" if for_whom else ""
    note = f" ({dose.note})" if dose.note else ""
    return f"{dose.product}, {dose.indication}{whom}: {dose.words}{every}{level}{cap}{note}"


def rise_words(rise: Rise) -> str:
    """What a rise of 1 IU/dL takes of a clotting factor, in a line."""
    age = f" (age {rise.age})" if rise.age else ""
    return f"{rise.product}{age}: {grouped(rise.factor)} IU/kg for a rise of 1 IU/dL"


def source_words(source: FactSource) -> str:
    """Where a dose was read, without the address."""
    if not source.verified:
        return "unverified"
    place = f", {source.place}" if source.place else ""
    return f"{source.document}{place}" if source.document else str(source)


def dose_record(dose: UsualDose) -> dict[str, Any]:
    """One usual dose."""
    return {
        "product": dose.product,
        "route": dose.route or None,
        "indication": dose.indication,
        "use": dose.use or None,
        "dose": dose.words if dose.high is not None or dose.area else None,
        "level": str(dose.level) if dose.level else None,
        "every": dose.every or None,
        "age": str(dose.age) if dose.age else None,
        "weight": str(dose.weight) if dose.weight else None,
        "max": dose.cap.as_json() if dose.cap else None,
        "note": dose.note or None,
        "verified": dose.source.verified,
        "source": str(dose.source),
    }


def rise_record(rise: Rise) -> dict[str, Any]:
    """What a rise takes of one product."""
    return {
        "product": rise.product,
        "factor": plain(rise.factor),
        "age": str(rise.age) if rise.age else None,
        "verified": rise.source.verified,
        "source": str(rise.source),
    }
