// The annotated data-flow suites: every line that must be found is, and no other; and every language shows every idea, or says
// why it has none of it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ENDINGS, NO_ENDING, shownEndings } from "./endings.ts";
import {
  casesOf,
  DATAFLOW_LANGUAGES,
  FEWEST_CASES,
  fixturePrograms,
  isIn,
  languagesWithFixtures,
  readFeatures,
} from "./feature-cases.ts";
import { dataflowTable, TABLE_PATH } from "./feature-table.ts";
import { countAnnotations, expectedLines, foundLines, inOrder, programOf, todoLines } from "./fixtures.ts";

const features = readFeatures();
const ideas = new Set(Object.values(features.groups).flatMap((group) => Object.keys(group)));

for (const language of languagesWithFixtures()) {
  const programs = fixturePrograms(language);
  for (const { name, files } of programs)
    test(`data flow: ${language}/${name}`, async (context) => {
      const program = await programOf(files);
      for (const [path, text] of Object.entries(files)) {
        const { missed, wrong } = todoLines(text);
        for (const line of missed) context.diagnostic(`${path}:${line} is not found yet`);
        for (const line of wrong) context.diagnostic(`${path}:${line} is found and should not be`);
        // A known wrong answer that came right fails too: it has to become a plain annotation then.
        assert.deepEqual(
          inOrder(foundLines(text, program.findings(path))),
          inOrder([...expectedLines(text), ...wrong]),
          path,
        );
      }
    });

  const texts = programs.flatMap(({ files }) => Object.entries(files));
  const cases = texts.flatMap(([path, text]) => casesOf(path, text));
  test(`data flow: the cases of ${language} are of known ideas, and each says something`, () => {
    assert.ok(language in DATAFLOW_LANGUAGES, language);
    for (const [path, text] of texts)
      for (const each of casesOf(path, text)) {
        assert.ok(
          ideas.has(each.id),
          `${path}:${each.firstLine} is a case of ${each.id}, which features.yaml does not have`,
        );
        const part = text
          .split("\n")
          .slice(each.firstLine - 1, each.lastLine)
          .join("\n");
        assert.ok(countAnnotations(part) > 0, `${path}:${each.firstLine} says nothing about ${each.id}`);
      }
  });
  // A suite that is being written may have gaps; one that is there may not.
  if (cases.length < FEWEST_CASES) continue;
  test(`data flow: ${language} shows every idea or says why not`, () => {
    const shown = new Set(cases.map(({ id }) => id));
    const absent = features.absent[language] ?? {};
    for (const id of ideas) assert.ok(shown.has(id) || absent[id], `${language} has no case of ${id}`);
    for (const id of Object.keys(absent)) {
      assert.ok(ideas.has(id), `absent: ${language}: ${id} is no idea of features.yaml`);
      assert.ok(!shown.has(id), `${language} has a case of ${id} and a reason why it has none`);
    }
    for (const [path, text] of texts) {
      const own = casesOf(path, text);
      for (const line of expectedLines(text))
        assert.ok(
          own.some((each) => isIn(each, line)),
          `${path}:${line} stands in no case`,
        );
    }
  });
}

test("every ending of flows is shown in every language, or there is a reason why not", () => {
  const shown = shownEndings();
  for (const [name, rule] of ENDINGS)
    for (const language of Object.keys(DATAFLOW_LANGUAGES))
      assert.notEqual(
        shown.get(rule)?.has(language) ?? false,
        NO_ENDING[language]?.[rule] !== undefined,
        `${name}: ${language}`,
      );
});

test("docs/dataflow.md says what the fixtures say", async () => {
  assert.equal(readFileSync(TABLE_PATH, "utf8"), await dataflowTable(), "run `npm run dataflow-table`");
});
