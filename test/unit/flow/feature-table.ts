// docs/dataflow.md: idea by language, as the fixtures come out when they are run. `npm run dataflow-table` writes it, a test says
// when it is out of date.

import { ENDINGS, NO_ENDING, shownEndings } from "./endings.ts";
import {
  DATAFLOW_LANGUAGES,
  type Features,
  fixturePrograms,
  languagesWithFixtures,
  readFeatures,
  runCases,
} from "./feature-cases.ts";

export const TABLE_PATH = "docs/dataflow.md";

const HEAD = `# What data flow follows

Written by \`npm run dataflow-table\`, which runs the annotated cases in \`test/fixtures/dataflow\`: change those, not this page.

**yes**: every case of the idea comes out right, what has to be found and what must not be. **partly**: some do. **no**: none does. A number
leads to the reason why the language has no such case. An empty cell: no case is written yet.
`;

/** By language and idea: how many cases there are, and how many come out right. */
type Counts = ReadonlyMap<string, ReadonlyMap<string, { readonly all: number; readonly right: number }>>;

async function countCases(): Promise<Counts> {
  const counts = new Map<string, Map<string, { all: number; right: number }>>();
  for (const language of languagesWithFixtures()) {
    const ofLanguage = new Map<string, { all: number; right: number }>();
    for (const program of fixturePrograms(language))
      for (const { id, isRight } of await runCases(program)) {
        const count = ofLanguage.get(id) ?? { all: 0, right: 0 };
        ofLanguage.set(id, { all: count.all + 1, right: count.right + (isRight ? 1 : 0) });
      }
    counts.set(language, ofLanguage);
  }
  return counts;
}

export async function dataflowTable(features: Features = readFeatures()): Promise<string> {
  const counts = await countCases();
  const languages = Object.keys(DATAFLOW_LANGUAGES);
  const reasons: string[] = [];
  const because = (reason: string | undefined): string => {
    if (reason === undefined) return "";
    const known = reasons.indexOf(reason);
    return `– [${known < 0 ? reasons.push(reason) : known + 1}]`;
  };
  const cell = (language: string, id: string): string => {
    const count = counts.get(language)?.get(id);
    if (count) return count.right === count.all ? "yes" : count.right === 0 ? "no" : "partly";
    return because(features.absent[language]?.[id]);
  };
  const table = (lines: readonly (readonly string[])[]): string =>
    [
      ["", ...languages.map((language) => DATAFLOW_LANGUAGES[language]!)],
      ["---", ...languages.map(() => "---")],
      ...lines,
    ]
      .map((row) => `| ${row.join(" | ")} |`)
      .join("\n");
  const sections = Object.entries(features.groups).map(([group, ideas]) => {
    const lines = Object.entries(ideas).map(([id, idea]) => [idea, ...languages.map((language) => cell(language, id))]);
    return `## ${group[0]!.toUpperCase()}${group.slice(1)}\n\n${table(lines)}\n`;
  });
  const shown = shownEndings();
  const endings = ENDINGS.map(([name, rule]) => [
    `${name} (\`${rule}\`)`,
    ...languages.map((language) => (shown.get(rule)?.has(language) ? "yes" : because(NO_ENDING[language]?.[rule]))),
  ]);
  sections.push(
    `## What flows end in\n\nHere **yes** means: the rule's annotated examples have such a flaw in that language.\n\n${table(endings)}\n`,
  );
  const notes = reasons.map((reason, at) => `${at + 1}. ${reason}`).join("\n");
  return [HEAD, ...sections, ...(notes === "" ? [] : [`## Reasons\n\n${notes}\n`])].join("\n");
}
