"""callassist: a terminal assistant for medical-debt collectors on live calls."""

__version__ = "0.1.0"
