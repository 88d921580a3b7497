"""Tables in and out: what a room's rows look like in Excel, read, checked, confirmed and taken back a batch at a time. It knows no content: rooms above hand it rosters."""
