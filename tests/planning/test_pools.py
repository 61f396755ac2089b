"""Which containers may make up one dose (RULES 2.4), of what the tables say of them."""

from datetime import date

import pytest

from tests.planning.asking import TODAY, Ask, checks, finding, said
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.container import ContainerType
from unitcalc.findings import Severity
from unitcalc.planning.pools import Container, Pool, pooled, routes, to_buy
from unitcalc.quantity import Unit, read_amount


def pools(catalogue: Catalogue, code: str, symbol: str = "mg", day: date = TODAY) -> tuple[Pool, ...]:
    return to_buy(catalogue, code, day, Unit(symbol))


def sizes(pool: Pool) -> list[str]:
    return [each.each.short for each in pool.containers]


@pytest.mark.parametrize(
    "text, listed",
    [
        ("Intravenous, Subcutaneous", ("Intravenous", "Subcutaneous")),
        ("Subcutaneous; Intravenous, Subcutaneous", ("Subcutaneous", "Intravenous")),
        (" Intravitreal ", ("Intravitreal",)),
        ("", ()),
    ],
)
def test_routes(text: str, listed: tuple[str, ...]) -> None:
    assert routes(text) == listed


def test_the_largest_first_and_each_size_once(catalogue: Catalogue) -> None:
    (rituxan,) = pools(catalogue, "J9312")
    assert (rituxan.product, rituxan.route, sizes(rituxan)) == ("Rituxan", "Intravenous", ["500 mg", "100 mg"])
    (keytruda,) = pools(catalogue, "J9271")
    # Two NDCs of one size are one kind of container.
    assert [len(each.ndcs) for each in keytruda.containers] == [2]


def test_routes_and_devices_are_apart(catalogue: Catalogue) -> None:
    orencia = pools(catalogue, "J0129")
    assert [(pool.route, pool.separate, sizes(pool)) for pool in orencia] == [
        ("Intravenous", False, ["250 mg"]),
        ("Subcutaneous", True, ["125 mg", "87.5 mg", "50 mg"]),
        ("Subcutaneous", True, ["125 mg"]),
    ]


def test_concentrations_that_must_not_be_mixed_are_apart(catalogue: Catalogue) -> None:
    hemlibra = pools(catalogue, "J7170")
    assert [(str(pool.concentration), sizes(pool)) for pool in hemlibra] == [
        ("30 mg/mL", ["30 mg", "12 mg"]),
        ("150 mg/mL", ["300 mg", "150 mg", "105 mg", "60 mg"]),
    ]
    assert {pool.injection for pool in hemlibra} == {read_amount("2 mL")}


def test_single_and_multi_dose_are_apart(catalogue: Catalogue) -> None:
    assert [(pool.product, pool.kept) for pool in to_buy(catalogue, "J0885", TODAY, Unit("unit", "epoetin alfa"))] == [
        ("Epogen", False),
        ("Epogen", True),
        ("Procrit", False),
        ("Procrit", True),
    ]


def test_one_list_of_routes_in_any_order_is_one_pool(catalogue: Catalogue) -> None:
    gammaked = [pool for pool in pools(catalogue, "J1561") if pool.product == "Gammaked"]
    assert [sizes(pool) for pool in gammaked] == [["20,000 mg", "10,000 mg", "5,000 mg", "1,000 mg"]]


def test_products_are_apart_and_generics_by_maker(catalogue: Catalogue) -> None:
    assert [pool.product for pool in pools(catalogue, "J1745")] == ["Remicade", "Infliximab"]
    generic = [pool for pool in pools(catalogue, "J9305") if pool.product == "Pemetrexed"]
    assert all(len(pool.labelers) == 1 for pool in generic)
    assert len({pool.labelers for pool in generic}) == len(generic) > 1


def test_assayed_sizes_are_not_bought_by(catalogue: Catalogue) -> None:
    assert pools(catalogue, "J7211", "IU") == ()


def test_sizes_in_the_unit_that_is_asked_for(catalogue: Catalogue) -> None:
    (privigen,) = pools(catalogue, "J1459", "g")
    assert sizes(privigen) == ["40 g", "20 g", "10 g", "5 g", "2.5 g"]


@pytest.mark.parametrize(
    "other, told", [(ContainerType.SINGLE_DOSE, ContainerType.SINGLE_DOSE), (ContainerType.KIT, ContainerType.UNKNOWN)]
)
def test_one_size_of_two_types_is_of_none(other: ContainerType, told: ContainerType) -> None:
    each = read_amount("100 mg")
    one = Container(each, ("00001-0001-01",), ContainerType.SINGLE_DOSE, "a row")
    two = Container(each, ("00001-0001-02",), other, "another row")
    (pool,) = pooled([(None, one), (None, two)])
    (container,) = pool.containers
    assert container.ndcs == ("00001-0001-01", "00001-0001-02")
    assert container.type is told


def test_what_the_label_facts_say_settles_a_doubt(catalogue: Catalogue, ask: Ask) -> None:
    # vials.yaml has the bottle of 30 g, the vial of 5 mg and the syringe of 1,500 IU, each with a source.
    octagam = pools(catalogue, "J1568", "g")
    assert any("30 g" in sizes(pool) for pool in octagam)
    assert [sizes(pool) for pool in pools(catalogue, "J1458")] == [["5 mg"]]
    found = ask(code="J2791", dose="3000 IU")
    assert found.best.words == "2 x 1,500 IU"
    assert "size-doubtful" not in checks(found)


def test_a_size_in_doubt_is_left_out_and_named(ask: Ask) -> None:
    # The Purple Book has Vyloy in 100 mg alone: 11 of them for 1,050 mg.
    found = ask(code="J1326", dose="1050 mg")
    assert found.best.words == "11 x 100 mg"
    told = finding(found, "size-doubtful")
    assert told.severity is Severity.INFO
    assert "00469-4425-30, 300 mg, is left out" in told.message
    assert "the Purple Book has 100MG" in told.message


def test_a_size_in_doubt_is_used_where_there_is_no_other(ask: Ask) -> None:
    # Two quarters differ in the one vial of Fyarro: 2 x 100 leave 20 of 180 mg, by the newer one.
    found = ask(code="J9331", dose="180 mg")
    assert (found.best.words, found.best.left.short) == ("2 x 100 mg", "20 mg")
    assert finding(found, "size-doubtful").severity is Severity.WARNING
    assert "68.8 mg" in said(found, "size-doubtful")


def test_a_doubt_on_another_product_is_not_told(ask: Ask) -> None:
    (problem,) = ask.refused(code="J1326", dose="1050 mg", product="nothing such")
    assert problem.code == "product-unknown"
    assert "size-doubtful" not in checks(ask(code="J9312", dose="750 mg"))
