"""Comments and strings of each family of languages, as one expression a family; what lies between is code.

The first group of an expression is the token. Every alternative begins with a literal character, so that the expression
engine skips code at full speed. Nesting is followed to a bounded depth, which real programs do not pass.
"""

from __future__ import annotations

import re

from muniment.domain.patterns import lazily


def _tokens(*parts: str) -> re.Pattern[str]:
    return lazily(f"({'|'.join(parts)})", re.MULTILINE)


def _until(ending: str) -> str:
    """Return everything up to and with `ending`, or the end of the text."""
    first, rest = re.escape(ending[0]), re.escape(ending[1:])
    return rf"(?:[^{first}]++|{first}(?!{rest}))*+(?:{first}{rest}|\Z)"


def _string(quote: str, inner: str = "") -> str:
    """Return a string that ends on its line; `inner` is what may hold quotes of its own, as an interpolation.

    One behind a backslash is a short one: else a line of escaped quotes would be gone through once for each of them.
    """
    other = "$#" if inner else ""
    holes = f"|{inner}|[{other}]" if inner else ""
    long = rf"(?<!\\{quote})(?:[^{quote}\\\n{other}]++|\\[\s\S]{holes})*+"
    return rf"{quote}(?:{long}{quote}|{_escaped(quote)})"


def _escaped(quote: str) -> str:
    """Return the rest of a string whose opening quote has a backslash before it."""
    return rf"(?<=\\{quote})(?:[^{quote}\\\n]|\\[\s\S]){{0,200}}+{quote}"


def _spread(quote: str) -> str:
    """Return a string that may go over lines; it is believed to be one where an operator stands before it."""
    ended = rf"(?<!\\{quote})(?:[^{quote}\\\n]++|\\[\s\S])*+{quote}|{_escaped(quote)}"
    over = rf"(?:(?<=[=(,.\[|+:>]{quote})|(?<=[=(,.\[|+:>n][ \n]{quote}))(?:[^{quote}\\]++|\\[\s\S])*+(?:{quote}|\Z)"
    return rf"{quote}(?:{ended}|{over})"


def _long(quotes: str) -> str:
    return rf"{quotes}(?:[^{quotes[0]}\\]++|\\[\s\S]|{quotes[0]}(?!{quotes[1:]}))*+(?:{quotes}|\Z)"


def _raw_long(quotes: str) -> str:
    return rf"{quotes}{_until(quotes)}{quotes[0]}*"


def _nested(opens: str, closes: str) -> str:
    """Return a comment that may hold others, three deep."""
    first, last = opens[0], closes[0]
    start, end = re.escape(opens), re.escape(closes)
    plain = (
        rf"[^{first}{last}]++|\{first}(?!{re.escape(opens[1:])})|\{last}(?!{re.escape(closes[1:])})"
        if first != last
        else rf"[^{first}]"
    )
    body = plain
    for _ in range(3):
        body = rf"{plain}|{start}(?:{body})*+{end}"
    return rf"{start}(?:(?:{body})*+{end}|{_until(closes)})"


_LINE = r"//[^\n]*"
_LINE_BUT_ADDRESS = r"/(?<!:/)/[^\n]*"
_BLOCK = r"/\*" + _until("*/")
_NESTED = _nested("/*", "*/")
_DASHES = r"--[^\n]*"
_HASH = r"#(?<!\S#)[^\n]*"
_DOUBLE = _string('"')
_SINGLE = _string("'")
_CHARACTER = r"'(?:[^'\\\n]|\\[^\n]{1,9})'"
_RAW_BACKTICK = r"`[^`]*(?:`|\Z)"
_INNER = r"\{{(?:[^{{}}\"'`\n]++|\"[^\"\n]*+\"|'[^'\n]*+'|\{{[^{{}}]*+\}})*+\}}"
_DOLLAR_HOLE = r"\$" + _INNER.format()
_HASH_HOLE = "#" + _INNER.format()
_HEREDOC = r"<<[~-]?[\"'`]?(?P<mark>[A-Za-z_]\w*)[\"'`]?[^\n]*\n[\s\S]*?(?:^[ \t]*(?P=mark)\b|\Z)"
_TEMPLATE_HOLE = r"\$\{(?:[^{}`\"'\n/]++|\"[^\"\n]*+\"|'[^'\n]*+'|`(?:[^`\\]++|\\[\s\S])*+`|\{[^{}`]*+\}|[\n/])*+\}"
_TEMPLATE = rf"`(?:(?:[^`\\$]++|\\[\s\S]|{_TEMPLATE_HOLE}|\$(?!\{{))*+`|(?:[^`\\]++|\\[\s\S])*+(?:`|\Z))"
_BEFORE_PATTERN = r"(?:(?<=[(,=:\[!&|?{]/)|(?<=[(,=:\[!&|?{>] /)|(?<=\breturn /)|(?<=\bwhen /)|(?<=[=!]~ /)|(?<=\s\s/))"
_PATTERN = rf"/{_BEFORE_PATTERN}(?![*/\s])(?:[^/\\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n]){0, 500}+\])++/(?![/*])"
_BRACKETED = (
    r"(?:\[[^\]]{0,2000}+\]|\([^)]{0,2000}+\)|\{[^}]{0,2000}+\}|<[^>\n]{0,2000}+>|\|[^|]{0,2000}+\|"
    r"|/[^/\n]{0,2000}+/|![^!]{0,2000}+!)"
)
_PERCENT = r"%[wWiIqQrx]" + _BRACKETED
_MARKUP = "<!--" + _until("-->")

PYTHON = _tokens(r"#[^\n]*", _long('"""'), _long("'''"), _DOUBLE, _SINGLE)
SCRIPT = _tokens(_DOUBLE, _SINGLE, _TEMPLATE, _LINE_BUT_ADDRESS, _BLOCK, _PATTERN)
GROOVY = _tokens(_long('"""'), _long("'''"), _DOUBLE, _SINGLE, _LINE_BUT_ADDRESS, _BLOCK, _PATTERN)
GO = _tokens(_LINE, _BLOCK, _DOUBLE, _RAW_BACKTICK, _CHARACTER)
JAVA = _tokens(_LINE, _BLOCK, _long('"""'), _DOUBLE, _CHARACTER)
KOTLIN = _tokens(_LINE, _NESTED, _raw_long('"""'), _string('"', _DOLLAR_HOLE), _CHARACTER)
CSHARP = _tokens(
    _LINE,
    _BLOCK,
    r'"(?:(?<=@")|(?<=@\$"))(?:[^"]++|"")*+(?:"|\Z)',
    _raw_long('"""'),
    _DOUBLE,
    _CHARACTER,
)
FSHARP = _tokens(_LINE, r"\(\*(?!\))" + _until("*)"), _raw_long('"""'), _DOUBLE, _CHARACTER)
BASIC = _tokens(r"'[^\n]*", r'"(?:[^"\n]++|"")*+"')
RUST = _tokens(
    _LINE,
    _NESTED,
    r'"(?:(?<![r#]")(?:[^"\\]++|\\[\s\S])*+(?:"|\Z)|(?<=##")[\s\S]*?(?:"##|\Z)|(?<=#")[\s\S]*?(?:"#|\Z)|[^"]*(?:"|\Z))',
    _CHARACTER,
)
SWIFT = _tokens(_LINE, _NESTED, r'"(?<=#")[\s\S]*?(?:"#|\Z)', _long('"""'), _DOUBLE)
C = _tokens(
    r"//(?:[^\n\\]++|\\[\s\S])*+",
    _BLOCK,
    r'"(?<=R")[^()\\\s"]{0,16}\([\s\S]*?(?:\)[^()\\\s"]{0,16}"|\Z)',
    _DOUBLE,
    _CHARACTER,
)
DART = _tokens(_LINE, _NESTED, _long('"""'), _long("'''"), _string('"', _DOLLAR_HOLE), _string("'", _DOLLAR_HOLE))
PHP = _tokens(
    _LINE,
    r"#(?!\[)[^\n]*",
    _BLOCK,
    r"<<<[ \t]*[\"']?(?P<mark>\w+)[\"']?\n[\s\S]*?(?:^[ \t]*(?P=mark)\b|\Z)",
    r"\?>" + _until("<?"),
    _spread('"'),
    _spread("'"),
    r"`[^`\n]*+`",
)
RUBY = _tokens(
    _HASH,
    r"=(?<=^=)begin\b[\s\S]*?(?:^=end\b|\Z)",
    _string('"', _HASH_HOLE),
    _spread("'"),
    _PERCENT,
    _HEREDOC,
    _PATTERN,
    r"`[^`\n]*+`",
)
ELIXIR = _tokens(
    _HASH, _long('"""'), _long("'''"), _string('"', _HASH_HOLE), _string("'", _HASH_HOLE), r"~[rRsSwWcC]" + _BRACKETED
)
PERL = _tokens(
    _HASH,
    r"=(?<=^=)(?:pod|head|over|item|begin|encoding|for)\b[\s\S]*?(?:^=cut\b|\Z)",
    _spread('"'),
    _spread("'"),
    _HEREDOC,
    r"`[^`\n]*+`",
)
R = _tokens(r"#[^\n]*", r'"(?<=[rR]")\([\s\S]*?(?:\)"|\Z)', _spread('"'), _spread("'"))
JULIA = _tokens(_nested("#=", "=#"), r"#[^\n]*", _long('"""'), _DOUBLE, r"`[^`\n]*+`")
HASHED = _tokens(_HASH, _DOUBLE, _SINGLE)
LUA = _tokens(
    r"--(?:\[(?P<mark>=*)\[[\s\S]*?(?:\](?P=mark)\]|\Z)|[^\n]*)",
    r"\[(?P<level>=*)\[[\s\S]*?(?:\](?P=level)\]|\Z)",
    _DOUBLE,
    _SINGLE,
)
SQL = _tokens(_DASHES, _BLOCK, r"'(?:[^'\\]++|''|\\[\s\S])*+(?:'|\Z)", _DOUBLE, _HASH)
HASKELL = _tokens(_DASHES, _nested("{-", "-}"), _DOUBLE, _CHARACTER)
ML = _tokens(_nested("(*", "*)"), r'"(?:[^"\\]++|\\[\s\S])*+(?:"|\Z)', _CHARACTER)
LISP = _tokens(r";[^\n]*", r'"(?:[^"\\]++|\\[\s\S])*+(?:"|\Z)')
ERLANG = _tokens(r"%[^\n]*", _DOUBLE, _SINGLE)
GRAPHQL = _tokens(r"#[^\n]*", _long('"""'), _DOUBLE)
POWERSHELL = _tokens("<#" + _until("#>"), _HASH, _DOUBLE, _SINGLE)
BATCH = _tokens(r"(?i:^[ \t]*@?(?:rem\b|::)[^\n]*)", _DOUBLE)
MIXED = _tokens(_HASH, _LINE_BUT_ADDRESS, _BLOCK, _DOUBLE)
DEVICE = _tokens(r"^[#!](?! ?RANCID)[^\n]*", _DOUBLE)
INI = _tokens(r"^[ \t]*[#;][^\n]*", _DOUBLE)
JSON = _tokens(_DOUBLE)
MARKUP = _tokens(_MARKUP, _DOUBLE, _SINGLE)
