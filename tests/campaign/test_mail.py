"""Drafts are read back by Python's email package, whatever was put into them."""

from __future__ import annotations

import base64
import email
import email.policy
import re
from email.message import EmailMessage

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xltool.campaign import mail
from xltool.campaign.mail import addresses, draft
from xltool.errors import CannotWork

HEADERS = ["From", "To", "Subject", "X-Unsent", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]
TEXT = st.text(
    st.characters(exclude_categories=())
    | st.sampled_from('\r\n\t\0 =?"\\;:<>@,\u2028\u0085\u202e題名漢字が'),
    max_size=200,
)
NAMES = TEXT.map(lambda text: f"{text}.zip")


def parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        assert not part.defects
        assert not any(value.defects for value in part.values())  # type: ignore[attr-defined]
    return message


def made(
    subject: str = "件名", body: str = "本文", *attachments: tuple[str, bytes], to: str | None = None
) -> bytes:
    pieces = draft(to=to, sender="kikaku@example.jp", subject=subject, body=body, attachments=attachments)
    return b"".join(pieces)


def visible(text: str) -> str:
    """What is left of a text in a header."""
    joined = " ".join(text.splitlines())
    return "".join(ch for ch in joined if ch.isprintable() or ch == "\u3000").strip()


@given(TEXT, TEXT, st.lists(st.tuples(NAMES, st.binary(max_size=300)), max_size=3))
@example("x\r\nBcc: spy@example.jp\r\n\r\nbody", "--boundary", [("a\r\nX-Evil: 1.zip", b"=_xltool_")])
@example("=?UTF-8?B?eA==?=", "", [("100%41.zip", b""), ("表%41.zip", b"")])
@example("a" * 76, ".\n.\n..", [("=?UTF-8?B?eA==?=.zip", b"")])
@settings(max_examples=300, deadline=None)
def test_everything_comes_back_and_nothing_else(
    subject: str, body: str, attachments: list[tuple[str, bytes]]
) -> None:
    data = made(subject, body, *attachments, to="a@example.jp")
    message = parsed(data)
    assert set(message) <= set(HEADERS)
    assert len(set(message)) == len(message)
    assert message["Subject"] == visible(subject) or not visible(subject)
    assert message["X-Unsent"] == "1"
    text = message.get_body()
    assert text is not None
    assert text["Content-Type"].params["charset"] == "utf-8"
    sent = text.get_payload(decode=True)
    assert isinstance(sent, bytes)
    lines = body.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    assert sent.decode().replace("\r\n", "\n") == lines
    assert b"\n" not in sent.replace(b"\r\n", b"")
    found = list(message.iter_attachments())
    assert [(one.get_filename(), one.get_payload(decode=True)) for one in found] == [
        (visible(name), content) for name, content in attachments
    ]
    assert made(subject, body, *attachments, to="a@example.jp") == data


@given(TEXT, NAMES)
@settings(max_examples=100, deadline=None)
def test_the_bytes_are_plain_short_lines(subject: str, name: str) -> None:
    data = made(subject, "本文", (name[:50], b"x" * 999))
    assert data.isascii()
    assert re.search(rb"(?<!\r)\n|\r(?!\n)|\0", data) is None
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert max(len(line) for line in lines if b"filename" not in line) <= 78
    assert b"Date:" not in data
    assert b"Message-ID" not in data


def test_a_japanese_draft() -> None:
    subject = (
        "【依頼・8月31日（月）まで】令和8年度 事務事業評価シートの作成について（建設部道路河川課・𠮟髙﨑）"
    )
    name = "建設部　道路河川課（令和8年度）髙﨑.zip"
    data = made(
        subject,
        "お疲れさまです。\n企画課です。\n",
        (name, b"PK\3\4"),
        ("a (1).xlsx", b"x"),
        to="a@example.jp",
    )
    message = parsed(data)
    assert message["Subject"] == subject
    assert message["To"] == "a@example.jp"
    assert message["From"] == "kikaku@example.jp"
    first, second = message.iter_attachments()
    assert (first.get_filename(), second.get_filename()) == (name, "a (1).xlsx")
    assert first.get_content_type() == "application/zip"
    assert second.get_content_type().endswith("spreadsheetml.sheet")
    assert b"filename*=UTF-8''%E5%BB%BA" in data
    assert b'filename="a (1).xlsx"' in data
    assert message.get_content_type() == "multipart/mixed"


def test_different_mails_have_different_boundaries() -> None:
    def boundary(body: str) -> str | None:
        return parsed(made("s", body, ("a.zip", b""))).get_boundary()

    assert boundary("1") != boundary("2")


@pytest.mark.parametrize(
    ("cell", "good", "wrong"),
    [
        (None, (), ()),
        (" \n", (), ()),
        ("a@example.jp", ("a@example.jp",), ()),
        ("a@example.jp; b@example.jp,\nc@example.jp　d.e+f@x.example.jp", None, ()),
        ("a@example.jp、b@example.jp；a@example.jp", ("a@example.jp", "b@example.jp"), ()),
        ("ａ＠ｅｘａｍｐｌｅ．ｊｐ", ("a@example.jp",), ()),
        ("道路課 係長 <a@example.jp>; <b@example.jp>", ("a@example.jp", "b@example.jp"), ()),
        ("道路課", (), ("道路課",)),
        ("a@example.jp 内線2345", ("a@example.jp",), ("内線2345",)),
        ("a@@example.jp, @x.jp, a.@x.jp, a@x..jp, a@-x.jp", (), None),
        ("道路@example.jp", (), ("道路@example.jp",)),
        ("a@example.jp\r\nBcc: b@example.jp", ("a@example.jp", "b@example.jp"), ("Bcc:",)),
        ("x" * 250 + "@example.jp", (), None),
    ],
)
def test_addresses_of_a_cell(
    cell: str | None, good: tuple[str, ...] | None, wrong: tuple[str, ...] | None
) -> None:
    found = addresses(cell)
    if good is not None:
        assert found[0] == good
    if wrong is not None:
        assert found[1] == wrong
    else:
        assert found[1]


@given(TEXT | TEXT.map(lambda text: f"a@example.jp {text}"))
@settings(max_examples=200, deadline=None)
def test_no_cell_injects_a_header(cell: str) -> None:
    good, wrong = addresses(cell)
    if wrong:
        with pytest.raises(CannotWork, match="no mail address"):
            made(to=cell)
        return
    message = parsed(made(to=cell))
    assert list(message) == [key for key in HEADERS if key != "To" or good]
    if good:
        assert [f"{one.username}@{one.domain}" for one in message["To"].addresses] == list(good)


def test_many_addresses_are_folded() -> None:
    cell = ";".join(f"department{n}@city.example.jp" for n in range(40))
    message = parsed(made(to=cell))
    assert len(message["To"].addresses) == 40
    assert max(map(len, made(to=cell).split(b"\r\n"))) <= 78


def test_what_is_too_large_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "_MOST", 3_000_000)
    files = (("大きい.zip", b"x" * 2_500_000), ("次.zip", b"x" * 600_000), ("a.txt", b"x" * 500_000))
    message = parsed(made("s", "本文\n", *files))
    assert [one.get_filename() for one in message.iter_attachments()] == ["大きい.zip", "a.txt"]
    text = message.get_body()
    assert text is not None
    assert text.get_content().replace("\r\n", "\n") == (
        "本文\n\n※「次.zip」（1 MB）は容量が大きいため、このメールには添付しておりません。"
        "別の方法でお渡しします。\n"
    )
    english = b"".join(draft(to=None, sender=None, subject="s", body="Text\n", attachments=files, lang="en"))
    body = parsed(english).get_body()
    assert body is not None
    assert '"次.zip" (1 MB) is too large' in body.get_content()
    assert parsed(english)["From"] is None


def test_lines_are_the_same_however_many_are_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pieces break nowhere but at the end of a line."""
    monkeypatch.setattr(mail, "_LINES", 2)
    for size in (0, 1, 56, 57, 58, 113, 114, 115, 227, 228, 229, 400):
        data = bytes(range(256)) * 2
        text = base64.b64encode(data[:size])
        lines = [text[at : at + 76] + b"\r\n" for at in range(0, max(1, len(text)), 76)]
        assert b"".join(mail._base64(data[:size])) == b"".join(lines)
        assert all(piece.endswith(b"\r\n") for piece in mail._base64(data[:size]) if piece)


def test_twenty_megabytes_are_the_bound() -> None:
    assert parsed(made("s", "b", ("a.zip", b"x" * 20_000_001))).get_content_type() == "text/plain"
    assert len(made("s", "b", ("a.zip", b"x" * 20_000_000))) > 26_000_000
