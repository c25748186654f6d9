"""The only writers of finance."""

from homeward.apps.finance.services.acquittals import (
    answer_request,
    ask_information,
    expect_acquittals,
    receive_acquittal,
    remind,
    send_acquittal,
)
from homeward.apps.finance.services.exporting import export_batch, remake_file
from homeward.apps.finance.services.invoices import (
    accept_difference,
    match_again,
    record_invoice,
    return_invoice,
    withdraw_invoice,
)
from homeward.apps.finance.services.layouts import save_layout
from homeward.apps.finance.services.results import check_result_file, record_result_file, withdraw_result_file

__all__ = [
    "accept_difference", "answer_request", "ask_information", "check_result_file", "expect_acquittals", "export_batch",
    "match_again", "receive_acquittal", "record_invoice", "record_result_file", "remake_file", "remind", "return_invoice",
    "save_layout", "send_acquittal", "withdraw_invoice", "withdraw_result_file",
]  # fmt: skip
