// Reads one rule: its head, and the formulas of its mode. Everything that can be said of the rule without parsing its
// patterns is checked here.

import { compare, valid } from "semver";
import { LANGUAGES, type LanguageId, languagesOfRuleName } from "../../syntax/language.ts";
import type { Confidence, Severity } from "../finding.ts";
import type {
  ExtractRule,
  FixTemplate,
  Formula,
  Rule,
  RuleHead,
  RuleMetadata,
  SearchRule,
  TaintPattern,
  TaintRule,
} from "../rule.ts";
import { labelsProblem, parseExpression } from "./expression.ts";
import { FormulaReader } from "./formula-reader.ts";
import { describe, type Field, type MapField, plainValue, type Reader } from "./reader.ts";
import {
  CONFIDENCES,
  EXTRACT_KEYS,
  HEAD_KEYS,
  LANGUAGES_WITHOUT_PARSER,
  METADATA_KEYS,
  NEW_TAINT_KEYS,
  OPTIONS,
  SEARCH_KEYS,
  SEMGREP_LEVEL,
  SEVERITIES,
  TAINT_KEYS,
  TEXT_ENGINES,
} from "./rule-keys.ts";
import { nearestWord } from "./suggest.ts";

const SEVERITY_OF: Readonly<Record<(typeof SEVERITIES)[number], Severity>> = {
  CRITICAL: "critical",
  HIGH: "error",
  ERROR: "error",
  MEDIUM: "warning",
  WARNING: "warning",
  LOW: "info",
  INFO: "info",
  INVENTORY: "info",
  EXPERIMENT: "info",
};

const JOIN_REASON =
  "join rules run other rules from Semgrep's registry and join their results like tables; Bartizan follows data across files itself: write a taint rule";
const DEPENDENCY_REASON =
  "rules about the versions of dependencies need a lock file's package database, which Bartizan does not have";

/** Reads a rule; undefined (and problems) when it cannot run. */
export function readRule(reader: Reader, field: Field): Rule | undefined {
  const before = reader.problems.length;
  reader.ruleId = undefined;
  const map = reader.map(field, "a rule: a map with an id");
  if (!map) return undefined;
  const id = readId(reader, map);
  reader.ruleId = id;
  const rule = id === undefined ? undefined : new RuleReader(reader, map, id).read();
  const isBroken = reader.isUnusableSince(before);
  reader.ruleId = undefined;
  return isBroken ? undefined : rule;
}

function readId(reader: Reader, map: MapField): string | undefined {
  const field = reader.required(map, "id", "a rule");
  const id = field && reader.string(field);
  if (id !== undefined && !/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(id)) {
    reader.problem(field!, `"${id}" is not a rule id: letters, digits, "-", "_" and "." only`);
    return undefined;
  }
  return id;
}

class RuleReader {
  readonly #reader: Reader;
  readonly #map: MapField;
  /** The engine that the rule's language names, for texts of any kind. */
  #engine: string | undefined;
  readonly #id: string;

  constructor(reader: Reader, map: MapField, id: string) {
    this.#reader = reader;
    this.#map = map;
    this.#id = id;
  }

  read(): Rule | undefined {
    const reader = this.#reader;
    if (reader.get(this.#map, "r2c-internal-project-depends-on")) {
      reader.problem(reader.get(this.#map, "r2c-internal-project-depends-on")!, DEPENDENCY_REASON);
      return undefined;
    }
    const mode = this.#mode();
    if (mode === undefined) return undefined;
    const languages = this.#languages();
    const head = this.#head(languages, mode);
    switch (mode) {
      case "search":
        return this.#search(head);
      case "taint":
        return this.#taint(head);
      case "extract":
        return this.#extract(head);
      default:
        return mode satisfies never;
    }
  }

  #mode(): "search" | "taint" | "extract" | undefined {
    const reader = this.#reader;
    const field = reader.get(this.#map, "mode");
    const hasTaintKeys = TAINT_KEYS.some((key) => reader.get(this.#map, key));
    if (!field) return reader.get(this.#map, "taint") ? "taint" : hasTaintKeys ? this.#taintWithoutMode() : "search";
    const written = reader.word(field, ["search", "taint", "extract", "join", "steps"] as const);
    if (written === "join") reader.problem(field, JOIN_REASON);
    else if (written === "steps")
      reader.problem(field, "rules in steps were an experiment that Semgrep itself dropped");
    else return written;
    return undefined;
  }

  #taintWithoutMode(): undefined {
    const { field } = this.#reader
      .entries(this.#map)
      .find(({ key }) => (TAINT_KEYS as readonly string[]).includes(key))!;
    this.#reader.problem(field, 'sources and sinks need "mode: taint" beside them');
    return undefined;
  }

  #checkKeys(own: readonly string[]): void {
    this.#reader.checkKeys(this.#map, [...HEAD_KEYS, ...own], "a rule", "remark");
  }

  #languages(): { languages: LanguageId[]; analysis: RuleHead["analysis"] } {
    const reader = this.#reader;
    const field = reader.required(this.#map, "languages", "a rule");
    const languages = new Set<LanguageId>();
    let analysis: RuleHead["analysis"] = "ast";
    const names = field ? reader.itemsOfAny(field, "languages") : [];
    for (const item of names) {
      const name = reader.string(item);
      if (name === undefined) continue;
      if (name === "regex" || name === "none") analysis = "regex";
      else if (name === "generic" || TEXT_ENGINES.has(name)) analysis = "generic";
      if (name === "aliengrep") this.#engine = name;
      const known = languagesOfRuleName(name);
      if (known.length > 0) for (const language of known) languages.add(language);
      else if (TEXT_ENGINES.has(name)) languages.add("generic");
      else if ((LANGUAGES_WITHOUT_PARSER as readonly string[]).includes(name.toLowerCase())) {
        const message = `Bartizan does not parse ${name}`;
        if (names.length === 1) reader.unparsedLanguage(item, name, `${message}, so this rule cannot run`);
        else reader.remark(item, `${message}: the rule runs on its other languages only`);
      } else {
        const all = LANGUAGES.flatMap(({ ruleNames }) => ruleNames);
        const near = nearestWord(name, all);
        reader.problem(
          item,
          `"${name}" is not a language that Bartizan knows${near ? `: did you mean "${near}"?` : ""} (known: ${all.join(", ")})`,
        );
      }
    }
    if (analysis !== "ast") return { languages: ["generic"], analysis };
    if (languages.has("generic")) analysis = "generic";
    return { languages: [...languages], analysis };
  }

  #head(
    { languages, analysis }: { languages: LanguageId[]; analysis: RuleHead["analysis"] },
    mode: "search" | "taint" | "extract",
  ): RuleHead {
    const reader = this.#reader;
    // A rule that only extracts reports nothing, so it needs neither.
    const wanted = (key: string) =>
      mode === "extract" ? reader.get(this.#map, key) : reader.required(this.#map, key, "a rule");
    const message = wanted("message");
    const severityField = wanted("severity");
    const severity = severityField && reader.word(severityField, SEVERITIES, true);
    const { metadata, confidence } = this.#metadata();
    this.#versions();
    return {
      id: this.#id,
      location: reader.location(this.#map.start),
      languages,
      analysis,
      message: (message && reader.string(message))?.trim() ?? "",
      severity: severity ? SEVERITY_OF[severity] : "warning",
      confidence,
      metadata,
      paths: this.#paths(),
      options: this.#options(),
      fixes: this.#fixes(),
    };
  }

  #metadata(): { metadata: RuleMetadata; confidence: Confidence } {
    const reader = this.#reader;
    const field = reader.get(this.#map, "metadata");
    const map = field && reader.map(field, "a map");
    const isOffByDefault = this.#isOffByDefault();
    if (!map)
      return {
        metadata: {
          cwe: [],
          owasp: [],
          guidance: "",
          examples: {},
          references: [],
          weakerThan: [],
          isOffByDefault,
          other: {},
        },
        confidence: "medium",
      };
    const confidenceField = reader.get(map, "confidence");
    const confidence = confidenceField && reader.word(confidenceField, CONFIDENCES, true);
    const guidance = reader.get(map, "guidance");
    const examples = reader.get(map, "examples");
    const examplesMap = examples && reader.map(examples, "a map from language to code");
    const examplePairs = (examplesMap ? reader.entries(examplesMap) : []).map(
      ({ key, field: example }) => [key, reader.string(example) ?? ""] as const,
    );
    return {
      metadata: {
        cwe: this.#identifiers(map, "cwe", /\bCWE-\d+\b/i),
        owasp: this.#identifiers(map, "owasp", /\b(?:A\d{1,2}:\d{4}|(?:API|M|LLM)\d{1,2}(?::\d{4})?)\b/i),
        guidance: guidance ? (reader.string(guidance) ?? "").trim() : "",
        examples: Object.fromEntries(examplePairs),
        references: this.#referencesOf(map),
        weakerThan: this.#weakerThan(map),
        isOffByDefault,
        other: Object.fromEntries(
          map.node.entries
            .filter(({ key }) => !(METADATA_KEYS as readonly string[]).includes(key))
            .map(({ key, value }) => [key, plainValue(value)]),
        ),
      },
      confidence: confidence ? (confidence.toLowerCase() as Confidence) : "medium",
    };
  }

  /** `CWE-89` of `CWE-89: Improper Neutralization…`, from a text or a list of them. */
  #identifiers(map: MapField, key: string, shape: RegExp): string[] {
    const field = this.#reader.get(map, key);
    if (!field) return [];
    const found = this.#reader.textOrTexts(field, "texts").map((text) => shape.exec(text)?.[0].toUpperCase() ?? "");
    if (found.includes(""))
      this.#reader.remark(
        field,
        `"${key}" holds something other than identifiers like ${key === "cwe" ? "CWE-89" : "A03:2021"}`,
      );
    return [...new Set(found.filter((each) => each !== ""))];
  }

  #referencesOf(map: MapField): string[] {
    const field = this.#reader.get(map, "references");
    return field ? this.#reader.textOrTexts(field, "addresses") : [];
  }

  #weakerThan(map: MapField): string[] {
    const field = this.#reader.get(map, "weaker-than");
    return field ? this.#reader.textOrTexts(field, "rule ids") : [];
  }

  #isOffByDefault(): boolean {
    const field = this.#reader.get(this.#map, "default");
    if (!field) return false;
    const { node } = field;
    if (node.kind === "scalar" && typeof node.value === "boolean") return !node.value;
    return this.#reader.word(field, ["on", "off"] as const) === "off";
  }

  #versions(): void {
    const reader = this.#reader;
    for (const key of ["min-version", "max-version"] as const) {
      const field = reader.get(this.#map, key);
      const version = field && reader.text(field);
      if (!field || version === undefined) continue;
      if (!valid(version)) reader.problem(field, `"${version}" is not a version like 1.50.0`);
      else if (key === "min-version" && compare(version, SEMGREP_LEVEL) > 0)
        reader.problem(
          field,
          `this rule needs Semgrep ${version} or newer; Bartizan runs the rule language of ${SEMGREP_LEVEL}`,
        );
      else if (key === "max-version" && compare(version, SEMGREP_LEVEL) < 0)
        reader.problem(
          field,
          `this rule is for Semgrep up to ${version}; Bartizan runs the rule language of ${SEMGREP_LEVEL}`,
        );
    }
  }

  #paths(): RuleHead["paths"] {
    const reader = this.#reader;
    const field = reader.get(this.#map, "paths");
    const map = field && reader.map(field, "a map with include and exclude");
    if (!map) return { include: [], exclude: [] };
    reader.checkKeys(map, ["include", "exclude"], "paths");
    const globs = (key: string): string[] => {
      const list = reader.get(map, key);
      return list ? reader.texts(list, "globs") : [];
    };
    return { include: globs("include"), exclude: globs("exclude") };
  }

  #options(): Readonly<Record<string, unknown>> {
    const reader = this.#reader;
    const field = reader.get(this.#map, "options");
    const map = field && reader.map(field, "a map");
    const options: Record<string, unknown> = this.#engine === undefined ? {} : { generic_engine: this.#engine };
    for (const { key, field: option } of map ? reader.entries(map) : []) {
      const type = Object.hasOwn(OPTIONS, key) ? OPTIONS[key] : undefined;
      if (type === undefined) {
        const near = nearestWord(key, Object.keys(OPTIONS));
        reader.remark(option, `there is no option "${key}"${near ? `: did you mean "${near}"?` : ""}; it is ignored`);
        continue;
      }
      if (type === "boolean") options[key] = reader.boolean(option);
      else if (type === "integer") options[key] = reader.integer(option);
      else if (type === "text") options[key] = reader.string(option);
      else options[key] = plainValue(option.node);
    }
    return options;
  }

  #fixes(): FixTemplate[] {
    const reader = this.#reader;
    const fixes: FixTemplate[] = [];
    const fix = reader.get(this.#map, "fix");
    const text = fix && this.#fixText(fix);
    if (text !== undefined) fixes.push({ kind: "replace", title: "Apply the rule's fix", text, safety: "review" });
    const regex = reader.get(this.#map, "fix-regex");
    const template = regex && this.#fixRegex(regex, "Apply the rule's fix", "review");
    if (template) fixes.push(template);
    const list = reader.get(this.#map, "fixes");
    for (const item of list ? reader.itemsOfAny(list, "fixes") : []) {
      const one = this.#oneFix(item);
      if (one) fixes.push(one);
    }
    return fixes;
  }

  /** A fix may be empty: it takes the match out. */
  #fixText(field: Field): string | undefined {
    const { node } = field;
    if (node.kind === "scalar" && node.value !== null)
      return typeof node.value === "string" ? node.value : node.source.trim();
    this.#reader.problem(field, `a fix must be text, not ${describe(node)}`);
    return undefined;
  }

  #fixRegex(field: Field, title: string, safety: "safe" | "review"): FixTemplate | undefined {
    const reader = this.#reader;
    const map = reader.map(field, "a map with regex and replacement");
    if (!map) return undefined;
    reader.checkKeys(map, ["regex", "replacement", "count"], "fix-regex");
    const regexField = reader.required(map, "regex", "fix-regex");
    const replacementField = reader.required(map, "replacement", "fix-regex");
    const countField = reader.get(map, "count");
    const regex = regexField && reader.string(regexField);
    const replacement = replacementField && this.#fixText(replacementField);
    const count = countField && reader.integer(countField);
    if (regex === undefined || replacement === undefined) return undefined;
    return { kind: "regex", title, regex, replacement, count, safety };
  }

  #oneFix(item: Field): FixTemplate | undefined {
    const reader = this.#reader;
    const map = reader.map(item, "a map with a title and a fix");
    if (!map) return undefined;
    reader.checkKeys(map, ["title", "fix", "fix-regex", "builtin", "safety", "when"], "a fix");
    const titleField = reader.required(map, "title", "a fix");
    const title = (titleField && reader.string(titleField)) ?? "";
    const safetyField = reader.get(map, "safety");
    const safety = (safetyField && reader.word(safetyField, ["safe", "review"] as const)) ?? "review";
    const kinds = (["fix", "fix-regex", "builtin"] as const).filter((key) => reader.get(map, key));
    if (kinds.length !== 1) {
      reader.problem(item, 'a fix needs exactly one of "fix", "fix-regex", "builtin"');
      return undefined;
    }
    const field = reader.get(map, kinds[0]!)!;
    if (kinds[0] === "fix-regex") return this.#fixRegex(field, title, safety);
    if (kinds[0] === "builtin") {
      const name = reader.string(field);
      return name === undefined ? undefined : { kind: "builtin", title, name, safety };
    }
    const text = this.#fixText(field);
    if (text === undefined) return undefined;
    const whenField = reader.get(map, "when");
    const when = whenField && new FormulaReader(reader, { allowsKinds: false, isNested: true }).newFormula(whenField);
    return when ? { kind: "replace", title, text, safety, when } : { kind: "replace", title, text, safety };
  }

  #search(head: RuleHead): SearchRule | undefined {
    const reader = this.#reader;
    this.#checkKeys([...SEARCH_KEYS, "pattern-where-python"]);
    const formulas = new FormulaReader(reader, { allowsKinds: false, isNested: false });
    const match = reader.get(this.#map, "match");
    const old = SEARCH_KEYS.filter((key) => key !== "match" && reader.get(this.#map, key));
    if (match && old.length > 0) reader.problem(match, `"match" and "${old[0]}" cannot stand side by side`);
    const formula = match ? formulas.newFormula(match) : formulas.oldRoot(this.#map, "a rule");
    return formula && this.#positive(formula) ? { ...head, mode: "search", formula } : undefined;
  }

  /** Something must say what to find: a formula that only excludes finds nothing. */
  #positive(formula: Formula): boolean {
    if (formula.kind !== "not" && formula.kind !== "inside" && formula.kind !== "anywhere") return true;
    if (formula.kind !== "not") return true;
    this.#reader.problem(this.#map, "the rule only excludes code: at least one pattern must say what to find");
    return false;
  }

  #taint(head: RuleHead): TaintRule | undefined {
    const reader = this.#reader;
    this.#checkKeys([...TAINT_KEYS]);
    const field = reader.get(this.#map, "taint");
    const inner = field && reader.map(field, "a map with sources and sinks");
    if (field && !inner) return undefined;
    if (inner) reader.checkKeys(inner, NEW_TAINT_KEYS, "taint");
    const map = inner ?? this.#map;
    const isNew = inner !== undefined;
    const patterns = (key: (typeof NEW_TAINT_KEYS)[number]): TaintPattern[] => {
      const name = isNew ? key : `pattern-${key}`;
      const isRequired = key === "sources" || key === "sinks";
      const list = isRequired ? reader.required(map, name, "a taint rule") : reader.get(map, name);
      return list
        ? reader
            .itemsOfAny(list, "patterns")
            .flatMap((item) => new TaintPatternReader(reader, key, isNew).read(item) ?? [])
        : [];
    };
    const rule: TaintRule = {
      ...head,
      mode: "taint",
      sources: patterns("sources"),
      sinks: patterns("sinks"),
      sanitizers: patterns("sanitizers"),
      propagators: patterns("propagators"),
    };
    if (head.analysis !== "ast") {
      reader.problem(
        this.#map,
        "data can only be followed in languages that are parsed, not in generic or regex rules",
      );
      return undefined;
    }
    return rule;
  }

  #extract(head: RuleHead): ExtractRule | undefined {
    const reader = this.#reader;
    this.#checkKeys([...SEARCH_KEYS, ...EXTRACT_KEYS]);
    const formula = reader.get(this.#map, "match")
      ? new FormulaReader(reader, { allowsKinds: false, isNested: false }).newFormula(reader.get(this.#map, "match")!)
      : new FormulaReader(reader, { allowsKinds: false, isNested: false }).oldRoot(this.#map, "a rule");
    const extractField = reader.required(this.#map, "extract", "an extract rule");
    const extract = extractField && reader.string(extractField);
    const destinationField = reader.required(this.#map, "dest-language", "an extract rule");
    const name = destinationField && reader.string(destinationField);
    const destination = name === undefined ? undefined : languagesOfRuleName(name)[0];
    if (name !== undefined && destination === undefined)
      reader.problem(destinationField!, `"${name}" is not a language that Bartizan knows`);
    const transformField = reader.get(this.#map, "transform");
    const transform =
      transformField &&
      reader.word(transformField, ["no_transform", "unquote_string", "concat_json_string_array"] as const);
    const reduceField = reader.get(this.#map, "reduce");
    const reduce = reduceField && reader.word(reduceField, ["separate", "concat"] as const);
    if (!formula || extract === undefined || destination === undefined) return undefined;
    return {
      ...head,
      mode: "extract",
      formula,
      extract,
      destination,
      transform: transform === undefined || transform === "no_transform" ? "none" : transform,
      reduce: reduce ?? "separate",
    };
  }
}

const OWN_KEYS = {
  sources: ["exact", "by-side-effect", "control", "label", "requires"],
  sinks: ["exact", "requires", "at-exit"],
  sanitizers: ["exact", "by-side-effect", "not_conflicting", "not-conflicting"],
  propagators: ["from", "to", "by-side-effect", "label", "requires", "replace-labels"],
} as const;

class TaintPatternReader {
  readonly #reader: Reader;
  readonly #role: keyof typeof OWN_KEYS;
  readonly #isNew: boolean;

  constructor(reader: Reader, role: keyof typeof OWN_KEYS, isNew: boolean) {
    this.#reader = reader;
    this.#role = role;
    this.#isNew = isNew;
  }

  read(item: Field): TaintPattern | undefined {
    const reader = this.#reader;
    const formulas = new FormulaReader(reader, { allowsKinds: this.#role !== "propagators", isNested: false });
    const location = reader.location(item.start);
    const defaults = {
      exact: this.#role === "sinks",
      bySideEffect: this.#role === "propagators",
      control: false,
      atExit: false,
      notConflicting: false,
      location,
    };
    if (this.#isNew && item.node.kind === "scalar") {
      const formula = formulas.newFormula(item);
      return formula && { ...defaults, formula };
    }
    const what = `a ${this.#role.slice(0, -1)}`;
    const map = reader.map(item, "a map with a pattern");
    if (!map) return undefined;
    const own = OWN_KEYS[this.#role];
    if (!this.#isNew) reader.checkKeys(map, [...formulas.oldRoots(), "pattern-where-python", ...own], what);
    const formula = this.#isNew ? formulas.newFormula(map, own) : formulas.oldRoot(map, what);
    const { from, to } = this.#ends(map, what);
    const label = this.#text(map, "label");
    const requires = this.#requires(map);
    const replace = reader.get(map, "replace-labels");
    const replaceLabels = replace && reader.texts(replace, "labels");
    if (!formula) return undefined;
    return {
      ...defaults,
      formula,
      exact: this.#flag(map, "exact", defaults.exact),
      bySideEffect: this.#bySideEffect(map, defaults.bySideEffect),
      control: this.#flag(map, "control", false),
      atExit: this.#flag(map, "at-exit", false),
      notConflicting: this.#flag(map, "not_conflicting", false) || this.#flag(map, "not-conflicting", false),
      ...(label === undefined ? {} : { label }),
      ...(requires === undefined ? {} : { requires }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(replaceLabels === undefined ? {} : { replaceLabels }),
    };
  }

  #ends(map: MapField, what: string): { from?: string | undefined; to?: string | undefined } {
    if (this.#role !== "propagators") return {};
    const end = (key: string): string | undefined => {
      const field = this.#reader.required(map, key, what);
      const name = field && this.#reader.string(field);
      if (name !== undefined && !/^\$(?:\.\.\.)?\w+$/.test(name))
        this.#reader.problem(field!, `"${name}" is not a metavariable`);
      return name;
    };
    return { from: end("from"), to: end("to") };
  }

  #text(map: MapField, key: string): string | undefined {
    const field = this.#reader.get(map, key);
    return field && this.#reader.string(field);
  }

  #flag(map: MapField, key: string, otherwise: boolean): boolean {
    const field = this.#reader.get(map, key);
    return field ? (this.#reader.boolean(field) ?? otherwise) : otherwise;
  }

  #bySideEffect(map: MapField, otherwise: boolean): boolean | "only" {
    const field = this.#reader.get(map, "by-side-effect");
    if (!field) return otherwise;
    if (this.#role === "sources" && field.node.kind === "scalar" && field.node.value === "only") return "only";
    return this.#reader.boolean(field) ?? otherwise;
  }

  #requires(map: MapField): string | undefined {
    const field = this.#reader.get(map, "requires");
    const text = field && this.#reader.text(field);
    if (!field || text === undefined) return undefined;
    const parsed = parseExpression(text);
    const problem = parsed.kind === "problem" ? parsed.message : labelsProblem(parsed);
    if (problem !== undefined) this.#reader.problem(field, `"${text}" is not an expression over labels: ${problem}`);
    return text;
  }
}
