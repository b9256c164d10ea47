"""Enrolling in three steps: search, file and group, confirmation; and the status of an enrolment."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaires import search
from beneficiaires.actions.beneficiaire import ajouter_tuteur, creer_beneficiaire
from beneficiaires.actions.inscription import changer_statut, inscrire
from beneficiaires.forms.inscription import CentreForm, PlaceForm, RechercheForm, StatutForm
from beneficiaires.forms.personne import PersonneForm, TuteurFacultatifForm
from beneficiaires.models import Beneficiaire, Inscription, Tuteur
from beneficiaires.permissions import exiger, peut_inscrire, voit_des_personnes
from beneficiaires.regles import REGLES, describe_rule
from beneficiaires.views.beneficiaire import visible_enrolments
from centres.models import AnneeScolaire, Centre
from entraide.conflicts import answer_conflict
from entraide.editing import Conflict, former_result, once, read_version
from entraide.fetch import fetch_or_404
from entraide.forms import envoye
from personnel.journal import agir


def _centre(request):
    """The centre that the enrolment is for: the one named, or the only one that the account has; else
    None."""
    visibles = Centre.objects.visible_to(request.user).ouverts().select_related("commune")
    if code := request.GET.get("centre") or request.POST.get("centre"):
        return fetch_or_404(visibles, code=code)
    two = list(visibles[:2])
    return two[0] if len(two) == 1 else None


def _step_context(request, centre, annee):
    langue = (get_language() or "ar")[:2]
    return {
        "centre": centre,
        "annee": annee,
        "regle_age": describe_rule(centre.type, annee.date_reference, langue) if annee else "",
        "documents": REGLES[centre.type].documents,
    }


@require_safe
def recherche(request):
    """Step 1. The person is looked for before anything is created; among those that the account may see."""
    exiger(voit_des_personnes(request.user))
    centre = _centre(request)
    formulaire = RechercheForm(request.GET if "q" in request.GET else None)
    texte = formulaire.cleaned_data["q"] if formulaire.is_bound and formulaire.is_valid() else ""
    resultat = search.search(request.user, texte, limit=20) if texte else None
    if resultat:
        prefetch_related_objects(resultat.people, visible_enrolments(request.user, annee=True))
        for personne in resultat.people:
            personne.derniere = next(iter(personne.visibles), None)
    context = {
        "centre": centre,
        "centre_form": None if centre else CentreForm(compte=request.user),
        "form": formulaire,
        "texte": texte,
        "resultat": resultat,
        "annee": AnneeScolaire.objects.courante(),
    }
    return render(request, "beneficiaires/inscription_recherche.html", context)


def _required_centre(request):
    centre = _centre(request)
    if centre is None:
        raise Http404
    exiger(peut_inscrire(request.user, centre))
    return centre


@require_http_methods(["GET", "HEAD", "POST"])
def nouvelle(request):
    """Step 2 for somebody who was not found: the file, the guardian and the group, written together or not
    at all."""
    exiger(voit_des_personnes(request.user))
    centre, annee = _required_centre(request), AnneeScolaire.objects.courante()
    data = request.POST or None
    personne_form = PersonneForm(data, initial=_typed_name(request.GET.get("q", "")))
    tuteur_form = TuteurFacultatifForm(data, prefix="tuteur", initial={"lien": "MERE"})
    place_form = PlaceForm(data, compte=request.user, centre=centre, annee=annee)
    forms = (personne_form, tuteur_form, place_form)
    status = 200
    if envoye(request):
        if deja := former_result(par=request.user, jeton=request.POST.get("jeton")):
            return _confirmee(request, deja, True)
        # Each form is judged, so that all their errors are shown at once.
        if sum(form.is_valid() for form in forms) == len(forms):
            try:
                adresse, deja = once(
                    par=request.user,
                    jeton=request.POST.get("jeton"),
                    action=lambda: _creer_et_inscrire(request.user, personne_form, tuteur_form, place_form),
                )
                return _confirmee(request, adresse, deja)
            except ValidationError as refus:
                _spread(refus, personne_form, place_form)
        status = 422
    context = {
        "personne_form": personne_form,
        "tuteur_form": tuteur_form,
        "place_form": place_form,
        **_step_context(request, centre, annee),
    }
    return render(request, "beneficiaires/inscription_nouvelle.html", context, status=status)


def _creer_et_inscrire(par, personne_form, tuteur_form, place_form):
    with agir(par=par):
        personne = creer_beneficiaire(personne=Beneficiaire(**personne_form.valeurs()), par=par)
        inscription = inscrire(beneficiaire=personne, par=par, **place_form.demande())
        if tuteur_form.rempli:
            ajouter_tuteur(
                personne=personne,
                tuteur=Tuteur(**tuteur_form.valeurs()),
                lien=tuteur_form.cleaned_data["lien"] or "AUTRE",
                principal=True,
                par=par,
            )
    return reverse("inscription", args=[inscription.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def existante(request, numero):
    """Step 2 for somebody who was found: only the group is chosen."""
    personne = fetch_or_404(Beneficiaire.objects.visible_to(request.user), numero=numero)
    centre, annee = _required_centre(request), AnneeScolaire.objects.courante()
    place_form = PlaceForm(request.POST or None, compte=request.user, centre=centre, annee=annee)
    status = 200
    if envoye(request):
        if deja := former_result(par=request.user, jeton=request.POST.get("jeton")):
            return _confirmee(request, deja, True)
        if place_form.is_valid():
            try:
                adresse, deja = once(
                    par=request.user,
                    jeton=request.POST.get("jeton"),
                    action=lambda: reverse(
                        "inscription",
                        args=[inscrire(beneficiaire=personne, par=request.user, **place_form.demande()).pk],
                    ),
                )
                return _confirmee(request, adresse, deja)
            except ValidationError as refus:
                _spread(refus, place_form)
        status = 422
    context = {"personne": personne, "place_form": place_form, **_step_context(request, centre, annee)}
    return render(request, "beneficiaires/inscription_existante.html", context, status=status)


@require_safe
def inscription(request, pk):
    """Step 3: what was written, and where to go from here."""
    ligne = fetch_or_404(
        Inscription.objects.visible_to(request.user).select_related(
            "beneficiaire", "groupe__filiere", "centre__commune", "annee"
        ),
        pk=pk,
    )
    return render(
        request, "beneficiaires/inscription.html", {"inscription": ligne, "personne": ligne.beneficiaire}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def statut(request, pk):
    """A change of status, from the table of transitions."""
    ligne = fetch_or_404(
        Inscription.objects.visible_to(request.user).select_related(
            "beneficiaire", "groupe", "centre", "annee"
        ),
        pk=pk,
    )
    form = StatutForm(request.POST or None, inscription=ligne)
    status = 200
    if envoye(request):
        if deja := former_result(par=request.user, jeton=request.POST.get("jeton")):
            return _confirmee(request, deja, True)
        if form.is_valid():
            c = form.cleaned_data
            try:
                adresse, deja = once(
                    par=request.user,
                    jeton=request.POST.get("jeton"),
                    action=lambda: _changer(request, ligne, c),
                )
                messages.success(
                    request,
                    _("Already saved: nothing was written twice.") if deja else _("The status is changed."),
                )
                return redirect(adresse)
            except Conflict as conflict:
                return answer_conflict(
                    request, conflict, back=reverse("beneficiaire", args=[ligne.beneficiaire.numero])
                )
            except ValidationError as refus:
                _spread(refus, form)
        status = 422
    context = {"inscription": ligne, "personne": ligne.beneficiaire, "form": form}
    return render(request, "beneficiaires/inscription_statut.html", context, status=status)


def _changer(request, ligne, c):
    changer_statut(
        inscription=ligne,
        vers=c["vers"],
        par=request.user,
        version=read_version(request.POST.get("version")),
        effectif_le=c["effectif_le"],
        motif=c["motif"],
        motif_sortie=c["motif_sortie"] or None,
    )
    return reverse("beneficiaire", args=[ligne.beneficiaire.numero])


def _confirmee(request, adresse, deja):
    if deja:
        messages.info(request, _("Already saved: nothing was written twice."))
    return redirect(adresse)


def _spread(refus, *forms):
    """Put the sentences of a refusal beside the fields that they speak of; the others on top of the last
    form."""
    errors = refus.message_dict if hasattr(refus, "error_dict") else {None: refus.messages}
    for name, sentences in errors.items():
        form = next((f for f in forms if name in f.fields), forms[-1])
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def _typed_name(text):
    """What was searched for, as the first value of the names: the first word is the first name."""
    if not text or any(char.isdigit() for char in text):
        return {}
    script = "ar" if any("\u0600" <= char <= "\u06ff" for char in text) else "fr"
    first, _space, last = text.strip().partition(" ")
    return {f"prenom_{script}": first[:100], f"nom_{script}": last.strip()[:100]}
