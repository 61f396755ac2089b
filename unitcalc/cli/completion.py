"""`unitcalc completion`: the script with which a shell completes commands, options and their fixed choices."""

import argparse
import io
import sys
from collections.abc import Iterator, Mapping, Sequence

from unitcalc.cli.options import Arguments, command_line
from unitcalc.cli.output import progress


def run(arguments: Arguments) -> int:
    """Print the script."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(newline="\n")  # a shell on Windows, too, stumbles over carriage returns
    print(script(arguments.shell))
    return 0


def script(shell: str) -> str:
    """What a shell reads to complete `unitcalc`."""
    import shtab

    parser = command_line()
    choices = _choices()
    for action in _actions(parser):
        if action.metavar == "FILE":
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.option_strings and action.dest in choices:
            # For the script only: when a command is run, what may be stated is checked where it is used.
            action.choices = choices[action.dest]
    return shtab.complete(parser, shell)


def _choices() -> Mapping[str, Sequence[str]]:
    """What may be stated for an option, by the option's name."""
    from unitcalc.billing.request import Stopped, Supply
    from unitcalc.billing.typed import STATED_TYPES
    from unitcalc.catalogue.policies import policies
    from unitcalc.dosing.formulas import formulas_of
    from unitcalc.dosing.typed import Use
    from unitcalc.dosing.weights import WeightBasis
    from unitcalc.planning.search import Objective
    from unitcalc.reference.store import Reference

    reference = Reference.open(progress)
    payers, formulas = policies(reference), formulas_of(reference)
    settings = dict.fromkeys(name for policy in payers.values() for name in policy.settings)
    return {
        "payer": list(payers),
        "setting": list(settings),
        "supply": list(Supply),
        "stopped": [choice for choice in Stopped if choice is not Stopped.ASK],
        "container_type": list(STATED_TYPES),
        "form": ["liquid", "powder"],
        "objective": list(Objective),
        "share": ["yes", "no"],
        "weight_basis": list(WeightBasis),
        "sex": ["female", "male"],
        "bsa_formula": list(formulas.surfaces),
        "use": list(Use),
    }


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:  # argparse has no public list
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from _actions(inner)
        else:
            yield action
