from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"
    verbose_name = "Integrator Eval"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registering the system checks is the import's effect
