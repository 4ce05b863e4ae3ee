/**
 * Reads secret rules from gitleaks' TOML (version 8). A rule that is wrong is reported with its line and left out; the
 * others stand. Keys that gitleaks does not know live in the table `rules.bartizan`, which gitleaks passes over.
 */
import { parse, TomlError } from "smol-toml";
import { compileRegex } from "../../text/regex/compile.ts";
import { type KnownPattern, LateRegex, restorePattern, storePattern } from "../../text/regex/facts.ts";
import type { CompiledRegex, RegexProblem } from "../../text/regex/regex.ts";
import { completeGuidance } from "./guidance.ts";
import { isSecretCheck } from "./judge.ts";
import type {
  RequiredRule,
  SecretAllowlist,
  SecretConfidence,
  SecretRule,
  SecretRuleProblem,
  SecretRuleSet,
  SecretSeverity,
  TargetedAllowlist,
} from "./rule.ts";
import { unknownKeys } from "./unknown-keys.ts";

/** A configuration that another extends. */
export interface ExtendedConfig {
  readonly name: string;
  readonly text: string;
}

/** Finds what `[extend]` names: a path as it is written there, or the default rules. */
export type ResolveExtend = (
  wanted: { readonly path: string } | { readonly useDefault: true },
) => ExtendedConfig | undefined;

/** As deep as gitleaks goes. */
const maxExtendDepth = 2;

type Table = Readonly<Record<string, unknown>>;

/** What reading a file of secret rules gives, as far as it can be worked out when Bartizan is built. Plain data. */
export interface ReadSecretFile {
  readonly document: Table;
  /** Of the patterns of rules and allow-lists. All are right. */
  readonly patterns: Readonly<Record<string, KnownPattern>>;
}

/** Undefined for a file in which something is wrong: that is then said where it is loaded. */
export function readSecretFile(text: string): ReadSecretFile | undefined {
  const patterns: Record<string, KnownPattern> = {};
  const { problems } = loadSecretRules(text, "", undefined, undefined, (source) => {
    const regex = compileRegex(source, { dialect: "re2" });
    if (regex.kind === "regex") patterns[source] = storePattern(regex);
    return regex;
  });
  return problems.length > 0 ? undefined : { document: lowerKeys(parse(text)) as Table, patterns };
}

type Compile = (source: string) => CompiledRegex | RegexProblem;

const compileNow: Compile = (source) => compileRegex(source, { dialect: "re2" });

function compileLate({ patterns }: ReadSecretFile): Compile {
  // Rules share what they allow.
  const made = new Map<string, CompiledRegex>();
  return (source) => {
    const known = Object.hasOwn(patterns, source) ? patterns[source] : undefined;
    if (!known) return compileNow(source);
    const regex = made.get(source) ?? new LateRegex(source, "re2", restorePattern(known));
    made.set(source, regex);
    return regex;
  };
}

export function loadSecretRules(
  text: string,
  name: string,
  resolve: ResolveExtend = () => undefined,
  read?: ReadSecretFile,
  compile: Compile = read ? compileLate(read) : compileNow,
): SecretRuleSet {
  const problems: SecretRuleProblem[] = [];
  const config = readConfig(text, name, resolve, problems, 0, read?.document);
  if (config === undefined) return { name, rules: [], allowlists: [], elsewhere: [], problems };
  const builder = new RuleBuilder(problems, compile);
  const allowlists: SecretAllowlist[] = [];
  const targeted = new Map<string, SecretAllowlist[]>();
  const elsewhere: TargetedAllowlist[] = [];
  for (const entry of config.allowlists) {
    const allowlist = builder.allowlist(entry.table, undefined, () => entry.line);
    if (allowlist === undefined) continue;
    const targets = strings(entry.table["targetrules"]);
    if (targets.length === 0) allowlists.push(allowlist);
    for (const target of targets) {
      if (config.rules.some((rule) => rule.id === target))
        targeted.set(target, [...(targeted.get(target) ?? []), allowlist]);
      else elsewhere.push({ target, allowlist, line: entry.line });
    }
  }
  const rules: SecretRule[] = [];
  const ids = new Set(config.rules.map((rule) => rule.id));
  for (const raw of config.rules) {
    const rule = builder.rule(raw, targeted.get(raw.id) ?? [], ids);
    if (rule !== undefined) rules.push(rule);
  }
  return { name, rules, allowlists, elsewhere, problems };
}

/** What is wrong with an allow-list for a rule that nobody has. */
export function missingTarget({ target, line }: TargetedAllowlist): SecretRuleProblem {
  return { message: `the allow-list's target rule "${target}" does not exist`, rule: undefined, line };
}

/** The file that `[extend] path` names, as written there. */
export function extendedPath(text: string): string | undefined {
  if (!/\bextend\b/i.test(text)) return undefined;
  try {
    const { extend } = lowerKeys(parse(text)) as Table;
    return isTable(extend) && typeof extend["path"] === "string" && extend["path"] !== "" ? extend["path"] : undefined;
  } catch (error) {
    if (error instanceof TomlError) return undefined; // told when the file itself is loaded
    throw error;
  }
}

interface RawRule {
  readonly id: string;
  /** Keys in lower case. */
  readonly table: Table;
  readonly line: number;
  readonly origin: string;
  readonly lineOf: (key: string) => number;
}

interface RawAllowlist {
  readonly table: Table;
  readonly line: number;
}

interface RawConfig {
  readonly rules: readonly RawRule[];
  readonly allowlists: readonly RawAllowlist[];
}

function readConfig(
  text: string,
  name: string,
  resolve: ResolveExtend,
  problems: SecretRuleProblem[],
  depth: number,
  read?: Table,
): RawConfig | undefined {
  let document: Table;
  try {
    document = read ?? (lowerKeys(parse(text)) as Table);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    problems.push({ message: error.message.split("\n")[0]!, rule: undefined, line: error.line });
    return undefined;
  }
  const places = new Places(text);
  // What was read beforehand is right.
  for (const { key, message, rule } of read ? [] : unknownKeys(document))
    problems.push({
      message,
      rule: undefined,
      line: places.key(key, rule === undefined ? 1 : places.header("rules", rule)),
    });
  const rules = tables(document["rules"]).map(
    (table, index): RawRule => ({
      id: typeof table["id"] === "string" ? table["id"].trim() : "",
      table,
      get line() {
        return places.header("rules", index);
      },
      origin: name,
      lineOf: (key) => places.key(key, places.header("rules", index)),
    }),
  );
  const allowlists: RawAllowlist[] = tables(document["allowlists"]).map((table, index) => ({
    table,
    get line() {
      return places.header("allowlists", index);
    },
  }));
  const old = document["allowlist"];
  if (isTable(old)) {
    const line = places.key("[allowlist]", 1);
    if (allowlists.length > 0) {
      problems.push({ message: "[allowlist] cannot stand beside [[allowlists]]", rule: undefined, line });
    }
    allowlists.push({ table: old, line });
  }
  const config: RawConfig = { rules, allowlists };
  const extend = document["extend"];
  if (!isTable(extend) || depth >= maxExtendDepth) return config;
  return extendConfig(config, extend, places, resolve, problems, depth);
}

function extendConfig(
  config: RawConfig,
  extend: Table,
  places: Places,
  resolve: ResolveExtend,
  problems: SecretRuleProblem[],
  depth: number,
): RawConfig {
  const line = places.key("[extend]", 1);
  const path = typeof extend["path"] === "string" && extend["path"] !== "" ? extend["path"] : undefined;
  const useDefault = extend["usedefault"] === true;
  if (path !== undefined && useDefault) {
    problems.push({ message: "[extend] has both path and useDefault", rule: undefined, line });
    return config;
  }
  if (path === undefined && !useDefault) return config;
  const found = resolve(path !== undefined ? { path } : { useDefault: true });
  if (found === undefined) {
    problems.push({
      message: `[extend] names ${path ?? "the default rules"}, which cannot be read`,
      rule: undefined,
      line,
    });
    return config;
  }
  const base = readConfig(found.text, found.name, resolve, problems, depth + 1);
  if (base === undefined) return config;
  const disabled = new Set(strings(extend["disabledrules"]));
  const own = new Map(config.rules.map((rule) => [rule.id, rule]));
  const merged: RawRule[] = [];
  for (const rule of base.rules) {
    if (disabled.has(rule.id)) continue;
    const change = own.get(rule.id);
    own.delete(rule.id);
    merged.push(change === undefined ? rule : mergeRules(rule, change));
  }
  return { rules: [...merged, ...own.values()], allowlists: [...config.allowlists, ...base.allowlists] };
}

/** What the extending rule sets replaces what it extends; lists grow. */
function mergeRules(base: RawRule, change: RawRule): RawRule {
  const table: Record<string, unknown> = { ...base.table };
  for (const key of ["description", "entropy", "secretgroup", "regex", "path", "bartizan"]) {
    const value = change.table[key];
    if (value !== undefined && value !== "" && value !== 0) table[key] = value;
  }
  for (const key of ["tags", "keywords"]) table[key] = [...strings(base.table[key]), ...strings(change.table[key])];
  table["allowlists"] = [...ruleAllowlists(base.table), ...ruleAllowlists(change.table)];
  delete table["allowlist"];
  return { id: base.id, table, line: change.line, origin: change.origin, lineOf: change.lineOf };
}

function ruleAllowlists(table: Table): readonly Table[] {
  const old = table["allowlist"];
  return [...tables(table["allowlists"]), ...(isTable(old) ? [old] : tables(old))];
}

class RuleBuilder {
  constructor(
    private readonly problems: SecretRuleProblem[],
    private readonly compile: Compile,
  ) {}

  rule(raw: RawRule, targeted: readonly SecretAllowlist[], ids: ReadonlySet<string>): SecretRule | undefined {
    const { table } = raw;
    const description = text(table["description"]);
    if (raw.id === "") return this.refuse("a rule has no id", undefined, raw.line);
    const regex = this.regex(table["regex"], raw, "regex");
    const path = this.regex(table["path"], raw, "path");
    if (regex === "wrong" || path === "wrong") return undefined;
    if (regex === undefined && path === undefined) {
      return this.refuse("the rule has neither regex nor path, so it can find nothing", raw.id, raw.line);
    }
    const secretGroup = number(table["secretgroup"]);
    if (regex !== undefined && secretGroup > regex.groupCount) {
      const message = `secretGroup is ${secretGroup}, but the regex has ${regex.groupCount} groups`;
      return this.refuse(message, raw.id, raw.lineOf("secretGroup"));
    }
    const allowlists = [...targeted];
    for (const each of ruleAllowlists(table)) {
      const allowlist = this.allowlist(each, raw.id, () => raw.lineOf("allowlist"));
      if (allowlist === undefined) return undefined;
      allowlists.push(allowlist);
    }
    const required: RequiredRule[] = [];
    for (const each of tables(table["required"])) {
      const id = text(each["id"]);
      if (!ids.has(id)) {
        return this.refuse(`the required rule "${id}" does not exist`, raw.id, raw.lineOf("required"));
      }
      required.push({
        id,
        withinLines: optionalNumber(each["withinlines"]),
        withinColumns: optionalNumber(each["withincolumns"]),
      });
    }
    const own = isTable(table["bartizan"]) ? table["bartizan"] : {};
    const checks = strings(own["checks"]);
    for (const check of checks) {
      if (!isSecretCheck(check)) return this.refuse(`there is no check "${check}"`, raw.id, raw.lineOf("checks"));
    }
    const url = typeof own["url"] === "string" ? own["url"] : undefined;
    const variable = text(own["variable"]) || variableFor(raw.id);
    return {
      id: raw.id,
      description,
      regex,
      path,
      secretGroup,
      entropy: number(table["entropy"]),
      keywords: strings(table["keywords"]).map((keyword) => keyword.toLowerCase()),
      tags: strings(table["tags"]),
      allowlists,
      required,
      isGeneric: raw.id.toLowerCase().includes("generic"),
      skipReport: table["skipreport"] === true,
      severity: oneOf<SecretSeverity>(own["severity"], ["error", "warning", "info"], "error"),
      confidence: oneOf<SecretConfidence>(
        own["confidence"],
        ["high", "medium", "low"],
        raw.id.toLowerCase().includes("generic") ? "medium" : "high",
      ),
      guidance: completeGuidance({ guidance: text(own["guidance"]), url, variable }),
      url,
      cwe: own["cwe"] === undefined ? ["CWE-798"] : strings(own["cwe"]),
      variable,
      isJudged: isTable(table["bartizan"]),
      checks,
      origin: raw.origin,
    };
  }

  private refuse(message: string, rule: string | undefined, line: number): undefined {
    this.problems.push({ message, rule, line });
    return undefined;
  }

  private regex(value: unknown, raw: RawRule, key: string): CompiledRegex | "wrong" | undefined {
    if (value === undefined || value === "") return undefined;
    if (typeof value !== "string") {
      this.refuse(`${key} is not a text`, raw.id, raw.lineOf(key));
      return "wrong";
    }
    const regex = this.compile(value);
    if (regex.kind === "regex") return regex;
    this.refuse(`${key}: ${regex.message} (at character ${regex.at + 1})`, raw.id, raw.lineOf(key));
    return "wrong";
  }

  /** `lineOf`: asked only when something is wrong, for looking for it takes longer than all else. */
  allowlist(table: Table, rule: string | undefined, lineOf: () => number): SecretAllowlist | undefined {
    const condition = text(table["condition"]).toUpperCase();
    if (!["", "OR", "||", "AND", "&&"].includes(condition)) {
      return this.refuse(`the allow-list's condition "${condition}" is neither "and" nor "or"`, rule, lineOf());
    }
    const target = text(table["regextarget"]);
    if (!["", "secret", "match", "line"].includes(target)) {
      return this.refuse(
        `the allow-list's regexTarget "${target}" is none of "secret", "match", "line"`,
        rule,
        lineOf(),
      );
    }
    const regexes = this.joined(strings(table["regexes"]), rule, lineOf);
    const paths = this.joined(strings(table["paths"]), rule, lineOf);
    if (regexes === "wrong" || paths === "wrong") return undefined;
    const stopwords = [...new Set(strings(table["stopwords"]).map((word) => word.toLowerCase()))].filter(
      (word) => word !== "",
    );
    const commits = new Set(strings(table["commits"]).map((commit) => commit.trim().toLowerCase()));
    if (regexes === undefined && paths === undefined && stopwords.length === 0 && commits.size === 0) {
      return this.refuse("an allow-list must have regexes, paths, stopwords or commits", rule, lineOf());
    }
    return {
      description: text(table["description"]),
      condition: condition === "AND" || condition === "&&" ? "and" : "or",
      regexTarget: target === "match" || target === "line" ? target : "secret",
      regexes,
      paths,
      stopwords,
      commits,
    };
  }

  /** One pattern of all, as gitleaks joins them: a flag set in one holds for those after it. */
  private joined(
    sources: readonly string[],
    rule: string | undefined,
    lineOf: () => number,
  ): CompiledRegex | "wrong" | undefined {
    if (sources.length === 0) return undefined;
    for (const source of sources) {
      const alone = this.compile(source);
      if (alone.kind === "problem") {
        this.refuse(`an allow-list's pattern ${JSON.stringify(source)}: ${alone.message}`, rule, lineOf());
        return "wrong";
      }
    }
    const regex = this.compile(`(?:${sources.join("|")})`);
    if (regex.kind === "regex") return regex;
    this.refuse(`an allow-list's patterns together: ${regex.message}`, rule, lineOf());
    return "wrong";
  }
}

/** Where headers and keys stand; the TOML parser does not say. */
class Places {
  private known: readonly string[] | undefined;

  constructor(private readonly source: string) {}

  /** Looked for only where something is to be said of a place. */
  private get lines(): readonly string[] {
    // What stands in multi-line strings is no header.
    this.known ??= this.source
      .replace(/'''[\s\S]*?'''|"""[\s\S]*?"""/g, (literal) => literal.replace(/[^\n]/g, " "))
      .split("\n");
    return this.known;
  }

  header(name: string, index: number): number {
    const pattern = new RegExp(`^\\s*\\[\\[\\s*${name}\\s*\\]\\]`, "i");
    let seen = 0;
    for (let i = 0; i < this.lines.length; i++) {
      if (pattern.test(this.lines[i]!) && seen++ === index) return i + 1;
    }
    return 1;
  }

  /** The first line from `from` on that begins with the key or the header, else `from`. */
  key(key: string, from: number): number {
    for (let i = from - 1; i < this.lines.length; i++) {
      const line = this.lines[i]!.trim().toLowerCase();
      if (from > 1 && i >= from && /^\[\[\s*rules\s*\]\]/.test(line)) break;
      if (line.replace(/^\[+\s*(?:rules\.)?/, key.startsWith("[") ? "[" : "").startsWith(key.toLowerCase()))
        return i + 1;
    }
    return from;
  }
}

function variableFor(id: string): string {
  return id
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .replace(/^(?=\d)/, "KEY_");
}

/** gitleaks takes keys in any case. */
function lowerKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerKeys);
  if (!isTable(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key.toLowerCase(), lowerKeys(each)]));
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function tables(value: unknown): readonly Table[] {
  return Array.isArray(value) ? value.filter(isTable) : [];
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function number(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function optionalNumber(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], fallback: T): T {
  return allowed.find((each) => each === value) ?? fallback;
}
