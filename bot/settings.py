"""Everything that an office may set, with defaults that need nothing."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from data.errors import RefusedError

TELEGRAM_API = "https://api.telegram.org"
ZALO_BOT_API = "https://bot-api.zaloplatforms.com"
_WARDS = r"(@(?P<wards>[0-9]{1,9}(\+[0-9]{1,9})*))?"
_TELEGRAM_BOT = re.compile(
    rf"(?P<token>(?P<account>[1-9][0-9]{{0,18}}):[A-Za-z0-9_-]{{30,}}){_WARDS}"
)
_VERIFIER = re.compile(r"zalo_verifier[A-Za-z0-9_-]{1,100}\.html")
_LARGEST_VERIFIER = 64 * 1024
# How long a secret of Zalo's is, and of which characters, is written nowhere.
_ZALO_BOT = re.compile(
    rf"(?P<token>(?P<account>[1-9][0-9]{{0,19}}):[A-Za-z0-9._~=+-]{{6,}}){_WARDS}"
)


@dataclass(frozen=True, slots=True)
class Bot:
    """One bot of the deployment, at Telegram or on Zalo's Bot Platform."""

    token: SecretStr
    account: str
    """Its number, before the colon of the token: stays when the token is renewed."""
    wards: frozenset[int] | None = None
    """Ids of the wards that it serves; None: all."""


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """What the Telegram channel is told."""

    bots: tuple[Bot, ...]
    api: str
    """Address of the Bot API server, without a trailing slash."""
    has_webhook: bool
    """Telegram calls us; otherwise we ask."""


@dataclass(frozen=True, slots=True)
class ZaloBotSettings:
    """What the channel of Zalo's bots is told."""

    bots: tuple[Bot, ...]
    api: str
    """Address of the API, without a trailing slash."""
    has_webhook: bool
    """Zalo calls us; otherwise we ask."""
    pictures_at: str | None
    """Where Zalo can fetch the pictures that we send; None: nowhere."""
    web: str | None
    """Where people find the web chat; None: only in the office."""
    monthly: int
    """Messages that Zalo takes in a month from each; 0: as many as come."""
    people: int | None
    """People whom each may reach; None: as many as come."""


@dataclass(frozen=True, slots=True)
class ZaloOaHosts:
    """The three services of Zalo that an Official Account needs, without trailing slashes."""

    api: str = "https://openapi.zalo.me"
    oauth: str = "https://oauth.zaloapp.com"
    business: str = "https://business.openapi.zalo.me"


@dataclass(frozen=True, slots=True)
class ZaloOaSettings:
    """What the channel of a Zalo Official Account is told."""

    account: str
    """The OA's own id."""
    app_id: str
    app_secret: SecretStr
    """Of the application: for tokens."""
    oa_secret: SecretStr
    """Of the OA: signs the calls to us. Another key than the application's."""
    refresh_token: SecretStr | None = None
    """The first one, from the API Explorer; None: an administrator connects on our page."""
    hosts: ZaloOaHosts = ZaloOaHosts()
    pays: bool = False
    """Messages between 48 hours and 7 days may be sent, each for money."""
    free_replies: int | None = None
    """How many messages within 48 hours are free; None: all."""
    shows_buttons: bool = True
    groups: bool = False
    """GMF groups are written to and listened to."""
    proves: bool = False
    """Every call carries `appsecret_proof`."""
    template: tuple[str, str] | None = None
    """Id and parameter of the template message by phone number; None: none is sent."""
    wards: frozenset[int] | None = None
    """Ids of the wards that it serves; None: all."""


class Settings(BaseSettings):
    """Read from the environment (`NHACVIEC_…`) and from a file `.env` in the working folder."""

    model_config = SettingsConfigDict(
        env_prefix="NHACVIEC_",
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        hide_input_in_errors=True,
    )

    data_dir: Path = Path("var")
    """Where the running system keeps its database, evidence and backups."""
    database_url: SecretStr | None = None
    """`postgresql+psycopg://user:password@host/name`; empty: SQLite under `data_dir`."""
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    public_url: str = ""
    """How people reach the pages from their phones, `https://nhacviec.phuong.gov.vn`."""
    log_level: str = "INFO"
    tsa_url: str = ""
    """A time-stamping authority (RFC 3161) that stamps dossiers; empty: none does."""
    telegram_token: SecretStr | None = None
    """One or several bots, "123:abc" or "123:abc@1+2" (only for wards 1 and 2), blanks between."""
    telegram_api: str = TELEGRAM_API
    """The Bot API server; one of your own lifts the limit of 20 MB a file."""
    telegram_webhook: bool = False
    """Telegram calls `public_url`; off: we ask Telegram, which needs no public address."""
    zalo_bot_token: SecretStr | None = None
    """One or several bots of Zalo, written as those of Telegram are."""
    zalo_bot_api: str = ZALO_BOT_API
    """Zalo's Bot Platform; `https://bot-api.zapps.me` is its older address."""
    zalo_bot_webhook: bool = False
    """Zalo calls `public_url`; off: we ask Zalo, which needs no public address."""
    zalo_bot_monthly: int = Field(default=3000, ge=0)
    """Messages a month that the plan of each bot allows; 0: no limit."""
    zalo_bot_link: str = ""
    """The share link of each bot, in the order of their tokens, blanks between: the cards' QR code."""
    zalo_bot_people: int = Field(default=50, ge=0)
    """People that the plan of each bot allows; 0: no limit."""
    zalo_oa_id: str = ""
    """Id of the Official Account, "2491303894466271543", or "…@1+2" (only for wards 1 and 2)."""
    zalo_oa_app_id: str = ""
    """Id of the application at developers.zalo.me; empty: there is no Official Account."""
    zalo_oa_app_secret: SecretStr | None = None
    zalo_oa_secret: SecretStr | None = None
    """The OA's secret key, which signs Zalo's calls: another than the application's."""
    zalo_oa_refresh_token: SecretStr | None = None
    """The first refresh token, or a newer one; empty: an administrator connects at /zalo-oa/noi."""
    zalo_verifier: Path | None = None
    """The file `zalo_verifier….html` by which Zalo sees that the domain of `public_url` is ours."""
    zalo_oa_api: str = ""
    """One address in place of Zalo's three services: for a relay, or for tests."""
    zalo_oa_paid: bool = False
    """Send what costs money, too: to whoever wrote between 48 hours and 7 days ago."""
    zalo_oa_free_replies: int | None = Field(default=None, ge=0)
    """Free messages within 48 hours; empty: all. The rules before 2026 had 8."""
    zalo_oa_buttons: bool = True
    """Add up to five buttons to the numbered choices."""
    zalo_oa_groups: bool = False
    """Write to GMF groups and listen to them: needs a paid package."""
    zalo_oa_proof: bool = False
    """Prove the application's secret in every call: where the application demands it."""
    zalo_oa_template: str = ""
    """Template message for people reached no other way, "123456" or "123456:noi_dung"; costs money."""

    @property
    def store_url(self) -> str:
        """Where the database is, as SQLAlchemy's URL. Holds the password: never print it."""
        if self.database_url is not None and self.database_url.get_secret_value():
            return self.database_url.get_secret_value()
        return f"sqlite+aiosqlite:///{(self.data_dir / 'nhacviec.db').absolute()}"

    @property
    def base_url(self) -> str:
        """The address in links, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def tsa(self) -> str | None:
        """The time-stamping authority's address; None without one. Raises RefusedError."""
        said = self.tsa_url.strip()
        return _address(said, "NHACVIEC_TSA_URL", "https://tsa.example.vn") if said else None

    @property
    def has_tls(self) -> bool:
        """Whether browsers come over https, so that cookies may be `Secure`."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def telegram(self) -> TelegramSettings | None:
        """What the Telegram channel is told; None without a token. Raises RefusedError."""
        said = self.telegram_token.get_secret_value().strip() if self.telegram_token else ""
        if not said:
            return None
        settings = TelegramSettings(
            bots=_bots(said, _TELEGRAM),
            api=_address(self.telegram_api, "NHACVIEC_TELEGRAM_API", TELEGRAM_API),
            has_webhook=self.telegram_webhook,
        )
        # Telegram itself calls only https; a server of one's own may stand in the same network.
        if settings.has_webhook and settings.api == TELEGRAM_API and not self._is_public:
            raise _not_callable("NHACVIEC_TELEGRAM_WEBHOOK", "Telegram")
        return settings

    @property
    def zalo_bot(self) -> ZaloBotSettings | None:
        """What the channel of Zalo's bots is told; None without a token. Raises RefusedError."""
        said = self.zalo_bot_token.get_secret_value().strip() if self.zalo_bot_token else ""
        if not said:
            return None
        settings = ZaloBotSettings(
            bots=_bots(said, _ZALO),
            api=_address(self.zalo_bot_api, "NHACVIEC_ZALO_BOT_API", ZALO_BOT_API),
            has_webhook=self.zalo_bot_webhook,
            pictures_at=self.base_url if self._is_public else None,
            web=self.base_url if self.public_url else None,
            monthly=self.zalo_bot_monthly,
            people=self.zalo_bot_people or None,
        )
        if settings.has_webhook and settings.api == ZALO_BOT_API and not self._is_public:
            raise _not_callable("NHACVIEC_ZALO_BOT_WEBHOOK", "Zalo")
        return settings

    @property
    def verifier(self) -> tuple[str, bytes] | None:
        """Name and content of the file that proves our domain to Zalo. Raises RefusedError."""
        path = self.zalo_verifier
        if path is None or not str(path).strip(" ."):
            return None
        try:
            content = path.read_bytes() if _VERIFIER.fullmatch(path.name) else b""
        except OSError:
            content = b""
        if not 0 < len(content) <= _LARGEST_VERIFIER:
            raise RefusedError(
                "NHACVIEC_ZALO_VERIFIER phải là đường dẫn tới tệp Zalo đưa để xác thực tên miền, "
                "ví dụ /opt/nhacviec/zalo_verifierGkRa5O6GTXL3.html; giữ nguyên tên tệp."
            )
        return path.name, content

    @property
    def zalo_oa(self) -> ZaloOaSettings | None:
        """What the channel of the Official Account is told; None without one. Raises RefusedError."""
        if not self.zalo_oa_app_id.strip():
            return None
        account, wards = _official_account(self.zalo_oa_id)
        if not self.zalo_oa_api and not self._is_public:
            raise RefusedError(
                "Zalo OA cần NHACVIEC_PUBLIC_URL bắt đầu bằng https://, vì Zalo gọi vào địa chỉ đó."
            )
        return ZaloOaSettings(
            account=account,
            app_id=self.zalo_oa_app_id.strip(),
            app_secret=_required(self.zalo_oa_app_secret, "NHACVIEC_ZALO_OA_APP_SECRET"),
            oa_secret=_required(self.zalo_oa_secret, "NHACVIEC_ZALO_OA_SECRET"),
            refresh_token=_stripped(self.zalo_oa_refresh_token),
            hosts=_hosts(self.zalo_oa_api),
            pays=self.zalo_oa_paid,
            free_replies=self.zalo_oa_free_replies,
            shows_buttons=self.zalo_oa_buttons,
            groups=self.zalo_oa_groups,
            proves=self.zalo_oa_proof,
            template=_template(self.zalo_oa_template),
            wards=wards,
        )

    @property
    def _is_public(self) -> bool:
        return bool(self.public_url) and self.has_tls

    def shown(self) -> dict[str, str]:
        """Return every setting as text, with secrets masked."""
        return {
            f"NHACVIEC_{name.upper()}": _masked(getattr(self, name))
            for name in type(self).model_fields
        }


def _masked(value: object) -> str:
    if isinstance(value, SecretStr):
        return "••••••" if value.get_secret_value() else ""
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class _Written:
    """How the bots of a platform are written in a setting."""

    setting: str
    form: re.Pattern[str]
    source: str
    """Where the token comes from."""
    example: str


_TELEGRAM = _Written("NHACVIEC_TELEGRAM_TOKEN", _TELEGRAM_BOT, "@BotFather", "123456789:AAE…")
_ZALO = _Written(
    "NHACVIEC_ZALO_BOT_TOKEN", _ZALO_BOT, "Zalo Bot Manager", "1459232241454765289:abc…"
)


def _bots(said: str, written: _Written) -> tuple[Bot, ...]:
    """Return the bots of a setting. Raises RefusedError, which shows no token."""
    parts = [part for part in re.split(r"[\s,;]+", said) if part]
    bots = tuple(_bot(part, number, written) for number, part in enumerate(parts, start=1))
    account, times = Counter(bot.account for bot in bots).most_common(1)[0]
    if times > 1:
        raise RefusedError(f"{written.setting} có bot số {account} hai lần. Giữ lại một.")
    return bots


def _bot(part: str, number: int, written: _Written) -> Bot:
    found = written.form.fullmatch(part)
    if found is None:
        raise RefusedError(
            f"{written.setting}: mã bot thứ {number} không đúng dạng. "
            f"Chép nguyên mã từ {written.source} (dạng {written.example}); nhiều bot thì cách nhau "
            "bằng dấu cách; bot chỉ dùng cho một số phường thì thêm @ và số phường, "
            f"ví dụ {written.example}@1+2."
        )
    wards = found["wards"]
    served = frozenset(int(w) for w in wards.split("+")) if wards else None
    return Bot(SecretStr(found["token"]), found["account"], served)


def _address(said: str, setting: str, example: str) -> str:
    """Return an address without a trailing slash. Raises RefusedError unless it is one."""
    address = said.strip().rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise RefusedError(f"{setting} phải là địa chỉ máy chủ, ví dụ {example}.")
    return address


def _official_account(said: str) -> tuple[str, frozenset[int] | None]:
    found = re.fullmatch(rf"(?P<account>[0-9]{{5,25}}){_WARDS}", said.strip())
    if found is None:
        raise RefusedError(
            "NHACVIEC_ZALO_OA_ID phải là số của OA, ví dụ 2491303894466271543 "
            "(xem tại oa.zalo.me, Quản lý OA); OA chỉ dùng cho một số phường thì thêm @1+2."
        )
    wards = found["wards"]
    return found["account"], frozenset(int(w) for w in wards.split("+")) if wards else None


def _stripped(secret: SecretStr | None) -> SecretStr | None:
    value = secret.get_secret_value().strip() if secret else ""
    return SecretStr(value) if value else None


def _required(secret: SecretStr | None, setting: str) -> SecretStr:
    value = _stripped(secret)
    if value is None:
        raise RefusedError(f"Zalo OA còn thiếu {setting}: chép từ trang developers.zalo.me.")
    return value


def _hosts(said: str) -> ZaloOaHosts:
    if not said.strip():
        return ZaloOaHosts()
    one = _address(said, "NHACVIEC_ZALO_OA_API", ZaloOaHosts().api)
    return ZaloOaHosts(one, one, one)


def _template(said: str) -> tuple[str, str] | None:
    if not said.strip():
        return None
    found = re.fullmatch(r"([0-9]{1,20})(?::([A-Za-z0-9_]{1,40}))?", said.strip())
    if found is None:
        raise RefusedError(
            "NHACVIEC_ZALO_OA_TEMPLATE phải là số của mẫu tin và tên tham số, ví dụ 123456:noi_dung."
        )
    return found[1], found[2] or "noi_dung"


def _not_callable(setting: str, who: str) -> RefusedError:
    return RefusedError(
        f"{setting} cần NHACVIEC_PUBLIC_URL bắt đầu bằng https://. "
        f"Chưa có thì bỏ {setting}: hệ thống tự hỏi tin ở {who}."
    )
