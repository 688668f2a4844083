"""Who reports, and what the report is made of: sections, sentences of the sums, columns of the annex."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from lamdong_report.plan.schema.cells import PlanEntry


class Group(PlanEntry, frozen=True, kw_only=True):
    """[[groups]]: agencies that get the same form. `noun` is how they are counted in a sentence.

    `summed` groups are too many to be quoted: their numbers are added up and only points that they marked as
    outstanding are printed. `agencies_file` names a CSV beside plan.toml with the columns code, name, kind. `deadline`
    is its own, in place of the plan's.
    """

    id: str
    name: str
    noun: str
    file: str
    summed: bool = False
    agencies_file: str = ""
    form_name: str = "{name}"
    deadline: date | None = None


class Agency(PlanEntry, frozen=True, kw_only=True):
    """[[agencies]]: who reports. `kind` and `zone` split a group further (xã, phường; miền núi); `aliases` are other
    spellings.

    `email`, where it is known, is the address that the form and the letters are sent to. `units` are those that the
    agency answers for: a row each in the lists that are kept by unit. `targets` are its own: "3.1 = 95", an indicator
    and what the agency has to reach.
    """

    code: str
    name: str
    group: str
    kind: str = ""
    aliases: tuple[str, ...] = ()
    email: str = ""
    zone: str = ""
    units: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()


class Section(PlanEntry, frozen=True, kw_only=True):
    """[[sections]]: the report's outline, in order. The level of a heading is the number of dots in its id.

    `number` is what is printed; left out, it follows from the place in the outline, so that a section put in between
    renumbers the later ones. `agencies` makes it a party's section: its tasks are printed agency by agency. `asked`
    gives it a place for words of its own, as if there were a [[topics]] with its id. `limit` bounds how many
    outstanding points of summed groups are quoted. With `gathered`, what all agencies wrote is brought together, and
    at most so many opinions that several share are printed, then at most `limit` that one body alone gives, topic by
    topic. `chart` is the title of a chart of the results of its indicators beside their targets, `table` that of a
    table of them; then the sections below tell each goal in one sentence, and only the indicators missed or in doubt
    by themselves. A section that is not `printed` has no number: its words are for the office, in the workbook of
    opinions. `quoted` selects the bodies whose words stand in the body of the report; those of the others stand in
    the annex of words. `outstanding_lead` leads the points of summed groups; `slot` says in yellow what the officials
    are to write there. A section about `completeness` tells who has sent; [document] says whether the final has it.
    `addressed_to` are the bodies that opinions of a `gathered` section begin with: those to one of them stand together,
    in this order.
    """

    id: str
    title: str
    number: str = ""
    short: str = ""
    text: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    limit: int = 4
    gathered: int = 0
    addressed_to: tuple[str, ...] = ()
    printed: bool = True
    completeness: bool = False
    chart: str = ""
    table: str = ""
    quoted: tuple[str, ...] = ("T",)
    outstanding_lead: str = ""
    slot: str = ""
    empty: str = ""


class Sentence(PlanEntry, frozen=True, kw_only=True):
    """[[sentences]]: how sums are worded. Fields in braces, optional pieces in square brackets.

    Printed only when its main field (the first one, or `main`) has a number; `zero` is printed instead when that
    number is 0. `joined` continues the paragraph of the sentence before it.
    """

    section: str
    text: str
    main: str = ""
    zero: str = ""
    joined: bool = False
    bullet: bool = False


class AnnexColumn(PlanEntry, frozen=True, kw_only=True):
    """[[annex_columns]]: a column of the annex by agency of the summed group.

    `value` is an expression; its ratios count only agencies that gave both numbers. `yes_no` are the words for 1 and
    0 in an agency's row, where the column tells whether something holds; the total row counts. `judged` is an indicator
    with targets for each agency: the column says who has reached its own, `value` is left out. One that is
    `compare_only` stands in annexes that compare, or are said to have it.
    """

    id: str
    label: str
    value: str = ""
    judged: str = ""
    unit: str = ""
    total: bool = True
    width: int = 18
    compare_only: bool = False
    yes_no: tuple[str, str] | None = None


class Division(StrEnum):
    """By what the agencies of an annex stand together."""

    KIND = "kind"
    ZONE = "zone"


class Annex(PlanEntry, frozen=True, kw_only=True):
    """[[annexes]]: a table behind the report, in the order written: figures by agency, or the rows of a list.

    With a `section` it stands in that section of the body, `title` above it; while nothing has come of it, it is left
    out, and where a list has no row, `empty` is said instead.

    `of` are its agencies (left out, those of the summed groups; of a list, who is asked for it), `columns` the ids of
    [[annex_columns]], or of the columns of the `table`; left out, all of them. `by` puts agencies of one kind or zone
    together, under their subtotal. `where` keeps only the rows of a list that read so, `order` puts them in the order
    of a column ("-nguoi": the largest first) instead of agency by agency. `head` names the first column, `total` says
    whether there is a last row of sums.
    `compare` turns the annex: each column becomes a row, with the sums of the levels of agencies and last year's.
    Where a plan has none, each summed group has one.
    """

    id: str
    title: str
    section: str = ""
    of: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    by: Division | None = None
    table: str = ""
    where: str = ""
    order: str = ""
    total: bool = True
    empty: str = ""
    head: str = ""
    compare: bool = False


class LastYear(PlanEntry, frozen=True, kw_only=True):
    """[[last_year]]: what a question, a list (its rows) or a list's column came to last year, over all agencies."""

    question: str
    value: Decimal
    source: str = ""
