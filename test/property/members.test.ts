// Edits of whole members, of which most leave a file that parses: functions, classes and statements come, go, move to other places and
// files, or are called what others are called. Where single keys break a text, what they would show is hidden by what is put off until it is
// whole again; here all that one place may say of another changes. What a workspace finds afterwards is what a scan from scratch finds.
// The seed is in the tests' names; MEMBER_EDITS runs them longer.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { compileRuleSet, type RuleSet } from "../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../server/src/detect/rules/load.ts";
import { createWorkspace } from "../../server/src/scan/create-workspace.ts";
import { scan } from "../../server/src/scan/scan.ts";
import type { ScanOptions, ScanResult, Workspace } from "../../server/src/scan/workspace.ts";
import { type Ast, type AstNode, NO_NODE } from "../../server/src/syntax/ast.ts";
import { Kind, Role } from "../../server/src/syntax/kind.ts";
import { languageOfPath } from "../../server/src/syntax/language.ts";
import { SyntaxParser } from "../../server/src/syntax/parser.ts";
import type { Span } from "../../server/src/text/span.ts";
import { fixturePrograms, languagesWithFixtures } from "../unit/flow/feature-cases.ts";
import { lowerText, nodeGrammars } from "../unit/node-grammars.ts";
import { random } from "./material.ts";

const EDITS = Number(process.env["MEMBER_EDITS"] ?? 48);
const EDITS_OF_A_PROGRAM = 12;
const seed = Number(process.env["BARTIZAN_SEED"] ?? Date.now() % 1_000_000);
const OPTIONS: ScanOptions = { today: "2030-01-01", reportUnusedSuppressions: true, maximumParsedLength: 1_000_000 };

const RULES = `
rules:
  - id: flow
    languages: [javascript, typescript, python, java, kotlin, go, csharp, php, ruby]
    mode: taint
    severity: ERROR
    message: It arrives.
    pattern-sources: [{ kind: remote-input }]
    pattern-sinks: [{ kind: sql-query }, { kind: html }]
    pattern-sanitizers: [{ kind: sql-escape }]
`;

function fixtureRules(): RuleSet {
  const models = readdirSync(join("rules", "models"))
    .map((language) => join("rules", "models", language, "standard-library.yaml"))
    .concat(join("test", "fixtures", "dataflow", "models.yaml"))
    .flatMap((path) => {
      try {
        return [{ path, text: readFileSync(path, "utf8") }];
      } catch {
        return [];
      }
    });
  return compileRuleSet(loadRuleFiles([...models, { path: "rules.yaml", text: RULES }]), { overrides: [] });
}

/** What stands for what: a member may take another's place, a statement another's. */
type Part = "member" | "statement" | "name";

interface Found {
  readonly part: Part;
  readonly span: Span;
}

function partsOf(ast: Ast): Found[] {
  const found: Found[] = [];
  for (let node = 1; node < ast.size; node++) {
    const part = partOf(ast, node);
    if (part) found.push({ part, span: ast.span(node) });
  }
  return found;
}

function partOf(ast: Ast, node: AstNode): Part | undefined {
  const kind = ast.kind(node);
  const around = ast.kind(ast.parent(node));
  if (kind === Kind.Identifier || kind === Kind.Type) return ast.end(node) > ast.start(node) ? "name" : undefined;
  if ((kind === Kind.Function || kind === Kind.Class) && ast.child(node, Role.Name) !== NO_NODE) return "member";
  if (kind === Kind.Field || (kind === Kind.Function && around === Kind.Class)) return "member";
  return around === Kind.Block && ast.role(node) !== Role.Name ? "statement" : undefined;
}

/** A part's text where another one stands, each line as far in as that. */
function movedIn(from: string, part: Span, to: string, at: number): string {
  const indentationOf = (text: string, offset: number) =>
    /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", offset - 1) + 1))![0];
  const [then, now] = [indentationOf(from, part.start), indentationOf(to, at)];
  const lines = from.slice(part.start, part.end).split("\n");
  return lines
    .map((line, index) => (index === 0 ? line : now + (line.startsWith(then) ? line.slice(then.length) : line)))
    .join("\n");
}

class Writer {
  readonly #workspace: Workspace;
  readonly #paths: readonly string[];
  readonly #below: (below: number) => number;
  readonly #before = new Map<string, string[]>();

  constructor(workspace: Workspace, paths: readonly string[], below: (below: number) => number) {
    this.#workspace = workspace;
    this.#paths = paths;
    this.#below = below;
  }

  /** Edits one of the files; says what it did. */
  async edit(): Promise<string> {
    const path = this.#oneOf(this.#paths);
    const text = this.#workspace.text(path)!;
    const history = this.#before.get(path) ?? [];
    this.#before.set(path, history);
    const last = this.#below(6) === 0 ? history.pop() : undefined;
    if (last !== undefined) return this.#replace(path, { start: 0, end: text.length }, last, "as it was");
    history.push(text);
    const parts = partsOf(await lowerText(languageOfPath(path), text));
    const part = (["member", "member", "statement", "name"] as const)[this.#below(4)]!;
    const here = parts.filter((each) => each.part === part);
    if (here.length === 0) return "nothing";
    const { span } = this.#oneOf(here);
    const other = this.#oneOf(this.#paths);
    const otherText = this.#workspace.text(other)!;
    const there = partsOf(await lowerText(languageOfPath(other), otherText)).filter((each) => each.part === part);
    if (there.length === 0) return "nothing";
    const newText = movedIn(otherText, this.#oneOf(there).span, text, span.start);
    if (part === "name") return this.#replace(path, span, newText, "renamed");
    switch (this.#below(3)) {
      case 0:
        return this.#replace(path, span, "", "dropped");
      case 1:
        return this.#replace(path, span, newText, "replaced");
      default:
        return this.#replace(
          path,
          { start: span.end, end: span.end },
          `\n${movedIn(" ", { start: 0, end: 1 }, text, span.start).trim()}${newText}`,
          "added",
        );
    }
  }

  #replace(path: string, span: Span, newText: string, what: string): string {
    const gone = this.#workspace.text(path)!.slice(span.start, span.end);
    this.#workspace.edit(path, [{ span, newText }]);
    return what === "as it was"
      ? `${path} ${what}`
      : `${path}, ${span.start}: ${what}: ${JSON.stringify(gone)} by ${JSON.stringify(newText)}`;
  }

  #oneOf<T>(list: readonly T[]): T {
    return list[this.#below(list.length)]!;
  }
}

const plain = ({ findings, problems }: ScanResult, path: string): unknown =>
  JSON.parse(
    JSON.stringify([findings.filter((each) => each.path === path), problems.filter((each) => each.path === path)]),
  );

for (const language of languagesWithFixtures())
  test(`after edits of members, ${language} findings are those of a scan from scratch (BARTIZAN_SEED=${seed}, ${EDITS} edits)`, async () => {
    const parser = await SyntaxParser.start(nodeGrammars);
    const rules = fixtureRules();
    const below = random(seed);
    const programs = fixturePrograms(language);
    let found = 0;
    for (let edits = 0; edits < EDITS; edits += EDITS_OF_A_PROGRAM) {
      const files = { ...programs[below(programs.length)]!.files, ...programs[below(programs.length)]!.files };
      const paths = Object.keys(files).filter((path) => !path.endsWith("go.mod"));
      const workspace = createWorkspace(parser, rules, OPTIONS);
      await workspace.prepare(paths.map((path) => languageOfPath(path)));
      for (const path of Object.keys(files)) workspace.set({ path, text: files[path]!, isOpen: true });
      const writer = new Writer(workspace, paths, below);
      const log: string[] = [];
      for (let edit = 0; edit < EDITS_OF_A_PROGRAM; edit++) {
        log.push(await writer.edit());
        if (below(3) > 0) workspace.scan(paths[below(paths.length)]!);
        if (below(4) === 0) continue;
        for (const path of paths) workspace.settle(path);
        const texts = Object.keys(files).map((path) => ({ path, text: workspace.text(path) ?? files[path]! }));
        const fresh = await scan(parser, { files: texts, rules, options: OPTIONS });
        found += fresh.findings.length;
        for (const path of paths)
          assert.deepEqual(plain(workspace.scan(path), path), plain(fresh, path), `${path} after\n${log.join("\n")}`);
      }
      workspace.dispose();
    }
    assert.ok(found > EDITS, "the files hold findings that could differ");
  });
