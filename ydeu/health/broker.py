"""Look at Redis: does it answer, how many tasks wait, and for how long."""

import json
import time
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import redis
from celery import current_app
from django.conf import settings
from kombu.transport.redis import Channel
from redis.backoff import NoBackoff
from redis.retry import Retry

from ydeu.publishing import SENT_AT

PATIENCE = 1.0  # seconds; a check must not wait as long as a worker does


class Waiting(NamedTuple):
    number: int = 0
    seconds: float = 0.0
    """The age of the oldest task; 0 if none waits, or if none says when it was sent."""


def is_real() -> bool:
    """False with the broker in memory, which tests use."""
    return not current_app.conf.broker_url.startswith("memory:")


def ping() -> None:
    """Raise a RedisError if Redis does not answer."""
    with _client() as client:
        client.ping()


def waiting() -> Waiting:
    """The tasks that no worker has taken. Raises a RedisError if Redis does not answer."""
    names = [queue.name for queue in settings.CELERY_TASK_QUEUES]
    keys = [_key(name, step) for name in names for step in Channel.priority_steps]
    with _client() as client, client.pipeline(transaction=False) as pipe:
        for key in keys:
            pipe.llen(key)
            pipe.lindex(key, -1)
        answers = pipe.execute()
    ages = [_age(oldest) for oldest in answers[1::2] if oldest]
    return Waiting(sum(answers[::2]), max(ages, default=0.0))


def _key(queue: str, step: int) -> str:
    return f"{queue}{Channel.sep}{step}" if step else queue


def _age(message: bytes) -> float:
    sent_at = json.loads(message).get("headers", {}).get(SENT_AT)
    return max(0.0, time.time() - sent_at) if sent_at else 0.0


def _client() -> redis.Redis:
    return redis.Redis.from_url(
        _url(current_app.conf.broker_url),
        socket_connect_timeout=PATIENCE,
        socket_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )


def _url(broker_url: str) -> str:
    """redis-py's spelling of the broker's URL: unix:// instead of Celery's redis+socket://."""
    parts = urlsplit(broker_url)
    if parts.scheme != "redis+socket":
        return broker_url
    number = parse_qs(parts.query).get("virtual_host", ["0"])[0]
    return f"unix://{parts.path}?db={number}"
