"""What readers get of ward police posts and of incidents that were handed to others."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from domain.messages import Provenance
from domain.posts import PostState
from domain.transfers import Party, TransferState


@dataclass(frozen=True, slots=True)
class PostRow:
    """A ward's post: whether it can be reached and since when; `via` is mqtt or page, None until it spoke."""

    code: str
    ward_code: str
    name: str
    lat: float
    lon: float
    is_schematic: bool
    state: PostState
    since: datetime | None
    heard_at: datetime | None
    via: str | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class TransferRow:
    """An incident handed to a party: who asked, by when it returns by itself, what became of it.

    One by telephone has the number, the name of who took it, and when.
    """

    id: uuid.UUID
    incident_id: uuid.UUID
    party: Party
    ward_code: str | None
    asked_at: datetime
    asked_by: str
    asked_by_id: int | None
    why: str
    due_at: datetime
    state: TransferState
    answered_at: datetime | None
    answered_by: str | None
    answer_text: str
    phone_number: str | None
    phone_name: str | None
    phone_at: datetime | None
