"""Merging the two files of a pair, after the figures were shown; and undoing a merge."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaires.actions.fusion import apercu, apercu_retour, defaire, fusionner
from beneficiaires.forms.fusion import FusionForm, SeparationForm
from beneficiaires.models import EtatPaire, Fusion, Paire
from beneficiaires.permissions import exiger, peut_fusionner
from beneficiaires.views.comparaison import comparer_fiches, plus_complete
from beneficiaires.views.doublon import adresse_de, deja_enregistree, disparue, perimee, une_paire
from beneficiaires.views.file import File
from entraide.conflicts import answer_conflict
from entraide.editing import Conflict, check_version, former_result, once, read_version
from entraide.fetch import fetch_or_404
from entraide.forms import envoye


@require_http_methods(["GET", "HEAD", "POST"])
def fusion(request, pk):
    """Before a merge: which number remains, the values chosen, what moves, the figures before and after.

    The page asks itself for the figures again when another enrolment of a double is ticked: a query string
    may name the enrolment that stays, as the form does.
    """
    exiger(peut_fusionner(request.user))
    if envoye(request) and (deja := former_result(par=request.user, jeton=request.POST.get("jeton"))):
        return deja_enregistree(request, deja)
    paire, file = une_paire(request, pk), File(request)
    if paire is None:
        return disparue(request, file)
    # A form that was opened before that decision is stale: it is told who decided.
    stale = envoye(request) and request.POST.get("version") != str(paire.version)
    if paire.etat == EtatPaire.DIFFERENTS and not stale:
        messages.warning(
            request, _("It was decided that these are two persons. Open the pair again before you merge.")
        )
        if request.headers.get("HX-Request") == "true":
            # The figures alone were asked for: the whole page leaves, so that the message is read.
            return HttpResponse(headers={"HX-Redirect": adresse_de(paire, file)})
        return redirect(adresse_de(paire, file))
    garde = plus_complete(paire.a, paire.b)
    vue = apercu(paire.a, paire.b)
    form = FusionForm(
        request.POST or None,
        paire=paire,
        comparaison=comparer_fiches(paire.a, paire.b, garde),
        proposes=request.GET,
        apercu=vue,
        garde=garde,
    )
    status = 200
    if envoye(request):
        if form.is_valid():
            try:
                return _fusionner(request, paire, file, form)
            except Conflict as conflict:
                return perimee(request, conflict, paire, file, "")
            except ValidationError as refus:
                form.add_error(None, refus)
        status = 422
    chiffres = vue.chiffres(form.places_cochees())
    context = {
        "paire": paire,
        "a": paire.a,
        "b": paire.b,
        "file": file,
        "form": form,
        "lignes": [ligne for ligne in form.lignes() if not ligne.egale],
        "chiffres": chiffres,
        "places_dites": form.places_dites(chiffres.annee) if chiffres else [],
        "ensemble": vue.lignes,
        "principaux": vue.principaux,
    }
    return render(request, "beneficiaires/fusion.html", context, status=status)


def _fusionner(request, paire, file, form):
    garde, absorbe = (paire.a, paire.b) if form.cleaned_data["garde"] == "a" else (paire.b, paire.a)
    versions = dict(zip((paire.a.pk, paire.b.pk), form.versions(), strict=True))
    version = read_version(request.POST.get("version"))
    suivante = file.apres(paire)
    adresse = reverse("beneficiaire", args=[garde.numero])

    def action():
        # Somebody may have said meanwhile that these are two persons.
        # A pair that is gone was merged, or its files were edited: `fusionner` says which.
        if actuelle := Paire.objects.filter(pk=paire.pk).first():
            check_version(actuelle, version)
        fusionner(
            garde=garde,
            absorbe=absorbe,
            choix=form.cotes(),
            places=form.places(),
            par=request.user,
            versions=(versions[garde.pk], versions[absorbe.pk]),
        )
        return adresse

    numero = absorbe.numero_affiche
    adresse, deja = once(par=request.user, jeton=request.POST.get("jeton"), action=action)
    if deja:
        return deja_enregistree(request, adresse)
    phrase = format_html(
        _("The two files are merged. You can undo it from this page. The number {} now leads here."),
        format_html('<bdi dir="ltr">{}</bdi>', numero),
    )
    suite = _("Next pair") if suivante else _("Back to the queue")
    lien = format_html(' <a href="{}">{}</a>', adresse_de(suivante, file), suite)
    messages.success(request, phrase + lien)
    return redirect(adresse)


def une_fusion(request, pk):
    """The merge of that key, in force or not. Raises Http404."""
    fusions = Fusion.objects.visible_to(request.user).select_related("garde", "cree_par", "annulee_par")
    return fetch_or_404(fusions, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def annuler(request, pk):
    """Undo a merge: what comes back, what stays, and whose the later enrolments and guardians are."""
    exiger(peut_fusionner(request.user))
    if envoye(request) and (deja := former_result(par=request.user, jeton=request.POST.get("jeton"))):
        return deja_enregistree(request, deja)
    ligne = une_fusion(request, pk)
    adresse = reverse("beneficiaire", args=[ligne.garde.numero])
    context = {"fusion": ligne, "garde": ligne.garde, "retour": None}
    if ligne.annulee_le:
        return render(
            request, "beneficiaires/fusion_annuler.html", context, status=422 if envoye(request) else 200
        )
    retour = apercu_retour(ligne)
    form = SeparationForm(request.POST or None, fusion=ligne, depuis=retour.depuis, liens=retour.liens)
    status = 200
    if envoye(request):
        if form.is_valid():
            try:
                return _separer(request, ligne, form, adresse)
            except Conflict as conflict:
                return answer_conflict(request, conflict, back=adresse, title=ligne.numero_affiche)
            except ValidationError as refus:
                form.add_error(None, refus)
        status = 422
    context |= {"retour": retour, "absorbe": retour.absorbe, "form": form}
    return render(request, "beneficiaires/fusion_annuler.html", context, status=status)


def _separer(request, ligne, form, adresse):
    version = read_version(request.POST.get("version"))

    def action():
        defaire(
            fusion=ligne,
            attributions=form.attributions(),
            tuteurs=form.tuteurs(),
            par=request.user,
            version=version,
        )
        return adresse

    adresse, deja = once(par=request.user, jeton=request.POST.get("jeton"), action=action)
    if deja:
        return deja_enregistree(request, adresse)
    rendue = format_html(
        '<a href="{}"><bdi dir="ltr">{}</bdi></a>',
        reverse("beneficiaire", args=[ligne.numero_absorbe]),
        ligne.numero_affiche,
    )
    messages.success(
        request, format_html(_("The two files are separate again. The file {} is back."), rendue)
    )
    return redirect(adresse)
