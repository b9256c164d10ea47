"""People: the list, the page of one person, its edit, its history, its sensitive data."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from beneficiaires import search
from beneficiaires.actions.beneficiaire import modifier_beneficiaire
from beneficiaires.filters import ListeFilter
from beneficiaires.forms.personne import PersonneForm, written_birth
from beneficiaires.fusion import histoire
from beneficiaires.models import Beneficiaire, ChangementStatut, Inscription, LienTuteur, Paire
from beneficiaires.permissions import exiger, peut_fusionner, voit_des_personnes
from beneficiaires.views.anciens import follows_merges
from centres.models import AnneeScolaire
from entraide.conflicts import answer_conflict
from entraide.editing import Conflict, once, page_of, read_version
from entraide.fetch import fetch_or_404
from entraide.forms import envoye
from entraide.paging import Page, key_page
from entraide.periods import age_at, today
from personnel.actions.consultation import consulter
from personnel.models import MotifConsultation

# A list reads what it shows: whole rows of four tables take longer to make than to fetch.
_SHOWN_OF_A_PERSON = ("numero", "nom_ar", "prenom_ar", "nom_fr", "prenom_fr", "sexe", "naissance")
_SHOWN_OF_AN_ENROLMENT = (
    "beneficiaire", "statut", "date_inscription",
    *(f"{table}__{name}" for table in ("centre", "groupe") for name in ("nom_ar", "nom_fr")),
    "centre__type",
)  # fmt: skip
PAIRES_MONTREES = 3
ORDERS = {"ar": ("cle_tri_ar", "id"), "fr": ("cle_tri_fr", "id")}


def _order():
    return ORDERS[(get_language() or "ar")[:2]]


def visible_enrolments(compte, *, annee=False):
    """The enrolments of a person that the account may see, the latest first, with what a list shows of them:
    status, names of centre and group, and the code of the year when it is asked for."""
    more = ("annee",) if annee else ()
    return Prefetch(
        "inscriptions",
        queryset=Inscription.objects.visible_to(compte)
        .select_related("centre", "groupe", *more)
        .only(*_SHOWN_OF_AN_ENROLMENT, *(f"{table}__code" for table in more))
        .order_by("-date_inscription", "-id"),
        to_attr="visibles",
    )


@require_safe
def beneficiaires(request):
    """The people that the account may see: by name, in pages; or, when searched, the best matches first."""
    exiger(voit_des_personnes(request.user))
    queryset = Beneficiaire.objects.visible_to(request.user)
    filtre = ListeFilter(request.GET, queryset=queryset, request=request)
    people = filtre.qs.prefetch_related(visible_enrolments(request.user))
    texte = filtre.form.cleaned_data.get("q", "") if filtre.understood else ""
    if texte:
        # Whole rows: names, identifiers and sort keys rank them.
        found = search.search(people, texte)
        page, more = Page(rows=found.people), found.more
    else:
        people = people.only(*_SHOWN_OF_A_PERSON)
        page, more = key_page(request, people, _order(), key="numero", scope=queryset), False
    jour = today()
    for personne in page.rows:
        personne.derniere = next(iter(personne.visibles), None)
        personne.age = age_at(personne.naissance, jour) if personne.naissance else None
    context = {
        "filtre": filtre,
        "page": page,
        "more": more,
        "texte": request.GET.get("q", ""),
        "annee": AnneeScolaire.objects.courante(),
    }
    return render(request, "beneficiaires/beneficiaires.html", context)


def _person(request, numero):
    """The person of that number, written 482719351 or 482-719-351, if the account may see the file."""
    return fetch_or_404(
        Beneficiaire.objects.visible_to(request.user).select_related("commune", "modifie_par", "cree_par"),
        numero=numero.replace("-", ""),
    )


@require_safe
@follows_merges
def beneficiaire(request, numero):
    """A person's page: identity, enrolments, guardians, status history, last changes."""
    return render(
        request, "beneficiaires/beneficiaire.html", _page_context(request, _person(request, numero))
    )


def _page_context(request, personne):
    inscriptions = list(
        Inscription.objects.visible_to(request.user)
        .filter(beneficiaire=personne)
        .select_related("centre", "groupe", "annee")
        .order_by("-date_inscription", "-id")
    )
    return {
        "personne": personne,
        "age": age_at(personne.naissance, today()) if personne.naissance else None,
        "inscriptions": inscriptions,
        "courante": next((i for i in inscriptions if i.date_fin is None), None),
        "changements": list(
            ChangementStatut.objects.visible_to(request.user)
            .filter(inscription__beneficiaire=personne)
            .select_related("inscription__groupe", "inscription__centre")[:20]
        ),
        "liens": list(LienTuteur.objects.filter(beneficiaire=personne).select_related("tuteur")),
        "operations": histoire.operations(personne, limit=3),
        "fusions": list(personne.fusions.en_vigueur().select_related("cree_par").defer("image")),
        "paires": list(
            Paire.objects.visible_to(request.user)
            .a_decider()
            .de(personne)
            .select_related("a", "b")
            .order_by("-score", "id")[:PAIRES_MONTREES]
        ),
        "peut_fusionner": peut_fusionner(request.user),
        "motifs": MotifConsultation.choices,
        # Whether there is anything sensitive is itself sensitive: the frame is the same for everybody.
        "handicap": None,
    }


@require_POST
@follows_merges
def sensible(request, numero):
    """Show disability data once, after a reason; the reading is recorded before anything is shown."""
    personne = _person(request, numero)
    motif = request.POST.get("motif", "")
    context = _page_context(request, personne)
    if motif not in MotifConsultation.values:
        context["motif_manquant"] = True
        return render(request, "beneficiaires/beneficiaire.html", context, status=422)
    consulter(compte=request.user, objet=personne, motif=motif)
    context["handicap"] = [
        (_("Disability"), personne.get_handicap_type_display() or _("Not recorded")),
        (_("degree of disability"), personne.get_handicap_degre_display() or _("Not recorded")),
        (_("how the disability is known"), personne.get_handicap_source_display() or _("Not recorded")),
    ]
    return render(request, "beneficiaires/beneficiaire.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@follows_merges
def modifier(request, numero):
    """Edit a file. A stale form is answered with both values; a form sent twice writes once."""
    personne = _person(request, numero)
    form = PersonneForm.of(personne, request.POST or None)
    adresse = reverse("beneficiaire", args=[personne.numero])
    status = 200
    if envoye(request):
        if form.is_valid():
            try:
                written, deja = once(
                    par=request.user,
                    jeton=request.POST.get("jeton"),
                    action=lambda: _enregistrer(request, personne, form, adresse),
                )
                page_of(written)
                if deja:
                    messages.info(request, _("Already saved: nothing was written twice."))
                else:
                    messages.success(request, _("The file is saved."))
                return redirect(adresse)
            except Conflict as conflict:
                # The precision goes with the date: one item, one choice.
                conflict.wanted.pop("naissance_precision", None)
                return answer_conflict(
                    request, conflict, back=adresse, written={"naissance": written_birth(conflict.current)}
                )
            except ValidationError as refus:
                for name, sentences in refus.message_dict.items():
                    for sentence in sentences:
                        form.add_error(name if name in form.fields else None, sentence)
        status = 422
    return render(
        request,
        "beneficiaires/beneficiaire_modifier.html",
        {"personne": personne, "form": form},
        status=status,
    )


def _enregistrer(request, personne, form, adresse):
    modifier_beneficiaire(
        personne=personne,
        champs=form.valeurs(),
        version=read_version(request.POST.get("version")),
        par=request.user,
    )
    return adresse


@require_safe
@follows_merges
def historique(request, numero):
    """Who created the file and every change since: the row's own record and the journal."""
    personne = _person(request, numero)
    context = {"personne": personne, "operations": histoire.operations(personne)}
    return render(request, "beneficiaires/beneficiaire_historique.html", context)
