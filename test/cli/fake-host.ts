// A host whose streams are kept, and an engine that finds plain words, so that what the command line does around a scan can be
// tested by itself: files, configuration, output, exit codes.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type CliHost, ExitCode } from "../../server/src/cli/host.ts";
import { run } from "../../server/src/cli/program.ts";
import type { Fix } from "../../server/src/detect/finding.ts";
import { compileRuleSet, type RuleSet } from "../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../server/src/detect/rules/load.ts";
import type { ProbeFetch } from "../../server/src/detect/secrets/validity.ts";
import type { CacheHome } from "../../server/src/kept/scan-cache.ts";
import { securityPage } from "../../server/src/report/page/page.ts";
import { assembleFindings } from "../../server/src/scan/assemble.ts";
import type { Engine } from "../../server/src/scan/engine.ts";
import type { RawFinding } from "../../server/src/scan/raw-finding.ts";
import type { ScanOptions, Workspace } from "../../server/src/scan/workspace.ts";
import { languageOfPath } from "../../server/src/syntax/language.ts";

export const RULES = `rules:
  - id: bad-word
    languages: [generic]
    severity: ERROR
    message: This word depends on what the client sends.
    pattern: BAD
    metadata:
      cwe: CWE-89
      owasp: A03:2021
      confidence: HIGH
      guidance: |
        Whoever controls the word controls the rest. Say something \`else\`.
  - id: ugly-word
    languages: [generic]
    severity: WARNING
    message: This word is ugly.
    pattern: UGLY
    metadata: { cwe: CWE-327, confidence: MEDIUM, guidance: Say it nicely. }
`;

/** Finds BAD (with a flow from SOURCE and a safe fix to GOOD), UGLY, and TOKEN-… as a secret; CRASH throws. */
function fakeWorkspace(rules: RuleSet, options: ScanOptions): Workspace {
  const files = new Map<string, string>();
  return {
    prepare: async () => undefined,
    setRules: () => undefined,
    set: ({ path, text }) => void files.set(path, text),
    edit(path, edits) {
      let text = files.get(path)!;
      for (const { span, newText } of edits) text = text.slice(0, span.start) + newText + text.slice(span.end);
      files.set(path, text);
    },
    absorb: () => true,
    ahead: () => ({ files: 0, units: 0 }),
    commentPlace: () => undefined,
    settle: () => false,
    release: () => undefined,
    remove: (path) => void files.delete(path),
    clear: () => files.clear(),
    text: (path) => files.get(path),
    affected: () => [],
    paths: () => [...files.keys()],
    dispose: () => files.clear(),
    scanNear(path) {
      return this.scan(path);
    },
    isBehind: () => false,
    glance(path) {
      return this.scan(path);
    },
    scan(path) {
      const text = files.get(path)!;
      if (text.includes("CRASH")) throw new Error("the engine broke");
      const raw: RawFinding[] = [];
      const add = (ruleId: string, start: number, length: number, more: Partial<RawFinding>) => {
        const rule = rules.rule(ruleId);
        if (!rule && ruleId !== "token") return;
        raw.push({
          ruleId,
          span: { start, end: start + length },
          message: rule?.message ?? "A token.",
          severity: rule?.severity ?? "critical",
          confidence: rule?.confidence ?? "high",
          traces: [],
          fixes: [],
          metavariables: {},
          isSecret: false,
          weakerThan: [],
          ...more,
        });
      };
      const source = text.indexOf("SOURCE");
      for (const { index } of text.matchAll(/BAD/g)) {
        const span = { start: index, end: index + 3 };
        const fix: Fix = { title: "Say GOOD", edits: [{ span, newText: "GOOD" }], safety: "safe" };
        const steps = [
          { path, span: { start: source, end: source + 6 }, message: "`SOURCE` comes from the client" },
          { path, span, message: "it is said here" },
        ];
        add("bad-word", index, 3, {
          fixes: text.includes("UNFIXABLE") ? [] : [fix],
          traces: source < 0 ? [] : [steps],
        });
      }
      for (const { index } of text.matchAll(/UGLY/g)) add("ugly-word", index, 4, {});
      for (const match of text.matchAll(/TOKEN-\w+/g)) add("token", match.index, match[0].length, { isSecret: true });
      const findings = assembleFindings(raw, {
        path,
        text,
        language: languageOfPath(path),
        astAt: () => undefined,
        today: options.today,
        reportUnusedSuppressions: options.reportUnusedSuppressions,
        secretsIn: () => [],
        isActive: () => true,
      });
      return { findings, problems: [] };
    },
  };
}

export const FAKE_ENGINE: Engine = {
  builtinRules: async () => [{ path: "rules/words.yaml", text: RULES }],
  compileRules: (files, selection) => compileRuleSet(loadRuleFiles(files), selection),
  checkRules: async () => [],
  createWorkspace: async (rules, options) => fakeWorkspace(rules, options),
};

/** A text of `-> target` is a link. */
export type Tree = Readonly<Record<string, string | Uint8Array>>;

export class Sandbox {
  readonly folder: string;

  constructor(tree: Tree) {
    this.folder = mkdtempSync(join(tmpdir(), "bartizan-cli-"));
    for (const [path, content] of Object.entries(tree)) this.write(path, content);
  }

  write(path: string, content: string | Uint8Array): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === "string" && content.startsWith("-> ")) symlinkSync(content.slice(3), file);
    else writeFileSync(file, content);
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 9 });
  }
}

export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in a folder of the sandbox. */
export async function command(
  sandbox: Sandbox,
  argv: readonly string[],
  more: {
    cwd?: string;
    environment?: Record<string, string>;
    engine?: Engine;
    isTerminal?: boolean;
    fetch?: ProbeFetch;
    cache?: CacheHome;
    stdin?: string;
  } = {},
): Promise<Ran> {
  let out = "";
  let err = "";
  let clock = 0;
  const host: CliHost = {
    cwd: join(sandbox.folder, more.cwd ?? ""),
    environment: more.environment ?? {},
    version: "0.0.0",
    stdout: {
      write: (text) => {
        out += text;
      },
      isTerminal: more.isTerminal ?? false,
      columns: more.isTerminal ? 100 : undefined,
    },
    stderr: {
      write: (text) => {
        err += text;
      },
      isTerminal: more.isTerminal ?? false,
      columns: more.isTerminal ? 60 : undefined,
    },
    now: () => (clock += 100),
    today: () => "2026-06-15",
    engine: () => more.engine ?? FAKE_ENGINE,
    securityPage,
    ...(more.fetch ? { fetch: more.fetch } : {}),
    ...(more.cache ? { cache: more.cache } : {}),
    stdin: async () => new TextEncoder().encode(more.stdin ?? ""),
  };
  const code = await run(argv, host, async () => ExitCode.clean);
  return { code, out, err };
}

export async function withTree(tree: Tree, body: (sandbox: Sandbox) => Promise<void>): Promise<void> {
  const sandbox = new Sandbox(tree);
  try {
    await body(sandbox);
  } finally {
    sandbox.dispose();
  }
}
