"""Sends posts to a running site, in a process without Django."""

import os
from http.client import HTTPConnection
from itertools import cycle
from typing import Any

TOKEN = "t" * 32
"""The CSRF token of the sender."""
CONTENT_TYPE = "multipart/form-data; boundary=BoUnDaRyStRiNg"


def send_on(  # noqa: PLR0917 - the arguments of a process
    port: int, cookie: str, drafts: list[int], post: bytes, go: Any, answers: Any
) -> None:
    """Send the post to each draft in turn. This process yields to the site: it stands for another machine."""
    os.nice(15)
    headers = {"Cookie": cookie, "X-CSRFToken": TOKEN, "Content-Type": CONTENT_TYPE}
    for pk in cycle(drafts):
        go.wait()
        client = HTTPConnection("127.0.0.1", port, timeout=120)
        client.request("POST", f"/offers/{pk}/edit/", body=post, headers=headers)
        answer = client.getresponse()
        answer.read()
        client.close()
        answers.put(answer.status)
