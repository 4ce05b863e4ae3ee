// All that gitleaks' configuration can say, together in one: what is found was compared with gitleaks 8.28 itself
// (test/conformance/gitleaks-differential.mjs); where the two differ, docs/conformance.md says why.

import assert from "node:assert/strict";
import { test } from "node:test";
import { loadSecretFiles } from "../../../server/src/detect/secrets/rule-files.ts";
import { SecretScanner } from "../../../server/src/detect/secrets/scanner.ts";

const BASE = `
[[rules]]
id = "alpha"
regex = '''alpha_([a-z0-9]{8})'''
keywords = ["alpha_"]
[[rules.allowlists]]
regexes = ['''^base''']
[[rules]]
id = "gone"
regex = '''gone_[a-z]{4}'''
keywords = ["gone_"]
[[rules]]
id = "kept"
regex = '''kept_[a-z]{4}'''
keywords = ["kept_"]
[[allowlists]]
stopwords = ["basestop"]
`;
const OWN = `
[extend]
path = "conf/base.toml"
disabledRules = ["gone"]
[[rules]]
id = "alpha"
entropy = 2.0
keywords = ["ALPHA_"]
[[rules.allowlists]]
condition = "AND"
paths = ['''^.*vendor/''']
stopwords = ["okay"]
[[rules]]
id = "primary"
regex = '''user=([a-z]+)'''
keywords = ["user="]
[[rules.required]]
id = "secondary"
withinLines = 2
[[rules]]
id = "secondary"
regex = '''pass=([a-z0-9]+)'''
keywords = ["pass="]
skipReport = true
[[rules]]
id = "both"
regex = '''left=(\\w+)'''
[[rules.required]]
id = "secondary"
withinColumns = 10
[[rules.required]]
id = "lineallow"
[[rules]]
id = "pathandregex"
path = '''\\.envx$'''
regex = '''K=(.+)'''
[[rules]]
id = "grp"
regex = '''(?i)(one|two)\\s*=\\s*(?P<v>"([^"]*)")'''
secretGroup = 3
[[rules]]
id = "lineallow"
regex = '''lineallow-[0-9]+'''
[[rules.allowlists]]
regexTarget = "line"
regexes = ['''# ok$''']
[[rules.allowlists]]
regexTarget = "match"
regexes = ['''^lineallow-7''']
[[rules]]
id = "generic-thing"
regex = '''secret:\\s*(\\S+)'''
[[allowlists]]
targetRules = ["grp", "kept"]
regexes = ['''^trg''', '''kept_trgt''']
`;
const TEXT = `alpha_ab12cd34
alpha_aaaaaaaa
alpha_base1234
alpha_okay1234 alpha_zz123456
gone_abcd
kept_abcd kept_trgt
user=bob
x
pass=hunter2
y


user=far


pass=zzz
left=one pass=q
ONE = "trgabc"
two = "value1"
lineallow-1
lineallow-2 # ok
lineallow-77
secret: alpha_ab12cd99
secret: plainword
alpha_basestop
`;

const sets = loadSecretFiles([
  { path: "/tree/.gitleaks.toml", text: OWN },
  { path: "/tree/conf/base.toml", text: BASE, standing: "extended" },
]);
const scanner = new SecretScanner(sets);
const found = (text: string, path: string) =>
  scanner.scan(text, path).map(({ ruleId, line, secret }) => `${line + 1} ${ruleId} ${secret}`);

test("rules are merged, turned off, required near each other, and allowed by every kind of list", () => {
  assert.deepEqual(
    sets.flatMap(({ problems }) => problems),
    [],
  );
  assert.deepEqual(found(TEXT, "src/a.txt"), [
    "1 alpha ab12cd34",
    "4 alpha okay1234",
    "4 alpha zz123456",
    "6 kept kept_abcd",
    "7 primary bob",
    "17 both one",
    "19 grp value1",
    "20 lineallow lineallow-1",
    "23 generic-thing alpha_ab12cd99",
    "23 alpha ab12cd99",
    "24 generic-thing plainword",
  ]);
});

test("paths and stopwords together allow; a path alone does not; a rule may ask for a path", () => {
  assert.deepEqual(found("alpha_okay1234 alpha_zz123456", "vendor/b.txt"), ["1 alpha zz123456"]);
  assert.deepEqual(found("K=v1\n\nK=\nK=v2", "d.envx"), ["1 pathandregex v1", "4 pathandregex v2"]);
  assert.deepEqual(found("K=v1", "e.txt"), []);
});

test("a rule required of another is looked for in decoded text too, and a line may say that it is fine", () => {
  const encoded = Buffer.from("alpha_ab12cd34 xxyy").toString("base64");
  assert.deepEqual(found(`A: ${encoded}`, "a"), ["1 alpha ab12cd34"]);
  assert.deepEqual(found("alpha_ab12cd34 gitleaks:allow\nalpha_ab12cd35\n", "a"), ["2 alpha ab12cd35"]);
});

test("keys that mean nothing are told, where they are; the rules count all the same", () => {
  const text = `title = "own"
[[rules]]
id = "a"
regexx = '''b'''
regex = '''a_[a-z]{8}'''
[[rules.allowlists]]
regxes = ["x"]
paths = ["y"]
[rules.bartizan]
colour = "red"
[[rules]]
id = "b"
regex = '''b_[a-z]{8}'''
keyword = ["b_"]
[allowlst]
paths = ["x"]
[extend]
UseDefault = false
`;
  const [set] = loadSecretFiles([{ path: "own.toml", text }]);
  assert.deepEqual(
    set!.problems.map(({ line, message }) => `${line}: ${message}`),
    [
      '4: there is no key "regexx": did you mean "regex"?',
      '7: there is no key "regxes": did you mean "regexes"?',
      '10: there is no key "colour" (allowed: severity, confidence, guidance, url, cwe, variable, checks)',
      '14: there is no key "keyword": did you mean "keywords"?',
      '15: there is no key "allowlst": did you mean "allowlist"?',
    ],
  );
  assert.equal(set!.rules.length, 2);
});
