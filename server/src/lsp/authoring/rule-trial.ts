// A rule that is being written, on a sample beside it: compiles the one and scans the other, whatever is saved, configured or
// switched off. Models of the built-in pack hold, its rules do not.

import type { RuleFile, RuleSet } from "../../detect/rule-set.ts";
import type { RuleMatch, RuleTrialResult } from "../../protocol.ts";
import type { Engine } from "../../scan/engine.ts";
import type { ScanOptions, Workspace } from "../../scan/workspace.ts";
import { languageOfPath } from "../../syntax/language.ts";
import { LineIndex } from "../../text/line-index.ts";
import type { OpenDocument } from "../documents.ts";
import type { Host } from "../host.ts";
import { deadline } from "../project.ts";
import { baseName, locationOf } from "../uri.ts";

/** A rule that takes longer on its sample is told to be slow, with what it had found. */
const LONGEST_MS = 2000;
const LONGEST_MESSAGE = 300;

export class RuleTrial {
  readonly #engine: Engine;
  readonly #host: Host;
  readonly #options: ScanOptions;
  #models: Promise<readonly RuleFile[]> | undefined;
  #compiled: { readonly text: string; readonly rules: RuleSet } | undefined;
  #workspace: Promise<Workspace> | undefined;

  constructor(engine: Engine, host: Host, options: ScanOptions) {
    this.#engine = engine;
    this.#host = host;
    this.#options = options;
  }

  async run(rule: OpenDocument, sample: OpenDocument): Promise<RuleTrialResult> {
    this.#models ??= this.#engine.builtinRules().then((files) => files.flatMap(modelsOf));
    const models = await this.#models;
    if (this.#compiled?.text !== rule.text) {
      const file = { path: locationOf(rule.key), text: rule.text };
      const rules = this.#engine.compileRules([...models, file], { overrides: [{ rule: "*", setting: "on" }] });
      this.#compiled = { text: rule.text, rules };
      this.#workspace = this.#workspace?.then((workspace) => {
        workspace.setRules(rules);
        return workspace;
      });
    }
    const { rules } = this.#compiled;
    this.#workspace ??= this.#engine.createWorkspace(rules, this.#options);
    const workspace = await this.#workspace;
    const language = sample.language ?? languageOfPath(baseName(sample.uri));
    await workspace.prepare([language, ...rules.rules.flatMap((each) => each.languages)]);
    const path = baseName(sample.uri);
    for (const other of workspace.paths()) if (other !== path) workspace.remove(other);
    workspace.set({ path, text: sample.text, language });
    const budget = deadline(this.#host, LONGEST_MS);
    const { findings, problems } = workspace.scan(path, budget);
    const own = new Set(rules.rules.map(({ id }) => id));
    const lines = new LineIndex(sample.text);
    const matches = findings
      .filter(({ ruleId, suppressed }) => own.has(ruleId) && !suppressed)
      .map(
        ({ ruleId, span, message }): RuleMatch => ({
          ruleId,
          range: { start: lines.positionAt(span.start), end: lines.positionAt(span.end) },
          message: message.slice(0, LONGEST_MESSAGE),
        }),
      );
    return {
      version: sample.version,
      matches,
      isWhole: !problems.some(({ kind }) => kind === "budget-spent"),
      rules: rules.rules.length,
    };
  }
}

function modelsOf({ path, text, loaded }: RuleFile): RuleFile[] {
  if (!loaded || loaded.models.length === 0) return [];
  return [{ path, text, loaded: { rules: [], models: loaded.models, problems: [] } }];
}
