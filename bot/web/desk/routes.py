"""Which address of the desk leads where: a new page adds its lines here."""

from starlette.routing import Route

from bot.web.desk import overview
from bot.web.desk.shell import HOME

ROUTES = (Route(HOME, overview.show),)
