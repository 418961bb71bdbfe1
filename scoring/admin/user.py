from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from scoring.domain import user as domain
from scoring.models import User

from .base import AdministratorsOnly
from .site import site

RIGHTS = ["is_active", "is_staff"]
LABELS = {"is_active": _("May sign in"), "is_staff": _("Administrator")}
HELP = {
    "is_active": _("Take this away from who leaves: what they did stays, with their name."),
    "is_staff": _("Edits rubrics and manages people. It opens no evaluation."),
}


class OneAddress(forms.ModelForm):
    """People sign in by their address, and allauth reads it without regard to case."""

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        others = User.objects.exclude(pk=self.instance.pk)
        if others.filter(email__iexact=email).exists():
            field = User._meta.get_field("email")
            raise ValidationError(field.error_messages["unique"], code="unique")
        return email


class PersonForm(OneAddress, UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User
        labels = LABELS
        help_texts = HELP


class NewPersonForm(OneAddress, AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        labels = LABELS
        help_texts = HELP


@admin.register(User, site=site)
class PersonAdmin(AdministratorsOnly, UserAdmin):
    actions = None
    form = PersonForm
    add_form = NewPersonForm
    list_display = ["username", "full_name", "email", "may_sign_in", "administers", "last_login"]
    list_filter = ["is_active", "is_staff"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email"]}),
        (_("Rights"), {"fields": RIGHTS}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email"]}),
        (_("Rights"), {"fields": ["is_staff"]}),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People are deactivated: what they did stays, and keeps its author."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Nobody takes their own rights away, so there is always an administrator."""
        own = RIGHTS if obj == request.user else []
        return [*own, *super().get_readonly_fields(request, obj)]

    def save_model(
        self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool
    ) -> None:
        domain.save(person=obj, by=request.user, at=timezone.now())
        if "email" in form.changed_data:  # allauth keeps addresses of its own to sign in by
            EmailAddress.objects.filter(user=obj).exclude(email__iexact=obj.email).delete()

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        if request.method != "POST":
            return super().user_change_password(request, id, form_url)
        with transaction.atomic():
            before = self.get_object(request, unquote(id))
            response = super().user_change_password(request, id, form_url)
            person = User.objects.get(pk=before.pk)
            if person.password != before.password:
                domain.record_password_set(person=person, by=request.user, at=timezone.now())
        return response

    @admin.display(description=LABELS["is_active"], boolean=True, ordering="is_active")
    def may_sign_in(self, person: User) -> bool:
        return person.is_active

    @admin.display(description=LABELS["is_staff"], ordering="is_staff", empty_value="")
    def administers(self, person: User) -> Any:
        return _("yes") if person.is_staff else None

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, person: User) -> str:
        return person.get_full_name()
