"""What is typed into a search field finds what is written."""

from hypothesis import given
from hypothesis import strategies as st

from data.domain.searching import read_search, searched
from data.domain.wording import plain

TEXTS = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầổộỗếề ÁĐỘ\u0301\u0323-/0123\n", max_size=40)


@given(TEXTS)
def test_every_word_of_a_text_finds_it_marked_or_plain(text: str) -> None:
    by = searched(text)
    wanted = read_search(text)
    assert wanted is None or all(word in by for word in wanted.words)
    bare = read_search(plain(text))
    assert bare is None or all(word in by for word in bare.words)


@given(st.text(max_size=300))
def test_anything_may_be_typed(text: str) -> None:
    wanted = read_search(text)
    assert wanted is None or (len(wanted.said) <= 100 and len(wanted.words) <= 8)
    assert wanted is None or wanted.code is None or wanted.code < 2**31
