"""Checks what STYLE.md says, as far as a program can.

    check.py               checks every file of the project; prints what is wrong and exits 1 if anything is
    check.py --self-test   shows that each rule fails on what it forbids and passes what it allows
"""
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LINE_LIMIT = 120
FILE_LIMIT = 600

# Which folders of src/ a folder may include: the arrows of ARCHITECTURE.md.
ARROWS = {
    "domain": set(),
    "wire": {"domain"},
    "replica": {"domain", "wire"},
    "authority": {"domain", "wire"},
    "sample": {"domain", "wire"},
    "semantics": set(),
    "ui": {"domain", "wire", "replica", "semantics"},
}
TEST_FOLDERS = set(ARROWS) | {"ports", "support", "simulation", "bench", "browser", "shell", "server", "e2e", "style",
                               "mutations", "fuzz", "stress"}
TOP_LEVEL = {
    "CMakeLists.txt", "CMakePresets.json", "README.md", "ARCHITECTURE.md", "STYLE.md", "LICENSE",
    "package.json", "package-lock.json", "run", "test", "src", "web", "shell", "tests", "assets", "docs", "deploy",
}
MADE = {".git", "build", "dist", "node_modules", "__pycache__"}
CODE = (".cpp", ".h", ".js", ".mjs", ".css", ".html", ".py", ".sh", ".cmake")
TEXT = CODE + (".md", ".txt", ".json", ".webmanifest", ".svg")
SCRIPTS = ("run", "test", "CMakeLists.txt", ".ci/run")
EXTERNAL_TEXT = ("assets/licences/", "package-lock.json")

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.M)


def is_cpp(path):
    return path.endswith((".cpp", ".h"))


def library_of(path):
    parts = path.split("/")
    return parts[1] if parts[0] == "src" and len(parts) > 2 else None


def without_comments_and_strings(text):
    """C++ or JavaScript with comments and strings blanked, line by line as before."""
    pattern = r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    return re.sub(pattern, lambda match: re.sub(r"[^\n]", " ", match.group()), text, flags=re.S)


def includes_of(text):
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start(2)) + 1, match.group(1), match.group(2)


def check_arrows(path, text):
    if not is_cpp(path):
        return
    own = library_of(path)
    for line, quote, name in includes_of(text):
        folder = name.split("/")[0] if "/" in name else None
        if ".." in name.split("/"):
            yield line, f"includes {name}: include from src/ down, never upwards"
        if quote == '"' and own and folder in ("shell", "tests", "browser", "support"):
            yield line, f"src/{own} includes {name}: nothing in src/ knows shell/ or tests/"
        if own and folder in ARROWS and folder != own and folder not in ARROWS.get(own, set()):
            yield line, f"src/{own} may not include src/{folder} ({name})"
        if name.startswith("nlohmann/") and not (own == "wire" and path.endswith(".cpp")):
            yield line, "only src/wire/*.cpp includes nlohmann/json"
        if "imgui" in name and own and own not in ("semantics", "ui"):
            yield line, f"src/{own} draws nothing: it may not include {name}"
        if name.startswith(("emscripten", "GLES")) and not path.startswith("shell/browser/") \
                and not path.startswith("tests/browser/"):
            yield line, f"{name} belongs in shell/browser alone"


PURE = ("chrono", "random", "thread", "mutex", "filesystem", "fstream", "iostream", "ctime", "time.h")


def check_purity(path, text):
    own = library_of(path)
    if not own or not is_cpp(path):
        return
    for line, _, name in includes_of(text):
        if name in PURE:
            yield line, f"<{name}> in src/{own}: clocks, chance, files and threads are behind ports"


BANNED_CPP = [
    (r"\bstd::ranges::(sort|stable_sort)\b", "std::ranges::sort does not compile with clang 14"),
    (r"\bstd::(format|expected|print|println)\b", "std::{} is newer than our compilers"),
    (r"\bthrow\b|\btry\s*\{|\bcatch\s*\(", "no exceptions in src/ and shell/"),
    (r"\bdynamic_cast\b|\btypeid\b", "no run-time type information in src/ and shell/"),
    (r"\busing\s+namespace\s+std\b", "no using namespace std"),
]


def check_language(path, text):
    if not is_cpp(path):
        return
    bare = without_comments_and_strings(text)
    if path.startswith(("src/", "shell/")):
        for pattern, why in BANNED_CPP:
            # Its library says by an exception that the command line is wrong.
            if path == "shell/server/options.cpp" and why.startswith("no exceptions"):
                continue
            for match in re.finditer(pattern, bare):
                word = match.group(1) if "{}" in why else ""
                yield bare.count("\n", 0, match.start()) + 1, why.format(word)
    if not path.startswith("shell/"):
        for match in re.finditer(r"\b(__EMSCRIPTEN__|EMSCRIPTEN_KEEPALIVE|EM_JS|EM_ASM\w*)\b", bare):
            if not path.startswith("tests/browser/"):
                yield bare.count("\n", 0, match.start()) + 1, f"{match.group()} outside shell/"
    if path.startswith("src/ui/"):
        for match in re.finditer(r"\bImGui::InputText\w*", bare):
            line = bare.count("\n", 0, match.start()) + 1
            yield line, "text fields are real inputs of the page, never ImGui::InputText"


BANNED_JS = r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\s*\(|new\s+Function)\b"


def check_script_safety(path, text):
    if path.startswith(("web/", "shell/")) and path.endswith((".js", ".mjs", ".html")):
        for match in re.finditer(BANNED_JS, text):
            line = text.count("\n", 0, match.start()) + 1
            yield line, f"{match.group().strip()}: text reaches the page as text only"


def check_header(path, text):
    if not path.endswith(".h"):
        return
    lines = [line for line in text.split("\n") if line.strip()]
    opening = lines[:]
    comment = 0
    pragma = False
    while opening and (opening[0].startswith("//") or opening[0] == "#pragma once"):
        first = opening.pop(0)
        pragma = pragma or first == "#pragma once"
        comment += first.startswith("//")
    if not pragma:
        yield 1, "a header opens with its comment and #pragma once, before anything else"
    if not comment:
        yield 1, "a header opens with a comment: what the thing is and what it promises"


def check_text(path, text):
    if path.startswith(EXTERNAL_TEXT):
        return
    if "\r" in text:
        yield 1, "lines end with a line feed alone"
    if text and not text.endswith("\n"):
        yield text.count("\n") + 1, "the last line has no end"
    if text.endswith("\n\n"):
        yield text.count("\n"), "empty lines at the end"
    long_allowed = path.endswith((".md", ".html", ".json", ".svg", ".txt"))
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LINE_LIMIT and not long_allowed:
            yield number, f"{len(line)} columns, more than {LINE_LIMIT}"
        if "\t" in line:
            yield number, "a tab"
        if line.rstrip("\r") != line.rstrip():
            yield number, "space at the end of the line"
        # Put together here, so that this file passes its own check.
        if re.search(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b", line):
            yield number, "a note of something left undone: do it, or say it in an issue"
        if re.search(r"deb\." r"debian\.org|registry\." r"npmjs|/wo" r"rk/|/ro" r"ot/", line):
            yield number, "a registry host or a path of one machine"


def check_size(path, text):
    if path.startswith(("src/", "shell/", "web/")) and path.endswith(CODE):
        lines = text.count("\n")
        if lines > FILE_LIMIT:
            yield lines, f"{lines} lines, more than {FILE_LIMIT}: is there a second subject in this file?"


FILE_RULES = (
    check_arrows, check_purity, check_language, check_script_safety, check_header, check_text, check_size,
)


def check_places(paths):
    """Every file is where a build target or a person looks for it."""
    for path in paths:
        parts = path.split("/")
        if not parts[0].startswith(".") and parts[0] not in TOP_LEVEL:
            yield path, "nothing but the files and folders that README.md names belongs at the top"
        if parts[0] == "src" and (len(parts) < 3 or parts[1] not in ARROWS):
            yield path, "belongs to no library: src/ holds " + ", ".join(ARROWS)
        if parts[0] == "tests" and len(parts) > 2 and parts[1] not in TEST_FOLDERS:
            yield path, "belongs to no test program; see tests/tests.cmake"
        if parts[0] == "shell" and (len(parts) < 3 or parts[1] not in ("browser", "server")):
            yield path, "shell/ holds browser and server"
        if path.endswith(".cpp") and parts[0] not in ("src", "tests", "shell"):
            yield path, "no build target compiles this"


def is_text(path):
    return path.endswith(TEXT) or path in SCRIPTS


def project_files():
    """What git tracks or would; without git, everything but what the scripts make."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                                cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        listed = []
        for folder, folders, names in os.walk(ROOT):
            folders[:] = [name for name in folders if name not in MADE]
            listed += [os.path.relpath(os.path.join(folder, name), ROOT) for name in names]
    return sorted({path for path in listed if path and os.path.isfile(os.path.join(ROOT, path))})


def check_file(path, text):
    for rule in FILE_RULES:
        for line, problem in rule(path, text):
            yield line, problem


def check_project():
    paths = project_files()
    problems = [f"{path}: {problem}" for path, problem in check_places(paths)]
    for path in filter(is_text, paths):
        try:
            with open(os.path.join(ROOT, path), encoding="utf-8", newline="") as file:
                text = file.read()
        except UnicodeDecodeError:
            problems.append(f"{path}: not UTF-8")
            continue
        problems += [f"{path}:{line}: {problem}" for line, problem in check_file(path, text)]
    for problem in problems:
        print(problem)
    print(f"{len(paths)} files, {len(problems)} problems")
    return not problems


GOOD_HEADER = "// A thing. It promises nothing.\n#pragma once\n"

# (path, text, a part of what must be said about it; None: nothing may be said)
SELF_TESTS = [
    ("src/ui/a.cpp", '#include "replica/a.h"\n#include "semantics/b.h"\n#include "imgui.h"\n', None),
    ("src/ui/a.cpp", '#include "authority/a.h"\n', "may not include src/authority"),
    ("src/authority/a.cpp", '#include "ui/a.h"\n', "may not include src/ui"),
    ("src/authority/a.cpp", '#include "replica/a.h"\n', "may not include src/replica"),
    ("src/domain/a.cpp", '#include "wire/a.h"\n', "may not include src/wire"),
    ("src/wire/a.cpp", '  #  include <replica/a.h>\n', "may not include src/replica"),
    ("src/semantics/a.h", GOOD_HEADER + '#include "domain/ids.h"\n', "may not include src/domain"),
    ("src/domain/a.cpp", '#include "imgui.h"\n', "draws nothing"),
    ("src/replica/a.cpp", '#include "shell/browser/a.h"\n', "knows shell/"),
    ("src/ui/a.cpp", '#include "../domain/a.h"\n', "never upwards"),
    ("src/wire/json.cpp", "#include <nlohmann/json.hpp>\n", None),
    ("src/wire/json.h", GOOD_HEADER + "#include <nlohmann/json.hpp>\n", "only src/wire/*.cpp"),
    ("tests/wire/a.cpp", "#include <nlohmann/json.hpp>\n", "only src/wire/*.cpp"),
    ("src/ui/a.cpp", "#include <emscripten/emscripten.h>\n", "shell/browser alone"),
    ("src/domain/a.cpp", "#include <chrono>\n", "behind ports"),
    ("src/domain/a.cpp", "void f() { std::ranges::sort(a); }\n", "clang 14"),
    ("src/domain/a.cpp", "auto a = std::format();\n", "std::format is newer"),
    ("src/domain/a.cpp", "void f() { throw 1; }\n", "no exceptions"),
    ("src/domain/a.cpp", '// we throw nothing\nconst char* a = "try { it }";\n', None),
    ("tests/domain/a.cpp", "void f() { throw 1; }\n", None),
    ("src/ui/a.cpp", "#ifdef __EMSCRIPTEN__\n#endif\n", "outside shell/"),
    ("shell/browser/a.cpp", "#ifdef __EMSCRIPTEN__\n#endif\n", None),
    ("src/ui/a.cpp", "bool f() { return ImGui::InputText(); }\n", "real inputs"),
    ("web/a.js", "node.innerHTML = name;\n", "as text only"),
    ("src/ui/a.h", GOOD_HEADER, None),
    ("src/ui/a.h", "#pragma once\n// A thing.\nint a;\n", None),
    ("src/ui/a.h", "#pragma once\nint a;\n", "what the thing is"),
    ("src/ui/a.h", "// A thing.\nint a;\n#pragma once\n", "before anything else"),
    ("src/ui/a.cpp", "\tint a;\n", "a tab"),
    ("src/ui/a.cpp", "int a; \n", "space at the end"),
    ("src/ui/a.cpp", "int a;", "no end"),
    ("src/ui/a.cpp", "int a;\n\n", "empty lines"),
    ("src/ui/a.cpp", "int a;\r\n", "line feed alone"),
    ("src/ui/a.cpp", "/" * (LINE_LIMIT + 1) + "\n", "columns"),
    ("src/ui/a.cpp", "// " + "é" * (LINE_LIMIT - 3) + "\n", None),
    ("src/ui/a.cpp", "// TO" "DO: more\n", "left undone"),
    ("README.md", "see /wo" "rk/main\n", "path of one machine"),
    ("src/ui/a.cpp", "//\n" * (FILE_LIMIT + 1), "second subject"),
]
PLACE_TESTS = [
    ("notes.md", "at the top"), ("src/other/a.cpp", "no library"), ("src/a.cpp", "no library"),
    ("tests/other/a.cpp", "no test program"), ("web/a.cpp", "no build target"),
    ("shell/a.cpp", "browser and server"), ("src/ui/a.cpp", None), ("tests/catch_main.cpp", None),
    (".clang-format", None), ("tests/browser/x/a.cpp", None),
]


def self_test():
    failures = 0
    for path, text, wanted in SELF_TESTS:
        said = [problem for _, problem in check_file(path, text)]
        right = not said if wanted is None else len(said) == 1 and wanted in said[0]
        if not right:
            failures += 1
            print(f"{path}: {text!r}: wanted {wanted!r}, was told {said}")
    for path, wanted in PLACE_TESTS:
        said = [problem for _, problem in check_places([path])]
        if not (not said if wanted is None else any(wanted in problem for problem in said)):
            failures += 1
            print(f"{path}: wanted {wanted!r}, was told {said}")
    total = len(SELF_TESTS) + len(PLACE_TESTS)
    print(f"the style check's own test: {total - failures} of {total} as wanted")
    return failures == 0


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1:] != ["--self-test"]:
        sys.exit(__doc__)
    sys.exit(0 if (self_test() if len(sys.argv) > 1 else check_project()) else 1)
