// A `Workspace` that looks at files as plain text: secrets and suppressions, no syntax and no flow.

import type { Finding } from "../detect/finding.ts";
import type { RuleSet } from "../detect/rule-set.ts";
import { loadSecretRules } from "../detect/secrets/load.ts";
import { SecretScanner } from "../detect/secrets/scanner.ts";
import { applySuppressions, suppressionsOf } from "../detect/suppression.ts";
import type { ScanOptions, ScanResult, SourceFile, Workspace } from "../scan/workspace.ts";
import { languageOfPath } from "../syntax/language.ts";
import type { TextEdit } from "../text/span.ts";

export class TextWorkspace implements Workspace {
  readonly #files = new Map<string, SourceFile>();
  readonly #options: ScanOptions;
  #scanner: SecretScanner;

  constructor(rules: RuleSet, options: ScanOptions) {
    this.#options = options;
    this.#scanner = scannerOf(rules);
  }

  async prepare(): Promise<void> {}

  setRules(rules: RuleSet): void {
    this.#scanner = scannerOf(rules);
  }

  set(file: SourceFile): void {
    this.#files.set(file.path, file);
  }

  edit(path: string, edits: readonly TextEdit[]): void {
    const file = this.#files.get(path);
    if (!file) throw new Error(`${path} is not in the workspace`);
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

  text(path: string): string | undefined {
    return this.#files.get(path)?.text;
  }

  scan(path: string): ScanResult {
    const file = this.#files.get(path);
    if (!file) return { findings: [], problems: [] };
    const { text } = file;
    const matches = this.#scanner.scan(text, path).map(
      (match, at): Finding => ({
        ruleId: match.ruleId,
        path,
        span: { start: match.start, end: match.end },
        message: match.rule.description,
        severity: match.rule.severity,
        confidence: match.rule.confidence,
        traces: [],
        fixes: [],
        fingerprint: `${match.ruleId}:${at}`,
        metavariables: {},
        isSecret: true,
      }),
    );
    const language = file.language ?? languageOfPath(path, text.split("\n", 1)[0]);
    const findings = applySuppressions(matches, suppressionsOf(text, language), {
      path,
      text,
      today: this.#options.today,
      reportUnused: this.#options.reportUnusedSuppressions,
      isActive: () => true,
    });
    return { findings, problems: [] };
  }

  affected(): readonly string[] {
    return [];
  }

  paths(): readonly string[] {
    return [...this.#files.keys()];
  }

  dispose(): void {
    this.#files.clear();
  }
}

function scannerOf(rules: RuleSet): SecretScanner {
  return new SecretScanner(rules.secretFiles.map(({ path, text }) => loadSecretRules(text, path)));
}
