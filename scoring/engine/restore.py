"""K4: how long a restore takes, and how much work is lost. Hours.

RTO (recovery time objective) is measured from the alert to the moment in which the data are
visible again; RPO (recovery point objective) from the last moment that can be recovered to the
incident. Source: the usual definitions (ISO 22301); the article, section 11, asks for one day at
most and for a single message.
"""

from datetime import datetime

from scoring.engine.moment import check_order, hours_between
from scoring.engine.validation import check_number, check_positive


def rto_hours(alert_at: datetime, visible_at: datetime) -> float:
    """Hours from the alert until the data are visible again."""
    check_order(("alert_at", alert_at), ("visible_at", visible_at))
    return hours_between(alert_at, visible_at)


def rpo_hours(last_recoverable_at: datetime, incident_at: datetime) -> float:
    """Hours of work that the incident took."""
    check_order(("last_recoverable_at", last_recoverable_at), ("incident_at", incident_at))
    return hours_between(last_recoverable_at, incident_at)


def restore_hours(gigabytes: float, gigabytes_per_hour: float, prepare_hours: float = 0) -> float:
    """Hours to give a mailbox back: prepare + GB / (GB/h)."""
    check_number("gigabytes", gigabytes)
    check_positive("gigabytes_per_hour", gigabytes_per_hour)
    check_number("prepare_hours", prepare_hours)
    return prepare_hours + gigabytes / gigabytes_per_hour
