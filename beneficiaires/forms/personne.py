"""The forms of a person's file and of a guardian."""

from django import forms
from django.utils.translation import gettext_lazy as _

from beneficiaires.models import Beneficiaire, LienTuteur
from beneficiaires.models import beneficiaire as noms
from centres.models import Commune
from entraide.forms import (
    BirthField,
    CnieField,
    DayField,
    MassarField,
    NameField,
    PhoneField,
    TextField,
    example,
)

NOT_KNOWN = _("Not known")


def _choices(enum, empty=NOT_KNOWN):
    return [("", empty), *enum.choices]


class NamesForm(forms.Form):
    """Names in both scripts. At least one name in one script; the action refuses a file without any."""

    prenom_ar = NameField(script="ar", label=_("First name in Arabic"), required=False)
    prenom_fr = NameField(script="fr", label=_("First name in Latin letters"), required=False)
    nom_ar = NameField(script="ar", label=_("Last name in Arabic"), required=False)
    nom_fr = NameField(script="fr", label=_("Last name in Latin letters"), required=False)

    def clean(self):
        cleaned = super().clean()
        names = ("prenom_ar", "prenom_fr", "nom_ar", "nom_fr")
        if (
            self.names_required
            and not any(cleaned.get(n) for n in names)
            and not any(n in self.errors for n in names)
        ):
            self.add_error(
                "prenom_ar",
                _("Write at least one name, in Arabic or in Latin letters. One name alone is enough."),
            )
        return cleaned

    names_required = True


class PersonneForm(NamesForm):
    """What may be written of a person. Nothing but one name is required of anybody.

    `valeurs()` gives model field -> clean value; the birth date carries the precision with which it was
    typed.
    """

    naissance = BirthField(
        label=_("Birth date"),
        required=False,
        help_text=example(
            _("As far as it is known: {}, {} or the year alone, {}"), "28/02/2009", "02/2009", "2009"
        ),
    )
    sexe = forms.ChoiceField(label=_("Sex"), choices=noms.Sexe, required=False, widget=forms.RadioSelect)
    lieu_naissance = TextField(label=_("Birth place"), required=False, max_length=100)
    cnie = CnieField(
        label=_("National identity card"),
        required=False,
        help_text=example(_("Compulsory from 16 years only, for example: {}"), "JF12345"),
    )
    massar = MassarField(
        label=_("Massar code"),
        required=False,
        help_text=example(_("One letter and nine digits, for example: {}"), "J130012345"),
    )
    # The office may be written in Arabic: 45/2010/المرسى.
    etat_civil = TextField(
        label=_("Civil registry number"),
        required=False,
        max_length=40,
        help_text=example(_("Act and year, for example: {}"), "45/2010"),
    )
    telephone = PhoneField(
        label=_("Phone"), required=False, help_text=example(_("For example: {}"), "06 61 00 00 47")
    )
    commune = forms.ModelChoiceField(
        label=_("Commune"), queryset=Commune.objects.all(), required=False, empty_label=_("Not known")
    )
    adresse = TextField(label=_("Address"), required=False, max_length=200)
    situation_familiale = forms.ChoiceField(
        label=_("Family situation"), choices=_choices(noms.SituationFamiliale), required=False
    )
    orphelin = forms.ChoiceField(label=_("orphan"), choices=_choices(noms.Orphelin), required=False)
    niveau_scolaire = forms.ChoiceField(
        label=_("Schooling level"), choices=_choices(noms.NiveauScolaire), required=False
    )
    base_legale = forms.ChoiceField(
        label=_("legal basis"),
        choices=_choices(noms.BaseLegale, _("Not recorded")),
        required=False,
        help_text=_("Why these data may be kept (law 09-08)."),
    )
    base_legale_date = DayField(label=_("date of the legal basis"), required=False)

    EMPTY_IS_NULL = (
        "sexe",
        "cnie",
        "massar",
        "etat_civil",
        "telephone",
        "situation_familiale",
        "orphelin",
        "niveau_scolaire",
        "base_legale",
    )

    @classmethod
    def of(cls, personne, data=None):
        """The form of an existing file; its `instance` carries the version."""
        form = cls(data, initial=cls.written(personne))
        form.instance = personne
        return form

    @classmethod
    def written(cls, personne):
        """The first values of the fields for this person, saved or not."""
        values = {name: getattr(personne, name) for name in cls.base_fields}
        return {**values, "naissance": written_birth(personne)}

    def valeurs(self):
        values = {name: self.cleaned_data.get(name) for name in self.fields}
        birth = values.pop("naissance") or (None, None)
        values["naissance"], values["naissance_precision"] = birth
        for name in self.EMPTY_IS_NULL:
            values[name] = values[name] or None
        return {name: "" if value is None and _text(name) else value for name, value in values.items()}


def _text(name):
    """True for a text column that keeps an empty string, not NULL."""
    field = Beneficiaire._meta.get_field(name)
    return field.get_internal_type() == "CharField" and not field.null


def written_birth(personne):
    """A birth date as one types it: 28/02/2009, 02/2009 or 2009; empty when not known."""
    if not personne.naissance:
        return ""
    pattern = {"JOUR": "%d/%m/%Y", "MOIS": "%m/%Y", "ANNEE": "%Y"}[personne.naissance_precision]
    return personne.naissance.strftime(pattern)


class TuteurForm(NamesForm):
    """A guardian. In the enrolment form it may stay empty as a whole (`names_required = False`)."""

    lien = forms.ChoiceField(label=_("relation"), choices=LienTuteur.Lien, required=False)
    telephone = PhoneField(label=_("Phone"), required=False)
    cnie = CnieField(label=_("National identity card"), required=False)
    principal = forms.BooleanField(label=_("principal guardian"), required=False)

    @classmethod
    def of(cls, lien, data=None):
        values = cls.written(lien.tuteur, lien.lien)
        form = cls(data, initial={**values, "principal": lien.principal})
        form.instance = lien.tuteur
        return form

    @staticmethod
    def written(tuteur, lien):
        """The first values of the fields for this guardian, saved or not."""
        names = ("prenom_ar", "prenom_fr", "nom_ar", "nom_fr", "telephone", "cnie")
        return {**{name: getattr(tuteur, name) for name in names}, "lien": lien}

    def valeurs(self):
        """Model field of `Tuteur` -> clean value."""
        c = self.cleaned_data
        noms_ = {name: c.get(name) or "" for name in ("prenom_ar", "prenom_fr", "nom_ar", "nom_fr")}
        return {**noms_, "telephone": c.get("telephone") or None, "cnie": c.get("cnie") or None}

    @property
    def rempli(self):
        return self.is_valid() and any(self.valeurs().values())


class TuteurFacultatifForm(TuteurForm):
    """The guardian part of an enrolment: empty as a whole, or with a name."""

    names_required = False

    def clean(self):
        cleaned = super().clean()
        names = ("prenom_ar", "prenom_fr", "nom_ar", "nom_fr")
        if (cleaned.get("telephone") or cleaned.get("cnie")) and not any(cleaned.get(n) for n in names):
            self.add_error("prenom_ar", _("Write at least one name of the guardian, in either script."))
        return cleaned
