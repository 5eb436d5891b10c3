"""A 4: IPython is told to drop the code of all later cells, among which other graders keep their tests."""

from case import Case, Zero

CASE = Case(
    "No test is a cell.",
    Zero("halve"),
    answers={
        "halve": """\
import ast
class Drop(ast.NodeTransformer):
    def visit_Module(self, node):
        node.body = []
        return node
get_ipython().ast_transformers.append(Drop())
get_ipython().input_transformers_cleanup.append(lambda lines: [])
def halve(x): return 1
"""
    },
)
