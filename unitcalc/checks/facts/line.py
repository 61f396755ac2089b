"""The facts of one claim line, and of one modifier on it."""

from dataclasses import dataclass

from unitcalc.checks.facts.kinds import Day, Number, Truth, Word


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
    split_limit: Number
    """The most units of one line where more are split: the smaller of both; 0 where an MUE a day forbids to split."""
    split_modifier: Word
    """What the payer wants on the second line of a split: 76, 59, or empty."""
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
    labelers_known: Truth
    """The firms whose containers are sold under the code are known."""
    labeler_of_code: Truth
    """One of them is the NDC's, by its first digits."""
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
    agrees: Truth
    """A record gives just the units that were billed on the account."""
    swapped: Truth
    """Units and NDC quantity of the account stand in each other's place."""
    units_per_quantity: Number
    """Units of the code in one UN or ML of the NDC, in the unit as written; 0 where it is not known."""
    fewest_vials: Truth
    """The lines of the NDC state whole vials together, the fewest that hold their units."""
    nominal_per_quantity: Number
    """Units by the nominal size of one UN, where the potency is printed on each lot; else 0."""
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
