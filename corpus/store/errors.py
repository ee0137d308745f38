"""What a database raises that is damaged, locked or full."""

from __future__ import annotations

import sqlite3


class DamagedDatabaseError(Exception):
    """A server says that its database is damaged; its argument is what it says."""


# Where SQLite's own message quotes damaged bytes, Python cannot decode the message.
DATABASE_ERRORS = (sqlite3.Error, UnicodeDecodeError, DamagedDatabaseError)
