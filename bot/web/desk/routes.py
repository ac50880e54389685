"""Which address of the desk leads where: a new page adds its lines here."""

from starlette.routing import Route

from bot.web.desk import (
    agencies,
    criteria,
    dates,
    documents,
    entering,
    events,
    lists,
    nudging,
    overview,
    people,
    reviewing,
    story,
    wards,
)
from bot.web.desk.shell import HOME
from jobs.actions.desk_link import PATH

ROUTES = (
    Route(HOME, overview.show),
    Route(criteria.PATH, criteria.show),
    Route(criteria.PATH, criteria.alter, methods=["POST"]),
    Route(criteria.PATH + "/{catalogue:int}/tu-cham.{extension}", criteria.take),
    Route("/ban/bao-cao", documents.show),
    Route("/ban/bao-cao/tuan.xlsx", documents.take_week),
    Route("/ban/bao-cao/dinh-ky.docx", documents.take_period),
    Route(lists.PATH, lists.show),
    Route(story.PATH, story.show),
    Route(story.PATH + "/ghi-thay", story.record, methods=["POST"]),
    Route(reviewing.PATH, reviewing.show),
    Route(reviewing.PATH + "/hoan-tac/{review}", reviewing.undo, methods=["POST"]),
    Route(reviewing.PATH + "/de-nghi/{request}", reviewing.settle, methods=["POST"]),
    Route(reviewing.PATH + "/{occurrence}", reviewing.show_one),
    Route(reviewing.PATH + "/{occurrence}", reviewing.decide, methods=["POST"]),
    Route(people.PATH, people.show),
    Route(people.PATH + "/{person}", people.show_one),
    Route(people.PATH + "/{person}", people.save, methods=["POST"]),
    Route(people.PATH + "/{person}/ban-giao", people.give, methods=["POST"]),
    Route(wards.PATH, wards.show),
    Route(agencies.PATH, agencies.show),
    Route(agencies.PATH + "/{agency}", agencies.save, methods=["POST"]),
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
