"""All checks, found by their files: a check is added by adding its file."""

from functools import cache
from importlib import import_module
from pkgutil import walk_packages

import unitcalc.checks
from unitcalc.checks.model import Check, Registry, Scope
from unitcalc.findings import Problem, Refused

TOPICS = ("units", "waste", "modifiers", "ndc", "limits", "code", "dates", "documents", "payer", "balance", "data")
"""The folders of checks, in the order in which they are listed."""


@cache
def checks() -> Registry:
    """Every check by its code, in order of topic and number. RuntimeError where two share a code or a name."""
    found: dict[str, Check] = {}
    names: set[str] = set()
    for topic in TOPICS:
        package = import_module(f"{unitcalc.checks.__name__}.{topic}")
        modules = (import_module(each.name) for each in walk_packages(package.__path__, f"{package.__name__}."))
        of_topic = [module.CHECK for module in modules if hasattr(module, "CHECK")]
        for check in sorted(of_topic, key=lambda check: check.code):
            if check.code in found or check.name in names:
                raise RuntimeError(f"{check.code} {check.name} stands twice")
            found[check.code] = check
            names.add(check.name)
    return found


@cache
def of_scope(scope: Scope) -> tuple[Check, ...]:
    """The checks whose facts are of one kind of row, in the same order."""
    return tuple(check for check in checks().values() if check.scope is scope)


def check_of(named: str) -> Check:
    """A check by its code or its name, in any case; Refused with what is close to it."""
    from difflib import get_close_matches

    known = checks()
    wanted = named.strip().lower()
    for check in known.values():
        if wanted in (check.code.lower(), check.name):
            return check
    words = [*known, *(check.name for check in known.values())]
    part = [check.name for check in known.values() if wanted and wanted in check.name]
    close = tuple(dict.fromkeys([*part, *get_close_matches(wanted, [word.lower() for word in words], 4, 0.5)]))[:6]
    names = tuple(word.upper() if word.upper() in known else word for word in close)
    hint = f"Perhaps {' or '.join(names)}. " if names else ""
    raise Refused(
        Problem("check-unknown", f"'{named.strip()[:40]}' is no check.", f"{hint}See unitcalc checks.", names, "check")
    )
