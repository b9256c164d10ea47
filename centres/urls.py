from django.urls import path

from centres.views import centre

urlpatterns = [
    path("centres/", centre.centres, name="centres"),
    path("centres/<int:pk>/", centre.centre, name="centre"),
]
