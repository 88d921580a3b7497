"""Papers in official layout (GB/T 9704-2012), each made from plain data and answered as the bytes of a .docx file. None of them knows where its content comes from."""

from .head import Letterhead
from .ledger_sheets import LedgerSheet, ledger_sheet
from .meetings import MeetingRecord, SignIn, Vote, meeting_record, sign_in_sheet
from .minutes import Minutes, minutes
from .notices import Notice, notice
from .rosters import Column, Roster, roster

__all__ = [
    "Column", "LedgerSheet", "Letterhead", "MeetingRecord", "Minutes", "Notice", "Roster", "SignIn", "Vote",
    "ledger_sheet", "meeting_record", "minutes", "notice", "roster", "sign_in_sheet",
]  # fmt: skip
