"""Whatever a form file holds, it is a Form that works or a FormError: never a traceback, nothing later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xltool.errors import FormError
from xltool.form import Batch, edition, lay_out, parse_form, templates_folder, warnings

from .club import CLUB

if TYPE_CHECKING:
    from collections.abc import Callable

SHIPPED = tuple(
    (folder / "form.yaml").read_text("utf-8").replace("rules: rules.yaml\n", "rules:\n")
    + (folder / "rules.yaml").read_text("utf-8")
    for folder in sorted(templates_folder().iterdir())
    if (folder / "rules.yaml").is_file()
)
PIECES = (
    *(
        "",
        " ",
        "  ",
        "- ",
        "-1",
        "0",
        "1",
        "9999999",
        "1e3",
        "[",
        "]",
        "{",
        "}",
        "[]",
        "{}",
        ": ",
        ", ",
        "#",
        "'",
        '"',
    ),
    *(
        "&a ",
        "*a",
        "<<: ",
        "!x ",
        "|",
        ">",
        "%",
        "@",
        "\t",
        "\x00",
        "\u2028",
        "\U0001f600",
        "・",
        "null",
        "true",
        "yes",
    ),
    *(
        "year",
        "{n}",
        "{year}",
        "{",
        "PREV(",
        ")",
        "cost",
        "cost.*",
        ".",
        "*",
        "[*]",
        "[+1]",
        "[99]",
        "SUM(",
        "1/0",
        "=",
    ),
    *(
        "id: ",
        "of: 0",
        "rows: ",
        "repeat: ",
        "group: ",
        "width: 0",
        "years: true",
        "sub: {a: b}",
        "type: tick",
    ),
    *("formula: ", "required: ", "value: ", "carry: ", "choices: ", "owner: committee", "parent: ", "from: "),
)
Mutation = tuple[str, int, int, str]
MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(("drop", "repeat", "swap", "indent", "insert", "overwrite", "words", "value")),
        st.integers(0, 10_000),
        st.integers(0, 200),
        st.sampled_from(PIECES) | st.text(max_size=6),
    ),
    min_size=1,
    max_size=4,
)


def words(row: str, other: str, at: int) -> str:
    """A word of another line in place of one of this line."""
    mine, theirs = row.split(" "), other.split(" ")
    mine[at % len(mine)] = theirs[at % len(theirs)]
    return " ".join(mine)


CHANGES: dict[str, Callable[[str, str, int, str], list[str]]] = {
    "drop": lambda row, other, at, piece: [],
    "repeat": lambda row, other, at, piece: [row, row],
    "swap": lambda row, other, at, piece: [other],
    "indent": lambda row, other, at, piece: [row[at % 5 :] if at % 2 else " " * (at % 5) + row],
    "insert": lambda row, other, at, piece: [row[: at % (len(row) + 1)] + piece + row[at % (len(row) + 1) :]],
    "overwrite": lambda row, other, at, piece: [row[: at % (len(row) + 1)] + piece],
    "words": lambda row, other, at, piece: [words(row, other, at)],
    "value": lambda row, other, at, piece: [row.partition(": ")[0] + ": " + piece],
}


def mutated(text: str, mutations: list[Mutation]) -> str:
    for kind, line, at, piece in mutations:
        rows = text.split("\n")
        i = line % len(rows)
        rows[i : i + 1] = CHANGES[kind](rows[i], rows[(line * 7 + at) % len(rows)], at, piece)
        text = "\n".join(rows)
    return text


def use(text: str) -> None:
    """Read a form and, where it can be read, everything that its editions promise."""
    try:
        form = parse_form(text)
    except FormError as error:
        lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        assert error.problems
        assert all(
            1 <= problem.line <= lines and problem.text.ja and problem.text.en for problem in error.problems
        )
        return
    assert lay_out(form).fields.keys() == form.fields.keys()
    for year in (2017, 2026):
        one = edition(form, year)
        batch = Batch(edition=one, values=[{}], doubtful=[set(form.fields)])
        assert one.title is not None
        for field in form.fields.values():
            assert one.label(field)
            one.options(field)
            one.ancestors(field)
            batch.column(field.id)
        for node in (*one.defaults.values(), *(n for n in one.required.values() if n is not None)):
            batch.evaluate(node)
        for rule in one.rules:
            for instance in rule.instances:
                batch.evaluate(instance.expect)
    warnings(edition(form, 2026))


@given(MUTATIONS)
@settings(max_examples=400, deadline=None)
def test_a_spoiled_club_form(mutations: list[Mutation]) -> None:
    use(mutated(CLUB, mutations))


@given(st.sampled_from(SHIPPED), MUTATIONS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_spoiled_shipped_form(text: str, mutations: list[Mutation]) -> None:
    use(mutated(text, mutations))


@given(st.text(alphabet=st.characters(codec=None), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text(text: str) -> None:
    use(text)


@given(
    st.lists(st.sampled_from((*PIECES, "\n", "\n  ", "\n    - ", "form: f", "sections:")), max_size=30).map(
        "".join
    )
)
@settings(max_examples=300, deadline=None)
def test_any_pieces(text: str) -> None:
    use(text)


def test_shipped_forms_are_used() -> None:
    assert len(SHIPPED) >= 2
    for text in SHIPPED:
        parse_form(text)
        use(text)
