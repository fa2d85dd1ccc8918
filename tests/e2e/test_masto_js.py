"""masto.js from npm."""

import pathlib
import subprocess

from harness.session import Browser, element, text_of

HERE = pathlib.Path(__file__).parent


def test_masto_js_lives_on_the_node(gardeners, picture: pathlib.Path):
    client = subprocess.Popen(
        [HERE / "node_modules/.bin/node", HERE / "masto/scenario.mts", f"http://localhost:{gardeners.port}", picture],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=HERE)
    path = client.stdout.readline().strip()
    _, page = Browser(gardeners).authorize(path, "alice")
    output, errors = client.communicate(text_of(element(page, "oauth-code")) + "\n", timeout=60)
    assert client.returncode == 0, errors
    assert output.strip().endswith("done")
