"""Forms of the person who works here: sign-in and own password."""

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.contrib.auth.forms import SetPasswordMixin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entraide import text

LATIN = {"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}


class ConnexionForm(forms.Form):
    """Name and password; `compte` is the account once the form is valid."""

    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        widget=forms.TextInput({**LATIN, "autocomplete": "username"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput({"dir": "ltr", "autocomplete": "current-password"}),
    )
    use_required_attribute = True

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.request, self.compte = request, None

    def clean(self):
        username, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if username and password:
            try:
                username = text.clean_query(username)
            except ValidationError:
                username = ""
            self.compte = (
                authenticate(self.request, username=username, password=password) if username else None
            )
        if self.compte is None:
            # One sentence for every reason: it does not say which accounts exist.
            self.errors.clear()
            raise ValidationError(_("Wrong user name or password. Check them and try again."))
        return self.cleaned_data


class MotDePasseForm(SetPasswordMixin, forms.Form):
    """The former password, then the new one twice."""

    error_messages = {
        "password_mismatch": gettext_lazy("The two new passwords differ. Type the second one again.")
    }

    old_password = forms.CharField(
        label=gettext_lazy("Current password"),
        strip=False,
        widget=forms.PasswordInput({"dir": "ltr", "autocomplete": "current-password"}),
    )
    new_password1, new_password2 = SetPasswordMixin.create_password_fields(
        label1=gettext_lazy("New password"), label2=gettext_lazy("New password, once more")
    )

    def __init__(self, compte, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.compte = compte
        for name in ("new_password1", "new_password2"):
            self.fields[name].widget.attrs["dir"] = "ltr"
        self.fields["new_password1"].help_text = gettext_lazy(
            "At least 10 characters, not only digits, not a common password, not close to your name."
        )
        self.fields["new_password2"].help_text = ""

    def clean_old_password(self):
        if not self.compte.check_password(self.cleaned_data["old_password"]):
            raise ValidationError(_("This is not your current password. Type it again."))
        return self.cleaned_data["old_password"]

    def clean(self):
        self.validate_passwords("new_password1", "new_password2")
        new = self.cleaned_data.get("new_password2")
        if new:
            try:
                password_validation.validate_password(new, self.compte)
            except ValidationError as error:
                self.add_error("new_password1", error)
        return super().clean()
