// Reads typed values out of a YAML tree. Whatever is not as it must be becomes a problem that names file, line, column and
// key path, says what is wrong and what is allowed; the reader goes on, so that one look shows all problems of a file.

import type { RuleLocation, RuleProblem } from "../rule.ts";
import { nearestWord } from "./suggest.ts";
import type { YamlEntry, YamlList, YamlMap, YamlNode, YamlScalar, YamlTree } from "./yaml-tree.ts";

/** A value with the path of keys that leads to it: `rules[0].pattern-sinks[1]`. */
export interface Field<Node extends YamlNode = YamlNode> {
  readonly node: Node;
  readonly path: string;
  /** Where its key stands; the value itself for list items. */
  readonly start: number;
}

export type MapField = Field<YamlMap>;

export class Reader {
  readonly file: string;
  readonly #tree: YamlTree;
  readonly problems: RuleProblem[] = [];
  /** The rule that is being read, for problems. */
  ruleId: string | undefined;

  constructor(file: string, tree: YamlTree) {
    this.file = file;
    this.#tree = tree;
  }

  location(start: number): RuleLocation {
    const { line, character } = this.#tree.lines.positionAt(start);
    return { file: this.file, line: line + 1, column: character + 1 };
  }

  /** What makes the rule unusable. */
  problem(field: { readonly path: string; readonly start: number }, message: string): void {
    this.#report(field, message, true);
  }

  /** What keeps a rule that is right from running here. */
  unparsedLanguage(field: { readonly path: string; readonly start: number }, name: string, message: string): void {
    this.#report(field, message, true, { unparsedLanguage: name });
  }

  /** Whether anything that was said from one on, by its number, makes the rule unusable. */
  isUnusableSince(first: number): boolean {
    return this.problems.slice(first).some(({ dropsRule }) => dropsRule);
  }

  /** What is left out or ignored while the rule still runs. */
  remark(field: { readonly path: string; readonly start: number }, message: string): void {
    this.#report(field, message, false);
  }

  #report(
    field: { readonly path: string; readonly start: number },
    message: string,
    dropsRule: boolean,
    more: Pick<RuleProblem, "unparsedLanguage"> = {},
  ): void {
    const problem = { location: this.location(field.start), key: field.path, message, dropsRule, ...more };
    this.problems.push(this.ruleId === undefined ? problem : { ...problem, ruleId: this.ruleId });
  }

  root(): Field {
    return { node: this.#tree.root, path: "", start: this.#tree.root.start };
  }

  /** A map, or undefined with a problem. */
  map(field: Field, what: string): MapField | undefined {
    if (field.node.kind === "map") return field as MapField;
    this.problem(field, `${title(field)} must be ${what}, not ${describe(field.node)}`);
    return undefined;
  }

  list(field: Field, what: string): Field<YamlList> | undefined {
    if (field.node.kind === "list") return field as Field<YamlList>;
    this.problem(field, `${title(field)} must be a list of ${what}, not ${describe(field.node)}`);
    return undefined;
  }

  /** The items of a list, each with its path; nothing (and a problem) when it is no list. */
  items(field: Field, what: string): Field[] {
    const list = this.list(field, what);
    return list ? list.node.items.map((node, at) => ({ node, path: `${list.path}[${at}]`, start: node.start })) : [];
  }

  /** A list that must hold something. */
  itemsOfAny(field: Field, what: string): Field[] {
    const items = this.items(field, what);
    if (field.node.kind === "list" && items.length === 0)
      this.problem(field, `${title(field)} is empty: it needs at least one of ${what}`);
    return items;
  }

  get(map: MapField, key: string): Field | undefined {
    const entry = map.node.entries.find((each) => each.key === key);
    return entry && fieldOf(map, entry);
  }

  entries(map: MapField): { readonly key: string; readonly field: Field }[] {
    return map.node.entries.map((entry) => ({ key: entry.key, field: fieldOf(map, entry) }));
  }

  /** Reports keys that are not among those allowed. Those that are like none may be let pass with a remark: they say nothing to us. */
  checkKeys(map: MapField, allowed: readonly string[], what: string, others: "refuse" | "remark" = "refuse"): void {
    for (const { key, field } of this.entries(map)) {
      if (allowed.includes(key)) continue;
      const near = nearestWord(key, allowed);
      if (near === undefined && others === "remark") this.remark(field, `${what} has no key "${key}"; it is ignored`);
      else
        this.problem(
          field,
          `${what} has no key "${key}"${near ? `: did you mean "${near}"?` : ""} (allowed: ${allowed.join(", ")})`,
        );
    }
  }

  required(map: MapField, key: string, what: string): Field | undefined {
    const field = this.get(map, key);
    if (!field) this.problem(map, `${what} needs a key "${key}"`);
    return field;
  }

  /** Text; numbers and booleans count as they are written. */
  text(field: Field): string | undefined {
    const { node } = field;
    if (node.kind === "scalar" && node.value !== null)
      return typeof node.value === "string" ? node.value : node.source.trim();
    this.problem(field, `${title(field)} must be text, not ${describe(node)}`);
    return undefined;
  }

  /** Text that must not be written as a number, boolean or nothing, and must not be empty. */
  string(field: Field): string | undefined {
    const { node } = field;
    if (node.kind !== "scalar" || typeof node.value !== "string") {
      this.problem(field, `${title(field)} must be text, not ${describe(node)}`);
      return undefined;
    }
    if (node.value.trim() === "") {
      this.problem(field, `${title(field)} is empty`);
      return undefined;
    }
    return node.value;
  }

  boolean(field: Field): boolean | undefined {
    const { node } = field;
    if (node.kind === "scalar") {
      if (typeof node.value === "boolean") return node.value;
      if (node.value === "true" || node.value === "false") return node.value === "true";
    }
    this.problem(field, `${title(field)} must be true or false, not ${describe(node)}`);
    return undefined;
  }

  integer(field: Field): number | undefined {
    const { node } = field;
    if (node.kind === "scalar" && typeof node.value === "number" && Number.isInteger(node.value)) return node.value;
    this.problem(field, `${title(field)} must be a whole number, not ${describe(node)}`);
    return undefined;
  }

  /** One of a few words. */
  word<Word extends string>(field: Field, words: readonly Word[], ignoreCase = false): Word | undefined {
    const { node } = field;
    const written = node.kind === "scalar" && node.value !== null ? String(node.value) : undefined;
    const known = words.find(
      (word) => word === written || (ignoreCase && word.toLowerCase() === written?.toLowerCase()),
    );
    if (known !== undefined) return known;
    const near = written === undefined ? undefined : nearestWord(written, words);
    const found = written === undefined ? describe(node) : `"${written}"`;
    this.problem(
      field,
      `${title(field)} must be one of ${words.join(", ")}, not ${found}${near ? `: did you mean "${near}"?` : ""}`,
    );
    return undefined;
  }

  texts(field: Field, what: string): string[] {
    return this.items(field, what).flatMap((item) => this.string(item) ?? []);
  }

  /** One text or a list of them. */
  textOrTexts(field: Field, what: string): string[] {
    if (field.node.kind === "scalar") return [this.string(field) ?? []].flat();
    return this.texts(field, what);
  }
}

function fieldOf(map: MapField, entry: YamlEntry): Field {
  return { node: entry.value, path: map.path === "" ? entry.key : `${map.path}.${entry.key}`, start: entry.start };
}

function title(field: Field): string {
  return field.path === "" ? "the file" : `"${field.path.replace(/^.*\.(?=[^.]+$)/, "")}"`;
}

/** A value in words: "the list …", "the number 3". */
export function describe(node: YamlNode): string {
  if (node.kind === "map") return "a map of keys";
  if (node.kind === "list") return "a list";
  return describeScalar(node);
}

function describeScalar({ value }: YamlScalar): string {
  if (value === null) return "nothing";
  if (typeof value === "string")
    return value === "" ? "empty text" : `the text "${value.length > 40 ? `${value.slice(0, 37)}…` : value}"`;
  return typeof value === "number" ? `the number ${value}` : `${value}`;
}

/** A value as plain data, for what is passed through unread. */
export function plainValue(node: YamlNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plainValue);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plainValue(value)]));
}
