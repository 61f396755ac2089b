"""What is known of a code, an NDC, a scanned barcode, a brand or a substance, on a date.

`look_up` reads what was typed as people type it: any layout of an NDC, an abbreviation, a size beside a brand, a
misspelled name; it says how it was read wherever that was not plain.
"""

from unitcalc.catalogue.lookup.looking import MOST_MATCHES, look_up
from unitcalc.catalogue.lookup.match import Found, Match
from unitcalc.catalogue.lookup.record import as_record, as_records
from unitcalc.catalogue.lookup.words import money_text

__all__ = ["MOST_MATCHES", "Found", "Match", "as_record", "as_records", "look_up", "money_text"]
