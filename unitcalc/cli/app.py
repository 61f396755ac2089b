"""`unitcalc app`: opens the pages."""

import os
import subprocess
import sys

from unitcalc.cli.options import Arguments
from unitcalc.findings import Problem, Refused


def run(arguments: Arguments) -> int:
    """Start the page server on this computer and wait until it is stopped."""
    from unitcalc import pages

    command = [sys.executable, "-m", "streamlit", "run", str(pages.script())]
    if arguments.port:
        if not (arguments.port.isascii() and arguments.port.isdigit() and 0 < int(arguments.port[:6]) < 65536):
            raise Refused(Problem("port", f"'{arguments.port}' is no port.", "Choose a number such as 8501."))
        command.append(f"--server.port={arguments.port}")
    if arguments.no_browser:
        command.append("--server.headless=true")
    try:
        return subprocess.call(command, env={**os.environ, "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"})
    except KeyboardInterrupt:
        return 0
