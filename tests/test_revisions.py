"""Revisions are read from git as they were, whole, harmlessly, and never by a checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from aseankg.errors import InputError
from aseankg.paths import data_root
from aseankg.revisions import commit_of, opened
from changed_graphs import commit, git, put

FIRST, SECOND = "id:a a akg:Country .\n", "id:a a akg:Country .\nid:b a akg:Country .\n"
NAME = "graph/register/countries.ttl"


@pytest.fixture(name="clone")
def scratch(tmp_path: Path) -> Path:
    """Two commits; the work tree holds a third state."""
    folder = tmp_path / "clone"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    commit(folder, {NAME: FIRST, "ontology/aseankg.ttl": "x", "README.md": "no"}, "one")
    git(folder, "tag", "v1")
    commit(folder, {NAME: SECOND, "graph/asean/đầu tiên.ttl": "y"}, "two")
    put(folder, {NAME: "third"})
    return folder


def files(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in found}


def refusal(spec: str, root: Path) -> str:
    with pytest.raises(InputError) as caught, opened(spec, root):
        pass
    return str(caught.value)


def test_each_way_to_name_a_revision(clone: Path) -> None:
    before = git(clone, "status", "--porcelain")
    old = {NAME: FIRST, "ontology/aseankg.ttl": "x"}
    new = {NAME: SECOND, "ontology/aseankg.ttl": "x", "graph/asean/đầu tiên.ttl": "y"}
    sha = git(clone, "rev-parse", "HEAD~1")
    for spec, wanted in {
        **dict.fromkeys(("v1", "HEAD~1", "HEAD^", sha, sha[:8], "refs/tags/v1"), old),
        **dict.fromkeys(("HEAD", "main", "@", "main@{0}"), new),
    }.items():
        with opened(spec, clone) as folder:
            assert files(folder) == wanted
            assert folder != clone
        assert not folder.exists()
    assert git(clone, "status", "--porcelain") == before
    assert commit_of("v1", clone) == sha


def test_a_folder_and_the_work_tree_are_themselves(clone: Path, tmp_path: Path) -> None:
    with opened(".", clone) as folder:
        assert folder == clone
    put(tmp_path / "other", {NAME: SECOND})
    with opened(str(tmp_path / "other"), clone) as folder:
        assert files(folder) == {NAME: SECOND}
    assert (tmp_path / "other").is_dir()


def test_in_a_worktree_a_subfolder_and_a_hook(
    clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(clone, "worktree", "add", "-q", str(tmp_path / "tree"), "-b", "side", "v1")
    commit(tmp_path / "tree", {f"data/{NAME}": "below"}, "three")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    with opened("side", clone) as folder:
        assert files(folder)[NAME] == FIRST
    with opened("HEAD", tmp_path / "tree" / "data") as folder:
        assert files(folder) == {NAME: "below"}
        assert (folder / "ontology").is_dir()


def test_what_is_no_revision_is_refused_with_a_remedy(clone: Path, tmp_path: Path) -> None:
    for spec in ("-h", "--output=x", "", "HEAD\n", "v1\0"):
        assert "names no revision" in refusal(spec, clone)
    assert "did you mean v1" in refusal("v11", clone)
    for spec in ("HEAD..v1", "^HEAD", "HEAD:graph", "v1:README.md"):
        assert "no revision" in refusal(spec, clone)
    assert "holds no folder 'graph'" in refusal(str(tmp_path), clone)
    assert not (clone / "x").exists()


def test_a_revision_without_the_graph(clone: Path) -> None:
    git(clone, "checkout", "-q", "--orphan", "empty")
    git(clone, "rm", "-rfq", ".")
    commit(clone, {"README.md": "nothing"}, "none")
    assert "no folders 'graph' and 'ontology'" in refusal("empty", clone)


def test_a_shallow_clone_says_how_to_deepen_it(clone: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", clone.as_uri(), "shallow")
    with opened("HEAD", tmp_path / "shallow") as folder:
        assert files(folder)[NAME] == SECOND
    for spec in ("HEAD~1", "v1"):
        said = refusal(spec, tmp_path / "shallow")
        assert "shallow" in said
        assert "git fetch --unshallow" in said


def test_without_a_repository_or_without_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {NAME: FIRST})
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "is in no git repository" in refusal("HEAD", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "git is not installed" in refusal("HEAD", tmp_path)


def test_links_and_attributes_change_nothing(clone: Path, tmp_path: Path) -> None:
    (clone / "graph" / "secret.ttl").symlink_to("/etc/passwd")
    (clone / "graph" / "out").symlink_to(tmp_path)
    put(clone, {".gitattributes": f"{NAME} export-ignore\n*.ttl ident export-subst\n"})
    commit(clone, {NAME: "$Format:%H$ $Id$"}, "links")
    with opened("HEAD", clone) as folder:
        assert files(folder)[NAME] == "$Format:%H$ $Id$"
        assert not any(path.is_symlink() for path in folder.rglob("*"))
        assert "graph/secret.ttl" not in files(folder)


@pytest.mark.parametrize("name", ["..", ".", ".git", ".GIT", "a\\b", "c:d"])
def test_a_tree_made_to_lead_out_is_refused(clone: Path, name: str) -> None:
    """Git would not make such a tree, but one may come with a fetch."""
    blob = git(clone, "hash-object", "-w", "--stdin", stdin=b"evil")

    def tree(mode: bytes, inner: str, object_id: str) -> str:
        data = mode + b" " + inner.encode() + b"\0" + bytes.fromhex(object_id)
        return git(clone, "hash-object", "-w", "-t", "tree", "--literally", "--stdin", stdin=data)

    bad = tree(b"40000", "graph", tree(b"40000", name, tree(b"100644", "evil.ttl", blob)))
    made = git(clone, "commit-tree", bad, "-m", "evil")
    assert "holds the file name" in refusal(made, clone)
    assert not list(clone.parent.rglob("evil.ttl"))


def test_the_real_repository() -> None:
    root = data_root()
    if not (root / ".git").exists():
        pytest.skip("this is no clone, so it has no revisions")
    with opened("HEAD", root) as folder:
        assert (folder / "graph" / "register" / "countries.ttl").is_file()
        assert (folder / "ontology" / "rules").is_dir()
