from django.urls import path

from statistiques.views import tableau_de_bord

urlpatterns = [
    path("statistiques/", tableau_de_bord.tableau_de_bord, name="statistiques"),
    path("statistiques/export/xlsx/", tableau_de_bord.exporter, {"sorte": "xlsx"}, name="statistiques-xlsx"),
    path("statistiques/export/csv/", tableau_de_bord.exporter, {"sorte": "csv"}, name="statistiques-csv"),
]
