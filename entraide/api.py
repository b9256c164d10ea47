"""The API's addresses: version 1, its schema. The viewsets stand in the apps, over the actions of the
pages."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from beneficiaires.api import BeneficiaireViewSet, InscriptionViewSet
from centres.api import CentreViewSet, GroupeViewSet
from statistiques.api import StatistiquesView

router = SimpleRouter()
router.register("centres", CentreViewSet, basename="api-centre")
router.register("groupes", GroupeViewSet, basename="api-groupe")
router.register("beneficiaires", BeneficiaireViewSet, basename="api-beneficiaire")
router.register("inscriptions", InscriptionViewSet, basename="api-inscription")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("v1/statistiques/", StatistiquesView.as_view(), name="api-statistiques"),
    path("v1/", include(router.urls)),
]
