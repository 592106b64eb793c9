from __future__ import annotations

import pytest

from chrono_git.scan.admitted import admitting
from chrono_git.scan.language import Language, language_of
from chrono_git.scan.literals import all_literals, may_hold
from chrono_git.scan.messages import addresses_developer, may_say_stub, says_deliberate, says_stub
from chrono_git.scan.prints import is_command_line, says_debug

STUBS = [
    "not implemented",
    "Not implemented.",
    "NOT IMPLEMENTED",
    "not yet implemented",
    "not implemented yet",
    "Not implemented yet!",
    "not been implemented",
    "not fully implemented",
    "Cart.total is not implemented",
    "total() has not been implemented yet",
    "Method not implemented.",
    "Function not implemented.",
    "method Total not implemented",
    "not implemented: total",
    "not implemented: %s",
    "NotImplemented",
    "NotImplementedException",
    "not-implemented",
    "not_implemented",
    "unimplemented",
    "Unimplemented method 'total'",
    "UNIMPLEMENTED",
    "implement me",
    "Implement me!",
    "implement this",
    "Implement the total function",
    "Implement total",
    "implement",
    "Reimplement this",
    "Please implement",
    "Please implement the total function",
    "Please, implement this class",
    "You need to implement this function.",
    "You have to implement total",
    "total needs to be implemented",
    "to be implemented",
    "To be implemented later",
    "implementation missing",
    "Implementation is missing",
    "implementation goes here",
    "implementation pending",
    "Remove this line and implement the function",
    "Remove this statement and implement this function",
    "Delete this statement and write your own implementation.",
    "replace this code",
    "write your own",
    "your code goes here",
    "Your implementation here",
    "TODO",
    "TODO: sum up the prices",
    "total: TODO",
    "todo",
    "Todo: total",
    "FIXME",
    "TBD",
    "WIP",
    "NYI",
    "stub",
    "stubbed",
    "Stub!",
    "Coming soon",
    "coming soon...",
    "Not supported yet.",
    "not supported yet",
    "Cart.total is missing",
    "total() is missing!",
]
NO_STUBS = [
    "",
    "unreachable",
    "empty",
    "read-only",
    "Cart is empty",
    "invalid argument",
    "use total instead",
    "streams cannot seek",
    "the rest is implemented elsewhere",
    "implements Cart",
    "already implemented",
    "nothing left to do",
    "mastodon",
    "autodoc",
    "a stub was expected here",
    "a field of the request is missing in the body",
    "not implemented by this provider",
    "not implemented for Windows",
    "not implemented on this platform",
    "not implemented in strict mode",
    "not yet ready",
    "coming soon to a cinema near you",
    "wip branch",
]
DELIBERATE = [
    "not supported",
    "Not supported.",
    "seek is not supported",
    "does not support seek",
    "doesn't support seek",
    "doesn’t implement seek",
    "this stream does not implement seek",
    "does not yet implement seek",
    "unsupported operation: not implemented",
    "Unsupported",
    "subclasses must implement total",
    "Not implemented: to be done in a subclass",
    "sub-class must implement this",
    "must be overridden",
    "You must override total",
    "abstract method not implemented",
    "must be implemented by derived classes",
    "must be implemented in a concrete class",
    "should be implemented",
    "do not implement this",
    "init(coder:) has not been implemented",
    "Not supported yet in streams",
    "must implement",
    "must implement total",
]


@pytest.mark.parametrize("message", STUBS)
def test_a_message_that_says_not_implemented(message: str) -> None:
    assert says_stub(message)
    assert may_say_stub(f"f() {{ throw '{message}' }}")


@pytest.mark.parametrize("message", [*NO_STUBS, *DELIBERATE])
def test_a_message_that_says_something_else(message: str) -> None:
    assert not says_stub(message)
    assert not addresses_developer(message)


@pytest.mark.parametrize("message", DELIBERATE)
def test_a_message_that_says_why_not(message: str) -> None:
    assert says_deliberate(message)


@pytest.mark.parametrize("message", STUBS)
def test_a_message_that_says_not_implemented_is_not_meant_to_stay(message: str) -> None:
    assert not says_deliberate(message)


@pytest.mark.parametrize(
    "message",
    [
        "Remove this line and implement the function",
        "Delete this statement and write your own implementation.",
        "Remove this statement and implement this function",
        "Please implement the total method",
        "You need to implement this function.",
        "replace this call",
    ],
)
def test_a_message_for_nobody_but_the_developer(message: str) -> None:
    assert addresses_developer(message)


@pytest.mark.parametrize("message", ["not implemented", "TODO", "Please implement", "remove this item", ""])
def test_a_message_that_a_user_may_see(message: str) -> None:
    assert not addresses_developer(message)


def language(extension: str) -> Language:
    found = language_of(f"a.{extension}")
    assert found is not None
    return found


@pytest.mark.parametrize("message", STUBS)
@pytest.mark.parametrize("quote", ["'", '"'])
def test_the_quick_look_passes_what_messages_say(message: str, quote: str) -> None:
    source = f"function f() {{\n  throw Error({quote}{message}{quote});\n}}\n".encode()
    assert may_hold(language("js"), source)
    assert any(literal in source for literal in all_literals())


ADMITTING = [
    "TODO: implement",
    "TODO implement",
    "TODO(anna): implement the tax",
    "TODO - implement",
    "todo: implement",
    "TODO: Implement tax() method.",
    "FIXME: implement",
    "TODO: need to implement this",
    "TODO: should be implemented",
    "TODO: write this",
    "TODO: fill in",
    "TODO: finish",
    "TODO: complete this",
    "TODO Auto-generated method stub",
    "not implemented",
    "not implemented yet",
    "not yet implemented",
    "implement me",
    "implement this",
    "placeholder",
    "Placeholder.",
    "a placeholder",
    "this is a placeholder",
    "Just a placeholder.",
    "placeholder implementation",
    "placeholder for now",
    "placeholder until the tax is known",
    "In a real implementation, this would call the bank",
    "in a real app this would be cached",
    "in the actual implementation",
    "in a production system",
    "in a full implementation",
    "stub implementation",
    "stub for now",
    "stubbed out",
    "your code here",
    "Your implementation goes here",
    "would be implemented here",
    "implementation goes here",
]
NOT_ADMITTING = [
    "nothing to do",
    "implements the interface",
    "TODO: rename",
    "TODO: implements what?",
    "TODO: implementing this was hard",
    "see the implementation below",
    "the placeholder of the field",
    "set the placeholder",
    "no placeholder",
    "other backends implement this",
    "a real implementation",
    "in real life",
    "stubs are in tests",
    "intentionally empty",
]


@pytest.mark.parametrize("comment", ADMITTING)
@pytest.mark.parametrize("form", ["# {}\n", "// {}\n", "/* {} */\n", "-- {}\n", "/** {} */", "//{}\n"])
def test_a_comment_that_admits(comment: str, form: str) -> None:
    source = form.format(comment)
    assert list(admitting(source))


@pytest.mark.parametrize("comment", ADMITTING)
@pytest.mark.parametrize("form", ["// {}\n", "/* {} */\n"])
def test_the_quick_look_passes_what_comments_admit(comment: str, form: str) -> None:
    assert may_hold(language("js"), f"function f() {{\n  {form.format(comment)}}}\n".encode())


@pytest.mark.parametrize("comment", NOT_ADMITTING)
@pytest.mark.parametrize("form", ["# {}\n", "// {}\n", "/* {} */\n", "-- {}\n"])
def test_a_comment_that_admits_nothing(comment: str, form: str) -> None:
    assert list(admitting(form.format(comment))) == []


@pytest.mark.parametrize(
    "words",
    [
        "DEBUG",
        "debug: items",
        "DEBUG %s",
        "debugging",
        "[DEBUG] items",
        "dbg",
        "here",
        "HERE",
        "here!",
        "here 1",
        "here: ",
        "got here",
        "I am here",
        "i'm here",
        "=== here ===",
        "===",
        ">>> items",
        "-----",
        "####",
        "***",
        "xxx",
        "XXXX",
        "test",
        "test 1",
        "testing",
        "foo",
        "asdf",
        "aaa",
        "blah",
        "wtf",
    ],
)
def test_words_that_look_for_a_fault(words: str) -> None:
    assert says_debug([words])


@pytest.mark.parametrize(
    "words",
    [
        "",
        "total",
        "Total: %d",
        "here is your receipt",
        "here you are",
        "testing the connection",
        "test suite passed",
        "foo is not a command",
        "debugger attached",
        "- item",
        "> item",
        "# Cart",
        "saved",
        "barcode",
    ],
)
def test_words_for_a_user(words: str) -> None:
    assert not says_debug([words])


def test_one_word_of_many_is_enough() -> None:
    assert says_debug(["total", "DEBUG"])
    assert not says_debug([])


@pytest.mark.parametrize(
    "path",
    [
        "src/cli/cart.py",
        "cli.py",
        "src/cart/cli.py",
        "cmd/cart/run.go",
        "src/commands/add.ts",
        "src/command.rb",
        "bin/cart.js",
        "scripts/release.py",
        "tools/gen.go",
        "src/main.rs",
        "src/cart/__main__.py",
        "manage.py",
        "setup.py",
        "gulpfile.js",
        "Rakefile.rb",
        "src/logger.ts",
        "src/log.go",
        "src/logging/file.py",
        "packages/cart-cli/src/run.js",
        "src/repl/read.py",
        "build/pack.js",
        ".github/actions/run.js",
        "src/debug.ts",
        "Sources/main.swift",
        "src/Console/Total.php",
    ],
)
def test_a_path_of_what_prints_by_trade(path: str) -> None:
    assert is_command_line(path)


@pytest.mark.parametrize(
    "path",
    [
        "src/cart.py",
        "src/click.py",
        "lib/cart.rb",
        "src/client/cart.ts",
        "src/domain/order.go",
        "src/blog.py",
    ],
)
def test_a_path_of_other_code(path: str) -> None:
    assert not is_command_line(path)
