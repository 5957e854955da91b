from lark import Lark, Transformer

GRAMMAR = r"""
start: item+
item: NAME "=" NUMBER
%import common.CNAME -> NAME
%import common.NUMBER
%import common.WS
%ignore WS
"""
parser = Lark(GRAMMAR, parser="lalr")
