"""Which containers may make up one dose (RULES 2.4), of what the tables say of them."""

from datetime import date

import pytest

from tests.planning.asking import TODAY
from unitcalc.catalogue.catalogue import Catalogue
from unitcalc.catalogue.container import ContainerType
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
