"""The admin's front door: administrators only, through the same sign-in as everybody."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView, redirect_to_login
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

SECTIONS = [
    (_("People"), ["User"]),
    (_("On record"), ["Evaluation", "LedgerEntry"]),
]


class Site(admin.AdminSite):
    site_header = site_title = "Integrator Eval"
    index_title = _("Administration")

    def admin_view(
        self, view: Callable[..., HttpResponse], cacheable: bool = False
    ) -> Callable[..., HttpResponse]:
        inner = super().admin_view(view, cacheable)

        def for_administrators(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            self._refuse_strangers(request)
            try:
                return inner(request, *args, **kwargs)
            except (OverflowError, DataError) as error:  # ?rubric__id__exact=99999999999999999999
                raise Http404 from error

        return update_wrapper(for_administrators, inner)

    @method_decorator(never_cache)
    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        target = LoginView().get_redirect_url(request) or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(target, settings.LOGIN_URL)
        self._refuse_strangers(request)
        return redirect(target)

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return LogoutView.as_view(next_page=settings.LOGIN_URL)(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    password_change_done = password_change

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("admin:index")

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """The models under two headings, in the order of the work."""
        apps = super().get_app_list(request, app_label)
        return [
            {**app, "name": name, "models": sorted(found, key=_rank(names))}
            for app in apps
            for name, names in SECTIONS
            if (found := [model for model in app["models"] if model["object_name"] in names])
        ]

    def _refuse_strangers(self, request: HttpRequest) -> None:
        """For who is signed in but no administrator there is nothing here."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise Http404


def _rank(names: list[str]) -> Callable[[dict[str, Any]], int]:
    return lambda model: names.index(model["object_name"])


site = Site()
