"""What the emulators of the two Zalo services have in common."""
