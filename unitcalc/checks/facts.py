"""What checks look at: flat rows of exact numbers, words, truths and dates, or columns of the same names.

Every fact is known: what is not stated has a truth beside it (`has_charge`, `recorded`, `compared`) and stands as 0, as
an empty word or as the account's own day. So no check meets an empty cell, on one row or on a column.

Units are units of the code; amounts are numbers of the code's own unit of measure (mg, IU); money is dollars.
"""

from dataclasses import dataclass
from typing import Any

Number = Any
"""int, Fraction, or a column of them."""
Word = Any
"""str or a column of them."""
Truth = Any
"""bool or a column of them."""
Day = Any
"""date or a column of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFacts:
    """One field as it was written: a cell of a table, a key of a record, or a whole row that can't be used."""

    column: Word
    text: Word
    required: Truth
    """The field must be there."""
    stated: Truth
    readable: Truth
    """Whether it could be read; false only where it is stated."""
    known: Truth
    """Whether it is a field that a table or a record has; a record's unknown key is a slip."""
    billable: Truth
    """Whether a record, all its fields readable, can be computed; true for all else."""
    problem: Word
    """What is wrong and what to do, as the reader says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModifierFacts:
    """One modifier of one claim line."""

    code: Word
    day: Day
    modifier: Word
    times: Number
    """How often it stands on the line."""
    known: Truth
    """Whether CMS's file has it."""
    begun: Truth
    ended: Truth
    """By CMS's file, on the day of service."""
    first: Word
    last: Word
    """The dates of its beginning and end by CMS's file; empty where it has none."""
    role: Word
    """On a drug line: yes, no, by-policy, by-payer, split-only, one-of-group; empty where no rule speaks of it."""
    reason: Word
    """Why it has that role, in a sentence."""
    rule_ended: Truth
    """A rule of the payer ended it before the day (JG after 2024)."""
    payer_wants: Truth
    """The payer's profile asks for it on this code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """One claim line."""

    code: Word
    day: Day
    today: Day
    units: Number
    whole_units: Truth
    fractions_allowed: Truth
    """CAR-T fractions with LU (RULES 1.12)."""
    jw: Truth
    jz: Truth
    modifiers: Number
    """How many."""
    most_modifiers: Number
    conflict: Word
    """Two modifiers of the line that can't stand together: `GA and GZ`; JW and JZ are not among them."""
    conflict_reason: Word
    # The code
    code_known: Truth
    code_begun: Truth
    code_ended: Truth
    code_first: Word
    code_last: Word
    successors: Word
    """What took the place of a code that ended, or came before one that had not begun."""
    suggestions: Word
    """Codes close to one that is not known."""
    unclassified: Truth
    narrated: Truth
    """It carries a narrative."""
    packaged: Truth
    """Its OPPS status packages it in the setting where it was given."""
    unpaid: Truth
    """Its status or coverage letter pays nothing here, for another reason than packaging."""
    status_meaning: Word
    # Limits
    price: Number
    """Dollars a unit by the payment limit; 0 where there is none."""
    line_limit: Number
    """The MUE of the setting's table where it is per line (MAI 1); 0 where there is none."""
    form_width: Number
    charge: Number
    has_charge: Truth
    charge_limit: Number
    # The NDC
    has_ndc: Truth
    ndc: Word
    """In its billing form; as written where it can't be read."""
    ndc_readable: Truth
    ndc_problem: Word
    ndc_known: Truth
    """Some period of CMS's crosswalk, or `vials.yaml`, has it."""
    ndc_of_code: Truth
    ndc_codes: Word
    """The codes that it belongs to."""
    ndc_wanted: Truth
    """The payer wants one on a drug line."""
    has_quantity: Truth
    quantity: Number
    quantity_wanted: Truth
    quantity_unit: Word
    """UN, ML, GR, ME or F2, as written."""
    has_quantity_unit: Truth
    unit_supplied: Word
    """UN or ML, as the NDC is supplied (RULES 5.3); empty where it is not known."""
    unit_accepted: Truth
    """The payer takes the unit as written."""
    units_per_quantity: Number
    """Units of the code in one UN or ML of the NDC, in the unit as written; 0 where it is not known."""
    # Dates
    future: Truth
    has_end: Truth
    end: Day
    has_submitted: Truth
    submitted: Day
    filing_limit: Number
    """Days after the day of service; 0 where the payer's limit is not known."""
    filing_days: Number
    """Days from service to submission; 0 where that date is not stated."""
    earlier_alike: Number
    """Earlier lines of the account with the same modifiers, units and NDC."""
    repeat_marked: Truth
    """It says that it repeats on purpose: 76, 59 or one of the X modifiers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """One code of one encounter on one day: what was billed, what the record gives, what tables and payer say."""

    code: Word
    day: Day
    setting: Word
    # Billed: sums over the lines that count
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
    paid: Number
    has_paid: Truth
    tb_lines: Number
    liability_lines: Number
    """Lines with GA, GZ, GY or GX."""
    liability_words: Number
    """How many different ones of these stand on the account."""
    repeat_lines: Number
    """Lines with 76."""
    separate_lines: Number
    """Lines with 59 or an X modifier."""
    esa_lines: Number
    """Lines with exactly one of EA, EB and EC."""
    route_lines: Number
    """Lines with JA or JB."""
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
    jz_exists: Truth
    jz_required: Truth
    """A drug of a single-dose container needs JZ on the day where nothing billable was discarded."""
    jz_unsure: Truth
    """The payer is not known, so that JZ is to be confirmed with it."""
    single_dose: Truth
    """All containers of the record are single-dose; without a record, all that the code or the NDC can be."""
    multi_dose: Truth
    """None of them is a single-dose container; where neither holds, the type is not known or mixed."""
    smallest_container: Number
    """Whole units in the smallest single-dose container on the market; 0 where sizes are not known."""
    can_be_whole: Truth
    """The administered units can be what whole containers hold, with less than a unit left; true where sizes are not
    known."""
    whole_containers: Number
    """Units in the container of a code that comes in one size only; 0 where there are several or none is known."""
    day_limit: Number
    """The MUE of the setting's table where it is per day (MAI 2 or 3); 0 where there is none."""
    split_limit: Number
    """The most units of one line: MUE with MAI 1, or the form's width; 0 where lines are never split."""
    split_modifier: Word
    """What the payer wants on the second line of a split: 76, 59, or empty."""
    one_line_a_day: Truth
    """The payer takes one administered line a drug and day."""
    esa: Truth
    both_routes: Truth
    """The drug has an intravenous and a subcutaneous form under the code."""
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
    unit: Number
    """The billing unit, in the code's unit of measure."""
    discard_charted: Truth
    expected_administered: Number
    expected_discarded: Number
    label_units: Number
    """Whole units in the label amount, of one administration after the other."""
    begun_label_units: Number
    """The same, begun units: what can be billed at most."""
    discard_units: Number
    """Whole units in the discarded amount alone."""
    fits_an_alternative: Truth
    """The lines are one of the bills that the record allows; true where it allows one only."""
    administrations: Number
    stopped_open: Truth
    """An infusion was stopped, and what becomes of the rest is not decided."""
    type_open: Truth
    """Whether the containers are single- or multi-dose is not known."""
    avoidable_units: Number
    """Units that the containers opened waste more than those that waste least (RULES 2.3); 0 with a reason."""
    overfill_used: Truth
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """One item that the record of a drug must hold."""

    item: Word
    title: Word
    asked_by: Word
    needed: Truth
    """It applies to this drug, its use and what happened."""
    stated: Truth
    required: Truth
    """CMS, a contractor or the payer asks for it; else practice does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """The lines of one code at one site (or by one biller), each compared with what its record gives."""

    code: Word
    site: Word
    accounts: Number
    """Accounts whose expected units are known."""
    wrong: Number
    """Of these, those that differ by one and the same ratio, the commonest."""
    ratio_billed: Number
    ratio_expected: Number
    """The ratio as billed to expected units, in lowest terms: 10 to 1."""
    difference: Number
    """Units too many or too few on these accounts together."""
    price: Number
