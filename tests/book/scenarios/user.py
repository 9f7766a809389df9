"""A LibreOffice user who does what people do to a workbook: run by the system's Python, which has UNO.

    python3 user.py PORT < jobs.json > done.json

``jobs`` is a list of {source, target, steps}; a step is [verb, argument, ...] with cells in A1 notation.
One office does all of them; ``done`` tells what went wrong, by target.
"""

import contextlib
import json
import sys
import time

import uno
from com.sun.star.awt import Point, Size
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table import TableSortField
from tables import Tables

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97"}


def option(name, value):
    return PropertyValue(Name=name, Value=value)


def connect(port):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            return resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.25)
    raise SystemExit("LibreOffice does not answer")


class User(Tables):
    """One workbook on the desk; every verb of the scenarios is a method."""

    def __init__(self, context, desktop, source):
        self.context, self.desktop = context, desktop
        self.others = {}
        self.book = self._open(source)
        self.sheet = self.book.Sheets.getByIndex(0)
        for sheet in self.book.Sheets:
            sheet.unprotect("")

    def _open(self, path):
        book = self.desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(path), "_blank", 0, (option("Hidden", True),)
        )
        assert book is not None, path
        return book

    def save(self, path):
        kind = FILTERS[path.rpartition(".")[2]]
        self.book.storeToURL(uno.systemPathToFileUrl(path), (option("FilterName", kind),))

    def sign(self, name):
        """Whose office it is from now on: the name that it writes into what it saves."""
        node = option("nodepath", "/org.openoffice.UserProfile/Data")
        provider = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.configuration.ConfigurationProvider", self.context
        )
        own = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess", (node,)
        )
        own.givenname = name
        own.commitChanges()

    def close(self):
        for book in (*self.others.values(), self.book):
            book.close(True)

    def _range(self, at):
        return self.sheet.getCellRangeByName(at)

    def _area(self, at):
        return self._range(at).getRangeAddress()

    # -- typing ---------------------------------------------------------------------------------------------

    def type_text(self, at, text):
        self._range(at).setString(text)

    def type_number(self, at, number):
        self._range(at).setValue(number)

    def type_formula(self, at, text):
        self._range(at).setFormula(text)

    def fill(self, at, content):
        """Type where a protected sheet lets one type: a text or a number, None to empty the cell."""
        cell = self._range(at).getCellByPosition(0, 0)
        assert not cell.CellProtection.IsLocked, f"{at} is locked"
        if content is None:
            self.clear(at)
        elif isinstance(content, str):
            cell.setString(content)
        else:
            cell.setValue(content)

    def explain(self, project, title, text):
        """Write on the check sheet, beside the marked row of that title in the project's block."""
        name = next(name for name in self.book.Sheets.ElementNames if name in {"入力チェック", "Checks"})
        self.sheet = self.book.Sheets.getByName(name)
        cursor = self.sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        rows = self.sheet.getCellRangeByPosition(0, 0, 2, cursor.RangeAddress.EndRow).getDataArray()
        block = next(i for i, row in enumerate(rows) if str(row[0]).startswith(project))
        at = next(i for i in range(block, len(rows)) if rows[i][2] == title and rows[i][0] not in "✔－")
        self.fill(f"F{at + 1}", text)

    def clear(self, at):
        self._range(at).clearContents(1 | 2 | 4 | 16)  # values, dates, texts, formulas

    def strike(self, at):
        self._range(at).CharStrikeout = 1

    def strike_part(self, at, first, count):
        cursor = self._range(at).createTextCursor()
        cursor.gotoStart(False)
        cursor.goRight(first, False)
        cursor.goRight(count, True)
        cursor.CharStrikeout = 1

    def comment(self, at, text):
        self.sheet.Annotations.insertNew(self._range(at).getCellAddress(), text)

    def text_box(self, at, text):
        shape = self.book.createInstance("com.sun.star.drawing.RectangleShape")
        where = self._range(at).Position
        shape.Position, shape.Size = Point(where.X + 50, where.Y + 50), Size(4000, 1000)
        self.sheet.DrawPage.add(shape)
        shape.setString(text)

    # -- rows, columns, blocks ------------------------------------------------------------------------------

    def insert_rows(self, row, count):
        self.sheet.Rows.insertByIndex(row - 1, count)

    def delete_rows(self, row, count):
        self.sheet.Rows.removeByIndex(row - 1, count)

    def insert_columns(self, letters, count):
        self.sheet.Columns.insertByIndex(self._area(letters + "1").StartColumn, count)

    def delete_columns(self, letters, count):
        self.sheet.Columns.removeByIndex(self._area(letters + "1").StartColumn, count)

    def hide_rows(self, at):
        self._range(at).Rows.IsVisible = False

    def hide_columns(self, at):
        self._range(at).Columns.IsVisible = False

    def cut(self, at, to):
        before = self._range(at).getDataArray()
        self.sheet.moveRange(self._range(to).getCellByPosition(0, 0).getCellAddress(), self._area(at))
        assert self._range(at).getDataArray() != before, f"{at} cannot be cut"

    def copy(self, at, to):
        where = self._range(to).getCellByPosition(0, 0)
        before = where.getString()
        self.sheet.copyRange(where.getCellAddress(), self._area(at))
        assert where.getString() != before, f"{at} cannot be copied"

    def merge(self, at):
        self._range(at).merge(False)
        self._range(at).merge(True)

    def unmerge(self, at):
        self._range(at).merge(False)

    def sort(self, at, column):
        key = TableSortField(Field=self._area(column + "1").StartColumn - self._area(at).StartColumn)
        key.IsAscending = True
        self._range(at).sort(
            (
                option("SortFields", uno.Any("[]com.sun.star.table.TableSortField", (key,))),
                option("ContainsHeader", False),
            )
        )

    # -- from other workbooks -------------------------------------------------------------------------------

    def _other(self, path):
        if path not in self.others:
            self.others[path] = self._open(path)
        return self.others[path]

    def paste_values(self, path, at, to):
        """Paste special, values only: every cell that holds something, where it may be written."""
        there = self._other(path).Sheets.getByIndex(0).getCellRangeByName(at)
        self._range(to).setDataArray(there.getDataArray())

    def paste(self, path, at, to):
        """Copy in another workbook, paste here: values, formulas, formats, merges, drop-downs."""
        count = self.book.Sheets.Count
        self.import_sheet(path, count)
        there = self.book.Sheets.getByIndex(count)
        self._range(at).merge(False)
        where = self._range(to).getCellByPosition(0, 0).getCellAddress()
        self.sheet.copyRange(where, there.getCellRangeByName(at).getRangeAddress())
        self.book.Sheets.removeByName(there.Name)

    def import_sheet(self, path, position):
        other = self._other(path)
        self.book.Sheets.importSheet(other, other.Sheets.getByIndex(0).Name, position)

    def to_new_book(self):
        """Move or copy sheet, into a new document."""
        new = self.desktop.loadComponentFromURL(
            "private:factory/scalc", "_blank", 0, (option("Hidden", True),)
        )
        new.Sheets.importSheet(self.book, self.sheet.Name, 0)
        new.Sheets.removeByName(new.Sheets.getByIndex(1).Name)
        self.others["old"], self.book = self.book, new
        self.sheet = new.Sheets.getByIndex(0)

    # -- sheets and names -----------------------------------------------------------------------------------

    def go_to(self, index):
        self.sheet = self.book.Sheets.getByIndex(index)

    def rename_sheet(self, name):
        self.sheet.Name = name

    def move_sheet(self, position):
        self.book.Sheets.moveByName(self.sheet.Name, position)

    def copy_sheet(self, name, position):
        self.book.Sheets.copyByName(self.sheet.Name, name, position)

    def add_sheet(self, name, text):
        self.book.Sheets.insertNewByName(name, self.book.Sheets.Count)
        self.book.Sheets.getByName(name).getCellByPosition(0, 0).setString(text)

    def delete_sheet(self, name):
        self.book.Sheets.removeByName(name)

    def delete_names(self):
        for names in (self.book.NamedRanges, *(sheet.NamedRanges for sheet in self.book.Sheets)):
            for name in names.ElementNames:
                names.removeByName(name)


def main(port):
    jobs = json.load(sys.stdin)
    context = connect(port)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    wrong = {}
    for job in jobs:
        try:
            user = User(context, desktop, job["source"])
            for verb, *arguments in job["steps"]:
                getattr(user, verb)(*arguments)
            user.save(job["target"])
            user.close()
        except Exception as error:
            wrong[job["target"]] = f"{type(error).__name__}: {error}"
    json.dump(wrong, sys.stdout, ensure_ascii=False)
    with contextlib.suppress(Exception):  # it goes before it can answer
        desktop.terminate()


main(sys.argv[1])
