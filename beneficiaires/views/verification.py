"""The requests of the centres about people known elsewhere, and what follows from the answer.

The coordination sees what was typed beside the file; the centre sees what it typed and the answer, and the
person herself only once the coordination has said that it is she.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaires import doublons
from beneficiaires.actions.beneficiaire import ressemblances
from beneficiaires.actions.verification import inscrire_confirmee, repondre
from beneficiaires.forms.inscription import PlaceForm
from beneficiaires.forms.verification import ReponseForm
from beneficiaires.fusion import fusion_of
from beneficiaires.matching import compare, prepare
from beneficiaires.models import Beneficiaire, EtatVerification, Inscription, LienTuteur, Verification
from beneficiaires.permissions import exiger, peut_inscrire, peut_repondre, voit_des_personnes
from beneficiaires.saisie import deballer
from beneficiaires.views.comparaison import CODES, NOMS, comparer_fiches
from beneficiaires.views.indices import preuves
from beneficiaires.views.inscription import confirmee, spread, step_context
from beneficiaires.views.ressemblance import shown
from centres.models import AnneeScolaire
from entraide.editing import Conflict, check_version, former_result, once, read_version
from entraide.fetch import fetch_or_404
from entraide.forms import envoye
from entraide.paging import key_page
from personnel.journal import agir

PAGE = 25
# What says who somebody is; the rest of a file is no part of the question.
WHO = (*NOMS, *CODES, "naissance", "sexe", "lieu_naissance", "telephone", "commune", "adresse")


def _visible(request):
    return Verification.objects.visible_to(request.user).select_related(
        "centre__commune", "candidat__commune", "cree_par", "modifie_par"
    )


def _typed(verification):
    """The person as she was typed, and her guardians; dated as the request is."""
    personne, parents = deballer(verification.saisie)
    personne.cree_le = verification.cree_le
    return personne, parents


@require_safe
def verifications(request):
    """The coordination: what waits, the oldest first, or what was answered. A manager: those of the own
    centres, the latest first."""
    exiger(voit_des_personnes(request.user))
    repond = peut_repondre(request.user)
    toutes = _visible(request)
    attendent = toutes.filter(etat=EtatVerification.OUVERTE)
    repondues = request.GET.get("voir") == "repondues"
    if repond:
        lignes = toutes.exclude(etat=EtatVerification.OUVERTE) if repondues else attendent
    else:
        lignes = toutes
    # The scope is all that the account may see: a request that was answered meanwhile still says where the
    # next page begins.
    page = key_page(request, lignes, ("id",), size=PAGE, scope=toutes, descending=not repond or repondues)
    for ligne in page.rows:
        ligne.personne = _typed(ligne)[0]
    context = {"page": page, "repond": repond, "repondues": repondues}
    return render(request, "beneficiaires/verifications.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def verification(request, pk):
    """One request: the coordination compares and answers, the centre reads the answer."""
    ligne = fetch_or_404(_visible(request), pk=pk)
    if not peut_repondre(request.user):
        exiger(request.method != "POST")
        return render(request, "beneficiaires/verification_du_centre.html", _of_the_centre(request, ligne))
    compared, status = _compared(request, ligne), 200
    form = ReponseForm.of(ligne, compared, request.POST or None)
    if envoye(request):
        if deja := former_result(par=request.user, jeton=request.POST.get("jeton")):
            return confirmee(request, deja, True)
        if form.is_valid():
            try:
                adresse, deja = once(
                    par=request.user,
                    jeton=request.POST.get("jeton"),
                    action=lambda: _answer(request, ligne, compared, form.cleaned_data),
                )
                if not deja:
                    messages.success(request, _("The answer is saved; the institution can read it."))
                return confirmee(request, adresse, deja)
            except Conflict:
                return _perimee(request, pk, form.cleaned_data["reponse"])
        status = 422
    context = {"verification": ligne, "form": form, **_side_by_side(request, ligne, compared)}
    return render(request, "beneficiaires/verification.html", context, status=status)


def _compared(request, ligne):
    """The file beside what was typed: that of the request, or another one that the coordination looks at."""
    numero = request.GET.get("avec") or request.POST.get("avec")
    if not numero:
        return ligne.candidat
    if fusion := fusion_of(request.user, numero):
        numero = fusion.garde.numero
    # Only the coordination comes here, and it sees everybody.
    return fetch_or_404(Beneficiaire.objects.select_related("commune"), numero=numero)


def _answer(request, ligne, compared, c):
    """Write the answer. Raises Conflict when the request is about somebody else than the page showed, or the
    file beside it was edited, merged or brought back since; VersionMissing."""
    version, of_the_file, about = (
        read_version(request.POST.get(name)) for name in ("version", "version_fiche", "candidat")
    )
    with agir(par=request.user):
        # People before requests, as a merge does.
        file = Beneficiaire.objects.select_for_update(no_key=True).filter(pk=compared.pk).first()
        ligne = Verification.objects.select_for_update(of=("self",)).get(pk=ligne.pk)
        if file is None or request.POST.get("avec", file.numero) != file.numero or ligne.candidat_id != about:
            raise Conflict(ligne, {})
        check_version(file, of_the_file)
        repondre(
            verification=ligne,
            etat=c["etat"],
            reponse=c["reponse"],
            candidat=file if file.pk != ligne.candidat_id else None,
            par=request.user,
            version=version,
        )
    return reverse("verifications")


def _perimee(request, pk, reponse):
    """409: the page again as the request and the file are now, with the note that was written."""
    ligne = fetch_or_404(_visible(request), pk=pk)
    compared = _compared(request, ligne) if request.GET.get("avec") else ligne.candidat
    form = ReponseForm.of(ligne, compared, reponse=reponse)
    context = {"verification": ligne, "form": form, "perimee": True}
    context |= _side_by_side(request, ligne, compared)
    return render(request, "beneficiaires/verification.html", context, status=409)


def _side_by_side(request, ligne, compared):
    """What was typed beside the file, the evidence, and the other files that are like it."""
    personne, parents = _typed(ligne)
    visibles = ressemblances(personne=personne, par=request.user, parents=parents)[0]
    comparaison = comparer_fiches(personne, compared)
    comparaison.lignes = [each for each in comparaison.lignes if each.nom in WHO]
    liens = list(compared.liens_tuteurs.select_related("tuteur"))
    typed = doublons.identite(personne, [LienTuteur(tuteur=t, lien=lien) for t, lien in parents])
    resultat = compare(prepare(typed), prepare(doublons.identite(compared, liens)))
    return {
        "compared": compared,
        "comparaison": comparaison,
        "parents": parents,
        "liens": liens,
        "inscriptions": list(
            Inscription.objects.filter(beneficiaire=compared)
            .select_related("centre", "groupe", "annee")
            .order_by("-date_inscription", "-id")[:5]
        ),
        "preuves": preuves(resultat),
        "autres": shown(request.user, [c for c in visibles if c.personne_id != compared.pk], ligne.centre),
    }


def _of_the_centre(request, ligne):
    """What the centre may read: what it typed, the answer; the person once she is confirmed."""
    confirmed = ligne.candidat if ligne.etat == EtatVerification.MEME else None
    seen = confirmed and Beneficiaire.objects.visible_to(request.user).filter(pk=confirmed.pk).exists()
    personne, parents = _typed(ligne)
    return {
        "verification": ligne,
        "personne": personne,
        "parents": parents,
        "confirmee": confirmed,
        "deja_vue": bool(seen),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def inscrire(request, pk):
    """The person whom the coordination confirmed is enrolled: only the group is chosen."""
    ligne = fetch_or_404(_visible(request).filter(etat=EtatVerification.MEME), pk=pk)
    exiger(peut_inscrire(request.user, ligne.centre))
    annee, status = AnneeScolaire.objects.courante(), 200
    place_form = PlaceForm(request.POST or None, compte=request.user, centre=ligne.centre, annee=annee)
    perimee = False
    if envoye(request):
        if deja := former_result(par=request.user, jeton=request.POST.get("jeton")):
            return confirmee(request, deja, True)
        # Also when the form is wrong: the page is about to show the person of the request as it is now.
        version = request.POST.get("version", "")
        perimee = version.isdecimal() and version != str(ligne.version)
        if not perimee and place_form.is_valid():
            try:
                adresse, deja = once(
                    par=request.user,
                    jeton=request.POST.get("jeton"),
                    action=lambda: reverse(
                        "inscription",
                        args=[
                            inscrire_confirmee(
                                verification=ligne,
                                par=request.user,
                                version=read_version(version),
                                **place_form.demande(),
                            ).pk
                        ],
                    ),
                )
                return confirmee(request, adresse, deja)
            except Conflict:
                # Answered anew at this very moment.
                perimee = True
                ligne = fetch_or_404(_visible(request).filter(etat=EtatVerification.MEME), pk=pk)
            except ValidationError as refus:
                spread(refus, place_form)
        status = 409 if perimee else 422
    context = {
        "verification": ligne,
        "perimee": perimee,
        "personne": ligne.candidat,
        "place_form": place_form,
        **step_context(request, ligne.centre, annee),
    }
    return render(request, "beneficiaires/verification_inscrire.html", context, status=status)
