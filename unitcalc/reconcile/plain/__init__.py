"""Accounts of the plain kind, judged by whole columns: by the same checks and the same arithmetic as any one account.

Plain is an account of one administration from containers of one type, with at most one line of each kind, of a code
that counts an amount, for a payer whose rules are the usual ones. What is constant about such accounts (code, time,
payer, setting, containers) is worked out once for each kind of account by the same code that works it out for one;
amounts and units are columns of whole numbers. So are findings that every line of a kind has, whatever its units are
(`tellings`). Where a check finds anything else, or anything is unusual, the account is judged by itself: so columns
never judge amounts to be wrong, they only ever say that nothing is.
"""
