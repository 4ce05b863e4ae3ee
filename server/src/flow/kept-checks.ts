// Checks that stand elsewhere than in the condition that asks how they came out: kept in a variable, or made of each element of a
// collection.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { ALLOW_LIST } from "./allow-lists.ts";
import type { Evaluation } from "./evaluation.ts";
import { type Fact, factsOf, methodName } from "./guards.ts";
import { type KindSet, NO_KINDS } from "./kind-set.ts";
import { provenOfElements } from "./proofs.ts";
import { PATTERN_CHECK } from "./strict-patterns.ts";

/** A variable that holds how a check came out: `ok` of Go's `_, ok := allowed[key]`, `const isKnown = names.has(name)`. */
export function keptFacts(e: Evaluation, node: AstNode): Fact[] {
  const { declaration } = e.resolve(node);
  if (declaration === NO_NODE || e.file.ownerOf(declaration) !== e.unit) return [];
  const value = keptValue(e, declaration);
  const facts = value === NO_NODE ? [] : checksIn(e, value, 0).filter(({ target }) => isUnchanged(e, target));
  // What matching gave is made of the text alone.
  const matched = facts.find(({ outcome, kinds }) => outcome && kinds === PATTERN_CHECK);
  return matched ? [...facts, { ...matched, target: node }] : facts;
}

/** What gave a variable its only value: all of it, or its last part in Go. */
function keptValue(e: Evaluation, declaration: AstNode): AstNode {
  const { ast, file } = e;
  const value = file.names.onlyValueOf(declaration);
  if (value !== NO_NODE) return value;
  const { value: given, isLast } = file.givenBeside(declaration);
  const isMatch = given !== NO_NODE && ast.kind(given) === Kind.Call && methodName(e, given) === "MatchString";
  return isMatch || isLast ? given : NO_NODE;
}

const DEEPEST_CHECK = 8;

/** The facts of a value that was worked out before: of checks that are joined, too. */
function checksIn(e: Evaluation, node: AstNode, depth: number): Fact[] {
  const { ast } = e;
  if (node === NO_NODE || depth > DEEPEST_CHECK) return [];
  const operator = ast.name(node);
  switch (ast.kind(node)) {
    case Kind.Unary:
      if (operator !== "!" && operator !== "not") return [];
      return checksIn(e, ast.child(node, Role.Operand), depth + 1).map((fact) => ({ ...fact, outcome: !fact.outcome }));
    case Kind.Binary: {
      const isAnd = operator === "&&" || operator === "and";
      if (!isAnd && operator !== "||" && operator !== "or") return factsOf(e, node);
      return [Role.Left, Role.Right]
        .flatMap((side) => checksIn(e, ast.child(node, side), depth + 1))
        .filter(({ outcome }) => outcome === isAnd);
    }
    case Kind.Call:
    case Kind.Index:
      return factsOf(e, node);
    default:
      return [];
  }
}

/** Whether what was checked earlier is what is there now. */
function isUnchanged(e: Evaluation, target: AstNode): boolean {
  const { ast, file } = e;
  let at = target;
  while (ast.kind(at) === Kind.Member || ast.kind(at) === Kind.Index || ast.kind(at) === Kind.Call)
    at = ast.child(at, ast.kind(at) === Kind.Call ? Role.Callee : Role.Object);
  const declaration = ast.kind(at) === Kind.Identifier ? file.names.declarationOf(at) : NO_NODE;
  return declaration === NO_NODE || !file.names.isReassigned(declaration);
}

/** `names.every((name) => KNOWN.has(name))`: of all elements what the function proves of its argument. */
export function allFacts(e: Evaluation, node: AstNode, list: AstNode): Fact[] {
  if (list === NO_NODE) return [];
  const kinds = provenOfElements(e, e.calls.get(node)?.args[0]?.value.objects ?? []);
  return kinds === NO_KINDS ? [] : [{ outcome: true, target: list, kinds: ofAll(kinds) }];
}

/** Python's `all(sign.isalnum() for sign in name)`. */
export function generatorFacts(e: Evaluation, generator: AstNode): Fact[] {
  const { ast } = e;
  const clauses = ast.kind(generator) === Kind.Comprehension ? ast.children(generator, Role.Clause) : [];
  const [clause] = clauses;
  if (clause === undefined || clauses.length > 1 || ast.kind(clause) !== Kind.ComprehensionFor) return [];
  const variable = ast.child(clause, Role.Target);
  const declaration = e.file.names.declarationOf(variable);
  return checksIn(e, ast.child(generator, Role.Element), 0)
    .filter(
      ({ outcome, target }) => outcome && declaration !== NO_NODE && e.file.names.declarationOf(target) === declaration,
    )
    .map(({ kinds }) => ({ outcome: true, target: ast.child(clause, Role.Iterable), kinds: ofAll(kinds) }));
}

/** That each element is one of a list makes no list one of them; that each has no signs of other languages holds of their whole. */
function ofAll(kinds: KindSet): KindSet {
  return kinds === ALLOW_LIST ? PATTERN_CHECK : kinds;
}
