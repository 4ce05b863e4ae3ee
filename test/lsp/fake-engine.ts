// A host and an engine that tests can steer: files in memory, and one rule that is easy to follow by eye. `sink(x)` is a
// flaw when some file of the workspace says `x = source()`; writing `safe(x)` ends it.

import type { Finding, Step } from "../../server/src/detect/finding.ts";
import type { Rule } from "../../server/src/detect/rule.ts";
import type { RuleFile, RuleSelection, RuleSet } from "../../server/src/detect/rule-set.ts";
import { applySuppressions, suppressionsOf } from "../../server/src/detect/suppression.ts";
import type { FileAccess, Host } from "../../server/src/lsp/host.ts";
import type { FolderEntry } from "../../server/src/protocol.ts";
import { securityPage } from "../../server/src/report/page/page.ts";
import type { Ahead, ScanOptions, ScanResult, SourceFile, Workspace } from "../../server/src/scan/workspace.ts";
import { languageOfPath } from "../../server/src/syntax/language.ts";
import type { TextEdit } from "../../server/src/text/span.ts";

export const FLOW_RULE = "tainted-sink";

/** What a message that was just answered leads to is under way after so many turns. */
const QUIET_TURNS = 10;

export interface FakeHost extends Host {
  readonly memoryFiles: Map<string, string>;
  /** Rule files that were compiled last. */
  compiled: readonly RuleFile[];
  scans: number;
  /** Resolves once nothing is left to be done in a later turn or after a time. */
  rest(): Promise<void>;
}

export function fakeHost(files: Readonly<Record<string, string>> = {}): FakeHost {
  const memoryFiles = new Map(Object.entries(files));
  let later = 0;
  const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const counted = async (wait: Promise<void>) => {
    later++;
    await wait;
    later--;
  };
  const host: FakeHost = {
    kind: "node",
    version: "0.0.0",
    memoryFiles,
    compiled: [],
    scans: 0,
    files: memoryAccess(memoryFiles),
    securityPage: async (facts) => securityPage(facts),
    now: () => performance.now(),
    today: () => "2026-06-15",
    memory: () => null,
    yield: () => counted(nextTurn()),
    delay: (milliseconds) => counted(new Promise((resolve) => setTimeout(resolve, milliseconds))),
    async rest() {
      for (let quiet = 0; quiet < QUIET_TURNS; quiet = later === 0 ? quiet + 1 : 0) await nextTurn();
    },
    engine: () => ({
      builtinRules: async () => [{ path: "rules/built-in.yaml", text: "" }],
      compileRules: (ruleFiles, selection) => {
        host.compiled = ruleFiles;
        return fakeRules(ruleFiles, selection);
      },
      checkRules: async () => [],
      createWorkspace: async (rules, options) => new FakeWorkspace(rules, options, host),
    }),
  };
  return host;
}

function memoryAccess(files: Map<string, string>): FileAccess {
  return {
    async readText(uri, maximumBytes) {
      const text = files.get(uri);
      if (text === undefined) return { kind: "missing" };
      return text.length > maximumBytes ? { kind: "too-large", bytes: text.length } : { kind: "text", text };
    },
    async readFolder(uri) {
      const entries = new Map<string, FolderEntry["kind"]>();
      for (const file of files.keys()) {
        if (!file.startsWith(`${uri}/`)) continue;
        const [name, ...rest] = file.slice(uri.length + 1).split("/");
        entries.set(decodeURIComponent(name!), rest.length > 0 ? "folder" : "file");
      }
      return entries.size === 0 ? undefined : [...entries].map(([name, kind]) => ({ name, kind }));
    },
  };
}

function fakeRules(files: readonly RuleFile[], { overrides }: RuleSelection): RuleSet {
  const head = {
    languages: ["javascript"],
    analysis: "ast",
    message: "A visitor decides what is run here.",
    severity: "error",
    confidence: "high",
    paths: { include: [], exclude: [] },
    options: {},
    fixes: [],
    mode: "search",
    formula: { kind: "regex", regex: "x", location: { file: "", line: 1, column: 1 } },
    metadata: {
      cwe: ["CWE-89: SQL Injection"],
      owasp: ["A03:2021"],
      guidance: "Whoever sends the request decides what runs.\n\nSecond paragraph.",
      references: [],
      isOffByDefault: false,
      other: {},
    },
  };
  const ids = [FLOW_RULE, ...files.flatMap(({ path }) => (path.includes("own") ? ["own-rule"] : []))];
  const rules = ids
    .filter((id) => overrides.findLast(({ rule }) => rule === id)?.setting !== "off")
    .map((id) => ({ ...head, id, location: { file: "x", line: 1, column: 1 } }) as unknown as Rule);
  return {
    rules,
    models: [],
    secretFiles: [],
    patterns: [],
    problems: [],
    ids: new Set(ids),
    version: JSON.stringify([ids, overrides]),
    rule: (id: string) => rules.find((rule) => rule.id === id),
    aliasesOf: () => new Set(),
    secretSetting: () => undefined,
  } as RuleSet;
}

class FakeWorkspace implements Workspace {
  readonly #files = new Map<string, SourceFile>();
  readonly #options: ScanOptions;
  readonly #host: FakeHost;
  readonly #seen = new Map<string, string>();
  #rules: RuleSet;

  constructor(rules: RuleSet, options: ScanOptions, host: FakeHost) {
    this.#rules = rules;
    this.#options = options;
    this.#host = host;
  }

  async prepare(): Promise<void> {}

  setRules(rules: RuleSet): void {
    this.#rules = rules;
  }

  set(file: SourceFile): void {
    this.#files.set(file.path, file);
  }

  edit(path: string, edits: readonly TextEdit[]): void {
    const file = this.#files.get(path);
    if (!file) throw new Error(`${path} is not there`);
    let { text } = file;
    for (const { span, newText } of edits) text = text.slice(0, span.start) + newText + text.slice(span.end);
    this.#files.set(path, { ...file, text });
  }

  settle(): boolean {
    return false;
  }

  release(): void {}

  remove(path: string): void {
    this.#files.delete(path);
  }

  clear(): void {
    this.#files.clear();
  }

  text(path: string): string | undefined {
    return this.#files.get(path)?.text;
  }

  paths(): readonly string[] {
    return [...this.#files.keys()];
  }

  affected(): readonly string[] {
    return [...this.#seen.keys()].filter((path) => this.#files.has(path) && this.#seen.get(path) !== this.#program());
  }

  absorb(): boolean {
    return true;
  }

  ahead(): Ahead {
    return { files: 0, units: 0 };
  }

  commentPlace(): undefined {
    return undefined;
  }

  dispose(): void {
    this.#files.clear();
  }

  scanNear(path: string): ScanResult {
    return this.scan(path);
  }

  isBehind(): boolean {
    return false;
  }

  glance(path: string): ScanResult {
    return this.scan(path);
  }

  scan(path: string): ScanResult {
    this.#host.scans++;
    const { text, language } = this.#files.get(path)!;
    if (text.includes("crash()")) throw new Error("the engine tripped over this file");
    this.#seen.set(path, this.#program());
    const found: Finding[] = [];
    for (const match of text.matchAll(/\bsink\((\w+)\)/g)) {
      const source = this.#sourceOf(match[1]!);
      if (!source || !this.#rules.rule(FLOW_RULE)) continue;
      const span = { start: match.index + 5, end: match.index + 5 + match[1]!.length };
      found.push({
        ruleId: FLOW_RULE,
        path,
        span,
        message: "A visitor decides what is run here.",
        severity: "error",
        confidence: "high",
        traces: [[source, { path, span, message: `\`${match[1]}\` is run` }]],
        fixes: [
          {
            title: "Run it safely",
            // A fix that does not help, for the proof to refuse.
            edits: [
              {
                span: { start: match.index, end: match.index + 4 },
                newText: match[1] === "stubborn" ? "sink" : "safe",
              },
            ],
            safety: "safe",
          },
        ],
        fingerprint: `${match[1]}:${found.filter(({ metavariables }) => metavariables["$X"] === match[1]).length}`,
        metavariables: { $X: match[1]! },
        isSecret: false,
      });
    }
    if (text.includes("own()") && this.#rules.rule("own-rule")) {
      const start = text.indexOf("own()");
      found.push({ ...blank, path, span: { start, end: start + 5 }, ruleId: "own-rule", fingerprint: "own" });
    }
    const kind = language ?? languageOfPath(path);
    const findings = applySuppressions(found, suppressionsOf(text, kind), {
      path,
      text,
      today: this.#options.today,
      reportUnused: this.#options.reportUnusedSuppressions,
      isActive: () => true,
    });
    return { findings, problems: [] };
  }

  #sourceOf(name: string): Step | undefined {
    for (const { path, text } of this.#files.values()) {
      const at = text.indexOf(`${name} = source()`);
      if (at >= 0)
        return { path, span: { start: at, end: at + name.length }, message: `\`${name}\` comes from the request` };
    }
    return undefined;
  }

  /** All that flows through files depend on. */
  #program(): string {
    return [...this.#files.values()].flatMap(({ text }) => text.match(/\w+ = source\(\)/g) ?? []).join();
  }
}

const blank: Omit<Finding, "path" | "span" | "ruleId" | "fingerprint"> = {
  message: "This is ours.",
  severity: "warning",
  confidence: "medium",
  traces: [],
  fixes: [],
  metavariables: {},
  isSecret: false,
};
