"""Alike texts: the quick search finds what comparing each with each finds."""

from __future__ import annotations

from itertools import combinations
from random import Random

from xltool.rules.prose import alike, bare

WORDS = (
    "地域",
    "防災",
    "訓練",
    "実施",
    "参加者",
    "増加",
    "課題",
    "周知",
    "経費",
    "削減",
    "委託",
    "検討",
    "継続",
)


def _text(rng: Random, length: int = 30) -> str:
    return "".join(rng.choice(WORDS) + rng.choice("をにのでと") for _ in range(length))


def _edited(rng: Random, text: str, times: int) -> str:
    letters = list(text)
    for _ in range(times):
        letters[rng.randrange(len(letters))] = rng.choice("春夏秋冬")
    return "".join(letters)


def _share(one: str, other: str) -> float:
    a, b = ({text[i : i + 3] for i in range(len(text) - 2)} for text in (one, other))
    return len(a & b) / len(a | b)


def test_it_finds_the_pairs_that_comparing_all_with_all_finds() -> None:
    for seed in range(20):
        rng = Random(seed)
        first = [_text(rng, rng.randint(12, 40)) for _ in range(25)]
        texts = list(dict.fromkeys([*first, *(_edited(rng, text, rng.randint(1, 5)) for text in first)]))
        for threshold in (0.6, 0.8, 0.9):
            expected = {
                (i, j)
                for i, j in combinations(range(len(texts)), 2)
                if _share(texts[i], texts[j]) >= threshold
            }
            found = alike(texts, threshold)
            assert {(i, j) for i, others in found.items() for j in others if i < j} == expected
            assert all(
                abs(share - _share(texts[i], texts[j])) < 1e-9 for i in found for j, share in found[i].items()
            )
            assert expected


def test_of_a_crowd_of_alike_texts_each_finds_some() -> None:
    rng = Random(1)
    base = _text(rng, 40)
    texts = list(dict.fromkeys(_edited(rng, base, 2) for _ in range(400)))
    found = alike(texts, 0.7)
    assert len(found) == len(texts)
    assert sum(map(len, found.values())) < 20 * len(texts)


def _of_stock_phrases(rng: Random, count: int) -> list[str]:
    """Sentences that all of them say, each with a figure of its own, and some copies with slips."""
    phrases = [_text(rng, rng.randint(4, 14)) for _ in range(25)]
    first = [
        "".join(f"{one}{rng.randint(2, 999)}件" for one in rng.sample(phrases, rng.randint(2, 5)))
        for _ in range(count)
    ]
    copies = [_edited(rng, rng.choice(first), rng.randint(1, 4)) for _ in range(count // 8)]
    texts = list(dict.fromkeys([*first, *copies]))
    rng.shuffle(texts)
    return texts


def test_stock_phrases_do_not_hide_copies() -> None:
    texts = _of_stock_phrases(Random(3), 800)
    sets = [{text[i : i + 3] for i in range(len(text) - 2)} for text in texts]
    shares = {
        (i, j): len(sets[i] & sets[j]) / len(sets[i] | sets[j])
        for i, j in combinations(range(len(texts)), 2)
        if min(len(sets[i]), len(sets[j])) > max(len(sets[i]), len(sets[j])) / 2
    }
    for threshold, least in ((0.65, 0.97), (0.8, 1)):
        expected = {pair for pair, share in shares.items() if share >= threshold}
        found = {(i, j) for i, others in alike(texts, threshold).items() for j in others if i < j}
        assert found <= expected
        assert len(found) >= least * len(expected) > 80


def test_nothing_is_alike_to_nothing() -> None:
    assert alike([], 0.8) == {} and alike(["一二三"], 0.8) == {} and alike(["一二三", "四五六"], 1) == {}
    assert alike(["一二三四", "一二三五", "\ud800😀六七"], 0.3) == {0: {1: 1 / 3}, 1: {0: 1 / 3}}


def test_only_letters_and_digits_count() -> None:
    assert bare("○ＡＢＣ・１２\u3000か所。\n") == "abc12か所"
    assert bare("㍻２ ﾊﾞｽ・ば\0は゛") == "平成2バスばは"
    assert bare("か\u3099 e\u0301 \u1112\u1161\u11ab ㈱😀𠮷") == "がé한株𠮷"
