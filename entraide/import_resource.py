"""A table read from a file or written to one: rows found by their key, changed through the actions, or all
refused.
"""

import copy

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _
from import_export import resources
from import_export.instance_loaders import BaseInstanceLoader
from import_export.results import RowResult
from tablib import Dataset

from .admin_tools import visible_rows
from .checks import check_row, contradiction
from .editing import Conflict
from .presentation import NONE
from .records import settle
from .text import clean_query, search_key

MOST_IMPORTED = 5_000


class TableResource(resources.Resource):
    """A resource whose fields are `Column`s. Subclasses give the actions and the rule of their rows.

    An empty cell and an absent column change nothing. A row whose values are those of the register is
    skipped. One row that is refused stops all: a table of reference is right as a whole. `expected`: what
    the preview saw, {line: [key, version] or None for a new row}; a row that has changed since is refused.
    """

    joined = ()

    class Meta:
        instance_loader_class = BaseInstanceLoader  # rows are found by `find`

    def __init__(self, par=None, lot=None, expected=None, **kwargs):
        super().__init__(**kwargs)
        self.par, self.lot, self.expected = par, lot, expected
        self.seen, self.lines = {}, []

    # --- given by the apps ----------------------------------------------------------------------------------
    def rule(self, instance):
        """Raise ValidationError for what the rules of this kind of row refuse."""

    def creer(self, instance):
        raise NotImplementedError

    def modifier(self, instance, champs, version):
        raise NotImplementedError

    # --- columns --------------------------------------------------------------------------------------------
    @property
    def columns(self):
        return [self.fields[name] for name in self.get_export_order()]

    @property
    def keys(self):
        return [column for column in self.columns if column.key]

    def label(self, name):
        """The heading of a column by its name, in the reader's language; empty for no column."""
        column = self.fields.get(name)
        return str(column.heading) if column else ""

    def get_export_headers(self, selected_fields=None):
        return [str(column.heading) for column in self.get_export_fields(selected_fields)]

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related(*self.joined)

    # --- reading --------------------------------------------------------------------------------------------
    def dataset(self, rows):
        """The rows of a file under the names of the columns. Raises ValidationError for headings or a size
        refused.

        Rows without any text are passed over; `lines` keeps the number of each row in the file.
        """
        headings, self.lines = self._headings(rows[0]), []
        known = [place for place, name in enumerate(headings) if name]
        data = Dataset(headers=[headings[place] for place in known])
        for line, row in enumerate(rows[1:], 2):
            cells = [row[place].strip() if place < len(row) else "" for place in known]
            if any(cells):
                data.append(cells)
                self.lines.append(line)
        if not self.lines:
            raise ValidationError(_("The file holds headings and no row. Nothing was imported."))
        if len(self.lines) > MOST_IMPORTED:
            raise ValidationError(
                _("The file holds more than %(n)s rows. Split it into several files.") % {"n": MOST_IMPORTED}
            )
        return data

    def _headings(self, cells):
        names = {key: column.attribute for column in self.columns for key in column.names()}
        found, unknown = [], []
        for cell in cells:
            name = names.get(search_key(cell))
            if search_key(cell) and name is None:
                unknown.append(clean_query("".join(c for c in cell if c.isprintable()))[:40])
            found.append(name)
        if unknown:
            raise ValidationError(
                _("These headings are not known: %(headings)s. Correct them, or remove these columns.")
                % {"headings": _list(unknown)}
            )
        twice = {self.label(name) for name in found if name and found.count(name) > 1}
        if twice:
            raise ValidationError(
                _("These headings stand twice: %(headings)s. Keep one column of each.")
                % {"headings": _list(twice)}
            )
        missing = [str(column.heading) for column in self.keys if column.attribute not in found]
        if missing:
            raise ValidationError(
                _("These columns are missing: %(headings)s. They say which row is meant.")
                % {"headings": _list(missing)}
            )
        return found

    def _read(self, row):
        """{column: value} of the cells that are not empty. Raises ValidationError by column."""
        values, errors = {}, {}
        for name, cell in row.items():
            if not cell:
                if self.fields[name].key and not self.fields[name].empty_is_new:
                    errors[name] = _("This cell is empty. It says which row is meant.")
                continue
            try:
                value = self.fields[name].read(cell)
            except ValidationError as refus:
                errors[name] = refus.messages
                continue
            if value not in (None, ""):
                values[name] = value
        if errors:
            raise ValidationError(errors)
        return values

    def find(self, values):
        """The row that the key columns name, or None for a new one."""
        names = [column.attribute for column in self.keys if column.attribute in values]
        if not names:
            return None
        rows = visible_rows(self._meta.model, self.par).select_related(*self.joined)
        found = rows.filter(**{name: values[name] for name in names}).first()
        if found is None and any(column.empty_is_new for column in self.keys):
            sentence = _("No row has this number. Leave the cell empty for a new row.")
            raise ValidationError(dict.fromkeys(names, sentence))
        return found

    # --- one row --------------------------------------------------------------------------------------------
    def import_row(self, row, instance_loader, **kwargs):
        result = RowResult()
        result.line, result.changes, result.name = self.lines[kwargs["row_number"] - 1], [], ""
        try:
            self._import(row, result)
        except ValidationError as refus:
            result.import_type, result.validation_error = RowResult.IMPORT_TYPE_INVALID, refus
        except Conflict:
            result.import_type = RowResult.IMPORT_TYPE_INVALID
            result.validation_error = ValidationError(
                _("This row has changed in the register since the preview. Send the file again to see it.")
            )
        except IntegrityError:
            result.import_type, result.validation_error = RowResult.IMPORT_TYPE_INVALID, contradiction()
        return result

    def _import(self, row, result):
        values = self._read(row)
        instance = self.find(values)
        self._compare_with_preview(instance, result.line)
        if instance is None:
            self._create(values, result)
        else:
            self._change(instance, values, result)

    def _compare_with_preview(self, instance, line):
        now = [instance.pk, instance.version] if instance is not None else None
        if self.expected is not None and (str(line) not in self.expected or self.expected[str(line)] != now):
            raise Conflict(instance or self._meta.model(), {})
        self.seen[str(line)] = now

    def _create(self, values, result):
        absent = {
            column.attribute: _("This cell is needed to create the row.")
            for column in self.columns
            if column.required and column.attribute not in values
        }
        if absent:
            raise ValidationError(absent)
        instance = settle(self._meta.model(**values))
        self._check(instance)
        self.creer(instance)
        result.import_type, result.name = RowResult.IMPORT_TYPE_NEW, str(instance)
        result.changes = [(self.label(name), NONE, self.fields[name].export(instance)) for name in values]

    def _change(self, instance, values, result):
        champs = {name: value for name, value in values.items() if getattr(instance, name) != value}
        result.name = str(instance)
        if not champs:
            result.import_type = RowResult.IMPORT_TYPE_SKIP
            return
        wanted = copy.copy(instance)
        wanted._state = copy.copy(instance._state)
        wanted._state.fields_cache = dict(instance._state.fields_cache)
        for name, value in champs.items():
            setattr(wanted, name, value)
        self._check(wanted)
        result.changes = [
            (self.label(name), self.fields[name].export(instance) or NONE, self.fields[name].export(wanted))
            for name in champs
        ]
        self.modifier(instance, champs, instance.version)
        result.import_type = RowResult.IMPORT_TYPE_UPDATE

    def _check(self, instance):
        derived = [f.name for f in self._meta.model._meta.concrete_fields if not f.editable]
        check_row(instance, self.rule, derived)

    def after_import(self, dataset, result, **kwargs):
        """Nothing: keys are never imported, so that no sequence is behind, and none is touched while
        others write.
        """

    # --- what the page says ---------------------------------------------------------------------------------
    def faults(self, result):
        """[(line, heading, sentence)] of the rows refused."""
        found = []
        for row in result.rows:
            refus = row.validation_error
            if refus is not None:
                by_name = refus.message_dict if hasattr(refus, "error_dict") else {"": refus.messages}
                found += [
                    (row.line, self.label(name), sentence)
                    for name, sentences in by_name.items()
                    for sentence in sentences
                ]
        return found


def _list(names):
    from .presentation import langue

    return ("، " if langue() == "ar" else ", ").join(f"«{name}»" for name in names)
