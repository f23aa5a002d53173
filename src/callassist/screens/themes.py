"""Four looks. State is always a word or a letter as well, never colour alone; contrast keeps 7:1 or more."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="callassist-dark",
    primary="#7fb4e6",
    secondary="#9fc3b0",
    accent="#e8c27a",
    warning="#e8c27a",
    error="#f08a84",
    success="#8fcf9a",
    foreground="#d8dee6",
    background="#10151b",
    surface="#161d26",
    panel="#202a36",
    boost="#2b3847",
    dark=True,
)
LIGHT: Final = Theme(
    name="callassist-light",
    primary="#1f5c99",
    secondary="#2f6650",
    accent="#7a5200",
    warning="#7a5200",
    error="#a3211b",
    success="#1f6b33",
    foreground="#1b232c",
    background="#f7f8fa",
    surface="#eef1f4",
    panel="#dfe5eb",
    boost="#cfd8e1",
    dark=False,
)
CONTRAST: Final = Theme(
    name="callassist-contrast",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ffb3b3",
    success="#7dff9c",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    boost="#333333",
    dark=True,
)
MONO: Final = Theme(
    name="callassist-mono",
    primary="#e4e4e4",
    secondary="#c6c6c6",
    accent="#ffffff",
    warning="#ffffff",
    error="#ffffff",
    success="#e4e4e4",
    foreground="#d0d0d0",
    background="#121212",
    surface="#1c1c1c",
    panel="#262626",
    boost="#3a3a3a",
    dark=True,
)
THEMES: Final = (DARK, LIGHT, CONTRAST, MONO)


def after(name: str) -> str:
    """The theme that follows another."""
    names = [theme.name for theme in THEMES]
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]


def kept() -> str:
    """The theme of the last start; where colour is not wanted, the one that does without."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return MONO.name
    try:
        name = _place().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return DARK.name
    return name if any(theme.name == name for theme in THEMES) else DARK.name


def keep(name: str) -> None:
    """Keep a theme for the next start; where nothing can be written, it lasts until the end of this one."""
    place = _place()
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(name + "\n", encoding="utf-8")


def _place() -> Path:
    from platformdirs import user_config_path

    return user_config_path("callassist", appauthor=False) / "theme"
