from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from scoring.admin import site

urlpatterns = [
    path("", include("scoring.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", site.urls),
]
