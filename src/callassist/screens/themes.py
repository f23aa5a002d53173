"""Four looks. State is always a word or a letter as well, never colour alone; contrast keeps 7:1 or more."""

from __future__ import annotations

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
    error="#ff9c9c",
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
