"""Pictures of the daily commands for the README: a round of 40 invented projects, then ``screens.py``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import screens  # noqa: E402

from tests.campaign.office import filled, make_round  # noqa: E402

SHORT = {  # the form on two pages
    "item.validity.comment": "安全な利用に欠かせないため。",
    "item.achievement.comment": "利用者アンケートによる。",
    "item.improvement.comment": "案内の方法に余地がある。",
    "item.economy.comment": "点検の委託方法を見直す。",
    "eval.first.direction": "今年度で終了し、利用者を近くの施設に案内する。",
    "overview.target": "市民",
    "overview.purpose": "○施設を計画的に整備し、安全に利用できる状態を保つ。",
    "overview.means_before": "○点検の結果に基づく補修",
    "overview.means_now": "○利用者への案内",
}


def pages(workbook: Path, home: Path) -> list[Image.Image]:
    """The printed pages of a workbook."""
    profile = (home / "profile").as_uri()
    office = [
        shutil.which("soffice") or "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--norestore",
    ]
    convert = [*office, "--convert-to", "pdf", "--outdir", str(home), str(workbook)]
    subprocess.run(convert, check=True, capture_output=True)  # noqa: S603 - the command is ours
    pdf = home / f"{workbook.stem}.pdf"
    program = shutil.which("pdftoppm") or "pdftoppm"
    subprocess.run([program, "-r", "100", "-png", str(pdf), str(home / "page")], check=True)  # noqa: S603
    return [Image.open(path).convert("RGB") for path in sorted(home.glob("page-*.png"))]


def returned(workbook: Path, home: Path) -> None:
    """The form with its marked cells beside the findings."""
    form, *rest = pages(workbook, home)
    checks = next(one for one in rest if one.width > one.height)  # 入力チェック lies across
    form = form.crop((40, 40, form.width - 40, int(form.height * 0.82)))
    checks = checks.crop((40, 40, checks.width - 40, int(checks.height * 0.9)))
    both = Image.new("RGB", (form.width + checks.width + 20, form.height), "white")
    both.paste(form, (0, 0))
    both.paste(checks, (form.width + 20, 0))
    both.quantize(96).save(HERE / "returned.png", optimize=True)


os.environ["XLTOOL_LANG"] = "ja"
with tempfile.TemporaryDirectory() as home:
    office = make_round(Path(home) / "r8", projects=40, departments=8)
    office.campaign.distribute()
    numbers = [str(10001 + i) for i in range(40)]
    fault = {"cost.budget[0]": None}
    query = {"plan.planned[0]": "今年度の計画", "plan.actual[0]": "計画どおり実施した。"}
    for i, number in enumerate(numbers[:22]):
        path = office.issued(number)
        changes = {3: fault, 9: fault, 17: fault, 12: query, 5: {**SHORT, **fault, **query}}.get(i, {})
        office.drop(path.name, filled(path, **changes))
    office.drop("そのまま.xlsx", office.issued("10023").read_bytes())
    office.on(6, 15).campaign.collect()
    office.on(6, 20).campaign.give_back()
    returned(office.issued("10006"), Path(home))
    for number in ("10004", "10006"):
        path = office.issued(number)
        office.drop(f"修正/{path.name}", filled(path, **({} if number == "10004" else fault)))
    path = office.issued("10025")
    office.drop("甲/10025.xlsx", filled(path, 1))
    office.drop("乙/10025.xlsx", filled(path, 2))
    office.drop("もう一度.xlsx", (office.inbox / office.issued("10001").name).read_bytes())
    office.drop("破損.xlsx", path.read_bytes()[:4000])
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for name, width, command in (
        ("collect", 96, "collect"),
        ("status", 96, "status --today 2026-08-03"),
        ("history", 96, "history 10004"),
    ):
        lines = screens.run(["xltool", *command.split()], width, cwd=office.folder)
        (HERE / f"{name}.svg").write_text(screens.capture(lines, f"xltool {command}", width), "utf-8")
