"""Writes source files like those of a large repository: many languages, most of them without a stub."""

# ruff: noqa: E501 - a form of code is one line

from __future__ import annotations

import random
from collections.abc import Callable


def _words(text: str) -> list[str]:
    return text.split()


_NOUNS = _words("""
order price index cache batch parser token query schema stream buffer account invoice session
message report element request response handler payload cursor segment registry worker lease quota
""")
_VERBS = _words("""
load store merge apply fetch resolve compute update notify encode decode validate render close
""")
_PROSE = _words("""
the a of for with when after which that this default value internal state caller must should not
change until next commit element is written only once every known document current behaviour
statement needs returns handles error because older clients still send it see above note
""")
# What a search for stubs meets in passing, and how many files have it; how many have a stub.
_MENTIONS = (
    "see our code of conduct", "the field is missing", "in production the value is larger", "TODO(ada): rename",
    "raises NotImplementedError in old versions", "found in a full table scan", "the field of a row is missing",
    "shown to users in a complete listing", "in the real world nobody sends it", "our implementation differs",
    "this is not implemented by all vendors", "TODO: implement retries once the server can",
)  # fmt: skip
_MENTIONED, _STUBBED = 0.17, 0.006

Write = Callable[["Author"], str]


class Author:
    """Words, names and lengths, the same for every run of the same number."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(number)
        self.number = number
        self.mentions = self.chance.random() < _MENTIONED
        self.stubs = self.chance.random() < _STUBBED
        # Half of all files are below 3 KB, a few are ten times as long.
        self.functions = max(1, min(80, round(self.chance.lognormvariate(1.6, 0.9))))

    def noun(self) -> str:
        return self.chance.choice(_NOUNS)

    def verb(self) -> str:
        return self.chance.choice(_VERBS)

    def name(self) -> str:
        return f"{self.noun().title()}{self.number}"

    def sentence(self, share: float = 0.06) -> str:
        if self.mentions and self.chance.random() < share:
            return self.chance.choice(_MENTIONS)
        words = " ".join(self.chance.choices(_PROSE, k=self.chance.randint(5, 12))).capitalize()
        return f"{words} which the service implements" if self.chance.random() < 0.004 else words

    def statements(self, forms: tuple[str, ...], indent: str) -> str:
        lines = []
        for _ in range(self.chance.randint(3, 12)):
            words = {"n": self.noun(), "v": self.verb(), "m": self.noun(), "i": self.chance.randrange(100)}
            said = {"s": self.sentence(), "e": self.sentence(0.006)}
            form = self.chance.choice(forms)
            if "{e}" in form and self.chance.random() < 0.8:
                form = forms[0]  # few lines of code report errors
            lines.append(indent + form.format(**words, **said))
        return "\n".join(lines)


def _python(author: Author) -> str:
    forms = (
        "{n} = self.{m}.{v}({i}, {m}_id=self.{n}_id)", "# {s}.", "self.{n}[{i}] = {v}_{m}({n}s)",
        "if not self.{n}:\n            raise ValueError(\"{e}\")", "for {m} in self.{n}s:\n            {m}.{v}()",
        "log.info(\"{e}: %s\", {i})",
    )  # fmt: skip
    body = f'class {author.name()}Service(Base):\n    """{author.sentence()}."""\n'
    for number in range(author.functions):
        name = f"{author.verb()}_{author.noun()}_{number}"
        body += f'\n    def {name}(self, {author.noun()}s, limit=None):\n        """{author.sentence()}."""\n'
        if author.stubs and number == 0:
            body += "        raise NotImplementedError\n"
        else:
            body += author.statements(forms, "        ") + f"\n        return self.{author.noun()}\n"
    return f'"""{author.sentence()}."""\n\nimport os\nimport logging\n\nlog = logging.getLogger(__name__)\n\n\n{body}'


def _braces(head: str, function: str, forms: tuple[str, ...], stub: str, tail: str) -> Write:
    def write(author: Author) -> str:
        name = author.name()
        body = head.format(n=name, s=author.sentence())
        for number in range(author.functions):
            words = {
                "v": author.verb(),
                "n": author.noun(),
                "N": author.noun().title(),
                "i": number,
                "c": name,
            }
            inner = stub if author.stubs and number == 0 else author.statements(forms, "    ")
            body += f"\n  // {author.sentence()}.\n  {function.format(**words)} {{\n{inner}\n  }}\n"
        return body + tail

    return write


_JAVA = _braces(
    "package org.example.core;\n\nimport java.util.List;\n\n/** {s}. */\npublic class {n}Service implements Service {{\n",
    "public int {v}{N}{i}(List<String> {n}s, int limit)",
    (
        "int {n} = this.{m}.{v}({i});", "// {s}.", "if ({n}s == null) throw new IllegalArgumentException(\"{e}\");",
        "for (String {m} : {n}s) {{ this.{v}({m}, {i}); }}", "log.info(\"{e}: \" + {i});", "this.{n}.{v}({m}s.get({i}));",
    ),
    '    throw new UnsupportedOperationException("not implemented yet");',
    "}\n",
)  # fmt: skip
_SCRIPT = _braces(
    "import {{ Base }} from './base';\n\n// {s}.\nexport class {n}Service extends Base {{\n",
    "async {v}{N}{i}({n}s, limit)",
    (
        "const {n} = await this.{m}.{v}({i}, {{ limit }});", "// {s}.", "if (!{n}s) throw new Error('{e}');",
        "for (const {m} of {n}s) {{ this.{v}({m}, {i}); }}", "this.log(`{e}: ${{{n}s}}`);",
    ),
    "    throw new Error('Not implemented');",
    "}\n",
)  # fmt: skip
_GO = _braces(
    "package core\n\nimport \"fmt\"\n\n// {n}Service: {s}.\ntype {n}Service struct {{ items []string }}\n",
    "func (s *{c}Service) {v}{N}{i}({n}s []string, limit int) int",
    (
        "{n} := s.{v}{m}({i})", "// {s}.", "if {n}s == nil {{ panic(fmt.Sprintf(\"{e}: %d\", {i})) }}",
        "for _, {m} := range {n}s {{ s.{v}({m}, {i}) }}", "s.log.Info(\"{e}\", {i})",
    ),
    '    panic("not implemented")',
    "",
)  # fmt: skip
_RUST = _braces(
    "use std::collections::HashMap;\n\n/// {s}.\npub struct {n}Service;\n\nimpl {n}Service {{\n",
    "pub fn {v}_{n}_{i}(&self, {n}s: &[String], limit: usize) -> usize",
    (
        "let {n} = self.{v}_{m}({i})?;", "// {s}.", "assert!(!{n}s.is_empty(), \"{e}\");",
        "for {m} in {n}s {{ self.{v}({m}, {i}); }}", "info!(\"{e}: {{}}\", {i});",
    ),
    "    todo!()",
    "}\n",
)  # fmt: skip


def _ruby(author: Author) -> str:
    forms = (
        "{n} = @{m}.{v}({i})", "# {s}.", 'raise ArgumentError, "{e}" unless {n}', "{n}s.each {{ |{m}| {v}({m}) }}",
        'logger.info "{e}: #{{{n}}}"',
    )  # fmt: skip
    body = f"# {author.sentence()}.\nclass {author.name()}Service < Base\n"
    for number in range(author.functions):
        inner = (
            "    raise NotImplementedError"
            if author.stubs and not number
            else author.statements(forms, "    ")
        )
        body += (
            f"\n  # {author.sentence()}.\n  def {author.verb()}_{number}({author.noun()}s)\n{inner}\n  end\n"
        )
    return body + "end\n"


def _prose(author: Author) -> str:
    return (
        "\n\n".join(f"## {author.noun()}\n\n" + author.sentence() for _ in range(author.functions * 3)) + "\n"
    )


def _data(author: Author) -> str:
    rows = (f'  "{author.noun()}_{number}": "{author.sentence()}"' for number in range(author.functions * 4))
    return "{\n" + ",\n".join(rows) + "\n}\n"


# Extension, writer, share of the files.
_KINDS: tuple[tuple[str, Write, int], ...] = (
    ("py", _python, 18), ("java", _JAVA, 14), ("ts", _SCRIPT, 16), ("js", _SCRIPT, 8), ("go", _GO, 10),
    ("rs", _RUST, 6), ("rb", _ruby, 6), ("md", _prose, 8), ("json", _data, 10), ("yaml", _prose, 4),
)  # fmt: skip


def source(number: int) -> tuple[str, str]:
    """The path and the text of the file of this number."""
    author = Author(number)
    (extension, write, _), *_ = author.chance.choices(_KINDS, [share for _, _, share in _KINDS])
    return f"src/d{number // 400:03}/p{number // 8:05}/{author.verb()}_{number}.{extension}", write(author)
