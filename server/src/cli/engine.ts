// The engine with what lies beside the bundle: grammars, and the built-in rules in one file.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { compileRuleSet, type RuleFile } from "../detect/rule-set.ts";
import { loadRuleFiles } from "../detect/rules/load.ts";
import { NODE_CLOCKS } from "../lsp/node-clocks.ts";
import { checkRules } from "../scan/check-rules.ts";
import { createWorkspace } from "../scan/create-workspace.ts";
import { SyntaxParser } from "../syntax/parser.ts";
import type { Engine } from "./host.ts";

/** @param assets the folder that holds `grammars/` and `rules.json` */
export function nodeEngine(assets: string): Engine {
  const startParser = () =>
    SyntaxParser.start({
      wasm: (name) => readFile(join(assets, "grammars", `${name}.wasm`)),
      clocks: NODE_CLOCKS,
    });
  return {
    async builtinRules() {
      const text = await readFile(join(assets, "rules.json"), "utf8");
      return (JSON.parse(text) as { files: readonly RuleFile[] }).files;
    },
    compileRules: (files, selection) => compileRuleSet(loadRuleFiles(files), selection),
    checkRules: async (rules) => checkRules(await startParser(), rules),
    createWorkspace: async (rules, options) => createWorkspace(await startParser(), rules, options),
  };
}
