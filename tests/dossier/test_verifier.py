"""The verifier that travels with each dossier: one file, alone, on a machine without us."""

import ast
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.reports.dossier.seals import ed25519_holds
from jobs.reports.dossier.verifier import verifier
from tests.dossier.conftest import Sealed
from tests.dossier.forging import photo_of
from tests.dossier.house import members, rezip


def _alone(script: Path, *arguments: str) -> tuple[int, str]:
    """Run it without our packages, any installed ones, or the environment."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), *arguments],
        capture_output=True,
        cwd=script.parent,
        env={"PATH": os.environ["PATH"]},
    )
    return done.returncode, (done.stdout + done.stderr).decode("utf-8")


def test_alone_it_finds_folder_and_zip_whole(sealed: Sealed) -> None:
    script = sealed.bag / "kiem_tra.py"
    for arguments in ((), (str(sealed.bag),), (str(sealed.bag.parent),), (str(sealed.zip),)):
        code, said = _alone(script, *arguments, "--bien-ban", sealed.digest)
        assert code == 0, said
        assert "KẾT LUẬN: hồ sơ nguyên vẹn như khi xuất." in said
        assert said.count("ĐÚNG") == 5


def test_without_the_minutes_it_does_not_call_a_dossier_whole(sealed: Sealed) -> None:
    code, said = _alone(sealed.bag / "kiem_tra.py")
    assert code == 0
    assert "không thấy sai lệch, nhưng CHƯA đối chiếu với biên bản niêm phong" in said
    assert "nguyên vẹn như khi xuất" not in said


def test_alone_it_names_the_file_that_was_changed(sealed: Sealed, tmp_path: Path) -> None:
    bag = sealed.copy(tmp_path)
    (bag / "data/bang-ke.xlsx").write_bytes(b"khac")
    code, said = _alone(bag / "kiem_tra.py")
    assert code == 1
    assert "data/bang-ke.xlsx: đã bị sửa" in said
    assert "KHÔNG còn nguyên vẹn" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("khong-co.zip",), "không có tệp hay thư mục"),
        (("nguoi-ky.txt",), "không phải .zip."),
        (("data",), "không phải hồ sơ"),
        (("a", "b"), "python kiem_tra.py"),
        (("--la",), "python kiem_tra.py"),
        # A slip of the finger accuses nobody.
        (("--dau", "3f9a"), "--dau phải là ít nhất 16 chữ số"),
        (("--bien-ban", "5b3d"), "--bien-ban phải là 64 chữ số"),
        (("--khoa", "SHA256:x"), "--khoa phải là SHA256: và 43 ký tự"),
    ],
)
def test_what_is_no_dossier_is_said_in_a_sentence(
    sealed: Sealed, arguments: tuple[str, ...], says: str
) -> None:
    code, said = _alone(sealed.bag / "kiem_tra.py", *arguments)
    assert code == 2
    assert says in said
    assert "Traceback" not in said


def test_what_was_packed_again_is_told_from_what_left_the_house(
    sealed: Sealed, tmp_path: Path
) -> None:
    again = tmp_path / "again.zip"
    again.write_bytes(rezip(members(sealed.zip)))
    code, said = _alone(sealed.bag / "kiem_tra.py", str(again))
    assert code == 1
    # Only the wrapping is another: unpacked, it is the same dossier.
    assert "từng byte như khi xuất" in said
    assert "giải nén rồi kiểm tra thư mục" in said
    assert said.count("ĐÚNG") == 4


def test_what_was_packed_again_without_its_folder_is_still_a_dossier(
    sealed: Sealed, tmp_path: Path
) -> None:
    bare = tmp_path / "bare.zip"
    bare.write_bytes(rezip(members(sealed.zip), base=""))
    code, said = _alone(sealed.bag / "kiem_tra.py", str(bare))
    assert code == 1
    assert said.count("ĐÚNG") == 4


def test_a_photo_changed_inside_the_zip_is_named_in_plain_words(
    sealed: Sealed, tmp_path: Path
) -> None:
    content, photo = bytearray(sealed.zip.read_bytes()), photo_of(sealed.bag)
    content[content.index(photo.read_bytes()) + 50] ^= 1
    spoilt = tmp_path / "spoilt.zip"
    spoilt.write_bytes(content)
    code, said = _alone(sealed.bag / "kiem_tra.py", str(spoilt))
    assert code == 1
    assert f"{photo.relative_to(sealed.bag)}: không đọc được: hỏng hoặc đã bị sửa" in said
    assert "Error" not in said
    assert "Bad" not in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("data/nhat-ky/su-kien.jsonl", b"\xff"),
        ("data/nhat-ky/su-kien.jsonl", b"[1]\n"),
        ("data/nhat-ky/bao-cao.jsonl", b"[" * 100_000),
        ("data/nhat-ky/diem-niem-phong.txt", b"\xff"),
        ("khoa-niem-phong.pub", b"\xff"),
        ("manifest-sha256.txt", b"\xff"),
        ("tagmanifest-sha256.txt.sig", b""),
    ],
)
def test_what_cannot_be_read_is_said_without_a_word_of_programmers(
    sealed: Sealed, tmp_path: Path, name: str, content: bytes
) -> None:
    bag = sealed.copy(tmp_path)
    (bag / name).write_bytes(content)
    code, said = _alone(bag / "kiem_tra.py")
    assert code == 1
    assert "KHÔNG còn nguyên vẹn" in said
    assert "Error" not in said


def test_what_a_computer_leaves_in_a_folder_is_told_from_what_somebody_put_there(
    sealed: Sealed, tmp_path: Path
) -> None:
    bag = sealed.copy(tmp_path)
    for name in (".DS_Store", "data/Thumbs.db", "data/them.txt"):
        (bag / name).write_bytes(b"")
    code, said = _alone(bag / "kiem_tra.py")
    assert code == 1
    assert said.count("xóa đi rồi kiểm tra lại") == 2
    assert "data/them.txt: tệp lạ, không có trong bảng kê\n" in said


def test_a_folder_that_nobody_packed_is_named(sealed: Sealed, tmp_path: Path) -> None:
    bag, packed = sealed.copy(tmp_path), tmp_path / "them.zip"
    (bag / "data/rong/sau").mkdir(parents=True)
    code, said = _alone(bag / "kiem_tra.py")
    assert code == 1
    for name in ("data/rong/", "data/rong/sau/"):
        assert f"- {name}: thư mục lạ, không có trong bảng kê\n" in said
    # A packer that writes down each folder adds none.
    folders = {"": b"", "data/": b"", "data/nhat-ky/": b""}
    packed.write_bytes(rezip({**folders, **members(sealed.zip)}))
    assert "thư mục lạ" not in _alone(sealed.bag / "kiem_tra.py", str(packed))[1]
    packed.write_bytes(rezip({**members(sealed.zip), "data/rong/": b""}))
    code, said = _alone(sealed.bag / "kiem_tra.py", str(packed))
    assert code == 1
    assert "- data/rong/: thư mục lạ, không có trong bảng kê\n" in said


def test_a_file_s_name_cannot_speak_for_the_verifier(sealed: Sealed, tmp_path: Path) -> None:
    bag, verdict = sealed.copy(tmp_path), "KẾT LUẬN: hồ sơ nguyên vẹn như khi xuất."
    (bag / f"a\n{verdict}\x1b[8m\u202e").write_bytes(b"")
    os.close(os.open(os.fsencode(bag) + b"/\xff", os.O_CREAT))
    code, said = _alone(bag / "kiem_tra.py")
    assert code == 1
    assert f"- a?{verdict}?[8m?: tệp lạ" in said
    assert "- ?: tệp lạ" in said
    assert verdict not in said.splitlines()


def test_no_module_of_somebody_s_own_is_run_for_python_s(sealed: Sealed, tmp_path: Path) -> None:
    bag = sealed.copy(tmp_path)
    for name in ("json", "hashlib", "base64", "functools", "zipfile", "os"):
        (bag / f"{name}.py").write_text("raise SystemExit(0)")
    done = subprocess.run([sys.executable, "kiem_tra.py"], cwd=bag, capture_output=True)
    assert done.returncode == 1
    assert "json.py: tệp lạ" in done.stdout.decode()


def test_a_whole_dossier_does_not_stand_in_for_what_it_lies_in(
    sealed: Sealed, tmp_path: Path
) -> None:
    bag = sealed.copy(tmp_path)
    shutil.copytree(sealed.bag, bag / ".goc")
    (bag / "bagit.txt").unlink()
    (bag / "data/index.html").write_text("khác")
    code, said = _alone(bag / "kiem_tra.py", "--bien-ban", sealed.digest)
    assert code == 2
    assert "nếu hồ sơ ở thư mục con thì chỉ đúng thư mục đó" in said


def test_nobody_is_accused_for_a_password_or_another_way_of_packing(
    sealed: Sealed, tmp_path: Path
) -> None:
    packed, head = tmp_path / "khac.zip", b"PK\1\2\x14\3\x14\0"
    files = {"bagit.txt": b"", "data/index.html": b"x"}
    plain, other = rezip(files), rezip(files, method=zipfile.ZIP_BZIP2)
    for content in (plain.replace(head + b"\0", head + b"\1"), other):
        packed.write_bytes(content)
        code, said = _alone(sealed.bag / "kiem_tra.py", str(packed))
        assert code == 2
        assert "có mật khẩu hay nén kiểu lạ: giải nén rồi kiểm tra thư mục" in said


def test_help_says_what_it_needs(sealed: Sealed) -> None:
    code, said = _alone(sealed.bag / "kiem_tra.py", "--help")
    assert code == 0
    assert "Python 3.8" in said
    assert "seals" not in said


def test_it_is_python_3_8_and_needs_only_the_standard_library() -> None:
    tree = ast.parse(verifier(), feature_version=(3, 8))
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add((node.module or "").partition(".")[0])
    assert modules <= set(sys.stdlib_module_names)
    # Newer than 3.8, and no mistake of grammar: the parser does not tell.
    assert not {"removeprefix", "removesuffix", "bit_count"} & {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }


def test_the_command_line_runs_the_same_checks(sealed: Sealed, tmp_path: Path) -> None:
    ours = [sys.executable, "-m", "bot", "verify"]
    done = subprocess.run([*ours, str(sealed.zip)], capture_output=True, text=True)
    code, said = _alone(sealed.bag / "kiem_tra.py", str(sealed.zip))
    assert (done.returncode, done.stdout) == (code, said)
    other = "SHA256:" + "A" * 43
    wrong = subprocess.run([*ours, str(sealed.zip), "--khoa", other], capture_output=True)
    assert wrong.returncode == 1


_OWN = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
_PUBLIC = _OWN.public_key().public_bytes_raw()


@settings(max_examples=40, deadline=None)
@given(
    message=st.binary(max_size=60),
    place=st.integers(0, 95),
    change=st.integers(0, 255),
)
def test_our_ed25519_says_what_a_library_says(message: bytes, place: int, change: int) -> None:
    both = bytearray(_PUBLIC + _OWN.sign(message))
    both[place] ^= change
    key, signature = bytes(both[:32]), bytes(both[32:])
    assert _ours(key, message, signature) == _theirs(key, message, signature)


def _ours(key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        return ed25519_holds(key, message, signature)
    except ValueError:
        return False


def _theirs(key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
