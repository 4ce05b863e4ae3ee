// The engine as hosts call it, made of what lies beside the bundle: grammars, and the built-in rules in one file. How that is read
// is handed in.

import type { RuleProblem } from "../detect/rule.ts";
import { compileRuleSet, type RuleFile, type RuleSelection, type RuleSet } from "../detect/rule-set.ts";
import { loadRuleFiles } from "../detect/rules/load.ts";
import { unpackRuleFiles } from "../detect/rules/pack.ts";
import { SyntaxParser } from "../syntax/parser.ts";
import { checkRules } from "./check-rules.ts";
import { createWorkspace } from "./create-workspace.ts";
import type { ScanOptions, Workspace } from "./workspace.ts";

/** The parts of the engine that hosts call. */
export interface Engine {
  builtinRules(): Promise<readonly RuleFile[]>;
  compileRules(files: readonly RuleFile[], selection: RuleSelection): RuleSet;
  /** What is wrong with rules' patterns, without scanning anything. */
  checkRules(rules: RuleSet): Promise<RuleProblem[]>;
  createWorkspace(rules: RuleSet, options: ScanOptions): Promise<Workspace>;
}

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
      builtin ??= readAsset("rules.jsonl").then((bytes) => unpackRuleFiles(new TextDecoder().decode(bytes)));
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
