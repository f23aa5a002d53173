"""The one service behind the screens and the command line."""

from callassist.desk.desk import Desk, Done, Held, Opened

__all__ = ["Desk", "Done", "Held", "Opened"]
