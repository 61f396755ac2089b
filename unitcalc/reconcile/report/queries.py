"""What is asked of the accounts and findings, as SQL for DuckDB.

One pass over the accounts makes `cells`: the sums for each drug, unit, site, payer and month. All other sums are made
of these, so that drugs, sites, payers and months add up to the same totals by construction.
"""

DIGITS = 12
"""Decimals that a sum of amounts keeps."""
LARGEST_DIGITS = 17
"""Digits before the decimal point of an amount that is added: a hundred million of them still fit a sum."""

_AMOUNTS = ("opened", "given", "discarded", "transferred", "explained", "unexplained")
SUMS = (
    "accounts",
    "balanced",
    "undecided",
    "unpriced",
    "at_stake",
    "over",
    "under",
    "waste",
    "expected_administered",
    "expected_discarded",
    "billed_administered",
    "billed_discarded",
)
AMOUNTS = (*_AMOUNTS, "left_out")


SHORT = 9
"""Characters of an amount that DECIMAL(18, 9) holds whatever they are, read two hundred times as fast as the widest."""


def _number(name: str) -> str:
    """An amount or its text as a number that adds exactly; NULL for one that would be rounded."""
    text = f"nullif(CAST({name} AS VARCHAR), '')"
    wide = f"DECIMAL({LARGEST_DIGITS + DIGITS}, {DIGITS})"
    exact = rf"regexp_full_match(typeof({name}), 'DECIMAL\([0-9]+,([0-9]|1[0-{DIGITS % 10}])\)')"
    return f"""CASE
  WHEN {exact} THEN TRY_CAST({name} AS {wide})
  WHEN length({text}) <= {SHORT} THEN CAST(TRY_CAST({text} AS DECIMAL(18, {SHORT})) AS {wide})
  WHEN strpos({text}, '.') = 0 AND length({text}) <= {LARGEST_DIGITS} THEN CAST(TRY_CAST({text} AS BIGINT) AS {wide})
  WHEN strpos({text}, '.') > 0 AND length({text}) - strpos({text}, '.') > {DIGITS} THEN NULL
  ELSE TRY_CAST({text} AS {wide})
END"""


_UNITS = ("expected_administered", "expected_discarded", "billed_administered", "billed_discarded")
_DIFFERENCE = "billed_payment - expected_payment"
_LEFT_OUT = " + ".join(
    f"CAST(nullif(CAST({name} AS VARCHAR), '') IS NOT NULL AND {name}_ IS NULL AS BIGINT)" for name in _AMOUNTS
)
_NUMBERS = [f"{_number(name)} AS {name}_" for name in _AMOUNTS]
_NUMBERS += [f"{_number(f'{name}_units')} AS {name}_" for name in _UNITS]

# An account without any amount has no unit (NULL): it joins those of its code. Amounts without a unit stay apart ('').
CELLS = f"""
CREATE TEMP TABLE cells AS
WITH numbered AS (
  SELECT * EXCLUDE (balanced), coalesce(balanced, false) AS balanced, {", ".join(_NUMBERS)} FROM accounts
)
SELECT
  coalesce(code, '') AS code,
  CASE WHEN coalesce(unit, '') = '' AND coalesce({", ".join(f"{name}_" for name in _AMOUNTS)}) IS NULL THEN NULL
    ELSE coalesce(unit, '') END AS unit,
  coalesce(site, '') AS site,
  coalesce(payer, '') AS payer,
  CAST(date_trunc('month', service_date) AS DATE) AS month,
  count(*) AS accounts,
  count(*) FILTER (balanced) AS balanced,
  count(*) FILTER (expected_administered_ IS NULL AND NOT balanced) AS undecided,
  count(*) FILTER (
    NOT balanced AND {_DIFFERENCE} IS NULL
    AND (billed_administered_ <> expected_administered_ OR billed_discarded_ <> expected_discarded_)
  ) AS unpriced,
  coalesce(sum(at_stake), 0) AS at_stake,
  coalesce(sum({_DIFFERENCE}) FILTER ({_DIFFERENCE} > 0), 0) AS over,
  coalesce(-sum({_DIFFERENCE}) FILTER ({_DIFFERENCE} < 0), 0) AS under,
  coalesce(sum(discarded_payment), 0) AS waste,
  {", ".join(f"coalesce(sum({name}_), 0) AS {name}" for name in (*_UNITS, *_AMOUNTS))},
  sum({_LEFT_OUT}) AS left_out,
  min(service_date) AS first_day,
  max(service_date) AS last_day
FROM numbered
GROUP BY ALL
"""

_SUMMED = ", ".join(f"coalesce(sum({name}), 0) AS {name}" for name in SUMS)
_SUMMED_AMOUNTS = ", ".join(f"coalesce(sum({name}), 0) AS {name}" for name in AMOUNTS)
# The gravest first, and an order that the same data always has.
_RANK = "at_stake DESC, over + under DESC, accounts DESC"

TOTALS = f"SELECT {_SUMMED}, min(first_day), max(last_day) FROM cells"


def groups(column: str) -> str:
    """Sums by site or payer: so many as the parameter says, the rest in one row that counts them."""
    return f"""
WITH grouped AS (SELECT {column} AS name, {_SUMMED} FROM cells GROUP BY {column}),
ranked AS (SELECT *, row_number() OVER (ORDER BY {_RANK}, name) AS place FROM grouped),
kept AS (SELECT *, least(place, ? + 1) AS shown FROM ranked)
SELECT min(name), {_SUMMED}, count(*) AS together FROM kept GROUP BY shown ORDER BY shown
"""


DRUGS = f"""
WITH own AS (SELECT code, arg_max(unit, accounts) AS unit FROM (
  SELECT code, unit, sum(accounts) AS accounts FROM cells WHERE unit IS NOT NULL GROUP BY code, unit ORDER BY unit
) GROUP BY code),
whole AS (SELECT cells.* REPLACE (coalesce(cells.unit, own.unit, '') AS unit) FROM cells LEFT JOIN own USING (code)),
grouped AS (SELECT code, unit, {_SUMMED}, {_SUMMED_AMOUNTS} FROM whole GROUP BY code, unit),
ranked AS (SELECT *, row_number() OVER (ORDER BY {_RANK}, code, unit) AS place FROM grouped),
kept AS (SELECT *, least(place, ? + 1) AS shown FROM ranked)
SELECT min(code), min(unit), {_SUMMED}, {_SUMMED_AMOUNTS}, count(*) AS together FROM kept GROUP BY shown ORDER BY shown
"""

MONTHS = f"SELECT month, {_SUMMED} FROM cells GROUP BY month ORDER BY month NULLS FIRST"

_SEVERITY = "CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END"

FOUND = """
CREATE TEMP TABLE found AS
SELECT
  "check", severity, CAST(date_trunc('month', service_date) AS DATE) AS month,
  count(*) AS findings,
  coalesce(sum(at_stake), 0) AS at_stake,
  coalesce(sum(payment_difference) FILTER (payment_difference > 0), 0) AS over,
  coalesce(-sum(payment_difference) FILTER (payment_difference < 0), 0) AS under
FROM findings GROUP BY ALL
"""
CAUSES = f"""
SELECT "check", min_by(severity, {_SEVERITY}), sum(findings), sum(at_stake), sum(over), sum(under)
FROM found GROUP BY "check"
ORDER BY sum(at_stake) DESC, sum(over) + sum(under) DESC, sum(findings) DESC, "check"
"""
SEVERITIES = f"SELECT severity, sum(findings) FROM found GROUP BY severity ORDER BY {_SEVERITY}, severity"
CAUSE_MONTHS = """
SELECT month, "check", sum(findings), sum(at_stake) FROM found GROUP BY ALL ORDER BY month NULLS FIRST, "check"
"""

# Units are counted where no price is known, so that a stranger still comes before a trifle.
_BY_UNITS = " + ".join(
    f"abs(coalesce({_number(f'billed_{name}_units')}, 0) - coalesce({_number(f'expected_{name}_units')}, 0))"
    for name in ("administered", "discarded")
)
_SUSPECT = "(NOT coalesce(balanced, false) OR coalesce(checks, '') <> '')"
SUSPECTS = f"SELECT count(*) FROM accounts WHERE {_SUSPECT}"
WORST = f"""
CREATE TEMP TABLE worst AS
SELECT row_number() OVER () AS place, * FROM (
  SELECT
    encounter_id, service_date, code, unit, site, payer, coalesce(balanced, false) AS balanced,
    {", ".join(f"CAST({name} AS VARCHAR) AS {name}" for name in _AMOUNTS)},
    {", ".join(f"CAST({name}_units AS VARCHAR) AS {name}_units" for name in _UNITS)},
    expected_payment, billed_payment, at_stake
  FROM accounts WHERE {_SUSPECT}
  ORDER BY coalesce(at_stake, 0) DESC, {_BY_UNITS} DESC, encounter_id, service_date, code
  LIMIT ?
)
"""
WORST_ROWS = "SELECT * EXCLUDE (place) FROM worst ORDER BY place"
_OF_ITS_OWN = """
  found.encounter_id IS NOT DISTINCT FROM worst.encounter_id
  AND found.service_date IS NOT DISTINCT FROM worst.service_date
  AND found.code IS NOT DISTINCT FROM worst.code
"""
SAID = f"""
SELECT place, together, "check", severity, message, CAST(expected AS VARCHAR), CAST(observed AS VARCHAR), rows,
  CAST(unit_difference AS VARCHAR), payment_difference, at_stake
FROM (
  SELECT worst.place, found.*,
    row_number() OVER (
      PARTITION BY worst.place
      ORDER BY {_SEVERITY}, coalesce(found.at_stake, 0) DESC, "check", message, rows
    ) AS turn,
    count(*) OVER (PARTITION BY worst.place) AS together
  FROM (SELECT place, encounter_id, service_date, code FROM worst) AS worst
  JOIN findings AS found ON {_OF_ITS_OWN}
)
WHERE turn <= ? ORDER BY place, turn
"""

FINDINGS = f"""
SELECT encounter_id, service_date, code, "check", severity, message,
  CAST(expected AS VARCHAR), CAST(observed AS VARCHAR), CAST(unit_difference AS VARCHAR), payment_difference,
  at_stake, site, payer, rows
FROM findings
ORDER BY coalesce(at_stake, 0) DESC, {_SEVERITY}, encounter_id, service_date, code, "check", message, rows
LIMIT ?
"""
