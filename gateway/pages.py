"""The web pages: read, compressed and addressed once at start; nothing is made per request.

Pages name their assets as ``/assets/…``. Here that becomes ``/assets/<version>/…``, where the
version is a hash of all assets; so browsers keep them for good, ask for nothing at the opening
second, and never mix two versions.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from gateway import answers
from gateway.problems import Problem, not_found

WEB = Path(__file__).parent / "web"
_SMALLEST = 400  # bytes worth compressing
_TEXT = {"application/json", "application/javascript", "application/manifest+json", "image/svg+xml"}
_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_FIRST = "no-cache"
_SECURITY: tuple[answers.Header, ...] = (
    (
        b"content-security-policy",
        b"default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        b"form-action 'self'; frame-ancestors 'self'",
    ),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), geolocation=(), microphone=(), payment=()"),
)


@dataclass(frozen=True, slots=True)
class _Variant:
    body: bytes
    etag: str
    headers: tuple[answers.Header, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    plain: _Variant
    compressed: _Variant | None
    modified: float


class Pages:
    """Serves a folder of static files. Whatever is not in it is not there."""

    def __init__(self, folder: Path = WEB, *, demo: bool) -> None:
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and (demo or path.relative_to(folder).parts[0] != "demo")
        }
        self.version = _version(files)
        self._pages: dict[str, _Page] = {}
        for name, body in files.items():
            modified = (folder / name).stat().st_mtime
            for address, content, cache in self._addresses(name, body):
                self._pages[address] = _page(name, content, cache=cache, modified=modified)

    def _addresses(self, name: str, body: bytes) -> Iterator[tuple[str, bytes, str]]:
        if name.startswith("assets/"):
            rest = name.removeprefix("assets/")
            yield f"/assets/{rest}", body, _ASK_FIRST
            yield f"/assets/{self.version}/{rest}", body, _FOR_EVER
        elif name.endswith(".html"):
            content = body.replace(b'"/assets/', b'"/assets/%s/' % self.version.encode())
            yield "/" + name.removesuffix("index.html"), content, _ASK_FIRST
        else:
            yield "/" + name, body, _ASK_FIRST

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        page = self._pages.get(scope["path"])
        if page is None:
            if f"{scope['path']}/" in self._pages:
                place = scope["path"].encode() + b"/"
                await answers.send_nothing(send, status=308, headers=[(b"location", place)])
                return
            raise not_found()
        if scope["method"] not in {"GET", "HEAD"}:
            raise Problem(
                405, "method_not_allowed", "This is a page.", headers={"Allow": "GET, HEAD"}
            )
        scope["state"]["operation"] = "page"
        headers = Headers(scope=scope)
        variant = page.plain
        if page.compressed and _takes_gzip(headers.get("accept-encoding", "")):
            variant = page.compressed
        if _unchanged(headers, variant.etag, page.modified):
            await answers.send_nothing(send, status=304, headers=variant.headers)
        else:
            await answers.send_body(send, variant.body, headers=variant.headers)


def _version(files: dict[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, body in files.items():
        if name.startswith("assets/"):
            digest.update(f"{name}\0{len(body)}\0".encode() + body)
    return digest.hexdigest()[:12]


def _page(name: str, body: bytes, *, cache: str, modified: float) -> _Page:
    kind = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0]
    kind = kind or "application/octet-stream"
    is_text = kind.startswith("text/") or kind in _TEXT
    etag = hashlib.sha256(body).hexdigest()[:24]
    common = (
        (b"content-type", (f"{kind}; charset=utf-8" if is_text else kind).encode()),
        (b"cache-control", cache.encode()),
        (b"last-modified", formatdate(modified, usegmt=True).encode()),
        (b"vary", b"Accept-Encoding"),
        *_SECURITY,
    )
    plain = _Variant(body, f'"{etag}"', (*common, (b"etag", f'"{etag}"'.encode())))
    if not is_text or len(body) < _SMALLEST:
        return _Page(plain, None, modified)
    compressed = _Variant(
        gzip.compress(body, 9, mtime=0),
        f'"{etag}-gz"',
        (*common, (b"etag", f'"{etag}-gz"'.encode()), (b"content-encoding", b"gzip")),
    )
    return _Page(plain, compressed, modified)


def _takes_gzip(accepted: str) -> bool:
    for each in accepted.lower().split(","):
        coding, _, quality = each.partition(";")
        if coding.strip() in {"gzip", "*"}:
            return quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def _unchanged(headers: Headers, etag: str, modified: float) -> bool:
    known = headers.get("if-none-match")
    if known is not None:
        return known.strip() == "*" or etag in {
            each.strip().removeprefix("W/") for each in known.split(",")
        }
    try:
        since = parsedate_to_datetime(headers.get("if-modified-since", "")).timestamp()
    except (TypeError, ValueError):
        return False
    return int(modified) <= since
