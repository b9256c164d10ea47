"""The forms of a pair: the value to keep of each item, the decision, the merge and its undo."""

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from beneficiaires.models import EtatPaire
from entraide.editing import read_version

COTES = [("a", "a"), ("b", "b")]


class ChoixForm(forms.Form):
    """For each item that differs (`comparaison.differentes`), the side whose value is kept; with the versions
    of both files as they were shown. An item left out is the one proposed.

    `proposes` {item: side}: what is ticked first, where it is not what the comparison proposes.
    """

    def __init__(self, data=None, *, paire, comparaison, proposes=None, **options):
        super().__init__(data, **options)
        self.instance, self.comparaison = paire, comparaison
        for ligne in comparaison.differentes:
            if proposes and proposes.get(ligne.nom) in ("a", "b"):
                ligne.choix = proposes[ligne.nom]
            self.fields[ligne.nom] = forms.ChoiceField(
                label=ligne.libelle, choices=COTES, required=False, initial=ligne.choix
            )

    def choix(self):
        """{item: side} of the items that differ."""
        cleaned = getattr(self, "cleaned_data", {})
        return {ligne.nom: cleaned.get(ligne.nom) or ligne.choix for ligne in self.comparaison.differentes}

    def versions(self):
        """The versions of both files as they were shown. Raises VersionMissing."""
        return read_version(self.data.get("version_a")), read_version(self.data.get("version_b"))

    def lignes(self):
        """The rows of the comparison, with the side that is ticked now."""
        for ligne in self.comparaison.lignes:
            if ligne.nom in self.fields and self[ligne.nom].value() in ("a", "b"):
                ligne.choix = self[ligne.nom].value()
        return self.comparaison.lignes

    def version_a(self):
        return self.data.get("version_a") or str(self.instance.a.version)

    def version_b(self):
        return self.data.get("version_b") or str(self.instance.b.version)


class DecisionForm(ChoixForm):
    """The page of a pair."""

    decision = forms.ChoiceField(
        choices=[("MEME", "MEME"), *((etat, etat) for etat in EtatPaire.values)],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose: same person, two persons, or later.")
        ),
    )

    def adresse(self, suite):
        """The query string of the confirmation: the sides chosen, and the filters of the queue."""
        return "&".join(filter(None, (urlencode(self.choix()), suite.removeprefix("?"))))


class FusionForm(ChoixForm):
    """The confirmation: which number remains, and what only the reader knows.

    `apercu`: `beneficiaires.actions.fusion.apercu` of the pair, `garde` the side proposed.
    """

    garde = forms.ChoiceField(label=_("The number that remains"), choices=COTES)

    def __init__(self, data=None, *, apercu, garde, proposes=None, **options):
        super().__init__(data, proposes=proposes, **options)
        self.apercu = apercu
        self.fields["garde"].initial = garde
        for double in apercu.doubles:
            self.fields[_place(double)] = forms.TypedChoiceField(
                choices=[(i.pk, i.pk) for i in (double.garde, double.absorbe)],
                coerce=int,
                initial=_named(double, (proposes or {}).get(_place(double))),
                error_messages={"required": _("Choose the enrolment that stays open.")},
            )
        if apercu.principaux:
            self.fields["tuteur_principal"] = forms.ChoiceField(choices=COTES, required=False, initial=garde)

    def places(self):
        """`places` of `actions.fusion.fusionner`."""
        return {
            d.cle: self.cleaned_data[_place(d)] for d in self.apercu.doubles if _place(d) in self.cleaned_data
        }

    def places_cochees(self):
        """`places` as they are ticked now; the enrolment that is proposed where none of the two is."""
        return {double.cle: _named(double, champ.value()) for double, champ in self.doubles()}

    def places_dites(self, annee):
        """[(Double, letter of the file whose enrolment is ticked)] of one year."""
        cochees = self.places_cochees()
        return [
            (d, "A" if cochees[d.cle] == d.garde.pk else "B") for d in self.apercu.doubles if d.annee == annee
        ]

    def cotes(self):
        """`choix` of `actions.fusion.fusionner`: sides a and b as kept and absorbed."""
        garde = self.cleaned_data["garde"]
        choix = self.choix()
        if self.apercu.principaux:
            choix["tuteur_principal"] = self.cleaned_data["tuteur_principal"] or garde
        return {nom: "garde" if cote == garde else "absorbe" for nom, cote in choix.items()}

    def doubles(self):
        """[(Double, bound field)]."""
        return [(double, self[_place(double)]) for double in self.apercu.doubles]


def _place(double):
    return "place_{}_{}".format(*double.cle)


def _named(double, value):
    """The key of the enrolment of `double` that `value` (of a form or an address) names, else the proposed
    one."""
    named = (i.pk for i in (double.garde, double.absorbe) if str(i.pk) == str(value))
    return next(named, double.defaut)


class SeparationForm(forms.Form):
    """The undo of a merge: whose each enrolment is that was made since (`depuis`), and whose each guardian
    (`liens`)."""

    CHOIX = [("garde", "garde"), ("absorbe", "absorbe")]

    def __init__(self, data=None, *, fusion, depuis, liens=(), **options):
        super().__init__(data, **options)
        self.instance, self.depuis, self.liens = fusion, depuis, liens
        for inscription in depuis:
            self.fields[f"inscription_{inscription.pk}"] = self._whose(_("Say whose enrolment it is."))
        for lien in liens:
            self.fields[f"lien_{lien.pk}"] = self._whose(_("Say whose guardian it is."))

    def _whose(self, required):
        return forms.ChoiceField(choices=self.CHOIX, initial="garde", error_messages={"required": required})

    def attributions(self):
        """`attributions` of `actions.fusion.defaire`."""
        return {i.pk: self.cleaned_data[f"inscription_{i.pk}"] for i in self.depuis}

    def inscriptions(self):
        """[(enrolment, bound field)]."""
        return [(i, self[f"inscription_{i.pk}"]) for i in self.depuis]

    def tuteurs(self):
        """`tuteurs` of `actions.fusion.defaire`."""
        return {lien.pk: self.cleaned_data[f"lien_{lien.pk}"] for lien in self.liens}

    def liens_tuteurs(self):
        """[(link, bound field)]."""
        return [(lien, self[f"lien_{lien.pk}"]) for lien in self.liens]
