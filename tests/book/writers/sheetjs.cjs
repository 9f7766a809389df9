// SheetJS as a writer: `node sheetjs.cjs OUTDIR FILE…` makes workbooks of its own and re-saves every FILE.
"use strict";
const path = require("path");
const XLSX = require("xlsx");

const ROWS = [
  ["", " 前後 ", "改行\nあり", "タブ\tあり", "=1+1", "<&>\"'", "𠮷野家", "00832", "△1,234", "a".repeat(32767)],
  [0, -1, 0.1, 1e-300, 1e300, 123456789012345, 33827.49999999999, true, false, null],
  [{ t: "n", v: 5.5, f: "SUM(A2:C2)" }, { t: "s", v: "負", f: 'IF(A2>0,"正","負")' }, { t: "e", v: 7, f: "1/0" }, { t: "e", v: 42 }],
  [{ t: "n", v: 45748.5, z: "yyyy/m/d" }, { t: "n", v: 0.5, z: "[h]:mm" }, { t: "b", v: false, f: "A2=B2" }],
];

function main([out, ...files]) {
  for (const [name, options] of Object.entries({
    inline: { bookSST: false },
    shared: { bookSST: true },
    deflated: { bookSST: true, compression: true },
    dates: { cellDates: true },
    1904: { date1904: true },
    macro: { bookType: "xlsm" },
  })) {
    const book = XLSX.utils.book_new();
    const sheet = XLSX.utils.aoa_to_sheet(ROWS);
    sheet.G4 = { t: "d", v: new Date(Date.UTC(2025, 3, 1)), z: "yyyy/m/d" };
    sheet["!merges"] = [XLSX.utils.decode_range("B10:D12")];
    sheet.B10 = { t: "s", v: "結合" };
    sheet["!ref"] = "A1:J12";
    sheet["!rows"] = [];
    sheet["!rows"][10] = { hidden: true };
    XLSX.utils.book_append_sheet(book, sheet, "令和7 '様' 式");
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([["版", "1"]]), "_meta");
    book.Workbook = {
      Sheets: [{ Hidden: 0 }, { Hidden: 2 }],
      Names: [{ Name: "F_a__0", Ref: "'令和7 ''様'' 式'!$A$1" }, { Name: "F_b", Sheet: 1, Ref: "_meta!$A$1" }],
      WBProps: { date1904: Boolean(options.date1904) },
    };
    const kind = options.bookType || "xlsx";
    XLSX.writeFile(book, path.join(out, `sheetjs-own-${name}.${kind}`), { bookType: kind, ...options });
  }
  for (const file of files) {
    const book = XLSX.readFile(file, { cellFormula: true, cellStyles: true, cellNF: true });
    XLSX.writeFile(book, path.join(out, "sheetjs-" + path.basename(file)), { compression: true, bookType: "xlsx" });
  }
}

main(process.argv.slice(2));
