"""Where people sit: the screens that join rooms; adopting and trying mechanisms; the demo."""
