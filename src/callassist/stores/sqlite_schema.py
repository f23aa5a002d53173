"""The tables of a SQLite store, and the numbers by which we know our own file.

Everything that repeats is interned: actors, kinds, clients and groups are small numbers that stand for words in a
table of their own. Moments are milliseconds since 1970 in UTC, money is cents.

What a case is found by stands in its worklist row. `contact` and the indexes of that table follow from it: a load
into an empty store postpones them, and they can be written anew at any time. `term`, `posting` and `fresh` follow from
the dossiers in the same way.
"""

from __future__ import annotations

from typing import Final

from callassist.store import ASLEEP, READY, WORK_STATES, WORKED

APPLICATION_ID: Final = 0x43414C41  # "CALA", in the header of the file
VERSION: Final = 2

SEAL: Final = "seal"
"""The mark with the sum of all journals' last hashes, in hexadecimal."""
SEARCH: Final = "search"
INCOMPLETE: Final = "incomplete"
UNSEARCHABLE: Final = (SEARCH, INCOMPLETE)
"""The mark that indexes are still to be written."""
LANE_BITS: Final = 40
"""A rank is the lane above so many bits of prio."""
STATES: Final = {state: number for number, state in enumerate(WORK_STATES)}
FIRST_KIND: Final = 16
"""Kinds below are those of WORKED, for which the journal has an index by time."""

TABLES: Final = (
    "CREATE TABLE mark (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE actor (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
    "CREATE TABLE client (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE)",
    # `lead` is the beginning that bodies of this kind are stored without.
    "CREATE TABLE kind (id INTEGER PRIMARY KEY, name TEXT NOT NULL, lead BLOB NOT NULL, UNIQUE (name, lead))",
    """CREATE TABLE grp (
        id INTEGER PRIMARY KEY,
        zones TEXT NOT NULL, client TEXT NOT NULL, line TEXT NOT NULL,
        language TEXT NOT NULL, desk TEXT NOT NULL, team TEXT NOT NULL,
        UNIQUE (zones, client, line, language, desk, team)
    )""",
    """CREATE TABLE journal (
        stream INTEGER NOT NULL, seq INTEGER NOT NULL,
        at INTEGER NOT NULL, actor INTEGER NOT NULL, kind INTEGER NOT NULL,
        body BLOB NOT NULL, hash BLOB NOT NULL,
        PRIMARY KEY (stream, seq)
    ) WITHOUT ROWID""",
    # A leaf: rows `row` and following of one stream; `kind` names the kind of each.
    """CREATE TABLE dossier (
        stream INTEGER NOT NULL, row INTEGER NOT NULL, kind INTEGER NOT NULL, body BLOB NOT NULL,
        PRIMARY KEY (stream, row)
    ) WITHOUT ROWID""",
    """CREATE TABLE account (
        client INTEGER NOT NULL, account TEXT NOT NULL,
        debt INTEGER NOT NULL, digest BLOB NOT NULL, balance INTEGER NOT NULL,
        PRIMARY KEY (client, account)
    ) WITHOUT ROWID""",
    """CREATE TABLE obligation (
        debt INTEGER NOT NULL, case_id INTEGER NOT NULL, PRIMARY KEY (debt, case_id)
    ) WITHOUT ROWID""",
    # `state` is where the case stands, whoever holds it; `holder` 0 is nobody. `rank` is lane and prio in one.
    # `numbers` and `debts` are JSON arrays, `joins` 64-bit keys one after the other, little end first.
    """CREATE TABLE worklist (
        case_id INTEGER PRIMARY KEY,
        grp INTEGER NOT NULL, rank INTEGER NOT NULL, state INTEGER NOT NULL, wake_at INTEGER,
        holder INTEGER NOT NULL, until INTEGER, mine INTEGER NOT NULL, region TEXT NOT NULL,
        last TEXT NOT NULL, first TEXT NOT NULL,
        numbers TEXT NOT NULL, debts TEXT NOT NULL, joins BLOB NOT NULL
    )""",
    # No ready case of the group comes before this one. It may be gone: who looks and finds another, says so here.
    "CREATE TABLE head (grp INTEGER PRIMARY KEY, rank INTEGER NOT NULL, case_id INTEGER NOT NULL)",
    "CREATE TABLE join_key (h INTEGER NOT NULL, case_id INTEGER NOT NULL, PRIMARY KEY (h, case_id)) WITHOUT ROWID",
    """CREATE TABLE contact (
        value INTEGER NOT NULL, case_id INTEGER NOT NULL, PRIMARY KEY (value, case_id)
    ) WITHOUT ROWID""",
    """CREATE TABLE draft (
        holder TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (holder, key)
    ) WITHOUT ROWID""",
    f"CREATE INDEX journal_worked ON journal (at) WHERE kind < {FIRST_KIND}",
)
SEARCH_TABLES: Final = (
    # Words of names; `held` by so many cases when their lists were last merged, `sound` as sounds.sound_of has it.
    """CREATE TABLE term (
        id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, sound INTEGER NOT NULL, held INTEGER NOT NULL
    )""",
    # The cases under a key (faces.key), 32 bits each, little end first, ascending.
    "CREATE TABLE posting (key INTEGER PRIMARY KEY, cases BLOB NOT NULL)",
    # What has come to a key, or is gone from it, since its list was merged. Numbers are never given again.
    """CREATE TABLE fresh (
        seq INTEGER PRIMARY KEY AUTOINCREMENT, key INTEGER NOT NULL, case_id INTEGER NOT NULL, gone INTEGER NOT NULL
    )""",
    "CREATE INDEX fresh_key ON fresh (key)",
    # The dossier rows of a consumer that a correction replaced, as a JSON array; most have none.
    "ALTER TABLE worklist ADD COLUMN gone TEXT",
)
"""What came with version 2, to find callers by."""
KINDS: Final = tuple(enumerate(WORKED, start=1))

IS_READY: Final = f"state = {STATES[READY]} AND holder = 0"
IS_ASLEEP: Final = f"state = {STATES[ASLEEP]} AND holder = 0"
IS_HELD: Final = "holder <> 0"
IS_LISTED: Final = f"state > {STATES[ASLEEP]}"
IS_SOMEBODYS: Final = "mine <> 0"
"""Conditions of the partial indexes, word for word in queries too: else the planner does not see that they fit."""

INDEXES: Final = {
    # Has all that is asked, so that the table is not looked at: the head of a group, passing over what is not for a
    # seat. State and holder are in it because the planner does not draw them from the condition.
    "work_ready": f"worklist (grp, rank, case_id, region, mine, state, holder) WHERE {IS_READY}",
    "work_asleep": f"worklist (wake_at) WHERE {IS_ASLEEP}",
    "work_held": f"worklist (until, holder) WHERE {IS_HELD}",
    "work_listed": f"worklist (state) WHERE {IS_LISTED}",
    "work_mine": f"worklist (wake_at, mine) WHERE {IS_SOMEBODYS}",
    "work_name": "worklist (last, first)",
}
"""Indexes that a load into an empty store postpones, as it does the triggers."""

_BECOMES_HEAD: Final = f"""
    WHEN NEW.state = {STATES[READY]} AND NEW.holder = 0 AND NOT EXISTS (
        SELECT 1 FROM head WHERE grp = NEW.grp AND (rank, case_id) <= (NEW.rank, NEW.case_id)
    ) BEGIN
        INSERT INTO head (grp, rank, case_id) VALUES (NEW.grp, NEW.rank, NEW.case_id)
        ON CONFLICT (grp) DO UPDATE SET rank = excluded.rank, case_id = excluded.case_id;
    END
"""
TRIGGERS: Final = {
    "work_came": f"AFTER INSERT ON worklist {_BECOMES_HEAD}",
    "work_changed": f"AFTER UPDATE OF grp, rank, state, holder ON worklist {_BECOMES_HEAD}",
}
"""Whatever makes a case ready sets the head of its group, if it comes before it."""
