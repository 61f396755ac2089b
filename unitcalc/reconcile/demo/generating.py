"""Three records of any size, in batches: a pool of scenes, over and over, each time other people.

A pool has at most some ten thousand accounts, each with its dose, containers and bill worked out once. A batch takes
scenes of it in a random order and gives every patient, container and claim a number of their own; that is done on
columns, so that a million accounts take seconds. Each pass goes through the whole pool once, so the number of every
fault is known.

>>> from unitcalc.reconcile.demo.generating import plan_of
>>> plan_of(600), plan_of(1_000_000)
(Passes(pool=600, passes=1, left_out=0), Passes(pool=10000, passes=100, left_out=0))
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.findings import Problem, Refused
from unitcalc.reconcile.demo.drawing import Drawing
from unitcalc.reconcile.demo.hospital import Hospital, read_hospital
from unitcalc.reconcile.demo.patterns import FORMS
from unitcalc.reconcile.demo.pool import FEWEST, scenes_of
from unitcalc.reconcile.demo.rows import (
    ADMINISTRATION,
    CONTAINER,
    ENCOUNTER,
    PATIENT,
    schema,
)
from unitcalc.reconcile.demo.shelf import Shelf
from unitcalc.reconcile.demo.visits import Scene
from unitcalc.reconcile.tabled import Table

if TYPE_CHECKING:
    import pyarrow as pa

MOST_IN_POOL = 10_000
"""Accounts of a pool."""
AT_ONCE = 10_000
"""Scenes of a batch."""
MOST = 100_000_000
FEWEST_DIGITS = 5
"""Of the number of an encounter, or of a patient."""
PATIENTS_FROM = 40_000
"""Patients are numbered otherwise than encounters, as everywhere."""


class Planted(NamedTuple):
    """A fault or an oddity, as it stands in the records."""

    kind: str
    encounters: tuple[str, ...]
    code: str
    site: str
    day: str
    checks: tuple[str, ...]
    """Which have to say so; none where it only looks wrong."""
    told: str
    anywhere: bool
    """Whether the checks may speak of any of the encounters."""


class AtSite(NamedTuple):
    """What all accounts of a drug at one site show together."""

    kind: str
    code: str
    site: str
    check: str
    title: str


class Batch(NamedTuple):
    """A part of the three records."""

    tables: "Mapping[Table, pa.RecordBatch]"
    planted: Sequence[Planted]
    accounts: int


class Passes(NamedTuple):
    """How often a pool of which size is gone through."""

    pool: int
    passes: int
    left_out: int
    """Right visits that the last pass leaves out."""


class Made(NamedTuple):
    """What is generated: the patterns of its sites are known beforehand."""

    at_sites: tuple[AtSite, ...]
    batches: Iterator[Batch]


def plan_of(accounts: int) -> Passes:
    """How so many accounts are made."""
    passes = -(-accounts // MOST_IN_POOL)
    pool = -(-accounts // passes)
    return Passes(pool, passes, pool * passes - accounts)


def generate(catalogue: Catalogue, accounts: int, seed: int, hospital: Hospital | None = None) -> Made:
    """Three records of so many accounts. Refused for a number that can't be made, or tables that lack a drug.

    An account is one code that was given or sold to one encounter on one day.
    """
    if not FEWEST <= accounts <= MOST:
        message = f"{accounts:,} accounts can't be made: there are {FEWEST} to {MOST:,}."
        raise Refused(Problem("demo-accounts", message, "Leave --accounts out for 600.", field="accounts"))
    hospital = hospital or read_hospital()
    at_sites = tuple(
        AtSite(each.kind, each.code, each.site, FORMS[each.kind].of_site, FORMS[each.kind].whole)
        for each in hospital.patterns
    )
    passes = plan_of(accounts)
    drawing = Drawing(hospital, Shelf(catalogue, hospital.drugs), seed, passes.pool)
    pool = _Pool(scenes_of(drawing, passes.pool), max(FEWEST_DIGITS, len(str(accounts))))
    return Made(at_sites, _batches(pool, passes, random.Random(seed)))


def _batches(pool: "_Pool", passes: Passes, pick: random.Random) -> Iterator[Batch]:
    first = 1
    for number in range(passes.passes):
        order = list(range(len(pool.scenes)))
        if passes.passes > 1:
            pick.shuffle(order)
        if passes.left_out and number == passes.passes - 1:
            spare = [at for at in order if not pool.scenes[at].kind and pool.accounts[at] == 1]
            left = set(spare[: passes.left_out])
            order = [at for at in order if at not in left]
        for start in range(0, len(order), AT_ONCE):
            batch = pool.batch(order[start : start + AT_ONCE], first)
            first += sum(pool.encounters[at] for at in order[start : start + AT_ONCE])
            yield batch


class _Pool:
    """Scenes as columns: a list of rows for each scene, in each table."""

    def __init__(self, scenes: Sequence[Scene], digits: int) -> None:
        self.scenes, self.digits = scenes, digits
        self.encounters = [scene.encounters for scene in scenes]
        self.accounts = [scene.accounts for scene in scenes]
        self.lists = {table: _as_lists(table, scenes) for table in Table}
        for scene in scenes:  # the columns have them now
            for visit in scene.visits:
                visit.dispensed, visit.administered, visit.claims = [], [], []

    def batch(self, order: Sequence[int], first: int) -> Batch:
        """These scenes, their encounters numbered from `first` on."""
        import pyarrow as pa

        counts = [self.encounters[at] for at in order]
        *starts, _ = accumulate(counts, initial=first)
        which = pa.array(order, pa.int32())
        taken = {table: lists.take(which) for table, lists in self.lists.items()}
        tables = {table: _numbered(table, lists, starts, self.digits) for table, lists in taken.items()}
        planted = [
            self._told(self.scenes[at], start) for at, start in zip(order, starts, strict=True) if self.scenes[at].kind
        ]
        return Batch(tables, planted, sum(self.accounts[at] for at in order))

    def _told(self, scene: Scene, start: int) -> Planted:
        visit = scene.visits[0]
        encounters = tuple(f"E{start + at:0{self.digits}}" for at in range(scene.encounters))
        return Planted(
            scene.kind,
            encounters,
            visit.drug.code,
            visit.site.name,
            visit.day.isoformat(),
            scene.checks,
            scene.told,
            scene.anywhere,
        )


def _as_lists(table: Table, scenes: Sequence[Scene]) -> "pa.ListArray":
    """The rows of each scene as one list."""
    import pyarrow as pa

    rows: list[Any] = []
    ends = [0]
    for scene in scenes:
        for visit in scene.visits:
            rows += getattr(visit, table.value)
        ends.append(len(rows))
    columns = schema(table, numbered=True)
    flat = pa.Table.from_pylist(rows, columns).combine_chunks()
    batch = flat.to_batches()[0] if rows else pa.RecordBatch.from_pylist([], columns)
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), batch.to_struct_array())


def _numbered(table: Table, lists: "pa.ListArray", starts: Sequence[int], digits: int) -> "pa.RecordBatch":
    """Rows of scenes, with numbers of their own for people, containers, administrations and claims."""
    import pyarrow as pa
    from pyarrow import compute

    rows = lists.flatten()
    scene = pa.array(starts, pa.int64()).take(compute.list_parent_indices(lists))
    own = compute.add(scene, rows.field(ENCOUNTER).cast(pa.int64()))
    made = {ENCOUNTER: _name("E", own, digits)}
    for name in rows.type:
        column = rows.field(name.name)
        match name.name:
            case "patient_id":
                number = compute.add(compute.add(scene, column.cast(pa.int64())), PATIENTS_FROM)
                made[PATIENT] = _name("P", number, digits)
            case "container_id":
                made[CONTAINER] = compute.binary_join_element_wise(_name("V", scene, digits), column, "-")
            case "administration_id":
                made[ADMINISTRATION] = compute.binary_join_element_wise(_name("A", own, digits), column, "-")
            case "claim_id" | "original_claim_id":
                made[name.name] = compute.binary_join_element_wise(_name("C", own, digits), column, "")
            case other:
                made.setdefault(other, column)
    names = schema(table, numbered=False)
    return pa.RecordBatch.from_arrays([made[field.name] for field in names], schema=names)


def _name(letter: str, numbers: Any, digits: int) -> Any:
    from pyarrow import compute

    digits = compute.utf8_lpad(numbers.cast("string"), digits, "0")
    return compute.binary_join_element_wise(letter, digits, "")
