from datetime import datetime, time

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entraide.admin_columns import column, moment, text
from entraide.admin_fields import DayField
from entraide.admin_pages import ConfirmForm, form_page
from entraide.editing import once
from entraide.forms import TextField, envoye
from entraide.periods import today
from entraide.templatetags.entraide import badge
from personnel.actions.jeton import emettre_jeton, revoquer_jeton
from personnel.desk import ShownAdmin
from personnel.models import Compte, Jeton


class NewTokenForm(forms.Form):
    compte = forms.ModelChoiceField(
        label=gettext_lazy("account"), queryset=Compte.objects.filter(is_active=True).order_by("username")
    )
    nom = TextField(
        label=gettext_lazy("what for"),
        max_length=100,
        help_text=gettext_lazy("The program or the machine that will use it."),
    )
    expire_le = DayField(
        label=gettext_lazy("valid until"), required=False,
        help_text=gettext_lazy("This day included. Empty: until it is revoked."),
    )  # fmt: skip

    def clean_expire_le(self):
        day = self.cleaned_data["expire_le"]
        if day is None:
            return None
        if day < today():
            raise ValidationError(_("This date is past. Choose a later one."))
        return timezone.make_aware(datetime.combine(day, time.max))


def _state(jeton):
    if jeton.revoque_le:
        return badge(_("Revoked"), "", "ban")
    if jeton.expire_le and jeton.expire_le < timezone.now():
        return badge(_("Expired"), "warn", "clock")
    return badge(_("Valid"), "good", "disc")


@admin.register(Jeton)
class JetonAdmin(ShownAdmin):
    """Tokens of the API. A token is shown once, when it is issued; afterwards nobody can read it."""

    list_display = ["nom", "son_compte", "etat", "cree", "expire"]
    list_select_related = ["compte"]
    list_filter = [("revoque_le", admin.EmptyFieldListFilter)]
    search_fields = ["nom", "compte__username", "compte__nom_affiche_ar", "compte__nom_affiche_fr"]
    search_help_text = gettext_lazy("Any part of the use of the token, or of the name of its account.")
    fieldsets = [(None, {"fields": ["nom", "compte", "cree_le", "cree_par", "expire_le", "revoque_le"]})]
    pages = {"revoquer": "revoquer"}

    son_compte = text(gettext_lazy("account"), "compte", order="compte__username")
    etat = column(gettext_lazy("state"), _state)
    cree = moment(gettext_lazy("created on"), "cree_le", order="id")
    expire = moment(gettext_lazy("valid until"), "expire_le")

    def has_add_permission(self, request):
        return request.user.est_coordination

    def add_view(self, request, form_url="", extra_context=None):
        """Issue a token and show it, in the answer to this very form and never again."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = NewTokenForm(request.POST if request.method == "POST" else None)
        if envoye(request) and form.is_valid():
            issued = []

            def issue():
                row, token = emettre_jeton(par=request.user, **form.cleaned_data)
                issued.append((row, token))
                return str(row.pk)

            key, again = once(par=request.user, jeton=request.POST.get("jeton"), action=issue)
            if again:
                messages.warning(
                    request,
                    _("This token was issued before, and is shown only once. Revoke it if it was lost."),
                )
                return HttpResponseRedirect(reverse("admin:personnel_jeton_change", args=[key]))
            row, token = issued[0]
            return self.page(
                request,
                "admin/token.html",
                {"title": _("The token is issued"), "subtitle": str(row), "token": token},
                row,
            )
        context = {
            "title": _("Issue a token"),
            "form": form,
            "submit": _("Issue the token"),
            "explanation": _(
                "It gives a program the rights of the account that you choose, no more and no less."
            ),
            "back": reverse("admin:personnel_jeton_changelist"),
            "media": self.media + form.media,
        }
        return self.page(request, "admin/form_page.html", context, status=422 if form.is_bound else 200)

    def tools(self, request, obj):
        revoke = [] if obj.revoque_le else [(_("Revoke"), self.address(obj, "revoquer"))]
        return [*revoke, *super().tools(request, obj)]

    def revoquer(self, request, jeton):
        """Refuse the token from the next request on."""

        def act(values, version):
            revoquer_jeton(jeton=jeton, version=version, par=request.user)
            return _("The token is revoked: it is refused from now on.")

        return form_page(
            self, request, jeton, ConfirmForm, act,
            title=_("Revoke the token"),
            submit=_("Revoke the token"),
            explanation=_(
                "The program that uses it will be refused at its next request. This cannot be undone: "
                "issue another."
            ),
            danger=True,
        )  # fmt: skip
