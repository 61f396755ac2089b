"""The package works where it is installed: built from the checkout, in an environment of its own, from anywhere.

Nothing is fetched. The wheel is installed into an empty environment whose path has a space and a letter that is not
ASCII. What it depends on is reached by a `.pth` file that adds the running environment's packages to the end of the
path. Python reads `.pth` files only in folders of its own, never in one added so: an editable unitcalc of the running
environment stays out of reach, and what is imported is the wheel alone. That is asserted, too.
"""

import importlib.util
import os
import re
import shlex
import shutil
import socket
import stat
import subprocess
import sys
import sysconfig
import tarfile
import time
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
DATA = "unitcalc/_data"
MOST_BYTES = 5_000_000
EXECUTABLES = "Scripts" if os.name == "nt" else "bin"


def build(source: Path, kind: str, into: Path) -> Path:
    """Build a wheel or an sdist with what is installed here, without fetching anything."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("needs hatchling to build the package: make test installs it")
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)],
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    (built,) = into.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the checkout."""
    return build(CHECKOUT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source package of the checkout."""
    return build(CHECKOUT, "sdist", tmp_path_factory.mktemp("sdist"))


def content(wheel: Path) -> dict[str, bytes]:
    """Every file of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sources(folder: str) -> set[str]:
    """The files of a folder of the checkout, but for what Python leaves there."""
    files = (path for path in (CHECKOUT / folder).rglob("*") if path.is_file())
    return {path.relative_to(CHECKOUT).as_posix() for path in files if "__pycache__" not in path.parts}


def test_the_wheel_holds_the_package_and_its_data(wheel: Path) -> None:
    names = {name for name in content(wheel) if ".dist-info/" not in name}
    data = {name.replace("data/", f"{DATA}/", 1) for name in sources("data")}
    assert names == sources("unitcalc") | data | {f"{DATA}/app.py", f"{DATA}/.streamlit/config.toml"}
    assert {f"{DATA}/vials.yaml", f"{DATA}/policies/medicare-part-b.yaml", f"{DATA}/reference/limits.csv"} <= data
    assert "unitcalc/py.typed" in names
    assert "unitcalc/pages/main.py" in names
    assert wheel.stat().st_size < MOST_BYTES


def test_the_wheel_speaks_of_no_machine(wheel: Path) -> None:
    for name, told in content(wheel).items():
        assert str(CHECKOUT).encode() not in told, name
        local = re.sub(rb"https?://\S+", b"", told)  # a site may have a home of its own
        assert not re.search(rb"/(?:home|root|Users)/|[A-Z]:\\Users\\", local), name


def test_the_metadata(wheel: Path) -> None:
    (metadata,) = (told.decode() for name, told in content(wheel).items() if name.endswith(".dist-info/METADATA"))
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"\nVersion: {project['version']}\n" in metadata
    assert f"\nRequires-Python: {project['requires-python']}\n" in metadata
    extras = sum(map(len, project["optional-dependencies"].values()))
    assert metadata.count("\nRequires-Dist: ") == len(project["dependencies"]) + extras
    assert "\nClassifier: Typing :: Typed\n" in metadata
    assert "\nLicense-Expression: MIT\n" in metadata


def test_the_source_package_gives_the_same_wheel(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    again = build(source, "wheel", tmp_path / "built")
    assert content(again) == content(wheel)


def test_the_source_package_holds_the_tests(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = sources("tests") | {"Makefile", "README.md", "LICENSE", "requirements/dev.lock", "docs/images/bill.png"}
    assert wanted <= names


class Installed:
    """An environment with nothing but the wheel, a home of its own, and an unrelated folder to work in."""

    def __init__(self, wheel: Path, folder: Path) -> None:
        self.environment = folder / "environment"
        self.home = folder / "home"
        self.elsewhere = folder / "elsewhere"
        self.home.mkdir(parents=True)
        self.elsewhere.mkdir()
        self.run(sys.executable, "-m", "venv", "--without-pip", str(self.environment))
        self.python = str(self.environment / EXECUTABLES / "python")
        self.packages = Path(self.run(self.python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"))
        options = ["--no-index", "--no-deps", "--no-input", "--disable-pip-version-check", "--quiet"]
        self.run(sys.executable, "-m", "pip", "--python", self.python, "install", *options, str(wheel))
        borrowed = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
        # Python before 3.13 reads these files in the encoding of the locale.
        (self.packages / "zz_borrowed.pth").write_text("\n".join(borrowed), encoding=sys.getfilesystemencoding())

    def variables(self, **more: str) -> dict[str, str]:
        """The environment variables of somebody who has set none of ours."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("UNITCALC", "PYTHON", "XDG"))}
        home = str(self.home)
        ours = {"HOME": home, "USERPROFILE": home, "LOCALAPPDATA": str(self.home / "Local"), "COLUMNS": "100"}
        return {**kept, **ours, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", **more}

    def run(self, *command: str) -> str:
        """What a program prints, run in the unrelated folder; it has to end well."""
        done = subprocess.run(
            command,
            cwd=self.elsewhere,
            env=self.variables(),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=240,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @property
    def command(self) -> str:
        """The program that a person types."""
        return str(self.environment / EXECUTABLES / "unitcalc")

    def unitcalc(self, *words: str) -> str:
        """What the command prints."""
        return self.run(self.command, *words)

    def files(self) -> dict[str, tuple[int, int]]:
        """Every installed file with its size and the time of its last change."""
        found = ((path, path.stat()) for path in self.environment.rglob("*"))
        return {str(path): (facts.st_size, facts.st_mtime_ns) for path, facts in found if not path.is_dir()}


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    """The installed wheel, every file of it read-only."""
    if importlib.util.find_spec("pip") is None:
        pytest.skip("needs pip to install the wheel")
    missing = [name for name in map(requirement, requires("unitcalc") or []) if not is_installed(name)]
    if missing:
        pytest.skip(f"needs what unitcalc depends on, pinned in requirements/: {', '.join(missing)}")
    folder = tmp_path_factory.mktemp("install") / "größe 1"
    made = Installed(wheel, folder)
    guarded = [made.packages, *made.packages.rglob("*")]
    for path in guarded:
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    before = made.files()
    yield made
    assert made.files() == before  # a superuser could write even so: nothing did
    for path in guarded:
        path.chmod(path.stat().st_mode | stat.S_IWUSR)


def requirement(text: str) -> str:
    """The name of a requirement."""
    return re.split(r"[^A-Za-z0-9._-]", text, maxsplit=1)[0]


def is_installed(name: str) -> bool:
    """Whether a distribution is in the running environment."""
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def test_what_is_imported_is_the_wheel(installed: Installed) -> None:
    code = "import unitcalc, unitcalc.reference.files as files; print(unitcalc.__file__); print(files.data_folder())"
    package, data = map(Path, installed.run(installed.python, "-c", code).splitlines())
    assert package == installed.packages / "unitcalc" / "__init__.py"
    assert data == installed.packages / "unitcalc" / "_data"
    assert str(CHECKOUT) not in installed.run(installed.python, "-c", "import sys; print(*sys.path, sep='\\n')").split(
        "\n"
    )


def test_the_version(installed: Installed) -> None:
    first, *tables = installed.unitcalc("--version").splitlines()
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    assert first == f"unitcalc {project['version']}"
    assert len(tables) >= 7


def test_a_look_up(installed: Installed) -> None:
    assert installed.unitcalc("lookup", "J7211").startswith("J7211  Injection, factor viii")
    assert installed.run(installed.python, "-m", "unitcalc", "lookup", "J7211").startswith("J7211  ")


def test_the_first_bill_of_the_readme(installed: Installed) -> None:
    block = re.search(r"\$ unitcalc (bill .*?)\n(.*?)```", (CHECKOUT / "README.md").read_text("utf-8"), re.DOTALL)
    assert block
    command, expected = block.groups()
    told = installed.unitcalc(*shlex.split(command)).splitlines()
    assert [line.rstrip() for line in told] == expected.strip().splitlines()


def test_the_state_of_the_data(installed: Installed) -> None:
    told = installed.unitcalc("data", "status")
    assert "HCPCS Level II" in told
    assert "FDA Purple Book" in told


def test_an_import_and_the_cache_go_to_the_users_folders(installed: Installed) -> None:
    where = installed.run(
        installed.python,
        "-c",
        "from unitcalc.reference.files import *; print(user_folder()); print(cache_folder())",
    ).splitlines()
    assert all(Path(folder).is_relative_to(installed.home) for folder in where)
    installed.unitcalc("lookup", "J7211")
    assert any(Path(where[1]).iterdir())
    assert not any(installed.elsewhere.iterdir())


def test_the_python_interface(installed: Installed) -> None:
    code = "from unitcalc import bill; print(bill(code='J1745', given='350 mg', opened=['4 x 100 mg']).discarded_units)"
    assert installed.run(installed.python, "-c", code) == "5"


def test_a_scanned_barcode(installed: Installed) -> None:
    code = "from unitcalc.codes import read_barcode; print(*read_barcode('010030026382425317270531').ndcs)"
    assert installed.run(installed.python, "-c", code) == "00026-3824-25 00263-0824-25 00263-8242-05"


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_the_completion(installed: Installed) -> None:
    assert "_shtab_unitcalc" in installed.unitcalc("completion", "bash")


def test_the_pages(installed: Installed) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [installed.command, "app", "--no-browser", "--port", str(port)],
        cwd=installed.elsewhere,
        # Streamlit then runs the script when it is asked for its health, and says whether it raised anything.
        env=installed.variables(STREAMLIT_SERVER_SCRIPT_HEALTH_CHECK_ENABLED="true"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    try:
        assert answer(server, port, "/_stcore/health") == (200, "ok")
        assert answer(server, port, "/_stcore/script-health-check") == (200, "ok")
        assert answer(server, port, "/")[0] == 200
        for other in other_addresses():
            assert not listens(other, port)
    finally:
        server.terminate()
        told = server.communicate(timeout=30)[0]
    assert "Traceback" not in told
    assert f"http://127.0.0.1:{port}" in told
    # The server took the command's place: whoever ended the command ended it.
    assert not listens("127.0.0.1", port)


def answer(server: "subprocess.Popen[str]", port: int, path: str) -> tuple[int, str]:
    """The status and the text of a page, as soon as the server answers."""
    for _ in range(300):
        assert server.poll() is None, server.communicate()[0]
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as page:
                return page.status, page.read().decode()
        except URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


def listens(address: str, port: int) -> bool:
    """Whether anybody answers there."""
    try:
        socket.create_connection((address, port), timeout=5).close()
    except OSError:
        return False
    return True


def other_addresses() -> set[str]:
    """This computer's addresses in a network."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    except OSError:
        return set()
    return {address for address in found if not address.startswith("127.")}
