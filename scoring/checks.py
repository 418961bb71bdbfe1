"""System checks of our own: what Django's do not notice."""

from ctypes.util import find_library

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

INSTALL_PANGO = """Install it with the system's package manager:
    Debian, Ubuntu:  apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    Fedora:          dnf install pango
    macOS:           brew install pango"""


@register()
def pango_is_installed(app_configs, **kwargs):
    """WeasyPrint lays text out with Pango, which no Python package ships."""
    libraries = {"pango-1.0", "pangoft2-1.0"}  # Windows calls them pango-1.0-0, …
    if all(find_library(name) or find_library(f"{name}-0") for name in libraries):
        return []
    return [
        Error(
            "Pango is missing: no PDF report can be made.",
            hint=INSTALL_PANGO,
            id="scoring.E001",
        )
    ]


@register(Tags.security, deploy=True)
def content_security_policy_is_strict(app_configs, **kwargs):
    """`check --deploy` does not notice a missing or lax content security policy."""
    middleware = "django.middleware.csp.ContentSecurityPolicyMiddleware"
    policy = getattr(settings, "SECURE_CSP", {})
    if middleware not in settings.MIDDLEWARE or "default-src" not in policy:
        return [Error("No content security policy is sent.", id="scoring.E002")]
    sources = {str(source) for sources in policy.values() for source in sources}
    if any("unsafe" in source for source in sources):
        return [Warning("The content security policy allows unsafe sources.", id="scoring.W001")]
    return []
