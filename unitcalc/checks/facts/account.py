"""The facts of one code of one encounter on one day, as billed and as recorded."""

from dataclasses import dataclass

from unitcalc.checks.facts.kinds import Day, Number, Truth, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """One code of one encounter on one day: what was billed, what the record gives, what tables and payer say."""

    code: Word
    day: Day
    setting: Word
    # Billed: sums over the lines that count
    claimed: Truth
    """Claim lines were handed over, of whatever code."""
    lines: Number
    administered: Number
    """Units of the lines without JW."""
    discarded: Number
    """Units of the JW lines."""
    administered_lines: Number
    jw_lines: Number
    jz_lines: Number
    """Lines with JZ and without JW."""
    both_lines: Number
    """Lines with JW and JZ."""
    bare_lines: Number
    """Lines with neither."""
    largest_line: Number
    """Units of the largest line."""
    charge: Number
    has_charge: Truth
    tb_lines: Number
    liability_lines: Number
    """Lines with GA, GZ, GY or GX."""
    repeat_lines: Number
    """Lines with 76."""
    separate_lines: Number
    """Lines with 59 or an X modifier."""
    esa_lines: Number
    """Lines with exactly one of EA, EB and EC."""
    route_modifier: Word
    """JA or JB, as billed; empty where neither is, or both are."""
    fraction_lines: Number
    """Lines with LU."""
    # The code and the payer
    known: Truth
    """The code is in force on the day, so that all below is known of it."""
    price: Number
    subject: Truth
    """JW and JZ apply to the drug, in the setting, on the day (RULES 3)."""
    unsettled: Truth
    """Contractors disagree whether they do."""
    subject_reason: Word
    jw_exists: Truth
    """JW may be billed on the day."""
    jw_by_contractor: Truth
    """Whether it is billed is each contractor's choice (before 2017)."""
    jz_exists: Truth
    jz_required: Truth
    """A drug of a single-dose container needs JZ on the day where nothing billable was discarded."""
    jz_unsure: Truth
    """The payer is not known, so that JZ is to be confirmed with it."""
    single_dose: Truth
    """All containers of the record are single-dose; without a record, all that the code or the NDC can be."""
    multi_dose: Truth
    """None of them is a single-dose container; where neither holds, the type is not known or mixed."""
    both_types: Truth
    """The code has single-dose and multi-dose containers on the market."""
    whole_doses: Truth
    """The code counts whole doses or containers, so that no part of a unit can be left."""
    on_single_dose_list: Truth
    """CMS lists the code among those of single-dose containers."""
    several_a_day: Truth
    """A label gives more than one dose of it a day."""
    smallest_container: Number
    """Whole units in the smallest single-dose container that may be combined with what was opened; of several
    products, the one whose smallest is the largest. 0 where sizes are not known."""
    multi_dose_multiple: Truth
    """The administered units are a multiple of what a multi-dose container holds, and no sum of single-dose ones."""
    can_be_whole: Truth
    """The administered units can be what whole containers hold, with less than a unit left; true where sizes are not
    known."""
    day_limit: Number
    """The MUE of the setting's table where it is per day (MAI 2 or 3); 0 where there is none."""
    split_limit: Number
    """The most units of one line: MUE with MAI 1, or the form's width; 0 where lines are never split."""
    split_modifier: Word
    """What the payer wants on the second line of a split: 76, 59, or empty."""
    same_line: Truth
    """The payer wants discarded units among those of the one line."""
    one_line_a_day: Truth
    """The payer takes one administered line a drug and day."""
    esa: Truth
    car_t_parts: Number
    """Into how many fractions one dose is divided on a professional claim; 0 or 1 where it is not."""
    other_code: Word
    """Another code of the same substance that was billed that day; empty where there is none."""
    published_units: Number
    """The administered units by the unit that is widely published of the code; 0 where none is."""
    published_unit: Word
    # The record
    recorded: Truth
    """A record says what was given."""
    compared: Truth
    """And it can be billed in one way only, so that expected units are known."""
    given_compared: Truth
    """The expected administered units are known, even if those discarded are not: nobody said what was opened."""
    dispensed: Truth
    """Dispensed, not administered (R8)."""
    purchased: Truth
    discounted: Truth
    """340B."""
    tb_required: Truth
    nominal_charge: Number
    """The most that a line of a drug that was not purchased may charge."""
    given: Number
    label: Number
    """Label amount of all containers opened; 0 where none were stated."""
    left: Number
    """What was discarded, as charted."""
    explained: Number
    unexplained: Number
    measure: Word
    """The code's unit of measure: mg, IU; empty where whole doses or containers are counted."""
    unit: Number
    """The billing unit, in the code's unit of measure."""
    discard_charted: Truth
    expected_administered: Number
    expected_discarded: Number
    label_units: Number
    """Whole units in the label amount: of one administration after the other, or of the day where the payer rounds
    once a day."""
    begun_label_units: Number
    """The same, begun units: what can be billed at most."""
    discard_units: Number
    """Whole units in the discarded amount alone, as far as the payer's own limit leaves them."""
    rounded_otherwise: Truth
    """The lines are the record's, rounded for the day where the payer rounds each administration, or the other way
    about (RULES 1.9)."""
    fits_an_alternative: Truth
    """The lines are one of the bills that the record allows; true where it allows one only."""
    administrations: Number
    stopped_open: Truth
    """An infusion was stopped, and what becomes of the rest is not decided."""
    type_open: Truth
    """Whether the containers are single- or multi-dose is not known."""
    nominal_question: Word
    """What is to be asked where the chart shows the sum of nominal sizes, and the bill depends on it; else empty."""
    open_question: Word
    """What else the record leaves open, so that a person must decide: the bill's own words; else empty."""
    not_combined: Word
    """Why the containers opened can't make up one dose, in the bill's words; empty where they can, or it is not
    known."""
    avoidable_units: Number
    """Units that the containers opened waste more than those that waste least (RULES 2.3); 0 with a reason."""
    # Wrong bills, each computed exactly; 0 where a record says nothing of it
    given_number: Number
    """The number of the amount given, as it was charted, rounded up."""
    opened_number: Number
    """The number of the amount opened, in the unit of measure that was charted."""
    containers: Number
    ndc_number: Number
    """The NDC quantity of all that was given, rounded up."""
    hundredth: Number
    """IU given, divided by 100 and rounded to nearest."""
    nominal_units: Number
    """Units of the nominal sizes of assayed containers."""
    former_units: Number
    """The administered units by the unit of the code or its forerunner in another period."""
    former_unit: Word
    rounded_down: Number
    """Whole units of the dose: rounded down."""
    # What else the record says
    given_code: Word
    """The code of the product or NDC that was given, where it is another one than was billed."""
    given_name: Word
    amount_code: Word
    """The code that the amount selects, where the billed one does not stand for it (RULES R0)."""
    weight_known: Truth
    usual_most: Number
    """The largest usual dose for the patient's weight; 0 where it is not known."""
    ordered: Number
    """The dose that the order comes to; 0 where there is no order."""
    order_tolerance: Number
    """The part of the dose by which what was given may differ from it without a word."""
    weight_days: Number
    """Age of the weight in days; 0 where it has no date."""
    weight_days_most: Number
    diagnosed: Truth
    diagnosis_fits: Truth
    """Some diagnosis fits the product, or no list is known."""
    diagnosis_closed: Truth
    """The list is closed: another diagnosis is surely wrong."""
    diagnoses: Word
    fitting_diagnoses: Word
    route: Word
    ndcs_differ: Truth
    """No NDC that was billed is one that was opened."""
    quantities_stated: Truth
    """All lines carry an NDC quantity of one unit of measure, and the record knows what was opened in it."""
    quantity_billed: Number
    quantity_opened: Number
    """What was given and billed as discarded."""
    quantity_containers: Number
    """The whole containers opened; 0 where it is not known of all of them."""
    swapped: Truth
    """The units billed are the NDC quantity that the record gives, and the NDC quantity billed is its units."""
    day_text: Word
    """The day as text."""
    recorded_on: Word
    """The day of the record that the lines came with, where it is another one; else empty."""
    expired: Truth
    """The container had expired on the day."""
    expiry: Word
    times_reversed: Truth
    """The infusion stops before it starts."""
    start: Word
    stop: Word
    held: Number
    """The label amount with a stated overfill."""
    absent_line: Truth
    """The payer wants no line of a drug that was not purchased."""
    # History
    has_history: Truth
    days_since: Number
    """Days since the last dose of the code; 0 where there is none."""
    interval: Number
    """Days that usually lie between two doses, the least of the label's; 0 where it is not known."""
    # The payer's profile and authorization
    authorization_required: Truth
    authorized: Truth
    """An authorization is stated in the record or on the lines."""
    authorization_code: Word
    authorization_fits: Truth
    """It is for this code, or states none."""
    authorization_in_time: Truth
    authorization_first: Word
    authorization_last: Word
    has_authorized_units: Truth
    authorized_units: Number
    used_units: Number
    counts_discard: Truth
    """JW units count against the authorization."""
    steps_required: Word
    """What has to be tried first; empty where nothing is."""
    steps_documented: Truth
    preferred: Word
    """The codes that the payer prefers to this one; empty where this is one, or it has no preference."""
    covered: Truth
    """The payer covers an indication of the record, or lists none."""
    covered_diagnoses: Word
    site_allowed: Truth
    sites_allowed: Word
    network_required: Truth
    network_stated: Truth
    quantity_limit: Number
    """Units within `quantity_days` days; 0 where there is none."""
    quantity_days: Number
    units_in_days: Number
    """Units of the code in that time, this day's included."""
    payer_dose_most: Number
    """The largest dose that the payer covers for the patient; 0 where there is no limit."""
    # Three tables: neutral where the account comes from a claim or a record alone
    three_tables: Truth
    """It comes from tables of what was dispensed, given and billed."""
    has_dispensed: Truth
    """The table of what was dispensed was handed over."""
    has_administered: Truth
    dispensed_rows: Number
    administered_rows: Number
    at_home: Truth
    """Dispensed, and given elsewhere."""
    dispensed_open: Truth
    """Something was opened or came from another patient, and neither went back nor was handed on."""
    patients: Number
    """How many patients the rows of the encounter name."""
    patients_named: Word
    opened_elsewhere: Word
    """A container of the account that another one opened too; empty where there is none."""
    shared_units: Number
    """Administered units of all patients who shared a container, told of the last of them; else 0."""
    shared_label_units: Number
    """Units begun in that container's label amount."""
    shared_by_lot: Word
    lone_transfer: Word
    """A rest that was handed on and came nowhere, or came from nowhere; empty where there is none."""
    repeated_rows: Number
