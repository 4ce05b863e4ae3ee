// Programs for data-flow tests: sources parsed and handed to `Program`, with the fixtures' models and two rules, and the
// annotations that say what must be found.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadRuleFiles } from "../../../server/src/detect/rules/load.ts";
import type { Flow } from "../../../server/src/flow/found-flows.ts";
import type { Model } from "../../../server/src/flow/model.ts";
import { Program } from "../../../server/src/flow/program.ts";
import type { TaintRuleSpec } from "../../../server/src/flow/spec.ts";
import { languageOfPath } from "../../../server/src/syntax/language.ts";
import { resolveNames } from "../../../server/src/syntax/names.ts";
import { lowerText } from "../node-grammars.ts";

export const RULES: readonly TaintRuleSpec[] = [
  { id: "flow", sourceKinds: ["remote-input"], sinkKinds: ["sql-query"], sanitizerKinds: ["sql-escape"], keeps: [] },
  { id: "page", sourceKinds: ["remote-input"], sinkKinds: ["html"], sanitizerKinds: ["html-escape"], keeps: [] },
];

/** The models of a YAML text; wrong ones fail the test. */
export function modelsOf(text: string): readonly Model[] {
  const { models, problems } = loadRuleFiles([{ path: "models.yaml", text }]);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));
  return models;
}

/** The fixtures' own library, and the languages' standard libraries as far as they only pass data on. */
export function fixtureModels(): readonly Model[] {
  const standard = readdirSync(join("rules", "models"))
    .map((language) => join("rules", "models", language, "standard-library.yaml"))
    .filter((path) => existsSync(path));
  return [join("test", "fixtures", "dataflow", "models.yaml"), ...standard].flatMap((path) =>
    modelsOf(readFileSync(path, "utf8")),
  );
}

/** Parses a file and puts it into a program. */
export async function setText(program: Program, path: string, text: string): Promise<void> {
  if (/(^|\/)go\.mod$/.test(path)) {
    program.setProjectFile(path, text);
    return;
  }
  const ast = await lowerText(languageOfPath(path), text);
  program.setFile(path, { ast, names: resolveNames(ast), marks: [] });
}

export async function programOf(
  files: Readonly<Record<string, string>>,
  models = fixtureModels(),
  rules = RULES,
): Promise<Program> {
  const program = new Program();
  program.configure(models, rules);
  for (const [path, text] of Object.entries(files)) await setText(program, path, text);
  return program;
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** `ruleid: a, b` above a line: those rules must be found in it. */
export function expectedLines(text: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const annotation = /(?:\/\/|#)\s*ruleid:\s*([\w, -]+?)\s*$/.exec(line);
    return annotation ? annotation[1]!.split(",").map((rule) => `${index + 2} ${rule.trim()}`) : [];
  });
}

/** Known wrong answers: `todoruleid` for what is not found and should be, `todook` for what is found and should not be. */
export function todoLines(text: string): { readonly missed: string[]; readonly wrong: string[] } {
  const of = (word: string): string[] =>
    text.split("\n").flatMap((line, index) => {
      const annotation = new RegExp(`(?://|#)\\s*${word}:\\s*([\\w-]+(?:\\s*,\\s*[\\w-]+)*)`).exec(line);
      return annotation ? annotation[1]!.split(",").map((rule) => `${index + 2} ${rule.trim()}`) : [];
    });
  return { missed: of("todoruleid"), wrong: of("todook") };
}

/** How many lines a fixture says something about. */
export function countAnnotations(text: string): number {
  return text.split("\n").filter((line) => /(?:\/\/|#)\s*(?:todo)?(ruleid|ok):/.test(line)).length;
}

export function foundLines(text: string, flows: readonly Flow[]): string[] {
  return [...new Set(flows.map(({ ruleId, span }) => `${lineAt(text, span.start)} ${ruleId}`))];
}

export function inOrder(lines: readonly string[]): string[] {
  return [...lines].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1));
}
