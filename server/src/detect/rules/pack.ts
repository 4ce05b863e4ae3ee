// The built-in rules as the build leaves them: JSON Lines (jsonlines.org), of which the first holds what every session asks of each
// rule and model. What only files of its languages ask for (formulas, rows of models, patterns) has lines of its own, which are
// read when somebody does: reading all of it takes a twentieth of the time until an opened file has its diagnostics.

import type { Model } from "../../flow/model.ts";
import type { LanguageId } from "../../syntax/language.ts";
import type { PackedPatterns } from "../match/packed-patterns.ts";
import type { Rule } from "../rule.ts";
import type { RuleFile } from "../rule-set.ts";

/** Of a model, by number. */
type PackedRows = readonly [
  types: Model["types"],
  handlers: Model["handlers"],
  sources: Model["sources"],
  sinks: Model["sinks"],
  sanitizers: Model["sanitizers"],
  guards: Model["guards"],
  propagators: Model["propagators"],
  callbacks: Model["callbacks"],
  containers: Model["containers"],
  traits: Model["traits"],
];

/** What stands in a line of its own instead of the value. */
type Line = number;

type PackedRule = Omit<Rule, "formula"> & { readonly formula?: Line };
type PackedModel = Pick<Model, "file" | "line" | "library" | "languages"> & { readonly rows: Line };

interface PackedFile extends Omit<RuleFile, "loaded" | "patterns"> {
  readonly loaded?: {
    readonly rules: readonly PackedRule[];
    readonly models: readonly PackedModel[];
    readonly problems: NonNullable<RuleFile["loaded"]>["problems"];
  };
  readonly patterns?: Partial<Record<LanguageId, Line>>;
}

/** Plain ASCII: one character beyond it, and all of a text takes twice the room and twice the time to be read. */
export function packRuleFiles(files: readonly RuleFile[]): string {
  const lines: string[] = [];
  const line = (value: unknown): Line => lines.push(JSON.stringify(value));
  const packed = files.map((file): PackedFile => {
    const { loaded, patterns, ...others } = file;
    return {
      ...others,
      ...(loaded && {
        loaded: {
          rules: loaded.rules.map((rule) => ("formula" in rule ? { ...rule, formula: line(rule.formula) } : rule)),
          models: loaded.models.map((model) => packModel(model, line)),
          problems: loaded.problems,
        },
      }),
      ...(patterns && {
        patterns: Object.fromEntries(Object.entries(patterns).map(([language, known]) => [language, line(known)])),
      }),
    };
  });
  const text = [JSON.stringify(packed), ...lines].join("\n");
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function packModel(model: Model, line: (value: PackedRows) => Line): PackedModel {
  const { file, line: at, library, languages } = model;
  const { types, handlers, sources, sinks, sanitizers, guards, propagators, callbacks, containers, traits } = model;
  const rows = line([
    ...([types, handlers, sources, sinks, sanitizers] as const),
    ...([guards, propagators, callbacks, containers, traits] as const),
  ]);
  return { file, ...(at !== undefined && { line: at }), library, languages, rows };
}

/** Gives what was packed. */
export function unpackRuleFiles(text: string): readonly RuleFile[] {
  const [head, ...lines] = text.split("\n");
  const read = (line: Line): unknown => JSON.parse(lines[line - 1]!);
  return (JSON.parse(head!) as readonly PackedFile[]).map(
    ({ loaded, patterns, ...others }): RuleFile => ({
      ...others,
      ...(loaded && {
        loaded: {
          rules: loaded.rules.map((rule) => unpackRule(rule, read)),
          models: loaded.models.map((model) => unpackModel(model, read)),
          problems: loaded.problems,
        },
      }),
      ...(patterns && { patterns: unpackPatterns(patterns, read) }),
    }),
  );
}

type Read = (line: Line) => unknown;

function unpackRule({ formula: line, ...rule }: PackedRule, read: Read): Rule {
  if (line === undefined) return rule as Rule;
  const formula = once(() => read(line));
  return {
    ...rule,
    get formula() {
      return formula();
    },
  } as Rule;
}

function unpackModel({ rows, ...model }: PackedModel, read: Read): Model {
  const known = once(() => read(rows) as PackedRows);
  return {
    ...model,
    get types() {
      return known()[0];
    },
    get handlers() {
      return known()[1];
    },
    get sources() {
      return known()[2];
    },
    get sinks() {
      return known()[3];
    },
    get sanitizers() {
      return known()[4];
    },
    get guards() {
      return known()[5];
    },
    get propagators() {
      return known()[6];
    },
    get callbacks() {
      return known()[7];
    },
    get containers() {
      return known()[8];
    },
    get traits() {
      return known()[9];
    },
  };
}

function unpackPatterns(lines: Partial<Record<string, Line>>, read: Read): PackedPatterns {
  const patterns = {};
  for (const [language, line] of Object.entries(lines))
    Object.defineProperty(patterns, language, { enumerable: true, get: once(() => read(line!)) });
  return patterns;
}

function once<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: read() };
    return known.value;
  };
}
