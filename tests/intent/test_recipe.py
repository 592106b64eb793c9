"""What commands make, read strictly: everything else is said."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.intent.recipe import MOST, Recipe, read_recipe
from chrono_git.intent.simple import without_prompts

FOLDERS = frozenset({"src", "src/lib", "apps"})

# `d` directory, `f` file, `x` executable, `!` not interpreted, `-` left to a person: (its line, why).
READ: dict[str, list[str]] = {
    "mkdir -p a/b c": ["d a/b", "d c"],
    "mkdir -pv a": ["d a"],
    "mkdir --parents a/": ["d a"],
    "mkdir -p src/{a,b/{c,d}}": ["d src/a", "d src/b/c", "d src/b/d"],
    "touch a{1..3}.ts x{b..a}": ["f a1.ts", "f a2.ts", "f a3.ts", "f xb", "f xa"],
    "touch src/{a,b}.ts 'c d.txt' \"e f\" g\\ h": ["f src/a.ts", "f src/b.ts", "f c d.txt", "f e f", "f g h"],
    "touch 'app/[slug]/$id.tsx' '{a,b}'": ["f app/[slug]/$id.tsx", "f {a,b}"],
    "touch a; touch ./a b/../a": ["f a"],
    "chmod +x a; chmod 755 b; chmod u+x c": ["x a", "x b", "x c"],
    "chmod 644 a; chmod -R +x b": [
        "- 0 sets rights; only +x is followed", "! 0 its option -R is not known here",
    ],
    # Where it happens
    "cd src && touch a\ncd lib\ntouch b\ncd ..\ntouch c\ncd -; touch d": [
        "f src/a", "f src/lib/b", "f src/c", "f src/lib/d",
    ],
    "(cd src; touch a); touch b": ["f src/a", "f b"],
    "pushd src\ntouch a\npopd\ntouch b": ["f src/a", "f b"],
    "{ cd src; touch a; }": ["f src/a"],
    "mkdir new && cd new && touch a": ["d new", "f new/a"],
    "touch new/a; cd new; touch b": ["f new/a", "f new/b"],
    "cd new\ntouch a": [
        "! 0 new: there is no such folder", "! 1 a: which folder that is in is not known",
    ],
    "cd ..; touch a": ["! 0 ..: leads out of the repository", "! 0 a: which folder that is in is not known"],
    "cd; touch a": ["! 0 where it leads is not known", "! 0 a: which folder that is in is not known"],
    "cd $DIR\ntouch a": ["! 0 $DIR: it holds a variable", "! 1 a: which folder that is in is not known"],
    "cd ~/other; cd src": ["! 0 ~/other: a home folder", "! 0 src: which folder that is in is not known"],
    "cd ~/code/proj && touch a\ncd /x/proj/; touch b\ncd proj; touch c": ["f a", "f b", "f c"],
    "git clone https://x.org/y/other.git\ncd other\ntouch a": ["- 0 for you to run", "f a"],
    "if true; then cd src; fi; touch a": [
        "! 0 it stands in an `if`", "! 0 a: which folder that is in is not known",
    ],
    # Whether it happens
    "[ -d a ] || mkdir a": ["! 0 it runs only if what stands before it fails"],
    "test -d a && mkdir a && touch b": [
        "! 0 it runs only if what stands before it is so", "! 0 it runs only if what stands before it is so",
    ],
    "! test -d a &&\n mkdir a": ["! 1 it runs only if what stands before it is so"],
    "mkdir a || true; touch b 2>/dev/null >&2": ["d a", "f b"],
    "for f in a b; do touch $f; done; touch c": ["! 0 it stands in a loop", "f c"],
    "while true; do mkdir a; done": ["! 0 it stands in a loop"],
    "ls | xargs mkdir; echo a | touch b": ["- 0 for you to run", "! 0 it stands in a pipe"],
    "touch a & touch b": ["! 0 it runs beside the others", "f b"],
    "touch a > b": ["! 0 its output goes into a file"],
    "sudo mkdir a; A=1 mkdir b; time touch c": ["! 0 it runs as another user", "d b", "f c"],
    "touch a b; rm a": ["f b", "- 0 takes away what is made above it: neither is done"],
    "mkdir a; touch a/b c; mv a z; git rm c": [
        "- 0 takes away what is made above it: neither is done",
        "- 0 takes away what is made above it: neither is done",
    ],
    "rm -rf x": ["- 0 for you to run"],
    # What is not followed at all
    "npm init -y && touch a\nbash -c 'mkdir b'\neval mkdir c": [
        "f a", "- 0 for you to run", "- 1 for you to run", "- 2 for you to run",
    ],
    "echo hi; ls; export A=1; [ -d x ]; cat a": [],
    "echo hi > .env\n> b\ncat > c <<EOF\nmkdir no\nEOF\ntouch d": [
        "f d", "- 0 writes into .env: for you to run", "- 1 writes into b: for you to run",
        "- 2 writes into c: for you to run",
    ],
    "cat <<-'EOF' >a\n\tmkdir no\n\tEOF\nmkdir yes": ["d yes", "- 0 writes into a: for you to run"],
    "mkdir a # mkdir b\n# mkdir c": ["d a"],
    "mkdir a \\\n  b\ntouch c": ["d a", "d b", "f c"],
    "touch a; f() { touch b; }\ntouch c": [
        "f a", "! 0 a function, or a bracket in the middle of a command: nothing is read from here on",
    ],
    "touch a\ncase $x in\na) touch b;;\nesac": ["f a", "! 1 a `case`: nothing is read from here on"],
    "fi; touch a": ["! 0 a `fi` that belongs to nothing: nothing is read from here on"],
    "); touch a": ["! 0 a bracket that belongs to nothing: nothing is read from here on"],
    "touch a\ntouch 'b\ntouch c": ["f a", "! 1 a quote is not closed: nothing is read from here on"],
    "cat <<EOF\ntouch a": ["! 1 a here-document does not end: nothing is read from here on"],
    "touch a $(touch b; touch c) \"`touch d`\" ${e:-$(touch f)}": [
        "f a",
        "! 0 $(touch b; touch c): it holds a command substitution",
        "! 0 `touch d`: it holds a command substitution",
        "! 0 ${e:-$(touch f)}: it holds a variable",
    ],
    "touch $(echo \"$(touch a)\")": [
        "! 0 one command substitution stands in another: nothing is read from here on"
    ],
    "touch $(a": ["! 0 a command substitution does not end: nothing is read from here on"],
    # Names
    "mkdir /abs ~/x ~ C:/x ../z a/../../b": [
        "! 0 /abs: an absolute path", "! 0 ~/x: a home folder", "! 0 ~: a home folder",
        "! 0 C:/x: an absolute path", "! 0 ../z: leads out of the repository",
        "! 0 a/../../b: leads out of the repository",
    ],
    "touch .git/x .GIT/x a/.git./y .git\\ /x git~1/x .git::$DATA/x .gitignore": [
        "f .gitignore",
        *(f"! 0 {name}: lies in a git directory"
          for name in (".git/x", ".GIT/x", "a/.git./y", ".git /x", "git~1/x")),
        "! 0 .git::$DATA/x: it holds a variable",
    ],
    "touch -- -rf a/-x; touch -c b": [
        "! 0 -rf: a name that begins with a dash would be taken for an option",
        "! 0 a/-x: a name that begins with a dash would be taken for an option",
        "! 0 its option -c is not known here",
    ],
    "touch *.ts a?": ["! 0 *.ts: a pattern of file names", "! 0 a?: a pattern of file names"],
    "touch '*' 'a<b>'": [
        "! 0 *: holds *, which shells and other systems take for something else",
        "! 0 a<b>: holds <, which shells and other systems take for something else",
    ],
    "mkdir -p src/[component]/[language]\ntouch 'src/[component]/x' docs/CHRONO-XXX.md src/{name}/x": [
        "! 0 src/[component]/[language]: a placeholder or a pattern",
        "! 1 src/[component]/x: a placeholder of the template: fill it in",
        "! 1 docs/CHRONO-XXX.md: a placeholder of the template: fill it in",
        "! 1 src/{name}/x: a placeholder: there is nothing to choose between its braces",
    ],
    "touch {a,b c}": ["! 0 {a,b: a brace is not closed", "! 0 c}: a brace is not opened"],
    "touch a/ . ''": ["! 0 a/: names a folder", "! 0 .: names a folder", "! 0 : an empty name"],
    "touch 'a\nb' 'c\u202ed' 'e\0f' 'g\u00a0h'": [
        f"! 0 {name}: holds a character that cannot be seen"
        for name in ("a\nb", "c\u202ed", "e\0f", "g\u00a0h")
    ],
    "touch '... ' ' a'": [
        "! 0 ... : a name of dots or blanks alone", "! 0  a: a name that begins or ends with a blank",
    ],
}  # fmt: skip
_SIGN = {"directory": "d", "file": "f", "executable": "x"}


def shown(recipe: Recipe) -> list[str]:
    made = [f"{_SIGN[one.kind]} {one.path}" for one in recipe.makings]
    return made + [f"{'!' if one.missed else '-'} {one.line} {one.why}" for one in recipe.untaken]


def read(script: str) -> Recipe:
    return read_recipe(script, "", FOLDERS.__contains__, "proj")


@pytest.mark.parametrize("script", READ)
def test_read(script: str) -> None:
    assert sorted(shown(read(script))) == sorted(READ[script])


HUGE = {
    "{a,b}" * 100_000: "more than 65536 characters",
    "touch " + "{a,b}" * 20: "it stands for more than 256 names",
    "touch " + "{a,b}" * 3000: "too long a word",
    "touch {1..100000}": "it stands for more than 256 names",
    "touch " + "{" * 5000: "its braces are nested too deeply",
    "touch " + "$(" * 30_000: "does not end",
    "touch " + '"' * 60_001: "a quote is not closed",
    "<<a " * 16_000: "a here-document does not end",
    "mkdir " + "a/" * 3000: "too long or too deep a path",
    "mkdir " + "a" * 300: "a name of more than 255 bytes",
    "touch " + " ".join(f"a{n}" for n in range(9000)): f"more than {MOST} things to make",
    "touch $a;" * 7000: f"more than {MOST} things cannot be followed",
    "(" * 20_000: "",
    "if " * 5000: "",
    "touch a " + "\\\n" * 30_000: "",
}


@pytest.mark.parametrize("script", HUGE, ids=lambda script: script[:12])
def test_huge_scripts_take_no_time(script: str) -> None:
    begun = time.process_time()
    recipe = read(script)
    assert time.process_time() - begun < 1
    assert len(recipe.makings) <= MOST
    assert any(HUGE[script] in one.why for one in recipe.untaken) or not HUGE[script]


@given(
    st.lists(st.sampled_from([*"abc/.{},-~$`'\"\\ \n;&|()<>#*[]", "mkdir ", "touch ", "cd ", ".git/", "../"]))
)
def test_any_text(parts: list[str]) -> None:
    recipe = read("".join(parts))
    for one in recipe.makings:
        steps = one.path.split("/")
        assert not {"", ".", "..", ".git"} & set(steps)
        assert not any(step.startswith("-") for step in steps)
        assert one.path.isprintable()


def test_a_session() -> None:
    typed = without_prompts("$ mkdir a\nmkdir no\nuser@host:~/x $ touch b\n")
    assert shown(read(typed)) == ["d a", "f b"]
    assert without_prompts("mkdir a\n") == "mkdir a\n"


def test_where_it_ends() -> None:
    assert read("cd src; (cd lib)").folder == "src"
    assert read("cd $x").folder is None
    assert read_recipe("touch a", None, FOLDERS.__contains__).untaken[0].why == (
        "a: which folder that is in is not known"
    )
