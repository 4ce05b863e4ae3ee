import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { crc32, toBase62 } from "../../../server/src/detect/secrets/checksum.ts";
import { loadSecretRules } from "../../../server/src/detect/secrets/load.ts";
import type { SecretRule, SecretRuleSet } from "../../../server/src/detect/secrets/rule.ts";
import { SecretScanner } from "../../../server/src/detect/secrets/scanner.ts";
import { ambiguityOf } from "../../../server/src/text/regex/ambiguity.ts";
import { sampleOf, seeded } from "./sample.ts";

const folder = join(process.cwd(), "rules", "secrets");
const sets: SecretRuleSet[] = readdirSync(folder)
  .filter((name) => name.endsWith(".toml"))
  .map((name) => loadSecretRules(readFileSync(join(folder, name), "utf8"), name));
const rules = sets.flatMap((set) => set.rules);
const scanner = new SecretScanner(sets);

const random = (alphabet: string, length: number, seed: number): string => {
  const next = seeded(seed);
  return Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join("");
};
const letters = "abcdefghijklmnopqrstuvwxyz";
const base62 = `0123456789${letters}${letters.toUpperCase()}`;

test("all rule files load, and every rule is whole", () => {
  assert.deepEqual(
    sets.flatMap((set) => set.problems),
    [],
  );
  assert.ok(rules.length >= 200, `${rules.length} rules`);
  const ids = rules.map((rule) => rule.id);
  assert.equal(new Set(ids).size, ids.length, "ids are unique");
  for (const rule of rules) {
    assert.match(rule.id, /^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    assert.match(rule.description, /^[A-Z0-9].*\.$/, rule.id);
    assert.ok(rule.isJudged, rule.id);
    assert.match(rule.variable, /^[A-Z][A-Z0-9_]*$/, rule.id);
    assert.ok(rule.url !== undefined || rule.guidance !== "" || !rule.tags.includes("provider"), rule.id);
  }
});

test("no rule of ours can blow up", () => {
  for (const rule of rules) {
    if (rule.regex === undefined) continue;
    const { degree } = ambiguityOf(rule.regex.tree);
    assert.ok(degree <= 1, `${rule.id} has degree ${degree}`);
  }
});

// What these rules find must add up, be encoded or stand in a context, which a random text does not.
const needsMoreThanShape = new Set([
  "jwt",
  "jwt-base64",
  "private-key",
  "sentry-org-token",
  "discord-bot-token",
  "payment-card-number",
  "iban",
  "german-tax-id",
  "uk-nhs-number",
  "spanish-national-id",
  "italian-fiscal-code",
  "french-social-security-number",
  "brazilian-cpf",
  "indian-aadhaar",
  "curl-auth-header",
  "curl-auth-user",
  "generic-api-key",
  "generic-password",
  "generic-env-password",
  "slack-app-token",
  "dutch-bsn",
  "polish-pesel",
  "email-list",
  "us-social-security-number",
  "kubernetes-secret-yaml",
  "kubernetes-secret-yaml-data-first",
]);

/** Paths that a rule asks for. */
const pathOf = (rule: SecretRule): string =>
  ["src/settings.txt", "main.tf", ".env", "a/.pgpass", "data.csv"].find((path) => rule.path?.test(path) ?? true) ?? "x";

test("every rule finds what has its shape, alone and in a line of code", () => {
  const weak: string[] = [];
  for (const rule of rules) {
    if (rule.regex === undefined || needsMoreThanShape.has(rule.id)) continue;
    let found = 0;
    let tried = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const sample = sampleOf(rule.regex.tree.root, seeded(seed * 7919 + rule.id.length));
      tried++;
      if (scanner.scan(`${sample}\n${rule.keywords[0] ?? ""}`, pathOf(rule)).length > 0) found++;
    }
    // Now and then chance makes something that looks like a word or a placeholder.
    if (found < tried * 0.6) weak.push(`${rule.id}: ${found} of ${tried}`);
  }
  assert.deepEqual(weak, []);
});

test("placeholders in the same shape are passed over", () => {
  const silent = [
    `ghp_${"x".repeat(36)}`,
    `AKIA${"IOSFODNN7EXAMPLE"}`,
    `const token = "${"<your"}-token-here>"`,
    `api_key = "${"1234567890".repeat(3)}"`,
    "password = process.env.PASSWORD",
    `password: "${"$"}{DB_PASSWORD}"`,
    `secret = "${"abcdefghijklmnop"}qrstuvwxyz"`,
    `glpat-${"X".repeat(20)}`,
    'const accessTokenRequired = "accessTokenRequiredForUser";',
    'label.password = "Please enter your password"',
    'integrity: "sha512-' + random(base62, 86, 3) + '=="',
    `commit_key = "${random("0123456789abcdef", 40, 5)}"`,
    'const id = "3f2b8c1e-9a4d-4e7b-8c6f-1d2e3f4a5b6c";',
    "postgres://user:password@localhost:5432/db",
    `https://user:${"$"}{TOKEN}@example.com/`,
    'keyboard = "' + random(base62, 24, 9) + '"',
    "curl -u $USER:$PASSWORD https://api.internal/",
    'password = "" + password + ""',
    `key: "${"github.com/golang"}-jwt/jwt/v5".Token.SignedString`,
    `pattern = "glpat-${random(base62, 20, 4)}[0-9A-Za-z_-]{2,}"`,
    `Release GPG key: ${"9554F04D7259F04124DE"}6B476D5A82AC7E37093B`,
    `'password' => 'required|alpha_dash|string|max:255',`,
    "password: @config.password@",
    `AccountKey=${"Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6"}IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;`,
    `kind: Secret\nmetadata:\n  name: a\nstringData:\n  URL: 'postgresql://user:password@host:5432/db'\n`,
    `q = "select 1 where password='"+password+"'"`,
    `q = "user='" + user + "' and password='" + password + "'"`,
  ];
  for (const text of silent) {
    assert.deepEqual(
      scanner.scan(text, "src/app.js").map((m) => m.ruleId),
      [],
      text,
    );
  }
});

test("a token whose checksum is right is sure, one whose is wrong is doubtful", () => {
  const body = random(base62, 30, 11);
  const good = `ghp_${body}${toBase62(crc32(body), 6)}`;
  const [match] = scanner.scan(good, "a.txt");
  assert.equal(match?.ruleId, "github-pat");
  assert.equal(match?.confidence, "high");
  const bad = `ghp_${body}000000`;
  assert.equal(scanner.scan(bad, "a.txt")[0]?.confidence, "low");
  const npm = random(base62, 30, 12);
  assert.equal(scanner.scan(`npm_${npm}${toBase62(crc32(npm), 6)}`, "a.txt")[0]?.confidence, "high");
});

test("keys of a whole organization are keys of Stripe, too", () => {
  const found = (text: string) => scanner.scan(text, "src/pay.js").map(({ ruleId }) => ruleId);
  for (const mode of ["", "live_", "test_"])
    assert.deepEqual(
      found(`const key = "sk_${"org_"}${mode}${random(base62, 32, 6)}";`),
      ["stripe-access-token"],
      mode,
    );
  assert.deepEqual(found('const name = "sk_org_settings";'), []);
});

test("the structure of tokens is looked into", () => {
  const encode = (text: string): string => Buffer.from(text).toString("base64url");
  const token = `${encode('{"alg":"HS256","typ":"JWT"}')}.${encode('{"user":"k.meier","exp":1999999999}')}.${random(base62, 43, 4)}`;
  assert.deepEqual(
    scanner.scan(`t("${token}")`, "a.js").map((m) => m.ruleId),
    ["jwt"],
  );
  const noToken = `${encode('["alg","HS256","typ","JWT"]')}.${encode('{"user":"k.meier","exp":1999999999}')}.${random(base62, 43, 4)}`;
  assert.deepEqual(
    scanner.scan(`t("${noToken}")`, "a.js").filter((m) => m.ruleId === "jwt"),
    [],
  );
  const pem = [
    "-----BEGIN RSA PRIVATE",
    " KEY-----\n",
    `${random(base62, 64, 6)}\n`.repeat(1),
    `${random(base62, 64, 7)}\n`,
    "-----END RSA PRIVATE",
    " KEY-----",
  ].join("");
  assert.deepEqual(
    scanner.scan(pem, "k.pem").map((m) => m.ruleId),
    ["private-key"],
  );
  const hollow = ["-----BEGIN RSA PRIVATE", " KEY-----\n", "x".repeat(80), "\n-----END RSA PRIVATE", " KEY-----"].join(
    "",
  );
  assert.deepEqual(scanner.scan(hollow, "k.pem"), []);
});

test("passwords in URLs and connection strings are found, placeholders in them are not", () => {
  const password = `f7#${random(base62, 9, 21)}`.replace("#", "!");
  const found = (text: string, path = "src/db.py"): string[] => scanner.scan(text, path).map((m) => m.ruleId);
  assert.deepEqual(found(`postgres://app:${password}@db.internal:5432/shop`), ["database-url"]);
  assert.deepEqual(found(`mongodb+srv://app:${password}@cluster0.mongodb.net`), ["database-url"]);
  assert.deepEqual(found(`https://deploy:${password}@git.internal/repo.git`), ["basic-auth-url"]);
  assert.deepEqual(found(`Server=db;Database=shop;User Id=sa;Password=${password};`), ["connection-string-password"]);
  assert.deepEqual(found(`postgres://app:<password>@db.internal/shop`), []);
  assert.deepEqual(found(`password = "${password}"`), ["generic-password"]);
  assert.deepEqual(found(`password = "${password}"`, "test/login.test.js"), []);
  assert.deepEqual(found(`"/forgot_password" => "login#forgot_password",`, "config/routes.rb"), []);
  assert.deepEqual(found(`Server=db;Database=shop;User Id=sa;Password=yourWeak(!)Password;`), []);
  assert.deepEqual(found(`DB_PASSWORD=${password}\n`, ".env"), ["generic-env-password"]);
});

test("personal data counts only with right check digits, and not in tests", () => {
  // Numbers that official documents give as examples of the format, written in parts.
  const cases: [string, string, string][] = [
    [
      "payment-card-number",
      `card = "${["4716", "1902", "0739", "4368"].join(" ")}"`,
      `card = "${["4716", "1902", "0739", "4369"].join(" ")}"`,
    ],
    [
      "iban",
      `konto ${["DE02", "1203", "0000", "0000", "2020", "51"].join(" ")}`,
      `konto ${["DE03", "1203", "0000", "0000", "2020", "51"].join(" ")}`,
    ],
    [
      "german-tax-id",
      `steuer_id: ${["86", "095", "742", "719"].join(" ")}`,
      `steuer_id: ${["86", "095", "742", "718"].join(" ")}`,
    ],
    [
      "uk-nhs-number",
      `nhs_number = ${["943", "476", "5919"].join(" ")}`,
      `nhs_number = ${["943", "476", "5918"].join(" ")}`,
    ],
    ["spanish-national-id", `dni = "${["53821947", "S"].join("")}"`, `dni = "${["53821947", "A"].join("")}"`],
    [
      "italian-fiscal-code",
      `cf ${["RSSMRA", "85T10", "A562S"].join("")}`,
      `cf ${["RSSMRA", "85T10", "A562T"].join("")}`,
    ],
    [
      "french-social-security-number",
      `insee = ${["2", "55", "08", "14", "168", "025", "38"].join(" ")}`,
      `insee = ${["2", "55", "08", "14", "168", "025", "39"].join(" ")}`,
    ],
    ["brazilian-cpf", `cpf: ${["529.982", ".247-25"].join("")}`, `cpf: ${["529.982", ".247-26"].join("")}`],
    ["dutch-bsn", `bsn = ${["1112", "22333"].join("")}`, `bsn = ${["1112", "22334"].join("")}`],
    ["polish-pesel", `pesel = "${["440514", "01359"].join("")}"`, `pesel = "${["440514", "01358"].join("")}"`],
    ["us-social-security-number", `ssn: ${["536", "90", "4399"].join("-")}`, `ssn: ${["666", "90", "4399"].join("-")}`],
    [
      "indian-aadhaar",
      `aadhaar: ${["2341", "2341", "2346"].join(" ")}`,
      `aadhaar: ${["2341", "2341", "2347"].join(" ")}`,
    ],
  ];
  for (const [id, right, wrong] of cases) {
    assert.deepEqual(
      scanner.scan(right, "data/people.txt").map((m) => m.ruleId),
      [id],
      right,
    );
    assert.deepEqual(
      scanner.scan(wrong, "data/people.txt").map((m) => m.ruleId),
      [],
      wrong,
    );
    assert.deepEqual(scanner.scan(right, "test/people.txt"), [], `${right} in a test folder`);
  }
  const people = Array.from(
    { length: 12 },
    (_, i) => `\n${i},${random(letters, 8, 100 + i)}@${random(letters, 6, 200 + i)}.de,Berlin`,
  ).join("");
  assert.deepEqual(
    scanner.scan(people, "data/people.csv").map((m) => m.ruleId),
    ["email-list"],
  );
  assert.deepEqual(scanner.scan(people.replace(/@\w+\.de/g, "@example.com"), "data/people.csv"), []);
});

test("a version of an API is no secret", () =>
  assert.deepEqual(
    scanner.scan(`"value": "[reference('credentialSet', '2023-11-01-preview', 'full').identity]"`, "main.json"),
    [],
  ));
