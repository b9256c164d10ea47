from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centres.actions.affectation import affecter, clore_affectation
from centres.desk import NetworkAdmin
from centres.models import Affectation
from entraide.admin_columns import column, day, text
from entraide.admin_pages import bulk_page
from entraide.periods import today
from entraide.templatetags.entraide import badge


class RunningFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return [("ouverte", _("Running")), ("close", _("Ended")), ("future", _("To come"))]

    def queryset(self, request, queryset):
        if self.value() == "ouverte":
            return queryset.ouvertes()
        if self.value() == "close":
            return queryset.filter(au__lte=today())
        return queryset.filter(du__gt=today()) if self.value() == "future" else queryset


def _state(affectation):
    if affectation.au and affectation.au <= today():
        return badge(_("Ended"), "", "ban")
    if affectation.du > today():
        return badge(_("To come"), "draft", "circle-dashed")
    return badge(_("Running"), "good", "disc")


@admin.register(Affectation)
class AffectationAdmin(NetworkAdmin):
    """Who works where. An assignment lets a manager in; it is closed, never deleted."""

    list_display = ["son_agent", "son_centre", "fonction", "depuis", "jusque", "etat"]
    list_filter = ["fonction", RunningFilter, "centre__type", ("centre", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["agent", "centre"]
    ordering = ["centre__code", "-du", "id"]
    search_fields = ["agent__cle_recherche", "centre__cle_recherche"]
    search_help_text = gettext_lazy("Any part of the name of the person, or of the institution.")
    autocomplete_fields = ["agent", "centre"]
    fieldsets = [(None, {"fields": ["agent", "centre", "fonction", ("du", "au")]})]
    actions = ["clore"]

    son_agent = text(gettext_lazy("Staff member"), "agent", order="agent__nom_ar")
    son_centre = text(gettext_lazy("Institution"), "centre", order="centre__code")
    depuis = day(gettext_lazy("from"), "du")
    jusque = day(gettext_lazy("to"), "au")
    etat = column(gettext_lazy("state"), _state)

    def get_search_results(self, request, queryset, search_term):
        from entraide.text import words

        for word in words(search_term):
            queryset = queryset.filter(
                Q(agent__cle_recherche__contains=word) | Q(centre__cle_recherche__contains=word)
            )
        return queryset, False

    def get_readonly_fields(self, request, obj=None):
        # Another person or another place is another assignment.
        return ["agent", "centre"] if obj is not None else []

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "au":
            field.help_text = _(
                "First day without: closed today, it lets nobody in from the next request on."
            )
        return field

    def get_changeform_initial_data(self, request):
        return {"du": today(), **super().get_changeform_initial_data(request)}

    def creer(self, request, instance, form):
        names = ("agent", "centre", "fonction", "du", "au")
        return affecter(par=request.user, **{name: getattr(instance, name) for name in names})

    @admin.action(description=gettext_lazy("Close the selected assignments today"))
    def clore(self, request, queryset):
        def close(affectation, version):
            if affectation.au is None or affectation.au > today():
                clore_affectation(affectation=affectation, version=version, par=request.user)

        return bulk_page(
            self, request, queryset, close,
            name="clore",
            title=_("Close assignments"),
            submit=_("Close these assignments"),
            explanation=_(
                "A manager whose assignment is closed no longer sees the institution, from the next "
                "request on."
            ),
            done=lambda n: ngettext("%(n)s assignment is closed.", "%(n)s assignments are closed.", n) %
            {"n": n},
        )  # fmt: skip
