// What a JSON schema allows at a place of a document: the keys of the map there, or the values. Knows the part of JSON
// Schema that our own schemas use; every alternative of `anyOf` and `oneOf` counts, for one who types has not chosen yet.

import { ELEMENT, type YamlStep } from "./yaml-cursor.ts";

export type Schema = Readonly<Record<string, unknown>>;

export interface AllowedKey {
  readonly name: string;
  readonly description: string | undefined;
  /** What its value is, as far as it is one thing: decides what is typed after the key. */
  readonly holds: "map" | "list" | "text" | "any";
  readonly isRequired: boolean;
}

export interface AllowedValue {
  readonly text: string;
  readonly description: string | undefined;
}

export class SchemaWalk {
  readonly #root: Schema;

  constructor(root: Schema) {
    this.#root = root;
  }

  /** The schemas that may hold at a path. */
  at(path: readonly YamlStep[]): readonly Schema[] {
    let schemas: readonly Schema[] = this.#alternatives(this.#root);
    for (const step of path)
      schemas = schemas.flatMap((schema) => this.#below(schema, step).flatMap((each) => this.#alternatives(each)));
    return schemas;
  }

  keys(path: readonly YamlStep[]): AllowedKey[] {
    const keys = new Map<string, AllowedKey>();
    for (const schema of this.at(path)) {
      const required = schema["required"] as readonly string[] | undefined;
      for (const [name, inner] of Object.entries((schema["properties"] ?? {}) as Record<string, Schema>)) {
        const known = keys.get(name);
        keys.set(name, {
          name,
          description: known?.description ?? this.#describe(inner),
          holds: this.#holds(inner),
          isRequired: known?.isRequired === true || required?.includes(name) === true,
        });
      }
    }
    return [...keys.values()];
  }

  values(path: readonly YamlStep[]): AllowedValue[] {
    const values = new Map<string, AllowedValue>();
    for (const schema of this.at(path)) {
      const listed = (schema["enum"] ?? (schema["type"] === "boolean" ? [true, false] : [])) as readonly unknown[];
      for (const value of listed)
        values.set(String(value), { text: String(value), description: schema["description"] as string | undefined });
    }
    return [...values.values()];
  }

  /** What the schema says of a key. */
  description(path: readonly YamlStep[]): string | undefined {
    const key = path.at(-1);
    if (typeof key !== "string") return undefined;
    return this.keys(path.slice(0, -1)).find(({ name }) => name === key)?.description;
  }

  #describe(schema: Schema): string | undefined {
    return this.#alternatives(schema)
      .concat(schema)
      .map((each) => each["description"])
      .find((each): each is string => typeof each === "string");
  }

  #holds(schema: Schema): AllowedKey["holds"] {
    const kinds = new Set(
      this.#alternatives(schema).map((each) =>
        each["properties"] || each["type"] === "object"
          ? "map"
          : each["items"] || each["type"] === "array"
            ? "list"
            : "text",
      ),
    );
    return kinds.size === 1 ? [...kinds][0]! : "any";
  }

  #below(schema: Schema, step: YamlStep): readonly Schema[] {
    if (step === ELEMENT) return schema["items"] ? [schema["items"] as Schema] : [];
    const own = ((schema["properties"] ?? {}) as Record<string, Schema>)[step];
    if (own) return [own];
    const more = schema["additionalProperties"];
    return typeof more === "object" && more !== null ? [more as Schema] : [];
  }

  /** A schema without references and alternatives: one for each choice. */
  #alternatives(schema: Schema, depth = 0): readonly Schema[] {
    if (depth > 8) return [];
    const reference = schema["$ref"];
    if (typeof reference === "string") {
      const { $ref: _, ...beside } = schema;
      const target = reference
        .replace(/^#\//, "")
        .split("/")
        .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], this.#root);
      const found = target ? this.#alternatives(target as Schema, depth + 1) : [];
      return found.map((each) => ({ ...each, ...beside }));
    }
    const choices = [...((schema["anyOf"] ?? []) as Schema[]), ...((schema["oneOf"] ?? []) as Schema[])];
    const inner = choices.flatMap((choice) => this.#alternatives(choice, depth + 1));
    return schema["properties"] || choices.length === 0 ? [schema, ...inner] : inner;
  }
}
