"""What is curated of a drug, in a look-up: pooling, a worked example, what is published wrongly."""

from tests.cli.conftest import Run


def test_what_may_be_pooled(run: Run) -> None:
    """RULES 2.4 names emicizumab: 150 mg/mL and 30 mg/mL are not to be combined."""
    found = run("lookup", "J7170", "--date", "2026-02-01", "--format", "json").json["matches"][0]
    vials = [each for each in found["presentations"] if each["pooling"]]
    assert len(vials) == 6
    assert {(each["container"], each["pooling"]["rule"], each["pooling"]["verified"]) for each in vials} == {
        ("vial", "same-concentration", True)
    }
    text = " ".join(run("lookup", "J7170", "--date", "2026-02-01").out.split())
    assert "only containers of one concentration may make up one dose" in text


def test_a_worked_example(run: Run) -> None:
    """J1745: 10 mg a unit."""
    found = run("lookup", "J1745", "--date", "2026-02-01", "--format", "json").json["matches"][0]
    example = found["examples"][0]
    assert example["code"] == "J1745"
    assert example["administered_units"] == -(-int(example["given"].removesuffix(" mg")) // 10)
    text = " ".join(run("lookup", "J1745", "--date", "2026-02-01").out.split())
    assert f"Worked example {example['title']}" in text
    assert f"{example['administered_units']} units" in text


def test_what_is_published_wrongly(run: Run) -> None:
    found = run("lookup", "J1411", "--date", "2026-02-01", "--format", "json").json["matches"][0]
    (wrong,) = found["misdescribed"]
    assert wrong["published"] == "immune globulin (Privigen), 500 mg"
    assert wrong["official"].startswith("Injection, etranacogene dezaparvovec-drlb")
    assert wrong["really"] == ["J1459"]
    assert "https://" in wrong["source"]


def test_a_code_that_nobody_curated_has_none_of_it(run: Run) -> None:
    found = run("lookup", "J0121", "--date", "2026-02-01", "--format", "json").json["matches"][0]
    assert found["examples"] == found["misdescribed"] == []
    assert all(each["pooling"] is each["container"] is None for each in found["presentations"])
    assert "Worked example" not in run("lookup", "J0121", "--date", "2026-02-01").out


def test_a_price_of_another_amount_is_never_called_the_unit_s(run: Run) -> None:
    """J2404 is billed per 0.1 mg; CMS's file of 2024Q4 prices 1 mg, and is not divided silently."""
    text = " ".join(run("lookup", "J2404", "--date", "2024-11-01").out.split())
    assert "for '1 MG', which is not the billing unit" in text
    assert "Payment limit $30.525 a unit" in " ".join(run("lookup", "J1745", "--date", "2025-03-01").out.split())
