"""The forms that reading may meet, each as one edition per base year and parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from xltool.form import Edition, Form, Reference, edition, find_form, find_version

__all__ = ["Library"]


@dataclass
class Library:
    """The forms and editions that reading may meet; one edition object per form, year and parameters."""

    find: Callable[[str], Form] = find_form
    reference: Mapping[str, Reference] = field(default_factory=dict)
    _editions: dict[tuple[object, ...], Edition] = field(default_factory=dict)

    def form(self, name: str, version: str) -> Form | None:
        """The form in the version that a sheet was made with; None where only others are known.

        Raises CannotWork where the form itself is not known.
        """
        return find_version(self.find(name), version)

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
