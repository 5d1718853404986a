"""Certificates that a site of the tests shows: the right one, and wrong ones."""

import datetime as dt
import ssl
from pathlib import Path
from typing import Literal

import trustme

Certificate = Literal["right", "of its own making", "for another host", "that has run out"]
HOST = "127.0.0.1"


def served(kind: Certificate, directory: Path) -> tuple[ssl.SSLContext, Path]:
    """What a server shows, and the file of the authority that its clients trust; written in ``directory``."""
    trusted = trustme.CA()
    authority = trustme.CA() if kind == "of its own making" else trusted
    host = "www.example.org" if kind == "for another host" else HOST
    yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    shown = authority.issue_cert(host, not_after=yesterday if kind == "that has run out" else None)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.configure_cert(context)
    directory.mkdir(parents=True, exist_ok=True)
    trust = directory / "authority.pem"
    trusted.cert_pem.write_to_path(str(trust))
    return context, trust
