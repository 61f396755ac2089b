"""Identifiers: HCPCS codes, NDCs, and the barcodes that hold NDCs."""

from unitcalc.codes.gs1 import Barcode, looks_scanned, read_barcode
from unitcalc.codes.hcpcs import is_code, is_level_one, read_code
from unitcalc.codes.ndc import Ndc, ambiguous, candidates, looks_like_ndc, read_ndc

__all__ = [
    "Barcode",
    "Ndc",
    "ambiguous",
    "candidates",
    "is_code",
    "is_level_one",
    "looks_like_ndc",
    "looks_scanned",
    "read_barcode",
    "read_code",
    "read_ndc",
]
