"""`python -m bot` is `nhacviec`."""

from bot.cli import main

main()
