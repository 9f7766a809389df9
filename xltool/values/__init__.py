"""Values: fiscal years, Japanese numbers, words out of closed sets, as people type them.

Every ``read_…`` takes a cell's content and gives a `Reading`; it never raises and never guesses.
"""

from xltool.values.chars import clean_prose, fold, half_width, is_dash, squeeze
from xltool.values.codes import read_code, read_phone
from xltool.values.dates import day_serial, read_date, serial_day
from xltool.values.eras import era_number, fiscal_year, year_choices, year_label
from xltool.values.numbers import NumberKind, read_number
from xltool.values.reading import Raw, Reading, Status, Value, format_number
from xltool.values.scores import Scale, read_score
from xltool.values.ticks import read_tick
from xltool.values.words import Options, read_choice, read_standin
from xltool.values.years import read_year

__all__ = [
    "NumberKind",
    "Options",
    "Raw",
    "Reading",
    "Scale",
    "Status",
    "Value",
    "clean_prose",
    "day_serial",
    "era_number",
    "fiscal_year",
    "fold",
    "format_number",
    "half_width",
    "is_dash",
    "read_choice",
    "read_code",
    "read_date",
    "read_number",
    "read_phone",
    "read_score",
    "read_standin",
    "read_tick",
    "read_year",
    "serial_day",
    "squeeze",
    "year_choices",
    "year_label",
]
