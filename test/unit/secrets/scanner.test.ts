import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { readSecretIgnores } from "../../../server/src/detect/secrets/ignore-file.ts";
import { loadSecretRules, type ResolveExtend } from "../../../server/src/detect/secrets/load.ts";
import { coverSecrets, secretsAt } from "../../../server/src/detect/secrets/mask.ts";
import type { SecretMatch } from "../../../server/src/detect/secrets/rule.ts";
import { loadSecretFiles } from "../../../server/src/detect/secrets/rule-files.ts";
import { SecretScanner } from "../../../server/src/detect/secrets/scanner.ts";
import { checkValidity, type ProbeFetch, probedRules } from "../../../server/src/detect/secrets/validity.ts";

function scannerFor(toml: string, resolve?: ResolveExtend): SecretScanner {
  const set = loadSecretRules(toml, "rules.toml", resolve);
  assert.deepEqual(set.problems, []);
  return new SecretScanner([set]);
}

function secrets(toml: string, text: string, path = "a.txt"): string[] {
  return scannerFor(toml)
    .scan(text, path)
    .map((match) => match.secret);
}

const simple = `
[[rules]]
id = "demo"
description = "Demo."
regex = '''demo_([a-z0-9]{6,})'''
keywords = ["demo_"]
`;

test("the secret is the group asked for, else the first that is not empty, else the match", () => {
  assert.deepEqual(secrets(simple, "x demo_abc123 y"), ["abc123"]);
  assert.deepEqual(secrets("[[rules]]\nid='a'\nregex='k=(a+)?(b+)'", "k=bb"), ["bb"]);
  assert.deepEqual(secrets("[[rules]]\nid='a'\nregex='(k)=(a+)'\nsecretGroup=2", "k=aa"), ["aa"]);
  assert.deepEqual(secrets("[[rules]]\nid='a'\nregex='k=a+'", "k=aa"), ["k=aa"]);
  const [match] = scannerFor(simple).scan("x\ndemo_abc123 y", "a.txt");
  assert.deepEqual([match?.start, match?.end, match?.secretStart, match?.secretEnd, match?.line], [2, 13, 7, 13, 1]);
  assert.equal(match?.masked, "a… (6 characters)");
});

test("entropy must be above the bound", () => {
  const rule = (entropy: number): string => `[[rules]]\nid='a'\nregex='k=([a-d]+)'\nentropy=${entropy}`;
  assert.deepEqual(secrets(rule(2), "k=abcd"), []);
  assert.deepEqual(secrets(rule(1.99), "k=abcd"), ["abcd"]);
});

test("a keyword must stand somewhere in the file, in any case", () => {
  const rule = "[[rules]]\nid='a'\nregex='[0-9]{4}'\nkeywords=['Pin']";
  assert.deepEqual(secrets(rule, "1234"), []);
  assert.deepEqual(secrets(rule, "1234 ... PIN"), ["1234"]);
});

test("paths limit rules, and a rule of paths alone reports the file", () => {
  const rule = "[[rules]]\nid='a'\nregex='k=([a-d]+)'\npath='''\\.env$'''";
  assert.deepEqual(secrets(rule, "k=abcd", "x/.env"), ["abcd"]);
  assert.deepEqual(secrets(rule, "k=abcd", "x/env.js"), []);
  const matches = scannerFor("[[rules]]\nid='keys'\npath='''\\.p12$'''").scan("", "a/b.p12");
  assert.deepEqual(
    matches.map((m) => [m.ruleId, m.start, m.end]),
    [["keys", 0, 0]],
  );
});

test("allow-lists: regexes on secret, match or line, stop words, paths, one or all of them", () => {
  const allow = (body: string): string => `${simple}\n[[rules.allowlists]]\n${body}`;
  assert.deepEqual(secrets(allow("regexes=['^abc']"), "demo_abc123 demo_xbc123"), ["xbc123"]);
  assert.deepEqual(secrets(allow("regexTarget='match'\nregexes=['^demo_a']"), "demo_abc123 demo_xbc123"), ["xbc123"]);
  assert.deepEqual(secrets(allow("regexTarget='line'\nregexes=['harmless']"), "demo_abc123 harmless\ndemo_xbc123"), [
    "xbc123",
  ]);
  assert.deepEqual(secrets(allow("stopwords=['BC1']"), "demo_abc123 demo_xyz789"), ["xyz789"]);
  assert.deepEqual(secrets(allow("paths=['^docs/']"), "demo_abc123", "docs/a.md"), []);
  const both = allow("condition='AND'\npaths=['^docs/']\nregexes=['^abc']");
  assert.deepEqual(secrets(both, "demo_abc123 demo_xbc123", "docs/a.md"), ["xbc123"]);
  assert.deepEqual(secrets(both, "demo_abc123", "src/a.md"), ["abc123"]);
  assert.deepEqual(secrets(`${simple}\n[allowlist]\nregexes=['^abc']`, "demo_abc123 demo_xbc123"), ["xbc123"]);
  assert.deepEqual(
    secrets(`${simple}\n[[allowlists]]\ntargetRules=['demo']\nregexes=['^abc']`, "demo_abc123 demo_xbc123"),
    ["xbc123"],
  );
});

test("gitleaks:allow on the line silences it", () => {
  assert.deepEqual(secrets(simple, "demo_abc123 # gitleaks:allow\ndemo_xbc123"), ["xbc123"]);
});

test("a required rule must match nearby", () => {
  const rules = `
[[rules]]
id = "secret"
regex = '''secret=([a-z]+)'''
[[rules.required]]
id = "account"
withinLines = 2
[[rules]]
id = "account"
regex = '''account=([0-9]+)'''
skipReport = true
`;
  assert.deepEqual(secrets(rules, "account=12\nsecret=abc"), ["abc"]);
  assert.deepEqual(secrets(rules, "account=12\n\n\n\nsecret=abc"), []);
  assert.deepEqual(secrets(rules, "secret=abc"), []);
});

test("a generic rule keeps silent where a particular one speaks", () => {
  const rules = `${simple}\n[[rules]]\nid='generic-key'\nregex='key=([a-z0-9_]+)'`;
  const ids = (text: string): string[] =>
    scannerFor(rules)
      .scan(text, "a")
      .map((m) => m.ruleId);
  assert.deepEqual(ids("key=abc123"), ["generic-key"]);
  assert.deepEqual(ids("key=demo_abc123"), ["generic-key", "demo"]);
  assert.deepEqual(ids("key=abc123 demo_abc123"), ["demo"]);
});

test("encoded text is decoded, to a bounded depth, and reported where it stands", () => {
  const found = (text: string, maxDecodeDepth?: number): SecretMatch[] =>
    new SecretScanner([loadSecretRules(simple, "r")], maxDecodeDepth === undefined ? {} : { maxDecodeDepth }).scan(
      text,
      "a",
    );
  const base64 = Buffer.from("the key is demo_abc123 ok").toString("base64");
  const [match] = found(`x = "${base64}"`);
  assert.deepEqual(
    [match?.secret, match?.encodings, match?.secretStart, match?.secretEnd],
    ["abc123", ["base64"], 5, 5 + base64.length],
  );
  const hex = Buffer.from("here: demo_abc123").toString("hex");
  assert.deepEqual(found(hex)[0]?.encodings, ["hex"]);
  assert.deepEqual(found("demo%5Fabc123")[0]?.encodings, ["percent"]);
  assert.deepEqual(found("\\u0064\\u0065\\u006d\\u006f\\u005fabc123")[0]?.encodings, ["unicode"]);
  const twice = Buffer.from(base64).toString("base64");
  assert.equal(found(twice)[0]?.secret, "abc123");
  assert.deepEqual(found(twice, 1), []);
  assert.deepEqual(found(base64, 0), []);
});

test("a long text is searched and decoded a part at a time, wherever the parts end", () => {
  const rows = Array.from({ length: 4000 }, (_, at) => {
    const secret = `demo_x${String(at).padStart(5, "0")}`;
    const text = at % 2 === 0 ? secret : Buffer.from(`the key is ${secret}`).toString("base64");
    return `${"-".repeat(at % 97)} ${text}${".".repeat(at % 41)}`;
  });
  const found = secrets(simple, rows.join("\n"));
  assert.equal(found.length, rows.length);
  assert.deepEqual(found.slice(-2), ["x03998", "x03999"]);
});

test("a rule file says what is wrong and where, and the rest of it works", () => {
  const set = loadSecretRules(
    `[[rules]]
id = "good"
regex = '''k=(a+)'''

[[rules]]
id = "bad-regex"
description = "x"
regex = '''k=(a+'''

[[rules]]
id = "no-such-group"
regex = '''k=(a+)'''
secretGroup = 4

[[rules]]
description = "nameless"
regex = '''a'''

[[rules]]
id = "empty"

[[rules]]
id = "needs-other"
regex = '''a'''
[[rules.required]]
id = "other"

[[rules]]
id = "bad-list"
regex = '''a'''
[[rules.allowlists]]
condition = "xor"
regexes = ["a"]
`,
    "r.toml",
  );
  assert.deepEqual(
    set.rules.map((rule) => rule.id),
    ["good"],
  );
  assert.deepEqual(
    set.problems.map((p) => [p.rule, p.line]),
    [
      ["bad-regex", 8],
      ["no-such-group", 13],
      [undefined, 15],
      ["empty", 19],
      ["needs-other", 25],
      ["bad-list", 31],
    ],
  );
  const broken = loadSecretRules("[[rules]]\nid = \n", "r.toml");
  assert.equal(broken.problems[0]?.line, 2);
});

test("a configuration extends another: overrides, additions, disabled rules", () => {
  const base = `${simple}\n[[rules]]\nid='other'\nregex='other_([a-z]+)'\n[[rules]]\nid='third'\nregex='third_([a-z]+)'`;
  const extending = `
[extend]
useDefault = true
disabledRules = ["third"]
[[rules]]
id = "demo"
[[rules.allowlists]]
regexes = ["^abc"]
[[rules]]
id = "mine"
regex = '''mine_([a-z]+)'''
`;
  const asked: unknown[] = [];
  const scanner = scannerFor(extending, (wanted) => {
    asked.push(wanted);
    return { name: "base.toml", text: base };
  });
  assert.deepEqual(asked, [{ useDefault: true }]);
  const found = scanner
    .scan("demo_abc123 demo_xyz123 other_ab third_ab mine_ab", "a")
    .map((m) => `${m.ruleId}:${m.secret}`);
  assert.deepEqual(found, ["demo:xyz123", "other:ab", "mine:ab"]);
  const lost = loadSecretRules("[extend]\npath = 'nowhere.toml'", "r.toml");
  assert.match(lost.problems[0]?.message ?? "", /nowhere\.toml/);
});

test("a hostile line of a megabyte costs bounded time", () => {
  const scanner = scannerFor(`
[[rules]]
id = "a"
regex = '''(?i)[\\w.-]{0,50}?(?:token|key)(?:[ \\t\\w.-]{0,20})[\\s'"]{0,3}(?:=|:)[\\s'"]{0,5}([a-z0-9]{10,150})(?:[\\s;]|$)'''
keywords = ["token", "key"]
[[rules]]
id = "b"
regex = '''begin(?s:.)*?end!'''
keywords = ["begin"]
[[rules]]
id = "c"
regex = '''(x+x+)+y'''
`);
  for (const unit of ["key", "token = ", "begin", "xxxx", "key=a ", "\\u0041", "%41", "QUFB"]) {
    const start = performance.now();
    scanner.scan(unit.repeat(Math.ceil(1_000_000 / unit.length)), "a");
    const elapsed = performance.now() - start;
    assert.ok(elapsed < 8000, `${unit}: ${elapsed} ms`);
  }
});

test("very many matches on one line cost no more than their number", () => {
  const scanner = scannerFor(simple);
  const time = (count: number): number => {
    const text = `x gitleaks:allow\n${"demo_abc123 ".repeat(count)}`;
    const before = process.cpuUsage();
    assert.equal(scanner.scan(text, "a").length, count);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  time(2000);
  const [few, many] = [time(10_000), time(40_000)];
  assert.ok(many < 3000 && many < 12 * Math.max(few, 20), `${few} and ${many} ms`);
});

test("a commit on an allow-list is passed over", () => {
  const scanner = scannerFor(`${simple}\n[[rules.allowlists]]\ncommits = ["ABC123"]`);
  assert.equal(scanner.scan("demo_abc123", "a", "abc123").length, 0);
  assert.equal(scanner.scan("demo_abc123", "a", "def456").length, 1);
  assert.equal(scanner.scan("demo_abc123", "a").length, 1);
});

test("a configuration that extends the default rules takes their place", () => {
  const own = { path: "rules/secrets/x.toml", text: simple };
  const sets = loadSecretFiles([
    own,
    { path: ".gitleaks.toml", text: "[extend]\nuseDefault = true\n[allowlist]\nregexes=['^abc']" },
  ]);
  assert.deepEqual(
    sets.map((set) => set.name),
    [".gitleaks.toml"],
  );
  const found = new SecretScanner(sets).scan("demo_abc123 demo_xyz123", "a");
  assert.deepEqual(
    found.map((m) => m.secret),
    ["xyz123"],
  );
  const apart = loadSecretFiles([own, { path: "mine.toml", text: simple.replace("demo", "mine") }]);
  assert.deepEqual(
    apart.map((set) => set.name),
    ["rules/secrets/x.toml", "mine.toml"],
  );
  const chained = loadSecretFiles([
    { path: "ci/base.toml", text: simple },
    { path: "ci/top.toml", text: '[extend]\npath = "base.toml"' },
  ]);
  assert.deepEqual(
    chained[1]?.rules.map((rule) => rule.id),
    ["demo"],
  );
});

test(".gitleaksignore silences by file, rule and line", () => {
  const ignores = readSecretIgnores("# seen\nsrc/a.txt:demo:2\nc0ffee:src/b.txt:demo:1\nnonsense\n");
  const matches = scannerFor(simple).scan("demo_abc123\ndemo_xyz123", "src/a.txt");
  assert.deepEqual(
    matches.map((m) => ignores.has(m, "src/a.txt")),
    [false, true],
  );
  assert.equal(ignores.has(matches[0]!, "src/b.txt"), false);
  assert.equal(ignores.has(matches[0]!, "src/b.txt", "c0ffee"), true);
  assert.deepEqual(ignores.wrongLines, [4]);
});

test("whether a secret is valid is asked with a request that only reads", async () => {
  const asked: { url: string; method: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    asked.push({ url: request.url ?? "", method: request.method ?? "", headers: request.headers });
    const credential = request.headers.authorization ?? request.headers["private-token"] ?? request.url ?? "";
    const isGood = String(credential).includes("good");
    if (request.url === "/api/auth.test") {
      response.end(JSON.stringify(isGood ? { ok: true } : { ok: false, error: "invalid_auth" }));
      return;
    }
    response.statusCode = isGood ? 200 : request.url?.startsWith("/bot") ? 404 : 401;
    response.end("{}");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const probe: ProbeFetch = async ({ url, ...init }) => {
    const response = await fetch(url, init);
    return { status: response.status, body: await response.text() };
  };
  const [template] = scannerFor(simple).scan("demo_abc123", "a");
  try {
    assert.ok(new Set(probedRules).size >= 5);
    for (const ruleId of probedRules) {
      for (const [secret, expected] of [
        ["good-one", "valid"],
        ["stale-one", "invalid"],
      ] as const) {
        const verdict = await checkValidity(
          { ...template!, ruleId, secret },
          { fetch: probe, originOf: () => `http://127.0.0.1:${port}` },
        );
        assert.equal(verdict, expected, `${ruleId} ${secret}`);
      }
    }
    assert.ok(asked.every(({ method }) => method === "GET"));
    assert.equal(await checkValidity(template!, { fetch: probe }), undefined);
    const offline = { fetch: () => Promise.reject(new Error("no network")) };
    assert.equal(await checkValidity({ ...template!, ruleId: "github-pat" }, offline), "unknown");
  } finally {
    server.close();
  }
});

test("what goes on behind a secret in one word is hidden with it", () => {
  const text = 'key = "demo_abc123def.GHI/jkl=="; other';
  const span = { start: 12, end: 18 };
  assert.equal(coverSecrets(text, [span]), `key = "demo${"•".repeat(20)}"; other`);
  assert.deepEqual(secretsAt(text, [span]), ["demo_abc123def.GHI/jkl==", "abc123"]);
  assert.equal(coverSecrets('f("hush1234"+x)', [{ start: 2, end: 12 }]), 'f("h••••••••+x)');
  assert.equal(coverSecrets("u:hush1234@host/path", [{ start: 2, end: 10 }]), "u:hu••••••@host/path");
});

test("a secret inside another shows nothing more than the outer one does", () => {
  const text = "x=abcdefghijklmnopqrst";
  assert.equal(
    coverSecrets(text, [
      { start: 2, end: 22 },
      { start: 10, end: 22 },
    ]),
    `x=abcd${"•".repeat(16)}`,
  );
});

test("a secret that only borders on decoded text stands where it stands", () => {
  const encoded = Buffer.from('{"alg":"HS256","more":"of it"}').toString("base64url");
  const first = Buffer.from('{"a long text":"that is shorter once decoded"}').toString("base64url");
  const text = `first = "${first}"\nsecond = "demo_abc123.${encoded}"`;
  const toml = "[[rules]]\nid='a'\nregex='(demo_[a-z0-9]{6})(?:[^a-z0-9])'\nkeywords=['demo_']";
  const at = text.indexOf("demo_");
  for (const { secretStart, secretEnd, line } of scannerFor(toml).scan(text, "a.txt")) {
    assert.equal(line, 1);
    assert.ok(secretStart >= at && secretEnd <= text.length, `${secretStart}–${secretEnd}`);
  }
});
