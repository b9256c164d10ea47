from rest_framework.views import APIView


class StatistiquesView(APIView):
    pass
