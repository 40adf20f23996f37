"""The log of gunicorn: one line a request, with the true address of the client and without secrets.

``gunicorn --logger-class ydeu.access_log.Logger`` in all files of ``deploy/``.
"""

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from gunicorn.glogging import Logger as GunicornLogger

from ydeu.log_secrets import HideSecrets, hide
from ydeu.settings import env


class Logger(GunicornLogger):
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(HideSecrets())

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """The parts of a line. Headers and variables are left out: among them are cookies and addresses."""
        parts = super().atoms(resp, req, environ, request_time)
        address = hide(str(environ.get("RAW_URI", "-")))
        parts |= {
            "h": client_address(environ, env.number("PROXIES", 0)),
            "r": f"{environ['REQUEST_METHOD']} {address} {environ['SERVER_PROTOCOL']}",
            "U": address.partition("?")[0],
            "q": address.partition("?")[2],
            "f": _referrer(str(environ.get("HTTP_REFERER", "-"))),
        }
        return {name: value for name, value in parts.items() if not name.startswith("{")}


def client_address(environ: dict[str, Any], proxies: int) -> str:
    """The address of the client. What it claims itself does not count: only ``proxies`` proxies are ours."""
    remote = str(environ.get("REMOTE_ADDR") or "-")
    forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    if not 0 < proxies <= len(forwarded):
        return remote
    try:
        return str(ip_address(forwarded[-proxies].strip()))
    except ValueError:
        return remote


def _referrer(address: str) -> str:
    """The page that led here. It may be ours, and then its address may hold a token."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "-"
    host = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if parts.netloc else ""
    return host + hide(parts.path + (f"?{parts.query}" if parts.query else ""))
