// Calls of libraries that nothing follows: they end the program, or answer a request by throwing.

import type { Evaluation } from "./evaluation.ts";
import { printOrigin } from "./origin.ts";
import type { EvaluatedCall } from "./places.ts";

const NAMES: ReadonlySet<string> = new Set(["exit", "_exit", "abort", "halt", "Exit", "notFound"]);
const ENDINGS: ReadonlySet<string> = new Set([
  "sys.exit",
  "os._exit",
  "os.abort",
  "flask.abort",
  "quart.abort",
  "bottle.abort",
  "werkzeug.exceptions.abort",
  "process.exit",
  "process.abort",
  "next/navigation.notFound",
  "java.lang.System.exit",
  "System.Environment.Exit",
]);

export function isEnding(e: Evaluation, { callee }: EvaluatedCall): boolean {
  if (!NAMES.has(e.ast.name(callee))) return false;
  const { list } = e.origins(callee);
  return list.length > 0 && list.every((origin) => ENDINGS.has(printOrigin(origin)));
}
