"""What is known of names in general, beside those on file: tables that people edit, and a table that was learnt."""

from __future__ import annotations

import msgspec

from callassist.matching_levels import Levels
from callassist.name_words import NameTables


class Lore(msgspec.Struct, frozen=True, kw_only=True):
    """Names as they are said (name_words), and how much each kind of likeness counts (matching_levels)."""

    names: NameTables
    levels: Levels
