// What is proven of an expression, noted in the state: of a variable or field at its cell, of `req.query.id` and the like at a cell that
// goes by what the expression says (proven-paths.ts), and of what the expression was made of without changing that.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern } from "../syntax/symbols.ts";
import { ALLOW_LIST, constantOf } from "./allow-lists.ts";
import type { Evaluation } from "./evaluation.ts";
import { STAR } from "./inputs.ts";
import { hasKind, type KindSet, kindSet, NO_KINDS, unionOf, without } from "./kind-set.ts";
import type { GuardRow } from "./model.ts";
import { list } from "./model-index.ts";
import { rowsOf } from "./modelled-calls.ts";
import { isNaming, notePathChecked, notePathNamed } from "./named-paths.ts";
import { placeNodes } from "./places.ts";
import { provePath } from "./proven-paths.ts";
import { CHARACTER, PATH_INSIDE, provenByInside, provenOfCharacter, provenTogether } from "./text-checks.ts";
import { isClean, NO_OBJECTS, newValue, type Value, withKinds } from "./value.ts";

const PATH_PREFIX = intern("path-prefix");
const INSIDE = intern("path-inside");
const PATH_NORMAL = "path-normal";

/** Trims and changes of case prove of what they were made of what is proven of them. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  "toLowerCase",
  "toUpperCase",
  "trim",
  "lower",
  "upper",
  "strip",
  "toString",
  "toPath",
  "toAbsolutePath",
  "String",
  "str",
  "casefold",
  "strtolower",
  "strtoupper",
  "mb_strtolower",
  "downcase",
  "upcase",
]);

/** Notes in the current state that `target` is proven to be harmless in these ways. */
export function prove(e: Evaluation, target: AstNode, kinds: KindSet): void {
  const { ast } = e;
  switch (ast.kind(target)) {
    case Kind.Identifier: {
      const { declaration, isOfProgram, isMember } = e.resolve(target);
      if (declaration === NO_NODE || isOfProgram) return;
      if (isMember) {
        const name = ast.symbol(target);
        e.writeField(e.receiver, name, proven(e, e.readField(e.receiver, name, target), kinds));
        return;
      }
      const cell = e.variable(declaration, target);
      const after = proven(e, e.state.get(cell), kinds);
      e.state.set(cell, after);
      if (hasKind(kinds, PATH_PREFIX)) proveNormalized(e, declaration, kinds);
      if (kinds === ALLOW_LIST) {
        proveWhole(e, givenOnce(e, declaration));
        proveWhole(e, target);
      }
      if (after.taint.length > 0 && after.taint.every(({ ended }) => hasKind(ended, INSIDE))) {
        notePathChecked(e, declaration);
        proveNames(e, givenOnce(e, declaration));
      }
      return;
    }
    case Kind.Member:
    case Kind.Index:
      provePath(e, target, kinds);
      if (kinds === ALLOW_LIST) proveWhole(e, target);
      return;
    case Kind.Slice: {
      // `text[1:-1]`: the text without its quotes.
      const inside = isInside(e, target) ? provenByInside(kinds) : NO_KINDS;
      if (inside !== NO_KINDS) prove(e, ast.child(target, Role.Object), inside);
      return;
    }
    case Kind.Cast:
    case Kind.Await:
      prove(e, ast.child(target, Role.Operand), kinds);
      return;
    case Kind.NamedExpression:
    case Kind.Assign:
      prove(e, ast.child(target, Role.Target), kinds);
      return;
    case Kind.New:
      if (hasKind(kinds, INSIDE)) proveNamed(e, target);
      return;
    case Kind.Call: {
      const callee = ast.child(target, Role.Callee);
      if (callee !== NO_NODE && hasKind(kinds, INSIDE) && proveNamed(e, target)) return;
      if (callee !== NO_NODE && hasKind(kinds, PATH_PREFIX) && isNormalizer(e, callee)) {
        // `realpath(path).startswith(folder)`: the path itself leads into the folder.
        for (const part of ast.children(target, Role.Argument)) prove(e, part, PATH_INSIDE);
        if (ast.kind(callee) === Kind.Member) prove(e, ast.child(callee, Role.Object), PATH_INSIDE);
        return;
      }
      if (callee === NO_NODE || !TRANSPARENT.has(ast.name(callee))) {
        provePath(e, target, kinds);
        if (kinds === ALLOW_LIST) proveWhole(e, target);
        return;
      }
      const inner =
        ast.kind(callee) === Kind.Member ? ast.child(callee, Role.Object) : ast.child(target, Role.Argument);
      if (inner !== NO_NODE) prove(e, inner, kinds);
      return;
    }
    default:
  }
}

/** `check(folder, Paths.get(name))`: the name leads to where the path lies. */
function proveNamed(e: Evaluation, naming: AstNode): boolean {
  const { ast } = e;
  if (!isNaming(e, naming)) return false;
  notePathNamed(e, naming);
  const callee = ast.child(naming, Role.Callee);
  if (ast.kind(callee) === Kind.Member) prove(e, ast.child(callee, Role.Object), PATH_INSIDE);
  for (const part of ast.children(naming, Role.Argument)) prove(e, part, PATH_INSIDE);
  return true;
}

/** `File file = new File(folder, name)`: once the file is seen to lie inside, so does whatever else `name` names there. */
function proveNames(e: Evaluation, naming: AstNode): void {
  const { ast, file } = e;
  if (naming === NO_NODE || !isNaming(e, naming)) return;
  for (const part of ast.children(naming, Role.Argument)) {
    const declaration = ast.kind(part) === Kind.Identifier ? file.names.declarationOf(part) : NO_NODE;
    if (declaration !== NO_NODE && !file.names.isReassigned(declaration)) prove(e, part, PATH_INSIDE);
  }
}

/** `String canonical = file.getCanonicalPath()`: what is proven of it is proven of the file. */
function proveNormalized(e: Evaluation, declaration: AstNode, kinds: KindSet): void {
  const value = givenOnce(e, declaration);
  const callee = value !== NO_NODE && e.ast.kind(value) === Kind.Call ? e.ast.child(value, Role.Callee) : NO_NODE;
  if (callee !== NO_NODE && isNormalizer(e, callee)) prove(e, value, kinds);
}

function isNormalizer(e: Evaluation, callee: AstNode): boolean {
  return rowsOf(e, callee).rows.some(({ sanitizerCalls }) =>
    sanitizerCalls.some(({ kind }) => list(kind).includes(PATH_NORMAL)),
  );
}

function proven(e: Evaluation, value: Value, kinds: KindSet): Value {
  if (isClean(value)) return value;
  // An element of what came in may be a character of a text.
  const isElement = value.objects.some(({ kind, member }) => kind === "input" && member === STAR);
  const taint = e.deepTaint(value).map((element) => {
    const before = isElement ? unionOf(element.ended, CHARACTER) : element.ended;
    const ended = provenTogether(unionOf(before, provenOfCharacter(before, kinds)));
    return withKinds(element, ended, without(element.restored, kinds));
  });
  return newValue(taint, NO_OBJECTS, value.constant);
}

/** `text[1:-1]`. */
function isInside(e: Evaluation, slice: AstNode): boolean {
  const { ast } = e;
  const bound = (role: Role) => {
    const node = ast.child(slice, role);
    return node === NO_NODE ? undefined : constantOf(e, node);
  };
  return bound(Role.Lower) === 1 && bound(Role.Upper) === -1;
}

/** Whether an expression is a part that models know to speak for a whole: the host of an address that was taken apart. */
export function isGuardedPart(e: Evaluation, part: AstNode): boolean {
  return guardRows(e, part).length > 0;
}

function guardRows(e: Evaluation, part: AstNode): readonly GuardRow[] {
  const { models } = e.knowledge;
  return e.origins(part).list.flatMap((origin) => models.rowsOf(origin).guardParts);
}

/** What was checked is a part of what a call gave, read or asked for: that, and the call's argument, are checked with it. */
function proveWhole(e: Evaluation, part: AstNode): void {
  const { ast } = e;
  if (part === NO_NODE) return;
  const callee = ast.kind(part) === Kind.Call ? ast.child(part, Role.Callee) : NO_NODE;
  const named = callee !== NO_NODE && ast.kind(callee) === Kind.Member ? callee : part;
  const rows = guardRows(e, named);
  if (rows.length === 0) return;
  const whole = wholeOf(e, named);
  const call = callBehind(e, whole);
  for (const row of rows) {
    const kinds = kindSet(list(row.kind).map(intern));
    if (ast.kind(whole) === Kind.Identifier) prove(e, whole, kinds);
    if (call !== NO_NODE) for (const node of placeNodes(e, call, row.place ?? 0)) prove(e, node, kinds);
  }
}

/** What a part is read of: an object, what is taken apart, or the call that gives only the part. */
function wholeOf(e: Evaluation, part: AstNode): AstNode {
  const { ast } = e;
  if (ast.kind(part) !== Kind.Identifier) return ast.kind(part) === Kind.Call ? part : ast.child(part, Role.Object);
  const { declaration } = e.resolve(part);
  let at = declaration === NO_NODE || e.file.ownerOf(declaration) !== e.unit ? NO_NODE : ast.parent(declaration);
  while (at !== NO_NODE && (ast.kind(at) === Kind.Pair || ast.kind(at) === Kind.Object)) at = ast.parent(at);
  return at !== NO_NODE && ast.kind(at) === Kind.Declarator ? ast.child(at, Role.Value) : NO_NODE;
}

/** The call that an expression is, or that gave a variable of this unit its only value. */
export function callBehind(e: Evaluation, node: AstNode): AstNode {
  const { ast } = e;
  if (node === NO_NODE) return NO_NODE;
  const isName = ast.kind(node) === Kind.Identifier;
  const value = isName ? givenOnce(e, e.resolve(node).declaration) : node;
  return value !== NO_NODE && (ast.kind(value) === Kind.Call || ast.kind(value) === Kind.New) ? value : NO_NODE;
}

/** The only value of a variable of this unit, or the call that gives it first and other results behind it. */
function givenOnce(e: Evaluation, declaration: AstNode): AstNode {
  const { ast, file } = e;
  if (declaration === NO_NODE || file.ownerOf(declaration) !== e.unit) return NO_NODE;
  // C#'s `TryCreate(text, out var made)`
  const declarator = ast.parent(declaration);
  if (ast.language === "csharp" && ast.role(declarator) === Role.Argument) return ast.parent(declarator);
  const value = file.names.onlyValueOf(declaration);
  if (value !== NO_NODE || ast.language !== "go") return value;
  const writers = file.names.writersOf(declaration);
  const tuple = writers.length === 1 ? ast.parent(writers[0]!) : NO_NODE;
  const isFirst = tuple !== NO_NODE && ast.kind(tuple) === Kind.Tuple && ast.child(tuple, Role.Element) === writers[0];
  return isFirst ? ast.child(ast.parent(tuple), Role.Value) : NO_NODE;
}
