"""Records as the ledger keeps them: whole again, whoever wrote them, and opened only as far as asked."""

from __future__ import annotations

import json
import pickle
import zlib
from dataclasses import asdict, fields, replace
from typing import Any

import pytest

from tests.faults.city import make_city
from xltool.book import Anomaly, Library, Record
from xltool.book.later import Later
from xltool.campaign.ledger import pack
from xltool.campaign.ledger.pack import Packed, pack_record, unpack_record, unpack_texts
from xltool.form import find_form
from xltool.text import Text

NOTE = Anomaly(kind="outside", sheet="S", cell="A1", value="メモ", note=Text("あ", "a"))


def sheets() -> list[Record]:
    first, second, *_ = make_city("pack", 2026, 20).records()
    odd = replace(
        second,
        raw={**second.raw, "basic.law": "第１条\ud800"},
        issued={"header.code": "00001"},
        cached={"cost.budget[0]": 1.5},
        formulas={"cost.budget[0]": None},
        explanations={"XL413": "正しい"},
        doubtful=frozenset({"basic.law"}),
        anomalies=(NOTE,),
        check="K7QX",
    )
    without = {key: value for key, value in first.values.items() if key != "basic.law"}
    return [first, odd, replace(first, values=without)]


def row(record: Record, packed: Packed, rest: bytes | None = None) -> dict[str, Any]:
    return {
        "sheet": record.sheet,
        "form": record.form,
        "version": record.version,
        "year": record.year,
        "campaign": record.campaign,
        "project": record.project,
        "department": record.department,
        "issue": record.issue,
        "values": packed.values,
        "record": rest or packed.rest,
    }


def plain(record: Record) -> dict[str, object]:
    found = {one.name: getattr(record, one.name) for one in fields(record) if one.name != "edition"}
    return {key: dict(value) if isinstance(value, Later) else value for key, value in found.items()}


def in_one_piece(record: Record) -> bytes:
    """As ledgers have them that were written before records had pieces."""
    rest: dict[str, object] = {
        name: getattr(record, name)
        for name in ("raw", "cells", "located", "issued", "cached", "formulas", "explanations", "check")
    }
    rest |= {"fields": list(record.values), "doubtful": sorted(record.doubtful)}
    rest["anomalies"] = [asdict(one) for one in record.anomalies]
    rest["form"], rest["form_digest"] = record.edition.form.version, record.edition.form.digest
    rest["parameters"] = dict(record.edition.parameters)
    return zlib.compress(json.dumps(rest).encode("ascii"))


def library() -> Library:
    return Library(find=lambda _: find_form("jimu-jigyo"))


@pytest.mark.parametrize("record", sheets(), ids=["clean", "odd", "a field less"])
@pytest.mark.parametrize("older", [False, True])
def test_a_record_comes_back_whole(record: Record, older: bool) -> None:
    packed = pack_record(record)
    rest = in_one_piece(record) if older else packed.rest
    back = unpack_record(row(record, packed, rest), library(), file=record.file)
    assert plain(back) == plain(record)
    assert list(back.values) == list(record.values)
    assert unpack_texts(rest) == (dict(record.raw), dict(record.explanations))


def test_what_nobody_asks_for_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    record = sheets()[1]
    packed = pack_record(record)
    opened: list[int] = []
    whole = pack._opened
    monkeypatch.setattr(pack, "_opened", lambda pressed: opened.append(1) or whole(pressed))
    back = unpack_record(row(record, packed), library(), file="a.xlsx")
    assert (back.values["header.code"], back.doubtful, len(opened)) == (
        record.values["header.code"],
        record.doubtful,
        1,
    )
    assert (back.raw["basic.law"], back.explanations["XL413"], len(opened)) == ("第１条\ud800", "正しい", 2)


def test_elsewhere_it_is_simply_there() -> None:
    record = sheets()[1]
    back = unpack_record(row(record, pack_record(record)), library(), file="a.xlsx")
    again = pickle.loads(pickle.dumps(back.raw))
    assert type(again) is dict
    assert again == dict(record.raw) == back.raw
    json.dumps(back.to_json())


def test_later_knows_a_part_without_asking() -> None:
    asked = []

    def load() -> dict[str, int]:
        asked.append(1)
        return {"a": 1, "b": 2}

    one = Later(load, {"a": 1})
    assert (one["a"], one.get("a"), asked) == (1, 1, [])
    assert (one["b"], one.get("c", 7), len(one), dict(one)) == (2, 7, 2, {"a": 1, "b": 2})
    with pytest.raises(KeyError):
        one["c"]
