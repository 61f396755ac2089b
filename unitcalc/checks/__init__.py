"""Every rule about billed lines and records: one file a check, with its text, and the facts that they look at."""
