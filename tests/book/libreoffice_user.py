"""A LibreOffice user without hands: run by the system's Python, which has UNO.

    python3 libreoffice_user.py PORT FORM.xlsx SAVED.xlsx < typed.json > seen.json

``typed`` is {defined name: text as typed}. Reports what the user could not do and what the cells offer.
"""

import contextlib
import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


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


def typed_as_number(text):
    return text.replace(".", "", 1).isdigit() and (
        text == "0" or not text.startswith("0") or text[1:2] == "."
    )


def main(port, source, target):
    typed = json.load(sys.stdin)
    context = connect(port)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    hidden = (option("Hidden", True),)
    book = desktop.loadComponentFromURL(uno.systemPathToFileUrl(source), "_blank", 0, hidden)
    seen = {"protected": [], "lists": {}, "sheets": {}}
    for sheet in book.Sheets:
        seen["sheets"][sheet.Name] = sheet.isProtected()
    for name, text in typed.items():
        cell = book.NamedRanges.getByName(name).getReferredCells().getCellByPosition(0, 0)
        before = cell.getFormula()
        locked = cell.Spreadsheet.isProtected() and cell.CellProtection.IsLocked
        if locked:
            seen["protected"].append(name)
            continue
        if typed_as_number(text):
            cell.setValue(float(text))
        else:
            cell.setString(text)
        assert cell.getFormula() != before or text == before, name
        kind = cell.Validation.Type.value
        seen["lists"][name] = [kind, cell.Validation.getFormula1()]
    book.calculateAll()
    book.storeToURL(uno.systemPathToFileUrl(target), (option("FilterName", "Calc MS Excel 2007 XML"),))
    book.close(True)
    with contextlib.suppress(Exception):  # it goes before it can answer
        desktop.terminate()
    json.dump(seen, sys.stdout, ensure_ascii=False)


main(*sys.argv[1:])
