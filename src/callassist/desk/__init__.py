"""The one service behind the screens and the command line."""

from callassist.desk.desk import Desk, StillSifting
from callassist.desk.opened import Done, Held, Opened

__all__ = ["Desk", "Done", "Held", "Opened", "StillSifting"]
