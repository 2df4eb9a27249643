"""Workflows: on a trigger, at an offset, take these steps."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from mockcal.store.columns import instant, key, ref


class Workflow(SQLModel, table=True):
    id: int | None = key()
    name: str
    team_id: int | None = ref("team.id", null=True)
    user_id: int | None = ref("user.id", null=True, cascade=False)
    type: str = "event-type"  # or "routing-form"
    trigger: str
    time: int | None = None
    time_unit: str | None = None
    is_active_on_all: bool = False
    created_at: datetime | None = instant()


class WorkflowStep(SQLModel, table=True):
    __tablename__ = "workflow_step"

    id: int | None = key()
    workflow_id: int = ref("workflow.id")
    step_number: int
    action: str
    send_to: str | None = None
    reminder_body: str | None = None
    email_subject: str | None = None
    template: str = "reminder"
    sender: str | None = None
    include_calendar_event: bool = False
    number_required: bool | None = None
    verified_id: int | None = None


class WorkflowActivation(SQLModel, table=True):
    """Links a workflow to an event type, or to a routing form."""

    __tablename__ = "workflow_activation"
    __table_args__ = (UniqueConstraint("workflow_id", "event_type_id", "routing_form_id"),)

    id: int | None = key()
    workflow_id: int = ref("workflow.id")
    event_type_id: int | None = ref("event_type.id", null=True)
    routing_form_id: str | None = Field(default=None, foreign_key="routing_form.id", ondelete="CASCADE", index=True)
