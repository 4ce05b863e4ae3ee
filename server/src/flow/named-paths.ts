// Paths that are named first and looked at afterwards: `File file = new File(folder, name)`, and then whether its canonical path lies in
// the folder. Whoever only names a path opens nothing, so what reached the naming is dropped once the check is seen. What opens
// the path is a sink of its own.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import type { Arrival } from "./arrivals.ts";
import type { Evaluation } from "./evaluation.ts";
import { hasTrait } from "./model-index.ts";
import { rowsOf } from "./modelled-calls.ts";
import type { EvaluatedCall } from "./places.ts";

const DEEPEST = 6;

/** Notes that the path which a variable holds was proven to lie where it may. */
export function notePathChecked(e: Evaluation, declaration: AstNode): void {
  noteNaming(e, onlyValue(e, declaration), 0);
}

/** The same of a path where it is named. */
export function notePathNamed(e: Evaluation, naming: AstNode): void {
  noteNaming(e, naming, 0);
}

/** `Paths.get(name).getFileName()`: of a path that is only named so that its last part can be taken, nothing else is left. */
export function noteBaseName(e: Evaluation, { receiverNode }: EvaluatedCall): void {
  const kind = receiverNode === NO_NODE ? Kind.Identifier : e.ast.kind(receiverNode);
  if (kind !== Kind.Identifier) noteNaming(e, receiverNode, 0);
}

function noteNaming(e: Evaluation, node: AstNode, depth: number): void {
  const { ast } = e;
  if (node === NO_NODE || depth > DEEPEST) return;
  if (ast.kind(node) === Kind.Identifier) {
    noteNaming(e, onlyValue(e, e.resolve(node).declaration), depth + 1);
    return;
  }
  if (!isNaming(e, node)) return;
  const callee = ast.child(node, Role.Callee);
  e.namedPaths.add(e.site(callee).node);
  if (ast.kind(node) !== Kind.New && ast.kind(callee) === Kind.Member)
    noteNaming(e, ast.child(callee, Role.Object), depth + 1);
  for (const part of ast.children(node, Role.Argument)) noteNaming(e, part, depth + 1);
}

/** Whether a call only makes a path. */
export function isNaming(e: Evaluation, node: AstNode): boolean {
  const { ast } = e;
  const callee = ast.kind(node) === Kind.New || ast.kind(node) === Kind.Call ? ast.child(node, Role.Callee) : NO_NODE;
  return callee !== NO_NODE && rowsOf(e, callee).rows.some((rows) => hasTrait(rows, "naming"));
}

function onlyValue(e: Evaluation, declaration: AstNode): AstNode {
  return declaration === NO_NODE || e.file.ownerOf(declaration) !== e.unit
    ? NO_NODE
    : e.file.names.onlyValueOf(declaration);
}

/** Without what only named a path that was looked at. */
export function withoutNaming(e: Evaluation, arrivals: readonly Arrival[]): readonly Arrival[] {
  if (e.namedPaths.size === 0) return arrivals;
  return arrivals.filter(({ sink: { named } }) => named.unit !== e.unit || !e.namedPaths.has(named.node));
}
