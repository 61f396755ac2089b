"""The made-up hospital: what `data/demo.yaml` says of its sites, payers, drugs, and of what goes wrong there."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from unitcalc.quantity import Amount, read_positive
from unitcalc.reference.documents import read_yaml
from unitcalc.reference.files import data_folder

FILE = "demo.yaml"
BASE = 600
"""Accounts for which the numbers of the file are meant; of others there are in proportion."""


class Site(NamedTuple):
    """A place that bills in one way."""

    name: str
    share: int
    form: str
    """institutional or professional."""
    place: str
    """Type of bill or place of service."""
    revenue: str
    scans: bool
    """Whether each container is a row of its own, with its number."""

    @property
    def setting(self) -> str:
        """The setting of a bill."""
        return "hospital-outpatient" if self.form == "institutional" else "office"


class Payer(NamedTuple):
    """A policy, and how many of a hundred visits it pays for."""

    policy: str
    share: int


class Stocked(NamedTuple):
    """A drug that the hospital gives."""

    code: str
    product: str
    indication: str
    ndcs: tuple[str, ...]
    share: int
    step: Amount | None
    """To which a dose is rounded; None where it is flat, or whole containers are given."""
    route: str
    similar: str
    """Another code of the same substance; empty where there is none here."""


class Pattern(NamedTuple):
    """What goes wrong with all or many accounts of one drug at one site."""

    kind: str
    code: str
    site: str
    wrong: int
    right: int
    ndcs: tuple[str, ...]
    """The sizes in stock there, where they are others."""


class Hospital(NamedTuple):
    """All of it."""

    sites: tuple[Site, ...]
    payers: tuple[Payer, ...]
    drugs: tuple[Stocked, ...]
    billers: tuple[str, ...]
    nurses: int
    charge: Fraction
    """Charge by payment limit."""
    dearest: Fraction
    """Dollars above which no line is charged."""
    faults: Mapping[str, int]
    oddities: Mapping[str, int]
    patterns: tuple[Pattern, ...]

    def site(self, name: str) -> Site:
        """A site by its name."""
        return next(site for site in self.sites if site.name == name)

    def drug(self, code: str) -> Stocked:
        """A drug by its code."""
        return next(drug for drug in self.drugs if drug.code == code)


def read_hospital() -> Hospital:
    """The hospital as its file describes it.

    >>> [site.name for site in read_hospital().sites]
    ['Main', 'North', 'West']
    """
    content = read_yaml(data_folder() / FILE)
    return Hospital(
        sites=tuple(_site(each) for each in content["sites"]),
        payers=tuple(Payer(each["policy"], int(each["share"])) for each in content["payers"]),
        drugs=tuple(_drug(each) for each in content["drugs"]),
        billers=tuple(content["billers"]),
        nurses=int(content["nurses"]),
        charge=Fraction(content["charge"]),
        dearest=Fraction(content["dearest"]),
        faults={name: int(number) for name, number in content["faults"].items()},
        oddities={name: int(number) for name, number in content["oddities"].items()},
        patterns=tuple(_pattern(each) for each in content["patterns"]),
    )


def _site(each: Mapping[str, Any]) -> Site:
    return Site(
        each["name"],
        int(each["share"]),
        each["form"],
        each["place"],
        each.get("revenue", ""),
        bool(each.get("scans", False)),
    )


def _drug(each: Mapping[str, Any]) -> Stocked:
    return Stocked(
        each["code"],
        each["product"],
        each["indication"],
        tuple(each["ndcs"]),
        int(each["share"]),
        read_positive(each["step"]) if "step" in each else None,
        each["route"],
        each.get("similar", ""),
    )


def _pattern(each: Mapping[str, Any]) -> Pattern:
    wrong, right = int(each["wrong"]), int(each["right"])
    return Pattern(each["kind"], each["code"], each["site"], wrong, right, tuple(each.get("ndcs", ())))
