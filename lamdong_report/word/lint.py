"""Holds a template against the data that it will get: every name, every branch, whether it would run or not."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import lru_cache

from jinja2 import TemplateSyntaxError, nodes
from msgspec import Struct, field

from lamdong_report.word.filling import FILTERS, parse_template
from lamdong_report.word.kinds import ANY, FLAG, LOOP, NUMBER, TEXT, ValueKind, kinds_of, must_print
from lamdong_report.word.parts import TemplatePart, in_vietnamese

_RECORDS: Mapping[str, str] = {
    "Paragraph": "phần thân",
    "IndicatorRow": "bảng chỉ tiêu",
    "GoalRow": "bảng chỉ tiêu trong thân báo cáo",
    "WordsAnnex": "phụ lục lời của các cơ quan",
    "WordsRow": "phụ lục lời của các cơ quan",
    "BodyTable": "bảng kê trong thân báo cáo",
    "BodyRow": "bảng kê trong thân báo cáo",
    "AgencyAnnex": "bảng số liệu theo địa phương",
    "AgencyRow": "bảng số liệu theo địa phương",
    "StatusRow": "bảng tình hình gửi báo cáo",
    "CorrectionRow": "bảng nội dung cần sửa",
    "ListedAgency": "danh sách cơ quan",
}
# Commands that would bring in other files, or define what no fault could be told of by its place.
_FORBIDDEN = (
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.Block,
    nodes.Macro,
    nodes.CallBlock,
    nodes.FilterBlock,
    nodes.ScopedEvalContextModifier,
    nodes.AssignBlock,
)


@lru_cache(maxsize=8)
def name_faults(sources: tuple[TemplatePart, ...], content: type) -> tuple[str, ...]:
    """The faults of a template for such content, each with its place; a syntax error hides the others of its part.

    Where there are none: the fields that no part names any more, for what they say would not be printed.
    """
    faults: list[str] = []
    used: set[tuple[str, str]] = set()
    for source in sources:
        try:
            tree = parse_template(source.xml)
        except TemplateSyntaxError as error:
            faults.append(f"{source.place(error.lineno)}: {in_vietnamese(error.message or '')}")
            continue
        reader = _Reader([kinds_of(content)])
        reader.read(tree)
        faults += [f"{source.place(line)}: {words}" for line, words in dict.fromkeys(reader.faults)]
        used |= reader.used | {(content.__name__, name) for name in reader.named}
    for record, name in () if faults else sorted(must_print(content, used) - used):
        place = f" ở {_RECORDS[record]}" if record in _RECORDS else ""
        faults.append(f"Mẫu không còn chỗ điền «{name}»{place}: nội dung này sẽ mất; chép lại chỗ điền từ mẫu cũ")
    return tuple(faults)


class _Reader(Struct):
    """Walks the tree of a template with the kinds of all names in reach.

    `named` are the names that it asks for, `used` the fields (record, field).
    """

    scopes: list[dict[str, ValueKind]]
    faults: list[tuple[int, str]] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    used: set[tuple[str, str]] = field(default_factory=set)

    def read(self, node: nodes.Node) -> None:
        match node:
            case nodes.Output():
                for one in (one for one in node.nodes if not isinstance(one, nodes.TemplateData)):
                    kind = self.kind(one)
                    if kind is NUMBER:
                        self._fault(one, "không in được số không có nguồn; chỉ in được chữ")
                    elif not kind.printable:
                        self._fault(one, f"không in được {kind.name}; chỉ in được chữ")
            case nodes.For():
                self._read_loop(node)
            case nodes.Assign(target=nodes.Name(name=name)):
                self.scopes[-1][name] = self.kind(node.node)
            case nodes.Expr():
                self.kind(node)
            case _ if isinstance(node, _FORBIDDEN):
                self._fault(node, "lệnh này không dùng được trong mẫu báo cáo")
            case _:
                for inner in node.iter_child_nodes():
                    self.read(inner)

    def _read_loop(self, node: nodes.For) -> None:
        kind = self.kind(node.iter)
        if kind is not ANY and kind.item is None:
            self._fault(node, f"lệnh «for» cần một danh sách, đây là {kind.name}")
        scope = {"loop": LOOP}
        targets = node.target.items if isinstance(node.target, nodes.Tuple) else [node.target]
        for target in targets:
            if isinstance(target, nodes.Name):
                scope[target.name] = kind.item or ANY
        self.scopes.append(scope)
        for inner in (*([node.test] if node.test else []), *node.body):
            self.read(inner)
        self.scopes.pop()
        for inner in node.else_:
            self.read(inner)

    def kind(self, node: nodes.Node) -> ValueKind:
        """The kind of the expression; what is wrong inside it is noted."""
        match node:
            case nodes.Const(value=value):
                return TEXT if isinstance(value, str) else FLAG if isinstance(value, bool) else NUMBER
            case nodes.TemplateData():
                return TEXT
            case nodes.Name(name=name):
                self.named.add(name)
                known = {key: kind for scope in self.scopes for key, kind in scope.items()}
                if name not in known:
                    self._unknown(node, name, list(known))
                return known.get(name, ANY)
            case nodes.Getattr(attr=attr):
                return self._member(node, attr)
            case nodes.Getitem(arg=nodes.Const(value=str() as name)):
                return self._member(node, name)
            case nodes.Getitem():
                self.kind(node.arg)
                return self.kind(node.node).item or ANY
            case nodes.Filter():
                return self._filter(node)
            case nodes.Compare():
                return self._compare(node)
        return self._compound(node, [self.kind(inner) for inner in node.iter_child_nodes()])

    def _compound(self, node: nodes.Node, kinds: list[ValueKind]) -> ValueKind:
        match node:
            case nodes.Not() | nodes.Test():
                return FLAG
            case nodes.Concat():
                return NUMBER if NUMBER in kinds else TEXT
            case nodes.CondExpr() | nodes.And() | nodes.Or():
                return kinds[-1] if kinds else ANY
            case nodes.BinExpr() | nodes.UnaryExpr():
                return NUMBER if NUMBER in kinds else TEXT if TEXT in kinds else ANY
        return ANY

    def _member(self, node: nodes.Getattr | nodes.Getitem, name: str) -> ValueKind:
        owner = self.kind(node.node)
        if owner is ANY:
            return ANY
        if owner.fields is None:
            self._unknown(node, name, [])
            return ANY
        self.used.add((owner.record, name))
        if name not in owner.fields:
            self._unknown(node, name, list(owner.fields))
        return owner.fields.get(name, ANY)

    def _compare(self, node: nodes.Compare) -> ValueKind:
        choices = self.kind(node.expr).choices
        for operand in node.ops:
            match operand.expr:
                case nodes.Const(value=str() as value) if choices and value not in choices:
                    self._unknown(node, value, list(choices), what="kiểu đoạn")
                case other:
                    self.kind(other)
        return FLAG

    def _filter(self, node: nodes.Filter) -> ValueKind:
        inner = self.kind(node.node) if node.node else ANY
        others = [self.kind(argument) for argument in node.args]
        if node.name not in FILTERS:
            self._unknown(node, node.name, list(FILTERS), what="bộ lọc")
            return ANY
        match node.name:
            case "length":
                return NUMBER
            case "first" | "last":
                return inner.item or ANY
            case "default":
                return inner if inner is not ANY else (others or [ANY])[0]
            case "join" if inner.item is NUMBER:
                return NUMBER
        return TEXT if inner is not NUMBER else NUMBER

    def _unknown(self, node: nodes.Node, name: str, known: list[str], what: str = "trường") -> None:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"; có phải «{near[0]}»?" if near else ""
        self._fault(node, f"không có {what} «{name}»{hint}")

    def _fault(self, node: nodes.Node, words: str) -> None:
        self.faults.append((node.lineno, words))
