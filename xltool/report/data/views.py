"""The views of both databases: plain SQL that SQLite and DuckDB read alike."""

from __future__ import annotations

__all__ = ["views"]

_PROJECTS = """\
SELECT r.record, r.form, r.year, r.project, c.value AS name, r.department
FROM records AS r
LEFT JOIN fields AS f ON f.form = r.form AND f.year = r.year AND f.role = 'name'
LEFT JOIN cells AS c ON c.record = r.record AND c.field = f.field"""
_COSTS = """\
SELECT p.record, p.form, p.year, p.project, p.name, p.department,
       f.series, f.series_label, f.fiscal_year, f.basis, c.number AS amount, f.unit, c.standin
FROM cells AS c
JOIN fields AS f ON f.form = c.form AND f.year = c.year AND f.field = c.field
JOIN projects AS p ON p.record = c.record
WHERE f.type = 'amount' AND f.fiscal_year IS NOT NULL"""
_COSTS_BY_DEPARTMENT = """\
SELECT form, year, department, series, series_label, fiscal_year, basis, unit,
       SUM(amount) AS amount, COUNT(amount) AS projects
FROM costs
GROUP BY form, year, department, series, series_label, fiscal_year, basis, unit"""
_INDICATORS = """\
SELECT p.record, p.form, p.year, p.project, p.name, p.department, f.instance, n.value AS indicator,
       f.part, f.fiscal_year, c.number, u.value AS unit, c.standin
FROM cells AS c
JOIN fields AS f ON f.form = c.form AND f.year = c.year AND f.field = c.field
JOIN projects AS p ON p.record = c.record
JOIN cells AS n ON n.record = c.record AND n.field = f.name_field
LEFT JOIN cells AS u ON u.record = c.record AND u.field = f.unit_field
WHERE f.fiscal_year IS NOT NULL AND n.value IS NOT NULL"""
_GRADES = """\
SELECT p.record, p.form, p.year, p.project, p.name, p.department,
       f.field, f.label, f.owner, c.value AS code, o.label AS grade, o.position
FROM cells AS c
JOIN fields AS f ON f.form = c.form AND f.year = c.year AND f.field = c.field
JOIN projects AS p ON p.record = c.record
LEFT JOIN choices AS o ON o.form = c.form AND o.year = c.year AND o.field = c.field AND o.code = c.value
WHERE f.grade"""
_OPEN_FINDINGS = """\
SELECT f.finding, f.record, f.rule, f.severity, f.project, p.name, f.department, f.message, f.remedy
FROM findings AS f
LEFT JOIN projects AS p ON p.record = f.record
WHERE f.severity = 'error' OR (f.severity = 'query' AND f.explanation IS NULL)"""


def views(*, public: bool) -> dict[str, str]:
    """Name -> SELECT, each after those that it needs."""
    own = {
        "projects": _PROJECTS,
        "costs": _COSTS,
        "costs_by_department": _COSTS_BY_DEPARTMENT,
        "indicators": _INDICATORS,
        "grades": _GRADES,
    }
    return own if public else {**own, "open_findings": _OPEN_FINDINGS}
