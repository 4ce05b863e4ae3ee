// What frameworks call is found through the project's own classes and interfaces, and stays right when these are edited.

import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRuleSet } from "../../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../../server/src/detect/rules/load.ts";
import { createWorkspace } from "../../../server/src/scan/create-workspace.ts";
import type { ScanOptions } from "../../../server/src/scan/workspace.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { builtinRuleFiles } from "../builtin-rules.ts";
import { nodeGrammars } from "../node-grammars.ts";

const OPTIONS: ScanOptions = { today: "2030-01-01", reportUnusedSuppressions: true, maximumParsedLength: 1_000_000 };

async function workspaceOf(language: "php" | "java", files: Readonly<Record<string, string>>) {
  const parser = await SyntaxParser.start(nodeGrammars);
  const ruleFiles = builtinRuleFiles();
  const workspace = createWorkspace(parser, compileRuleSet(loadRuleFiles(ruleFiles), { overrides: [] }), OPTIONS);
  await workspace.prepare([language]);
  for (const [path, text] of Object.entries(files)) workspace.set({ path, text, isOpen: true });
  return {
    findings: (path: string) => workspace.scan(path).findings,
    found: (path: string) => workspace.scan(path).findings.map(({ ruleId }) => ruleId),
    replace: (path: string, from: string, by: string) => {
      const start = workspace.text(path)!.indexOf(from);
      workspace.edit(path, [{ span: { start, end: start + from.length }, newText: by }]);
    },
  };
}

test("PHP: the base controller and the requests that a framework gives a project", async () => {
  const { found } = await workspaceOf("php", {
    "app/Http/Controllers/Controller.php":
      "<?php\nnamespace App\\Http\\Controllers;\nabstract class Controller\n{\n}\n",
    "app/Http/Controllers/Hosts.php": `<?php
namespace App\\Http\\Controllers;
use App\\Http\\Requests\\PingHost;
class Hosts extends Controller
{
    public function show(string $host) { exec("ping " . $host); }
    public function ping(PingHost $request) { exec("ping " . $request->host); }
}
`,
    "app/Http/Requests/PingHost.php":
      "<?php\nnamespace App\\Http\\Requests;\nuse Illuminate\\Foundation\\Http\\FormRequest;\nclass PingHost extends FormRequest\n{\n}\n",
  });
  assert.deepEqual(found("app/Http/Controllers/Hosts.php"), ["command-injection", "command-injection"]);
});

test("Java: an interface that carries the annotations is edited", async () => {
  const api = "shop/HostsApi.java";
  const controller = "shop/Hosts.java";
  const { found, replace } = await workspaceOf("java", {
    [api]: `package shop;
import org.springframework.web.bind.annotation.*;
interface HostsApi {
    @GetMapping("/ping")
    void ping(@RequestParam String host) throws Exception;
}
`,
    [controller]: `package shop;
class Hosts implements HostsApi {
    @Override
    public void ping(String host) throws Exception { Runtime.getRuntime().exec("ping " + host); }
}
`,
  });
  assert.deepEqual(found(controller), ["command-injection"]);
  replace(api, "@RequestParam String host", "@RequestParam int host");
  replace(api, '@GetMapping("/ping")', "");
  assert.deepEqual(found(controller), []);
  replace(api, "@RequestParam int host", "@RequestParam String host");
  assert.deepEqual(found(controller), ["command-injection"]);
  replace(controller, "implements HostsApi", "");
  assert.deepEqual(found(controller), []);
  replace(controller, "class Hosts ", "class Hosts implements HostsApi");
  assert.deepEqual(found(controller), ["command-injection"]);
});

test("Java: a class that is called through an interface ceases to implement it", async () => {
  const runner = "shop/ShellRunner.java";
  const { found, replace } = await workspaceOf("java", {
    "shop/Runner.java": "package shop;\ninterface Runner {\n    void run(String line) throws Exception;\n}\n",
    [runner]: `package shop;
class ShellRunner implements Runner {
    public void run(String line) throws Exception { Runtime.getRuntime().exec(line); }
}
`,
    "shop/Pages.java": `package shop;
import org.springframework.web.bind.annotation.*;
class Pages {
    private final Runner runner;
    Pages(Runner runner) { this.runner = runner; }
    @GetMapping("/run")
    void run(@RequestParam String line) throws Exception { runner.run(line); }
}
`,
  });
  assert.deepEqual(found(runner), ["command-injection"]);
  replace(runner, "implements Runner ", "");
  assert.deepEqual(found(runner), []);
  replace(runner, "class ShellRunner ", "class ShellRunner implements Runner ");
  assert.deepEqual(found(runner), ["command-injection"]);
});

test("PHP: what only a session holds is told with little confidence, and behind what somebody sends", async () => {
  const { findings } = await workspaceOf("php", {
    "a.php": "<?php unlink('reports/' . $_SESSION['user']);",
    "b.php":
      "<?php\nfunction drop($name) { unlink('reports/' . $name); }\ndrop($_SESSION['user']);\n$sent = $_GET['name'];\ndrop($sent);",
  });
  const [fromSession] = findings("a.php");
  assert.deepEqual([fromSession?.ruleId, fromSession?.confidence], ["path-traversal", "low"]);
  const [fromBoth] = findings("b.php");
  assert.deepEqual([fromBoth?.ruleId, fromBoth?.confidence], ["path-traversal", "high"]);
  assert.match(fromBoth!.traces[0]![0]!.message, /query string/);
  assert.match(fromBoth!.traces[1]![0]!.message, /session/);
});
