"""The command line: parse, call, print. Nothing is decided here."""

from xltool.cli.program import main

__all__ = ["main"]
