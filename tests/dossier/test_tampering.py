"""The tamper matrix: what each tool sees of each attack, and that ours sees every one.

Any change of a single byte or file is found, in the zip as in the folder.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import bagit
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.files.sealing_key import SealingKey
from jobs.reports.dossier.kiem_tra import NotADossier, Step, check
from tests.dossier import forging
from tests.dossier.conftest import Sealed

Attack = Callable[[Path], None]
FILES, SIGNED, CHAIN, CHECKPOINT, EVIDENCE = range(5)
"""The steps of our verifier."""


def _then(*attacks: Attack) -> Attack:
    def both(bag: Path) -> None:
        for attack in attacks:
            attack(bag)

    return both


class Row(NamedTuple):
    """An attack, and who sees it."""

    name: str
    attack: Attack
    sha256sum: bool = False
    bagit: bool = False
    ssh_keygen: bool = False
    chain: bool = False
    checkpoint: bool = False
    """By chain or checkpoint."""
    files: bool = False
    """By the event log's own list of what was received."""


MATRIX = [
    Row("1-bit flip", forging.flip_a_bit, sha256sum=True, bagit=True),
    Row("photo deleted", forging.delete_the_photo, sha256sum=True, bagit=True),
    Row("photo added", forging.add_a_photo, bagit=True),
    Row(
        "event edited",
        forging.edit_an_event,
        sha256sum=True,
        bagit=True,
        chain=True,
        checkpoint=True,
    ),
    Row("log cut", forging.cut_the_log, sha256sum=True, bagit=True, checkpoint=True),
    Row("log re-chained", forging.rechain, sha256sum=True, bagit=True, checkpoint=True),
    Row(
        "log cut, manifests anew",
        _then(forging.cut_the_log, forging.regenerate),
        ssh_keygen=True,
        checkpoint=True,
    ),
    Row(
        "log re-chained, manifests anew",
        _then(forging.rechain, forging.regenerate),
        ssh_keygen=True,
        checkpoint=True,
    ),
    Row(
        "photo swapped, manifests anew",
        _then(forging.swap_the_photo, forging.regenerate),
        ssh_keygen=True,
        files=True,
    ),
    Row(
        "photo added, manifests anew",
        _then(forging.add_a_photo, forging.regenerate),
        ssh_keygen=True,
        files=True,
    ),
    Row(
        "photo deleted, manifests anew",
        _then(forging.delete_the_photo, forging.regenerate),
        ssh_keygen=True,
        files=True,
    ),
]
ROWS = pytest.mark.parametrize("row", MATRIX, ids=[row.name for row in MATRIX])


def _run(bag: Path, *command: str, stdin: Path | None = None) -> bool:
    """Return whether a program of the system finds nothing wrong."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"no {command[0]} on this machine")
    given = stdin.read_bytes() if stdin else b""
    return subprocess.run(command, cwd=bag, input=given, capture_output=True).returncode == 0


def sha256sum_holds(bag: Path) -> bool:
    return _run(bag, "sha256sum", "-c", "--quiet", "manifest-sha256.txt")


def bagit_holds(bag: Path) -> bool:
    try:
        bagit.Bag(str(bag)).validate()
    except bagit.BagError:
        return False
    return True


def ssh_keygen_holds(bag: Path) -> bool:
    verify = ("ssh-keygen", "-Y", "verify", "-f", "nguoi-ky.txt", "-I", "nhacviec")
    signature = ("-n", "nhacviec-ho-so", "-s", "tagmanifest-sha256.txt.sig")
    return _run(bag, *verify, *signature, stdin=bag / "tagmanifest-sha256.txt")


def _is_caught(path: Path) -> bool:
    try:
        return any(step.faults for step in check(path))
    except NotADossier:
        return True


def test_an_untouched_dossier_passes_every_tool(sealed: Sealed) -> None:
    assert not _is_caught(sealed.zip)
    assert not _is_caught(sealed.bag)
    assert bagit_holds(sealed.bag)
    assert sha256sum_holds(sealed.bag)
    assert ssh_keygen_holds(sealed.bag)
    log = sealed.bag / "data/nhat-ky"
    verify = ("ssh-keygen", "-Y", "verify", "-f", "nguoi-ky.txt", "-I", "nhacviec")
    signature = ("-n", "nhacviec-nhat-ky", "-s", str(log / "diem-niem-phong.txt.sig"))
    assert _run(sealed.bag, *verify, *signature, stdin=log / "diem-niem-phong.txt")


@ROWS
def test_our_verifier_sees_every_attack(sealed: Sealed, tmp_path: Path, row: Row) -> None:
    bag = sealed.copy(tmp_path)
    row.attack(bag)
    seen = _faults(check(bag))
    assert any(seen)
    assert seen[FILES] == (row.sha256sum or row.bagit)
    assert seen[SIGNED] == row.ssh_keygen
    assert seen[CHAIN] == row.chain
    assert (seen[CHAIN] or seen[CHECKPOINT]) == row.checkpoint
    assert seen[EVIDENCE] or not row.files


@ROWS
def test_the_stock_tools_see_what_the_matrix_says(sealed: Sealed, tmp_path: Path, row: Row) -> None:
    bag = sealed.copy(tmp_path)
    row.attack(bag)
    assert bagit_holds(bag) is not row.bagit
    assert sha256sum_holds(bag) is not row.sha256sum
    assert ssh_keygen_holds(bag) is not row.ssh_keygen


def test_names_are_plain_so_that_no_computer_spells_them_otherwise(sealed: Sealed) -> None:
    for path in sealed.bag.rglob("*"):
        name = path.relative_to(sealed.bag.parent).as_posix()
        assert name.isascii()
        assert not set(name) & set('<>:"|?* \\')
        assert len(name) < 160
        assert not any(part.endswith(".") for part in name.split("/"))


FIRST = ((1, "đã họp 1/2 buổi, 85 người dự"),)
SECOND = ((2, "đã đối thoại với 40 hộ"),)


class TestWhoHoldsTheKey:
    """Whoever owns the machine can write everything anew: only what others hold tells."""

    @pytest.fixture
    def forged(self, sealed: Sealed, tmp_path: Path) -> Path:
        bag = sealed.copy(tmp_path)
        forging.cut_the_log(bag)
        forging.sign_again(bag, SealingKey(sealed.key))
        return bag

    def test_nothing_in_the_dossier_tells(self, forged: Path) -> None:
        assert not _is_caught(forged)
        assert ssh_keygen_holds(forged)

    def test_the_minutes_tell(self, sealed: Sealed, forged: Path) -> None:
        assert _faults(check(forged, {"--bien-ban": sealed.digest}))[SIGNED]
        assert not any(_faults(check(sealed.bag, {"--bien-ban": sealed.digest})))

    def test_the_weekly_message_tells(self, sealed: Sealed, forged: Path) -> None:
        head = (sealed.bag / "data/nhat-ky/diem-niem-phong.txt").read_text().split()[-1]
        assert _faults(check(forged, {"--dau": head[:16]}))[CHECKPOINT]
        assert not any(_faults(check(sealed.bag, {"--dau": head[:16].upper()})))

    def test_a_seal_of_few_digits_proves_nothing(self, sealed: Sealed) -> None:
        head = (sealed.bag / "data/nhat-ky/diem-niem-phong.txt").read_text().split()[-1]
        assert _faults(check(sealed.bag, {"--dau": head[:8]}))[CHECKPOINT]

    def test_another_key_is_told_by_its_fingerprint(self, sealed: Sealed, tmp_path: Path) -> None:
        bag, other = sealed.copy(tmp_path), SealingKey(tmp_path / "other")
        _put_key(bag, other)
        forging.sign_again(bag, other)
        assert not _is_caught(bag)
        assert _faults(check(bag, {"--khoa": sealed.fingerprint}))[SIGNED]
        assert not any(_faults(check(sealed.bag, {"--khoa": sealed.fingerprint})))

    def test_an_earlier_seal_tells_of_a_log_written_anew(
        self, sealed: Sealed, tmp_path: Path
    ) -> None:
        bag = sealed.copy(tmp_path)
        forging.rechain(bag)
        forging.sign_again(bag, SealingKey(sealed.key))
        assert _faults(check(bag))[CHECKPOINT]

    @pytest.mark.parametrize(
        ("told", "fault"),
        [
            (FIRST, "lời của báo cáo 2 bị bỏ ra"),
            ((*FIRST, *SECOND, (9, "xong")), "lời của báo cáo 9 khác với nhật ký"),
            (((1, "khác"), *FIRST, *SECOND), "lời của báo cáo 1 khác với nhật ký"),
        ],
        ids=["left out", "made up", "said twice"],
    )
    def test_the_log_tells_what_was_said(
        self, sealed: Sealed, tmp_path: Path, told: tuple[tuple[int, str], ...], fault: str
    ) -> None:
        bag = sealed.copy(tmp_path)
        forging.tell(bag, *told)
        forging.sign_again(bag, SealingKey(sealed.key))
        assert [f for step in check(bag) for f in step.faults] == [fault]


def _faults(steps: Sequence[Step]) -> list[bool]:
    return [bool(step.faults) for step in steps]


def _put_key(bag: Path, key: SealingKey) -> None:
    import base64

    from jobs.reports.dossier.seals import ssh_key

    text = base64.b64encode(ssh_key(key.public)).decode()
    (bag / "khoa-niem-phong.pub").write_text(f"ssh-ed25519 {text} nhacviec\n")


MANY = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@MANY
@given(data=st.data())
def test_any_changed_added_or_removed_byte_of_the_zip_is_found(
    sealed: Sealed, data: st.DataObject
) -> None:
    content = bytearray(sealed.zip.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    match data.draw(st.sampled_from(("changed", "added", "removed", "cut", "appended"))):
        case "changed":
            content[at] ^= data.draw(st.integers(1, 255))
        case "added":
            content.insert(at, data.draw(st.integers(0, 255)))
        case "removed":
            del content[at]
        case "cut":
            del content[at:]
        case _:
            content += data.draw(st.binary(min_size=1, max_size=30))
    if bytes(content) == sealed.zip.read_bytes():  # a byte put beside its like
        return
    with TemporaryDirectory() as folder:
        spoilt = Path(folder) / "ho-so.zip"
        spoilt.write_bytes(content)
        assert _is_caught(spoilt)


@contextmanager
def _put_back(file: Path) -> Iterator[None]:
    """Undo afterwards what is done to a file, and beside it."""
    content, beside = file.read_bytes(), set(file.parent.iterdir())
    try:
        yield
    finally:
        for one in set(file.parent.iterdir()) - beside:
            one.unlink()
        file.write_bytes(content)


def test_any_changed_added_or_removed_file_of_the_folder_is_found(
    sealed: Sealed, tmp_path: Path
) -> None:
    bag = sealed.copy(tmp_path)
    files = st.sampled_from(sorted(p for p in bag.rglob("*") if p.is_file()))
    harms = st.sampled_from(("changed", "longer", "removed", "added", "renamed"))

    @MANY
    @given(file=files, harm=harms, data=st.data())
    def is_found(file: Path, harm: str, data: st.DataObject) -> None:
        with _put_back(file):
            match harm:
                case "changed":
                    content = bytearray(file.read_bytes())
                    at = data.draw(st.integers(0, len(content) - 1))
                    content[at] ^= data.draw(st.integers(1, 255))
                    file.write_bytes(content)
                case "longer":
                    added = data.draw(st.binary(min_size=1, max_size=9))
                    file.write_bytes(file.read_bytes() + added)
                case "removed":
                    file.unlink()
                case "added":
                    file.with_name("them.txt").write_bytes(data.draw(st.binary(max_size=9)))
                case _:
                    file.rename(file.with_name("khac" + file.suffix))
            assert _is_caught(bag)

    is_found()
    assert not _is_caught(bag)


def test_a_link_in_the_folder_is_not_taken_for_a_file(sealed: Sealed, tmp_path: Path) -> None:
    bag = sealed.copy(tmp_path)
    (bag / "data/them").symlink_to(bag / "bagit.txt")
    assert _is_caught(bag)


def test_a_photo_is_not_to_lie_elsewhere(sealed: Sealed, tmp_path: Path) -> None:
    bag, photo = sealed.copy(tmp_path), forging.photo_of(sealed.bag)
    here = bag / photo.relative_to(sealed.bag)
    here.unlink()
    here.symlink_to(photo)
    assert _is_caught(bag)
