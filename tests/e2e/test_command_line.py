"""The command line on real processes: stopped and running nodes, signals, backup and restore, the demo."""

import http.client
import os
import pathlib
import re
import signal
import stat
import subprocess

import pytest

from harness.node import BINARY, Node, free_port
from harness.session import sign_in
from harness.waiting import wait_until

DEMO = pathlib.Path(__file__).parents[2] / "deploy" / "demo"


@pytest.fixture
def node(nodes) -> Node:
    """A prepared node, not started."""
    return nodes("a")


def one_line(text: str) -> str:
    """The one line that a failed command prints."""
    lines = text.splitlines()
    assert len(lines) == 1, text
    return lines[0]


def test_a_running_node_takes_commands(node):
    node.start()
    assert "ana" not in node.cli("member", "list").stdout
    node.add_member("ana")
    assert re.search(r"^ana +member +active", node.cli("member", "list").stdout, re.MULTILINE)
    node.cli("group", "add", "bees", "--title", "Bees", "--owner", "ana")
    address = node.cli("post", "ana", "They swarm.", "--group", "bees", "--title", "What now?").stdout.strip()
    token = sign_in(node, "ana")
    found = node.get_json("/api/v1/timelines/home", token)
    assert address in [status["uri"] for status in found] + [(status["reblog"] or {}).get("uri") for status in found]
    assert node.cli("verify").returncode == 0
    assert "local_posts 1\n" in node.cli("stats").stdout


def test_the_same_command_gives_the_same_answer_on_a_stopped_node(node):
    node.add_member("ana")
    node.start()
    running = node.cli("member", "list").stdout
    assert node.stop() == 0
    assert node.cli("member", "list").stdout == running


def test_a02_a_new_password_ends_every_session(node):
    node.add_member("ana")
    node.start()
    token = sign_in(node, "ana")
    node.get_json("/api/v1/accounts/verify_credentials", token)
    node.passwords["ana"] = re.search(r"Password: (\S+)", node.cli("member", "password", "ana").stdout)[1]
    node.get_json("/api/v1/accounts/verify_credentials", token, expect=401)
    assert sign_in(node, "ana")


def test_a_suspended_member_is_signed_out_and_hidden(node):
    node.add_member("ana")
    node.start()
    token = sign_in(node, "ana")
    node.cli("member", "suspend", "ana", "--reason", "spam")
    node.get_json("/api/v1/accounts/verify_credentials", token, expect=401)


def test_a14_the_socket_belongs_to_its_user_and_goes_with_the_node(node):
    node.start()
    control = node.data / "control.sock"
    wait_until(control.exists, "the control socket")
    assert stat.S_IMODE(control.stat().st_mode) == 0o600
    assert node.stop() == 0
    assert not control.exists()


def test_r09_a_second_node_on_the_same_store_is_refused(node):
    node.start()
    done = node.cli("serve", check=False)
    assert done.returncode != 0
    assert "stop it first" in one_line(done.stderr)
    assert node.request("GET", "/healthz")[0] == 200


def test_a_killed_node_leaves_nothing_in_the_way(node):
    node.start()
    wait_until((node.data / "control.sock").exists, "the control socket")
    node.kill()
    assert (node.data / "control.sock").exists()
    assert node.cli("verify").returncode == 0, "the stale name is not taken for a running node"
    node.start()
    node.cli("doctor", "--wait-until-ready")
    assert node.cli("verify").returncode == 0


def test_r44_sigterm_and_sigint_end_with_zero(node):
    for how in (signal.SIGTERM, signal.SIGINT):
        node.start()
        node.process.send_signal(how)
        assert node.process.wait(timeout=40) == 0


def test_r44_a_second_signal_ends_at_once(node):
    node.start()
    waiting = http.client.HTTPConnection("127.0.0.1", node.port, timeout=30)
    waiting.putrequest("POST", "/api/v1/apps", skip_host=True)
    waiting.putheader("Host", node.host)
    waiting.putheader("Content-Length", "100")
    waiting.endheaders(b"half")
    node.process.send_signal(signal.SIGTERM)
    node.process.send_signal(signal.SIGINT)  # another one: two equal signals may arrive as one
    assert node.process.wait(timeout=15) == 0, "well before the grace of 20 seconds is over"
    waiting.close()


def test_r45_sighup_keeps_the_node_running(node):
    node.start()
    node.process.send_signal(signal.SIGHUP)
    wait_until(lambda: "node.reload" in (node.data / "test.log").read_text(), "the reload to be logged")
    assert node.request("GET", "/healthz")[0] == 200


def test_r47_a_closed_standard_output_and_a_bare_environment_are_no_hindrance(node):
    node.process = subprocess.Popen(
        ["/bin/sh", "-c", f'exec "{BINARY}" serve --data "{node.data}" <&- >&- 2>&-'],
        env={"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PATH": "/usr/bin:/bin"},
    )
    wait_until(node._answers, "the node to answer")
    node.add_member("ana")
    sign_in(node, "ana")
    assert node.stop() == 0
    assert node.cli("verify").returncode == 0


def test_doctor_finds_a_running_node_well(node):
    node.start()
    done = node.cli("doctor", "--wait-until-ready")
    assert done.returncode == 0
    done = node.cli("doctor", check=False)
    problems = [line for line in done.stdout.splitlines() if line.startswith("problem")]
    assert [line for line in problems if "open files" not in line and "disk" not in line] == []
    for subject in ("webfinger", "clock", "key file", "dns", "store"):
        assert f"ok       {subject}" in done.stdout, done.stdout


def test_waiting_for_a_node_that_does_not_start_ends(node):
    done = node.cli("doctor", "--wait-until-ready", "--timeout", "0", check=False)
    assert done.returncode == 75
    assert "not ready" in one_line(done.stderr)


@pytest.mark.parametrize("settings, named", [
    ("[server]\nport = 99999\n", "server.port"),
    ("[server]\nspeed = 1\n", "server.speed"),
    ("[node]\nregistration = \"maybe\"\n", "node.registration"),
    ("[metrics]\ntoken = \"secret-in-a-file-xx\"\n", "FOLKMOOT_METRICS_TOKEN"),
])
def test_wrong_settings_are_one_sentence_and_78(node, settings, named):
    (node.data / "folkmoot.toml").write_text(settings)
    for command in (("config", "check"), ("serve",), ("stats",)):
        done = node.cli(*command, check=False)
        assert done.returncode == 78
        assert named in one_line(done.stderr)


@pytest.mark.parametrize("arguments", [(), ("fly",), ("member",), ("member", "add"), ("group", "add", "x", "--wings")])
def test_a_mistake_on_the_command_line_is_64_with_the_usage(node, arguments):
    done = node.cli(*arguments, check=False)
    assert done.returncode == 64
    assert done.stderr.startswith("folkmoot: ")
    assert "Usage:" in done.stderr


def test_r11_r12_a_backup_of_a_running_node_comes_back_whole(node, nodes, tmp_path):
    node.add_member("ana")
    node.cli("group", "add", "bees", "--owner", "ana")
    node.start()
    token = sign_in(node, "ana")
    acknowledged = set()

    def post(text: str) -> None:
        acknowledged.add(node.call("POST", "/api/v1/statuses", token, {"status": text})["uri"])

    for number in range(20):
        post(f"before {number}")
    before = set(acknowledged)
    backup = tmp_path / "backup"
    running = subprocess.Popen([BINARY, "backup", backup, "--data", node.data], stdout=subprocess.PIPE, text=True)
    number = 0
    while running.poll() is None:
        post(f"while {number}")
        number += 1
    assert running.returncode == 0, running.stdout.read()
    running.stdout.close()
    assert node.stop() == 0
    assert stat.S_IMODE((backup / "secret.key").stat().st_mode) == 0o600

    restored = Node(tmp_path / "restored", port=node.port)
    restored.cli("restore", str(backup))
    restored.cli("verify")
    restored.start()
    try:
        kept = restored.get_json("/api/v1/timelines/home?limit=40", token)
        assert before <= {status["uri"] for status in kept}, "what was acknowledged before the backup is in it"
        assert {status["uri"] for status in kept} <= acknowledged
    finally:
        restored.kill()


def test_a_restored_store_has_the_digests_of_the_original(node, tmp_path):
    node.add_member("ana")
    node.cli("post", "ana", "hello")
    node.cli("backup", str(tmp_path / "backup"))
    restored = Node(tmp_path / "restored", port=node.port)
    restored.cli("restore", str(tmp_path / "backup"))
    assert restored.cli("stats", "--digest").stdout == node.cli("stats", "--digest").stdout
    done = restored.cli("restore", str(tmp_path / "backup"), check=False)
    assert done.returncode == 73, "nothing that is there is overwritten"


def test_the_domain_cannot_change_once_others_know_it(nodes):
    home, away = nodes("a"), nodes("b")
    home.add_member("ana")
    away.add_member("bo")
    home.start()
    away.start()
    away.cli("follow", "bo", f"ana@localhost:{home.port}")
    wait_until(lambda: "known_hosts 1\n" in home.cli("stats").stdout, "the follow to arrive")
    assert home.stop() == 0
    done = home.cli("init", "--change-domain", "--domain", "folk.example", check=False)
    assert done.returncode == 73
    assert "cannot change any more" in one_line(done.stderr)
    assert home.cli("config", "check", "--print", "origin").stdout.strip() == home.origin


def free_port_pair() -> int:
    """The lower of two neighbouring ports that nobody listens on."""
    while True:
        port = free_port()
        try:
            probe = http.client.HTTPConnection("127.0.0.1", port + 1, timeout=1)
            probe.connect()
            probe.close()
        except OSError:
            return port


def test_the_demo_is_two_nodes_that_talk(tmp_path):
    port = free_port_pair()

    def run() -> str:
        return subprocess.run([DEMO, BINARY, tmp_path, str(port)], capture_output=True, text=True, timeout=120,
                              check=True).stdout

    def page(at: int, path: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", at, timeout=30)
        try:
            connection.request("GET", path, headers={"Host": f"localhost:{at}", "Accept": "text/html"})
            answer = connection.getresponse()
            assert answer.status == 200
            return answer.read().decode()
        finally:
            connection.close()

    try:
        said = run()
        assert f"http://localhost:{port}/g/beekeeping" in said
        assert len(re.findall(r"/login +\w+ +\S+-\S+", said)) == 8
        assert "Swarm in my neighbour" in page(port, "/g/beekeeping")
        assert "春繁时要不要喂糖水" in page(port, "/g/yangfeng")
        assert "honey extractor" in page(port + 1, "/g/repaircafe")
        for name in ("demo-a", "demo-b"):
            done = subprocess.run([BINARY, "verify", "--data", tmp_path / name], capture_output=True, text=True)
            assert done.returncode == 0, done.stdout + done.stderr
        assert "Making members" not in run(), "the second run starts the same nodes"
    finally:
        for name in ("demo-a", "demo-b"):
            pid_file = tmp_path / name / "folkmoot.pid"
            if pid_file.exists():
                os.kill(int(pid_file.read_text()), signal.SIGTERM)
