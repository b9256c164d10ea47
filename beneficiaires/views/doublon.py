"""Possible duplicates: the queue, and the page of one pair where it is decided."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaires.actions.paire import declarer_differents, reporter, rouvrir
from beneficiaires.forms.fusion import DecisionForm
from beneficiaires.models import EtatPaire, Paire
from beneficiaires.permissions import exiger, peut_fusionner
from beneficiaires.views.beneficiaire import visible_enrolments
from beneficiaires.views.comparaison import comparer_fiches, plus_complete
from beneficiaires.views.file import File
from beneficiaires.views.indices import comparer, courtes, lire_tuteurs, preuves
from entraide.editing import Conflict, check_version, former_result, once, page_of, read_version, token_of
from entraide.fetch import fetch_or_404
from entraide.forms import envoye
from entraide.views import error_page

ACTIONS = {
    EtatPaire.DIFFERENTS.value: declarer_differents,
    EtatPaire.PLUS_TARD.value: reporter,
    EtatPaire.A_EXAMINER.value: rouvrir,
}
MEME = "MEME"


@require_safe
def doublons(request):
    """The queue of the coordination: pairs by score, with what speaks for each."""
    exiger(peut_fusionner(request.user))
    file = File(request, strict=True)
    page = file.page(request)
    personnes = [p for paire in page.rows for p in (paire.a, paire.b)]
    lire_tuteurs(personnes)
    prefetch_related_objects(personnes, visible_enrolments(request.user))
    for personne in personnes:
        personne.derniere = next(iter(personne.visibles), None)
    for paire in page.rows:
        paire.courtes = courtes(comparer(paire.a, paire.b))
    vues = _vues(request, file)
    page.count, page.capped = next(((v["nombre"], v["plus"]) for v in vues if v["active"]), (None, False))
    context = {"file": file, "filtre": file.filtre, "page": page, "vues": vues}
    return render(request, "beneficiaires/doublons.html", context)


def _vues(request, file):
    """The parts of the queue, each with its count and its address."""
    mots = {
        "": (_("All to decide"), "users"),
        "certains": (_("Certain"), "equal"),
        "probables": (_("Probable"), "wave-sine"),
        "reportes": (_("Put off"), "clock"),
    }
    vues = []
    for vue, nombre, plus in file.comptes():
        query = request.GET.copy()
        for nom in ("voir", "apres", "avant", "page"):
            query.pop(nom, None)
        if vue:
            query["voir"] = vue
        libelle, icone = mots[vue]
        vues.append(
            {
                "libelle": libelle,
                "icone": icone,
                "nombre": nombre,
                "plus": plus,
                "adresse": f"{request.path}?{query.urlencode()}" if query else request.path,
                "active": request.GET.get("voir", "") == vue,
            }
        )
    return vues


def une_paire(request, pk):
    """The pair of that key with its two people and who decided; None when there is none."""
    paires = Paire.objects.visible_to(request.user).select_related("a", "b", "modifie_par", "cree_par")
    try:
        return fetch_or_404(paires, pk=pk)
    except Http404:
        return None


def disparue(request, file):
    """404: the two files were merged, or no longer look alike, since the list was made."""
    return error_page(
        request,
        404,
        _("This pair is no longer there"),
        _(
            "Its two files have been merged meanwhile, or were edited and no longer look alike. Nothing was "
            "changed by you."
        ),
        ways=[(_("Back to the queue"), reverse("doublons") + file.suite)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def doublon(request, pk):
    """One pair side by side. Two persons and later are written here; the same person leads to the
    confirmation."""
    exiger(peut_fusionner(request.user))
    if envoye(request) and (deja := former_result(par=request.user, jeton=_jeton(request))):
        return deja_enregistree(request, deja)
    paire, file = une_paire(request, pk), File(request)
    if paire is None:
        return disparue(request, file)
    lire_tuteurs([paire.a, paire.b])
    comparaison = comparer_fiches(paire.a, paire.b, plus_complete(paire.a, paire.b))
    form = DecisionForm(request.POST or None, paire=paire, comparaison=comparaison, proposes=request.GET)
    status = 200
    if envoye(request):
        if form.is_valid():
            try:
                return _decider(request, paire, file, form)
            except Conflict as conflict:
                return perimee(request, conflict, paire, file, form.cleaned_data["decision"])
            except ObjectDoesNotExist:
                return disparue(request, file)
        status = 422
    return render(
        request,
        "beneficiaires/doublon.html",
        _context(request, paire, file, comparaison, form),
        status=status,
    )


def _jeton(request):
    """One token for each decision: the way back and another decision is no second sending."""
    return token_of(request.POST.get("jeton"), request.POST.get("decision", ""))


def _decider(request, paire, file, form):
    decision, versions = form.cleaned_data["decision"], form.versions()
    version = read_version(request.POST.get("version"))
    if decision == MEME:
        for row, seen in ((paire, version), *zip((paire.a, paire.b), versions, strict=True)):
            check_version(row, seen)
        return redirect(f"{reverse('doublon-fusion', args=[paire.pk])}?{form.adresse(file.suite)}")
    la = reverse("doublon", args=[paire.pk]) + file.suite
    suivante = file.apres(paire)
    if decision == EtatPaire.A_EXAMINER:
        adresse = la
    else:
        adresse = adresse_de(suivante, file)
    adresse, deja = once(
        par=request.user,
        jeton=_jeton(request),
        action=lambda: (
            ACTIONS[decision](paire=paire, par=request.user, version=version, versions=versions) and adresse
        ),
    )
    if deja:
        return deja_enregistree(request, adresse)
    if decision == EtatPaire.DIFFERENTS:
        phrase = _("Remembered: {a} and {b} are two persons. The pair does not come back.")
        messages.success(request, _avec_retour(phrase, paire, la))
    elif decision == EtatPaire.PLUS_TARD:
        phrase = _("Put off: the pair of {a} and {b} waits at the end of the queue.")
        messages.info(request, _avec_retour(phrase, paire, la))
    else:
        messages.success(request, _("The pair is to be reviewed again."))
    return redirect(adresse)


def _avec_retour(phrase, paire, adresse):
    numeros = {
        cote: format_html('<bdi dir="ltr">{}</bdi>', personne.numero_affiche)
        for cote, personne in (("a", paire.a), ("b", paire.b))
    }
    retour = format_html(' <a href="{}">{}</a>', adresse, _("Look at this pair again"))
    return format_html(phrase, **numeros) + retour


def adresse_de(paire, file):
    """Where a pair is decided; the queue when there is none."""
    if paire is None:
        return reverse("doublons") + file.suite
    return reverse("doublon", args=[paire.pk]) + file.suite


def deja_enregistree(request, adresse):
    adresse = page_of(adresse)
    messages.info(request, _("Already saved: nothing was written twice."))
    return redirect(adresse)


def perimee(request, conflict, paire, file, decision):
    """409: somebody decided the pair, or changed one of the two files, since the page was opened."""
    actuelle = conflict.current
    context = {
        "actuelle": actuelle,
        "paire": paire,
        "de_la_paire": isinstance(actuelle, Paire),
        "decision": decision if decision in ACTIONS else "",
        "envoi": request.POST,
        "libelle": dict(EtatPaire.choices).get(decision, ""),
        "adresse": adresse_de(paire, file),
        "chemin": request.get_full_path(),
    }
    return render(request, "beneficiaires/doublon_perime.html", context, status=409)


def _context(request, paire, file, comparaison, form):
    a, b = paire.a, paire.b
    prefetch_related_objects([a, b], visible_enrolments(request.user, annee=True))
    resultat = comparer(a, b)
    trouvees = preuves(resultat)
    rang, nombre, plus = file.place(paire)
    return {
        "paire": paire,
        "a": a,
        "b": b,
        "file": file,
        "comparaison": comparaison,
        "lignes": form.lignes(),
        "form": form,
        "score": resultat.score,
        "preuves": trouvees,
        "limitee": sum(p.points for p in trouvees) != resultat.score,
        "tuteurs": _tuteurs(a, b),
        "rang": rang,
        "nombre": nombre,
        "plus": plus,
        "precedente": file.precedente(paire),
        "suivante": file.suivante(paire),
        "a_decider": paire.etat != EtatPaire.DIFFERENTS,
        "PLUS_TARD": EtatPaire.PLUS_TARD.value,
        "DIFFERENTS": EtatPaire.DIFFERENTS.value,
        "A_EXAMINER": EtatPaire.A_EXAMINER.value,
        "MEME": MEME,
    }


def _tuteurs(a, b):
    """The guardians of both, and whether they are the same people: same relation, names and phone."""

    def dits(personne):
        return sorted(
            (lien.lien, str(lien.tuteur), lien.tuteur.telephone or "")
            for lien in personne.liens_tuteurs.all()
        )

    return {"a": list(a.liens_tuteurs.all()), "b": list(b.liens_tuteurs.all()), "egaux": dits(a) == dits(b)}
