// What patterns match after edits, kept and gone on with, is what a search of the whole file matches, in the same order: names that
// are written, shadowed, imported and made constants in one place decide elsewhere. BARTIZAN_SEED and MATCH_ROUNDS run it again and longer.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { textOf } from "../../server/src/detect/match/bindings.ts";
import { MatchMemory } from "../../server/src/detect/match/match-memory.ts";
import { MatchTarget, type RangeMatch, RuleCompiler } from "../../server/src/detect/match/match-rule.ts";
import { loadRuleFiles } from "../../server/src/detect/rules/load.ts";
import type { LanguageId } from "../../server/src/syntax/language.ts";
import { SyntaxParser } from "../../server/src/syntax/parser.ts";
import { SnapshotStore } from "../../server/src/syntax/snapshots.ts";
import type { TextEdit } from "../../server/src/text/span.ts";
import { nodeGrammars } from "../unit/node-grammars.ts";
import { examples, random } from "./material.ts";

const seed = Number(process.env["BARTIZAN_SEED"] ?? Date.now() % 1_000_000);
const ROUNDS = Number(process.env["MATCH_ROUNDS"] ?? 120);

interface Subject {
  readonly language: LanguageId;
  readonly path: string;
  readonly text: string;
  readonly patterns: readonly string[];
  /** Statements that are put in; X and Y are names of the file. */
  readonly statements: readonly string[];
}

const SCRIPT_PATTERNS = [
  "$X = $Y",
  "$F(...)",
  '$F("...", ...)',
  "$O.$M($A)",
  '"..."',
  "const $X = $Y;\n...\n$F($X, ...);",
  "$X = $Y;\n...\n$Z = $X;",
  "function $F(...) { ... }",
  "if ($C) { ... }",
  "return $X",
  "fs.$M(...)",
  "$X + $Y",
  "new $C(...)",
  "{ $K: $V }",
  "...\nreturn $X;",
];
const SCRIPT_STATEMENTS = [
  'X = "text";\n',
  "X = Y;\n",
  'const X = "word";\n',
  "let X = Y;\n",
  "var X = 1;\n",
  "X.f(Y);\n",
  "this.X = 5;\n",
  'const X = require("fs");\n',
  "X.readFileSync(Y);\n",
  "function X(Y) { return Y; }\n",
  "return X;\n",
  "if (X) {\n",
  "break;\n",
  "X++;\n",
];

const SUBJECTS: readonly Subject[] = [
  {
    language: "javascript",
    path: "a.js",
    text: `${readFileSync("node_modules/commander/lib/command.js", "utf8").slice(0, 40_000)}`,
    patterns: SCRIPT_PATTERNS,
    statements: SCRIPT_STATEMENTS,
  },
  {
    language: "typescript",
    path: "a.ts",
    text: readFileSync("server/src/syntax/snapshots.ts", "utf8"),
    patterns: SCRIPT_PATTERNS,
    statements: [...SCRIPT_STATEMENTS, 'import { X } from "fs";\n', "class X { Y = 3; }\n"],
  },
  {
    language: "python",
    path: "a.py",
    text: examples("test/fixtures/dataflow/python", ".py", 12),
    patterns: [
      "$X = $Y",
      "$F(...)",
      '$F("...", ...)',
      "os.$M(...)",
      "subprocess.run($A, ...)",
      '"..."',
      "$X = $Y\n...\n$F($X, ...)",
      "def $F(...):\n    ...",
      "if $C:\n    ...",
      "return $X",
      "$X % $Y",
      "import $M",
      "class $C: ...",
    ],
    statements: [
      'X = "text"\n',
      "X = Y\n",
      "import os as X\n",
      "from os import X\n",
      "X.system(Y)\n",
      "global X\n",
      "self.X = 5\n",
      "return X\n",
      "for X in Y:\n    pass\n",
      "def X(Y):\n    return Y\n",
      "class X:\n    Y = 3\n",
      "X += 1\n",
    ],
  },
  {
    language: "java",
    path: "A.java",
    text: examples("test/fixtures/dataflow/java", ".java", 12),
    patterns: [
      "$X = $Y;",
      "$T $X = $Y;",
      "$F(...)",
      "$O.$M($A)",
      '$O.$M("...")',
      "(String $S).length()",
      "(String $S) + $Y",
      "$T $X = $Y;\n...\n$F($X);",
      "$T $F(...) { ... }",
      "return $X;",
      "new $C(...)",
      "if ($C) { ... }",
    ],
    statements: [
      'X = "text";\n',
      "X = Y;\n",
      'String X = "word";\n',
      "int X = 3;\n",
      "this.X = 5;\n",
      "X.f(Y);\n",
      "return X;\n",
      "import java.util.X;\n",
      "private final int X = 4;\n",
      "class X { int Y; }\n",
      "while (X) {\n",
    ],
  },
  {
    language: "go",
    path: "a.go",
    text: examples("test/fixtures/dataflow/go", ".go", 12),
    patterns: ["$X = $Y", "$X := $Y", "$F(...)", '$F("...")', "exec.Command(...)", "return $X", "func $F(...) { ... }"],
    statements: ['X = "text"\n', "X := Y\n", "const X = 3\n", "X.Run(Y)\n", "return X\n", "var X string\n", "for {\n"],
  },
];

/** An edit somewhere: a statement between two lines, a line dropped or doubled, a character typed or taken away. */
function someEdit({ statements }: Subject, text: string, below: (n: number) => number): TextEdit {
  const at = below(text.length + 1);
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at) + 1;
  const names = text.slice(Math.max(0, at - 600), at + 600).match(/[A-Za-z_]\w*/g) ?? ["x"];
  const name = () => names[below(names.length)]!;
  switch (below(9)) {
    case 0:
    case 1:
    case 2:
    case 3: {
      const pad = /^[ \t]*/.exec(text.slice(start))![0];
      const statement = statements[below(statements.length)]!.replace(/\bX\b/g, name()).replace(/\bY\b/g, name());
      return { span: { start, end: start }, newText: pad + statement };
    }
    case 4:
      return { span: { start, end }, newText: "" };
    case 5:
      return { span: { start: end, end }, newText: text.slice(start, end) };
    case 6:
      return { span: { start: at, end: Math.min(text.length, at + 1) }, newText: "" };
    default: {
      const letters = "abx1 .,;(){}=+\"'\n";
      return { span: { start: at, end: at }, newText: letters[below(letters.length)]! };
    }
  }
}

const shown = (matches: readonly RangeMatch[]) =>
  matches.map(({ start, end, node, bindings }) => [
    start,
    end,
    node,
    ...[...bindings].map(([name, binding]) => `${name} ${binding.start}-${binding.end} ${textOf(binding)}`),
  ]);

for (const subject of SUBJECTS)
  test(`matches after edits are those of the whole file: ${subject.language} (BARTIZAN_SEED=${seed})`, async () => {
    const parser = await SyntaxParser.start(nodeGrammars);
    const store = new SnapshotStore(parser);
    const { language, path, patterns } = subject;
    await store.prepare([language]);
    const yaml = patterns.map(
      (pattern, at) =>
        `- id: rule-${at}\n  languages: [${language}]\n  severity: ERROR\n  message: m\n  pattern: ${JSON.stringify(pattern)}\n`,
    );
    const { rules, problems } = loadRuleFiles([{ path: "r.yaml", text: `rules:\n${yaml.join("")}` }]);
    assert.deepEqual(problems, []);
    const compiler = new RuleCompiler(parser);
    const below = random(seed);
    let { text } = subject;
    let snapshot = store.set({ path, language, text, keepsTree: true });
    const memory = new MatchMemory(snapshot);
    const undone: string[] = [];
    let wentOn = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const whole = undone.length > 3 || below(3) === 0 ? undone.splice(0).at(0) : undefined;
      const edit = whole === undefined ? someEdit(subject, text, below) : restoring(text, whole);
      undone.push(text);
      text = text.slice(0, edit.span.start) + edit.newText + text.slice(edit.span.end);
      snapshot = store.edit(path, round + 1, [edit]);
      memory.advance(snapshot, snapshot.change);
      if (memory.goesOn) wentOn++;
      const kept = new MatchTarget(text, language, snapshot.ast, snapshot.names, memory);
      const fresh = new MatchTarget(text, language, snapshot.ast, snapshot.names);
      for (const [at, rule] of rules.entries()) {
        // Not every pattern is asked for each time.
        if (below(4) === 0) continue;
        const compiled = compiler.compile(rule, language);
        assert.deepEqual(
          shown(compiler.match(compiled, kept).matches),
          shown(compiler.match(compiled, fresh).matches),
          `round ${round}, ${patterns[at]}, after ${JSON.stringify(edit)}`,
        );
      }
    }
    assert.ok(wentOn > ROUNDS / 10, `went on from what was known after ${wentOn} of ${ROUNDS} edits`);
    store.clear();
  });

/** The one edit that gives a text as it was before. */
function restoring(text: string, before: string): TextEdit {
  let start = 0;
  while (start < text.length && text[start] === before[start]) start++;
  let [end, from] = [text.length, before.length];
  while (end > start && from > start && text[end - 1] === before[from - 1]) {
    end--;
    from--;
  }
  return { span: { start, end }, newText: before.slice(start, from) };
}
