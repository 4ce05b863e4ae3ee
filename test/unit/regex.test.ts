import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ambiguityOf } from "../../server/src/text/regex/ambiguity.ts";
import { Backtracker } from "../../server/src/text/regex/backtracker.ts";
import { contains, unicodeDigits, unicodeProperty, unicodeWord } from "../../server/src/text/regex/char-set.ts";
import { compileRegex } from "../../server/src/text/regex/compile.ts";
import { toJavaScript } from "../../server/src/text/regex/javascript.ts";
import { readRegex } from "../../server/src/text/regex/read.ts";
import type { CompiledRegex, RegexDialect } from "../../server/src/text/regex/regex.ts";
import { childrenOf, lengthOf, type RegexNode, type RegexTree } from "../../server/src/text/regex/tree.ts";

function compile(source: string, dialect: RegexDialect, flags = ""): CompiledRegex {
  const regex = compileRegex(source, { dialect, flags });
  if (regex.kind === "problem") throw new Error(`${source}: ${regex.message} at ${regex.at}`);
  return regex;
}

function treeOf(source: string, dialect: RegexDialect = "pcre"): RegexTree {
  const tree = readRegex(source, dialect, "");
  if ("message" in tree) throw new Error(`${source}: ${tree.message}`);
  return tree;
}

/** What the pattern finds: the matched texts, joined. Our own matcher must find the same. */
function found(source: string, dialect: RegexDialect, text: string, flags = ""): string[] {
  const matches = compile(source, dialect, flags).matchAll(text);
  const tree = readRegex(source, dialect, flags);
  assert.ok(!("message" in tree));
  assert.deepEqual(
    ownMatches(tree, text),
    matches.map((m) => [m.start, m.end]),
    `own matcher on /${source}/`,
  );
  return matches.map((m) => text.slice(m.start, m.end));
}

function ownMatches(tree: RegexTree, text: string): [number, number][] {
  const own = Backtracker.create(tree);
  assert.ok(own !== undefined);
  own.begin(text, text.length);
  const result: [number, number][] = [];
  let at = 0;
  while (at <= text.length) {
    const registers = own.search(at);
    if (registers === undefined) break;
    result.push([registers[0]!, registers[1]!]);
    at =
      registers[1]! > registers[0]!
        ? registers[1]!
        : registers[1]! + ((text.codePointAt(registers[1]!) ?? 0) > 0xffff ? 2 : 1);
  }
  assert.equal(own.hasGivenUp, false);
  return result;
}

test("flags hold where they are set and until their group ends", () => {
  assert.deepEqual(found("a(?i)b", "re2", "ab aB AB"), ["ab", "aB"]);
  assert.deepEqual(found("(?i:a)b", "pcre", "ab Ab AB"), ["ab", "Ab"]);
  assert.deepEqual(found("(?i)a(?-i)b", "re2", "ab Ab AB"), ["ab", "Ab"]);
  assert.deepEqual(found("(a(?i)b|c)d", "pcre", "aBd cd Cd CD"), ["aBd", "cd", "Cd"]);
  assert.deepEqual(found("(?s)a.b", "re2", "a\nb"), ["a\nb"]);
  assert.deepEqual(found("a.b", "pcre", "a\nb a\rb"), ["a\rb"]);
  assert.deepEqual(found("(?x) a # first\n b [ ] c", "pcre", "ab c abc"), ["ab c"]);
  assert.deepEqual(found("(?U)a+", "re2", "aaa"), ["a", "a", "a"]);
  assert.deepEqual(found("k", "re2", "k K \u212a", "i"), ["k", "K", "\u212a"]);
  assert.deepEqual(found("[^a]", "re2", "aAb", "i"), ["b"]);
  assert.deepEqual(found("\\W", "re2", "sSkK-", "i"), ["-"]);
  assert.deepEqual(found("[[:^alpha:]\\D]", "re2", "sK1", "i"), ["s", "K", "1"]);
});

test("anchors mean what the dialect says", () => {
  assert.deepEqual(found("b$", "re2", "b\n"), []);
  assert.deepEqual(found("b$", "pcre", "b\n"), ["b"]);
  assert.deepEqual(found("b\\Z", "pcre", "b\n"), ["b"]);
  assert.deepEqual(found("b\\Z", "python", "b\n"), []);
  assert.deepEqual(found("b\\z", "pcre", "b\n"), []);
  assert.deepEqual(found("(?m)^a$", "re2", "a\na\r\na"), ["a", "a"]);
  assert.deepEqual(found("\\Aa", "re2", "aa"), ["a"]);
  assert.deepEqual(found("\\bé", "python", "é"), ["é"]);
  assert.deepEqual(found("\\bé", "pcre", "é"), []);
});

test("classes and escapes are those of the dialect", () => {
  assert.deepEqual(found("[[:alpha:]]+", "re2", "ab1"), ["ab"]);
  assert.deepEqual(found("[[:^alpha:]]+", "re2", "ab1-"), ["1-"]);
  assert.deepEqual(found("[[:alpha:]]+", "python", ":]"), [":]"]);
  assert.deepEqual(found("[]a]+", "pcre", "]a["), ["]a"]);
  assert.deepEqual(found("[^]a]+", "pcre", "]b["), ["b["]);
  assert.deepEqual(found("[\\w.-]+", "re2", "a.b-c"), ["a.b-c"]);
  assert.deepEqual(found("[\\w-x]+", "pcre", "a-x"), ["a-x"]);
  assert.deepEqual(found("[a\\]b]+", "re2", "a]b"), ["a]b"]);
  assert.deepEqual(found("\\s", "re2", "\v\u00a0 "), [" "]);
  assert.deepEqual(found("\\s", "pcre", "\v\u00a0 "), ["\v", " "]);
  assert.deepEqual(found("\\s", "python", "\v\u00a0 "), ["\v", "\u00a0", " "]);
  assert.deepEqual(found("\\h+", "pcre", " \t\u00a0\n"), [" \t\u00a0"]);
  assert.deepEqual(found("\\x{41}\\x42\\103", "re2", "ABC"), ["ABC"]);
  assert.deepEqual(found("\\pL\\PL", "re2", "é1"), ["é1"]);
  assert.deepEqual(found("\\p{Greek}+", "re2", "aβγ"), ["βγ"]);
  assert.deepEqual(found("\\Qa.b\\E+", "pcre", "a.bb axb"), ["a.bb"]);
  assert.deepEqual(found("a{,2}{x}", "pcre", "a{,2}{x}"), ["a{,2}{x}"]);
  assert.deepEqual(found("a{,2}", "python", "aaa"), ["aa", "a", ""]);
  assert.deepEqual(found("\\_\\-\\y", "pcre", "_-y"), ["_-y"]);
  assert.deepEqual(found("\\d", "python", "٣"), ["٣"]);
  assert.deepEqual(found(".", "pcre", "😀"), ["😀"]);
  assert.deepEqual(found("[^a]{2}", "re2", "😀😀"), ["😀😀"]);
  assert.deepEqual(found("\\R", "pcre", "\r\n\n"), ["\r\n", "\n"]);
});

test("empty matches are those that Go reports", () => {
  const places = (source: string, text: string): [number, number][] =>
    compile(source, "re2")
      .matchAll(text)
      .map((m) => [m.start, m.end]);
  assert.deepEqual(places("a*", "baac"), [
    [0, 0],
    [1, 3],
    [4, 4],
  ]);
  assert.deepEqual(places("(?m)^\\B", "é😀"), [[0, 0]]);
});

test("groups keep their names, numbers and places", () => {
  const regex = compile("(?P<key>\\w+)=(?<value>\\d+)?", "re2");
  assert.deepEqual(
    [...regex.groupNames],
    [
      ["key", 1],
      ["value", 2],
    ],
  );
  assert.deepEqual(regex.exec("x ab=12")!.groups, [
    { start: 2, end: 7 },
    { start: 2, end: 4 },
    { start: 5, end: 7 },
  ]);
  assert.deepEqual(regex.exec("ab=")!.groups[2], undefined);
  // The host forgets groups of earlier turns; the dialects do not.
  assert.deepEqual(compile("(?:(a)|b)+", "pcre").exec("ab")!.groups[1], { start: 0, end: 1 });
});

test("what only backtracking can do is done", () => {
  assert.deepEqual(found("(['\"])x\\1", "pcre", "'x' \"x' \"x\""), ["'x'", '"x"']);
  assert.deepEqual(found("(?P<q>['\"])x(?P=q)", "python", "'x' \"x'"), ["'x'"]);
  assert.deepEqual(found("(?i)(a)\\1", "pcre", "aA"), ["aA"]);
  assert.deepEqual(found("(a)?\\1b", "pcre", "b aab"), ["aab"]);
  assert.deepEqual(found("a++b|a+c", "pcre", "aab aac"), ["aab", "aac"]);
  assert.deepEqual(found("(?>a|ab)c", "pcre", "abc ac"), ["ac"]);
  assert.deepEqual(found("a(?=b)|(?<=a)b|(?<!a)c|c(?!d)", "pcre", "ab c acd ac"), ["a", "b", "c", "c"]);
  assert.deepEqual(found("foo\\Kbar", "pcre", "foobar bar"), ["bar"]);
});

test("a region ends the text on the right and shows it on the left", () => {
  const regex = compile("\\bb+$", "re2");
  assert.deepEqual(
    regex.exec("abbb bbb", 1),
    undefined === regex.exec("abbb bbb", 1, 4) ? regex.exec("abbb bbb", 5) : undefined,
  );
  assert.equal(regex.exec("abbb", 1), undefined);
  assert.deepEqual(regex.exec("bbbb", 0, 2)!.end, 2);
  assert.deepEqual(regex.matchAt("a bb", 2)!.start, 2);
  assert.equal(regex.matchAt("a bb", 1), undefined);
});

test("what cannot be carried out is refused with its reason and place", () => {
  const refusals: [string, RegexDialect, RegExp, number][] = [
    ["a(b", "re2", /without "\)"/, 1],
    ["a)b", "re2", /without "\("/, 1],
    ["*a", "pcre", /nothing before it/, 0],
    ["[a", "re2", /without "\]"/, 0],
    ["x(?=a)", "re2", /RE2/, 1],
    ["(a)\\1", "re2", /RE2/, 3],
    ["\\2(a)", "pcre", /no group 2/, 0],
    ["(?R)", "pcre", /recursion/, 0],
    ["(a)(?(1)b|c)", "pcre", /conditional/, 3],
    ["a(*SKIP)b", "pcre", /verbs/, 1],
    ["(?P=x)", "python", /named "x"/, 0],
    ["\\p{Klingon}", "re2", /Klingon/, 0],
    ["\\y", "re2", /escape/, 0],
    ["a{3,1}", "pcre", /from 3 to 1/, 1],
    ["[z-a]", "pcre", /backwards/, 1],
    ["a{2000}", "re2", /above 1000/, 1],
    ["(".repeat(300) + ")".repeat(300), "pcre", /deep/, 200],
    ["a\\", "pcre", /backslash/, 1],
  ];
  for (const [source, dialect, message, at] of refusals) {
    const result = compileRegex(source, { dialect });
    assert.equal(result.kind, "problem", source);
    assert.match(result.kind === "problem" ? result.message : "", message, source);
    assert.equal(result.kind === "problem" ? result.at : -1, at, source);
  }
});

test("patterns are judged by how they can blow up", () => {
  const degree = (source: string): number => ambiguityOf(treeOf(source)).degree;
  for (const linear of [
    "abc",
    "[ab]{3,5}c",
    "=[a-z]+",
    "\\bkey[ =]{0,3}\\w{10,50}\\b",
    "^a*b",
    "x(?:ab)*c",
    "-----BEGIN[^-]+-",
    "(?:[0-9]{1,3}\\.){3}[0-9]{1,3}",
  ]) {
    assert.equal(degree(linear), 0, linear);
  }
  for (const quadratic of ["a+b", "foo.*bar", "^a*a*b", "\\s+$", "ab(?=.*c)"])
    assert.equal(degree(quadratic), 1, quadratic);
  assert.equal(degree(".*a.*b"), 2);
  for (const exponential of ["(a+)+b", "(a|a)*b", "(a*)*b", "(?:a?b?)*c", "(\\w+\\s?)*$", "x(?=(a+)+b)"]) {
    assert.equal(degree(exponential), Number.POSITIVE_INFINITY, exponential);
  }
});

test("hostile text costs bounded time", () => {
  const million = 1_000_000;
  const cases: [string, RegexDialect, string][] = [
    ["(a+)+b", "pcre", "a".repeat(million)],
    ["(a|a)*$b", "re2", "a".repeat(million)],
    ["a.*b.*c", "re2", "ab".repeat(million / 2)],
    ["(?=(a+)+b)x", "pcre", "a".repeat(million / 4)],
    ["foo.*(?!bar)baz", "pcre", "foo".repeat(million / 4)],
    ["-----BEGIN[\\s\\S]{64,}?KEY-----", "re2", "-----BEGIN".repeat(million / 10)],
  ];
  for (const [source, dialect, text] of cases) {
    const regex = compile(source, dialect);
    const start = performance.now();
    assert.deepEqual(regex.matchAll(text), []);
    const elapsed = performance.now() - start;
    assert.ok(elapsed < 10_000, `/${source}/ took ${elapsed} ms`);
    assert.equal(regex.cutShort, 0, source);
  }
  const reference = compile("(a*)(a*)\\2\\1b", "pcre");
  const start = performance.now();
  reference.matchAll("a".repeat(5000));
  assert.ok(performance.now() - start < 10_000);
  assert.equal(reference.cutShort, 1);
});

/** Where the host differs from PCRE: whether an optional turn may match nothing. */
function hasEmptyOption(node: RegexNode): boolean {
  if (node.kind === "repeat" && node.max > node.min && lengthOf(node.body).min === 0) return true;
  return childrenOf(node).some(hasEmptyOption);
}

const atom = fc.constantFrom(
  "a",
  "b",
  "c",
  "[ab]",
  "[^a]",
  ".",
  "\\b",
  "^",
  "$",
  "(?=a)",
  "(?!b)",
  "(?<=a)",
  "(?<!ab)",
  "\\w",
  "\n",
);
const pattern: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    atom,
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => a + b),
    fc.tuple(tie("node"), tie("node")).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(tie("node"), fc.constantFrom("*", "+", "?", "*?", "+?", "{2}", "{1,2}", "++"))
      .map(([a, q]) => `(?:${a})${q}`),
    tie("node").map((a) => `(${a})`),
    tie("node").map((a) => `(?i:${a})`),
    tie("node").map((a) => `(?>${a})`),
  ),
})).node;

test("our own matcher finds what the host's engine finds", () => {
  fc.assert(
    fc.property(pattern, fc.stringMatching(/^[abcA\n ]{0,12}$/), (source, text) => {
      const tree = treeOf(source);
      fc.pre(!hasEmptyOption(tree.root));
      const own = ownMatches(tree, text);
      const host = new RegExp(toJavaScript(tree).pattern, "gu");
      assert.deepEqual(
        own,
        [...text.matchAll(host)].map((m) => [m.index, m.index + m[0].length]),
      );
    }),
    { numRuns: 3000 },
  );
});

test("the sets of Unicode's letters and digits that are written down are those of the JavaScript engine", () => {
  const written = 17;
  const engine = Number.parseFloat(process.versions["unicode"]!);
  for (const [set, own] of [
    [unicodeWord(), /[\p{L}\p{N}_]/u],
    [unicodeDigits(), /\p{Nd}/u],
  ] as const)
    for (let code = 0; code < 0x40000; code++) {
      const isWritten = contains(set, code);
      const isMember = own.test(String.fromCodePoint(code));
      // Later versions only add letters.
      if (engine <= written) assert.ok(isWritten || !isMember, `U+${code.toString(16)} is missing`);
      if (engine >= written) assert.ok(isMember || !isWritten, `U+${code.toString(16)} is too many`);
    }
});

test("what a property of Unicode's holds is what the JavaScript engine finds one by one", () => {
  for (const name of ["L", "Lo", "Cn", "Co", "Cs", "Han", "Hangul", "Nd", "Lu"]) {
    const set = unicodeProperty(name)!;
    const own = new RegExp(["Han", "Hangul"].includes(name) ? `\\p{Script=${name}}` : `\\p{${name}}`, "u");
    for (let code = 0; code <= 0x10ffff; code++)
      if (contains(set, code) !== own.test(String.fromCodePoint(code))) assert.fail(`${name}: U+${code.toString(16)}`);
  }
});
