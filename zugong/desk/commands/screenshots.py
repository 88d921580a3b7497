def screenshots(asked) -> int:
    raise SystemExit(1)
