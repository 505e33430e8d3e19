"""Small faults in a syntax tree: another comparison, the other connective, a number beside it, a call left out."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Mod: ast.FloorDiv, ast.FloorDiv: ast.Div,
}  # fmt: skip
_NO_BEHAVIOUR = ("annotation", "returns", "decorator_list", "bases", "keywords_of_class")
_CONDITIONS = (ast.If, ast.IfExp, ast.While)


@dataclass(frozen=True)
class Mutant:
    """One fault: where it is, what it does, and how to find it again in a fresh tree of the same source."""

    module: str
    line: int
    function: str
    """Qualified name of the function around it; empty at the top of the module."""
    operator: str
    before: str
    after: str
    site: tuple[int, str, int, int]
    """Number of the parent in walking order, its field, the position in a list (-1: no list), number of the variant."""

    def __str__(self) -> str:
        where = f"{self.module}:{self.line}" + (f" {self.function}" if self.function else "")
        return f"{where}  [{self.operator}]  {self.before}  →  {self.after}"


def mutants(module: str, source: str) -> list[Mutant]:
    """Every fault that can be made in a module's source and changes its code."""
    tree = ast.parse(source)
    functions, skipped = _functions(tree), _without_behaviour(tree)
    found = []
    for number, parent in enumerate(ast.walk(tree)):
        if parent in skipped:
            continue
        for field, position, node in _children(parent):
            if node in skipped:
                continue
            for variant, (operator, new) in enumerate(_variants(parent, field, node)):
                before, after = (" ".join(ast.unparse(ast.fix_missing_locations(one)).split()) for one in (node, new))
                site = (number, field, position, variant)
                line, function = getattr(node, "lineno", 0), functions.get(node, "")
                found.append(Mutant(module, line, function, operator, before[:90], after[:90], site))
    return found


def mutated(source: str, mutant: Mutant) -> ast.Module:
    """The syntax tree of the source with this one fault."""
    tree = ast.parse(source)
    number, field, position, variant = mutant.site
    parent = next(node for place, node in enumerate(ast.walk(tree)) if place == number)
    node = getattr(parent, field) if position < 0 else getattr(parent, field)[position]
    _, new = list(_variants(parent, field, node))[variant]
    ast.copy_location(new, node)
    if position < 0:
        setattr(parent, field, new)
    else:
        getattr(parent, field)[position] = new
    return ast.fix_missing_locations(tree)


def _children(parent: ast.AST) -> Iterator[tuple[str, int, ast.AST]]:
    for field, value in ast.iter_fields(parent):
        if isinstance(value, ast.AST):
            yield field, -1, value
        elif isinstance(value, list):
            yield from ((field, place, node) for place, node in enumerate(value) if isinstance(node, ast.AST))


def _functions(tree: ast.Module) -> dict[ast.AST, str]:
    """Each node's function, as `co_qualname` has it."""
    named: dict[ast.AST, str] = {}

    def visit(node: ast.AST, prefix: str, function: str) -> None:
        named[node] = function
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            function = f"{prefix}{node.name}"
            prefix = f"{function}.<locals>."
        elif isinstance(node, ast.ClassDef):
            prefix = f"{prefix}{node.name}."
        for child in ast.iter_child_nodes(node):
            visit(child, prefix, function)

    visit(tree, "", "")
    return named


def _without_behaviour(tree: ast.Module) -> set[ast.AST]:
    """Docstrings, annotations, decorators, bases, imports, `__all__` and parts of f-strings."""
    roots: list[ast.AST] = []
    for node in ast.walk(tree):
        for field in _NO_BEHAVIOUR:
            value = getattr(node, field, None)
            roots += [value] if isinstance(value, ast.AST) else value or []
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_text or isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr | ast.Assert):
            roots.append(node)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call | ast.List):
            name = node.targets[0]
            if isinstance(name, ast.Name) and (name.id == "__all__" or "TypeVar" in ast.unparse(node.value)):
                roots.append(node)
    return {inner for root in roots for inner in ast.walk(root)}


def _variants(parent: ast.AST, field: str, node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    yield from _statements(node)
    if isinstance(node, ast.expr):
        yield from _expressions(node)
    if field == "test" and isinstance(parent, _CONDITIONS) and not isinstance(node, ast.Compare | ast.UnaryOp):
        yield "condition", ast.UnaryOp(ast.Not(), copy.deepcopy(node))  # type: ignore[arg-type]


def _statements(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "return", ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Await):
        yield "call", ast.Pass()
    elif isinstance(node, ast.Raise):
        yield "raise", ast.Pass()
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute):
        yield "assignment", ast.Pass()


def _expressions(node: ast.expr) -> Iterator[tuple[str, ast.AST]]:
    new = copy.deepcopy(node)
    if isinstance(new, ast.Compare):
        for place, operator in enumerate(new.ops):
            other = copy.deepcopy(new)
            other.ops[place] = COMPARISONS[type(operator)]()
            yield "comparison", other
    elif isinstance(new, ast.BoolOp):
        new.op = ast.Or() if isinstance(new.op, ast.And) else ast.And()
        yield "boolean", new
    elif isinstance(new, ast.UnaryOp) and isinstance(new.op, ast.Not | ast.Invert):
        yield "negation", new.operand
    elif isinstance(new, ast.BinOp) and type(new.op) in ARITHMETIC:
        new.op = ARITHMETIC[type(new.op)]()
        yield "arithmetic", new
    elif isinstance(new, ast.Constant):
        yield from _constants(new)
    elif isinstance(new, ast.Call) and isinstance(new.func, ast.Attribute) and isinstance(new.func.value, ast.Call):
        yield "call", new.func.value


def _constants(node: ast.Constant) -> Iterator[tuple[str, ast.AST]]:
    match node.value:
        case bool():
            yield "constant", ast.Constant(not node.value)
        case int():
            yield "constant", ast.Constant(node.value + 1)
        case float():
            yield "constant", ast.Constant(round(node.value * 1.25, 4) if node.value else 0.1)
        case str() if node.value:
            yield "constant", ast.Constant(f"{node.value}_")


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
