"""Excel's formula language with field ids as names: one parser, two back ends.

``parse`` reads a formula, ``names`` lists the ids in it, ``bind`` replaces them by cells. A bound formula
becomes Excel text (``to_excel``) or is evaluated over thousands of records at once (``evaluate``). The
package knows nothing of forms or workbooks: a resolver tells it what a name means, an address function where
a cell is, a column function what stands in it.
"""

from xltool.formula.alike import Alike, alike, evaluate_alike
from xltool.formula.binding import bind
from xltool.formula.errors import FormulaError
from xltool.formula.evaluation import Column, evaluate
from xltool.formula.excel import to_excel
from xltool.formula.functions import FUNCTIONS
from xltool.formula.parser import parse
from xltool.formula.sharing import shared
from xltool.formula.tree import Area, CellRef, Const, Name, Node, Range, names
from xltool.formula.vec import ExcelError, Scalar, Vec

__all__ = [
    "FUNCTIONS",
    "Alike",
    "Area",
    "CellRef",
    "Column",
    "Const",
    "ExcelError",
    "FormulaError",
    "Name",
    "Node",
    "Range",
    "Scalar",
    "Vec",
    "alike",
    "bind",
    "evaluate",
    "evaluate_alike",
    "names",
    "parse",
    "shared",
    "to_excel",
]
