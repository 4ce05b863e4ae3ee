// The built-in rules as the build has left them.

import { readFileSync } from "node:fs";
import type { RuleFile } from "../../server/src/detect/rule-set.ts";
import { unpackRuleFiles } from "../../server/src/detect/rules/pack.ts";

export function builtinRuleFiles(): readonly RuleFile[] {
  return unpackRuleFiles(readFileSync("dist/rules.jsonl", "utf8"));
}
