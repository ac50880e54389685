"""Choices below a text, whatever its length: every part fits, and every choice keeps its number."""

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from data.domain.messages import Choice, Limits, OutgoingFile, OutgoingMessage
from data.domain.numbering import room_of, with_numbers
from data.domain.splitting import length_of, parts_of

LIMITS = Limits(2000, has_buttons=False, has_edits=False, largest_file=1, longest_caption=1700)
LEAD = "Trả lời bằng số:"
PICTURE = OutgoingFile("a" * 64, "a.png", "image/png")
CHOICES = st.lists(st.text("ab 👍\n", min_size=1, max_size=90), max_size=25).map(
    lambda labels: tuple(Choice(label, f"a:b:{n}") for n, label in enumerate(labels))
)
TEXTS = st.lists(st.sampled_from(("việc ", "👍", "\n", ". ", "dài" * 9)), max_size=900).map("".join)


# In less than 1,000 even labels that are cut are too long, if there are 25 of them.
@given(TEXTS, CHOICES, st.booleans(), st.integers(1000, 2000))
@example("việc " * 80, tuple(Choice("a" * 40, f"a:b:{n}") for n in range(25)), True, 1000)
def test_every_part_fits(
    text: str, choices: tuple[Choice, ...], has_file: bool, longest: int
) -> None:
    files = (PICTURE,) if has_file else ()
    limits = replace(LIMITS, longest_text=longest, longest_caption=longest - 50)
    parts = parts_of(OutgoingMessage(text, choices, files), limits)
    for part in parts:
        shown = with_numbers(part, longest, LEAD)
        assert length_of(shown) <= longest
        assert not (part.files and length_of(shown) > longest - 50)
    assert [p.choices for p in parts[:-1]] == [()] * (len(parts) - 1)
    assert parts[-1].choices == choices
    lines = with_numbers(parts[-1], longest, LEAD).splitlines()
    for number in range(1, len(choices) + 1):
        assert lines[number - 1 - len(choices)].startswith(f"{number}.")
    assert "".join("".join(p.text for p in parts).split()) == "".join(text.split())


def test_a_short_message_is_not_split() -> None:
    message = OutgoingMessage("Chọn:", (Choice("Xong", "a:b"),))
    assert parts_of(message, LIMITS) == (message,)
    assert with_numbers(message, 2000, LEAD) == "Chọn:\n1. Xong"


def test_where_there_are_buttons_choices_take_no_room() -> None:
    choices = (Choice("Xong", "a:b"),)
    assert room_of(choices, replace(LIMITS, has_buttons=True)) == 0
    assert room_of((), LIMITS) == 0
    assert room_of(choices, LIMITS) > length_of("1. Xong")


def test_long_labels_are_cut_evenly_and_in_the_open() -> None:
    long = tuple(Choice(f"Nhiệm vụ {n} " + "rất dài " * 20, f"a:b:{n}") for n in range(12))
    shown = with_numbers(OutgoingMessage("Việc nào?", long), 600, LEAD)
    assert length_of(shown) <= 600
    assert shown.splitlines()[-1].startswith("12. Nhiệm vụ 11 rất")
    assert shown.count("…") == 12
