// The fix that reads a secret from what surrounds the program, in every language that has one: before, after, and the after scanned
// again with the rules as they are shipped.

import assert from "node:assert/strict";
import { resolve } from "node:path";
import { after, before, test } from "node:test";
import type { Fix } from "../../server/src/detect/finding.ts";
import { missingLine } from "../../server/src/detect/fixes/needed-lines.ts";
import { nodeEngine } from "../../server/src/lsp/node-engine.ts";
import type { Workspace } from "../../server/src/scan/workspace.ts";
import { languageOfPath } from "../../server/src/syntax/language.ts";
import { applyEdits } from "../../server/src/text/span.ts";
import { gitlabToken } from "./tokens.ts";

const token = gitlabToken();
let workspace: Workspace;

before(async () => {
  const engine = nodeEngine(resolve("dist"));
  const secrets = (await engine.builtinRules()).filter(({ path }) => path.startsWith("rules/secrets/"));
  const rules = engine.compileRules(secrets, { overrides: [] });
  workspace = await engine.createWorkspace(rules, {
    today: "2026-01-01",
    reportUnusedSuppressions: false,
    maximumParsedLength: 100_000,
  });
});
after(() => workspace.dispose());

async function fixOf(path: string, text: string): Promise<Fix | undefined> {
  await workspace.prepare([languageOfPath(path)]);
  workspace.set({ path, text });
  const [finding] = workspace.scan(path).findings;
  assert.equal(finding?.ruleId, "gitlab-pat", text);
  return finding.fixes[0];
}

/** `§` stands for the token. */
async function check(path: string, from: string, to: string): Promise<Fix> {
  const text = from.replaceAll("§", token);
  const fix = await fixOf(path, text);
  assert.ok(fix, `no fix: ${from}`);
  const fixed = applyEdits(text, fix.edits);
  assert.equal(fixed, to.replaceAll("§", token));
  workspace.set({ path, text: fixed });
  const { findings, problems } = workspace.scan(path);
  assert.deepEqual([...findings.map(({ message }) => message), ...problems.map(({ message }) => message)], [], fixed);
  return fix;
}

async function checkNone(path: string, text: string): Promise<void> {
  assert.equal(await fixOf(path, text.replaceAll("§", token)), undefined, text);
}

test("JavaScript, TypeScript, JSX", async () => {
  const fix = await check("a.js", "const gitlabToken = '§';\n", "const gitlabToken = process.env.GITLAB_TOKEN;\n");
  assert.equal(fix.title, "Read it from the environment variable GITLAB_TOKEN");
  assert.deepEqual(fix.neededLines, [
    { file: ".env.example", line: "GITLAB_TOKEN=", purpose: "variable" },
    { file: ".gitignore", line: ".env", purpose: "ignore" },
  ]);
  await check("a.ts", "f({ 'api-token': `§` });\n", "f({ 'api-token': process.env.API_TOKEN });\n");
  await check("a.ts", "class A { deployToken = '§'; }\n", "class A { deployToken = process.env.DEPLOY_TOKEN; }\n");
  await check(
    "a.tsx",
    'const a = <A accessToken="§" />;\n',
    "const a = <A accessToken={process.env.ACCESS_TOKEN} />;\n",
  );
  await check("a.js", 'h("Bearer §");\n', 'h("Bearer " + process.env.GITLAB_TOKEN);\n');
  await check("a.js", "h('x §, y');\n", "h('x ' + process.env.GITLAB_TOKEN + ', y');\n");
  await check("a.js", 'h("https://u:§@git.example.org/");\n', "h(process.env.GITLAB_TOKEN);\n");
  await checkNone("a.js", "({ '§': 1 });\n");
  await checkNone("a.js", "const a = x + `a${b}§`;\n");
  await checkNone("a.ts", "enum E { A = '§' }\n");
});

test("a page has no environment, and can keep no secret", async () => {
  await checkNone("a.js", "document.title = 'shop';\nconst gitlabToken = '§';\n");
  await checkNone("a.ts", "export function token() {\n  window.open('/');\n  return '§';\n}\n");
  await check(
    "a.js",
    "const page = require('page');\nconst gitlabToken = '§';\nif (page.document) document.write(gitlabToken);\n",
    "const page = require('page');\nconst gitlabToken = process.env.GITLAB_TOKEN;\nif (page.document) document.write(gitlabToken);\n",
  );
});

test("Python, with its import behind what must stay first", async () => {
  await check("a.py", "API_TOKEN = '§'\n", 'import os\nAPI_TOKEN = os.environ["API_TOKEN"]\n');
  await check(
    "a.py",
    '#!/usr/bin/python\n"""Docs."""\nfrom __future__ import annotations\n\nclient = Client(api_token="§")\n',
    '#!/usr/bin/python\n"""Docs."""\nfrom __future__ import annotations\nimport os\n\nclient = Client(api_token=os.environ["API_TOKEN"])\n',
  );
  await check("a.py", "import os\nt = b'§'\n", 'import os\nt = os.environ["GITLAB_TOKEN"].encode()\n');
});

test("Java, Go, C#, PHP, Ruby", async () => {
  await check(
    "A.java",
    'class A { static final String API_TOKEN = "§"; }\n',
    'class A { static final String API_TOKEN = System.getenv("API_TOKEN"); }\n',
  );
  await checkNone("A.java", 'class A { @Value("§") String token; }\n');
  await check(
    "a.go",
    'package a\n\nimport "fmt"\n\nfunc f() { apiToken := "§"; fmt.Println(apiToken) }\n',
    'package a\n\nimport "os"\nimport "fmt"\n\nfunc f() { apiToken := os.Getenv("API_TOKEN"); fmt.Println(apiToken) }\n',
  );
  await check(
    "a.go",
    'package a\n\nimport (\n\t"fmt"\n)\n\nconst apiToken = "§"\n',
    'package a\n\nimport (\n\t"os"\n\t"fmt"\n)\n\nvar apiToken = os.Getenv("API_TOKEN")\n',
  );
  await check("a.go", "package a\n\nvar x = `§`\n", 'package a\n\nimport "os"\n\nvar x = os.Getenv("GITLAB_TOKEN")\n');
  await checkNone("a.go", 'package a\n\nconst (\n\ta = "§"\n\tb = "x"\n)\n');
  await check(
    "A.cs",
    'using System.IO;\nclass A { const string ApiToken = "§"; }\n',
    'using System;\nusing System.IO;\nclass A { static readonly string ApiToken = Environment.GetEnvironmentVariable("API_TOKEN"); }\n',
  );
  await check("a.php", "<?php\n$api_token = '§';\n", '<?php\n$api_token = getenv("API_TOKEN");\n');
  await checkNone("a.php", "<?php\nclass A { const TOKEN = '§'; }\n");
  await check("a.rb", "API_TOKEN = '§'\n", 'API_TOKEN = ENV.fetch("API_TOKEN")\n');
});

test("shell scripts, Terraform, Compose, workflows, Dockerfiles", async () => {
  await check("a.sh", "export API_TOKEN=§\n", 'export API_TOKEN="${API_TOKEN:?}"\n');
  await check("a.sh", "export API_TOKEN='§'\n", 'export API_TOKEN="${API_TOKEN:?}"\n');
  await check(
    "a.tf",
    'resource "x" "y" {\n  api_token = "§"\n}\n',
    'resource "x" "y" {\n  api_token = var.api_token\n}\n\nvariable "api_token" {\n  type      = string\n  sensitive = true\n}\n',
  );
  await check("compose.yaml", "a:\n  - API_TOKEN=§\n", "a:\n  - API_TOKEN=${API_TOKEN}\n");
  await check("compose.yaml", 'a:\n  apiToken: "§"\n', "a:\n  apiToken: ${API_TOKEN}\n");
  const fix = await check(
    ".github/workflows/ci.yml",
    "env:\n  API_TOKEN: §\n",
    "env:\n  API_TOKEN: ${{ secrets.API_TOKEN }}\n",
  );
  assert.equal(fix.neededLines, undefined);
  await check("Dockerfile", "FROM a\nENV API_TOKEN=§\n", "FROM a\nARG API_TOKEN\nENV API_TOKEN=${API_TOKEN}\n");
  await check("Dockerfile", 'FROM a\nARG API_TOKEN="§"\n', "FROM a\nARG API_TOKEN\n");
});

test("lines are added to other files only where they are missing", () => {
  const variable = { file: ".env.example", line: "API_TOKEN=", purpose: "variable" } as const;
  assert.equal(missingLine("", variable), "API_TOKEN=\n");
  assert.equal(missingLine("A=1\r\nB=2", variable), "\r\nAPI_TOKEN=\r\n");
  assert.equal(missingLine("A=1\nexport API_TOKEN = x\n", variable), undefined);
  assert.equal(missingLine("#API_TOKEN=\nAPI_TOKENS=\n", variable), "API_TOKEN=\n");
  const ignored = { file: ".gitignore", line: ".env", purpose: "ignore" } as const;
  for (const text of [".env\n", "*.env", "/.env*\n", "node_modules\n.env # no"].slice(0, 3))
    assert.equal(missingLine(text, ignored), undefined, text);
  for (const text of ["", "# .env\n", ".env.local\n", ".env\n!.env\n"])
    assert.equal(missingLine(text, ignored), ".env\n", text);
});
