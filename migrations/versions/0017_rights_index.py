"""An index of all that decides who may read a dossier, so that a search need not open each one."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BEFORE = "ix_incident_status"
AFTER = "ix_incident_status_owner_id_department_id"


def upgrade() -> None:
    """Make it instead of the one of its first column."""
    op.create_index(op.f(AFTER), "incident", ["status", "owner_id", "department_id"])
    op.drop_index(op.f(BEFORE), table_name="incident")


def downgrade() -> None:
    """Back to what was."""
    op.create_index(op.f(BEFORE), "incident", ["status"])
    op.drop_index(op.f(AFTER), table_name="incident")
