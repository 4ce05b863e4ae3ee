// What every report is made of: the findings of a scan with what is known of their rules and files. Plain data that the
// host gathers; the formats beside this file turn it into text.

import type { Confidence, Finding, ScanProblem, Severity } from "../detect/finding.ts";
import type { Rule } from "../detect/rule.ts";
import { namesElsewhere, type RuleSet } from "../detect/rule-set.ts";
import { coverSecrets, hideSecrets, secretsAt } from "../detect/secrets/mask.ts";
import type { SecretRule } from "../detect/secrets/rule.ts";
import { INVALID_SUPPRESSION, UNUSED_SUPPRESSION } from "../detect/suppression.ts";
import { secretRulesOf } from "../scan/secret-rules.ts";
import { LineIndex } from "../text/line-index.ts";
import { addToList } from "../text/multimap.ts";
import { compareTexts } from "../text/order.ts";
import type { Span } from "../text/span.ts";

/** What is told of a rule, whatever its format. */
export interface RuleInfo {
  readonly id: string;
  /** One full sentence. */
  readonly message: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly cwe: readonly string[];
  readonly owasp: readonly string[];
  /** Markdown. */
  readonly guidance: string;
  readonly references: readonly string[];
  readonly kind: "flow" | "pattern" | "secret" | "comment";
  /** Languages by id; empty for every text. */
  readonly languages: readonly string[];
  /** Where it is written; "" for what the engine itself reports. */
  readonly file: string;
  readonly isOffByDefault: boolean;
  readonly hasFix: boolean;
  /** What other tools call the checks that say the same. */
  readonly aliases?: readonly string[];
}

export interface Statistics {
  readonly files: number;
  readonly lines: number;
  readonly rules: number;
  readonly milliseconds: number;
  /** Files and folders left out, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  /** Findings that a baseline accepts; they are not among the report's. */
  readonly accepted: number;
  /** Findings that were fixed. */
  readonly fixed: number;
  /** Commits that were read, where a history was. */
  readonly commits?: number;
}

export interface Report {
  readonly version: string;
  /** Sorted by path, place and rule; suppressed ones included. */
  readonly findings: readonly Finding[];
  readonly problems: readonly ScanProblem[];
  readonly rules: ReadonlyMap<string, RuleInfo>;
  readonly statistics: Statistics;
  readonly sources: ReportSources;
}

/** Problems that are told without being asked for. Most functions of a large program run into one limit or another. */
export function isAlwaysTold({ kind }: ScanProblem): boolean {
  return kind !== "flow-limited";
}

/** Findings that count: neither suppressed nor accepted. */
export function activeFindings({ findings }: Report): Finding[] {
  return findings.filter(({ suppressed }) => suppressed === undefined);
}

/** Path, then place, then rule: the order in which everything is reported. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      compareTexts(a.path, b.path) ||
      a.span.start - b.span.start ||
      a.span.end - b.span.end ||
      compareTexts(a.ruleId, b.ruleId) ||
      compareTexts(a.message, b.message),
  );
}

/** A place for people: 1-based, columns in UTF-16 units, as editors and SARIF count. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

interface SourceOfReport {
  readonly text: string;
  readonly lines: LineIndex;
  readonly secrets: readonly string[];
}

export interface ReportSourcesOptions {
  /** Other texts for findings that are in an older version of their file. */
  ofFinding?(finding: Finding): ReportSources | undefined;
  /** Secrets that nothing reports: accepted ones, those of rules that are off. */
  secretsIn?(path: string, text: string): readonly Span[];
}

/** The texts that findings point into, with every found secret made unreadable before anything is shown of them. */
export class ReportSources {
  readonly #textOf: (path: string) => string | undefined;
  readonly #more: ReportSourcesOptions;
  readonly #secrets = new Map<string, Span[]>();
  readonly #files = new Map<string, SourceOfReport>();

  constructor(
    textOf: (path: string) => string | undefined,
    findings: readonly Finding[],
    more: ReportSourcesOptions = {},
  ) {
    this.#textOf = textOf;
    this.#more = more;
    for (const { path, span, isSecret } of findings) {
      if (!isSecret) continue;
      addToList(this.#secrets, path, span);
    }
  }

  /** The texts that a finding points into. */
  of(finding: Finding): ReportSources {
    return this.#more.ofFinding?.(finding) ?? this;
  }

  /** The text as it may be shown: of the same length, so that spans hold. */
  text(path: string): string {
    return this.#file(path).text;
  }

  lines(path: string): LineIndex {
    return this.#file(path).lines;
  }

  place(path: string, offset: number): Place {
    const { line, character } = this.lines(path).positionAt(offset);
    return { line: line + 1, column: character + 1 };
  }

  /** A 0-based line without its end. */
  line(path: string, line: number): string {
    const { text, lines } = this.#file(path);
    return text.slice(lines.lineStart(line), lines.lineStart(line + 1)).replace(/[\r\n]+$/, "");
  }

  /** Something said of a file, without the file's secrets. */
  hide(path: string, said: string): string {
    return hideSecrets(said, this.#file(path).secrets);
  }

  #file(path: string): SourceOfReport {
    let file = this.#files.get(path);
    if (!file) {
      const text = this.#textOf(path) ?? "";
      const spans = [...(this.#secrets.get(path) ?? []), ...(this.#more.secretsIn?.(path, text) ?? [])];
      file = { text: coverSecrets(text, spans), lines: new LineIndex(text), secrets: secretsAt(text, spans) };
      this.#files.set(path, file);
    }
    return file;
  }
}

/** All rules that a rule set runs, and those that the engine itself reports by, by id. */
export function ruleInfos(rules: RuleSet): Map<string, RuleInfo> {
  const infos = new Map<string, RuleInfo>();
  for (const rule of rules.rules) {
    // One id may have a form for each language; what is told of it is the same.
    const known = infos.get(rule.id);
    const info = ofRule(rule);
    infos.set(
      rule.id,
      known
        ? {
            ...known,
            languages: [...new Set([...known.languages, ...info.languages])],
            hasFix: known.hasFix || info.hasFix,
            ...withAliases([...(known.aliases ?? []), ...(info.aliases ?? [])]),
          }
        : info,
    );
  }
  for (const rule of secretRulesOf(rules).byId.values()) infos.set(rule.id, ofSecretRule(rule));
  for (const info of COMMENT_RULES) infos.set(info.id, info);
  return infos;
}

/** How many rules a rule set runs, those for secrets included: what editor and command line say alike. */
export function countRules(rules: RuleSet): number {
  return new Set([...rules.rules.map(({ id }) => id), ...secretRulesOf(rules).byId.keys()]).size;
}

function ofRule(rule: Rule): RuleInfo {
  const { id, message, severity, confidence, languages, metadata, location, fixes } = rule;
  return {
    id,
    message,
    severity,
    confidence,
    cwe: metadata.cwe,
    owasp: metadata.owasp,
    guidance: metadata.guidance,
    references: metadata.references,
    kind: rule.mode === "taint" ? "flow" : "pattern",
    languages: languages.filter((language) => language !== "generic"),
    file: location.file,
    isOffByDefault: metadata.isOffByDefault,
    hasFix: fixes.length > 0,
    ...withAliases(namesElsewhere(rule)),
  };
}

function withAliases(aliases: readonly string[]): Pick<RuleInfo, "aliases"> {
  return aliases.length === 0 ? {} : { aliases: [...new Set(aliases)] };
}

function ofSecretRule({ id, description, severity, confidence, cwe, guidance, url, origin }: SecretRule): RuleInfo {
  return {
    id,
    message: description,
    severity,
    confidence,
    cwe: cwe.length > 0 ? cwe : ["CWE-798"],
    owasp: [],
    guidance,
    references: url === undefined ? [] : [url],
    kind: "secret",
    languages: [],
    file: origin,
    isOffByDefault: false,
    hasFix: true,
  };
}

function commentRule(id: string, message: string, severity: Severity, guidance: string): RuleInfo {
  return {
    id,
    message,
    severity,
    guidance,
    confidence: "high",
    cwe: [],
    owasp: [],
    references: [],
    kind: "comment",
    languages: [],
    file: "",
    isOffByDefault: false,
    hasFix: true,
  };
}

const COMMENT_RULES: readonly RuleInfo[] = [
  commentRule(
    UNUSED_SUPPRESSION,
    "This comment silences nothing.",
    "info",
    "The finding that the comment was written for is gone. Left in place, it would silence the next one without anybody deciding so. Remove it; the fix does.",
  ),
  commentRule(
    INVALID_SUPPRESSION,
    "This comment is meant to silence a finding, but cannot be read, or names a rule that does not exist.",
    "warning",
    "Write `bartizan-ignore RULE-ID -- reason`, with several ids separated by commas and `until=YYYY-MM-DD` before the reason if it shall end.",
  ),
];
