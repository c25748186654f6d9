"""The same SQL text on Spark, said in its dialect by SQLGlot: for more data than one machine holds.

An optional extra: ``pip install homeward[spark]``, and Java 17. Nothing here is another way to count; the text is the
one in ``engine/nights/columns/sql``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from homeward.cli.tables import BadFile
from homeward.engine.nights.columns.text import selects, text

if TYPE_CHECKING:
    from homeward.cli.parquet import ParquetStays

HOW = "Install the extra with `pip install homeward[spark]`; Spark needs Java 17 or newer."


def in_spark(statement: str) -> str:
    """A statement of the text in Spark's dialect. Raises sqlglot's error for anything Spark cannot say."""
    import sqlglot

    (found,) = sqlglot.transpile(
        statement, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    return found


def views(*, sweep_all: bool = False) -> list[tuple[str, str, bool]]:
    """Name and SELECT of each part, in Spark's dialect, and whether it is worked out once."""
    return [(part.name, in_spark(select), part.kept) for part, select in selects(sweep_all=sweep_all)]


def session(name: str = "homeward nights") -> Any:
    """A Spark session. Raises BadFile when Spark or Java is not there."""
    try:
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        raise BadFile(f"Spark is not installed. {HOW}") from None
    try:
        builder = SparkSession.builder.appName(name).config("spark.ui.enabled", "false")
        return builder.config("spark.sql.shuffle.partitions", "8").getOrCreate()
    except Exception as error:  # pyspark tells of a missing Java in several ways
        raise BadFile(f"Spark cannot start: {str(error).splitlines()[0]} {HOW}") from None


def nights_of(spark: Any, tables: Mapping[str, Any], *, sweep_all: bool = False) -> Iterable[tuple[int, ...]]:
    """term, state, cell and nights. ``tables``: stays, spells, common, terms, meanings, votes, calendar, cells as
    Spark data frames."""
    for name, frame in tables.items():
        frame.createOrReplaceTempView(name)
    for name, select, once in views(sweep_all=sweep_all):
        frame = spark.sql(select)
        (frame.localCheckpoint() if once else frame).createOrReplaceTempView(name)
    return [tuple(row) for row in spark.sql(in_spark(text("sums"))).collect()]


def count_stays(
    stays: ParquetStays, low: date, high: date, *, by_part: bool
) -> dict[str | None, tuple[int, int, int, int]]:
    """The figures of ``ParquetStays.count``, counted on Spark from the same rows. Raises BadFile unless start and end
    are columns of dates."""
    child, start, end, by = stays.roles
    for column in (start, end):
        if stays.types[column] != "DATE":
            raise BadFile(f"On Spark the column {column} must hold dates, not {stays.types[column]}.")
    spark = session()
    spark.createDataFrame([(low, high)], "low date, high date").createOrReplaceTempView("bounds")
    spark.read.parquet(*stays.parts).createOrReplaceTempView("source")
    figures: dict[str | None, tuple[int, int, int, int]] = {None: (0, 0, 0, 0)}
    for part in (None, by) if by_part else (None,):
        value = "CAST(NULL AS STRING)" if part is None else _word(part)
        spark.sql(
            f"SELECT {value} AS part, {_word(child)} AS child, `{start}` AS start, `{end}` AS until FROM source"
            f" WHERE {_word(child)} <> '' AND `{start}` IS NOT NULL AND coalesce(`{end}` >= `{start}`, TRUE)"
        ).createOrReplaceTempView("stays")
        if part is not None:
            figures |= {
                row[0]: (0, 0, 0, 0) for row in spark.sql("SELECT DISTINCT part FROM stays").collect()
            }
        for name, *found in spark.sql(in_spark(text("children"))).collect():
            figures[name] = (found[0], found[1], found[2], found[3])
    return figures


def _word(column: str) -> str:
    return f"trim(coalesce(CAST(`{column}` AS STRING), ''))"
