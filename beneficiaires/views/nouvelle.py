"""Enrolling somebody who has no file: the form, those who are like her, the request to the
coordination."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from beneficiaires.actions import verification as requests
from beneficiaires.actions.beneficiaire import (
    NOMS,
    Ressemblance,
    ajouter_tuteur,
    creer_beneficiaire,
    ressemblances,
)
from beneficiaires.actions.inscription import inscrire
from beneficiaires.forms.inscription import MalgreForm, PlaceForm
from beneficiaires.forms.personne import PersonneForm, TuteurFacultatifForm
from beneficiaires.models import Beneficiaire, EtatVerification, Tuteur, Verification
from beneficiaires.permissions import exiger, voit_des_personnes
from beneficiaires.saisie import deballer, emballer
from beneficiaires.views.inscription import confirmee, required_centre, spread, step_context
from beneficiaires.views.ressemblance import look, told
from centres.models import AnneeScolaire
from entraide.editing import former_result, once, token_of
from entraide.fetch import fetch_or_404
from entraide.forms import envoye
from entraide.periods import format_date_long
from entraide.presentation import langue
from personnel.journal import agir


class _Sending:
    """The forms of one new person."""

    def __init__(self, request, centre, annee, verification):
        data = request.POST if request.method == "POST" else None
        self.compte, self.centre, self.verification = request.user, centre, verification
        first, guardian, reason = _first_values(request, verification)
        self.personne = PersonneForm(data, initial=first)
        self.tuteur = TuteurFacultatifForm(data, prefix="tuteur", initial=guardian)
        self.place = PlaceForm(data, compte=request.user, centre=centre, annee=annee)
        self.malgre = MalgreForm(data, initial={"malgre": reason})

    def typed(self):
        """(unsaved Beneficiaire, [(unsaved Tuteur, relation)]) of what can be read in the forms."""
        return Beneficiaire(**self.personne.valeurs()), self.parents()

    def parents(self):
        if not self.tuteur.rempli:
            return []
        return [(Tuteur(**self.tuteur.valeurs()), self.tuteur.cleaned_data["lien"] or "AUTRE")]

    def valid(self, *forms):
        """Each form is judged, so that all their errors are shown at once."""
        return sum(form.is_valid() for form in forms) == len(forms)

    def create(self):
        """The file, the guardian and the enrolment, together or not at all; the address of the enrolment."""
        par, reason = self.compte, self.malgre.cleaned_data["malgre"]
        personne, parents = self.typed()
        with agir(par=par):
            creer_beneficiaire(personne=personne, par=par, malgre=reason, parents=parents)
            inscription = inscrire(beneficiaire=personne, par=par, **self.place.demande())
            for tuteur, lien in parents:
                ajouter_tuteur(
                    personne=personne, tuteur=tuteur, lien=lien, principal=True, par=par, malgre=reason
                )
            if self.verification:
                requests.conclure(verification=self.verification, personne=personne, par=par)
        return reverse("inscription", args=[inscription.pk])

    def ask(self):
        """The request to the coordination about the likeliest person known elsewhere; its address."""
        personne, parents = self.typed()
        visibles, ailleurs, trouves = ressemblances(personne=personne, par=self.compte, parents=parents)
        if not ailleurs:
            raise ValidationError(
                _("No other institution knows a person with these details. You may create the file.")
            )
        seen = {candidat.personne_id for candidat in visibles}
        unseen = next(candidat.personne_id for candidat in trouves if candidat.personne_id not in seen)
        verification = requests.demander(
            centre=self.centre,
            saisie=emballer(personne, parents),
            candidat=Beneficiaire(pk=unseen),
            message=self.malgre.cleaned_data["malgre"],
            par=self.compte,
        )
        return reverse("verification", args=[verification.pk])


def _first_values(request, verification):
    """What the forms begin with: the person, her guardian, the reason."""
    if verification is None:
        return _typed_name(request.GET.get("q", "")), {"lien": "MERE"}, ""
    personne, parents = deballer(verification.saisie)
    guardian = TuteurFacultatifForm.written(*parents[0]) if parents else {"lien": "MERE"}
    day = format_date_long(timezone.localtime(verification.traitee_le).date(), langue())
    reason = _("Answer of the coordination of %(date)s: another person.") % {"date": day}
    return PersonneForm.written(personne), guardian, reason


def _answered(request, centre):
    """The request of this centre, which the account may enrol in, that the coordination answered «another
    person», when the form comes from it."""
    key = request.GET.get("verification") or request.POST.get("verification")
    if not key:
        return None
    return fetch_or_404(Verification.objects.filter(centre=centre, etat=EtatVerification.AUTRE), pk=key)


@require_http_methods(["GET", "HEAD", "POST"])
def nouvelle(request):
    """Step 2 for somebody who was not found: the file, the guardian and the group, written together or not
    at all. When somebody alike is known, the page comes back and asks."""
    exiger(voit_des_personnes(request.user))
    centre, annee = required_centre(request), AnneeScolaire.objects.courante()
    sending = _Sending(request, centre, annee, _answered(request, centre))
    alike, status = None, 200
    if envoye(request):
        asks, jeton = "verifier" in request.POST, request.POST.get("jeton")
        if asks:
            jeton = token_of(jeton, "verifier")
        if deja := former_result(par=request.user, jeton=jeton):
            return confirmee(request, deja, True)
        forms = [sending.personne, sending.tuteur, sending.malgre] + ([] if asks else [sending.place])
        if sending.valid(*forms):
            try:
                adresse, deja = once(
                    par=request.user,
                    jeton=jeton,
                    action=sending.ask if asks else sending.create,
                )
                if asks and not deja:
                    messages.success(request, _("The request is sent to the coordination."))
                return confirmee(request, adresse, deja)
            except Ressemblance as refus:
                alike = told(request.user, refus.visibles, refus.ailleurs, centre)
                if "malgre" in request.POST:
                    sending.malgre.refuser(connue=bool(refus.visibles))
            except ValidationError as refus:
                spread(refus, sending.personne, sending.place)
        status = 422
    demande = None
    if alike and alike["ailleurs"]:
        saisie = emballer(*sending.typed())
        demande = requests.demande_ouverte(centre, saisie)
        # What was typed since is still to be told: asking again brings the request up to date.
        if demande and demande.saisie != saisie:
            demande = None
    context = {
        "personne_form": sending.personne,
        "tuteur_form": sending.tuteur,
        "place_form": sending.place,
        "malgre_form": sending.malgre,
        # Asked for only once it is needed.
        "malgre_demande": bool(alike or sending.malgre["malgre"].value() or sending.malgre.errors),
        "ressemblance": alike,
        "demande": demande,
        "verification": sending.verification,
        "en_direct": True,
        **step_context(request, centre, annee),
    }
    return render(request, "beneficiaires/inscription_nouvelle.html", context, status=status)


@require_POST
def en_direct(request):
    """While a new person is typed: those who are like her so far. POST, because names belong in no address;
    nothing is written."""
    exiger(voit_des_personnes(request.user))
    centre = required_centre(request)
    sending = _Sending(request, centre, None, None)
    sending.valid(sending.personne, sending.tuteur)
    personne, parents = sending.typed()
    if not any(getattr(personne, nom) for nom in NOMS):
        return HttpResponse("")
    context = {"centre": centre, "ressemblance": look(request.user, personne, parents, centre)}
    return render(request, "beneficiaires/_ressemblances_en_direct.html", context)


def _typed_name(text):
    """What was searched for, as the first value of the names: the first word is the first name."""
    if not text or any(char.isdigit() for char in text):
        return {}
    script = "ar" if any("\u0600" <= char <= "\u06ff" for char in text) else "fr"
    first, _space, last = text.strip().partition(" ")
    return {f"prenom_{script}": first[:100], f"nom_{script}": last.strip()[:100]}
