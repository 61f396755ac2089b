"""The house: a floor imports what lies below it, never above, and keeps to the rules of its height.

Read from the source, so that imports inside functions and under TYPE_CHECKING count like all others.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PACKAGE = "unitcalc"

# From the bottom up. Rooms on one floor may import one another, but for the ground (GROUND).
HOUSE: tuple[tuple[str, ...], ...] = (
    ("findings", "quantity", "codes", "units"),
    ("reference",),
    ("catalogue",),
    ("dosing",),
    ("planning",),
    ("billing",),
    ("account",),
    ("checks", "tables"),
    ("reconcile",),
    ("exchange", "journal"),
    ("api",),
    ("cli", "pages"),
)
# What each room of the ground may import of ours, besides itself.
GROUND: dict[str, frozenset[str]] = {
    "findings": frozenset(),
    "units": frozenset(),
    "quantity": frozenset({"findings"}),
    "codes": frozenset({"findings"}),
}
HEIGHT = {room: height for height, floor in enumerate(HOUSE) for room in floor}

PURE = frozenset(GROUND) | {"catalogue", "dosing", "planning", "billing", "account"}
TOUCHES_FILES = frozenset(
    {"glob", "gzip", "importlib.resources", "os", "pathlib", "shutil", "sqlite3", "tempfile", "zipfile"}
)
FILE_METHODS = frozenset({"read_bytes", "read_text", "write_bytes", "write_text"})
SPEAKS = frozenset({"cli", "pages"})


@dataclass(frozen=True)
class Module:
    """A source file, by its dotted name; `app` is the script that opens the pages."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def room(self) -> str:
        """`billing` for `unitcalc.billing.units`. The package itself offers the api, and `-m unitcalc` is the cli."""
        parts = self.name.split(".")
        if parts[0] != PACKAGE:
            return "pages"
        if len(parts) == 1:
            return "api"
        return "cli" if parts[1] == "__main__" else parts[1]

    def found(self, node: ast.AST, text: str) -> str:
        """A finding with its place."""
        return f"{self.path.name if self.room == self.name else self.name}:{getattr(node, 'lineno', 1)}: {text}"


@dataclass(frozen=True)
class Import:
    """One imported name, absolute, and whether it is imported when the module is (`late`: inside a function)."""

    name: str
    node: ast.AST
    late: bool


def modules(project: Path) -> list[Module]:
    """Every module of the package below a folder, and app.py."""
    files = [path for path in (*sorted((project / PACKAGE).rglob("*.py")), project / "app.py") if path.is_file()]
    found = []
    for path in files:
        parts = path.relative_to(project).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name, path, ast.parse(path.read_text(encoding="utf-8"), str(path))))
    return found


def imports(module: Module) -> Iterator[Import]:
    """Everything that a module imports; `from a import b` as `a.b`, a dynamic import where its name is written out."""
    late = {
        inner
        for outer in ast.walk(module.tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(outer)
    }
    for node in ast.walk(module.tree):
        names: list[str] = []
        match node:
            case ast.Import():
                names = [alias.name for alias in node.names]
            case ast.ImportFrom():
                origin = absolute(module, node)
                names = [f"{origin}.{alias.name}" for alias in node.names]
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str() as name), *_],
            ):
                names = [name]
        for name in names:
            yield Import(name, node, node in late)


def absolute(module: Module, node: ast.ImportFrom) -> str:
    """The module that a `from` statement names, without leading dots."""
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    steps = node.level - (module.path.name == "__init__.py")
    return ".".join([*parts[: len(parts) - steps], *([node.module] if node.module else [])])


def room_of(name: str) -> str | None:
    """The room of an imported name; None where it is not ours, or only the package's own `__version__` and the like."""
    package, *rest = name.split(".")
    if package != PACKAGE or (rest and rest[0].startswith("__") and rest[0] != "__main__"):
        return None
    # `from unitcalc import bill` asks the package itself, which offers the api.
    return rest[0] if rest and rest[0] in HEIGHT else "api"


def is_of(name: str, libraries: frozenset[str]) -> bool:
    """Whether an imported name is one of these libraries, or lies in one."""
    return any(name == library or name.startswith(library + ".") for library in libraries)


def strangers(module: Module) -> Iterator[str]:
    """Modules that have no floor."""
    if module.room not in HEIGHT:
        yield module.found(module.tree, f"{module.room!r} has no floor: add it to HOUSE in tests/test_floors.py")


def upward(module: Module) -> Iterator[str]:
    """Imports of a higher floor, and those that the ground forbids itself."""
    room = module.room
    for imported in imports(module):
        other = room_of(imported.name)
        if other is None or other == room or room not in HEIGHT:
            continue
        if HEIGHT[other] > HEIGHT[room]:
            yield module.found(imported.node, f"{room} imports {imported.name}, which lies above it")
        elif room in GROUND and other not in GROUND[room]:
            yield module.found(imported.node, f"{room} imports {imported.name}, which is not one of its ground")


def streamlit(module: Module) -> Iterator[str]:
    """Streamlit outside the pages; the command that starts it may import it, but only then."""
    for imported in imports(module):
        if is_of(imported.name, frozenset({"streamlit"})) and not (
            module.room == "pages" or (module.room == "cli" and imported.late)
        ):
            yield module.found(imported.node, f"{module.room} imports {imported.name}: only the pages may")


def pint(module: Module) -> Iterator[str]:
    """pint anywhere but in the one module that keeps its registry."""
    for imported in imports(module):
        if is_of(imported.name, frozenset({"pint"})) and module.name != f"{PACKAGE}.quantity.registry":
            yield module.found(imported.node, "pint is imported in quantity/registry.py only")


def files(module: Module) -> Iterator[str]:
    """Files touched by what only computes."""
    if module.room not in PURE:
        return
    for imported in imports(module):
        if is_of(imported.name, TOUCHES_FILES):
            yield module.found(imported.node, f"{module.room} imports {imported.name}: it may not touch files")
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=ast.Name(id="open")):
                yield module.found(node, f"{module.room} opens a file")
            case ast.Call(func=ast.Attribute(attr=name)) if name in FILE_METHODS:
                yield module.found(node, f"{module.room} calls {name}: it may not touch files")


def is_command(node: ast.stmt) -> bool:
    """Whether this is the block that `if __name__ == "__main__":` opens."""
    return isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'"


def prints(module: Module) -> Iterator[str]:
    """Output from below the pages and the commands, except where a module is itself run as a command."""
    if module.room in SPEAKS:
        return
    commands = {inner for node in module.tree.body if is_command(node) for inner in ast.walk(node)}
    for node in ast.walk(module.tree):
        if node in commands:
            continue
        match node:
            case ast.Call(func=ast.Name(id="print")):
                yield module.found(node, f"{module.room} prints: only the pages and the commands may")
            case ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr"):
                yield module.found(node, f"{module.room} uses sys.{node.attr}: only the pages and the commands may")


def floats(module: Module) -> Iterator[str]:
    """Inexact numbers where amounts are computed."""
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=ast.Name(id="float")) if module.room in PURE:
                yield module.found(node, f"{module.room} makes a float")


Rule = Callable[[Module], Iterator[str]]
RULES: tuple[Rule, ...] = (strangers, upward, streamlit, pint, files, prints, floats)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_stands(rule: Rule) -> None:
    found = [text for module in modules(PROJECT) for text in rule(module)]
    assert not found, "\n" + "\n".join(found)


def test_the_house_is_read() -> None:
    assert {"unitcalc", "unitcalc.quantity.registry"} <= {module.name for module in modules(PROJECT)}


# A file, what stands in it, and what is said of it.
VIOLATIONS = [
    ("unitcalc/attic.py", "", "'attic' has no floor"),
    ("unitcalc/attic/deep/__init__.py", "", "'attic' has no floor"),
    ("unitcalc/billing/units.py", "import unitcalc.checks", "billing imports unitcalc.checks, which lies above it"),
    ("unitcalc/billing/units.py", "from unitcalc import account", "billing imports unitcalc.account, which lies above"),
    ("unitcalc/billing/units.py", "from unitcalc import bill", "billing imports unitcalc.bill, which lies above it"),
    ("unitcalc/billing/units.py", "from ..checks import one", "billing imports unitcalc.checks.one, which lies above"),
    ("unitcalc/billing/__init__.py", "from ..account import x", "billing imports unitcalc.account.x, which lies above"),
    ("unitcalc/billing/units.py", "def f():\n    import unitcalc.api", "units:2: billing imports unitcalc.api"),
    (
        "unitcalc/dosing.py",
        "if TYPE_CHECKING:\n    from unitcalc.billing import x",
        "dosing imports unitcalc.billing.x",
    ),
    ("unitcalc/dosing.py", "importlib.import_module('unitcalc.billing')", "dosing imports unitcalc.billing"),
    ("unitcalc/reference/store.py", "from unitcalc.catalogue import x", "which lies above it"),
    ("unitcalc/units.py", "import unitcalc.findings", "which is not one of its ground"),
    ("unitcalc/codes/ndc.py", "import unitcalc.quantity", "which is not one of its ground"),
    ("unitcalc/findings.py", "from unitcalc.quantity import Amount", "which is not one of its ground"),
    ("unitcalc/api.py", "import streamlit", "only the pages may"),
    ("unitcalc/cli/app.py", "from streamlit.web import cli", "only the pages may"),
    ("unitcalc/codes/ndc.py", "import pint", "quantity/registry.py only"),
    ("unitcalc/quantity/amount.py", "from pint import UnitRegistry", "quantity/registry.py only"),
    ("unitcalc/planning/search.py", "from pathlib import Path", "it may not touch files"),
    ("unitcalc/catalogue/x.py", "from importlib import resources", "it may not touch files"),
    ("unitcalc/account.py", "open('x')", "opens a file"),
    ("unitcalc/account.py", "path.read_text()", "it may not touch files"),
    ("unitcalc/checks/x.py", "print(1)", "checks prints"),
    ("unitcalc/api.py", "sys.stdout.write('')", "api uses sys.stdout"),
    ("unitcalc/billing/units.py", "float('1')", "billing makes a float"),
]
ALLOWED = [
    ("unitcalc/__init__.py", "from unitcalc.api import bill"),
    ("unitcalc/__main__.py", "from unitcalc.cli import main\nprint(main())"),
    ("unitcalc/quantity/grammar.py", "from unitcalc.findings import Problem\nfrom .number import read_number"),
    ("unitcalc/quantity/registry.py", "def f():\n    import pint"),
    ("unitcalc/reference/store.py", "import sqlite3\nfrom pathlib import Path"),
    ("unitcalc/billing/units.py", "from unitcalc import __version__, quantity\nfrom unitcalc.catalogue import x"),
    ("unitcalc/checks/x.py", "import unitcalc.tables\nfrom osmosis import y"),
    ("unitcalc/cli/app.py", "def run():\n    from streamlit.web import cli"),
    ("unitcalc/reference/build.py", "import sys\nif __name__ == '__main__':\n    sys.stdout.write('')"),
    ("unitcalc/pages/bill.py", "import streamlit as st\nimport unitcalc.api"),
    ("app.py", "import streamlit as st\nfrom unitcalc.pages import main"),
]


def said(project: Path, file: str, source: str) -> list[str]:
    """What all rules say of a house of one file."""
    path = project / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")
    return [text for module in modules(project) for rule in RULES for text in rule(module)]


@pytest.mark.parametrize("file, source, expected", VIOLATIONS)
def test_a_violation_is_found(tmp_path: Path, file: str, source: str, expected: str) -> None:
    found = said(tmp_path, file, source)
    assert len(found) == 1
    assert expected in found[0]


@pytest.mark.parametrize("file, source", ALLOWED)
def test_what_is_allowed_is_not_found(tmp_path: Path, file: str, source: str) -> None:
    assert said(tmp_path, file, source) == []
