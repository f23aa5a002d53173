"""callassist: a terminal assistant for medical-debt collectors on live calls."""
