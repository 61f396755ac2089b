"""The NDC belongs to another code.

What: The NDC on the line is of a product that CMS lists under another code than the one billed.
Why: Code and NDC have to name the same product. Payers compare them and deny the line. Often the code is the wrong
    half: it is the look-alike of what was given, with another price, and then an audit takes the payment back.
Example: J1745, 40 units, with NDC 00069-0809-01. That is Inflectra, a biosimilar with a code of its own, Q5103. If
    the vial in the chart is Inflectra, the line reads Q5103, 40 units.
Instead: See in the chart, or on the vial, which product was given. Then correct the code or the NDC, whichever is
    wrong; of another code look up the billing unit too. Never change the NDC only to make the claim pass.
Exceptions: Unclassified codes (J3490, J3590, J9999, C9399) stand for products without a code and are not compared.
Source: RULES 5.1, 10.
"""

from unitcalc.checks.facts import LineFacts, Truth, Word
from unitcalc.checks.model import ERROR, Check, Scope, Stake
from unitcalc.units import no


def broken(f: LineFacts) -> Truth:
    """The NDC is known, and not of this code."""
    return f.code_known & no(f.unclassified) & f.ndc_known & no(f.ndc_of_code)


def expected(f: LineFacts) -> Word:
    """The codes of the NDC."""
    return f.ndc_codes


def observed(f: LineFacts) -> Word:
    """The code billed."""
    return f.code


def message(f: LineFacts) -> str:
    """In a biller's words."""
    return f"NDC {f.ndc} is not a product of {f.code}"


CHECK = Check(
    "N01",
    "ndc-of-another-code",
    ERROR,
    Scope.LINE,
    broken,
    expected,
    observed,
    message,
    __doc__,
    stake=Stake.ALL,
)
