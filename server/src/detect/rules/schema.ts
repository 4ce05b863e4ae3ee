// The published JSON schemas of rule and model files, made of the tables that the loader checks against. The files in
// rules/schema/ hold what these functions give; a test holds the two together, so that editors and loader agree.

import { LANGUAGES } from "../../syntax/language.ts";
import { described } from "./key-descriptions.ts";
import { MODEL_KEYS, ROWS, type RowShape, type ValueShape, type WHEN_KEYS } from "./model-keys.ts";
import {
  CONFIDENCES,
  type EXTRACT_KEYS,
  type HEAD_KEYS,
  LANGUAGES_WITHOUT_PARSER,
  OPTIONS,
  type SEARCH_KEYS,
  SEVERITIES,
  type TAINT_KEYS,
  TEXT_ENGINES,
} from "./rule-keys.ts";

type Schema = Readonly<Record<string, unknown>>;

const DRAFT = "http://json-schema.org/draft-07/schema#";
const text: Schema = { type: "string", minLength: 1 };
const texts: Schema = { type: "array", items: text };
const textOrTexts: Schema = { anyOf: [text, texts] };
const reference = (name: string): Schema => ({ $ref: `#/definitions/${name}` });
const map = (properties: Record<string, Schema>, required: readonly string[] = []): Schema => ({
  type: "object",
  additionalProperties: false,
  properties: described(properties),
  ...(required.length > 0 ? { required } : {}),
});
const list = (items: Schema): Schema => ({ type: "array", minItems: 1, items });

const oneKey = (properties: Record<string, Schema>): Schema => ({
  ...map(properties),
  minProperties: 1,
  maxProperties: 1,
});

/** Formulas in the old syntax. */
function oldFormulas(): Record<string, Schema> {
  const nested: Schema = { anyOf: [text, reference("member")] };
  const roots: Record<string, Schema> = {
    pattern: { type: ["string", "number", "boolean", "null"] },
    patterns: list(reference("conjunct")),
    "pattern-either": list(reference("member")),
    "pattern-regex": text,
  };
  const members: Record<string, Schema> = {
    ...roots,
    kind: reference("kind"),
    "pattern-not": nested,
    "pattern-inside": nested,
    "pattern-not-inside": nested,
    "pattern-not-regex": text,
    "semgrep-internal-pattern-anywhere": nested,
  };
  const metavariable = text;
  const conditions: Record<string, Schema> = {
    "metavariable-regex": map({ metavariable, regex: text, "constant-propagation": { type: "boolean" } }, [
      "metavariable",
      "regex",
    ]),
    "metavariable-pattern": map({ metavariable, language: reference("language"), ...roots }, ["metavariable"]),
    "metavariable-comparison": map(
      { metavariable, comparison: text, strip: { type: "boolean" }, base: { type: "integer" } },
      ["comparison"],
    ),
    "metavariable-analysis": map(
      { metavariable, analyzer: { enum: ["entropy", "redos", "entropy_v2", "exploding-regex"] }, options: {} },
      ["metavariable", "analyzer"],
    ),
    "metavariable-type": map({ metavariable, type: text, types: texts, language: reference("language") }, [
      "metavariable",
    ]),
    "semgrep-internal-metavariable-name": map({ metavariable, module: text, modules: texts, kind: text }, [
      "metavariable",
    ]),
    "focus-metavariable": textOrTexts,
  };
  return { member: oneKey(members), conjunct: oneKey({ ...members, ...conditions }) };
}

/** Formulas in the new syntax. */
function newFormula(): Schema {
  const formula = reference("formula");
  return {
    anyOf: [
      text,
      map({
        pattern: { type: ["string", "number", "boolean", "null"] },
        regex: text,
        all: list(formula),
        any: list(formula),
        not: formula,
        inside: formula,
        anywhere: formula,
        kind: reference("kind"),
        where: { type: "array", items: { type: "object" } },
        as: text,
        fix: { type: "string" },
        metavariable: text,
        language: reference("language"),
        ...taintPatternKeys(),
      }),
    ],
  };
}

function taintPatternKeys(): Record<string, Schema> {
  const flag: Schema = { type: "boolean" };
  return {
    exact: flag,
    "by-side-effect": { anyOf: [flag, { enum: ["true", "false", "only"] }] },
    control: flag,
    "at-exit": flag,
    label: text,
    requires: { type: ["string", "boolean"] },
    from: text,
    to: text,
    "replace-labels": texts,
    not_conflicting: flag,
    "not-conflicting": flag,
  };
}

const OPTION_TYPES: Readonly<Record<(typeof OPTIONS)[string], Schema>> = {
  boolean: { type: "boolean" },
  integer: { type: "integer" },
  text: { type: "string" },
  any: {},
};

function headProperties(): Record<string, Schema> {
  const fixRegex = map({ regex: text, replacement: { type: "string" }, count: { type: "integer" } }, [
    "regex",
    "replacement",
  ]);
  const properties: Record<(typeof HEAD_KEYS)[number], Schema> = {
    id: { type: "string", pattern: "^[A-Za-z0-9_][A-Za-z0-9_.-]*$" },
    languages: list(reference("language")),
    message: text,
    severity: { enum: [...SEVERITIES, ...SEVERITIES.map((each) => each.toLowerCase())] },
    metadata: {
      type: "object",
      properties: described({
        cwe: textOrTexts,
        owasp: textOrTexts,
        confidence: { enum: [...CONFIDENCES, ...CONFIDENCES.map((each) => each.toLowerCase())] },
        guidance: { ...text, description: "Markdown: what an attacker does with it, and how to fix it." },
        references: textOrTexts,
        examples: { type: "object", additionalProperties: text, description: "Safe code by language." },
      }),
    },
    paths: map({ include: texts, exclude: texts }),
    options: {
      type: "object",
      properties: Object.fromEntries(Object.entries(OPTIONS).map(([name, type]) => [name, OPTION_TYPES[type]])),
    },
    mode: { enum: ["search", "taint", "extract"] },
    fix: { type: "string" },
    "fix-regex": fixRegex,
    fixes: list({
      ...map(
        {
          title: text,
          fix: { type: "string" },
          "fix-regex": fixRegex,
          builtin: text,
          safety: { enum: ["safe", "review"] },
          when: reference("formula"),
        },
        ["title"],
      ),
      oneOf: [{ required: ["fix"] }, { required: ["fix-regex"] }, { required: ["builtin"] }],
    }),
    default: { enum: ["on", "off", true, false] },
    "min-version": text,
    "max-version": text,
    author: {},
    source: {},
    "source-rule-url": {},
    equivalences: {},
    product: {},
    version: {},
  };
  return properties;
}

/** The schema of rule files: Semgrep's syntax with our additions. */
export function ruleFileSchema(): Schema {
  const patterns = {
    pattern: { type: ["string", "number", "boolean", "null"] },
    patterns: list(reference("conjunct")),
    "pattern-either": list(reference("member")),
    "pattern-regex": text,
  };
  const taintPattern = { ...patterns, ...taintPatternKeys(), kind: reference("kind") };
  const taintList = list({ type: "object", properties: described(taintPattern) });
  const search: Record<(typeof SEARCH_KEYS)[number], Schema> = { ...patterns, match: reference("formula") };
  const taint: Record<(typeof TAINT_KEYS)[number], Schema> = {
    "pattern-sources": taintList,
    "pattern-sinks": taintList,
    "pattern-sanitizers": taintList,
    "pattern-propagators": taintList,
    taint: map(
      {
        sources: list(reference("formula")),
        sinks: list(reference("formula")),
        sanitizers: list(reference("formula")),
        propagators: list(reference("formula")),
      },
      ["sources", "sinks"],
    ),
  };
  const extract: Record<(typeof EXTRACT_KEYS)[number], Schema> = {
    extract: text,
    "dest-language": reference("language"),
    transform: { enum: ["no_transform", "unquote_string", "concat_json_string_array"] },
    reduce: { enum: ["separate", "concat"] },
    "dest-rules": { type: "object" },
  };
  // A rule that only extracts reports nothing, so it needs neither message nor severity.
  const rule = {
    ...map({ ...headProperties(), ...search, ...taint, ...extract }, ["id", "languages"]),
    anyOf: [{ required: ["message", "severity"] }, { required: ["mode"], properties: { mode: { enum: ["extract"] } } }],
  };
  return {
    $schema: DRAFT,
    title: "Rules in Semgrep's syntax, as Bartizan runs them",
    type: "object",
    required: ["rules"],
    properties: { rules: list(reference("rule")) },
    definitions: {
      language: {
        enum: [
          ...new Set([
            ...LANGUAGES.flatMap(({ ruleNames }) => ruleNames),
            ...LANGUAGES_WITHOUT_PARSER,
            ...TEXT_ENGINES,
            "C#",
          ]),
        ],
      },
      kind: { type: "string", pattern: "^[a-z][a-z0-9-]*$", description: "What models say has this kind." },
      ...oldFormulas(),
      formula: newFormula(),
      rule,
    },
  };
}

const PLACE: Schema = { anyOf: [{ type: "integer" }, text] };
const LITERAL: Schema = { type: ["string", "number", "boolean", "null"] };
const several = (schema: Schema): Schema => ({ anyOf: [schema, { type: "array", items: schema }] });

function valueSchema(shape: ValueShape): Schema {
  switch (shape) {
    case "text":
    case "path":
    case "regex":
      return text;
    case "texts":
    case "paths":
      return several(text);
    case "list of texts":
    case "list of paths":
    case "list of regexes":
      return texts;
    case "place":
      return PLACE;
    case "places":
      return several(PLACE);
    case "kind":
      return reference("kind");
    case "kinds":
      return several(reference("kind"));
    case "integer":
      return { type: "integer" };
    case "boolean":
      return { type: "boolean" };
    case "when":
      return several(reference("when"));
    default:
      return { enum: shape };
  }
}

function rowSchema({ required, oneOf, keys }: RowShape): Schema {
  const properties = Object.fromEntries(Object.entries(keys).map(([key, shape]) => [key, valueSchema(shape)]));
  const row = map(properties, required);
  return oneOf ? { ...row, oneOf: oneOf.map((key) => ({ required: [key] })) } : row;
}

/** The schema of model files. */
export function modelFileSchema(): Schema {
  const condition: Record<(typeof WHEN_KEYS)[number], Schema> = {
    argument: several(PLACE),
    is: several(LITERAL),
    isNot: several(LITERAL),
    isApi: several(text),
    isNotApi: several(text),
    matches: text,
    begins: text,
    beginsNot: text,
    carries: text,
    without: text,
    carriesNot: text,
    matchesNot: text,
    isAbsent: { type: "boolean" },
    isPresent: { type: "boolean" },
    isDynamic: { type: "boolean" },
    isInterpolated: { type: "boolean" },
    isFixed: { type: "boolean" },
  };
  const rows = Object.fromEntries(
    Object.entries(ROWS).map(([name, shape]) => [name, { type: "array", items: rowSchema(shape) }]),
  );
  const properties = { library: text, languages: list(reference("language")), ...rows };
  const ordered = Object.fromEntries(MODEL_KEYS.map((key) => [key, properties[key as keyof typeof properties]!]));
  return {
    $schema: DRAFT,
    title: "Models of libraries: where data enters, does harm and becomes harmless",
    type: "object",
    required: ["models"],
    properties: { models: list(map(ordered, ["library", "languages"])) },
    definitions: {
      language: { enum: [...new Set(LANGUAGES.flatMap(({ ruleNames }) => ruleNames))] },
      kind: { type: "string", pattern: "^[a-z][a-z0-9-]*$" },
      when: { ...map(condition, ["argument"]), minProperties: 2 },
    },
  };
}
