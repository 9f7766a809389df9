"""``xltool``: the commands, the language, and what an exit code says."""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

import click

from xltool import __version__
from xltool.cli.benching import bench
from xltool.cli.campaigns import init
from xltool.cli.central import apply
from xltool.cli.consolidating import consolidate
from xltool.cli.forms import explain, fields, forms, lint, schema
from xltool.cli.language import default_lang
from xltool.cli.making import demo, fill, template
from xltool.cli.piles import check, extract
from xltool.cli.rounds import collect, distribute, doctor, give_back, history, remind, status
from xltool.cli.screen import prepare_streams
from xltool.errors import CannotWork
from xltool.text import Lang, Text

__all__ = ["main"]

_CANNOT, _BUG, _INTERRUPTED = 2, 3, 130  # 0 clean, 1 findings: see DESIGN §10


class Program(click.Group):
    """A group whose failures are one sentence and an exit code, never a traceback."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        prepare_streams()
        code = self._code(*args, **extra)
        if standalone_mode:
            gc.freeze()  # the process ends: nobody needs to look for garbage once more
            sys.exit(code)
        return code

    def _code(self, *args: Any, **extra: Any) -> int:
        try:
            result = click.Command.main(self, *args, **{**extra, "standalone_mode": False})
        except click.Abort:
            click.echo("", err=True)
            return _INTERRUPTED
        except click.ClickException as error:
            error.show()
            return _CANNOT
        return result if isinstance(result, int) else 0

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except BrokenPipeError:  # the reader, such as head, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except CannotWork as error:
            click.echo(error.say(_lang(ctx)), err=True)
            return _CANNOT
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except MemoryError:
            click.echo(_MEMORY.pick(_lang(ctx)), err=True)
            return _CANNOT
        except Exception as error:
            if os.environ.get("XLTOOL_DEBUG"):
                import traceback

                traceback.print_exc()
            what = f"{type(error).__name__}: {error}".splitlines()[0]
            click.echo(_REPORT.format(what=what).pick(_lang(ctx)), err=True)
            return _BUG


_MEMORY = Text(
    "メモリが足りません。ファイルを分けて実行してください。",
    "Out of memory; run the command on fewer files at a time.",
)
_REPORT = Text(
    "xltool の不具合です（{what}）。お手数ですが、実行したコマンドと、"
    "環境変数 XLTOOL_DEBUG=1 を付けたときの表示を開発元にお知らせください。",
    "This is a bug in xltool ({what}); please report it with the command "
    "and what it prints under XLTOOL_DEBUG=1.",
)


def _lang(ctx: click.Context) -> Lang:
    return ctx.obj if ctx.obj in ("ja", "en") else default_lang()


@click.command(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 clean, 1 findings at or above --fail-on, 2 cannot work, 3 bug, 130 interrupted.",
)
@click.version_option(__version__, prog_name="xltool")
@click.option(
    "--lang",
    type=click.Choice(["ja", "en"]),
    envvar="XLTOOL_LANG",
    default=None,
    help="Language of messages and reports. 表示言語（既定は日本語）",
)
@click.pass_context
def main(ctx: click.Context, lang: Lang | None) -> None:
    """Define an evaluation sheet once; generate, collect, check and consolidate its workbooks.

    評価シートの様式を一度定義し、ブックの作成・回収・点検・とりまとめを行います。
    """
    ctx.obj = lang or default_lang()


for _command in (
    *(init, distribute, collect, give_back, status, remind, history, doctor),
    *(template, fill, extract, check, consolidate, apply),
    *(forms, fields, lint, schema, explain, demo, bench),
):
    main.add_command(_command)
