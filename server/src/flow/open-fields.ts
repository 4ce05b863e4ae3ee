// Static fields that other files can see and assign to. One that no file does keeps the value that it begins with. Which names such
// fields have is kept up with each edit, to tell which edits may make a field a constant, or none any more.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import type { Sym } from "../syntax/symbols.ts";
import { innerMap } from "../text/multimap.ts";
import { isStaticField } from "./class-members.ts";
import type { FlowFile } from "./file.ts";
import { fixedFieldValue } from "./static-constants.ts";

const LANGUAGES: ReadonlySet<string> = new Set(["java", "kotlin", "csharp"]);

export class OpenFields {
  /** How many files have a field of the name, by language. */
  readonly #names = new Map<string, Map<Sym, number>>();

  /**
   * A file takes the place of another version, or of none, or goes. True when it assigns to names of such fields that it did not
   * assign to before, or the other way round.
   */
  replace(before: FlowFile | undefined, after: FlowFile | undefined): boolean {
    const language = (after ?? before)?.language;
    if (language === undefined || !LANGUAGES.has(language)) return false;
    const names = innerMap(this.#names, language);
    for (const name of after ? namesIn(after) : []) names.set(name, (names.get(name) ?? 0) + 1);
    for (const name of before ? namesIn(before) : []) {
      const count = names.get(name) ?? 0;
      if (count > 1) names.set(name, count - 1);
      else names.delete(name);
    }
    for (const name of names.keys())
      if ((before?.assigns(name) ?? false) !== (after?.assigns(name) ?? false)) return true;
    return false;
  }

  /** Whether a file assigns to any name that such a field has. */
  mayBeAssignedIn(file: FlowFile): boolean {
    const names = this.#names.get(file.language);
    if (!names) return false;
    for (const name of names.keys()) if (file.assigns(name)) return true;
    return false;
  }
}

const known = new WeakMap<FlowFile, ReadonlySet<Sym>>();

function namesIn(file: FlowFile): ReadonlySet<Sym> {
  let names = known.get(file);
  if (!names) {
    const { kinds, symbols } = file.ast.columns;
    const found = new Set<Sym>();
    for (let node = kinds.indexOf(Kind.Field); node >= 0; node = kinds.indexOf(Kind.Field, node + 1))
      if (isOpenField(file, node)) found.add(symbols[node]!);
    names = found;
    known.set(file, names);
  }
  return names;
}

/** A static field with a first value that may be given another. */
export function isOpenField({ ast }: FlowFile, field: AstNode): boolean {
  return (
    ast.child(field, Role.Value) !== NO_NODE && isStaticField(ast, field) && fixedFieldValue(ast, field) === NO_NODE
  );
}
