"""A payer's rules as dated values, each with its source and tag. Facts only; what they mean is decided in `billing`."""

from unitcalc.catalogue.policies.choosing import Payers, called, choose, policies, read_policy
from unitcalc.catalogue.policies.model import Policy, Setting, Status, Value
from unitcalc.catalogue.policies.names import NAMES, TOPICS, Name
from unitcalc.catalogue.policies.profile import Profile

__all__ = [
    "NAMES",
    "TOPICS",
    "Name",
    "Payers",
    "Policy",
    "Profile",
    "Setting",
    "Status",
    "Value",
    "called",
    "choose",
    "policies",
    "read_policy",
]
