"""A process that answers messages until it is killed."""

from multiprocessing.connection import Connection

import httpx


def echo_for_ever(ready: Connection, url: str) -> None:
    """Answer every message until killed."""
    with httpx.Client(base_url=url, timeout=40) as client:
        offset = 0
        while True:
            batch = client.post("/getUpdates", json={"offset": offset, "timeout": 30}).json()
            for update in batch["result"]:
                offset = update["update_id"] + 1
                said = update["message"]
                params = {"chat_id": said["chat"]["id"], "text": f"Nghe: {said['text']}"}
                client.post("/sendMessage", json=params)
                ready.send(offset)
