"""Chromium as an oracle: pages are opened, used and looked at in the browser that people have.

The Debian package ``chromium`` is driven by Playwright; no browser is downloaded.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.oracle import need

__all__ = ["axe", "chromium", "opened"]

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@contextmanager
def chromium() -> Iterator[Any]:
    """A running browser. Skips (or fails, see ``need``) where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    need(program, "Chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def opened(browser: Any, path: Path, **options: Any) -> Iterator[Any]:
    """A page of its own; it must stay silent: no message, error, dialog or request for anything else."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (told.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("popup", lambda popup: told.append(f"popup: {popup.url}"))
    page.on(
        "request",
        lambda request: told.append(request.url) if request.url.split("#")[0] != path.as_uri() else None,
    )
    page.goto(path.as_uri())
    yield page
    page.wait_for_timeout(50)  # for what a script does later
    context.close()
    assert told == []


def axe(page: Any) -> list[str]:
    """What axe-core finds wrong with the page as it is shown now."""
    home = Path(os.environ.get("XLTOOL_ORACLES", Path.home() / ".cache/xltool-oracles"))
    source = home / "node_modules/axe-core/axe.min.js"
    need(source.exists(), "axe-core is not installed: npm install axe-core")
    page.evaluate(source.read_text("utf-8"))
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
