// exceljs as a writer: `node exceljs.cjs OUTDIR FILE…` makes workbooks of its own and re-saves every FILE.
"use strict";
const path = require("path");
const ExcelJS = require("exceljs");

const TEXTS = ["", " 前後 ", "改行\nあり", "タブ\tあり", "=1+1", "<&>\"'", "𠮷野家", "00832", "_x000D_", "△1,234", "a".repeat(32767)];
const NUMBERS = [0, -1, 0.1, 1e-300, 1e300, 123456789012345, 33827.49999999999];

function fill(sheet) {
  TEXTS.forEach((text, i) => (sheet.getCell(i + 1, 1).value = text));
  NUMBERS.forEach((number, i) => (sheet.getCell(i + 1, 2).value = number));
  sheet.getCell("C1").value = { formula: "SUM(B1:B3)", result: 5.5 };
  sheet.getCell("C2").value = { formula: 'IF(B1>0,"正","負")', result: "負" };
  sheet.getCell("C3").value = { formula: "1/0", result: { error: "#DIV/0!" } };
  sheet.getCell("C4").value = { formula: "B1=B2", result: false };
  sheet.getCell("C5").value = { formula: "B5*2" };
  sheet.getCell("D1").value = new Date(Date.UTC(2025, 3, 1, 12));
  sheet.getCell("D2").value = true;
  sheet.getCell("D3").value = { error: "#N/A" };
  sheet.getCell("D4").value = { richText: [{ text: "残す" }, { font: { strike: true }, text: "消す" }] };
  sheet.getCell("D5").value = { text: "リンク", hyperlink: "http://example.invalid/" };
}

async function main([out, ...files]) {
  for (const date1904 of [false, true]) {
    const book = new ExcelJS.Workbook();
    book.properties.date1904 = date1904;
    const sheet = book.addWorksheet("令和7 '様' 式", { views: [{ showGridLines: false }] });
    fill(sheet);
    sheet.mergeCells("B20:D22");
    sheet.getCell("B20").value = "結合";
    sheet.getCell("B20").note = "メモ";
    sheet.getRow(25).hidden = true;
    sheet.getCell("E1").value = { formula: "B1+1", result: 1, shareType: "shared", ref: "E1:E3" };
    sheet.getCell("E2").value = { sharedFormula: "E1", result: 0 };
    sheet.getCell("E3").value = { sharedFormula: "E1", result: 1.1 };
    sheet.protect("", {});
    book.addWorksheet("_meta", { state: "veryHidden" }).getCell("XFD9").value = "端";
    book.definedNames.add("'令和7 ''様'' 式'!$A$1", "F_a__0");
    await book.xlsx.writeFile(path.join(out, `exceljs-own-${date1904 ? 1904 : 1900}.xlsx`));
  }
  for (const shared of [false, true]) {
    const options = { filename: path.join(out, `exceljs-stream-${shared}.xlsx`), useSharedStrings: shared, useStyles: true };
    const book = new ExcelJS.stream.xlsx.WorkbookWriter(options);
    const sheet = book.addWorksheet("流し");
    fill(sheet);
    sheet.commit();
    await book.commit();
  }
  for (const file of files) {
    const book = new ExcelJS.Workbook();
    try {
      await book.xlsx.readFile(file);
      await book.xlsx.writeFile(path.join(out, "exceljs-" + path.basename(file)));
    } catch (error) {
      console.error(path.basename(file), error.message); // some of Excel's own files are beyond it
    }
  }
}

main(process.argv.slice(2));
