"""Signs in through the pages as a browser without JavaScript does, and gets OAuth tokens the way clients do."""

import base64
import hashlib
import json
import secrets
import urllib.parse

import html5lib

from .node import Node

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


class Browser:
    """Cookies, forms and redirects on one node."""

    def __init__(self, node: Node):
        self.node = node
        self.cookies: dict[str, str] = {}

    def open(self, path: str, method: str = "GET", body: str | None = None):
        """Loads a page and follows redirects on the node; returns (path, status, document)."""
        for _ in range(10):
            headers = {"Accept": "text/html", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                headers["Origin"] = self.node.origin
            status, answer, content = self.node.request(method, path, body, headers)
            for cookie in answer.get_all("Set-Cookie") or []:
                name, _, value = cookie.split(";")[0].partition("=")
                self.cookies[name] = value
            if status not in (301, 302, 303, 307):
                return path, status, html5lib.parse(content, namespaceHTMLElements=False)
            target = answer["Location"]
            if target.startswith(self.node.origin):
                target = target[len(self.node.origin):]
            if not target.startswith("/"):
                return target, status, None
            path, method, body = target, "GET", None
        raise AssertionError(f"redirected in circles at {path}")

    def submit(self, path: str, document, button_id: str, **values: str):
        """Fills in and sends the form that holds the button with this id; returns as `open`."""
        form = next(f for f in document.iter("form") if any(e.get("id") == button_id for e in f.iter()))
        fields = {e.get("name"): e.get("value", "") for e in form.iter("input") if e.get("name")}
        button = next(e for e in form.iter() if e.get("id") == button_id)
        if button.get("name"):
            fields[button.get("name")] = button.get("value", "")
        for element_id, value in values.items():
            field = next(e for e in form.iter() if e.get("id") == element_id.replace("_", "-"))
            fields[field.get("name")] = value
        action = form.get("action") or path
        return self.open(action, form.get("method", "get").upper(), urllib.parse.urlencode(fields))

    def authorize(self, url_path: str, name: str) -> tuple[str, object]:
        """Opens an authorization request, signs in when asked, presses "Allow"; returns where that led."""
        path, status, document = self.open(url_path)
        assert status == 200, f"{url_path}: {status}"
        if element(document, "login-submit") is not None:
            path, status, document = self.submit(
                path, document, "login-submit", login_user=name, login_password=self.node.passwords[name])
            assert status == 200, f"signing in as {name}: {status}"
        path, status, document = self.submit(path, document, "oauth-allow")
        return path, document


def element(document, element_id: str):
    """The element with this id, or None."""
    return next((e for e in document.iter() if e.get("id") == element_id), None)


def text_of(node) -> str:
    """All text below an element."""
    return "".join(node.itertext()).strip()


def sign_in(node: Node, name: str, scopes: str = "read write follow push") -> str:
    """A token for a member, by the authorization code grant with PKCE and the out-of-band page."""
    _, _, body = node.request(
        "POST", "/api/v1/apps",
        json.dumps({"client_name": "e2e", "redirect_uris": OUT_OF_BAND, "scopes": scopes}),
        {"Content-Type": "application/json"},
    )
    app = json.loads(body)
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = urllib.parse.urlencode({
        "response_type": "code", "client_id": app["client_id"], "redirect_uri": OUT_OF_BAND, "scope": scopes,
        "code_challenge": challenge, "code_challenge_method": "S256",
    })
    _, page = Browser(node).authorize(f"/oauth/authorize?{query}", name)
    code = text_of(element(page, "oauth-code"))
    status, _, body = node.request(
        "POST", "/oauth/token",
        urllib.parse.urlencode({
            "grant_type": "authorization_code", "code": code, "client_id": app["client_id"],
            "client_secret": app["client_secret"], "redirect_uri": OUT_OF_BAND, "code_verifier": verifier,
        }),
        {"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert status == 200, body
    return json.loads(body)["access_token"]
