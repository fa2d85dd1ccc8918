"""Makes the bytes of a delivery exactly as an envelope says, right or wrong, and sends them over a bare socket."""

import base64
import dataclasses
import email.utils
import gzip
import hashlib
import hmac
import http.client
import random
import select
import socket
import time

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from harness.peer import Key

HOST = "home.test"
UNDERSTOOD = {
    "method", "path", "content_type", "signed_by", "key_id", "scheme", "algorithm", "covered", "date_offset_s", "date",
    "digest", "digest_header", "signature", "signature_key", "key", "signed_path", "signed_host", "created_offset_s",
    "expires_offset_s", "extra_headers", "transfer", "trailers", "repeat", "unique_ids", "encode",
}


@dataclasses.dataclass
class Answer:
    """What the node said."""
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float
    closed: bool | None  # whether the node closed the connection; None when nobody waited for it


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def digest_header(body: bytes, algorithm: str = "SHA-256") -> str:
    """Value of a Digest header."""
    made = {"SHA-256": hashlib.sha256, "MD5": hashlib.md5}[algorithm](body).digest()
    return f"{algorithm}={base64_of(made)}"


def raw_request(request: dict, body: bytes, now: float, key: Key | None, carol: Key) -> bytes:
    """The bytes on the wire.

    request  the envelope's "request"
    body     as it is sent, before `encode`
    now      seconds since 1970 by the node's clock
    key      of `signed_by`, or what `key` names instead
    carol    signs trailers
    """
    unknown = request.keys() - UNDERSTOOD
    if unknown or request["scheme"] != "cavage-12":
        raise ValueError(f"the driver does not know {sorted(unknown) or request['scheme']}")
    if request.get("encode") == "gzip":
        body = gzip.compress(body, mtime=0)
    headers = [("Host", HOST)]
    if request.get("date") != "absent":
        headers.append(("Date", email.utils.formatdate(now + request["date_offset_s"], usegmt=True)))
    headers.append(("Content-Type", request["content_type"]))
    digest = _digest(request, body)
    if digest is not None:
        headers.append(("Digest", digest))
    if request["signature"] != "absent":
        headers.append(("Signature", _signature(request, dict(headers), now, key, carol)))
    headers += [tuple(pair) for pair in request.get("extra_headers", [])]
    chunked = request.get("transfer") == "chunked"
    headers.append(("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(body))))
    if chunked:
        trailers = [(name, _trailer(request, name, value, dict(headers), body, now, carol))
                    for name, value in request.get("trailers", [])]
        body = b"%x\r\n%s\r\n0\r\n%s\r\n" % (len(body), body, _lines(trailers))
    return f"{request['method']} {request['path']} HTTP/1.1\r\n".encode() + _lines(headers) + b"\r\n" + body


def _lines(fields: list[tuple[str, str]]) -> bytes:
    return b"".join(f"{name}: {value}\r\n".encode() for name, value in fields)


def _digest(request: dict, body: bytes) -> str | None:
    if "digest_header" in request:
        algorithm, _, value = request["digest_header"].partition("=")
        return digest_header(body, algorithm) if value == "<match>" else request["digest_header"]
    return {"match": digest_header(body), "other-body": digest_header(b"another body"), "absent": None}[
        request["digest"]]


def _trailer(request: dict, name: str, value: str, headers: dict, body: bytes, now: float, carol: Key) -> str:
    if value == "<match>":
        return digest_header(body)
    if value == "<valid signature of carol>":
        signer = "https://good.test/users/carol"
        good = request | {"signature": "valid", "signed_by": signer, "key_id": f"{signer}#main-key"}
        return _signature(good, headers | {"Digest": digest_header(body)}, now, carol, carol)
    return value


def _signature(request: dict, headers: dict[str, str], now: float, key: Key | None, carol: Key) -> str:
    """Value of the Signature header (draft-cavage-http-signatures-12)."""
    fields = {name.lower(): value for name, value in headers.items()}
    fields["host"] = request.get("signed_host", HOST)
    fields["(request-target)"] = f"{request['method'].lower()} {request.get('signed_path', request['path'])}"
    parameters = [f'keyId="{request["key_id"]}"', f'algorithm="{request["algorithm"]}"']
    for name in ("created", "expires"):
        if f"{name}_offset_s" in request:
            value = int(now + request[f"{name}_offset_s"])
            fields[f"({name})"] = str(value)
            parameters.append(f"{name}={value}")
    covered = request["covered"]
    text = "\n".join(f"{name}: {fields.get(name, '')}" for name in covered).encode()
    made = {
        "valid": lambda: _sign(request, text, key, carol),
        "random-bytes": lambda: random.Random(text).randbytes(256),
        "empty-string": lambda: b"",
    }[request["signature"]]()
    parameters += [f'headers="{" ".join(covered)}"', f'signature="{base64_of(made)}"']
    return ",".join(parameters)


def _sign(request: dict, text: bytes, key: Key | None, carol: Key) -> bytes:
    if request["algorithm"] == "hmac-sha256":
        return hmac.digest(carol.public_pem.encode(), text, "sha256")
    hash_of = {"rsa-sha256": hashes.SHA256, "hs2019": hashes.SHA256, "rsa-sha1": hashes.SHA1}[request["algorithm"]]
    return key.private.sign(text, padding.PKCS1v15(), hash_of())


def send(port: int, data: bytes, wait_for_close: bool = False, timeout: float = 30.0) -> Answer:
    """Sends bytes to a node on this machine and reads one answer, also when it comes before everything was sent."""
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        _send_until_answered(connection, data, timeout)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        body = answer.read()
        seconds = time.monotonic() - started
        return Answer(answer.status, answer.headers, body, seconds, _closed(connection) if wait_for_close else None)


def _send_until_answered(connection: socket.socket, data: bytes, timeout: float) -> None:
    rest = memoryview(data)
    while rest:
        readable, writable, _ = select.select([connection], [connection], [], timeout)
        if readable or not writable:
            return
        try:
            rest = rest[connection.send(rest[:65536]):]
        except (BrokenPipeError, ConnectionResetError):
            return


def _closed(connection: socket.socket) -> bool:
    connection.settimeout(5)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


def post(port: int, actor, body: bytes, now: float, path: str = "/inbox") -> Answer:
    """An honest, signed delivery of an actor."""
    request = {
        "method": "POST", "path": path, "content_type": "application/activity+json", "signed_by": actor.id,
        "key_id": actor.key_id, "scheme": "cavage-12", "algorithm": "rsa-sha256",
        "covered": ["(request-target)", "host", "date", "digest"], "date_offset_s": 0, "digest": "match",
        "signature": "valid",
    }
    return send(port, raw_request(request, body, now, actor.key, actor.key))
