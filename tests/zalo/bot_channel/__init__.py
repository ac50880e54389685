"""The channel of Zalo's bots, in front of the emulator in all its modes."""
