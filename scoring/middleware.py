"""What is true of every answer: its language, and that nobody else's browser keeps it."""

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import add_never_cache_headers


class ChosenLanguageMiddleware(LocaleMiddleware):
    """The language is the one the reader chose, else the house's.

    Django's own would follow the browser's Accept-Language: colleagues who open the same link
    would read different words, and the house's language could not be relied on.
    """

    def process_request(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        known = dict(settings.LANGUAGES)
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


class SignInMiddleware(LoginRequiredMiddleware):
    """Who is not signed in is sent to sign in; a script that saves is told instead.

    It would follow the redirect and take the sign-in page for its answer.
    """

    def handle_no_permission(self, request, view_func):
        if "HX-Request" in request.headers:
            return HttpResponse(status=401, headers={"HX-Trigger": "signed-out"})
        return super().handle_no_permission(request, view_func)


class NoStoreMiddleware:
    """A signed-in reader's pages are kept by no cache, theirs included (a shared computer)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            add_never_cache_headers(response)
        return response
