"""How the index stands beside the database: of the same one, not ahead of it, how far behind."""

from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.config import Settings
from portal.db import Model
from portal.outbox import lag, last_id, waiting
from portal.search.engine import Engine, IndexUnavailable, State

KIND = "index"


class Epoch(Model):
    """The name of this database, made once at random; a copy of it has the same one."""

    __tablename__ = "epoch"
    trailed = False

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str]


@dataclass(frozen=True)
class Standing:
    """``lag`` is in seconds; ``position`` is the last change that the index has followed.

    ``same_database`` is false when the index was made of another database, or when it is ahead
    of this one: then an older copy of the database was put back, and the index has what this one
    does not have.
    """

    engine: str
    documents: int
    position: int
    waiting: int
    lag: int
    healthy: bool
    same_database: bool

    @property
    def in_step(self) -> bool:
        """Whether the index may be followed on; if not, it has to be made again."""
        return self.healthy and self.same_database


def epoch(session: Session) -> str:
    """The name of this database."""
    return session.scalars(select(Epoch.value)).one()


def standing(session: Session, engine: Engine) -> Standing:
    """What is true now."""
    settings: Settings = current_app.config["PORTAL"]
    try:
        state = engine.state()
        healthy = engine.healthy()
    except IndexUnavailable:
        state, healthy = State("", 0, 0), False
    return Standing(
        engine=settings.search_engine,
        documents=state.count,
        position=state.position,
        waiting=waiting(session, KIND),
        lag=round(lag(session, KIND).total_seconds()),
        healthy=healthy,
        same_database=of(session, state),
    )


def of(session: Session, state: State) -> bool:
    """Whether an index in such a state was made of this database as it is."""
    return state.epoch == epoch(session) and state.position <= last_id(session)
