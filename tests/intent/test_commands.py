"""What shell commands would leave behind."""

from __future__ import annotations

import pytest

from chrono_git.intent.commands import effects_of, last_folder, packages_of

# `d` directory, `f` file, `x` executable, `-` gone, `p` package.
LEFT: dict[str, list[str]] = {
    "mkdir -p a/b c": ["d a/b/", "d c/"],
    "mkdir -p src/{a,b/{c,d}}": ["d src/a/", "d src/b/c/", "d src/b/d/"],
    "mkdir -m 755 a": ["d a/"],
    "mkdir -p ./a/./b/../c": ["d a/c/"],
    "touch src/{a,b}.ts c.txt": ["f src/a.ts", "f src/b.ts", "f c.txt"],
    "touch -- a": ["f a"],
    "cp a b": ["f b"],
    "cp x/a b/": ["f b/a"],
    "cp a b c/": ["f c/a", "f c/b"],
    "mv a b": ["f b", "- a"],
    "git mv a b": ["f b", "- a"],
    "rm -rf a b": ["- a", "- b"],
    "git rm -r a": ["- a"],
    "ln -s a b": ["f b"],
    "chmod +x a b": ["x a", "x b"],
    "chmod 755 a; chmod 0755 b; chmod 644 c": ["x a", "x b"],
    "chmod u+x,g+x a": ["x a"],
    "chmod -R a+rx scripts": ["x scripts"],
    # Where it happens
    "cd sub && mkdir x": ["d sub/x/"],
    "cd sub\nmkdir x\ncd ..\nmkdir y": ["d sub/x/", "d y/"],
    "(cd a; touch b); touch c": ["f a/b", "f c"],
    "pushd a\ntouch b\npopd\ntouch c": ["f a/b", "f c"],
    "cd ../elsewhere\nmkdir x": [],
    "cd ~/projects/name && touch x": ["f x"],
    "cd $DIR && touch x": ["f x"],
    # Redirections and here-documents
    "echo hi > a.txt": ["f a.txt"],
    "echo hi >>a.txt": ["f a.txt"],
    "foo > /dev/null 2>&1": [],
    "foo 2>&1 | tee out.txt": ["f out.txt"],
    "npm test > test.log": [],
    "cat > a.py <<'EOF'\nmkdir no\nEOF\nmkdir yes": ["f a.py", "d yes/"],
    "cat <<-EOF > a.py\n\tmkdir no\n\tEOF\nmkdir yes": ["f a.py", "d yes/"],
    "cat > a.py <<EOF\nmkdir no": ["f a.py"],
    'cat <<< "foo"\nmkdir a': ["d a/"],
    "cat <<EOF | tee a.txt\nx\nEOF": ["f a.txt"],
    # How it is written
    "# mkdir no\nmkdir yes # mkdir not": ["d yes/"],
    "mkdir a # it's": ["d a/"],
    "mkdir \\\n  a \\\n  b": ["d a/", "d b/"],
    "mkdir a; mkdir b && mkdir c || mkdir d": ["d a/", "d b/", "d c/", "d d/"],
    "[ -d a ] || mkdir a": ["d a/"],
    "if true; then mkdir a; fi": ["d a/"],
    "$ mkdir a\n> mkdir b\n% mkdir c\nPS> mkdir d": ["d a/", "d b/", "d c/", "d d/"],
    "sudo mkdir a\nFOO=1 mkdir b": ["d a/", "d b/"],
    # Quotes
    "echo \"a; mkdir b; c\" '&& mkdir d'": [],
    'echo "a > b"': [],
    "git commit -m 'first\nmkdir no\n'\nmkdir yes": ["d yes/"],
    "it's never closed\nmkdir a": ["d a/"],
    'mkdir "a': [],
    # Nobody can tell, or outside of the repository
    "mkdir $DIR/a ~/x /abs/y ../z `pwd`/a 'a b'": [],
    "for f in a b; do touch $f; done": [],
    "mkdir .": [],
    "git add a\ngit init\nnpm run build": [],
    # Packages
    "npm install foo bar@1.2": ["p foo", "p bar"],
    "npm install\nnpm ci\nnpm install -g foo\nnpm install ./local": [],
    "npm i -D foo": ["p foo"],
    "yarn add foo\npnpm add -D @a/b@^1\nbun add c": ["p foo", "p @a/b", "p c"],
    "npm install git+https://x/y.git": [],
    "pip install foo==1.0 'bar[extra]>=2'": ["p foo", "p bar"],
    "pip install -r requirements.txt\npip install -e .\npip install --upgrade pip": [],
    "python -m pip install foo\npython3 -m pip install bar": ["p foo", "p bar"],
    "uv add --dev foo\nuv pip install bar\npoetry add --group dev baz@^1": ["p foo", "p bar", "p baz"],
    "cargo add serde --features derive": ["p serde"],
    "cargo install ripgrep": [],
    "go get github.com/a/b@v1": ["p github.com/a/b"],
    "gem install foo\nbundle add bar": ["p foo", "p bar"],
    "composer require --dev a/b:^1": ["p a/b"],
    "flutter pub add foo\ndart pub add bar": ["p foo", "p bar"],
    "dotnet add package Foo --version 1.0\ndotnet add src/X.csproj package Bar": ["p Foo", "p Bar"],
    "deno add jsr:@std/x npm:foo": ["p @std/x", "p foo"],
    "brew install foo\napt-get install bar": [],
}
_SIGN = {"directory": "d", "file": "f", "executable": "x", "gone": "-", "dependency": "p"}


@pytest.mark.parametrize("script", LEFT)
def test_effects(script: str) -> None:
    assert [f"{_SIGN[one.kind]} {one.path}" for one in effects_of(script)] == LEFT[script]


def test_lines_count_from_nought_and_duplicates_are_dropped() -> None:
    script = "# first\nmkdir \\\n  a\ntouch b"
    assert [one.line for one in effects_of(script)] == [1, 3]
    assert len(effects_of("mkdir a; mkdir a")) == 1


def test_a_script_may_start_in_a_folder() -> None:
    assert [one.path for one in effects_of("touch a; cd ..; touch b", "sub")] == ["sub/a", "b"]


@pytest.mark.parametrize(
    ("script", "folder"),
    [
        ("", ""),
        ("cd a", "a"),
        ("cd a && cd b", "a/b"),
        ("cd a; cd ..", ""),
        ("(cd a)", ""),
        ("cd ..", None),
        ("cd ../x; cd -", None),
        ("cd", ""),
        ("cd ~/projects/x", ""),
        ("cd a; cd $X", "a"),
    ],
)
def test_where_a_script_ends(script: str, folder: str | None) -> None:
    assert last_folder(script) == folder


def test_other_commands_name_no_packages() -> None:
    assert packages_of(["npm", "run", "x"]) == []
    assert packages_of([]) == []
