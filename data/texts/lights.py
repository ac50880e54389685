"""The lights with their words, in the order in which people read them."""

from data.domain.lights import Light

SIGNS = {
    Light.DONE: "✅",
    Light.ON_TIME: "🟢",
    Light.SOON: "🟡",
    Light.LATE: "🔴",
    Light.WAITING: "⚪",
    Light.UNDATED: "❓",
}
WORDS = {
    Light.DONE: "xong",
    Light.ON_TIME: "đúng hạn",
    Light.SOON: "sắp đến hạn",
    Light.LATE: "quá hạn",
    Light.WAITING: "chờ sự kiện",
    Light.UNDATED: "cần ấn định hạn",
}
