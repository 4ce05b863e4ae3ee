// Reads model files: rows of data that say what libraries' functions are. The tables in model-keys.ts say what rows may
// hold; here they are checked and taken over as they are.

import type { Model } from "../../flow/model.ts";
import { parseApiPath } from "../../flow/origin.ts";
import { LANGUAGES, type LanguageId, languagesOfRuleName } from "../../syntax/language.ts";
import { MODEL_KEYS, ROWS, type RowList, type RowShape, type ValueShape, WHEN_KEYS } from "./model-keys.ts";
import { describe, type Field, type MapField, type Reader } from "./reader.ts";
import { nearestWord } from "./suggest.ts";

const KIND = /^[a-z][a-z0-9-]*$/;
const ROW_LISTS = Object.keys(ROWS) as RowList[];

/** Reads one model. Rows with problems are left out, the others are all there. */
export function readModel(reader: Reader, field: Field): Model | undefined {
  const map = reader.map(field, "a model: a map with a library");
  if (!map) return undefined;
  reader.checkKeys(map, MODEL_KEYS, "a model");
  const libraryField = reader.required(map, "library", "a model");
  const library = libraryField && reader.string(libraryField);
  const languages = readLanguages(reader, map);
  if (library === undefined || languages.length === 0) return undefined;
  const rows = Object.fromEntries(ROW_LISTS.map((name) => [name, readRows(reader, map, name)])) as unknown as Pick<
    Model,
    RowList
  >;
  const { file, line } = reader.location(map.start);
  return { file, line, library, languages, ...rows };
}

function readLanguages(reader: Reader, map: MapField): LanguageId[] {
  const field = reader.required(map, "languages", "a model");
  const languages = new Set<LanguageId>();
  for (const item of field ? reader.itemsOfAny(field, "languages") : []) {
    const name = reader.string(item);
    if (name === undefined) continue;
    const known = languagesOfRuleName(name);
    for (const language of known) languages.add(language);
    if (known.length === 0) {
      const near = nearestWord(
        name,
        LANGUAGES.flatMap(({ ruleNames }) => ruleNames),
      );
      reader.problem(item, `"${name}" is not a language that Bartizan knows${near ? `: did you mean "${near}"?` : ""}`);
    }
  }
  return [...languages];
}

function readRows(reader: Reader, model: MapField, name: RowList): Record<string, unknown>[] {
  const field = reader.get(model, name);
  const shape = ROWS[name];
  return field
    ? reader
        .items(field, "rows")
        .map((item) => readRow(reader, item, shape))
        .filter((row) => row !== undefined)
    : [];
}

function readRow(reader: Reader, item: Field, shape: RowShape): Record<string, unknown> | undefined {
  const before = reader.problems.length;
  const map = reader.map(item, `${shape.what}: a map`);
  if (!map) return undefined;
  reader.checkKeys(map, Object.keys(shape.keys), shape.what);
  for (const key of shape.required) reader.required(map, key, shape.what);
  if (shape.oneOf) {
    const given = shape.oneOf.filter((key) => reader.get(map, key));
    if (given.length !== 1)
      reader.problem(
        map,
        `${shape.what} needs exactly one of ${shape.oneOf.join(", ")}${given.length > 1 ? `, not ${given.join(" and ")}` : ""}`,
      );
  }
  const row: Record<string, unknown> = {};
  for (const { key, field } of reader.entries(map)) {
    const value = shape.keys[key];
    if (value !== undefined) row[key] = readValue(reader, field, value);
  }
  return reader.problems.length > before ? undefined : row;
}

function readValue(reader: Reader, field: Field, shape: ValueShape): unknown {
  switch (shape) {
    case "text":
      return reader.string(field);
    case "texts":
      return oneOrMore(reader, field, (each) => reader.string(each));
    case "list of texts":
      return reader.items(field, "texts").map((each) => reader.string(each));
    case "path":
      return readPath(reader, field);
    case "paths":
      return oneOrMore(reader, field, (each) => readPath(reader, each));
    case "list of paths":
      return reader.items(field, "paths").map((each) => readPath(reader, each));
    case "place":
      return readPlace(reader, field);
    case "places":
      return oneOrMore(reader, field, (each) => readPlace(reader, each));
    case "kind":
      return readKind(reader, field);
    case "kinds":
      return oneOrMore(reader, field, (each) => readKind(reader, each));
    case "regex":
      return reader.string(field);
    case "list of regexes":
      return reader.items(field, "regular expressions").map((each) => reader.string(each));
    case "integer":
      return reader.integer(field);
    case "boolean":
      return reader.boolean(field);
    case "when":
      return oneOrMore(reader, field, (each) => readWhen(reader, each));
    default:
      return readWord(reader, field, shape);
  }
}

function oneOrMore<Value>(reader: Reader, field: Field, read: (field: Field) => Value): Value | Value[] {
  return field.node.kind === "list" ? reader.items(field, "values").map(read) : read(field);
}

function readWord(reader: Reader, field: Field, words: readonly (string | boolean)[]): string | boolean | undefined {
  const { node } = field;
  const found = node.kind === "scalar" ? words.find((word) => word === node.value) : undefined;
  if (found === undefined) reader.problem(field, `this must be one of ${words.join(", ")}, not ${describe(node)}`);
  return found;
}

function readKind(reader: Reader, field: Field): string | undefined {
  const kind = reader.string(field);
  if (kind !== undefined && !KIND.test(kind))
    reader.problem(field, `"${kind}" is not the name of a kind: small letters, digits and hyphens, as in remote-input`);
  return kind;
}

function readPath(reader: Reader, field: Field): string | undefined {
  const path = reader.string(field);
  if (path === undefined) return undefined;
  const parts = parseApiPath(path);
  if ("error" in parts) reader.problem(field, `"${path}" is not a path to something of a library: ${parts.error}`);
  return path;
}

function readPlace(reader: Reader, field: Field): number | string | undefined {
  const { node } = field;
  if (node.kind === "scalar" && typeof node.value === "number") return reader.integer(field);
  return reader.string(field);
}

const TEXT_KEYS: ReadonlySet<string> = new Set([
  "matches",
  "matchesNot",
  "begins",
  "beginsNot",
  "carries",
  "carriesNot",
  "without",
]);

function readWhen(reader: Reader, field: Field): Record<string, unknown> | undefined {
  const map = reader.map(field, "a condition: a map with an argument");
  if (!map) return undefined;
  reader.checkKeys(map, WHEN_KEYS, "a condition");
  const condition: Record<string, unknown> = {};
  const argument = reader.required(map, "argument", "a condition");
  if (argument) condition["argument"] = oneOrMore(reader, argument, (each) => readPlace(reader, each));
  for (const { key, field: value } of reader.entries(map)) {
    if (key === "is" || key === "isNot") condition[key] = oneOrMore(reader, value, (each) => readLiteral(reader, each));
    else if (key === "isApi" || key === "isNotApi")
      condition[key] = oneOrMore(reader, value, (each) => readPath(reader, each));
    else if (TEXT_KEYS.has(key)) condition[key] = reader.string(value);
    else if (
      key === "isAbsent" ||
      key === "isPresent" ||
      key === "isDynamic" ||
      key === "isInterpolated" ||
      key === "isFixed"
    )
      condition[key] = reader.boolean(value);
  }
  if (Object.keys(condition).length < 2)
    reader.problem(map, `a condition needs one of ${WHEN_KEYS.slice(1).join(", ")} beside its argument`);
  return condition;
}

function readLiteral(reader: Reader, field: Field): string | number | boolean | null | undefined {
  if (field.node.kind === "scalar") return field.node.value;
  reader.problem(field, `this must be a text, a number, true, false or null, not ${describe(field.node)}`);
  return undefined;
}
