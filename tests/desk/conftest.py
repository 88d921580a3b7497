import itertools

import pytest

from tests.desk.installed import PASSWORD, Installed


@pytest.fixture(scope="session")
def as_set_up(tmp_path_factory):
    """What ./run setup leaves, made once."""
    made = Installed(tmp_path_factory.mktemp("set-up") / "var")
    done = made.run("setup", "--username", "anquan", "--name", "安全员", given=f"{PASSWORD}\n")
    assert (done.returncode, done.stderr) == (0, "")
    yield made
    made.end()


@pytest.fixture(scope="session")
def good_backup(as_set_up, tmp_path_factory):
    """A backup of what ./run setup leaves; the journal says so."""
    file = tmp_path_factory.mktemp("backup") / "good.zugong"
    assert as_set_up.run("backup", file).returncode == 0
    return file


@pytest.fixture
def installed(as_set_up, tmp_path):
    """An installation of this test's own."""
    made = Installed(tmp_path / "var", like=as_set_up)
    yield made
    made.end()


@pytest.fixture
def elsewhere(tmp_path):
    """Makes further places with an empty database: another machine."""
    made, numbers = [], itertools.count(1)

    def another(like: Installed | None = None) -> Installed:
        made.append(Installed(tmp_path / f"elsewhere-{next(numbers)}", like=like))
        return made[-1]

    yield another
    for each in made:
        each.end()
