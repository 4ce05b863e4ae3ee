// The data-flow suites by idea: which ideas there are (test/fixtures/dataflow/features.yaml), which cases of them each language's
// fixtures have, and what comes out when these are run. A case begins with a comment `case: ID` and goes on to the next such
// comment, or to the end of its file; what stands before the first is what the cases share.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { expectedLines, foundLines, programOf, todoLines } from "./fixtures.ts";

export const DATAFLOW_ROOT = join("test", "fixtures", "dataflow");
/** From so many cases on, a language has to have all ideas. */
export const FEWEST_CASES = 60;

/** Folders of the languages, with their names for people, in the order of the table. */
export const DATAFLOW_LANGUAGES: Readonly<Record<string, string>> = {
  javascript: "JavaScript",
  python: "Python",
  java: "Java",
  kotlin: "Kotlin",
  go: "Go",
  csharp: "C#",
  php: "PHP",
  ruby: "Ruby",
};

export interface Features {
  readonly groups: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Why a language has no case of an idea, by language and idea. */
  readonly absent: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export function readFeatures(): Features {
  const features = parse(readFileSync(join(DATAFLOW_ROOT, "features.yaml"), "utf8")) as Features;
  return { groups: features.groups, absent: features.absent ?? {} };
}

/** The files of one program: a file of the language's folder, or all files of a folder in it. */
export interface FixtureProgram {
  readonly language: string;
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
}

export function fixturePrograms(language: string): FixtureProgram[] {
  const folder = join(DATAFLOW_ROOT, language);
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.map((entry) => {
    const files: Record<string, string> = {};
    if (entry.isFile()) files[entry.name] = readFileSync(join(folder, entry.name), "utf8");
    else
      for (const inner of readdirSync(join(folder, entry.name), { recursive: true, withFileTypes: true })) {
        if (!inner.isFile()) continue;
        const path = join(inner.parentPath ?? inner.path, inner.name);
        files[path.slice(folder.length + 1).replaceAll("\\", "/")] = readFileSync(path, "utf8");
      }
    return { language, name: entry.name, files };
  });
}

export function languagesWithFixtures(): string[] {
  const folders = readdirSync(DATAFLOW_ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => name).sort();
}

export interface FeatureCase {
  readonly id: string;
  readonly path: string;
  /** 1-based, the last one included. */
  readonly firstLine: number;
  readonly lastLine: number;
}

export function casesOf(path: string, text: string): FeatureCase[] {
  const lines = text.split("\n");
  const starts = lines.flatMap((line, index) => {
    const id = /^\s*(?:\/\/|#)\s*case:\s*([\w-]+)\s*$/.exec(line)?.[1];
    return id === undefined ? [] : [{ id, line: index + 1 }];
  });
  return starts.map(({ id, line }, at) => ({
    id,
    path,
    firstLine: line,
    lastLine: (starts[at + 1]?.line ?? lines.length + 1) - 1,
  }));
}

/** "12 flow" is in the case. */
export function isIn({ firstLine, lastLine }: FeatureCase, line: string): boolean {
  const number = Number.parseInt(line, 10);
  return firstLine <= number && number <= lastLine;
}

export interface CaseOutcome extends FeatureCase {
  /** Everything that must be found in it is, and nothing else. */
  readonly isRight: boolean;
}

/** Runs a program and says of each of its cases how it came out. */
export async function runCases(fixture: FixtureProgram): Promise<CaseOutcome[]> {
  const program = await programOf(fixture.files);
  return Object.entries(fixture.files).flatMap(([path, text]) => {
    const found = foundLines(text, program.findings(path));
    const todo = todoLines(text);
    const wanted = [...expectedLines(text), ...todo.missed];
    return casesOf(path, text).map((each) => {
      const ofCase = (lines: readonly string[]) =>
        lines
          .filter((line) => isIn(each, line))
          .sort()
          .join("\n");
      return { ...each, isRight: ofCase(found) === ofCase(wanted) };
    });
  });
}
