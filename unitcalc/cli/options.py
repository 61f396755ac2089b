"""The options of every command. Wrong ones are refused like any other wrong input."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from unitcalc.findings import Problem, Refused

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

Arguments = argparse.Namespace

EXAMPLE = """example:
  unitcalc bill --code J1745 --given '350 mg' --opened '4 x 100 mg' --date 2025-03-01
"""

DOSE_EXAMPLE = """examples:
  unitcalc dose --order '50 IU/kg' --weight '154 lb' --code J7211
  unitcalc dose --order '75 mg/m2' --weight '70 kg' --height '170 cm' --product Docetaxel
  unitcalc dose --rise 60 --weight '50 kg' --code J7192
"""
PLAN_EXAMPLE = """examples:
  unitcalc plan --code J9312 --dose '750 mg'
  unitcalc plan --code J9312 --order '375 mg/m2' --weight '70 kg' --height '170 cm'
  unitcalc plan --code J7211 --dose '1500 IU' --have '2 x 1046 IU' --have '3 x 523 IU'
  unitcalc plan --code J1745 --dose '350 mg' --dose '420 mg' --share yes
"""

CHECK_EXAMPLE = """examples:
  unitcalc check claims.csv --payer medicare-part-b
  echo 'J1745 350' | unitcalc check - --date 2025-03-01
  unitcalc check record.yaml --appeal
"""

RECONCILE_EXAMPLE = """examples:
  unitcalc reconcile --dispensed dispensed.parquet --administered administered.xlsx --claims claims.csv --out march
  unitcalc reconcile --administered administered.csv --claims claims.csv
"""

DEMO_EXAMPLE = """examples:
  unitcalc demo
  unitcalc demo --accounts 20000 --out larger
"""

SHELLS = ("bash", "zsh", "fish", "powershell")
COMPLETION = """The script is printed. To install it, once (and again after an update):

  bash        mkdir -p ~/.local/share/bash-completion/completions
              unitcalc completion bash > ~/.local/share/bash-completion/completions/unitcalc
              or, without the package bash-completion, this line in ~/.bashrc:
              source <(unitcalc completion bash)
  zsh         mkdir -p ~/.zfunc
              unitcalc completion zsh > ~/.zfunc/_unitcalc
              and, unless they are there, these lines in ~/.zshrc:
              fpath+=~/.zfunc
              autoload -Uz compinit && compinit
  fish        mkdir -p ~/.config/fish/completions
              unitcalc completion fish > ~/.config/fish/completions/unitcalc.fish
  powershell  this line in the file that $PROFILE names:
              unitcalc completion powershell | Out-String | Invoke-Expression

A new shell knows it.
"""


class Parser(argparse.ArgumentParser):
    """A parser that refuses with a hint instead of printing its usage."""

    def error(self, message: str) -> NoReturn:
        """Turn argparse's message into a problem."""
        raise Refused(Problem("options", f"{message[:1].upper()}{message[1:]}.", f"See {self.prog} --help."))

    def print_help(self, file: "SupportsWrite[str] | None" = None) -> None:
        """Print the help; unlike argparse, fail where it can't be written."""
        print(self.format_help(), end="", file=file)


def read(words: Sequence[str]) -> Arguments:
    """The options of a command line; Refused for wrong ones, exit for --help and --version."""
    return command_line().parse_args(list(words))


def command_line() -> Parser:
    """All commands with their options."""
    parser = Parser(
        prog="unitcalc",
        description="Doses and opened containers into billable HCPCS units and JW units, exactly.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _bill(commands.add_parser("bill", help="bill a dose", epilog=EXAMPLE, **_COMMON))
    _dose(commands.add_parser("dose", help="the dose of an order", epilog=DOSE_EXAMPLE, **_COMMON))
    _plan(commands.add_parser("plan", help="which containers to open for a dose", epilog=PLAN_EXAMPLE, **_COMMON))
    _lookup(commands.add_parser("lookup", help="what is known of a code, an NDC, a brand or a substance", **_COMMON))
    of_check = "claim lines and records against every rule"
    _check(commands.add_parser("check", help=of_check, epilog=CHECK_EXAMPLE, **_COMMON))
    of_three = "what was dispensed, given and billed: does it balance?"
    _reconcile(commands.add_parser("reconcile", help=of_three, epilog=RECONCILE_EXAMPLE, **_COMMON))
    of_demo = "three records of a made-up hospital, with known faults: written and reconciled"
    _demo(commands.add_parser("demo", help=of_demo, epilog=DEMO_EXAMPLE, **_COMMON))
    _explain(commands.add_parser("explain", help="what a check means, why it matters, what to do", **_COMMON))
    _format(commands.add_parser("checks", help="list every check", **_COMMON))
    _payers(commands.add_parser("payers", help="list the payers whose rules are known, or show one", **_COMMON))
    _template(commands.add_parser("template", help="what the record of a drug must hold, as a form to fill", **_COMMON))
    _data(commands.add_parser("data", help="the reference tables: status, import; drafts of vials.yaml", **_COMMON))
    _app(commands.add_parser("app", help="open the pages in the browser", **_COMMON))
    tab = commands.add_parser("completion", help="have your shell complete with Tab", epilog=COMPLETION, **_COMMON)
    tab.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))
    return parser


_COMMON: dict[str, Any] = {"formatter_class": argparse.RawDescriptionHelpFormatter, "allow_abbrev": False}


class _Once(argparse.Action):
    """A value that may be stated once: two of them contradict each other."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: Arguments, values: object, option_string: str | None = None
    ) -> None:
        if getattr(namespace, self.dest) != self.default:
            parser.error(f"{option_string} was stated twice")
        setattr(namespace, self.dest, values)


_ONCE: dict[str, Any] = {"default": "", "action": _Once}


class _Version(argparse.Action):
    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help="version, and how old the data are")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from datetime import date

        from unitcalc.cli.version import version_text

        print(version_text(date.today()))
        parser.exit()


def _format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text", help="text (default), json or csv")


def _bill(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    drug = parser.add_argument_group("the drug")
    drug.add_argument("--code", **_ONCE, metavar="C", help="HCPCS code, such as J1745")
    drug.add_argument("--ndc", **_ONCE, help="NDC in any layout; with one code it needs no --code")
    drug.add_argument("--date", **_ONCE, metavar="D", help="date of service, such as 2025-03-01 (default today)")
    record = parser.add_argument_group("the record")
    dose = record.add_mutually_exclusive_group()
    dose.add_argument("--given", **_ONCE, metavar="AMOUNT", help="what was administered, such as '350 mg'")
    dose.add_argument("--dispensed", action="store_true", help="dispensed and not administered (home factor, DME)")
    record.add_argument(
        "--opened",
        action="append",
        default=[],
        metavar="'N x AMOUNT'",
        help="containers opened: '4 x 100 mg', '3 x 44206-0436-05', '1 x 00026-3824-25 @ 1046 IU'; repeat for other "
        "sizes; of both types in one dose: '1 x 440 mg multi-dose given 30 mg'",
    )
    record.add_argument("--discarded", **_ONCE, metavar="AMOUNT", help="what was discarded, as charted")
    record.add_argument(
        "--explained",
        action="append",
        default=[],
        metavar="'AMOUNT reason'",
        help="'20 mg tubing': never billed; repeatable",
    )
    record.add_argument("--overfill", **_ONCE, metavar="AMOUNT", help="content above the label; never billed")
    record.add_argument(
        "--stopped",
        nargs="?",
        const="ask",
        default="",
        action=_Once,
        metavar="CHOICE",
        help="the infusion was stopped early: bill-rest-as-discarded or rest-was-dose; alone it shows both bills",
    )
    record.add_argument("--reason", **_ONCE, metavar="TEXT", help="why the stopped infusion is billed so")
    record.add_argument("--shortage", **_ONCE, metavar="TEXT", help="why containers that waste more had to be opened")
    record.add_argument("--narrative", **_ONCE, metavar="TEXT", help="an unclassified drug: name, dose, route, NDC")
    label = parser.add_argument_group("the container, where you know better")
    label.add_argument("--container-type", **_ONCE, metavar="TYPE", help="single-dose or multi-dose")
    label.add_argument("--form", **_ONCE, help="how the NDC is supplied: liquid or powder")
    label.add_argument("--concentration", **_ONCE, metavar="'A/mL'", help="such as '10 mg/mL'")
    label.add_argument("--billing-unit", **_ONCE, metavar="AMOUNT", help="your payer's own unit instead of CMS's")
    payer = parser.add_argument_group("the payer")
    payer.add_argument("--payer", **_ONCE, metavar="P", help="a policy (default medicare-part-b)")
    payer.add_argument(
        "--setting",
        default="",
        action=_Once,
        metavar="S",
        help="office (default), hospital-outpatient, asc, home, esrd, rhc, inpatient",
    )
    payer.add_argument("--supply", **_ONCE, metavar="HOW", help="purchased (default), 340b, white-bag, free, study")
    add("--steps", action=argparse.BooleanOptionalAction, default=True, help="show the worksheet (default)")
    _format(parser)


def _dose(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    _order(parser, "the order")
    drug = parser.add_argument_group("the drug")
    drug.add_argument("--code", **_ONCE, metavar="C", help="HCPCS code, such as J7211")
    drug.add_argument("--product", **_ONCE, metavar="NAME", help="brand; alone it names the code, where it has one")
    drug.add_argument("--concentration", **_ONCE, metavar="'A/mL'", help="for an order in mL: '10 mg/mL'")
    drug.add_argument("--date", **_ONCE, metavar="D", help="date of service, such as 2025-03-01 (default today)")
    _patient(parser)
    add("--steps", action=argparse.BooleanOptionalAction, default=True, help="show the worksheet (default)")
    _format(parser)


def _order(parser: argparse.ArgumentParser, title: str) -> None:
    order = parser.add_argument_group(title)
    order.add_argument(
        "--order",
        **_ONCE,
        metavar="TEXT",
        help="as written: '5 mg/kg IV every 8 weeks', '75 mg/m2', 'AUC 5', '1.4 mg/m2 (max 2 mg)', '15 mg/kg/h'",
    )
    order.add_argument("--max", **_ONCE, metavar="AMOUNT", help="the most that may be given, such as '2 mg'")
    order.add_argument("--duration", **_ONCE, metavar="TIME", help="how long a rate runs: '4 h', '3 days'")
    order.add_argument("--indication", **_ONCE, metavar="TEXT", help="what it is for: the label's doses for that count")
    order.add_argument("--use", **_ONCE, metavar="U", help="clotting factor: prophylaxis, on-demand, surgery")
    order.add_argument("--rise", **_ONCE, metavar="N", help="clotting factor: the rise wanted, in IU/dL (%%)")
    order.add_argument("--level-wanted", **_ONCE, metavar="N", help="the level wanted, with --level-measured")
    order.add_argument("--level-measured", **_ONCE, metavar="N", help="the level before the dose")


def _patient(parser: argparse.ArgumentParser) -> None:
    patient = parser.add_argument_group("the patient")
    patient.add_argument("--weight", **_ONCE, metavar="W", help="'70 kg', '154 lb', '11 lb 4 oz', '3200 g'")
    patient.add_argument("--weight-date", **_ONCE, metavar="D", help="the day of that weight")
    patient.add_argument("--last-weight", **_ONCE, metavar="W", help="the weight before that one, to compare")
    patient.add_argument("--weight-basis", **_ONCE, metavar="B", help="actual (default), ideal or adjusted")
    patient.add_argument("--height", **_ONCE, metavar="H", help="'170 cm', '1.70 m', '5 ft 7 in'")
    patient.add_argument("--bsa-formula", **_ONCE, metavar="F", help="mosteller (default) or du-bois")
    patient.add_argument("--bsa-decimals", **_ONCE, metavar="N", help="decimals of the body surface (default 2)")
    patient.add_argument("--age", **_ONCE, metavar="A", help="years, or '6 months', '10 days'")
    patient.add_argument("--sex", **_ONCE, metavar="S", help="female or male, for an ideal weight")
    patient.add_argument("--gfr", **_ONCE, metavar="N", help="mL/min, for an AUC")


def _plan(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    drug = parser.add_argument_group("the drug and the dose")
    drug.add_argument("--code", **_ONCE, metavar="C", help="HCPCS code, such as J9312")
    drug.add_argument("--product", **_ONCE, metavar="NAME", help="one of the code's products, such as Remicade")
    drug.add_argument("--route", **_ONCE, metavar="R", help="intravenous, subcutaneous: where there are both")
    drug.add_argument(
        "--dose",
        action="append",
        default=[],
        metavar="AMOUNT",
        help="what is to be given, such as '750 mg'; repeat it for the patients of a day: '420 mg', 'bed 4: 380 mg'",
    )
    drug.add_argument("--concentration", **_ONCE, metavar="'A/mL'", help="for a dose in mL: '10 mg/mL'")
    drug.add_argument("--date", **_ONCE, metavar="D", help="date of service, such as 2025-03-01 (default today)")
    _order(parser, "an order, in place of the dose")
    _patient(parser)
    stock = parser.add_argument_group("what may be opened (else every size that is sold)")
    stock.add_argument(
        "--have",
        action="append",
        default=[],
        metavar="'N x AMOUNT'",
        help="containers at hand: '2 x 1046 IU', '1 x 00026-3824-25 @ 1046 IU'; repeat for others",
    )
    stock.add_argument(
        "--stock", **_ONCE, metavar="FILE", help="stock list (csv, xlsx): ndc or code, amount, unit, count, lot, expiry"
    )
    choice = parser.add_argument_group("the choice")
    choice.add_argument(
        "--objective", **_ONCE, metavar="O", help="waste (default), containers, cost, expiry (what expires first)"
    )
    choice.add_argument("--round-within", **_ONCE, metavar="P", help="propose a dose of whole containers: 10%%")
    choice.add_argument("--share", **_ONCE, metavar="yes|no", help="several patients: may containers be shared? (no)")
    payer = parser.add_argument_group("the bill that follows")
    payer.add_argument("--payer", **_ONCE, metavar="P", help="a policy (default medicare-part-b)")
    payer.add_argument("--setting", **_ONCE, metavar="S", help="as for a bill (default office)")
    payer.add_argument("--shortage", **_ONCE, metavar="TEXT", help="why containers that waste more had to be opened")
    add("--steps", action=argparse.BooleanOptionalAction, default=True, help="show the worksheet (default)")
    _format(parser)


def _lookup(parser: argparse.ArgumentParser) -> None:
    wanted = "a code, an NDC, a brand or a substance, with a size if you like: privigen 10g; a scanned barcode"
    parser.add_argument("what", nargs="+", metavar="WHAT", help=wanted)
    parser.add_argument("--date", default="", metavar="D", help="date of service (default today)")
    parser.add_argument("--all", action="store_true", help="text: every container, similar code and remark")
    _format(parser)


def _check(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    files = "claim lines (csv, xlsx, parquet, zip), pasted lines (txt, or - for standard input), records (yaml)"
    add("files", nargs="+", metavar="FILE", help=files)
    add("--payer", **_ONCE, metavar="P", help="a policy, for lines that name no payer (default medicare-part-b)")
    add("--setting", **_ONCE, metavar="S", help="for lines that state no place of service (default office)")
    add("--date", **_ONCE, metavar="D", help="date of service, for lines that state none")
    add("--appeal", action="store_true", help="a letter for each record: what was given, the arithmetic, the rules")
    add("--denied", **_ONCE, metavar="CHECK", help="a letter against a denial for this reason, such as W05")
    _format(parser)


def _reconcile(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    for table, what in (
        ("dispensed", "what pharmacy dispensed"),
        ("administered", "what was given and discarded"),
        ("claims", "what was billed"),
    ):
        add(f"--{table}", **_ONCE, metavar="FILE", help=f"{what} (csv, xlsx, parquet, zip)")
    add("--out", **_ONCE, metavar="DIR", help="a folder for accounts and findings, an Excel workbook and a report")
    add("--payer", **_ONCE, metavar="P", help="a policy, for lines that name no payer (default medicare-part-b)")
    add("--setting", **_ONCE, metavar="S", help="for lines that state no place of service (default office)")
    add("--midnight", **_ONCE, metavar="N", help="days by which rows of one dose may differ: 1 (default) or 0")
    _engine(parser)
    _format(parser)


def _demo(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--out", **_ONCE, metavar="DIR", help="a folder that is not there yet (default unitcalc-demo)")
    add("--accounts", **_ONCE, metavar="N", help="how many accounts (default 600)")
    add("--seed", **_ONCE, metavar="S", help="another number makes other records (default 1)")
    _engine(parser)
    add("--format", choices=("text", "json"), default="text", help="text (default) or json")


def _engine(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--engine",
        choices=("duckdb", "spark"),
        default="duckdb",
        help="what brings the rows together: duckdb (default), or spark, for more than one machine holds",
    )
    add(
        "--master",
        **_ONCE,
        metavar="M",
        help="of Spark: local[*] (default: this machine), spark://HOST:7077, yarn; the workers of a cluster have to "
        "see the folder for temporary files (TMPDIR) by the same path",
    )


def _explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("check", metavar="CHECK", help="its code or name, such as W05 or jz-missing")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text (default) or json")


def _payers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("payer", nargs="?", default="", metavar="PAYER", help="one of them: all that is known of it")
    _format(parser)


def _template(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="HCPCS code of the drug, such as J7211")
    parser.add_argument("--use", **_ONCE, metavar="U", help="clotting factor: prophylaxis, on-demand, perioperative")
    parser.add_argument("--date", **_ONCE, metavar="D", help="date of service (default today)")
    forms = "yaml (default): a record to fill for unitcalc check; html: one page to print and fill by hand"
    parser.add_argument("--format", choices=("yaml", "html"), default="yaml", help=forms)


def _data(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    status = commands.add_parser("status", help="what is loaded, from which file, what it covers", **_COMMON)
    _format(status)
    draft = commands.add_parser("draft", help="entries for your own vials.yaml, from what is loaded", **_COMMON)
    draft.add_argument("codes", nargs="+", metavar="CODE", help="HCPCS codes, such as J9271")
    take = commands.add_parser("import", help="read newer files as downloaded from CMS or FDA", **_COMMON)
    take.add_argument("files", nargs="+", metavar="FILE", help="csv, txt, xlsx, or a zip of them")
    take.add_argument("--period", default="", metavar="P", help="for a file that states none, such as 2026Q2")
    _format(take)


def _app(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", default="", help="port on this computer (default 8501, or the next free one)")
    parser.add_argument("--no-browser", action="store_true", help="do not open the browser")
