"""The facts of accounts held in memory: exact numbers out of lines, record, tables and the payer's policy."""
