from django.urls import path

from beneficiaires.views import beneficiaire, inscription, tuteur

urlpatterns = [
    path("beneficiaires/", beneficiaire.beneficiaires, name="beneficiaires"),
    path("beneficiaires/<str:numero>/", beneficiaire.beneficiaire, name="beneficiaire"),
    path("beneficiaires/<str:numero>/modifier/", beneficiaire.modifier, name="beneficiaire-modifier"),
    path("beneficiaires/<str:numero>/historique/", beneficiaire.historique, name="beneficiaire-historique"),
    path("beneficiaires/<str:numero>/sensible/", beneficiaire.sensible, name="beneficiaire-sensible"),
    path("beneficiaires/<str:numero>/tuteurs/ajouter/", tuteur.ajouter, name="tuteur-ajouter"),
    path("beneficiaires/<str:numero>/tuteurs/<int:pk>/", tuteur.modifier, name="tuteur-modifier"),
    path("inscription/", inscription.recherche, name="inscription-recherche"),
    path("inscription/nouvelle/", inscription.nouvelle, name="inscription-nouvelle"),
    path("inscription/<str:numero>/", inscription.existante, name="inscription-existante"),
    path("inscriptions/<int:pk>/", inscription.inscription, name="inscription"),
    path("inscriptions/<int:pk>/statut/", inscription.statut, name="inscription-statut"),
]
