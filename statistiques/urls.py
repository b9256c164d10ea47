from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("statistiques/", lambda r: HttpResponse("stub"), name="statistiques")]
