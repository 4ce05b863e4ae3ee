// Templates with a tag, `sql`…``: calls of the tag with the constant texts and the values between them.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { isScript } from "../syntax/language.ts";
import { intern } from "../syntax/symbols.ts";
import { plainArgument } from "./apply.ts";
import { dispatch } from "./calls.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluate } from "./expressions.ts";
import { rowsOf } from "./modelled-calls.ts";
import { constantValue, objectValue, type Value } from "./value.ts";

/** What the tag gives where it is a function of the program, or models know it; else a template is its text. */
export function callOfTag(e: Evaluation, node: AstNode): Value | undefined {
  const { ast } = e;
  const tag = ast.child(node, Role.Tag);
  if (tag === NO_NODE) return undefined;
  const callee = evaluate(e, tag);
  if (!isScript(ast.language)) return undefined;
  const isOwn = callee.objects.some(({ kind, unit }) => kind === "function" && unit !== undefined);
  if (!isOwn && rowsOf(e, tag).rows.length === 0) return undefined;
  const parts = ast.children(node, Role.Part);
  const values = parts.filter((part) => isValue(e, part));
  const texts = parts.filter((part) => !isValue(e, part));
  const args = [
    plainArgument(node, textsOf(e, node, texts)),
    ...values.map((part) => plainArgument(part, evaluate(e, part))),
  ];
  const receiverNode = ast.kind(tag) === Kind.Member ? ast.child(tag, Role.Object) : NO_NODE;
  const receiver = receiverNode === NO_NODE ? undefined : evaluate(e, receiverNode);
  return dispatch(e, { node, callee: tag, receiverNode, receiver, args }, callee);
}

/** Whether a part stands in `${}`. */
function isValue({ ast }: Evaluation, part: AstNode): boolean {
  if (ast.kind(part) !== Kind.String) return true;
  const start = ast.start(part);
  return /\$\{\s*$/.test(ast.text.slice(Math.max(0, start - 20), start));
}

function textsOf(e: Evaluation, node: AstNode, texts: readonly AstNode[]): Value {
  const made = e.madeAt(node, "list");
  for (const [position, text] of texts.entries())
    e.state.set(e.fieldCell(made, intern(String(position))), evaluate(e, text));
  e.state.set(e.lengthCell(made), constantValue(texts.length));
  return objectValue(made);
}
