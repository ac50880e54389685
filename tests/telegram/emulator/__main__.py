"""A Telegram to try the bot out with: `python -m tests.telegram.emulator --port 8090`."""

import argparse
import asyncio
import sys

from tests.telegram.emulator.limits import Limits
from tests.telegram.emulator.network import TOKEN, Telegram
from tests.telegram.emulator.running import emulator

CAST = (
    ("Trần Thị Mai", "0900000001"),
    ("Lê Văn Hạnh", "0900000002"),
    ("Phạm Quốc Dũng", "0900000003"),
    ("Nguyễn Văn Tư", "0900000005"),
)


async def main() -> None:
    """Run until interrupted."""
    asked = _options()
    limits = Limits() if asked.limits else Limits.lifted()
    async with emulator(port=asked.port, token=asked.token, limits=limits) as telegram:
        people = [telegram.user(name, phone=phone) for name, phone in CAST]
        group = telegram.group("Tổ dân phố 5", people)
        sys.stdout.write(_greeting(telegram))
        if asked.group:
            group.adds()
        sys.stdout.flush()
        await asyncio.Event().wait()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.telegram.emulator")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--limits", action="store_true", help="áp dụng giới hạn gửi như thật")
    parser.add_argument("--group", action="store_true", help="cho bot vào nhóm sẵn")
    return parser.parse_args()


def _greeting(telegram: Telegram) -> str:
    lines = [
        "Telegram giả lập đang chạy. Chạy chương trình với:",
        f"  NHACVIEC_TELEGRAM_TOKEN={telegram.token}",
        f"  NHACVIEC_TELEGRAM_API={telegram.url}",
        f"Mở trình duyệt: {telegram.url}/view, hoặc từng người, từng nhóm:",
        *(
            f"  {person.name} ({person.phone}): {telegram.view(person)}"
            for person in telegram.people
        ),
        *(f"  {group.title}: {telegram.view(group)}" for group in telegram.groups),
        "Liên kết có mã (https://t.me/…?start=MÃ): mở địa chỉ người đó, thêm ?start=MÃ.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit(0)
