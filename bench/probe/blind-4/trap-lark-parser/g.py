from lark import Lark

parser = Lark("start: WORD")
