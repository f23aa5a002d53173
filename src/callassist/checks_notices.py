"""Checks of what is owed to a person and by when: notices, disputes, furnishing, retention, complaints."""

from __future__ import annotations
