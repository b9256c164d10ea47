"""Root addresses. Every pattern of the project stands in the access matrix (`tests/test_access.py`)."""

from django.contrib import admin
from django.urls import include, path

from entraide import api, health, views
from statistiques.views.accueil import accueil

urlpatterns = [
    path("", accueil, name="accueil"),
    path("sante/", health.sante, name="sante"),
    path("", include("personnel.urls")),
    path("", include("centres.urls")),
    path("", include("beneficiaires.urls")),
    path("", include("statistiques.urls")),
    path("administration/", admin.site.urls),
    path("api/", include(api.urlpatterns)),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
