"""The forms of a request for verification: the answer, and which part of the list is shown."""

from django import forms
from django.utils.translation import gettext_lazy as _

from beneficiaires.models import EtatVerification
from entraide.forms import TextField


class ReponseForm(forms.Form):
    """The coordination's answer: one of two buttons, and a note for the centre."""

    etat = forms.ChoiceField(
        choices=[c for c in EtatVerification.choices if c[0] != EtatVerification.OUVERTE],
        error_messages={"required": _("Choose an answer: the same person, or another one.")},
    )
    reponse = TextField(
        label=_("Note for the institution"),
        required=False,
        max_length=300,
        help_text=_("The institution reads it. For example: ask for the identity card."),
    )

    @classmethod
    def of(cls, verification, data=None):
        form = cls(data, initial={"reponse": verification.reponse})
        form.instance = verification
        return form
