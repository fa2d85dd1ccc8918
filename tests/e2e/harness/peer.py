"""A stub of the rest of the fediverse: hosts that serve documents, receive deliveries and sign requests of their own.

One server stands for any number of host names; it looks at the Host header. It records every request.
"""

import base64
import dataclasses
import email.utils
import hashlib
import http.server
import json
import ssl
import threading
import time
import urllib.parse

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from .node import Node

ACTIVITY_JSON = "application/activity+json"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


@dataclasses.dataclass
class Recorded:
    """A request that the stub received."""
    host: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self):
        return json.loads(self.body)


@dataclasses.dataclass
class Answer:
    """What the stub says to a GET."""
    body: bytes = b""
    status: int = 200
    content_type: str = ACTIVITY_JSON
    location: str | None = None


def json_answer(document, content_type: str = ACTIVITY_JSON, status: int = 200) -> Answer:
    return Answer(json.dumps(document).encode(), status, content_type)


class Key:
    """An RSA key pair; made once per process and shared where the identity of the key does not matter."""

    def __init__(self, bits: int = 2048):
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=bits)

    @property
    def public_pem(self) -> str:
        return self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()

    def sign(self, text: bytes) -> bytes:
        return self.private.sign(text, padding.PKCS1v15(), hashes.SHA256())


class Actor:
    """An actor on one of the stub's hosts."""

    def __init__(self, fediverse: "Fediverse", origin: str, path: str, kind: str = "Person", key: Key | None = None,
                 software: str = "mastodon"):
        self.fediverse, self.origin, self.kind = fediverse, origin, kind
        self.id = origin + path
        self.name = path.rsplit("/", 1)[-1]
        self.key = key or Key()
        self.followers: set[str] = set()

    @property
    def key_id(self) -> str:
        return self.id + "#main-key"

    @property
    def host(self) -> str:
        return urllib.parse.urlsplit(self.origin).netloc

    def document(self, **changes) -> dict:
        """The actor document; `changes` replace members."""
        return {
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": self.id, "type": self.kind, "preferredUsername": self.name, "name": self.name.title(),
            "inbox": self.id + "/inbox", "outbox": self.id + "/outbox", "followers": self.id + "/followers",
            "endpoints": {"sharedInbox": self.origin + "/inbox"},
            "publicKey": {"id": self.key_id, "owner": self.id, "publicKeyPem": self.key.public_pem},
        } | changes

    def activity(self, kind: str, object, **more) -> dict:
        """An activity of this actor with a fresh id."""
        return {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": f"{self.origin}/activities/{self.fediverse.fresh()}", "type": kind, "actor": self.id,
            "object": object,
        } | more

    def note(self, content: str, **more) -> dict:
        """A public note of this actor with a fresh id."""
        return {
            "id": f"{self.origin}/notes/{self.fediverse.fresh()}", "type": "Note", "attributedTo": self.id,
            "to": [PUBLIC], "cc": [self.id + "/followers"], "content": content,
            "published": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        } | more

    def deliver(self, node: Node, activity: dict | bytes, path: str = "/inbox") -> tuple[int, bytes]:
        """POSTs an activity to a node, signed; returns (status, body)."""
        body = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        headers = sign_post(self.key, self.key_id, node.host, path, body)
        status, _, answer = node.request("POST", path, body, headers)
        return status, answer


def sign_post(key: Key, key_id: str, host: str, path: str, body: bytes, date: float | None = None) -> dict[str, str]:
    """The headers of a signed delivery (draft-cavage, as deployed servers send it)."""
    headers = {
        "Date": email.utils.formatdate(time.time() if date is None else date, usegmt=True),
        "Digest": "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode(),
        "Content-Type": ACTIVITY_JSON,
    }
    covered = {"(request-target)": f"post {path}", "host": host, "date": headers["Date"], "digest": headers["Digest"],
               "content-type": ACTIVITY_JSON}
    text = "\n".join(f"{name}: {value}" for name, value in covered.items())
    signature = base64.b64encode(key.sign(text.encode())).decode()
    headers["Signature"] = (f'keyId="{key_id}",algorithm="rsa-sha256",headers="{" ".join(covered)}",'
                            f'signature="{signature}"')
    return headers


class Fediverse:
    """The server. `documents` maps absolute URLs to answers; unknown URLs are 404."""

    def __init__(self, address: tuple[str, int] = ("127.0.0.1", 0), tls: ssl.SSLContext | None = None):
        self.documents: dict[str, Answer] = {}
        self.received: list[Recorded] = []
        self.inbox_status: dict[str, int] = {}   # host -> status for POSTs; 202 when not set
        self._counter = 0
        self._lock = threading.Condition()
        self.scheme = "https" if tls else "http"
        self._server = http.server.ThreadingHTTPServer(address, self._handler())
        self._server.daemon_threads = True
        if tls:  # each connection's own thread shakes hands, so that none holds up the others
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def fresh(self) -> int:
        """A number that was not given before."""
        with self._lock:
            self._counter += 1
            return self._counter

    def publish(self, actor: Actor, software: str | None = None, **changes) -> Actor:
        """Serves the actor, its WebFinger and, when `software` is named, the host's NodeInfo."""
        origin, host = actor.origin, actor.host
        self.documents[actor.id] = json_answer(actor.document(**changes))
        self.documents[f"{origin}/.well-known/webfinger?resource=acct:{actor.name}@{host}"] = json_answer(
            {"subject": f"acct:{actor.name}@{host}",
             "links": [{"rel": "self", "type": ACTIVITY_JSON, "href": actor.id}]}, "application/jrd+json")
        if software:
            self.documents[f"{origin}/.well-known/nodeinfo"] = json_answer(
                {"links": [{"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0",
                            "href": f"{origin}/nodeinfo/2.0"}]}, "application/json")
            self.documents[f"{origin}/nodeinfo/2.0"] = json_answer(
                {"version": "2.0", "software": {"name": software, "version": "1.0.0"}, "protocols": ["activitypub"],
                 "services": {"inbound": [], "outbound": []}, "openRegistrations": False, "usage": {"users": {}},
                 "metadata": {}}, "application/json")
        return actor

    def answer(self, url: str) -> Answer:
        """What a GET of this URL (percent-decoded) is answered."""
        return self.documents.get(url, Answer(status=404, content_type="text/plain"))

    def requests(self, method: str | None = None, host: str | None = None) -> list[Recorded]:
        """Requests received so far, in order; of one method and one host when given."""
        with self._lock:
            return [r for r in self.received
                    if (method is None or r.method == method) and (host is None or r.host == host)]

    def forget(self) -> None:
        """Begins a new list of received requests."""
        with self._lock:
            self.received.clear()

    def deliveries(self, host: str | None = None, kind: str | None = None) -> list[dict]:
        """Activities received so far, in order; of one host and one type when given."""
        activities = [r.json() for r in self.requests("POST", host)]
        return [a for a in activities if kind is None or a.get("type") == kind]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _record(self, request: Recorded) -> None:
        with self._lock:
            self.received.append(request)

    def _handler(fediverse):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _take(self) -> Recorded:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                request = Recorded(self.headers["Host"], self.command, self.path,
                                   {k.lower(): v for k, v in self.headers.items()}, body)
                fediverse._record(request)
                return request

            def _send(self, answer: Answer) -> None:
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Length", str(len(answer.body)))
                if answer.location:
                    self.send_header("Location", answer.location)
                self.end_headers()
                self.wfile.write(answer.body)

            def do_GET(self) -> None:
                request = self._take()
                url = urllib.parse.unquote(f"{fediverse.scheme}://{request.host}{request.path}")
                self._send(fediverse.answer(url))

            def do_POST(self) -> None:
                request = self._take()
                self._send(Answer(b"{}", fediverse.inbox_status.get(request.host, 202), "application/json"))

            def log_message(self, *_) -> None:
                pass

        return Handler
