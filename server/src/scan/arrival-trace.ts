// The way of taint that a rule's own patterns name, as steps for people.

import type { Step } from "../detect/finding.ts";
import type { Arrival } from "../detect/taint/pass.ts";
import type { Ast, AstNode } from "../syntax/ast.ts";
import type { Span } from "../text/span.ts";

const LONGEST_TEXT = 40;
const MOST_STEPS = 48;

export function arrivalTrace(ast: Ast, path: string, { source, sink, node }: Arrival): Step[] {
  const step = (span: Span, message: string): Step => ({ path, span, message });
  const kept: AstNode[] = [];
  for (let at = source.steps; at && kept.length < MOST_STEPS; at = at.before)
    if (kept.at(-1) !== at.node) kept.push(at.node);
  return [
    step(ast.span(source.node), `\`${shortText(ast, source.node)}\` comes from outside`),
    ...kept.reverse().map((each) => step(ast.span(each), `kept in \`${shortText(ast, each)}\``)),
    step({ start: sink.start, end: sink.end }, `reaches \`${shortText(ast, node)}\``),
  ];
}

function shortText(ast: Ast, node: AstNode): string {
  const text = ast.textOf(node).replace(/\s+/g, " ");
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT - 1)}…`;
}
