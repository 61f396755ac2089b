"""`unitcalc app`: opens the pages."""

import os
import subprocess
import sys

from unitcalc.cli.options import Arguments
from unitcalc.cli.output import say
from unitcalc.findings import Problem, Refused

HOST = "127.0.0.1"
PORT = 8501
"""Streamlit's own choice."""
TRIED = 20
"""How many ports after it are tried where it is in use."""


def run(arguments: Arguments) -> int:
    """Start the page server on this computer and wait until it is stopped."""
    from unitcalc import pages

    port = _stated(arguments.port or os.environ.get("STREAMLIT_SERVER_PORT", "")) or _next_free()
    command = [sys.executable, "-m", "streamlit", "run", str(pages.script()), f"--server.port={port}"]
    if arguments.no_browser:
        command.append("--server.headless=true")
    return _serve(command, {**os.environ, "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"})


def _serve(command: list[str], environment: dict[str, str]) -> int:
    if os.name == "posix":  # the server takes this process's place: whoever ends the command ends the server
        os.execve(command[0], command, environment)
    try:
        return subprocess.call(command, env=environment)
    except KeyboardInterrupt:
        return 0


def _stated(port: str) -> int:
    """The port that was asked for, 0 where none was. Refused if it is no port, or in use."""
    if not port:
        return 0
    if not (port.isascii() and port.isdigit() and len(port) < 6 and 0 < int(port) < 65536):
        raise Refused(Problem("port", f"'{port[:20]}' is no port.", "Choose a number such as 8501.", field="port"))
    if not _is_free(int(port)):
        raise _in_use(int(port))
    return int(port)


def _next_free() -> int:
    for port in range(PORT, PORT + TRIED + 1):
        if _is_free(port):
            if port != PORT:
                say(f"Port {PORT} is in use; the pages are on port {port}.")
            return port
    raise _in_use(PORT)


def _in_use(port: int) -> Refused:
    return Refused(Problem("port-in-use", f"Port {port} is in use: choose another with --port."))


def _is_free(port: int) -> bool:
    import socket  # late: the help needs none

    with socket.socket() as found:
        if os.name == "posix":  # a port whose last connection has just ended is free; elsewhere it means another thing
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((HOST, port))
        except PermissionError as error:
            hint = "Choose one above 1023, such as 8501."
            raise Refused(Problem("port", f"Port {port} may not be opened.", hint, field="port")) from error
        except OSError:
            return False
    return True
