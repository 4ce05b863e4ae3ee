// Conditions that are asked twice: after `if (b) x = source();`, a later `if (!b)` sees the `x` that was there when `b` was false.
// Only for variables that are given one value, outside of loops; what was joined is told from what was written since by
// identity.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Declaration } from "./file.ts";
import type { Cell, State } from "./state.ts";
import type { Value } from "./value.ts";

/** What a cell holds where two branches have come together again, and what it held in each. */
export interface Correlated {
  readonly cell: Cell;
  readonly joined: Value;
  readonly yes: Value;
  readonly no: Value;
}

interface Asked {
  readonly declaration: Declaration;
  readonly isNegated: boolean;
}

/** The variable that a condition is, if it is one that keeps its value. */
function askedOf(e: Evaluation, condition: AstNode): Asked | undefined {
  const { ast, file } = e;
  let node = condition;
  let isNegated = false;
  while (node !== NO_NODE && ast.kind(node) === Kind.Unary && /^(!|not)$/.test(ast.name(node))) {
    isNegated = !isNegated;
    node = ast.child(node, Role.Operand);
  }
  if (node === NO_NODE || ast.kind(node) !== Kind.Identifier) return undefined;
  const { declaration, entity, isMember } = e.resolve(node);
  if (declaration === NO_NODE || entity || isMember || file.ownerOf(declaration) !== e.unit) return undefined;
  return file.names.isReassigned(declaration) ? undefined : { declaration, isNegated };
}

/** What branches wrote, before they are joined. */
export function writtenBy(e: Evaluation, condition: AstNode, yes: State, no: State): readonly Correlated[] {
  if (yes.isDead || no.isDead || e.jumps.some(({ isLoop }) => isLoop) || !askedOf(e, condition)) return [];
  const cells = new Set<Cell>();
  for (const layer of [yes, no])
    for (const [cell, value] of layer.written())
      if (value.taint.length > 0 || value.objects.length > 0) cells.add(cell);
  return [...cells].map((cell) => {
    const [taken, skipped] = [yes.get(cell), no.get(cell)];
    return { cell, joined: taken, yes: taken, no: skipped };
  });
}

/** Remembers what came together in the current state. */
export function remember(e: Evaluation, condition: AstNode, written: readonly Correlated[]): void {
  if (written.length === 0) return;
  const asked = askedOf(e, condition);
  if (!asked) return;
  const known = written
    .map(({ cell, yes, no }) => ({
      cell,
      joined: e.state.get(cell),
      yes: asked.isNegated ? no : yes,
      no: asked.isNegated ? yes : no,
    }))
    // Values that say nothing are one object, wherever they come from.
    .filter(({ joined }) => joined.taint.length > 0 || joined.objects.length > 0);
  e.correlated.set(asked.declaration, [...(e.correlated.get(asked.declaration) ?? []), ...known]);
}

/** Gives the branches of a condition what is known to have been there when the variable was so. */
export function recall(e: Evaluation, condition: AstNode, yes: State, no: State): void {
  if (e.correlated.size === 0) return;
  const asked = askedOf(e, condition);
  const known = asked && e.correlated.get(asked.declaration);
  if (!known) return;
  for (const each of known) {
    if (e.state.get(each.cell) !== each.joined) continue;
    if (!yes.isDead) yes.set(each.cell, asked.isNegated ? each.no : each.yes);
    if (!no.isDead) no.set(each.cell, asked.isNegated ? each.yes : each.no);
  }
}
