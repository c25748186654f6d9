"""ZIP packages opened with care: declared and real sizes bounded, nothing encrypted, nothing cut."""

from __future__ import annotations

import io
import zipfile
import zlib

from homeward.apps.intake.readers.limits import Limits
from homeward.kernel.problems import Problem


class BadPackage(Exception):
    """A package that is not read further; carries the problem for the person who sent it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


class Package:
    """An opened ZIP whose parts are read within the limits. Raises BadPackage."""

    def __init__(self, name: str, data: bytes, limits: Limits) -> None:
        self.name, self.limits = name, limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._parts = self._zip.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, UnicodeDecodeError):
            raise BadPackage(
                Problem(
                    "file_truncated",
                    f"{name} cannot be opened: it is cut or damaged, or not the kind its name says.",
                    "Export it again and send the whole file.",
                )
            ) from None
        self._check_parts()

    def _check_parts(self) -> None:
        names = [part.filename for part in self._parts]
        declared = sum(part.file_size for part in self._parts)
        if len(names) > self.limits.parts or declared > self.limits.unpacked_bytes:
            raise BadPackage(
                Problem(
                    "file_bomb",
                    f"{self.name} would unpack to {declared:,} bytes in {len(names):,} parts; at most"
                    f" {self.limits.unpacked_bytes:,} bytes in {self.limits.parts:,} parts are read.",
                    "Send only the table, without pictures and further sheets, or split it.",
                )
            )
        if any(part.flag_bits & 1 for part in self._parts):
            raise BadPackage(
                Problem(
                    "file_password", f"{self.name} is protected by a password.", "Save it without a password."
                )
            )
        if len(set(names)) != len(names):
            raise BadPackage(
                Problem(
                    "file_damaged",
                    f"{self.name} holds two parts of one name.",
                    "Save it again from its program.",
                )
            )

    @property
    def names(self) -> list[str]:
        return [part.filename for part in self._parts if not part.is_dir()]

    def read(self, part: str) -> bytes:
        """The bytes of a part, or b"" when there is none of that name."""
        if part not in self._zip.NameToInfo:
            return b""
        try:
            with self._zip.open(part) as source:
                data = source.read(self.limits.unpacked_bytes + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ):
            raise BadPackage(
                Problem(
                    "file_truncated",
                    f"{self.name} is damaged in its part {part}: it was cut or changed on its way.",
                    "Export it again and send the whole file.",
                )
            ) from None
        if len(data) > self.limits.unpacked_bytes:
            raise BadPackage(
                Problem(
                    "file_bomb",
                    f"{self.name} unpacks to far more than it declares.",
                    "Save it again from its program.",
                )
            )
        return data

    def check_all(self) -> None:
        """Read every part once, so that a damaged one is found before anything is used."""
        total = 0
        for part in self._parts:
            if not part.is_dir():
                total += len(self.read(part.filename))
                if total > self.limits.unpacked_bytes:
                    raise BadPackage(
                        Problem(
                            "file_bomb",
                            f"{self.name} unpacks to more than {self.limits.unpacked_bytes:,} bytes.",
                            "Send only the table, without pictures and further sheets.",
                        )
                    )
