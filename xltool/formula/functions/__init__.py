"""The functions of the language."""

from __future__ import annotations

__all__ = ["FUNCTIONS"]

FUNCTIONS: dict[str, object] = {}
