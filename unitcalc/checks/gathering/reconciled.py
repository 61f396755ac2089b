"""What three tables say of an account: in which of them it stands, and with whom it shares containers."""

from typing import Any

from unitcalc.account import Account

_NOTHING: dict[str, Any] = {
    "three_tables": False,
    "has_dispensed": False,
    "has_administered": False,
    "dispensed_rows": 0,
    "administered_rows": 0,
    "at_home": False,
    "dispensed_open": False,
    "patients": 0,
    "patients_named": "",
    "opened_elsewhere": "",
    "shared_units": 0,
    "shared_label_units": 0,
    "shared_by_lot": "",
    "lone_transfer": "",
    "repeated_rows": 0,
}


def reconciled(account: Account) -> dict[str, Any]:
    """The facts of an account that only three tables together give."""
    said = account.reconciled
    if said is None:
        return _NOTHING
    return {
        "three_tables": True,
        "has_dispensed": said.has_dispensed,
        "has_administered": said.has_administered,
        "dispensed_rows": said.dispensed,
        "administered_rows": said.administered,
        "at_home": said.at_home,
        "dispensed_open": said.dispensed_open,
        "patients": len(said.patients),
        "patients_named": " and ".join(said.patients),
        "opened_elsewhere": said.opened_elsewhere,
        "shared_units": said.shared_units,
        "shared_label_units": said.shared_label_units,
        "shared_by_lot": said.shared_by_lot,
        "lone_transfer": said.lone_transfer,
        "repeated_rows": said.repeated,
    }
