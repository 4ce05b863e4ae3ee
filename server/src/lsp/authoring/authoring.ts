// Help for who writes rules, models and configurations: what is wrong in the text as it is being typed, which keys and
// values may stand at the cursor, and what each key is for. All of it comes from the schemas and the loader that scans use.

import {
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  type Hover,
  MarkupKind,
  type Position,
} from "vscode-languageserver";
import configurationSchema from "../../../../rules/schema/bartizan.schema.json";
import { parseConfiguration } from "../../config/configuration.ts";
import type { RuleSet } from "../../detect/rule-set.ts";
import { modelFileSchema, ruleFileSchema } from "../../detect/rules/schema.ts";
import type { Engine } from "../../scan/engine.ts";
import { LineIndex } from "../../text/line-index.ts";
import type { OpenDocument } from "../documents.ts";
import { problemAt, ruleProblems } from "../rule-problems.ts";
import { locationOf } from "../uri.ts";
import { type AuthoredKind, authoredKind } from "./authored-document.ts";
import { type AllowedKey, SchemaWalk } from "./schema-walk.ts";
import { ELEMENT, type YamlCursor, type YamlStep, yamlCursor } from "./yaml-cursor.ts";

const SCHEMAS: Readonly<Record<AuthoredKind, () => Readonly<Record<string, unknown>>>> = {
  rules: ruleFileSchema,
  models: modelFileSchema,
  configuration: () => configurationSchema,
};

export class Authoring {
  readonly #engine: Engine;
  readonly #walks = new Map<AuthoredKind, SchemaWalk>();
  /** By document: the text that was checked, and what came out. */
  readonly #checked = new Map<string, { readonly text: string; readonly diagnostics: Promise<Diagnostic[]> }>();
  /** What is known of a document as it is now, for who cannot wait. */
  readonly #known = new Map<string, Diagnostic[]>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Checks a document's text, unless it was checked already or is none of those that are written for us. */
  async check(document: OpenDocument): Promise<void> {
    const { key, text, language, uri } = document;
    const kind = language === "yaml" ? authoredKind(uri, text) : undefined;
    if (kind === undefined) {
      this.closed(key);
      return;
    }
    let checked = this.#checked.get(key);
    if (checked?.text !== text) {
      checked = { text, diagnostics: this.#check(document, kind) };
      this.#checked.set(key, checked);
    }
    const diagnostics = await checked.diagnostics;
    if (this.#checked.get(key) === checked) this.#known.set(key, diagnostics);
  }

  /** What is wrong with a document that is open, as of its last check; undefined for those that are not written for us. */
  diagnostics(key: string): Diagnostic[] | undefined {
    return this.#known.get(key);
  }

  closed(key: string): void {
    this.#checked.delete(key);
    this.#known.delete(key);
  }

  async #check({ key, text }: OpenDocument, kind: AuthoredKind): Promise<Diagnostic[]> {
    const path = locationOf(key);
    if (kind === "configuration")
      return [...ruleProblems(parseConfiguration(path, text).problems).values()].flatMap((each) => [...each]);
    const rules = this.#engine.compileRules([{ path, text }], { overrides: [{ rule: "*", setting: "on" }] });
    const problems = [...rules.problems, ...(await this.#engine.checkRules(rules))];
    return problems.map(({ location, ruleId, key: name, message, dropsRule }) => {
      const severity = dropsRule ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
      const said = [ruleId, name, message].filter((part) => part !== undefined && part !== "").join(": ");
      return problemAt(location, "rule-invalid", said, severity);
    });
  }

  /** `rules` are those that run where the document lies: their ids and kinds are offered. */
  completion({ uri, text }: OpenDocument, position: Position, rules: RuleSet | undefined): CompletionItem[] {
    const kind = authoredKind(uri, text);
    if (kind === undefined) return [];
    const lines = new LineIndex(text);
    const offset = lines.offsetAt(position);
    const cursor = yamlCursor(text, offset);
    if (!cursor) return [];
    const walk = this.#walk(kind);
    const range = { start: lines.positionAt(cursor.wordStart), end: position };
    const values = cursor.expects === "value" ? valuesAt(walk, cursor, kind, rules) : [];
    const items = values.map(({ text: value, description }, at): CompletionItem => {
      // In the order of the schema, which is that of importance.
      const sortText = String(at).padStart(4, "0");
      const textEdit = { range, newText: value };
      return { label: value, kind: CompletionItemKind.Value, documentation: description, sortText, textEdit };
    });
    // Behind a dash, a map's first key may stand as well as a plain value.
    const isKeyPlace = cursor.expects === "key" || cursor.path.at(-1) === ELEMENT;
    if (!isKeyPlace) return items;
    if (kind === "configuration" && cursor.path.join(".") === "rules")
      items.push(...ruleIds(rules).map((id) => keyItem({ name: id, holds: "text" }, range)));
    const keys = walk.keys(cursor.path).filter(({ name }) => !cursor.siblings.includes(name));
    return [...items, ...keys.map((key) => keyItem(key, range))];
  }

  hover({ uri, text }: OpenDocument, position: Position): Hover | undefined {
    const kind = authoredKind(uri, text);
    if (kind === undefined) return undefined;
    const line = text.split("\n")[position.line] ?? "";
    const match = /^([\s-]*)(["']?)([\w-]+)\2\s*:/.exec(line);
    if (!match) return undefined;
    const start = match[1]!.length;
    const end = start + match[3]!.length + 2 * match[2]!.length;
    if (position.character < start || position.character > end) return undefined;
    const lines = new LineIndex(text);
    const cursor = yamlCursor(text, lines.offsetAt({ line: position.line, character: match[0].length }));
    const path: readonly YamlStep[] | undefined = cursor?.path;
    const description = path && this.#walk(kind).description(path);
    if (description === undefined) return undefined;
    const at = (character: number) => ({ line: position.line, character });
    return {
      contents: { kind: MarkupKind.Markdown, value: description },
      range: { start: at(start), end: at(end) },
    };
  }

  #walk(kind: AuthoredKind): SchemaWalk {
    let walk = this.#walks.get(kind);
    if (!walk) {
      walk = new SchemaWalk(SCHEMAS[kind]());
      this.#walks.set(kind, walk);
    }
    return walk;
  }
}

interface OfferedValue {
  readonly text: string;
  readonly description: string | undefined;
}

function valuesAt(
  walk: SchemaWalk,
  { path }: YamlCursor,
  kind: AuthoredKind,
  rules: RuleSet | undefined,
): readonly OfferedValue[] {
  const all = walk.values(path);
  // Where case makes no difference, one spelling is enough to choose from.
  const listed = all.filter(
    ({ text }) => text === text.toUpperCase() || !all.some((each) => each.text === text.toUpperCase()),
  );
  if (path.at(-1) === "kind" && kind !== "configuration" && rules) return [...listed, ...kindsAt(path, rules)];
  return listed;
}

/** The kinds that models give to what stands in such a list. */
function kindsAt(path: readonly YamlStep[], { models }: RuleSet): OfferedValue[] {
  const list = path.findLast((step) => typeof step === "string" && /source|sink|sanitizer|guard/.test(step));
  const kinds = models.flatMap((model): readonly (string | readonly string[])[] => {
    const text = String(list);
    if (text.includes("source")) return model.sources.map(({ kind }) => kind);
    if (text.includes("sink")) return model.sinks.map(({ kind }) => kind);
    return [...model.sanitizers, ...model.guards].map(({ kind }) => kind);
  });
  const counts = new Map<string, number>();
  for (const kind of kinds)
    for (const each of typeof kind === "string" ? [kind] : kind) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([text, count]) => ({ text, description: `${count} entries of models have this kind.` }));
}

function ruleIds(rules: RuleSet | undefined): string[] {
  return [...new Set(rules?.rules.map(({ id }) => id))].sort();
}

function keyItem(
  { name, description, holds, isRequired }: Pick<AllowedKey, "name" | "holds"> & Partial<AllowedKey>,
  range: { start: Position; end: Position },
): CompletionItem {
  return {
    label: name,
    kind: CompletionItemKind.Property,
    documentation: description,
    // What must be there comes first.
    sortText: `${isRequired ? "0" : "1"}${name}`,
    textEdit: { range, newText: holds === "list" || holds === "map" ? `${name}:` : `${name}: ` },
  };
}
