"""Photograph the HTML report: ``browse.py REPORT FOLDER`` gives two pictures, its top and a sheet."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

report, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
with sync_playwright() as play:
    browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1180, "height": 1010})
    page.goto(report.as_uri())
    page.screenshot(path=folder / "report-1.png")
    page.locator(".card[data-rule='2'] .spots a").first.click()
    page.wait_for_timeout(200)
    page.screenshot(path=folder / "report-2.png")
    browser.close()
