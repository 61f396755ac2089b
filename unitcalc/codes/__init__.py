"""Identifiers: HCPCS codes and NDCs."""

from unitcalc.codes.hcpcs import is_code, is_level_one, read_code
from unitcalc.codes.ndc import Ndc, ambiguous, candidates, looks_like_ndc, read_ndc

__all__ = ["Ndc", "ambiguous", "candidates", "is_code", "is_level_one", "looks_like_ndc", "read_code", "read_ndc"]
