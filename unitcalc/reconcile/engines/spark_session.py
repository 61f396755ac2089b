"""A session of Spark for one run: quiet, bounded in memory, gone at the end with the Java process that it ran in."""

import os
import re
import shutil
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from subprocess import TimeoutExpired
from typing import TYPE_CHECKING, Any

from unitcalc.findings import Problem, Refused

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = "local[*]"
"""All cores of this machine."""
MEMORY = "2g"
"""What Java may hold on this machine."""
JAVA = "Java 17 or 21"
_LOG = "spark.log"
_SECONDS = 30
"""Java may take to end."""
_SAID = re.compile(r"(?: ERROR \w+: |Exception: )(.+)")
"""What is wrong, in a line of the log."""
_CLASS = re.compile(r"^(?:Caused by)?[:\s]*(?:[\w.$]+(?:Exception|Error):)?\s*")


@contextmanager
def spark_session(folder: Path, master: str = LOCAL) -> "Iterator[SparkSession]":
    """A session of its own; in a process that has one already, a new one beside it, and that one stays.

    Refused without pyspark or Java, where Spark does not start, and where it fails.
    """
    installed()
    from py4j.protocol import Py4JError
    from pyspark.sql import SparkSession

    with ExitStack() as stack:
        active = SparkSession.getActiveSession()
        if active is None:
            _find_java()
        session = active.newSession() if active is not None else stack.enter_context(_started(folder, master))
        try:
            yield session
        except Py4JError as error:
            hint = "Look at the cluster, at room on the disk and in memory; DuckDB (no --engine) needs neither."
            raise Refused(
                Problem("spark-failed", f"Spark failed: {_cause(str(error))}.", hint, field="engine")
            ) from error


def installed() -> None:
    """Refused without pyspark."""
    if find_spec("pyspark") is None:
        hint = f"Install it: pip install 'unitcalc[spark]' (450 MB), and {JAVA}. DuckDB comes to the same result."
        raise Refused(Problem("spark-missing", "Spark is not installed.", hint, field="engine"))


def _settings(folder: Path, master: str) -> Mapping[str, str]:
    """What the session is started with. More can be said in the spark-defaults.conf that SPARK_CONF_DIR points to."""
    found = {
        "spark.master": master,
        "spark.app.name": "unitcalc",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
    }
    if master.startswith("local"):
        found |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.memory": MEMORY,
            "spark.local.dir": str(folder / "spilled"),
            "spark.sql.shuffle.partitions": "16",
        }
    return found


@contextmanager
def _started(folder: Path, master: str) -> "Iterator[SparkSession]":
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    launch: Any = launch_gateway
    conf = SparkConf(loadDefaults=False).setAll(list(_settings(folder, master).items()))
    with ExitStack() as stack:
        # What Java says goes into a file, not onto a person's terminal.
        log = stack.enter_context((folder / _LOG).open("wb"))
        stack.enter_context(_interrupts())
        try:
            gateway = launch(conf, {"stdout": log, "stderr": log})
            stack.callback(_end, gateway)
            session = SparkSession(SparkContext(conf=conf, gateway=gateway))
            stack.callback(session.stop)
            session.range(1).count()
        except (PySparkException, Py4JError, OSError) as error:
            raise _not_started(master, folder / _LOG, str(error)) from error
        yield session


def _find_java() -> None:
    home = os.environ.get("JAVA_HOME", "")
    if not shutil.which("java", path=os.path.join(home, "bin") if home else None):  # noqa: PTH118
        where = f"JAVA_HOME ({home}) has none" if home else "none was found"
        hint = f"Install {JAVA} (Debian, Ubuntu: apt install openjdk-17-jre-headless), or let JAVA_HOME point to it."
        raise Refused(Problem("java-missing", f"Spark needs Java, and {where}.", hint, field="engine"))


def _not_started(master: str, log: Path, error: str) -> Refused:
    """Why Spark did not start, in its own words."""
    said = _SAID.findall(log.read_text(encoding="utf-8", errors="replace"))
    why = said[-1].strip().rstrip(".") if said else _cause(error)
    hint = f"It needs {JAVA}, and a master that runs: --master '{LOCAL}' is this machine."
    return Refused(Problem("spark-not-started", f"Spark did not start on {master}: {why}.", hint, field="master"))


def _cause(error: str) -> str:
    """The line of a Java error that tells most: its last cause, without the name of its class."""
    lines = [line.strip() for line in error.splitlines() if line.strip()] or ["no reason was given"]
    causes = [line for line in lines if line.startswith("Caused by:")] or lines[1:2] or lines
    return _CLASS.sub("", causes[-1]).rstrip(".")[:300]


@contextmanager
def _interrupts() -> Iterator[None]:
    """Ctrl-C does afterwards what it did before: Spark sets it to end its own jobs."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(gateway: Any) -> None:
    """End the Java process, which would else keep its memory as long as this process lives."""
    from pyspark import SparkContext

    SparkContext._gateway = SparkContext._jvm = None
    gateway.shutdown()
    process = gateway.proc
    if process is not None:
        process.stdin.close()  # Java ends when nobody is there any more
        try:
            process.wait(_SECONDS)
        except TimeoutExpired:
            process.kill()
