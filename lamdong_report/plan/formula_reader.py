"""Reads what a plan reckons and words: every text is parsed once, held against the questions, and kept as a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from lamdong_report.plan.fault import Fault, Places, selector_faults, suggest
from lamdong_report.plan.language import LanguageError, select
from lamdong_report.plan.language.sentences import Field, Stretch, parse_sentence
from lamdong_report.plan.language.terms import Expression, Term, parse_condition, parse_expression, parse_terms
from lamdong_report.plan.message import say
from lamdong_report.plan.plan import (
    AnnexFormulas,
    ColumnFormula,
    Formulas,
    IndicatorFormulas,
    Plan,
    SentenceFormulas,
    asked_together,
)
from lamdong_report.plan.schema import Annex, AnnexColumn, Ask, GridColumn, Indicator, ResultKind, Sentence, Table
from lamdong_report.plan.term_faults import (
    FormulaPlace,
    column_faults,
    field_faults,
    money_faults,
    order_faults,
    rate_faults,
    term_faults,
)

NOTHING = Expression(())  # what could not be read, and the value of a column that has none


def read_formulas(plan: Plan, places: Places, faults: list[Fault]) -> Formulas:
    """The formulas of a plan. What is wrong with them goes to `faults`; then they are not to be used."""
    reader = _Reader(plan, places, faults)
    sentences: dict[str, tuple[SentenceFormulas, ...]] = {}
    indicators = {one.id: reader.indicator(one) for one in plan.indicators}
    for at, sentence in enumerate(plan.sentences):
        sentences[sentence.section] = (*sentences.get(sentence.section, ()), reader.sentence(sentence, at))
    columns = {column.id: ColumnFormula(column, reader.column(column)) for column in plan.annex_columns}
    return Formulas(
        indicators=indicators,
        asks={ask.id: _rate_of_rows(ask) for one in plan.indicators for ask in one.asks if ask.numerator},
        sentences=sentences,
        annexes=tuple(reader.annex(annex, columns) for annex in plan.annexes),
    )


class _Reader(Struct, frozen=True):
    plan: Plan
    places: Places
    faults: list[Fault]

    def terms(self, text: str, spot: FormulaPlace) -> tuple[Term, ...]:
        """The terms of a sum; none where they are not understood."""
        try:
            found = parse_terms(text)
        except LanguageError as error:
            self.faults.append(spot.fault(f"{error}; sửa biểu thức."))
            return ()
        self.faults.extend(term_faults(found, spot))
        return found

    def indicator(self, indicator: Indicator) -> IndicatorFormulas:
        before = len(self.faults)
        printed = self.rate(indicator, "numerator", indicator.numerator, "denominator", indicator.denominator)
        # Who is asked for terms that are not understood cannot be said: their own fault is told alone.
        understood = len(self.faults) == before
        if indicator.kind is ResultKind.DONE and any(
            term.op not in ("is", "by", "yes") or term.minus for term in printed.numerator
        ):
            # Whether something is done is said by an answer or a day, not by a sum.
            text = "{key:kind} là {value:done}: {key:numerator} chỉ dùng is(…), by(…) hoặc yes(…), ví dụ "
            words = say(text + "is(nq, Đã ban hành); sửa biểu thức.")
            where = self.places.entry("indicators", indicator.id, "numerator")
            self.faults.append(Fault(where, words, f"chỉ tiêu «{indicator.id}»"))
        reported = indicator.reported_numerator, indicator.reported_denominator
        own = self.rate(indicator, "reported_numerator", reported[0], "reported_denominator", reported[1])
        parts = [self.rate(indicator, "parts", part.numerator, "parts", part.denominator) for part in indicator.parts]
        # The id of a question and nothing else, which the checks of indicators look up.
        previous = Expression((Term("total", (indicator.previous,)),), text=indicator.previous)
        return IndicatorFormulas(
            printed=printed,
            reported=own if indicator.reported_numerator else None,
            parts=tuple(parts),
            previous=previous if indicator.previous else None,
            each=self.each(indicator, asked_together(printed.numerator, self.plan)) if understood else {},
        )

    def rate(
        self, indicator: Indicator, top_key: str, tops: Sequence[str], base_key: str, bases: Sequence[str]
    ) -> Expression:
        """One sum over another, each written as a list of terms."""
        before = len(self.faults)
        spot, below = (
            FormulaPlace(
                self.plan,
                self.places.entry("indicators", indicator.id, key),
                say("chỉ tiêu «{indicator}», {key:{name}}", indicator=indicator.id, name=key),
            )
            for key in (top_key, base_key)
        )
        top = [(text, self.terms(text, spot.item(at))) for at, text in enumerate(tops)]
        base = [(text, self.terms(text, below.item(at))) for at, text in enumerate(bases)]
        if len(self.faults) == before and tops and bases:
            self.faults.extend(rate_faults(top, base, spot))
        elif (bases and not tops) or (tops and not bases and top_key != "numerator"):
            text = "{key:{top}} và {key:{base}} phải ghi cả hai; bổ sung hoặc bỏ cả hai."
            self.faults.append(spot.fault(say(text, top=top_key, base=base_key)))
        above, under = (tuple(term for _, terms in side for term in terms) for side in (top, base))
        return Expression(above, under, text=_rate_text(tops, bases))

    def each(self, indicator: Indicator, asked: frozenset[str]) -> dict[str, Decimal]:
        """The targets of single agencies: who they are, and whether they are asked for the number."""
        where = self.places.entry("indicators", indicator.id, "each")
        place = say("chỉ tiêu «{indicator}», {key:each}", indicator=indicator.id)
        if indicator.each and (indicator.against_last_year or indicator.kind is not ResultKind.NUMBER):
            words = say("{key:each} chỉ dùng cho chỉ tiêu là số của chính kỳ này; bỏ {key:each}.")
            self.faults.append(Fault(where, words, place))
            return {}
        agencies = self.plan.agencies
        wrong = [fault for one in indicator.each for fault in selector_faults(one.of, agencies, where, place)]
        self.faults.extend(wrong)
        chosen = [] if wrong else [(one.target, sorted(select(one.of, agencies))) for one in indicator.each]
        for code in (code for _, codes in chosen for code in codes if code not in asked):
            text = "không hỏi «{code}» số nào của tử số; sửa {key:of}, hoặc {key:asked} của câu hỏi."
            self.faults.append(Fault(where, say(text, code=code), place))
        return {code: target for target, codes in chosen for code in codes}

    def sentence(self, sentence: Sentence, at: int) -> SentenceFormulas:
        place = f"câu của mục «{sentence.section}» («{sentence.text[:50]}…»)"
        text = self.stretches(sentence.text, FormulaPlace(self.plan, ("sentences", at, "text"), place))
        zero = self.stretches(sentence.zero, FormulaPlace(self.plan, ("sentences", at, "zero"), place))
        # Who reported is no figure of the sentence: it says of how many the others are.
        fields = [field for stretch in text for field in stretch.fields if field.counter != "reporters"]
        if sentence.main:
            below = say("{sentence}, {key:main}", sentence=place)
            spot = FormulaPlace(self.plan, ("sentences", at, "main"), below)
            fields = [Field(Expression(self.terms(sentence.main, spot), text=sentence.main))]
        if sentence.joined and (at == 0 or self.plan.sentences[at - 1].section != sentence.section):
            words = "{key:joined} viết tiếp câu trước, nhưng trước đó không có câu nào của mục này; bỏ {key:joined}."
            self.faults.append(Fault(("sentences", at, "joined"), say(words), place))
        return SentenceFormulas(sentence, text, zero, fields[0] if fields else None)

    def stretches(self, text: str, spot: FormulaPlace) -> tuple[Stretch, ...]:
        try:
            found = parse_sentence(text)
        except LanguageError as error:
            self.faults.append(spot.fault(f"{error}; sửa câu."))
            return ()
        for stretch in found:
            for field in stretch.fields:
                self.faults.extend(field_faults(field, spot))
            self.faults.extend(money_faults(stretch, spot))
        return found

    def column(self, column: AnnexColumn) -> Expression:
        where = self.places.entry("annex_columns", column.id, "value")
        spot = FormulaPlace(self.plan, where, f"cột phụ lục «{column.id}»", by_agency=not column.total)
        if column.judged:
            if not any(indicator.id == column.judged and indicator.each for indicator in self.plan.indicators):
                text = "{key:judged} «{indicator}» không phải là chỉ tiêu có {key:each}; sửa mã hoặc thêm {key:each}."
                self.faults.append(spot.fault(say(text, indicator=column.judged)))
            return NOTHING
        try:
            value = parse_expression(column.value)
        except LanguageError as error:
            self.faults.append(spot.fault(say("{error}; sửa {key:value}.", error=str(error))))
            return NOTHING
        self.faults.extend(column_faults(column, value, spot))
        return value

    def annex(self, annex: Annex, columns: Mapping[str, ColumnFormula]) -> AnnexFormulas:
        where, place = self.places.entry("annexes", annex.id), f"phụ lục «{annex.id}»"
        before = len(self.faults)
        of = say("{annex}, {key:of}", annex=place)
        self.faults.extend(selector_faults(annex.of, self.plan.agencies, where, of))
        if any(section.id == annex.section and not section.printed for section in self.plan.sections):
            text = "mục «{section}» không in ({key:printed} = {value:false}) nên bảng này không in ra ở đâu; "
            words = say(text + "chọn mục khác.", section=annex.section)
            self.faults.append(Fault((*where, "section"), words, place))
        tables = {table.id: table for table in self.plan.tables}
        table = tables.get(annex.table)
        if annex.table and table is None:
            text = "không có bảng kê «{name}»{near}; sửa {key:table}."
            self.faults.append(Fault(where, say(text, name=annex.table, near=suggest(annex.table, tables)), place))
            return AnnexFormulas(annex)
        listed = {column.id: column for column in table.columns} if table else {}
        known = set(listed) if table else set(columns)
        for name in annex.columns:
            if name not in known:
                words = say("không có cột «{name}»{near}; sửa {key:columns}.", name=name, near=suggest(name, known))
                self.faults.append(Fault(where, words, place))
        if table and len(self.faults) == before and not self.asked(annex, table):
            text = (
                "không nơi nào ở {key:of} được hỏi bảng kê «{name}» nên bảng luôn trống; sửa {key:of} hoặc {key:asked}."
            )
            self.faults.append(Fault((*where, "of"), say(text, name=table.id), place))
        column, choices = self.condition(annex, listed, FormulaPlace(self.plan, (*where, "where"), place))
        self.faults.extend(order_faults(annex, listed, FormulaPlace(self.plan, (*where, "order"), place)))
        if len(self.faults) > before:
            return AnnexFormulas(annex)
        if table:
            chosen = tuple(listed[name] for name in annex.columns or listed)
            return AnnexFormulas(annex, table=table, list_columns=chosen, column=column, choices=choices)
        usual = [name for name, one in columns.items() if annex.compare or not one.entry.compare_only]
        return AnnexFormulas(annex, tuple(columns[name] for name in annex.columns or usual))

    def asked(self, annex: Annex, table: Table) -> bool:
        """Whether any agency of the annex is asked for its list; whom the list asks amiss is told of the list."""
        try:
            return not set(self.plan.select(*annex.of)).isdisjoint(self.plan.select(*table.asked))
        except LanguageError:
            return True

    def condition(
        self, annex: Annex, columns: Mapping[str, GridColumn], spot: FormulaPlace
    ) -> tuple[str, tuple[str, ...]]:
        """What `where` asks of a row: the column, and what it may read there."""
        if not annex.where:
            return "", ()
        try:
            name, choices = parse_condition(annex.where, "where")
        except LanguageError as error:
            self.faults.append(spot.fault(say("{error}; sửa {key:where}.", error=str(error))))
            return "", ()
        if name not in columns:
            text = "{key:where} chỉ dùng cho cột của bảng kê; không có cột «{name}»{near}."
            self.faults.append(spot.fault(say(text, name=name, near=suggest(name, columns))))
        elif wrong := [one for one in choices if columns[name].choices and one not in columns[name].choices]:
            listed = ", ".join(f"«{choice}»" for choice in columns[name].choices)
            words = f"cột «{name}» không có câu trả lời «{wrong[0]}»; chọn một trong: {listed}."
            self.faults.append(spot.fault(words))
        return name, choices


def _rate_of_rows(ask: Ask) -> Expression:
    """What a block reckons while the clerk types: its rows are named there, not reckoned with."""
    top, base = (tuple(Term("total", (row,)) for row in side) for side in (ask.numerator, ask.denominator))
    return Expression(top, base, text=_rate_text(ask.numerator, ask.denominator))


def _rate_text(numerator: Sequence[str], denominator: Sequence[str]) -> str:
    top, base = " + ".join(numerator), " + ".join(denominator)
    return f"({top}) ÷ ({base})" if denominator else top
