from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from scoring import permissions
from scoring.domain import token as domain
from scoring.forms.token import TokenForm
from scoring.models import Token

from .access import signed_in


@require_GET
@signed_in(permissions.can_have_tokens)
def token_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    tokens = request.user.tokens.select_related("evaluation")
    context = {"tokens": [{"token": one, "is_usable": one.is_usable(now)} for one in tokens]}
    return render(request, "scoring/token/list.html", context)


@signed_in(permissions.can_have_tokens)
def token_create(request: HttpRequest) -> HttpResponse:
    """The answer to a form in order is the one page that shows the secret."""
    form = TokenForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        try:
            token, secret = domain.issue(**form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            first = request.build_absolute_uri(reverse("api_evaluation_list"))
            context = {"token": token, "secret": secret, "first": first}
            return render(request, "scoring/token/made.html", context, status=201)
    status = 422 if form.is_bound else 200
    return render(request, "scoring/token/form.html", {"form": form}, status=status)


@require_POST
@signed_in(permissions.can_have_tokens)
def token_revoke(request: HttpRequest, token: int) -> HttpResponse:
    own = get_object_or_404(Token, user=request.user, pk=token)
    domain.revoke(token=own, by=request.user, at=timezone.now())
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": own.name})
    return redirect("token_list")
