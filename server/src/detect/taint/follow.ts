// Follows the taint of one rule through one file: the top level first, then each function that is looked at by itself.

import { type AstNode, ROOT } from "../../syntax/ast.ts";
import type { TaintMatches } from "../match/match-rule.ts";
import type { MatchTarget } from "../match/target.ts";
import type { TaintRule } from "../rule.ts";
import { TaintMarkers } from "./marks.ts";
import { taintOptions } from "./options.ts";
import { type Arrival, TaintPass } from "./pass.ts";
import { SafeTypes } from "./safe-types.ts";
import { enterFunction, runAll } from "./statements.ts";

export interface Following {
  readonly arrivals: readonly Arrival[];
  /** The file took more steps than a rule may take. */
  readonly isCutShort: boolean;
}

const NOWHERE: Following = { arrivals: [], isCutShort: false };

export function followTaint(rule: TaintRule, matches: TaintMatches, target: MatchTarget): Following {
  const { ast, index } = target;
  if (!ast || !index || matches.sources.length === 0 || matches.sinks.length === 0) return NOWHERE;
  const options = taintOptions(rule.options);
  const marks = new TaintMarkers(ast, matches);
  const pass = new TaintPass(ast, index.names, marks, options, new SafeTypes(ast, target, options));
  runAll(pass, ROOT);
  const globals = pass.environment;
  globals.isDead = false;
  const seen = new Set<AstNode>();
  for (let next = pass.waiting.pop(); next !== undefined; next = pass.waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    pass.begin(globals.fork());
    enterFunction(pass, next, pass.environment);
  }
  return { arrivals: pass.arrivals, isCutShort: pass.isSpent };
}
