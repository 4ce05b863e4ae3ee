// Reads formulas (which code a rule is about) in both of Semgrep's syntaxes: the old one with `pattern…` keys and the new
// one with `all`, `any`, `not`, `inside`, `where`; and our own `kind:`, which stands for what models say.

import { LANGUAGES, type LanguageId, languagesOfRuleName } from "../../syntax/language.ts";
import type { Condition, Formula } from "../rule.ts";
import { comparisonProblem, metavariablesOf, parseExpression } from "./expression.ts";
import { describe, type Field, type MapField, type Reader } from "./reader.ts";
import { nearestWord } from "./suggest.ts";

const METAVARIABLE = /^\$(?:\.\.\.)?[A-Z_][A-Z_0-9]*$|^\$\d+$|^\$[a-zA-Z_]\w*$/;

/** What a formula may consist of, and where it stands. */
export interface FormulaContext {
  /** `kind:` is only for taint rules. */
  readonly allowsKinds: boolean;
  /** In `metavariable-pattern`, conjunctions without a positive part are about the metavariable's whole value. */
  readonly isNested: boolean;
}

const OLD_ROOTS = ["pattern", "patterns", "pattern-either", "pattern-regex"];
const OLD_MEMBERS = [
  ...OLD_ROOTS,
  "pattern-not",
  "pattern-inside",
  "pattern-not-inside",
  "pattern-not-regex",
  "semgrep-internal-pattern-anywhere",
];
const CONDITIONS = [
  "metavariable-regex",
  "metavariable-pattern",
  "metavariable-comparison",
  "metavariable-analysis",
  "metavariable-type",
  "semgrep-internal-metavariable-name",
];
const NEW_ROOTS = ["pattern", "regex", "all", "any", "not", "inside", "anywhere"];

const WHERE_PYTHON =
  "pattern-where-python runs Python code out of a rule file, which Bartizan never does: use metavariable-comparison or metavariable-regex instead";

export class FormulaReader {
  readonly #reader: Reader;
  readonly #context: FormulaContext;

  constructor(reader: Reader, context: FormulaContext) {
    this.#reader = reader;
    this.#context = context;
  }

  get #roots(): string[] {
    return this.#context.allowsKinds ? [...OLD_ROOTS, "kind"] : OLD_ROOTS;
  }

  /** The keys of which a map has exactly one: which formula it is. */
  oldRoots(): readonly string[] {
    return this.#roots;
  }

  newRoots(): readonly string[] {
    return this.#context.allowsKinds ? [...NEW_ROOTS, "kind"] : NEW_ROOTS;
  }

  /** The formula of a map that also has other keys (a rule, a source): it has exactly one of `pattern`, `patterns`… */
  oldRoot(map: MapField, what: string): Formula | undefined {
    const roots = this.#roots;
    const found = this.#reader.entries(map).filter(({ key }) => roots.includes(key));
    const python = this.#reader.get(map, "pattern-where-python");
    if (python) this.#reader.problem(python, WHERE_PYTHON);
    if (found.length === 1) return this.#oldPair(found[0]!.key, found[0]!.field);
    if (found.length === 0) this.#reader.problem(map, `${what} needs one of the keys ${roots.join(", ")}`);
    else
      this.#reader.problem(
        found[1]!.field,
        `${what} can have only one of ${roots.join(", ")}: join them under "patterns" or "pattern-either"`,
      );
    return undefined;
  }

  /** A text (a pattern), or a map with a single key. */
  #oldFormula(field: Field, allowsText: boolean): Formula | undefined {
    const { node } = field;
    if (node.kind === "scalar") {
      if (!allowsText) {
        this.#reader.problem(field, `${describe(node)} cannot stand alone here: write "pattern: …" before it`);
        return undefined;
      }
      return this.#pattern(field);
    }
    const map = this.#reader.map(field, "a map with one key");
    if (!map) return undefined;
    const entries = this.#reader.entries(map);
    if (entries.length !== 1) {
      this.#reader.problem(
        field,
        entries.length === 0
          ? "this is empty"
          : `only one key may stand here, not ${entries.map(({ key }) => key).join(" and ")}: is a "-" missing?`,
      );
      return undefined;
    }
    return this.#oldPair(entries[0]!.key, entries[0]!.field);
  }

  #oldPair(key: string, field: Field): Formula | undefined {
    const location = this.#reader.location(field.start);
    switch (key) {
      case "pattern":
        return this.#pattern(field);
      case "pattern-regex":
        return this.#regex(field);
      case "pattern-not-regex": {
        const formula = this.#regex(field);
        return formula && { kind: "not", formula, location };
      }
      case "pattern-not": {
        const formula = this.#oldFormula(field, true);
        return formula && { kind: "not", formula, location };
      }
      case "pattern-inside": {
        const formula = this.#oldFormula(field, true);
        return formula && { kind: "inside", formula, location };
      }
      case "pattern-not-inside": {
        const formula = this.#oldFormula(field, true);
        return formula && { kind: "not", formula: { kind: "inside", formula, location }, location };
      }
      case "semgrep-internal-pattern-anywhere": {
        const formula = this.#oldFormula(field, true);
        return formula && { kind: "anywhere", formula, location };
      }
      case "pattern-either": {
        const disjuncts = this.#reader.itemsOfAny(field, "patterns").map((item) => this.#oldFormula(item, false));
        return disjuncts.every((each) => each !== undefined) && disjuncts.length > 0
          ? { kind: "or", disjuncts, location }
          : undefined;
      }
      case "patterns":
        return this.#patterns(field);
      case "kind":
        return this.#kind(field);
      case "pattern-where-python":
        this.#reader.problem(field, WHERE_PYTHON);
        return undefined;
      default:
        this.#unknown(key, field);
        return undefined;
    }
  }

  #unknown(key: string, field: Field): void {
    const allowed = this.#context.allowsKinds ? [...OLD_MEMBERS, "kind"] : OLD_MEMBERS;
    if (CONDITIONS.includes(key) || key === "focus-metavariable") {
      this.#reader.problem(field, `"${key}" must stand directly in a list of "patterns"`);
      return;
    }
    const all = [...allowed, ...CONDITIONS, "focus-metavariable"];
    const near = nearestWord(key, all);
    this.#reader.problem(
      field,
      `there is no key "${key}"${near ? `: did you mean "${near}"?` : ""} (allowed: ${allowed.join(", ")})`,
    );
  }

  /** The conjunction. */
  #patterns(field: Field): Formula | undefined {
    const conjuncts: Formula[] = [];
    const conditions: Condition[] = [];
    const focus: (readonly string[])[] = [];
    const before = this.#reader.problems.length;
    for (const item of this.#reader.itemsOfAny(field, "patterns")) {
      if (item.node.kind === "map" && item.node.entries.length === 1) {
        const { key, field: value } = this.#reader.entries(item as MapField)[0]!;
        if (key === "focus-metavariable") {
          focus.push(this.#metavariables(value));
          continue;
        }
        if (CONDITIONS.includes(key)) {
          const condition = this.#condition(key, value);
          if (condition) conditions.push(condition);
          continue;
        }
      }
      const formula = this.#oldFormula(item, false);
      if (formula) conjuncts.push(formula);
    }
    if (this.#reader.isUnusableSince(before)) return undefined;
    return this.#conjunction(field, { conjuncts, conditions, focus });
  }

  #conjunction(
    field: Field,
    parts: {
      readonly conjuncts: readonly Formula[];
      readonly conditions: readonly Condition[];
      readonly focus: readonly (readonly string[])[];
    },
  ): Formula | undefined {
    if (!this.#context.isNested && !parts.conjuncts.some(({ kind }) => kind !== "not")) {
      this.#reader.problem(field, "everything here excludes code: at least one pattern must say what to find");
      return undefined;
    }
    return { kind: "and", ...parts, location: this.#reader.location(field.start) };
  }

  #pattern(field: Field): Formula | undefined {
    const { node } = field;
    // `pattern: 1` and `pattern: null` are patterns too.
    const text =
      node.kind === "scalar" && typeof node.value !== "string" ? node.source.trim() : this.#reader.string(field);
    if (!text) {
      if (node.kind === "scalar" && typeof node.value !== "string") this.#reader.problem(field, "the pattern is empty");
      return undefined;
    }
    return { kind: "pattern", text, location: this.#reader.location(node.start) };
  }

  #regex(field: Field): Formula | undefined {
    const regex = this.#reader.string(field);
    return regex === undefined
      ? undefined
      : { kind: "regex", regex, location: this.#reader.location(field.node.start) };
  }

  #kind(field: Field): Formula | undefined {
    if (!this.#context.allowsKinds) {
      this.#reader.problem(field, `"kind" can only stand in the sources, sinks and sanitizers of taint rules`);
      return undefined;
    }
    const taintKind = this.#reader.string(field);
    if (taintKind === undefined) return undefined;
    if (!/^[a-z][a-z0-9-]*$/.test(taintKind)) {
      this.#reader.problem(
        field,
        `"${taintKind}" is not the name of a kind: small letters, digits and hyphens, as in remote-input`,
      );
      return undefined;
    }
    return { kind: "modelled", taintKind, location: this.#reader.location(field.start) };
  }

  #metavariables(field: Field): string[] {
    const names = this.#reader.textOrTexts(field, "metavariables");
    if (field.node.kind === "list" && names.length === 0)
      this.#reader.problem(field, "this needs at least one metavariable");
    for (const name of names) this.#checkMetavariable(field, name);
    return names;
  }

  #checkMetavariable(field: Field, name: string): void {
    if (!METAVARIABLE.test(name))
      this.#reader.problem(
        field,
        `"${name}" is not a metavariable: it starts with $ and goes on in capitals, as in $NAME`,
      );
  }

  #metavariable(map: MapField, what: string): string | undefined {
    const field = this.#reader.required(map, "metavariable", what);
    const name = field && this.#reader.string(field);
    if (field && name !== undefined) this.#checkMetavariable(field, name);
    return name;
  }

  /** What is compared stands in the comparison: without "strip" and "base" the key beside it says nothing. */
  #comparedMetavariable(map: MapField, what: string, isUsed: boolean): string | undefined {
    const field = this.#reader.get(map, "metavariable")!;
    const name = this.#reader.string(field);
    if (isUsed || name === undefined || METAVARIABLE.test(name)) return this.#metavariable(map, what);
    this.#reader.remark(field, `"${name}" is not a metavariable; it is ignored`);
    return undefined;
  }

  #condition(key: string, field: Field): Condition | undefined {
    const map = this.#reader.map(field, "a map");
    if (!map) return undefined;
    switch (key) {
      case "metavariable-regex":
        return this.#regexCondition(map);
      case "metavariable-pattern":
        return this.#patternCondition(map);
      case "metavariable-comparison":
        return this.#comparisonCondition(map);
      case "metavariable-analysis":
        return this.#analysisCondition(map);
      case "metavariable-type":
        return this.#typeCondition(map);
      default:
        return this.#nameCondition(map);
    }
  }

  #regexCondition(map: MapField): Condition | undefined {
    const what = "metavariable-regex";
    this.#reader.checkKeys(map, ["metavariable", "regex", "constant-propagation"], what);
    const metavariable = this.#metavariable(map, what);
    const regexField = this.#reader.required(map, "regex", what);
    const regex = regexField && this.#reader.string(regexField);
    const propagation = this.#reader.get(map, "constant-propagation");
    const constantPropagation = propagation ? (this.#reader.boolean(propagation) ?? false) : false;
    if (metavariable === undefined || regex === undefined) return undefined;
    return {
      kind: "regex",
      metavariable,
      regex,
      constantPropagation,
      location: this.#reader.location(regexField!.node.start),
    };
  }

  #language(map: MapField): LanguageId | "generic" | "regex" | undefined {
    const field = this.#reader.get(map, "language");
    if (!field) return undefined;
    const name = this.#reader.string(field);
    if (name === undefined) return undefined;
    if (name === "regex" || name === "none") return "regex";
    const [language] = languagesOfRuleName(name);
    if (language === undefined) {
      const near = nearestWord(
        name,
        LANGUAGES.flatMap(({ ruleNames }) => ruleNames),
      );
      this.#reader.problem(
        field,
        `"${name}" is not a language that Bartizan knows${near ? `: did you mean "${near}"?` : ""}`,
      );
    }
    return language;
  }

  #nested(): FormulaReader {
    return new FormulaReader(this.#reader, { ...this.#context, isNested: true });
  }

  #patternCondition(map: MapField): Condition | undefined {
    const what = "metavariable-pattern";
    const nested = this.#nested();
    this.#reader.checkKeys(map, ["metavariable", "language", ...nested.#roots], what);
    const metavariable = this.#metavariable(map, what);
    const language = this.#language(map);
    const formula = nested.oldRoot(map, what);
    if (metavariable === undefined || formula === undefined) return undefined;
    const location = this.#reader.location(map.start);
    return language === undefined
      ? { kind: "pattern", metavariable, formula, location }
      : { kind: "pattern", metavariable, formula, language, location };
  }

  #comparisonCondition(map: MapField): Condition | undefined {
    const what = "metavariable-comparison";
    this.#reader.checkKeys(map, ["metavariable", "comparison", "strip", "base"], what);
    return this.#comparison(map, what);
  }

  #comparison(map: MapField, what: string): Condition | undefined {
    const nameField = this.#reader.get(map, "metavariable");
    const field = this.#reader.required(map, "comparison", what);
    const stripField = this.#reader.get(map, "strip");
    const strip = stripField ? (this.#reader.boolean(stripField) ?? false) : false;
    const baseField = this.#reader.get(map, "base");
    const metavariable = nameField && this.#comparedMetavariable(map, what, strip || baseField !== undefined);
    const base = baseField && this.#reader.integer(baseField);
    if (strip && !nameField) this.#reader.problem(map, `${what} with "strip" needs a key "metavariable"`);
    const comparison = field && this.#reader.string(field);
    if (comparison === undefined) return undefined;
    const parsed = parseExpression(comparison);
    const problem = parsed.kind === "problem" ? parsed.message : comparisonProblem(parsed);
    if (problem !== undefined) {
      this.#reader.problem(field!, `"${comparison}" is not a comparison: ${problem}`);
      return undefined;
    }
    if (parsed.kind !== "problem" && metavariablesOf(parsed).length === 0)
      this.#reader.remark(field!, `"${comparison}" reads no metavariable`);
    const location = this.#reader.location(field!.node.start);
    return {
      kind: "comparison",
      comparison,
      strip,
      location,
      ...(metavariable === undefined ? {} : { metavariable }),
      ...(base === undefined ? {} : { base }),
    };
  }

  #analysisCondition(map: MapField): Condition | undefined {
    const what = "metavariable-analysis";
    this.#reader.checkKeys(map, ["metavariable", "analyzer", "options"], what);
    return this.#analysis(map, what);
  }

  #analysis(map: MapField, what: string): Condition | undefined {
    const metavariable = this.#metavariable(map, what);
    const field = this.#reader.required(map, "analyzer", what);
    const written = field && this.#reader.word(field, ["entropy", "redos", "entropy_v2", "exploding-regex"] as const);
    if (metavariable === undefined || written === undefined) return undefined;
    const analyzer = written === "entropy_v2" ? "entropy" : written;
    return { kind: "analysis", metavariable, analyzer, location: this.#reader.location(map.start) };
  }

  #typeCondition(map: MapField): Condition | undefined {
    const what = "metavariable-type";
    this.#reader.checkKeys(map, ["metavariable", "type", "types", "language"], what);
    return this.#type(map, what);
  }

  #type(map: MapField, what: string): Condition | undefined {
    const metavariable = this.#metavariable(map, what);
    this.#language(map);
    const one = this.#reader.get(map, "type");
    const several = this.#reader.get(map, "types");
    const types = [
      ...(one ? [this.#reader.string(one) ?? []].flat() : []),
      ...(several ? this.#reader.texts(several, "types") : []),
    ];
    if (!one && !several) this.#reader.problem(map, `${what} needs a key "type" or "types"`);
    if (metavariable === undefined || types.length === 0) return undefined;
    return { kind: "type", metavariable, types, location: this.#reader.location(map.start) };
  }

  #nameCondition(map: MapField): Condition | undefined {
    const what = "semgrep-internal-metavariable-name";
    this.#reader.checkKeys(map, ["metavariable", "module", "modules", "kind"], what);
    const metavariable = this.#metavariable(map, what);
    const one = this.#reader.get(map, "module");
    const several = this.#reader.get(map, "modules");
    const modules = [
      ...(one ? [this.#reader.string(one) ?? []].flat() : []),
      ...(several ? this.#reader.texts(several, "modules") : []),
    ];
    if (metavariable === undefined) return undefined;
    return { kind: "name", metavariable, modules, location: this.#reader.location(map.start) };
  }

  /** A formula in the new syntax: a text, or a map with one of the roots and perhaps `where`, `as`, `fix`. */
  newFormula(field: Field, besides: readonly string[] = []): Formula | undefined {
    if (field.node.kind === "scalar") return this.#pattern(field);
    const map = this.#reader.map(field, "a pattern or a map");
    if (!map) return undefined;
    const roots = this.newRoots();
    this.#reader.checkKeys(map, [...roots, "where", "as", "fix", ...besides], "a pattern");
    const found = this.#reader.entries(map).filter(({ key }) => roots.includes(key));
    if (found.length !== 1) {
      this.#reader.problem(map, `exactly one of ${roots.join(", ")} must stand here`);
      return undefined;
    }
    const formula = this.#newPair(found[0]!.key, found[0]!.field);
    const where = this.#reader.get(map, "where");
    const as = this.#text(map, "as");
    const fix = this.#text(map, "fix");
    if (as !== undefined && !METAVARIABLE.test(as)) this.#checkMetavariable(map, as);
    const { conditions, focus } = where ? this.#where(where) : { conditions: [], focus: [] };
    if (!formula || (!where && as === undefined && fix === undefined)) return formula;
    const named = { ...(as === undefined ? {} : { as }), ...(fix === undefined ? {} : { fix }) };
    if (formula.kind === "and" && formula.as === undefined && formula.fix === undefined)
      return {
        ...formula,
        conditions: [...formula.conditions, ...conditions],
        focus: [...formula.focus, ...focus],
        ...named,
      };
    return {
      kind: "and",
      conjuncts: [formula],
      conditions,
      focus,
      location: this.#reader.location(map.start),
      ...named,
    };
  }

  #text(map: MapField, key: string): string | undefined {
    const field = this.#reader.get(map, key);
    return field && this.#reader.string(field);
  }

  #newPair(key: string, field: Field): Formula | undefined {
    const location = this.#reader.location(field.start);
    switch (key) {
      case "pattern":
        return this.#pattern(field);
      case "regex":
        return this.#regex(field);
      case "kind":
        return this.#kind(field);
      case "not":
      case "inside":
      case "anywhere": {
        const formula = this.newFormula(field);
        return formula && { kind: key, formula, location };
      }
      case "any": {
        const disjuncts = this.#reader.itemsOfAny(field, "patterns").map((item) => this.newFormula(item));
        return disjuncts.every((each) => each !== undefined) && disjuncts.length > 0
          ? { kind: "or", disjuncts, location }
          : undefined;
      }
      default: {
        const conjuncts = this.#reader.itemsOfAny(field, "patterns").map((item) => this.newFormula(item));
        if (!conjuncts.every((each) => each !== undefined)) return undefined;
        return this.#conjunction(field, { conjuncts, conditions: [], focus: [] });
      }
    }
  }

  #where(field: Field): { conditions: Condition[]; focus: (readonly string[])[] } {
    const conditions: Condition[] = [];
    const focus: (readonly string[])[] = [];
    for (const item of this.#reader.items(field, "conditions")) {
      const map = this.#reader.map(item, "a condition");
      if (!map) continue;
      const focused = this.#reader.get(map, "focus");
      if (focused) {
        this.#reader.checkKeys(map, ["focus"], "a focus");
        focus.push(this.#metavariables(focused));
        continue;
      }
      const condition = this.#whereCondition(map);
      if (condition) conditions.push(condition);
    }
    return { conditions, focus };
  }

  #whereCondition(map: MapField): Condition | undefined {
    const keys = map.node.entries.map(({ key }) => key);
    if (keys.includes("comparison")) {
      this.#reader.checkKeys(map, ["metavariable", "comparison", "strip", "base"], "a comparison");
      return this.#comparison(map, "a comparison");
    }
    if (keys.includes("analyzer")) {
      this.#reader.checkKeys(map, ["metavariable", "analyzer", "options"], "an analysis");
      return this.#analysis(map, "an analysis");
    }
    if (keys.includes("type") || keys.includes("types")) {
      this.#reader.checkKeys(map, ["metavariable", "type", "types", "language"], "a type condition");
      return this.#type(map, "a type condition");
    }
    if (!keys.includes("metavariable")) {
      this.#reader.problem(
        map,
        "a condition is one of comparison, focus, or metavariable with a pattern, regex, analyzer or type",
      );
      return undefined;
    }
    const metavariable = this.#metavariable(map, "a condition");
    const language = this.#language(map);
    const formula = this.#nested().newFormula(map, ["metavariable", "language"]);
    if (metavariable === undefined || formula === undefined) return undefined;
    const location = this.#reader.location(map.start);
    if (formula.kind === "regex")
      return { kind: "regex", metavariable, regex: formula.regex, constantPropagation: true, location };
    return language === undefined
      ? { kind: "pattern", metavariable, formula, location }
      : { kind: "pattern", metavariable, formula, language, location };
  }
}
