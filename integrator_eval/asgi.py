"""The door for an ASGI server; WSGI is the faster one for this application."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integrator_eval.settings")
application = get_asgi_application()
