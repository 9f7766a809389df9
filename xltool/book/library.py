"""The forms that reading may meet, each as one edition per base year and parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xltool.book.olderform import brought_over
from xltool.book.record import Record
from xltool.form import Edition, Form, Reference, Value, edition, find_form, find_issued, find_version

__all__ = ["Library"]


@dataclass
class Library:
    """The forms and editions that reading may meet; one edition object per form, year and parameters."""

    find: Callable[[str], Form] = find_form
    reference: Mapping[str, Reference] = field(default_factory=dict)
    store: Path | None = None  # of forms as they were issued, a folder per digest
    parameters: Mapping[str, Value] = field(default_factory=dict)  # of the round; a sheet's own go before
    _forms: dict[str, Form] = field(default_factory=dict)
    _editions: dict[tuple[object, ...], Edition] = field(default_factory=dict)

    def known(self, name: str) -> Form:
        """The form in force, looked for once. Raises CannotWork where it is not known."""
        if name not in self._forms:
            self._forms[name] = self.find(name)
        return self._forms[name]

    def form(self, name: str, version: str, digest: str | None = None) -> Form | None:
        """The form that a sheet was made with, to the letter or else in its version.

        None where only other versions are known. Raises CannotWork where the form itself is not known.
        """
        present = self.known(name)
        if digest is not None and digest != present.digest and self.store is not None:
            issued = find_issued(self.store, digest, name, version)
            if issued is not None:
                return issued
        found = find_version(present, version)
        if found is None and self.store is not None:
            found = find_issued(self.store, None, name, version)
        return found

    def edition(self, form: Form, year: int, parameters: Mapping[str, object]) -> Edition:
        known = {
            key: value
            for key, value in parameters.items()
            if key.partition("[")[0] in form.parameters and isinstance(value, str | float)
        }
        key = (form.id, form.version, form.digest, year, tuple(sorted((k, str(v)) for k, v in known.items())))
        if key not in self._editions:
            self._editions[key] = edition(form, year, known, self.reference)
        return self._editions[key]

    def present(self, record: Record) -> Record:
        """The record by the form that is in force now, whichever its sheet was made from."""
        own, form = record.edition.form, self.known(record.form)
        if own.digest == form.digest and record.values.keys() == form.fields.keys():
            return record
        parameters = {**self.parameters, **record.edition.parameters}
        return brought_over(record, self.edition(form, record.year, parameters))
