"""The tables. Imported only inside `data.store`; what leaves the store are frozen values."""

from data.store.models.base import Base
from data.store.models.calendars import CalendarFeedRow, CalendarMarkRow, NoticeRow
from data.store.models.channels import ChannelTokenRow, InteractionRow
from data.store.models.criteria import CatalogueRow, CriterionRow, CriterionTaskRow
from data.store.models.dossiers import DossierLinkRow, DossierRow
from data.store.models.log import LogContentRow, LogRow
from data.store.models.mail import (
    DialogRow,
    InboxRow,
    OutboxMentionRow,
    OutboxRow,
    SpentQuotaRow,
    WebMessageRow,
)
from data.store.models.people import (
    AgencyChatRow,
    AgencyNameRow,
    AgencyRow,
    DeskLinkRow,
    GroupMemberRow,
    InvitationRow,
    LinkRow,
    MembershipRow,
    ObserverRow,
    PersonRow,
    WardRow,
    WebSessionRow,
    WrongCodeRow,
)
from data.store.models.plans import AssignmentRow, EventRow, EventTaskRow, PlanRow, TaskRow
from data.store.models.reviews import RequestRow, ReviewRow
from data.store.models.work import (
    ErasureRow,
    EvidenceRow,
    OccurrenceRow,
    PicturePrintRow,
    ReportRow,
)

__all__ = [
    "AgencyChatRow",
    "AgencyNameRow",
    "AgencyRow",
    "AssignmentRow",
    "Base",
    "CalendarFeedRow",
    "CalendarMarkRow",
    "CatalogueRow",
    "ChannelTokenRow",
    "CriterionRow",
    "CriterionTaskRow",
    "DeskLinkRow",
    "DialogRow",
    "DossierLinkRow",
    "DossierRow",
    "ErasureRow",
    "EventRow",
    "EventTaskRow",
    "EvidenceRow",
    "GroupMemberRow",
    "InboxRow",
    "InteractionRow",
    "InvitationRow",
    "LinkRow",
    "LogContentRow",
    "LogRow",
    "MembershipRow",
    "NoticeRow",
    "ObserverRow",
    "OccurrenceRow",
    "OutboxMentionRow",
    "OutboxRow",
    "PersonRow",
    "PicturePrintRow",
    "PlanRow",
    "ReportRow",
    "RequestRow",
    "ReviewRow",
    "SpentQuotaRow",
    "TaskRow",
    "WardRow",
    "WebMessageRow",
    "WebSessionRow",
    "WrongCodeRow",
]
