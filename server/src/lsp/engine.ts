// The engine as the server calls it, made of what lies beside the bundle: grammars, and the built-in rules in one file.

import { compileRuleSet, type RuleFile } from "../detect/rule-set.ts";
import { loadRuleFiles } from "../detect/rules/load.ts";
import { checkRules } from "../scan/check-rules.ts";
import { createWorkspace } from "../scan/create-workspace.ts";
import { SyntaxParser } from "../syntax/parser.ts";
import type { Engine } from "./host.ts";

/** Reads a file of the extension's `dist/`, by its path in it. */
export type AssetReader = (path: string) => Promise<Uint8Array>;

/** @param clocks as the parser wants them */
export function makeEngine(readAsset: AssetReader, clocks: readonly (() => number)[]): Engine {
  let builtin: Promise<readonly RuleFile[]> | undefined;
  const startParser = () => SyntaxParser.start({ wasm: (name) => readAsset(`grammars/${name}.wasm`), clocks });
  /** For checks of rules: grammars stay loaded between them. */
  let checking: Promise<SyntaxParser> | undefined;
  return {
    builtinRules() {
      builtin ??= readAsset("rules.json").then((bytes) => {
        const { files } = JSON.parse(new TextDecoder().decode(bytes)) as { files: readonly RuleFile[] };
        return files;
      });
      return builtin;
    },
    compileRules: (files, selection) => compileRuleSet(loadRuleFiles(files), selection),
    async checkRules(rules) {
      checking ??= startParser();
      return checkRules(await checking, rules);
    },
    createWorkspace: async (rules, options) => createWorkspace(await startParser(), rules, options),
  };
}
