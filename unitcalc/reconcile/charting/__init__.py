"""One account as it happens: what a nurse charts of one administration, its balance, and the rows that it becomes.

Amounts, containers and their types come from billing; nothing is computed in units here, and nothing is kept.
"""
