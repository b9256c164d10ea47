"""The form of a request for verification: the answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from beneficiaires.models import EtatVerification
from entraide.forms import TextField


class ReponseForm(forms.Form):
    """The coordination's answer: one of two buttons, and a note for the centre; with what it was compared
    with."""

    etat = forms.ChoiceField(
        label=_("Answer"),
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
    def of(cls, verification, compared, data=None, reponse=None):
        """The form of a request beside the file `compared`; `reponse`: a note that was written already."""
        form = cls(data, initial={"reponse": verification.reponse if reponse is None else reponse})
        form.instance, form.compared = verification, compared
        return form

    def vue(self):
        """[(name, value)] of the hidden fields that say what the page showed: the number and the version of
        the file beside, and whom the request was about. A refused form keeps what it was opened with."""
        shown = {
            "avec": self.compared.numero,
            "version_fiche": self.compared.version,
            "candidat": self.instance.candidat_id,
        }
        return [(name, self.data.get(name) or str(value)) for name, value in shown.items()]
