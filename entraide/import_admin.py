"""Import and export of a table of reference from the desk: django-import-export's addresses, our pages and
rules.
"""

import uuid

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from import_export.admin import ExportMixin, ImportMixin
from import_export.results import RowResult

from . import import_files
from .forms import envoye
from .periods import today
from .spreadsheet_reader import MOST_BYTES, read_rows

SHOWN_ROWS = 200
_SALT = "entraide.import"


class UploadForm(forms.Form):
    fichier = forms.FileField(
        label=gettext_lazy("File (spreadsheet)"),
        help_text=gettext_lazy("XLSX or CSV, at most 2 MB. Its first row holds the headings."),
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        allow_empty_file=True,
    )

    def clean_fichier(self):
        """The rows of the file."""
        self.data_read = self.cleaned_data["fichier"].read(MOST_BYTES + 1)
        return read_rows(self.data_read)


class ExportForm(forms.Form):
    format = forms.ChoiceField(
        label=gettext_lazy("File format"),
        choices=[
            ("0", gettext_lazy("Spreadsheet (XLSX)")),
            ("1", gettext_lazy("Text with separators (CSV)")),
        ],
        widget=forms.RadioSelect,
        initial="0",
    )
    colonnes = forms.MultipleChoiceField(
        label=gettext_lazy("Columns"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one column.")},
    )
    # The keys of rows that were ticked in the list; empty: all rows of the list as it is filtered.
    choix = forms.RegexField(r"\A\d+(,\d+)*\Z", widget=forms.HiddenInput, required=False)

    def __init__(self, columns, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = [column.attribute for column in columns]
        self.fields["colonnes"].choices = [(c.attribute, capfirst(str(c.heading))) for c in columns]
        self.fields["colonnes"].initial = names


class TableAdmin(ImportMixin, ExportMixin):
    """Mixed into an admin page with versions: preview and confirmation of an import, export of what the
    list shows.
    """

    import_export_change_list_template = "admin/import_export/change_list_import_export.html"
    formats = import_files.FORMATS
    actions = ["exporter_la_selection"]

    def has_import_permission(self, request):
        return self.has_change_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def _list_address(self):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    # --- import ---------------------------------------------------------------------------------------------
    def import_action(self, request, **kwargs):
        """Choose a file; then what it would change, row by row. Nothing is written."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        resource = self.resource_classes[0](par=request.user)
        sent = envoye(request)
        form = UploadForm(request.POST, request.FILES) if sent else UploadForm()
        if sent and form.is_valid():
            try:
                data = resource.dataset(form.cleaned_data["fichier"])
            except ValidationError as refus:
                form.add_error("fichier", refus)
            else:
                result = resource.import_data(data, dry_run=True, rollback_on_validation_errors=True)
                return self._preview(request, resource, result, form)
        context = {"title": _("Import"), "form": form, "columns": resource.columns, "media": self.media}
        return self.page(request, "admin/import_export/import.html", context, status=422 if sent else 200)

    def _preview(self, request, resource, result, form):
        faults, signed = resource.faults(result), ""
        if not faults and not result.has_errors():
            signed = signing.dumps(
                {
                    "compte": request.user.pk,
                    "table": self.opts.label,
                    "fichier": import_files.keep(form.data_read),
                    "vu": resource.seen,
                },
                salt=_SALT,
                compress=True,
            )
        return self._show_result(request, result, faults, signed, form.files["fichier"].name)

    def _show_result(self, request, result, faults, signed="", name=""):
        changed = [row for row in result.rows if row.import_type in ("new", "update")]
        context = {
            "title": _("Preview before the import") if signed or faults else _("Import"),
            "subtitle": name,
            "totals": {kind: result.totals[kind] for kind in ("new", "update", "skip", "invalid")},
            "faults": faults[:SHOWN_ROWS],
            "rows": [] if faults else changed[:SHOWN_ROWS],
            "not_shown": max(len(faults or changed) - SHOWN_ROWS, 0),
            "signed": signed,
            "written": result.totals["new"] + result.totals["update"],
            "media": self.media,
        }
        return self.page(request, "admin/import_export/preview.html", context, status=422 if faults else 200)

    @method_decorator(require_POST)
    def process_import(self, request, **kwargs):
        """Write what the preview has shown, all of it or nothing; or drop the file."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        seen = self._signed(request)
        data = import_files.kept(seen["fichier"]) if seen else None
        if data is None:
            messages.error(
                request,
                _(
                    "This preview is too old, or was already confirmed. "
                    "Nothing was written now: send the file again."
                ),
            )
            return HttpResponseRedirect(self._list_address() + "import/")
        # Taken away first: a second click finds nothing to write.
        import_files.forget(seen["fichier"])
        if "annuler" in request.POST:
            messages.info(request, _("The import is given up. Nothing was written."))
            return HttpResponseRedirect(self._list_address())
        lot = f"import-{today():%Y%m%d}-{uuid.uuid4().hex[:6]}"
        resource = self.resource_classes[0](par=request.user, lot=lot, expected=seen["vu"])
        rows = resource.dataset(read_rows(data))
        result = resource.import_data(rows, dry_run=False, rollback_on_validation_errors=True)
        faults = resource.faults(result)
        if faults or result.has_errors():
            messages.error(request, _("Nothing was written: the register has changed since the preview."))
            return self._show_result(request, result, faults)
        messages.success(request, self._written(result.totals))
        return HttpResponseRedirect(self._list_address())

    def _signed(self, request):
        try:
            seen = signing.loads(
                request.POST.get("apercu", ""), salt=_SALT, max_age=import_files.KEPT_SECONDS
            )
        except signing.BadSignature:
            return None
        return seen if (seen["compte"], seen["table"]) == (request.user.pk, self.opts.label) else None

    @staticmethod
    def _written(totals):
        new, changed = totals[RowResult.IMPORT_TYPE_NEW], totals[RowResult.IMPORT_TYPE_UPDATE]
        same = totals[RowResult.IMPORT_TYPE_SKIP]
        return " ".join(
            [
                _("The import is done."),
                ngettext("%(n)s row created.", "%(n)s rows created.", new) % {"n": new},
                ngettext("%(n)s row changed.", "%(n)s rows changed.", changed) % {"n": changed},
                ngettext("%(n)s row unchanged.", "%(n)s rows unchanged.", same) % {"n": same},
            ]
        )

    # --- export ---------------------------------------------------------------------------------------------
    def exporter_la_selection(self, request, queryset):
        """Action of the list: the same page, for the rows that are ticked (or all that the filters leave)."""
        if "select_across" in request.POST and request.POST["select_across"] == "1":
            return self._export_page(request, queryset, {})
        chosen = ",".join(sorted(request.POST.getlist(ACTION_CHECKBOX_NAME), key=len))
        return self._export_page(request, queryset, {"choix": chosen})

    exporter_la_selection.short_description = gettext_lazy("Export the selected rows")

    def export_action(self, request):
        """Choose columns and format, knowing how many rows; then the file."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        queryset = self.get_export_queryset(request)
        resource = self.resource_classes[0](par=request.user)
        if not envoye(request):
            return self._export_page(request, queryset, {})
        form = ExportForm(resource.columns, request.POST)
        if not form.is_valid():
            return self._export_page(request, queryset, {}, form)
        if form.cleaned_data["choix"]:
            queryset = queryset.filter(pk__in=form.cleaned_data["choix"].split(","))
        file_format = import_files.FORMATS[int(form.cleaned_data["format"])]()
        data = resource.export(queryset, export_fields=form.cleaned_data["colonnes"])
        title = str(capfirst(self.opts.verbose_name_plural))
        response = HttpResponse(
            file_format.export_data(data, title=title), content_type=file_format.get_content_type()
        )
        name = f"{title} {today():%Y-%m-%d}.{file_format.get_extension()}"
        response.headers["Content-Disposition"] = content_disposition_header(True, name)
        return response

    def _export_page(self, request, queryset, initial, form=None):
        resource = self.resource_classes[0](par=request.user)
        query = request.GET.urlencode()
        context = {
            "title": _("Export"),
            "form": form or ExportForm(resource.columns, initial=initial),
            "number": queryset.count(),
            "export_address": self._list_address() + "export/" + (f"?{query}" if query else ""),
            "media": self.media,
        }
        return self.page(request, "admin/import_export/export.html", context, status=422 if form else 200)
