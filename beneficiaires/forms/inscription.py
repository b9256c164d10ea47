"""The forms of an enrolment: the search that comes first, the group, a change of status."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from beneficiaires.statuts import SORTIES, MotifSortie, Statut, permise
from centres.models import Centre, Groupe
from entraide.forms import DayField, QueryField, ReasonField, TextField, example
from entraide.periods import today


class CentreForm(forms.Form):
    """Which of the account's centres the enrolment is for."""

    centre = forms.ModelChoiceField(
        label=_("Institution"), queryset=Centre.objects.none(), to_field_name="code"
    )

    def __init__(self, *args, compte, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = Centre.objects.visible_to(compte).ouverts().order_by("code")


class RechercheForm(forms.Form):
    q = QueryField(
        label=_("Name or number"),
        required=False,
        help_text=_(
            "Any part of a name in either script, registration number, identity card, Massar code or phone"
        ),
    )


class GroupeChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, groupe):
        return str(groupe)


class PlaceForm(forms.Form):
    """The group of an enrolment. A full group may be chosen: it then means the waiting list."""

    groupe = GroupeChoiceField(
        label=_("Group"),
        queryset=Groupe.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose a group."),
            "invalid_choice": _("Choose one of the groups of this institution."),
        },
    )
    date = DayField(
        label=_("enrolled on"), required=True, help_text=example(_("For example: {}"), "14/09/2026")
    )
    motif_tardif = ReasonField(
        label=_("reason of the late enrolment"),
        required=False,
        max_length=200,
        help_text=_("Needed after the end of ordinary enrolment."),
    )
    derogation_age = ReasonField(
        label=_("reason of the age exception"),
        required=False,
        max_length=200,
        help_text=_("Decision of the coordination, when the age is outside the rule."),
    )

    def __init__(self, *args, compte, centre, annee, **kwargs):
        kwargs.setdefault("initial", {"date": today()})
        super().__init__(*args, **kwargs)
        self.fields["groupe"].queryset = (
            Groupe.objects.visible_to(compte)
            .ouverts()
            .filter(centre=centre, annee=annee)
            .select_related("filiere", "centre", "annee")
            .order_by("nom_ar", "id")
        )
        if not compte.est_coordination:
            del self.fields["derogation_age"]
        if not (annee and annee.fin_inscriptions and today() > annee.fin_inscriptions):
            del self.fields["motif_tardif"]

    def demande(self):
        """The keyword arguments of `actions.inscription.inscrire`, but the person and who acts.

        The waiting list is for a group that the page showed as full. One that filled up since is refused by
        the action, in words: nobody lands on a waiting list unawares.
        """
        c = self.cleaned_data
        shown_full = str(c["groupe"].pk) in self.data.get("complets", "").split(",")
        return {
            "groupe": c["groupe"],
            "date": c["date"],
            "statut": Statut.ATTENTE if shown_full and c["groupe"].complet else Statut.ACTIF,
            "motif_tardif": c.get("motif_tardif", ""),
            "derogation_age": c.get("derogation_age", ""),
        }


class MalgreForm(forms.Form):
    """Why a new file is opened although somebody alike is known."""

    malgre = ReasonField(
        label=_("Why this is somebody else"),
        required=False,
        max_length=300,
        help_text=_("The reason is kept, and the coordination compares the files. For example: cousins."),
    )

    def refuser(self, *, connue):
        """Mark the field as what is missing. `connue`: one may enrol the person who is known, instead."""
        self.full_clean()
        way_out = (
            _("Write the reason, or enrol the person who is known.")
            if connue
            else _("Write the reason, or ask the coordination to check.")
        )
        self.add_error(
            "malgre",
            ValidationError(
                _("The file is not created yet: somebody with these details already has one."),
                params={"fix": way_out},
            ),
        )


class StatutForm(forms.Form):
    """A change of status; only what the table of transitions allows is offered."""

    vers = forms.ChoiceField(label=_("Status"), widget=forms.RadioSelect)
    effectif_le = DayField(label=_("effective on"), required=True)
    motif_sortie = forms.ChoiceField(
        label=_("exit reason"),
        required=False,
        choices=[("", _("Choose")), *MotifSortie.choices],
        help_text=_("Needed when the person leaves."),
    )
    motif = TextField(label=_("Note"), required=False, max_length=300)

    def __init__(self, *args, inscription, **kwargs):
        kwargs.setdefault("initial", {"effectif_le": today()})
        super().__init__(*args, **kwargs)
        self.instance = inscription
        self.fields["vers"].choices = [(s.value, s.label) for s in Statut if permise(inscription.statut, s)]

    def clean(self):
        cleaned = super().clean()
        vers = cleaned.get("vers")
        if vers in SORTIES and vers not in (Statut.ACHEVE, Statut.ANNULE) and not cleaned.get("motif_sortie"):
            self.add_error(
                "motif_sortie", _("Choose the reason of leaving: it is counted in the statistics.")
            )
        return cleaned
