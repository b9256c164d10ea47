"""The sign-in and one protected form, for the tests of the session."""

from django import forms
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from entraide import views
from entraide.forms import envoye

PAGE = """{% extends "base.html" %}{% load entraide %}{% block title %}Form{% endblock %}
{% block content %}<form method="post" enctype="multipart/form-data" data-keep>{% csrf_token %}
{% technical_fields form version=4 %}{% error_summary form %}{% field form.nom %}{% field form.note %}
<button class="btn btn-primary">Save</button></form>{% endblock %}"""


class NameForm(forms.Form):
    nom = forms.CharField(label="Nom")
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)


SAVED = []


def name_form(request):
    form = NameForm(request.POST if request.method == "POST" else None)
    if envoye(request) and form.is_valid():
        SAVED.append(form.cleaned_data)
        return HttpResponse("saved")
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


def home(request):
    return HttpResponse(engines["django"].from_string('{% extends "base.html" %}').render({}, request))


urlpatterns = [
    path("", home, name="accueil"),
    path("formulaire/", name_form, name="formulaire"),
    path("centres/", home, name="centres"),
    path("", include("personnel.urls")),
]
handler400, handler403 = views.bad_request, views.permission_denied
handler404, handler500 = views.page_not_found, views.server_error
