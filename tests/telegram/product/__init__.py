"""The whole product on an imitated Telegram: what no part's own tests can see."""
