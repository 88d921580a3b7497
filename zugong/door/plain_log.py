"""Logs carry no names, numbers or form values."""

import logging
import re


class PlainLog(logging.Filter):
    """Numbers in paths become N, queries and tracebacks' values are dropped."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = re.sub(r"\?\S*", "", record.getMessage())
        record.msg, record.args = re.sub(r"\d+", "N", text.split("\n", 1)[0]), ()
        if record.exc_info and record.exc_info[0]:
            trace, frames = record.exc_info[2], []
            while trace:
                frames.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/zugong/', 1)[-1]}:{trace.tb_lineno}")
                trace = trace.tb_next
            record.msg += f" {record.exc_info[0].__name__} at {' > '.join(frames[-6:])}"
            record.exc_info = record.exc_text = None
        return True
