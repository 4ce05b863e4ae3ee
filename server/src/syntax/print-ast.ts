// An AST as an indented S-expression, for tests and for looking at what a pattern became:
//   (ExpressionStatement
//     Expression:(Call
//       Callee:(Identifier exec)))

import type { Ast } from "./ast.ts";
import { Flag, Kind, Role } from "./kind.ts";

export interface PrintOptions {
  /** Adds `@start-end`. */
  readonly spans?: boolean;
  /** Adds `+Async` and the like. */
  readonly flags?: boolean;
}

const FLAGS = Object.values(Flag).filter((flag): flag is Flag => typeof flag === "number" && flag !== Flag.None);

/** Prints a node with all below it; the whole tree when none is given. */
export function printAst(ast: Ast, node = 0, { spans = false, flags = true }: PrintOptions = {}): string {
  const lines: string[] = [];
  const limits: number[] = [];
  const last = ast.next(node);
  for (let at = node; at < last; at++) {
    while (limits.length > 0 && at >= limits[limits.length - 1]!) {
      limits.pop();
      lines[lines.length - 1] += ")";
    }
    const role = at === node ? "" : `${Role[ast.role(at)]}:`;
    const name = ast.name(at);
    const symbol = name === "" ? "" : /^[\w$.#*]+$/.test(name) ? ` ${name}` : ` ${JSON.stringify(name)}`;
    const marks = flags ? FLAGS.filter((flag) => ast.hasFlag(at, flag)).map((flag) => ` +${Flag[flag]}`) : [];
    const span = spans ? ` @${ast.start(at)}-${ast.end(at)}` : "";
    lines.push(`${"  ".repeat(limits.length)}${role}(${Kind[ast.kind(at)]}${symbol}${marks.join("")}${span}`);
    limits.push(ast.next(at));
  }
  if (lines.length > 0) lines[lines.length - 1] += ")".repeat(limits.length);
  return lines.join("\n");
}
