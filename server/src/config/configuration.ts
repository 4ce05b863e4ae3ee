// bartizan.yaml: read, checked, defaults filled in. Every problem says file, line, column, key and what is allowed there; the
// rest of the file still counts. What it says is described for people and editors by rules/schema/bartizan.schema.json.

import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from "yaml";
import type { Confidence, ScanProblem, Severity } from "../detect/finding.ts";
import type { RuleSelection } from "../detect/rule-set.ts";
import { CONFIDENCES, SEVERITIES } from "./levels.ts";

/** What configuration files are called, the first that is there counts. */
export const CONFIGURATION_NAMES = ["bartizan.yaml", "bartizan.yml"] as const;

export interface Configuration {
  /** Where it was read; "" for the defaults. */
  readonly file: string;
  readonly overrides: RuleSelection["overrides"];
  /** Rule files and folders of the user's own, as written: relative to the folder that holds the file. */
  readonly ruleFiles: readonly string[];
  readonly usesDefaultRules: boolean;
  /** In gitignore's syntax, relative to the folder that holds the file. With `include`, nothing else is scanned. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Scan what package managers installed (node_modules, virtual environments) too. */
  readonly scansDependencies: boolean;
  readonly minimumSeverity: Severity;
  readonly minimumConfidence: Confidence;
  /** In bytes; larger files are skipped. */
  readonly maximumFileSize: number;
  /** In characters; longer files get text rules only. */
  readonly maximumParsedLength: number;
  readonly reportsUnusedSuppressions: boolean;
  /** A baseline file, as written. */
  readonly baseline?: string;
}

export const DEFAULT_CONFIGURATION: Configuration = {
  file: "",
  overrides: [],
  ruleFiles: [],
  usesDefaultRules: true,
  include: [],
  exclude: [],
  scansDependencies: false,
  minimumSeverity: "info",
  minimumConfidence: "low",
  maximumFileSize: 1_048_576,
  maximumParsedLength: 1_048_576,
  reportsUnusedSuppressions: true,
};

export interface ParsedConfiguration {
  readonly configuration: Configuration;
  readonly problems: readonly ScanProblem[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Mutable<Configuration>;

/** Reads one value into the draft, or reports what is wrong with it. */
type Read = (value: Node | null, key: string, draft: Draft, report: Report) => void;
type Report = (at: Node | null | undefined, key: string, message: string) => void;

const RULE_SETTINGS = ["off", "on", ...SEVERITIES] as const;

/** Keys by section; nested objects are sections. The one list of what is allowed, for reading and for messages. */
const KEYS: Readonly<Record<string, Read>> = {
  rules: readRules,
  "rule-files": (value, key, draft, report) => {
    draft.ruleFiles = readStrings(value, key, report) ?? draft.ruleFiles;
  },
  "default-rules": (value, key, draft, report) => {
    draft.usesDefaultRules = readBoolean(value, key, report) ?? draft.usesDefaultRules;
  },
  paths: section({
    include: (value, key, draft, report) => {
      draft.include = readStrings(value, key, report) ?? draft.include;
    },
    exclude: (value, key, draft, report) => {
      draft.exclude = readStrings(value, key, report) ?? draft.exclude;
    },
    dependencies: (value, key, draft, report) => {
      draft.scansDependencies = readBoolean(value, key, report) ?? draft.scansDependencies;
    },
  }),
  thresholds: section({
    severity: (value, key, draft, report) => {
      draft.minimumSeverity = readWord(value, key, SEVERITIES, report) ?? draft.minimumSeverity;
    },
    confidence: (value, key, draft, report) => {
      draft.minimumConfidence = readWord(value, key, CONFIDENCES, report) ?? draft.minimumConfidence;
    },
  }),
  limits: section({
    "file-size": (value, key, draft, report) => {
      draft.maximumFileSize = readSize(value, key, report) ?? draft.maximumFileSize;
    },
    "parsed-length": (value, key, draft, report) => {
      draft.maximumParsedLength = readSize(value, key, report) ?? draft.maximumParsedLength;
    },
  }),
  suppressions: section({
    "report-unused": (value, key, draft, report) => {
      draft.reportsUnusedSuppressions = readBoolean(value, key, report) ?? draft.reportsUnusedSuppressions;
    },
  }),
  baseline: (value, key, draft, report) => {
    const file = readString(value, key, report);
    if (file !== undefined) draft.baseline = file;
  },
};

/** Reads a configuration file's text. Whatever is wrong is in `problems` and leaves the default in place. */
export function parseConfiguration(file: string, text: string): ParsedConfiguration {
  const problems: ScanProblem[] = [];
  const counter = new LineCounter();
  const reportAt = (offset: number, message: string) => {
    const { line, col } = counter.linePos(offset);
    problems.push({
      kind: "configuration-invalid",
      path: file,
      line: Math.max(1, line),
      column: Math.max(1, col),
      message,
    });
  };
  const document = parseDocument(text.replace(/^\uFEFF/, ""), {
    lineCounter: counter,
    prettyErrors: false,
    uniqueKeys: true,
  });
  for (const error of [...document.errors, ...document.warnings])
    reportAt(error.pos[0], `This is not valid YAML: ${error.message}`);
  const report: Report = (at, key, message) =>
    reportAt(at?.range?.[0] ?? 0, key === "" ? message : `\`${key}\`: ${message}`);
  const draft: Draft = { ...DEFAULT_CONFIGURATION, file };
  // After an error of syntax the values may be anything, so only what is wrong with the syntax is told.
  const root = document.contents as Node | null;
  if (document.errors.length === 0 && root !== null && !isEmpty(root)) section(KEYS)(root, "", draft, report);
  return { configuration: draft, problems };
}

function isEmpty(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.value === null);
}

function section(keys: Readonly<Record<string, Read>>): Read {
  return (value, path, draft, report) => {
    if (isEmpty(value)) return;
    if (!isMap(value)) {
      report(value, path, `must be a mapping with the keys ${list(Object.keys(keys))}.`);
      return;
    }
    for (const { key, value: inner } of (value as YAMLMap<Node, Node | null>).items) {
      const name = isScalar(key) ? String(key.value) : "";
      const full = path === "" ? name : `${path}.${name}`;
      const read = Object.hasOwn(keys, name) ? keys[name] : undefined;
      if (read) read(inner, full, draft, report);
      else report(key, full, `is not a key here; allowed are ${list(Object.keys(keys))}.`);
    }
  };
}

function readRules(value: Node | null, path: string, draft: Draft, report: Report): void {
  if (isEmpty(value)) return;
  if (!isMap(value)) {
    report(value, path, "must be a mapping of rule ids, or globs of them, to what becomes of the rule.");
    return;
  }
  const overrides: { rule: string; setting: (typeof RULE_SETTINGS)[number] }[] = [];
  for (const { key, value: inner } of (value as YAMLMap<Node, Node | null>).items as Pair<Node, Node | null>[]) {
    const rule = isScalar(key) ? String(key.value) : "";
    if (!/^[\w*][\w.*/@-]*$/.test(rule)) {
      report(key, `${path}.${rule}`, "is neither a rule id nor a glob of ids.");
      continue;
    }
    const setting = readWord(inner, `${path}.${rule}`, RULE_SETTINGS, report);
    if (setting) overrides.push({ rule, setting });
  }
  draft.overrides = overrides;
}

function readWord<Word extends string>(
  value: Node | null,
  key: string,
  words: readonly Word[],
  report: Report,
): Word | undefined {
  // YAML 1.1 readers take `on` and `off` for booleans, so people who were bitten by that write true and false.
  const given = isScalar(value) ? value.value : undefined;
  const text = given === true ? "on" : given === false ? "off" : given;
  const word = words.find((known) => known === text);
  if (word === undefined) report(value, key, `${shown(given)} is not one of ${list(words)}.`);
  return word;
}

function readBoolean(value: Node | null, key: string, report: Report): boolean | undefined {
  if (isScalar(value) && typeof value.value === "boolean") return value.value;
  report(value, key, "must be true or false.");
  return undefined;
}

function readString(value: Node | null, key: string, report: Report): string | undefined {
  if (isScalar(value) && typeof value.value === "string" && value.value !== "") return value.value;
  report(value, key, "must be a text that is not empty.");
  return undefined;
}

function readStrings(value: Node | null, key: string, report: Report): readonly string[] | undefined {
  if (isEmpty(value)) return [];
  if (!isSeq(value)) {
    report(value, key, "must be a list of texts.");
    return undefined;
  }
  const strings: string[] = [];
  for (const [at, item] of (value.items as Node[]).entries()) {
    const text = readString(item, `${key}[${at}]`, report);
    if (text !== undefined) strings.push(text);
  }
  return strings;
}

const UNITS: Readonly<Record<string, number>> = { "": 1, B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

function readSize(value: Node | null, key: string, report: Report): number | undefined {
  const given = isScalar(value) ? value.value : undefined;
  const parts = /^(\d+(?:\.\d+)?)\s*([KMG]?B)?$/i.exec(String(given ?? ""));
  const size = parts ? Math.floor(Number(parts[1]) * UNITS[(parts[2] ?? "").toUpperCase()]!) : 0;
  if (size > 0 && Number.isSafeInteger(size)) return size;
  report(value, key, `${shown(given)} is no size; write a number above zero, with KB, MB or GB if you like.`);
  return undefined;
}

function shown(value: unknown): string {
  return value === undefined || value === null ? "This value" : `\`${String(value)}\``;
}

function list(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}
