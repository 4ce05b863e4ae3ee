// Members that say how much there is, `text.length`, `set.size`: a number, whatever is in there. A field of the program's own that
// has the same name is none.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { isScript, type LanguageId } from "../syntax/language.ts";
import { intern, type Sym } from "../syntax/symbols.ts";
import type { Evaluation } from "./evaluation.ts";
import type { AbstractObject } from "./object.ts";
import { ABSENT, constantValue, passThrough, taintedValue, type Value } from "./value.ts";
import { NUMBER_KIND } from "./value-types.ts";

const SIZE = intern("size");
const OF_SCRIPTS: ReadonlySet<Sym> = new Set([SIZE, ...["length", "byteLength"].map(intern)]);
const LENGTHS: ReadonlyMap<LanguageId, ReadonlySet<Sym>> = new Map([
  ["javascript", OF_SCRIPTS],
  ["typescript", OF_SCRIPTS],
  ["tsx", OF_SCRIPTS],
  ["java", new Set([intern("length")])],
  ["kotlin", new Set(["length", "size"].map(intern))],
  ["csharp", new Set(["Length", "Count"].map(intern))],
]);

/** @param node where the member is read */
export function saysHowMuch(e: Evaluation, { objects }: Value, name: Sym, node: AstNode): boolean {
  if (!LENGTHS.get(e.ast.language)?.has(name)) return false;
  if (isScript(e.ast.language) && name === SIZE)
    return objects.length === 0
      ? !isSource(e, node)
      : objects.some((object) => isCollection(object) && !isPut(e, object, name));
  return objects.length === 0 || !objects.every((object) => isPut(e, object, name) || isDeclared(e, object, name));
}

/** `req.query.size`, `const { size } = req.query`: what is sent has names of its own. */
function isSource(e: Evaluation, node: AstNode): boolean {
  const { ast } = e;
  const isMember = ast.kind(node) === Kind.Member;
  const whole = ast.child(isMember ? node : ast.parent(ast.parent(node)), isMember ? Role.Object : Role.Value);
  return whole !== NO_NODE && e.sources.ofReads(e.origins(whole).list, false, node).length > 0;
}

/** A text and an array of JavaScript's have no `size`. */
function isCollection({ kind, shape }: AbstractObject): boolean {
  return kind === "made" && (shape === "list" || shape === "map");
}

function isPut(e: Evaluation, { kind, shape, fields }: AbstractObject, name: Sym): boolean {
  const cell = kind === "made" && shape !== "list" ? fields.get(name) : undefined;
  return cell !== undefined && e.state.get(cell) !== ABSENT;
}

function isDeclared(e: Evaluation, { kind, class: info }: AbstractObject, name: Sym): boolean {
  return kind !== "function" && info !== undefined && e.ask.field(info, name) !== undefined;
}

export function lengthOf(e: Evaluation, object: Value, name: Sym, node: AstNode): Value {
  if (typeof object.constant === "string") return constantValue(object.constant.length);
  const only = object.objects.length === 1 ? object.objects[0]! : undefined;
  const length = only && object.taint.length === 0 ? e.lengthOf(only) : undefined;
  if (length !== undefined) return constantValue(length);
  const field = e.readField(object, name, node);
  return taintedValue(passThrough(e.deepTaint(field), NUMBER_KIND));
}
