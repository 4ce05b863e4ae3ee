"""Writes test/fixtures/regex/table.json: what PCRE2 and Python's re find first with generated expressions in generated texts.

    pip install pcre2 && python test/conformance/regex-oracle.py [--extra FILE] [--output FILE] [--seed N] [--count N]

Left out is what our engine refuses (branch reset groups, `\\G`, `\\K` in a group) and where versions differ (`\\p{Lu}` without regard to case).
Expressions are put together at random from the constructs in which dialects differ: anchors, classes, POSIX classes, flags in
mid-pattern, named groups, look-around, atomic and possessive repeats, escapes, back references. `--extra` adds those of a
JSON list. `test/unit/regex-table.test.ts` holds our engine to the table.
"""
import argparse, json, random, re
import pcre2

ATOMS = ["a", "b", "ab", "é", "[ab]", "[^a]", "[a-c]", "[^\\n]", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", ".", "\\.",
         "[\\w.-]", "[\\s\\S]", "(?:ab|a)", "(a)", "(a|b)", "(?:)", "[]a]", "[^]a]", "[a\\]b]", "[-a]", "\\t", "\\x61", "_"]
PCRE_ATOMS = ["[[:alpha:]]", "[[:^digit:]]", "[[:space:]a]", "[[:upper:]]", "[[:punct:]]", "\\h", "\\H", "\\R", "\\v", "\\Qa.b\\E",
              "\\e", "\\N", "(?>ab|a)", "[[:word:]-]", "\\p{L}", "\\P{L}"]
ANCHORS = ["^", "$", "\\b", "\\B", "\\A", "\\Z"]
PCRE_ANCHORS = ["\\z"]
REPEATS = ["*", "+", "?", "{2}", "{1,2}", "{0,1}", "{2,}", "*?", "+?", "??", "{1,2}?"]
POSSESSIVE = ["*+", "++", "?+", "{1,2}+"]
AROUND = ["(?={})", "(?!{})", "(?<={})", "(?<!{})"]
PIECES = ["a", "b", "c", "ab", "A", "B", "aab", "1", "_", ".", "-", " ", "\t", "\n", "\r\n", "é", "É", "\u00a0", "\u2028", "\x0b", "\x1b", "a.b", "]"]


def expression(rng, dialect, depth=0):
    parts = []
    groups = 0
    for _ in range(rng.randint(1, 4)):
        kind = rng.random()
        atoms = ATOMS + (PCRE_ATOMS if dialect == "pcre" else [])
        if kind < 0.12:
            parts.append(rng.choice(ANCHORS + (PCRE_ANCHORS if dialect == "pcre" else [])))
        elif kind < 0.2 and depth < 2:
            inner = rng.choice(atoms)
            parts.append(rng.choice(AROUND).replace("{}", inner))
        elif kind < 0.32 and depth < 2:
            inner = expression(rng, dialect, depth + 1)
            groups += 1
            opening = rng.choice(["(", "(?:", "(?P<n%d>" % rng.randint(0, 9), "(?i:", "(?s:", "(?-i:", "(?m:"])
            if dialect == "pcre" and rng.random() < 0.3:
                opening = rng.choice(["(?<n%d>" % rng.randint(0, 9), "(?>", "(?-s:", "(?'q%d'" % rng.randint(0, 9)])
            parts.append(opening + inner + ")" + (rng.choice(REPEATS) if rng.random() < 0.3 else ""))
        elif kind < 0.36:
            parts.append(rng.choice(["(a)\\1", "(?P<x>[ab])(?P=x)"] + (["(a)\\g{1}", "(?<y>b)\\k<y>", "(a)\\g{-1}"] if dialect == "pcre" else []) + (["a\\Kb"] if dialect == "pcre" and depth == 0 else [])))
        elif kind < 0.4 and dialect == "pcre":
            parts.append(rng.choice(["(?i)", "(?s)", "(?-i)", "(?m)", "(?x) a b # c\n", "(?-m)"]))
        elif kind < 0.46:
            parts.append(rng.choice(atoms) + "|" + rng.choice(atoms))
        else:
            repeat = ""
            if rng.random() < 0.4:
                repeat = rng.choice(REPEATS + (POSSESSIVE if dialect == "pcre" else []))
            parts.append(rng.choice(atoms) + repeat)
    text = "".join(parts)
    if depth == 0 and dialect == "python" and rng.random() < 0.25:
        text = rng.choice(["(?i)", "(?s)", "(?m)", "(?im)"]) + text
    return text


def matches(dialect, source, flags, text):
    if dialect == "pcre":
        # As Semgrep has it: Unicode texts, but \\w and the like are ASCII.
        value = pcre2.ASCII | sum({"m": pcre2.MULTILINE, "i": pcre2.IGNORECASE, "s": pcre2.DOTALL}[flag] for flag in flags)
        compiled = pcre2.compile(source, flags=value)
    else:
        value = sum({"m": re.MULTILINE, "i": re.IGNORECASE, "s": re.DOTALL}[flag] for flag in flags)
        compiled = re.compile(source, value)
    match = compiled.search(text)
    return [list(match.span(group)) for group in range(compiled.groups + 1)] if match else []


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--extra")
    parser.add_argument("--output", default="test/fixtures/regex/table.json")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--count", type=int, default=500)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    sources = [("pcre" if rng.random() < 0.65 else "python", None) for _ in range(options.count)]
    sources = [(dialect, expression(rng, dialect)) for dialect, _ in sources]
    if options.extra:
        sources += [("pcre", source) for source in json.load(open(options.extra))]
    rows = []
    for dialect, source in sources:
        flags = rng.choice(["", "", "m", "i", "s", "m"])
        for _ in range(3):
            text = "".join(rng.choice(PIECES) for _ in range(rng.randint(0, 10)))
            try:
                rows.append([dialect, source, flags, text, matches(dialect, source, flags, text)])
            except Exception:
                break  # the oracle takes no such expression
    with open(options.output, "w") as out:
        out.write("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n")


main()
