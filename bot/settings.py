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
_TELEGRAM_BOT = re.compile(
    r"(?P<token>(?P<account>[1-9][0-9]{0,18}):[A-Za-z0-9_-]{30,})(@(?P<wards>[0-9]{1,9}(\+[0-9]{1,9})*))?"
)


@dataclass(frozen=True, slots=True)
class TelegramBot:
    """One bot of the deployment."""

    token: SecretStr
    account: str
    """Its number at Telegram: stays when the token is renewed."""
    wards: frozenset[int] | None = None
    """Ids of the wards that it serves; None: all."""


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """What the Telegram channel is told."""

    bots: tuple[TelegramBot, ...]
    api: str
    """Address of the Bot API server, without a trailing slash."""
    has_webhook: bool
    """Telegram calls us; otherwise we ask."""


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
    telegram_token: SecretStr | None = None
    """One or several bots, "123:abc" or "123:abc@1+2" (only for wards 1 and 2), blanks between."""
    telegram_api: str = TELEGRAM_API
    """The Bot API server; one of your own lifts the limit of 20 MB a file."""
    telegram_webhook: bool = False
    """Telegram calls `public_url`; off: we ask Telegram, which needs no public address."""

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
            bots=_telegram_bots(said),
            api=_telegram_api(self.telegram_api),
            has_webhook=self.telegram_webhook,
        )
        # Telegram itself calls only https; a server of one's own may stand in the same network.
        if settings.has_webhook and settings.api == TELEGRAM_API and not self._is_public:
            raise RefusedError(
                "NHACVIEC_TELEGRAM_WEBHOOK cần NHACVIEC_PUBLIC_URL bắt đầu bằng https://. "
                "Chưa có thì bỏ NHACVIEC_TELEGRAM_WEBHOOK: hệ thống tự hỏi tin ở Telegram."
            )
        return settings

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


def _telegram_bots(said: str) -> tuple[TelegramBot, ...]:
    """Return the bots of `NHACVIEC_TELEGRAM_TOKEN`. Raises RefusedError, which shows no token."""
    parts = [part for part in re.split(r"[\s,;]+", said) if part]
    bots = tuple(_telegram_bot(part, number) for number, part in enumerate(parts, start=1))
    account, times = Counter(bot.account for bot in bots).most_common(1)[0]
    if times > 1:
        raise RefusedError(f"NHACVIEC_TELEGRAM_TOKEN có bot số {account} hai lần. Giữ lại một.")
    return bots


def _telegram_bot(part: str, number: int) -> TelegramBot:
    found = _TELEGRAM_BOT.fullmatch(part)
    if found is None:
        raise RefusedError(
            f"NHACVIEC_TELEGRAM_TOKEN: mã bot thứ {number} không đúng dạng. "
            "Chép nguyên mã từ @BotFather (dạng 123456789:AAE…); nhiều bot thì cách nhau bằng dấu "
            "cách; bot chỉ dùng cho một số phường thì thêm @ và số phường, ví dụ 123456789:AAE…@1+2."
        )
    wards = found["wards"]
    return TelegramBot(
        token=SecretStr(found["token"]),
        account=found["account"],
        wards=frozenset(int(w) for w in wards.split("+")) if wards else None,
    )


def _telegram_api(address: str) -> str:
    """Return the address without a trailing slash. Raises RefusedError unless it is one."""
    address = address.strip().rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise RefusedError(
            "NHACVIEC_TELEGRAM_API phải là địa chỉ máy chủ, ví dụ https://api.telegram.org."
        )
    return address
