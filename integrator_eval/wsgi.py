"""The door for granian and any other WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from integrator_eval.collector import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integrator_eval.settings")
application = get_wsgi_application()
settle()
