"""Hostile (and a few control) deliveries to a real node, one test a case; see hostile/corpus.py for where they stand
and hostile/deferred.py for the ones that wait for a feature."""

import pytest

from hostile import checks, corpus
from hostile.deferred import DEFERRED
from hostile.world import FAKETIME, World

CLOCK, CASES = corpus.load()


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Prepared once; every case works on a copy."""
    assert FAKETIME.exists(), "deploy/install-deps --tests installs faketime"
    made = World(tmp_path_factory.mktemp("hostile"), CLOCK)
    yield made.prepare()
    made.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_delivery(case: corpus.Case, world: World, tmp_path):
    if case.name in DEFERRED:
        pytest.skip(f"deferred: {DEFERRED[case.name]}")
    with world.copy(tmp_path / "node") as scene:
        scene.prepare(case)
        before = scene.settle()
        scene.begin_watching()
        scene.deliver_case(case)
        checks.check(checks.After(scene, case, before, scene.settle()))


def test_every_file_of_the_set_is_a_case():
    files = {path.stem for path in corpus.DIRECTORY.glob("*.json")} - {"manifest"}
    assert files == {case.name for case in CASES}


def test_every_sentence_of_our_own_set_has_a_check():
    """A sentence without a check would be judged by its outcome alone."""
    if corpus.DIRECTORY != corpus.OWN:
        pytest.skip("another set may say other things")
    unchecked = {case.state for case in CASES if case.name not in DEFERRED} - checks.CHECKS.keys()
    assert not unchecked
    assert DEFERRED.keys() <= {case.name for case in CASES}
