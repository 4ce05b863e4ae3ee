// Keys of a gitleaks file that mean nothing: gitleaks passes them over, so a rule with a misspelt one is silently another rule.

import { nearestWord } from "../rules/suggest.ts";

type Table = Readonly<Record<string, unknown>>;

interface Shape {
  readonly keys: readonly string[];
  /** Keys whose values are tables, or lists of tables. */
  readonly inner?: Readonly<Record<string, Shape>>;
}

/** In lower case, for gitleaks takes keys in any. */
const ALLOWLIST: Shape = {
  keys: ["description", "condition", "commits", "paths", "regexes", "regextarget", "stopwords", "targetrules"],
};
const ALLOWLISTS = { allowlist: ALLOWLIST, allowlists: ALLOWLIST };
const FILE: Shape = {
  keys: ["title", "description", "minversion", "extend", "rules", "allowlist", "allowlists"],
  inner: {
    extend: { keys: ["path", "url", "usedefault", "disabledrules"] },
    rules: {
      keys: [
        ...["id", "description", "regex", "path", "secretgroup", "entropy", "keywords", "tags", "skipreport"],
        ...["allowlist", "allowlists", "required", "bartizan"],
      ],
      inner: {
        ...ALLOWLISTS,
        required: { keys: ["id", "withinlines", "withincolumns"] },
        bartizan: { keys: ["severity", "confidence", "guidance", "url", "cwe", "variable", "checks"] },
      },
    },
    ...ALLOWLISTS,
  },
};

export interface UnknownKey {
  readonly key: string;
  readonly message: string;
  /** Which of the file's rules has it. */
  readonly rule: number | undefined;
}

/** @param document with keys in lower case */
export function unknownKeys(document: Table): UnknownKey[] {
  return keysIn(document, FILE, undefined);
}

function keysIn(table: Table, { keys, inner = {} }: Shape, rule: number | undefined): UnknownKey[] {
  return Object.entries(table).flatMap(([key, value]) => {
    if (!keys.includes(key)) return [{ key, message: messageOf(key, keys), rule }];
    const shape = inner[key];
    if (!shape) return [];
    const values: unknown[] = Array.isArray(value) ? value : [value];
    return values.flatMap((each, index) => (isTable(each) ? keysIn(each, shape, key === "rules" ? index : rule) : []));
  });
}

function messageOf(key: string, keys: readonly string[]): string {
  const near = nearestWord(key, keys);
  return `there is no key "${key}"${near ? `: did you mean "${near}"?` : ` (allowed: ${keys.join(", ")})`}`;
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
