"""The statutory return SSDA903: episodes and header, as the return names their columns."""

from __future__ import annotations

from typing import Annotated

from homeward.apps.intake.kinds.columns import Column, Shape
from homeward.apps.intake.kinds.values import FileDate, FileRow, code_of, text_of


class EpisodeRow(FileRow):
    CHILD: text_of(40)  # type: ignore[valid-type]
    DECOM: FileDate
    RNE: Annotated[str, code_of("episode_reasons")]
    LS: Annotated[str, code_of("legal_statuses")]
    CIN: Annotated[str, code_of("needs")]
    PLACE: Annotated[str, code_of("placement_types")]
    PLACE_PROVIDER: Annotated[str, code_of("placement_providers")] | None = None
    DEC: FileDate | None = None
    REC: Annotated[str, code_of("end_reasons")] | None = None
    REASON_PLACE_CHANGE: Annotated[str, code_of("change_reasons")] | None = None
    HOME_POST: text_of(20) | None = None  # type: ignore[valid-type]
    PL_POST: text_of(20) | None = None  # type: ignore[valid-type]
    URN: text_of(20) | None = None  # type: ignore[valid-type]


class HeaderRow(FileRow):
    CHILD: text_of(40)  # type: ignore[valid-type]
    SEX: Annotated[str, code_of("sexes")]
    DOB: FileDate
    ETHNIC: Annotated[str, code_of("ethnicities")]
    UPN: text_of(20) | None = None  # type: ignore[valid-type]
    MOTHER: text_of(10) | None = None  # type: ignore[valid-type]
    MC_DOB: FileDate | None = None


EPISODES = Shape(
    "episodes",
    (
        Column("CHILD", "The child's number in the return.", "104233", True),
        Column("DECOM", "The day the episode started.", "14/08/2017", True, is_date=True),
        Column("RNE", "Why the episode started.", "P", True, code_list="episode_reasons"),
        Column("LS", "The legal status.", "C2", True, code_list="legal_statuses"),
        Column("CIN", "The main need.", "N1", True, code_list="needs"),
        Column("PLACE", "The kind of placement.", "U4", True, code_list="placement_types"),
        Column("PLACE_PROVIDER", "Who provides it.", "PR4", code_list="placement_providers"),
        Column("DEC", "The day the episode ceased. Empty while it goes on.", "02/02/2018", is_date=True),
        Column("REC", "Why it ceased.", "X1", code_list="end_reasons"),
        Column("REASON_PLACE_CHANGE", "Why the placement changed.", "CARPL", code_list="change_reasons"),
        Column(
            "HOME_POST",
            "The postcode of home. It stays with the row of this file and goes no further.",
            "AB1 2CD",
        ),
        Column(
            "PL_POST", "The postcode of the placement. The home is kept under a keyed hash of it.", "EF3 4GH"
        ),
        Column("URN", "The registration number of the home.", "1234567"),
    ),
    EpisodeRow,
    must_have=(
        "CHILD",
        "DECOM",
        "RNE",
        "LS",
        "CIN",
        "PLACE",
        "PLACE_PROVIDER",
        "DEC",
        "REC",
        "REASON_PLACE_CHANGE",
        "HOME_POST",
        "PL_POST",
        "URN",
    ),
)
HEADER = Shape(
    "header",
    (
        Column("CHILD", "The child's number in the return.", "104233", True),
        Column("SEX", "Sex as the return codes it in that year.", "2", True, code_list="sexes"),
        Column("DOB", "The date of birth.", "09/03/2010", True, is_date=True),
        Column("ETHNIC", "Ethnic origin.", "WBRI", True, code_list="ethnicities"),
        Column("UPN", "The unique pupil number, or the code for why there is none.", "A123456789012"),
        Column("MOTHER", "1 when the child is a mother, else 0.", "0"),
        Column("MC_DOB", "When the mother's child was born.", "", is_date=True),
    ),
    HeaderRow,
    must_have=("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"),
)
