from django.urls import path

from beneficiaires.views import beneficiaire, doublon, fusion, inscription, nouvelle, tuteur, verification

urlpatterns = [
    path("beneficiaires/", beneficiaire.beneficiaires, name="beneficiaires"),
    path("beneficiaires/<str:numero>/", beneficiaire.beneficiaire, name="beneficiaire"),
    path("beneficiaires/<str:numero>/modifier/", beneficiaire.modifier, name="beneficiaire-modifier"),
    path("beneficiaires/<str:numero>/historique/", beneficiaire.historique, name="beneficiaire-historique"),
    path("beneficiaires/<str:numero>/sensible/", beneficiaire.sensible, name="beneficiaire-sensible"),
    path("beneficiaires/<str:numero>/tuteurs/ajouter/", tuteur.ajouter, name="tuteur-ajouter"),
    path("beneficiaires/<str:numero>/tuteurs/<int:pk>/", tuteur.modifier, name="tuteur-modifier"),
    path("doublons/", doublon.doublons, name="doublons"),
    path("doublons/<int:pk>/", doublon.doublon, name="doublon"),
    path("doublons/<int:pk>/fusion/", fusion.fusion, name="doublon-fusion"),
    path("fusions/<int:pk>/annuler/", fusion.annuler, name="fusion-annuler"),
    path("inscription/", inscription.recherche, name="inscription-recherche"),
    path("inscription/nouvelle/", nouvelle.nouvelle, name="inscription-nouvelle"),
    path("inscription/ressemblances/", nouvelle.en_direct, name="inscription-ressemblances"),
    path("inscription/<str:numero>/", inscription.existante, name="inscription-existante"),
    path("inscriptions/<int:pk>/", inscription.inscription, name="inscription"),
    path("inscriptions/<int:pk>/statut/", inscription.statut, name="inscription-statut"),
    path("verifications/", verification.verifications, name="verifications"),
    path("verifications/<int:pk>/", verification.verification, name="verification"),
    path("verifications/<int:pk>/inscrire/", verification.inscrire, name="verification-inscrire"),
]
