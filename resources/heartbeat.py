"""When Dagster's daemon was last heard of, without importing Dagster, which costs a second and 100 MB."""

import json
from contextlib import closing

from sqlalchemy import NullPool, Text, column, create_engine, select, table
from sqlalchemy.exc import SQLAlchemyError

from resources.home import Home

_BEATS = select(column("body", Text)).select_from(table("daemon_heartbeats"))


def last_heartbeat(home: Home) -> float | None:
    """Epoch seconds of the last sign of life; None when the daemon never ran or nobody can tell."""
    file = home.dagster / "history" / "runs.db"
    if not home.is_postgres and not file.exists():
        return None
    engine = create_engine(home.store_url if home.is_postgres else f"sqlite:///{file}", poolclass=NullPool)
    try:
        with closing(engine.connect()) as connection:
            beats = [_moment(body) for (body,) in connection.execute(_BEATS)]
    except SQLAlchemyError:
        return None
    return max(beats, default=None)


def _moment(body: str) -> float:
    return float(json.loads(body)["timestamp"])
