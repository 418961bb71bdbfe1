from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from scoring.enums import Role
from scoring.models import Evaluation, Seat

from .base import ReadOnly
from .site import site


@admin.register(Evaluation, site=site)
class EvaluationAdmin(ReadOnly, admin.ModelAdmin):
    """That it exists, whose it is and by which rubric: who has no seat learns no more."""

    actions = None
    list_display = ["title", "state", "owner", "rubric"]
    list_display_links = None
    list_select_related = ["rubric"]
    list_filter = ["state", "rubric"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Evaluation]:
        owners = Seat.objects.filter(role=Role.OWNER).select_related("user")
        seats = models.Prefetch("seats", queryset=owners, to_attr="owners")
        return super().get_queryset(request).prefetch_related(seats)

    def get_urls(self) -> list[URLPattern]:
        """The list, and no page of one evaluation."""
        changelist = self.admin_site.admin_view(self.changelist_view)
        return [path("", changelist, name="scoring_evaluation_changelist")]

    @admin.display(description=_("Owner"))
    def owner(self, evaluation: Any) -> str:
        return ", ".join(str(seat.user) for seat in evaluation.owners)
