from django.contrib import admin

from scoring.models import Competency

from .base import WeighedAdmin, by_language
from .site import site


@admin.register(Competency, site=site)
class CompetencyAdmin(WeighedAdmin):
    fixed = ["rubric", "weighs"]
    list_display = ["__str__", "weighs", "minimum", "version"]
    list_filter = ["rubric"]
    fieldsets = [
        (None, {"fields": ["rubric", "number", "slug", "weight", "minimum", "source_quote"]}),
        *by_language("title", "short_title", "summary"),
    ]
