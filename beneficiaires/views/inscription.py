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
from beneficiaires.actions.inscription import changer_statut, inscrire
from beneficiaires.forms.inscription import CentreForm, PlaceForm, RechercheForm, StatutForm
from beneficiaires.models import Beneficiaire, Inscription
from beneficiaires.permissions import exiger, peut_inscrire, voit_des_personnes
from beneficiaires.regles import REGLES, describe_rule
from beneficiaires.views.anciens import follows_merges
from beneficiaires.views.beneficiaire import visible_enrolments
from centres.models import AnneeScolaire, Centre
from entraide.conflicts import answer_conflict
from entraide.editing import Conflict, former_result, once, page_of, read_version
from entraide.fetch import fetch_or_404
from entraide.forms import envoye


def _centre(request):
    """The centre that the enrolment is for: the one named, or the only one that the account has; else
    None."""
    visibles = Centre.objects.visible_to(request.user).ouverts().select_related("commune")
    if code := request.GET.get("centre") or request.POST.get("centre"):
        return fetch_or_404(visibles, code=code)
    two = list(visibles[:2])
    return two[0] if len(two) == 1 else None


def step_context(request, centre, annee):
    """What the second step shows beside its form."""
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


def required_centre(request):
    """The centre of the request, in which the account may enrol. Raises Http404, PermissionDenied."""
    centre = _centre(request)
    if centre is None:
        raise Http404
    exiger(peut_inscrire(request.user, centre))
    return centre


@require_http_methods(["GET", "HEAD", "POST"])
@follows_merges
def existante(request, numero):
    """Step 2 for somebody who was found: only the group is chosen."""
    personne = fetch_or_404(Beneficiaire.objects.visible_to(request.user), numero=numero)
    centre, annee = required_centre(request), AnneeScolaire.objects.courante()
    place_form = PlaceForm(request.POST or None, compte=request.user, centre=centre, annee=annee)
    status = 200
    if envoye(request):
        if deja := former_result(par=request.user, jeton=request.POST.get("jeton")):
            return confirmee(request, deja, True)
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
                return confirmee(request, adresse, deja)
            except ValidationError as refus:
                spread(refus, place_form)
        status = 422
    context = {"personne": personne, "place_form": place_form, **step_context(request, centre, annee)}
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
            return confirmee(request, deja, True)
        if form.is_valid():
            c = form.cleaned_data
            try:
                adresse, deja = once(
                    par=request.user,
                    jeton=request.POST.get("jeton"),
                    action=lambda: _changer(request, ligne, c),
                )
                if not deja:
                    messages.success(request, _("The status is changed."))
                return confirmee(request, adresse, deja)
            except Conflict as conflict:
                return answer_conflict(
                    request, conflict, back=reverse("beneficiaire", args=[ligne.beneficiaire.numero])
                )
            except ValidationError as refus:
                spread(refus, form)
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


def confirmee(request, adresse, deja):
    """On to what was written; a second sending is told that it wrote nothing."""
    adresse = page_of(adresse)
    if deja:
        messages.info(request, _("Already saved: nothing was written twice."))
    return redirect(adresse)


def spread(refus, *forms):
    """Put the sentences of a refusal beside the fields that they speak of; the others on top of the last
    form."""
    errors = refus.message_dict if hasattr(refus, "error_dict") else {None: refus.messages}
    for name, sentences in errors.items():
        form = next((f for f in forms if name in f.fields), forms[-1])
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
