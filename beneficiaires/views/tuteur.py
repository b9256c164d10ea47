"""The guardians of a person."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaires.actions.beneficiaire import ajouter_tuteur, modifier_tuteur
from beneficiaires.forms.personne import TuteurForm
from beneficiaires.models import Beneficiaire, LienTuteur, Tuteur
from beneficiaires.views.anciens import follows_merges
from entraide.conflicts import answer_conflict
from entraide.editing import Conflict, once, page_of, read_version
from entraide.fetch import fetch_or_404
from entraide.forms import envoye


def _answer(request, personne, form, save, template_context):
    """Save through `save()` once, or show the form again with the reasons."""
    adresse = reverse("beneficiaire", args=[personne.numero])

    def act():
        save()
        return adresse

    status = 200
    if envoye(request):
        if form.is_valid():
            try:
                written, deja = once(par=request.user, jeton=request.POST.get("jeton"), action=act)
                page_of(written)
                if deja:
                    messages.info(request, _("Already saved: nothing was written twice."))
                else:
                    messages.success(request, _("The guardian is saved."))
                return redirect(adresse)
            except Conflict as conflict:
                return answer_conflict(request, conflict, back=adresse)
            except ValidationError as refus:
                errors = refus.message_dict if hasattr(refus, "error_dict") else {None: refus.messages}
                for name, sentences in errors.items():
                    for sentence in sentences:
                        form.add_error(name if name in form.fields else None, sentence)
        status = 422
    context = {"personne": personne, "form": form, **template_context}
    return render(request, "beneficiaires/tuteur.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@follows_merges
def ajouter(request, numero):
    """Add a guardian to a person."""
    personne = fetch_or_404(Beneficiaire.objects.visible_to(request.user), numero=numero)
    form = TuteurForm(request.POST or None, initial={"lien": "MERE"})

    def save():
        c = form.cleaned_data
        ajouter_tuteur(
            personne=personne,
            tuteur=Tuteur(**form.valeurs()),
            lien=c["lien"] or "AUTRE",
            principal=c["principal"],
            par=request.user,
        )

    return _answer(request, personne, form, save, {"nouveau": True})


@require_http_methods(["GET", "HEAD", "POST"])
@follows_merges
def modifier(request, numero, pk):
    """Edit a guardian of a person, reached through that person only."""
    personne = fetch_or_404(Beneficiaire.objects.visible_to(request.user), numero=numero)
    lien = fetch_or_404(LienTuteur.objects.select_related("tuteur"), beneficiaire=personne, tuteur=pk)
    form = TuteurForm.of(lien, request.POST or None)

    def save():
        c = form.cleaned_data
        modifier_tuteur(
            tuteur=lien.tuteur,
            champs=form.valeurs(),
            version=read_version(request.POST.get("version")),
            par=request.user,
            lien=lien,
            lien_champs={"lien": c["lien"] or "AUTRE", "principal": c["principal"]},
        )

    return _answer(request, personne, form, save, {"lien": lien})
