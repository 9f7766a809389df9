"""A round of twelve projects that everybody may spoil a copy of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.campaign.office import Round, make_round, open_round


@pytest.fixture(scope="session")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve projects of four departments, all of them handed out on the first of June."""
    one = make_round(tmp_path_factory.mktemp("round") / "令和8年度")
    one.campaign.distribute()
    return one.folder


@pytest.fixture
def office(sent: Path, tmp_path: Path) -> Round:
    """A copy of it, two weeks later."""
    folder = tmp_path / "調査回"
    shutil.copytree(sent, folder)
    return open_round(folder).on(6, 15)
