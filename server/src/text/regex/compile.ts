/** Turns a pattern of another dialect into something that runs here in bounded time. */
import type { CompiledRegex, RegexOptions, RegexProblem } from "./regex.ts";

export function compileRegex(source: string, options: RegexOptions): CompiledRegex | RegexProblem {
  return { kind: "problem", message: `no engine takes ${options.dialect} patterns yet: ${source}`, at: 0 };
}
