"""A dossier's time vouched for by somebody else: a time-stamping authority of openssl's own."""

import asyncio
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.channels.time_stamps import HttpStamper
from bot.settings import Settings
from data.errors import RefusedError
from jobs.reports.dossier.kiem_tra import check
from jobs.reports.dossier.making import Made, make_dossier
from tests.dossier.house import NOW, House, members, unzip

needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
CONFIG = """
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
certs = {folder}/ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def _openssl(folder: Path, words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ["openssl", *words.split()]
    return subprocess.run(command, cwd=folder, input=stdin, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Certificates of an authority for time stamps."""
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    (folder / "ext").write_text("extendedKeyUsage=critical,timeStamping\n")
    new = "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    for words in (
        f"{new} -x509 -days 3650 -subj /CN=Goc -keyout ca.key -out ca.pem",
        f"{new} -subj /CN=TSA -keyout tsa.key -out tsa.csr",
        "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 "
        "-extfile ext -out tsa.pem",
    ):
        done = _openssl(folder, words)
        assert done.returncode == 0, done.stderr.decode()
    return folder


@pytest.fixture
def address(authority: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The authority on http; with a parameter, one that answers that status."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            (authority / "asked.tsq").write_bytes(asked)
            _openssl(authority, "ts -reply -config tsa.cnf -queryfile asked.tsq -out said.tsr")
            self.send_response(getattr(request, "param", 200))
            self.end_headers()
            self.wfile.write((authority / "said.tsr").read_bytes())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


async def _stamped(house: House, target: Path, address: str) -> Made:
    scope = await house.scope()
    ward, stamper = house.cast.ward, HttpStamper(address)
    parts = (house.store, house.files, house.key, ward, scope, target, NOW, "console")
    return await make_dossier(*parts, stamper=stamper)


@needs_openssl
async def test_the_stamp_holds_for_the_list_of_what_is_in_it(
    house: House, tmp_path: Path, authority: Path, address: str
) -> None:
    made = await _stamped(house, tmp_path / "out.zip", address)
    assert made.stamp == "Đã có dấu thời gian RFC 3161."
    bag = unzip(made.path, tmp_path / "x")
    verify = f"ts -verify -in manifest-sha256.txt.tsr -CAfile {authority}/ca.pem -data"
    done = await asyncio.to_thread(_openssl, bag, f"{verify} manifest-sha256.txt")
    assert done.returncode == 0, done.stderr.decode()
    other = await asyncio.to_thread(_openssl, bag, f"{verify} bagit.txt")
    assert other.returncode != 0
    # The stamp itself is under the seal, and the guide says how it is checked.
    assert not any(step.faults for step in check(made.path))
    assert "openssl ts -verify" in (bag / "HUONG-DAN-KIEM-TRA.txt").read_text("utf-8")
    (bag / "manifest-sha256.txt.tsr").write_bytes(b"khac")
    assert any(step.faults for step in check(bag))


@needs_openssl
@pytest.mark.parametrize("address", [500], indirect=True)
async def test_without_a_stamp_it_is_made_all_the_same_and_says_so(
    house: House, tmp_path: Path, address: str
) -> None:
    made = await _stamped(house, tmp_path / "out.zip", address)
    assert "Chưa có dấu thời gian RFC 3161 (nơi cấp dấu thời gian từ chối" in made.stamp
    assert "manifest-sha256.txt.tsr" not in members(made.path)
    assert not any(step.faults for step in check(made.path))


async def test_an_authority_that_is_not_there_does_no_harm(house: House, tmp_path: Path) -> None:
    made = await _stamped(house, tmp_path / "out.zip", "http://127.0.0.1:9")
    assert "không kết nối được" in made.stamp
    assert "openssl" not in members(made.path)["HUONG-DAN-KIEM-TRA.txt"].decode()


def test_none_is_asked_unless_an_address_is_set() -> None:
    assert Settings(tsa_url="").tsa is None
    assert Settings(tsa_url=" https://tsa.example.vn/tsr ").tsa == "https://tsa.example.vn/tsr"
    with pytest.raises(RefusedError, match="NHACVIEC_TSA_URL phải là địa chỉ"):
        _ = Settings(tsa_url="tsa.example.vn").tsa
