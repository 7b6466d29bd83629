import base64
import hashlib
import hmac
import json
import os
import re
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MAX_BODY = 2 * 1024 * 1024


def single(headers, name):
    """The value of a header that came exactly once, else nothing."""
    values = headers.get_all(name) or []
    return values[0] if len(values) == 1 else ""


def equal(one, other):
    """Compares in constant time. As bytes: text with other than ASCII would raise."""
    return hmac.compare_digest(one.encode("utf-8"), other.encode("utf-8", "surrogateescape"))


def verify_hex(signature, prefix, secret, body):
    """X-SmartWMS-Signature: <hex>, or X-WMS-Signature: sha256=<hex>; the key is the secret's whole text."""
    return equal(prefix + hmac.new(secret.encode("utf-8"), body, hashlib.sha256).hexdigest(), signature)


def verify_standard(id, timestamp, signatures, secret, body, now):
    """webhook-id, webhook-timestamp, webhook-signature: v1,<base64> of id.timestamp.body; the key is the base64 after whsec_."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,128}", id) or not re.fullmatch(r"[1-9][0-9]{0,11}", timestamp) or abs(now - int(timestamp)) > 300:
        return False
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except ValueError:
        return False
    if not 24 <= len(key) <= 64:
        return False
    expected = "v1," + base64.b64encode(hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()).decode()
    return any([equal(expected, signature) for signature in signatures.split(" ")[:16]])


def verify(scheme, secrets, headers, body, now=None):
    """True only for a request of somebody who knows one of the secrets. body: bytes, as they arrived."""
    now = int(time.time()) if now is None else now
    if scheme == "standardwebhooks":
        names = ("webhook-id", "webhook-timestamp", "webhook-signature")
        return any([verify_standard(*[single(headers, name) for name in names], secret, body, now) for secret in secrets])
    name, prefix = ("X-WMS-Signature", "sha256=") if scheme == "wms" else ("X-SmartWMS-Signature", "")
    return any([verify_hex(single(headers, name), prefix, secret, body) for secret in secrets])


scheme = os.environ.get("RECEIVER_SCHEME", "smartwms")
secrets = [secret for secret in os.environ.get("RECEIVER_SECRET", "").split(" ") if len(secret) >= 16]
known = set()


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        length = self.headers.get("Content-Length") or ""
        if not length.isascii() or not length.isdigit():    # chunked, or nonsense: where the body ends is not known
            self.close_connection = True
            return self.answer(411)
        if len(length) > 9 or int(length) > MAX_BODY:
            self.close_connection = True
            return self.answer(413)
        body = self.rfile.read(int(length))
        if not verify(scheme, secrets, self.headers, body):
            return self.answer(401)
        try:
            event = json.loads(body)
            id, type = event["id"], event["type"]
        except (ValueError, KeyError, TypeError):
            return self.answer(400)
        if not isinstance(id, str) or not re.fullmatch(r"[A-Za-z0-9_-]{1,128}", id) or not isinstance(type, str):
            return self.answer(400)
        if id not in known:
            known.add(id)
            print(type, id, flush=True)    # yours: put it into a queue, work on it afterwards
        self.answer(200)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


if not secrets or scheme not in ("smartwms", "wms", "standardwebhooks"):
    sys.exit("Set RECEIVER_SECRET (16 characters or more) and RECEIVER_SCHEME (smartwms, wms or standardwebhooks).")
ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("RECEIVER_PORT", "5005"))), Receiver).serve_forever()
