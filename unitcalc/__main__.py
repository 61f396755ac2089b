"""`python -m unitcalc`: the command line."""

import sys

from unitcalc.cli import main

sys.exit(main())
