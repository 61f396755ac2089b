"""What a person touches in a browser. Only this folder speaks to Streamlit."""

from pathlib import Path

from unitcalc.reference.files import data_folder


def script() -> Path:
    """What Streamlit runs: app.py with the page settings beside it, in a wheel's data or in the checkout."""
    data = data_folder()
    installed = data / "app.py"
    return installed if installed.is_file() else data.parent / "app.py"
