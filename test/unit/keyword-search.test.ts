import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { KeywordSearch, Occurrences } from "../../server/src/text/keyword-search.ts";

function found(words: readonly string[], text: string): string[] {
  const occurrences = new Occurrences();
  new KeywordSearch(words).find(text, occurrences);
  return Array.from(
    { length: occurrences.length },
    (_, i) => `${words[occurrences.word(i)]}@${occurrences.end(i)}`,
  ).sort();
}

test("words are found in any case, overlapping and within one another", () => {
  assert.deepEqual(found(["she", "he", "hers"], "uSHErs"), ["he@4", "hers@6", "she@4"]);
  assert.deepEqual(found(["key"], "\u212aey"), ["key@3"]);
  assert.deepEqual(found(["ключ"], "КЛЮЧ"), ["ключ@4"]);
  assert.deepEqual(found([], "abc"), []);
  assert.equal(new KeywordSearch(["abc"]).hasAny("xxABCxx"), true);
  assert.equal(new KeywordSearch(["abc"]).hasAny("xxABxx"), false);
});

test("all occurrences are found, and nothing else", () => {
  const word = fc.stringMatching(/^[abc]{1,4}$/);
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 12 }), fc.stringMatching(/^[abcdABC]{0,40}$/), (words, text) => {
      const expected: string[] = [];
      for (const each of words) {
        const lower = text.toLowerCase();
        for (let at = lower.indexOf(each); at >= 0; at = lower.indexOf(each, at + 1))
          expected.push(`${each}@${at + each.length}`);
      }
      assert.deepEqual(found(words, text), expected.sort());
    }),
    { numRuns: 500 },
  );
});
