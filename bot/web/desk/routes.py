"""Which address of the desk leads where: a new page adds its lines here."""

from starlette.routing import Route

from bot.web.desk import dates, documents, entering, events, lists, nudging, overview, story
from bot.web.desk.shell import HOME
from jobs.actions.desk_link import PATH

ROUTES = (
    Route(HOME, overview.show),
    Route("/ban/bao-cao", documents.show),
    Route("/ban/bao-cao/tuan.xlsx", documents.take_week),
    Route("/ban/bao-cao/dinh-ky.docx", documents.take_period),
    Route(lists.PATH, lists.show),
    Route(story.PATH, story.show),
    Route(dates.PATH, dates.show),
    Route(dates.PATH, dates.set_date, methods=["POST"]),
    Route(events.PATH, events.show),
    Route(events.PATH, events.declare, methods=["POST"]),
    Route(events.PATH + "/{event}", events.show_one),
    Route(events.PATH + "/{event}", events.alter, methods=["POST"]),
    Route(nudging.PATH, nudging.show),
    Route(nudging.PATH, nudging.send, methods=["POST"]),
    Route(PATH + "{token}", entering.show),
    Route(PATH + "{token}", entering.enter, methods=["POST"]),
)
