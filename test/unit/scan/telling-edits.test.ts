// Lines that say what something else is (a decorator, a modifier, a name that a class body's call is given): when they are edited in
// an open file, and edited back, all that is found is what a scan from scratch finds.

import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRuleSet } from "../../../server/src/detect/rule-set.ts";
import { loadRuleFiles } from "../../../server/src/detect/rules/load.ts";
import { createWorkspace } from "../../../server/src/scan/create-workspace.ts";
import type { ScanOptions, Workspace } from "../../../server/src/scan/workspace.ts";
import { type LanguageId, languageOfPath } from "../../../server/src/syntax/language.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { builtinRuleFiles } from "../builtin-rules.ts";
import { nodeGrammars } from "../node-grammars.ts";

const OPTIONS: ScanOptions = { today: "2030-01-01", reportUnusedSuppressions: true, maximumParsedLength: 1_000_000 };
const RULE_FILES = builtinRuleFiles();
const RULES = compileRuleSet(loadRuleFiles(RULE_FILES), { overrides: [] });

type Files = Readonly<Record<string, string>>;

interface TellingEdit {
  readonly files: Files;
  /** In which file what stands instead of what. Each is made, one after the other, and then each is taken back. */
  readonly edits: readonly (readonly [path: string, from: string, by: string])[];
}

async function workspaceOf(files: Files): Promise<Workspace> {
  const workspace = createWorkspace(await SyntaxParser.start(nodeGrammars), RULES, OPTIONS);
  await workspace.prepare(new Set<LanguageId>(Object.keys(files).map((path) => languageOfPath(path))));
  for (const [path, text] of Object.entries(files)) workspace.set({ path, text, isOpen: true });
  return workspace;
}

function found(workspace: Workspace): string[] {
  return workspace
    .paths()
    .flatMap((path) => workspace.scan(path).findings)
    .map(({ ruleId, path, span, fingerprint, traces }) => JSON.stringify([ruleId, path, span, fingerprint, traces]));
}

async function foundAnew(files: Files): Promise<string[]> {
  const workspace = await workspaceOf(files);
  const all = found(workspace);
  workspace.dispose();
  return all;
}

const CASES: Readonly<Record<string, TellingEdit>> = {
  "Ruby: a scope gets another name": {
    files: {
      "app/models/user.rb": `class User < ApplicationRecord
  scope :named, ->(name) { where("name = '#{name}'") }
end
`,
      "app/controllers/users_controller.rb": `class UsersController < ApplicationController
  def index
    @users = User.named(params[:name])
  end
end
`,
    },
    edits: [["app/models/user.rb", "scope :named", "scope :called"]],
  },
  "Ruby: a call that defines a method becomes another": {
    files: {
      "app/controllers/tools_controller.rb": `class ToolsController < ApplicationController
  define_method(:ping) { |host| system("ping " + host) }
  def show
    ping(params[:host])
  end
end
`,
    },
    edits: [["app/controllers/tools_controller.rb", "define_method(:ping)", "remember_method(:ping)"]],
  },
  "Ruby: a lambda in a class body becomes a scope": {
    files: {
      "app/models/order.rb": `class Order < ApplicationRecord
  limit :recent, lambda { |days| where("made > now() - " + days) }
end
`,
      "app/controllers/orders_controller.rb": `class OrdersController < ApplicationController
  def index
    @orders = Order.recent(params[:days])
  end
end
`,
    },
    edits: [["app/models/order.rb", "limit :recent", "scope :recent"]],
  },
  "Java: a handler's method answers with its text, or a class's all do": {
    files: {
      "shop/Pages.java": `package shop;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.*;
@Controller
class Pages {
    @GetMapping("/go")
    String go(@RequestParam String to) {
        return "redirect:" + to;
    }
}
`,
    },
    edits: [
      ["shop/Pages.java", '@GetMapping("/go")', '@ResponseBody @GetMapping("/go")'],
      ["shop/Pages.java", '@ResponseBody @GetMapping("/go")', '@GetMapping("/go")'],
      ["shop/Pages.java", "@Controller\nclass", "@Controller\n@ResponseBody\nclass"],
    ],
  },
  "Java: a helper of a controller becomes a handler": {
    files: {
      "shop/Tools.java": `package shop;
import org.springframework.web.bind.annotation.*;
@RestController
class Tools {
    public void ping(@RequestParam String host) throws Exception {
        Runtime.getRuntime().exec("ping " + host);
    }
    String page(String name) {
        return "<p>" + name;
    }
}
`,
    },
    edits: [["shop/Tools.java", "    String page(", '    @GetMapping("/page")\n    String page(@RequestParam ']],
  },
  "C#: an action is none, and one again": {
    files: {
      "Users.cs": `using Microsoft.AspNetCore.Mvc;
using Microsoft.Data.SqlClient;
public class UsersController : Controller
{
    public IActionResult Find(string name)
    {
        var command = new SqlCommand("SELECT * FROM Users WHERE Name = '" + name + "'");
        return View();
    }
}
`,
    },
    edits: [
      ["Users.cs", "    public IActionResult", "    [NonAction]\n    public IActionResult"],
      ["Users.cs", "    [NonAction]\n    public IActionResult", "    public IActionResult"],
      ["Users.cs", "public IActionResult", "private IActionResult"],
    ],
  },
  "C#: a page's property is bound no more": {
    files: {
      "Search.cs": `using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Data.SqlClient;
public class SearchModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Term { get; set; }
    public void OnGet()
    {
        var command = new SqlCommand("SELECT * FROM Users WHERE Name = '" + Term + "'");
    }
}
`,
    },
    edits: [["Search.cs", "[BindProperty(SupportsGet = true)]", "[Obsolete]"]],
  },
  "Python: a method is a property, and a setter's decorator goes": {
    files: {
      "app.py": `import os
from flask import Flask, request
app = Flask(__name__)
class Job:
    def command(self):
        return request.args.get("command")
    @property
    def line(self):
        return self._line
    @line.setter
    def line(self, value):
        os.system(value)
@app.route("/run")
def run():
    job = Job()
    os.system(job.command)
    job.line = request.args["line"]
    return "ok"
`,
    },
    edits: [
      ["app.py", "    def command", "    @property\n    def command"],
      ["app.py", "    @line.setter\n    def line(self, value)", "    def line(self, value)"],
    ],
  },
  "Python: a handler is decorated by something else": {
    files: {
      "app.py": `import os
from flask import Flask
app = Flask(__name__)
@app.route("/ping/<host>")
def ping(host):
    os.system("ping " + host)
    return "ok"
`,
    },
    edits: [["app.py", '@app.route("/ping/<host>")', "@app.teardown_request"]],
  },
  "JavaScript: a prototype's method gets another name, and a getter is none": {
    files: {
      "app.js": `const { exec } = require("child_process");
const express = require("express");
function Runner(line) {
  this.line = line;
}
Runner.prototype.run = function () {
  exec(this.line);
};
class Job {
  constructor(req) {
    this.req = req;
  }
  get command() {
    return this.req.query.command;
  }
}
const app = express();
app.get("/run", (req, res) => {
  new Runner(req.query.line).run();
  exec(new Job(req).command);
  res.end();
});
`,
    },
    edits: [
      ["app.js", "Runner.prototype.run =", "Runner.prototype.walk ="],
      ["app.js", "get command()", "command()"],
    ],
  },
  "JavaScript: a file's exports are handlers of another method": {
    files: {
      "app/api/run/route.js": `import { exec } from "node:child_process";
export async function POST(request) {
  const { line } = await request.json();
  exec(line);
}
`,
    },
    edits: [
      ["app/api/run/route.js", "function POST", "function helper"],
      ["app/api/run/route.js", "function helper", "function PUT"],
      ["app/api/run/route.js", "export async", "async"],
      ["app/api/run/route.js", "exec(line);\n}", "exec(line);\n}\nexport { PUT };"],
    ],
  },
  "JavaScript: a directive makes a file's exports actions": {
    files: {
      "actions.js": `"use client";
import { exec } from "node:child_process";
export async function run(line) {
  exec(line);
}
`,
    },
    edits: [["actions.js", "use client", "use server"]],
  },
  "TypeScript: a constructor's parameter is a property, or is not": {
    files: {
      "app.ts": `import { exec } from "child_process";
import express from "express";
class Runner {
  constructor(private line: string) {}
  run() {
    exec(this.line);
  }
}
express().get("/run", (req, res) => {
  new Runner(req.query.line as string).run();
});
`,
    },
    edits: [["app.ts", "private line", "line"]],
  },
  "PHP: a promoted parameter, a base class, a form request": {
    files: {
      "app/Http/Controllers/Controller.php":
        "<?php\nnamespace App\\Http\\Controllers;\nabstract class Controller\n{\n}\n",
      "app/Http/Controllers/Hosts.php": `<?php
namespace App\\Http\\Controllers;
use App\\Http\\Requests\\PingHost;
class Hosts extends Controller
{
    public function __construct(private Runner $runner) {}
    public function show(string $host) { $this->runner->run("ping " . $host); }
    public function ping(PingHost $request) { exec("ping " . $request->host); }
}
class Runner
{
    public function run(string $line) { exec($line); }
}
`,
      "app/Http/Requests/PingHost.php":
        "<?php\nnamespace App\\Http\\Requests;\nuse Illuminate\\Foundation\\Http\\FormRequest;\nclass PingHost extends FormRequest\n{\n}\n",
    },
    edits: [
      ["app/Http/Controllers/Hosts.php", "private Runner", "Runner"],
      ["app/Http/Controllers/Hosts.php", "Hosts extends Controller", "Hosts"],
      ["app/Http/Requests/PingHost.php", "PingHost extends FormRequest", "PingHost"],
    ],
  },
};

for (const [name, { files, edits }] of Object.entries(CASES))
  test(name, async () => {
    const workspace = await workspaceOf(files);
    const texts = { ...files };
    let before = found(workspace);
    assert.deepEqual(before, await foundAnew(texts));
    const backwards = edits.map(([path, from, by]) => [path, by, from] as const).reverse();
    for (const [path, from, by] of [...edits, ...backwards]) {
      const start = texts[path]!.indexOf(from);
      assert.ok(start >= 0 && from !== "", `${path} has no ${from}`);
      // As it is typed: all of it goes, then one character after the other comes.
      for (let at = -1; at < by.length; at++) {
        const span = at < 0 ? { start, end: start + from.length } : { start: start + at, end: start + at };
        const newText = at < 0 ? "" : by[at]!;
        texts[path] = texts[path]!.slice(0, span.start) + newText + texts[path]!.slice(span.end);
        workspace.edit(path, [{ span, newText }]);
        if (at % 3 === 0) workspace.scan(path);
      }
      for (const each of workspace.paths()) workspace.settle(each);
      const now = found(workspace);
      assert.deepEqual(now, await foundAnew(texts), `${path}: ${by} for ${from}`);
      assert.notDeepEqual(now, before, `${path}: ${by} for ${from} makes no difference`);
      before = now;
    }
    workspace.dispose();
  });
