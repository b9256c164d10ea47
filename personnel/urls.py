from django.urls import path

from .views import session

urlpatterns = [
    path("connexion/", session.connexion, name="connexion"),
    path("deconnexion/", session.deconnexion, name="deconnexion"),
    path("langue/", session.langue, name="langue"),
    path("mot-de-passe/", session.mot_de_passe, name="mot-de-passe"),
]
