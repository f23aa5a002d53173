"""Where cases are kept: one store in memory and one in SQLite, alike to everybody above; SQL lives only here."""
