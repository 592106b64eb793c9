"""Stubs whose message stands on another line than the statement seems to end on: path and text by name."""

from __future__ import annotations

MESSAGES = ("not implemented", "TBD", "TODO", "Please implement")
_EX = "defmodule A do\n  def total(x) do\n    {}\n  end\nend\n"
_CPP = "int total() {{\n  {}\n}}\n"
_JAVA = "class A {{\n  int total() {{\n    {}\n  }}\n}}\n"
_JS = "export function total() {{\n  {}\n}}\n"

STATEMENTS = {
    "elixir, joined": ("src/a.ex", _EX.format('raise "a: " <>\n      "MESSAGE"')),
    "elixir, heredoc": ("src/a.ex", _EX.format('raise ArgumentError, """\n    MESSAGE\n    """')),
    "haskell, applied": ("src/A.hs", 'total :: Int -> Int\ntotal x =\n  error $\n    "MESSAGE"\n'),
    "haskell, below": ("src/A.hs", 'total :: Int -> Int\ntotal x =\n  error\n    "MESSAGE"\n'),
    "c++, below": ("src/a.cpp", _CPP.format('throw\n    std::runtime_error("MESSAGE");')),
    "c++, braces": ("src/a.cpp", _CPP.format('throw std::runtime_error\n  {"MESSAGE"};')),
    "c++, adjacent": ("src/a.cpp", _CPP.format('throw ""\n    "MESSAGE";')),
    "dart, adjacent": ("lib/a.dart", "int total() {\n  throw ''\n      'MESSAGE';\n}\n"),
    "java, below": ("src/A.java", _JAVA.format('throw new\n      RuntimeException("MESSAGE");')),
    "java, call below": ("src/A.java", _JAVA.format('throw new RuntimeException\n      ("MESSAGE");')),
    "c#, below": ("src/A.cs", _JAVA.format('throw new\n      InvalidOperationException("MESSAGE");')),
    "kotlin, below": (
        "src/A.kt",
        'fun total(): Int {\n  throw\n    IllegalStateException("MESSAGE")\n}\n',
    ),
    "lua, below": ("src/a.lua", 'function total()\n  error\n    "MESSAGE"\nend\n'),
    "javascript, template": ("src/a.js", _JS.format("throw `\n    MESSAGE`;")),
    "javascript, bracket in a comment": (
        "src/a.js",
        _JS.format('throw new Error( // :)\n    "MESSAGE",\n  );'),
    ),
}
