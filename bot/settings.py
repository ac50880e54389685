"""Everything that an office may set, with defaults that need nothing."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from the environment (`NHACVIEC_…`) and from a file `.env` in the working folder."""

    model_config = SettingsConfigDict(
        env_prefix="NHACVIEC_", env_file=".env", env_file_encoding="utf-8", extra="ignore"
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
