// What can be written and read again: a variable, and members of what it holds.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import type { LanguageId } from "../../syntax/language.ts";
import type { Names } from "../../syntax/names.ts";

export interface Place {
  readonly variable: string;
  readonly path: readonly string[];
  /** An element of it, nobody knows which. */
  readonly isPart: boolean;
}

const THIS = "this";

/** Languages in which a name that nothing declares is a member of the class around it. */
const IMPLICIT_THIS: ReadonlySet<LanguageId> = new Set(["java", "kotlin", "csharp", "cpp"]);
/** Languages whose objects are their own dictionaries. */
const KEYS_ARE_MEMBERS: ReadonlySet<LanguageId> = new Set(["javascript", "typescript", "tsx"]);

export function placeOf(ast: Ast, names: Names, node: AstNode): Place | undefined {
  const path: string[] = [];
  let isPart = false;
  for (let at = node; at !== NO_NODE; ) {
    switch (ast.kind(at)) {
      case Kind.Identifier:
        return placed(ast, names, at, path, isPart);
      case Kind.This:
        return { variable: THIS, path: path.reverse(), isPart };
      case Kind.Member:
        path.push(ast.name(at));
        at = ast.child(at, Role.Object);
        continue;
      case Kind.Index: {
        const key = ast.child(at, Role.Property);
        if (key !== NO_NODE && ast.kind(key) === Kind.String && KEYS_ARE_MEMBERS.has(ast.language))
          path.push(ast.stringValue(key));
        else {
          // What lies in an element is a part of the whole.
          path.length = 0;
          isPart = true;
        }
        at = ast.child(at, Role.Object);
        continue;
      }
      case Kind.Cast:
      case Kind.Await:
      case Kind.Spread:
        at = ast.child(at, Role.Operand);
        continue;
      case Kind.Unary:
        // `*p`, `&x`, `@x`.
        if (!/^[*&@]$/.test(ast.name(at))) return undefined;
        at = ast.child(at, Role.Operand);
        continue;
      case Kind.Parameter:
        at = ast.child(at, Role.Target);
        continue;
      default:
        return undefined;
    }
  }
  return undefined;
}

function placed(ast: Ast, names: Names, node: AstNode, path: string[], isPart: boolean): Place {
  const declaration = names.declarationOf(node);
  const name = ast.name(node);
  if (declaration !== NO_NODE) {
    const owner = ast.parent(declaration);
    const isField = ast.kind(declaration) === Kind.Field || ast.kind(owner) === Kind.Field;
    if (isField) return { variable: THIS, path: [...path, name].reverse(), isPart };
    return { variable: `${declaration}`, path: path.reverse(), isPart };
  }
  if (IMPLICIT_THIS.has(ast.language)) return { variable: THIS, path: [...path, name].reverse(), isPart };
  return { variable: `:${name}`, path: path.reverse(), isPart };
}
