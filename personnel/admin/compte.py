from axes.utils import reset
from django import forms
from django.contrib import admin
from django.contrib.auth import password_validation
from django.contrib.auth.forms import SetPasswordMixin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entraide.admin_columns import code, column, moment, text, two_scripts
from entraide.admin_pages import ConfirmForm, form_page
from entraide.templatetags.entraide import badge
from personnel.actions.compte import changer_mot_de_passe, creer_compte, modifier_compte
from personnel.desk import EditedAdmin
from personnel.models import Compte

CRITERIA = gettext_lazy(
    "At least 10 characters, not only digits, not a common password, not close to your name."
)


class _Passwords(SetPasswordMixin, forms.Form):
    error_messages = {
        "password_mismatch": gettext_lazy("The two new passwords differ. Type the second one again.")
    }

    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=gettext_lazy("New password"), label2=gettext_lazy("New password, once more")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("password1", "password2"):
            self.fields[name].widget.attrs.update({"dir": "ltr", "class": "vTextField"})
            self.fields[name].help_text = ""
        self.fields["password1"].help_text = CRITERIA

    def clean(self):
        self.validate_passwords()
        return super().clean()

    def check(self, compte):
        """Hold the password against the rules, names of the account included."""
        password = self.cleaned_data.get("password2")
        if password:
            try:
                password_validation.validate_password(password, compte)
            except ValidationError as error:
                self.add_error("password1", error)


class PasswordForm(_Passwords):
    def clean(self):
        cleaned = super().clean()
        self.check(self.instance)
        return cleaned


class NewAccountForm(_Passwords, forms.ModelForm):
    class Meta:
        model = Compte
        fields = ["username", "nom_affiche_ar", "nom_affiche_fr", "role", "langue", "is_active"]

    def _post_clean(self):
        super()._post_clean()
        self.check(self.instance)


@admin.register(Compte)
class CompteAdmin(EditedAdmin):
    """Accounts: created with a first password, closed instead of deleted. A change takes effect at the
    next request.
    """

    list_display = ["nom", "nom_utilisateur", "role", "sa_langue", "etat", "derniere_connexion"]
    list_filter = ["role", "is_active", "langue"]
    ordering = ["username"]
    search_fields = ["username", "nom_affiche_ar", "nom_affiche_fr"]
    search_help_text = gettext_lazy("Any part of the user name or of the name that is shown.")
    fieldsets = [
        (gettext_lazy("Identity"), {"fields": ["username", "nom_affiche_ar", "nom_affiche_fr"]}),
        (gettext_lazy("Rights"), {"fields": ["role", "langue", "is_active"]}),
    ]
    add_fieldsets = [*fieldsets, (gettext_lazy("Password"), {"fields": ["password1", "password2"]})]
    pages = {"mot-de-passe": "changer_mot_de_passe", "deverrouiller": "deverrouiller"}

    nom = two_scripts(
        gettext_lazy("Full name"),
        lambda c: c.nom_affiche_ar or c.username,
        lambda c: c.nom_affiche_fr,
        order="nom_affiche_ar",
    )
    nom_utilisateur = code(gettext_lazy("User name"), "username")
    sa_langue = text(gettext_lazy("Language"), "get_langue_display", order="langue")
    etat = column(
        gettext_lazy("state"),
        lambda c: badge(_("Open"), "good", "disc") if c.is_active else badge(_("Closed"), "", "ban"),
        order="is_active",
    )
    derniere_connexion = moment(gettext_lazy("Last sign-in"), "last_login")

    def get_fieldsets(self, request, obj=None):
        return self.add_fieldsets if obj is None else self.fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = NewAccountForm
        return super().get_form(request, obj, change=change, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "username":
            field.widget.attrs.update({"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"})
        if db_field.name == "is_active":
            field.help_text = _(
                "Untick to close the account: it is refused at its next request, tokens included."
            )
        return field

    def get_changeform_initial_data(self, request):
        return {"is_active": True, **super().get_changeform_initial_data(request)}

    def creer(self, request, instance, form):
        return creer_compte(compte=instance, mot_de_passe=form.cleaned_data["password1"], par=request.user)

    def modifier(self, request, instance, champs, version):
        return modifier_compte(compte=instance, champs=champs, version=version, par=request.user)

    def tools(self, request, obj):
        return [
            (_("Set a new password"), self.address(obj, "mot-de-passe")),
            (_("Lift a suspended sign-in"), self.address(obj, "deverrouiller")),
            *super().tools(request, obj),
        ]

    def changer_mot_de_passe(self, request, compte):
        """A new password for somebody who has forgotten theirs; all their sessions end."""

        def act(values, version):
            changer_mot_de_passe(compte=compte, mot_de_passe=values["password1"], par=request.user)
            return _("The new password is set. The other sessions of this account are closed.")

        return form_page(
            self, request, compte, PasswordForm, act,
            title=_("Set a new password"),
            submit=_("Set the password"),
            explanation=_(
                "Give it to the person by word of mouth, and ask for it to be changed at the first "
                "sign-in."
            ),
        )  # fmt: skip

    def deverrouiller(self, request, compte):
        """Forget the failed attempts of an account, so that it may sign in at once."""

        def act(values, version):
            reset(username=compte.username)
            return _("The failed attempts are forgotten: this account may sign in at once.")

        return form_page(
            self, request, compte, ConfirmForm, act,
            title=_("Lift a suspended sign-in"),
            submit=_("Lift the suspension"),
            explanation=_(
                "After 5 failures an account waits half an hour. Lift the wait once you know who asks for "
                "it."
            ),
        )  # fmt: skip
