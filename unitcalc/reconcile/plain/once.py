"""What many checks ask for, computed once: engines compute each condition of a long `and` by itself.

Parts of expressions that occur several times become columns, in stages: a stage may use the columns of those before.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ibis.common.graph import Graph
from ibis.expr import operations as ops

from unitcalc.reconcile.engine import Engine

if TYPE_CHECKING:
    from ibis.expr.types import Table as Rows

_LEAVES = (ops.Field, ops.Literal)


def with_columns(engine: Engine, rows: "Rows", values: Mapping[str, Any]) -> "Rows":
    """The rows with values of theirs as further columns, each part of them that occurs several times computed once."""
    graphs = [Graph.from_bfs(value.op(), filter=ops.Value).toposort()[0] for value in values.values()]
    children = {node: _values(below) for graph in graphs for node, below in graph.items()}
    stages = _stages(children, {value.op() for value in values.values()})
    names = {node: engine.new("once") for node in stages}
    for stage in range(1, max(stages.values(), default=0) + 1):
        known = {node: name for node, name in names.items() if stages[node] < stage}
        rebased = _rebased(children, known, rows)
        added = {name: rebased[node].to_expr() for node, name in names.items() if stages[node] == stage}
        rows = engine.viewed(rows.mutate(**added))
    rebased = _rebased(children, names, rows)
    return rows.mutate(**{name: rebased[value.op()].to_expr() for name, value in values.items()})


def _values(nodes: Any) -> tuple[Any, ...]:
    return tuple(node for node in nodes if isinstance(node, ops.Value))


def _stages(children: Mapping[Any, tuple[Any, ...]], roots: set[Any]) -> dict[Any, int]:
    """The parts to be computed before, each with the stage that can do it. `children` is in order: parts first."""
    uses: dict[Any, int] = {}
    for below in children.values():
        for node in dict.fromkeys(below):
            uses[node] = uses.get(node, 0) + 1
    for node in roots:
        uses[node] = uses.get(node, 0) + 1
    depth: dict[Any, int] = {}
    stages: dict[Any, int] = {}
    for node, below in children.items():
        depth[node] = max((depth[each] for each in below), default=0)
        if uses.get(node, 0) > 1 and below and not isinstance(node, _LEAVES):
            stages[node] = depth[node] = depth[node] + 1
    return stages


def _rebased(children: Mapping[Any, tuple[Any, ...]], known: Mapping[Any, str], rows: "Rows") -> dict[Any, Any]:
    """Every part as an expression of `rows`, which holds the known ones as columns."""
    found: dict[Any, Any] = {}
    for node in children:
        if isinstance(node, ops.Field):
            found[node] = rows[node.name].op()
        elif node in known:
            found[node] = rows[known[node]].op()
        else:
            found[node] = _with_parts(node, found) if children[node] else node
    return found


def _with_parts(node: Any, found: Mapping[Any, Any]) -> Any:
    """The operation with other operands."""

    def other(operand: Any) -> Any:
        return tuple(map(other, operand)) if isinstance(operand, tuple) else found.get(operand, operand)

    return node.__recreate__({name: other(each) for name, each in zip(node.__argnames__, node.__args__, strict=True)})
