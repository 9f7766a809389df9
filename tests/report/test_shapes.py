"""The JSON shapes that other programs rely on."""

from __future__ import annotations

import json
import random

from tests.report.sheets import any_record, finding, jimu
from xltool.report import DATA, check_shape, extract_shape, fields_shape, to_bytes

RECORD = any_record(jimu(), 1, random.Random(1))


def test_extract_has_every_key_of_the_contract() -> None:
    shape = extract_shape([RECORD], [finding(RECORD)], "ja")
    record = shape["records"][0]
    assert list(record) == [
        *("file", "sheet", "form", "version", "year", "campaign"),
        *("project", "department", "values", "raw", "located"),
    ]
    assert record["campaign"] is None
    assert set(record["values"]) == set(jimu().form.fields)
    assert shape["findings"][0]["cell"] == "C7"


def test_check_counts_by_severity_and_repeats_the_first_place() -> None:
    shape = check_shape([finding(RECORD), finding(RECORD, "note")], files=2, records=1, lang="en")
    assert shape["summary"] == {"error": 1, "query": 0, "note": 1}
    assert (shape["files"], shape["records"]) == (2, 1)
    one = shape["findings"][0]
    assert (one["sheet"], one["cell"], one["field"]) == ("評価シート", "C7", "basic.law")
    assert one["message"] == "'Legal basis' is empty."
    assert one["explanation"] is None


def test_fields() -> None:
    shape = fields_shape(jimu(), "評価シート", {"cost.direct[+1]": "AG33"})
    assert (shape["form"], shape["version"], shape["year"]) == ("jimu-jigyo", "1", 2017)
    by_id = {one["id"]: one for one in shape["fields"]}
    direct = by_id["cost.direct[+1]"]
    assert direct["name"] == "F_cost__direct__p1"
    assert (direct["sheet"], direct["cell"]) == ("評価シート", "AG33")
    assert direct["formula"] == "SUM(cost.national:cost.general)"
    assert direct["unit"] == "千円"
    assert by_id["overview.section"]["choices"] == {
        "from": "総合計画",
        "column": "節",
        "parent": "overview.chapter",
    }
    assert by_id["eval.first.grade"]["choices"][0] == {"code": "拡大", "label": "拡大"}
    assert by_id["overview.means_before"]["required"] == 'basic.novelty<>"新規"'
    assert by_id["basic.law"]["required"] is False
    assert by_id["activity.1.target[0]"]["also"] == ["設定困難", "－"]
    assert by_id["header.code"]["section"] is None
    keys = {"id", "name", "sheet", "cell", "label", "section", "type", "choices", "also"}
    keys |= {"required", "prefill", "carry", "formula", "owner", "unit"}
    assert all(set(one) == keys for one in shape["fields"])


def test_bytes_are_readable_utf8_even_with_half_a_surrogate_pair() -> None:
    data = to_bytes({"a": "事業\ud842", "b": None})
    assert "事業".encode() in data
    assert json.loads(data.decode("utf-8")) == {"a": "事業\ud842", "b": None}


def test_the_registry_writes_the_same() -> None:
    shape = extract_shape([RECORD], [], "ja")
    assert json.loads(DATA["json"]([RECORD], [], "ja")) == json.loads(to_bytes(shape))
