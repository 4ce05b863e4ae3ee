// One tree-sitter grammar with its tables turned into plain arrays: a look-up through web-tree-sitter is a call into wasm.

import type { Language } from "web-tree-sitter";

const ERROR_KIND = 0xffff;

export class Grammar {
  readonly name: string;
  readonly language: Language;
  readonly #kinds: readonly string[];
  readonly #fields: ReadonlyMap<string, number>;
  /** Of each kind's id, whether it is a comment. */
  readonly #comments: Uint8Array;

  constructor(name: string, language: Language) {
    this.name = name;
    this.language = language;
    this.#kinds = Array.from({ length: language.nodeTypeCount }, (_, id) => language.nodeTypeForId(id) ?? "");
    const fields = new Map<string, number>();
    for (let id = 1; id <= language.fieldCount; id++) {
      const field = language.fieldNameForId(id);
      if (field) fields.set(field, id);
    }
    this.#fields = fields;
    this.#comments = Uint8Array.from(this.#kinds, (kind) => (/(^|_)comment$|^html_comment$/.test(kind) ? 1 : 0));
  }

  get kindCount(): number {
    return this.#kinds.length;
  }

  kindName(id: number): string {
    return id === ERROR_KIND ? "ERROR" : (this.#kinds[id] ?? "");
  }

  /** The field's id, 0 when the grammar has no such field. */
  fieldId(name: string): number {
    return this.#fields.get(name) ?? 0;
  }

  isComment(kindId: number): boolean {
    return this.#comments[kindId] === 1;
  }
}
