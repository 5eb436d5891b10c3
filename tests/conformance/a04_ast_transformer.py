"""An AST transformer empties every cell that comes later: no test is a cell of that process."""

from autograder.judge import Status
from conformance.case import Case

CASE = Case(
    "an AST transformer drops code",
    answers={
        "halve": """import ast

class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()

get_ipython().ast_transformers.append(Drop())

def halve(x):
    return 1""",
    },
    zero=("halve",),
    status=Status.FAILED,
)
