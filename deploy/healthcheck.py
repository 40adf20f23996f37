"""Request /healthz from this container's web server, under one of its host names. Fail on a bad answer."""

import os
import urllib.request

url = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz"
host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".")
urllib.request.urlopen(urllib.request.Request(url, headers={"Host": host}), timeout=4)
