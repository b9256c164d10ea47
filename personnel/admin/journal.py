from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from entraide.admin_columns import column, moment
from entraide.presentation import NONE
from personnel import history
from personnel.desk import ShownAdmin
from personnel.journal import journalled_models
from personnel.models import Compte, Consultation, Journal


class TableFilter(admin.SimpleListFilter):
    title = gettext_lazy("object")
    parameter_name = "table"

    def lookups(self, request, model_admin):
        names = [(model._meta.db_table, model._meta.verbose_name) for model in journalled_models()]
        return sorted(names, key=lambda pair: str(pair[1]))

    def queryset(self, request, queryset):
        return queryset.filter(table_nom=self.value()) if self.value() else queryset


class AccountFilter(admin.SimpleListFilter):
    title = gettext_lazy("account")
    parameter_name = "compte"

    def lookups(self, request, model_admin):
        return [(str(c.pk), str(c)) for c in Compte.objects.order_by("username")[:200]]

    def queryset(self, request, queryset):
        value = self.value()
        return queryset.filter(compte_id=int(value)) if value and value.isdecimal() else queryset


class JournalList(ChangeList):
    """The rows of a page with their sentences, told together: the number of queries does not follow
    theirs.
    """

    def get_results(self, request):
        super().get_results(request)
        rows = sorted(self.result_list, key=lambda row: (row.quand, row.pk), reverse=True)
        for row, operation in zip(rows, history.describe(rows), strict=True):
            row.dite = operation
        self.result_list = rows


def _told(row):
    """The kind of row that a line of the journal speaks of, and its key."""
    names = {model._meta.db_table: model._meta.verbose_name for model in journalled_models()}
    return format_html("{} <bdi>{}</bdi>", names.get(row.table_nom, NONE), row.objet_id)


@admin.register(Journal)
class JournalAdmin(ShownAdmin):
    """Every change and deletion, as the database wrote them. Nothing here can be changed."""

    list_display = ["moment", "fait", "objet", "par"]
    list_filter = ["operation", TableFilter, AccountFilter, ("quand", admin.DateFieldListFilter)]
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    ordering = ["-id"]

    moment = moment(gettext_lazy("when"), "quand", order=False)
    fait = column(gettext_lazy("operation"), lambda row: row.dite.titre)
    objet = column(
        gettext_lazy("object"), lambda row: format_html("{} <bdi>{}</bdi>", row.dite.objet, row.objet_id)
    )
    par = column(gettext_lazy("account"), lambda row: row.dite.compte)

    def get_changelist(self, request, **kwargs):
        return JournalList

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One operation, with both values of everything that it touched."""
        row = self.row(request, object_id)
        operation = history.describe([row])[0]
        context = {"title": operation.titre, "subtitle": self.name(row), "operations": [operation]}
        return self.page(request, "admin/object_history.html", context, row)

    def name(self, obj):
        return _told(obj)


@admin.register(Consultation)
class ConsultationAdmin(ShownAdmin):
    """Who read sensitive data, when and why."""

    list_display = ["moment", "compte", "motif", "de_quoi"]
    list_filter = ["motif", ("quand", admin.DateFieldListFilter)]
    list_select_related = ["compte"]
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-id"]
    fieldsets = [(None, {"fields": ["quand", "compte", "motif", "de_quoi"]})]
    readonly_fields = ["de_quoi"]

    moment = moment(gettext_lazy("when"), "quand", order="id")

    def name(self, obj):
        return _told(obj)

    @admin.display(description=gettext_lazy("object"))
    def de_quoi(self, row):
        return _told(row)
