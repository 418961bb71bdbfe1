from django.urls import include, path
from django.views.i18n import set_language  # noqa: F401

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
]
