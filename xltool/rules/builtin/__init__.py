"""The registry: every rule that comes with the tool, one module each.

XL0xx the tool itself, XL1xx identity and structure, XL2xx one cell, XL3xx within one sheet, XL4xx across
sheets, files and years. An id never changes its meaning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xltool.rules.builtin import (
    ambiguous,
    appeared,
    carried_changed,
    carriers_conflict,
    code_length,
    control_characters,
    copied_prose,
    crashed,
    duplicate_cell,
    end_year_later,
    error_value,
    external_links,
    extra_sheet,
    foreign_choice,
    formula_altered,
    formula_overwritten,
    formula_replaced,
    formulas_unchecked,
    found_by_label,
    hidden_sheet,
    identity_conflict,
    indicator_unit,
    locked_altered,
    lost_field,
    macros,
    merged_over,
    missing_fields,
    moved_field,
    new_again,
    no_form_sheet,
    normalised,
    not_in_list,
    not_on_roster,
    not_whole,
    older_form,
    other_department,
    out_of_range,
    outlier,
    outside_content,
    pictures,
    required,
    restated_figure,
    same_project,
    settled_changed,
    slip_since_last_year,
    stale,
    struck_through,
    text_number,
    thousandfold_year,
    too_long,
    total_differs,
    twin_sheet,
    unit_cost_differs,
    unknown_form,
    unknown_version,
    unreadable,
    unreadable_file,
    vanished,
    wrong_form,
    wrong_version,
    wrong_year,
)

if TYPE_CHECKING:
    from xltool.rules.rule import Builtin

__all__ = ["BUILTIN"]

BUILTIN: tuple[Builtin, ...] = (
    crashed.RULE,  # XL001
    unreadable_file.RULE,  # XL101
    no_form_sheet.RULE,  # XL102
    unknown_form.RULE,  # XL103
    unknown_version.RULE,  # XL104
    wrong_form.RULE,  # XL105
    wrong_version.RULE,  # XL106
    wrong_year.RULE,  # XL107
    carriers_conflict.RULE,  # XL108
    identity_conflict.RULE,  # XL109
    twin_sheet.RULE,  # XL110
    lost_field.RULE,  # XL111
    moved_field.RULE,  # XL112
    found_by_label.RULE,  # XL113
    merged_over.RULE,  # XL114
    duplicate_cell.RULE,  # XL115
    missing_fields.RULE,  # XL116
    older_form.RULE,  # XL117
    outside_content.RULE,  # XL121
    macros.RULE,  # XL131
    external_links.RULE,  # XL132
    hidden_sheet.RULE,  # XL133
    extra_sheet.RULE,  # XL134
    pictures.RULE,  # XL135
    required.RULE,  # XL201
    unreadable.RULE,  # XL202
    ambiguous.RULE,  # XL203
    error_value.RULE,  # XL204
    not_in_list.RULE,  # XL205
    foreign_choice.RULE,  # XL206
    out_of_range.RULE,  # XL207
    not_whole.RULE,  # XL208
    too_long.RULE,  # XL209
    code_length.RULE,  # XL210
    control_characters.RULE,  # XL211
    normalised.RULE,  # XL212
    text_number.RULE,  # XL213
    struck_through.RULE,  # XL214
    locked_altered.RULE,  # XL221
    formula_altered.RULE,  # XL222
    formula_overwritten.RULE,  # XL223
    formula_replaced.RULE,  # XL224
    stale.RULE,  # XL225
    formulas_unchecked.RULE,  # XL226
    thousandfold_year.RULE,  # XL301
    same_project.RULE,  # XL401
    not_on_roster.RULE,  # XL402
    other_department.RULE,  # XL403
    unit_cost_differs.RULE,  # XL411
    indicator_unit.RULE,  # XL412
    outlier.RULE,  # XL413
    total_differs.RULE,  # XL414
    copied_prose.RULE,  # XL415
    restated_figure.RULE,  # XL421
    settled_changed.RULE,  # XL422
    carried_changed.RULE,  # XL423
    slip_since_last_year.RULE,  # XL424
    end_year_later.RULE,  # XL425
    appeared.RULE,  # XL426
    vanished.RULE,  # XL427
    new_again.RULE,  # XL428
)
