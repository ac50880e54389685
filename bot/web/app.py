"""The web application: which address leads where."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.web import (
    calendar_page,
    cards_page,
    demo,
    files,
    hooks,
    inspection,
    invitations,
    messages,
    pages,
    plan_page,
    public_files,
    status_page,
    zalo_oa_page,
)
from bot.web.context import WebContext
from bot.web.desk.routes import ROUTES as DESK
from bot.web.guards import SecurityHeaders
from bot.web.rates import Buckets
from bot.web.refusals import PageError
from data.errors import RefusedError, StoreDownError
from data.files.previews import Previews

_STATIC = Path(__file__).with_name("static")


class _Static(StaticFiles):
    """Scripts and styles: asked for again each time, so that an update reaches every phone."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def make_web(context: WebContext) -> Starlette:
    """Return the application with every page and address of the web chat."""
    app = Starlette(
        routes=[
            Route("/", pages.home),
            Route("/khoe", pages.health),
            Route("/dang-xuat", pages.sign_out, methods=["POST"]),
            Route("/moi/{code}", invitations.show_invitation),
            Route("/moi/{code}", invitations.take_invitation, methods=["POST"]),
            Route("/api/files", files.post_file, methods=["POST"]),
            Route("/api/messages", messages.post_message, methods=["POST"]),
            Route("/api/messages", messages.get_messages),
            Route("/api/stream", messages.stream),
            Route("/tep/{sha256}", files.get_file),
            Route("/tep/{sha256}/xem", files.get_preview),
            Route("/ke-hoach/du-thao", plan_page.show_draft),
            Route("/ke-hoach/du-thao", plan_page.change_draft, methods=["POST"]),
            Route("/api/plan/understand", plan_page.understand, methods=["POST"]),
            Route("/the-moi/in", cards_page.show_people),
            Route("/the-moi/in", cards_page.print_cards, methods=["POST"]),
            *DESK,
            Route(status_page.PATH, status_page.show_status),
            Route(status_page.PATH, status_page.settle_letter, methods=["POST"]),
            Route("/zalo_verifier{code}.html", hooks.prove_domain),
            Route("/telegram/{account}", hooks.take_call, methods=["POST"]),
            Route("/zalo/{account:path}", hooks.take_call, methods=["POST"]),
            Route(inspection.PATH, inspection.show),
            Route(inspection.PATH + "/tep", inspection.take),
            Route(inspection.PATH + "/xem/{name:path}", inspection.browse),
            Route(zalo_oa_page.PATH, zalo_oa_page.go),
            Route(zalo_oa_page.BACK_PATH, zalo_oa_page.come_back),
            Route(calendar_page.PATH + "{token}.ics", calendar_page.show),
            Route(public_files.PICTURES + "{token}", public_files.show),
            Route(public_files.FILES + "{token:path}", public_files.give),
            Route("/ban-thu/vao", demo.enter, methods=["POST"]),
            Route("/ban-thu/dong-ho", demo.move_clock, methods=["POST"]),
            Mount("/static", _Static(directory=_STATIC)),
        ],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={
            PageError: pages.on_refusal,
            RefusedError: pages.on_refusal,
            StoreDownError: pages.on_store_down,
            404: pages.on_missing,
            405: pages.on_missing,
            Exception: pages.on_bug,
        },
    )
    app.state.context = context
    app.state.previews = Previews(context.files)
    app.state.messages = Buckets(context.limits.messages)
    app.state.uploads = Buckets(context.limits.uploads)
    app.state.invitations = Buckets(context.limits.invitations)
    app.state.calendars = Buckets(context.limits.calendars)
    app.state.inspections = Buckets(context.limits.inspections)
    app.state.edits = Buckets(context.limits.edits)
    return app
