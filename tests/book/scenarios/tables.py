"""What people do to a table of a workbook, in LibreOffice: find a row, sort, filter, choose from a list."""

import re

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.sheet import TableFilterField
from com.sun.star.sheet.FilterOperator import EQUAL
from com.sun.star.sheet.ValidationType import LIST
from com.sun.star.table import TableSortField


class Tables:
    """Verbs of the user; the table is the one of the sheet, as LibreOffice knows it from the file."""

    def go_to_sheet(self, name):
        self.sheet = self.book.Sheets.getByName(name)

    def enter(self, row, heading, text):
        """Type into the row of the table in which ``row`` stands (a list: all of them), below a heading.

        A cell with a drop-down takes only what its list offers.
        """
        cell = self.sheet.getCellByPosition(self._column(heading), self._row(row))
        offered = _offered(self.book, cell)
        assert offered is None or text == "" or text in offered, f"{row}: {text} is none of {offered}"
        cell.setString(text)

    def sort_by(self, heading, ascending):
        field = TableSortField(Field=self._column(heading) - self._address().StartColumn)
        field.IsAscending = ascending
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        words = {"SortFields": fields, "ContainsHeader": True}
        before = self._data().getDataArray()
        self._data().sort(tuple(PropertyValue(Name=name, Value=value) for name, value in words.items()))
        after = self._data().getDataArray()
        assert before != after, f"sorting by {heading} changes nothing"
        assert sorted(map(str, before)) == sorted(map(str, after))
        assert before[0] == after[0]

    def filter_by(self, heading, text):
        """Show only the rows that say it."""
        field = TableFilterField(Field=self._column(heading) - self._address().StartColumn)
        field.Operator, field.IsNumeric, field.StringValue = EQUAL, False, text
        area = self._area_of_table()
        area.AutoFilter = True
        descriptor = area.getFilterDescriptor()
        descriptor.ContainsHeader = True
        descriptor.setFilterFields((field,))
        area.refresh()
        rows = self._data().Rows
        shown = [rows.getByIndex(i).IsVisible for i in range(rows.Count)]
        assert True in shown[1:], f"no row says {text}"
        assert False in shown, f"every row says {text}"

    def delete_row_of(self, row):
        self.sheet.Rows.removeByIndex(self._row(row), 1)

    def hide_column_of(self, heading):
        self.sheet.Columns.getByIndex(self._column(heading)).IsVisible = False

    def move_column_of(self, heading, before):
        """Cut a column and insert it before another, or leave a table's column where LibreOffice refuses."""
        at, to = self._column(heading), self._column(before)
        assert at > to, "to the left only"
        used = self._address().EndRow
        self.sheet.Columns.insertByIndex(to, 1)
        source = self.sheet.getCellRangeByPosition(at + 1, 0, at + 1, used)
        target = self.sheet.getCellByPosition(to, 0)
        self.sheet.moveRange(target.getCellAddress(), source.getRangeAddress())
        self.sheet.Columns.removeByIndex(at + 1, 1)

    def _area_of_table(self):
        own = self.sheet.RangeAddress.Sheet
        ranges = (self.book.DatabaseRanges.getByIndex(i) for i in range(self.book.DatabaseRanges.Count))
        return next(one for one in ranges if one.DataArea.Sheet == own)

    def _address(self):
        return self._area_of_table().DataArea

    def _data(self):
        at = self._address()
        return self.sheet.getCellRangeByPosition(at.StartColumn, at.StartRow, at.EndColumn, at.EndRow)

    def _column(self, heading):
        heads = self._data().getDataArray()[0]
        assert heading in heads, f"no heading {heading} among {heads[:8]}"
        return self._address().StartColumn + heads.index(heading)

    def _row(self, row):
        wanted = {row} if isinstance(row, str) else set(row)
        found = [i for i, cells in enumerate(self._data().getDataArray()) if wanted <= set(cells)]
        assert len(found) == 1, f"{row} stands in {len(found)} rows"
        return self._address().StartRow + found[0]


def _offered(book, cell):
    """The entries of a cell's drop-down; None without one."""
    rule = cell.Validation
    if rule.Type != LIST:
        return None
    sheet, at = re.fullmatch(r"'?\$?([^'.!]+)'?[.!](.+)", rule.getFormula1().lstrip("=")).groups()
    cells = book.Sheets.getByName(sheet).getCellRangeByName(at.replace("$", "")).getDataArray()
    return [row[0] for row in cells]
