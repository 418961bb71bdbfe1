from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from scoring.models import Level, Scale

from .base import NamedBoxes, OfDraft, PartAdmin, by_language
from .site import site


class LevelsFormSet(NamedBoxes):
    row_name = "label"


class LevelInline(OfDraft, admin.TabularInline):
    model = Level
    formset = LevelsFormSet
    extra = 0
    fields = ["value", "label_es", "label_fr", "label_en"]


@admin.register(Scale, site=site)
class ScaleAdmin(PartAdmin):
    inlines = [LevelInline]
    list_display = ["slug", "kind", "used_by", "version"]
    list_filter = ["rubric", "kind"]
    fieldsets = [(None, {"fields": ["rubric", "slug", "kind"]}), *by_language("rule")]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).annotate(used_by=models.Count("checks"))

    @admin.display(description=_("sub-checks"))
    def used_by(self, scale: Any) -> int:
        return scale.used_by
