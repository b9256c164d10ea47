"""The coordination's desk: accounts, staff, tokens, journal."""
