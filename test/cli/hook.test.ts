// The pre-commit hook in real repositories, with the command line as it is shipped: it stops a planted secret, says how to accept
// it, and leaves other hooks alone.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { launcherOf, withOurPart } from "../../server/src/commit-hook/hook-script.ts";
import { gitlabToken } from "../secrets/tokens.ts";
import { CLI, shipped } from "./command-line.ts";
import { ENVIRONMENT, type Repository, withRepository } from "./repository.ts";

const token = gitlabToken();
const planted = `const t = "${token}";\n`;

function bartizan({ folder }: Repository, cwd: string, ...argv: string[]): { code: number | null; out: string } {
  const { code, out, err } = shipped(join(folder, cwd), argv, ENVIRONMENT);
  return { code, out: out + err };
}

function tryCommit(repository: Repository, tree: Record<string, string>): { stopped: boolean; said: string } {
  for (const [path, content] of Object.entries(tree)) repository.write(path, content);
  repository.git("add", "--all");
  const { status, stdout, stderr } = repository.tryGit("commit", "--quiet", "-m", "try");
  return { stopped: status !== 0, said: stdout + stderr };
}

const hookOf = ({ folder }: Repository, path = ".git/hooks/pre-commit") => readFileSync(join(folder, path), "utf8");

test("it stops a planted secret, and says the comment and the command that accept it; both work", () =>
  withRepository({ "sub/x.js": "let x;\n" }, async (repository) => {
    const { code, out } = bartizan(repository, "sub", "hook", "install");
    assert.equal(code, 0, out);
    assert.equal(statSync(join(repository.folder, ".git/hooks/pre-commit")).mode & 0o111, 0o111);
    assert.equal(tryCommit(repository, { "fine.js": "let y;\n" }).stopped, false);

    const first = tryCommit(repository, { "a.js": planted });
    assert.equal(first.stopped, true);
    assert.match(first.said, /a\.js:1:12 {2}error {2}gitlab-pat/);
    assert.ok(!first.said.includes(token.slice(6)), "the secret is masked");
    const comment = /^\s+(\/\/ bartizan-ignore .*)$/m.exec(first.said)?.[1];
    const command = /^\s+bartizan (scan --staged .*)$/m.exec(first.said)?.[1];
    assert.equal(comment, "// bartizan-ignore gitlab-pat -- why this is acceptable");
    assert.equal(command, "scan --staged --rule gitlab-pat --add-to-baseline -- a.js");
    assert.equal(tryCommit(repository, { "a.js": `${comment}\n${planted}` }).stopped, false);

    assert.equal(tryCommit(repository, { "b.json": JSON.stringify({ token }) }).stopped, true);
    const added = bartizan(repository, "", ...command!.replace("a.js", "b.json").split(" "));
    assert.equal(added.code, 0, added.out);
    assert.ok(!readFileSync(join(repository.folder, "bartizan-baseline.json"), "utf8").includes(token));
    assert.equal(tryCommit(repository, {}).stopped, false);

    const settings = tryCommit(repository, { "conf/.env.local": `TOKEN=${token}\n` });
    const line = /^\s+(# bartizan-ignore .*)$/m.exec(settings.said)?.[1];
    assert.equal(tryCommit(repository, { "conf/.env.local": `${line}\nTOKEN=${token}\n` }).stopped, false);

    assert.equal(tryCommit(repository, { "c.js": planted }).stopped, true);
    assert.equal(repository.tryGit("commit", "--quiet", "--no-verify", "-m", "forced").status, 0);
  }));

test("a hook that is a link to a script stays one, and nothing half-written lies beside it", () =>
  withRepository({}, async (repository) => {
    repository.write("tools/check.sh", "#!/bin/sh\necho own-hook\n");
    symlinkSync("../../tools/check.sh", join(repository.folder, ".git/hooks/pre-commit"));
    assert.equal(bartizan(repository, "", "hook", "install").code, 0);
    assert.ok(lstatSync(join(repository.folder, ".git/hooks/pre-commit")).isSymbolicLink());
    assert.match(hookOf(repository, "tools/check.sh"), /bartizan_run scan --staged/);
    assert.deepEqual(readdirSync(join(repository.folder, "tools")), ["check.sh"]);
  }));

test("a hook that was there still runs, and comes back as it was", () =>
  withRepository({}, async (repository) => {
    const own = "#!/bin/sh\necho own-hook\nexit 0\n";
    repository.write(".git/hooks/pre-commit", own);
    assert.equal(bartizan(repository, "", "hook", "install").code, 0);
    const installed = hookOf(repository);
    assert.equal(bartizan(repository, "", "hook", "install").code, 0);
    assert.equal(hookOf(repository), installed, "twice is once");
    assert.match(tryCommit(repository, { "a.js": "let a;\n" }).said, /own-hook/);
    assert.equal(tryCommit(repository, { "a.js": planted }).stopped, true);
    assert.equal(bartizan(repository, "", "hook", "uninstall").code, 0);
    assert.equal(hookOf(repository), own);
    assert.equal(tryCommit(repository, {}).stopped, false);
    assert.match(bartizan(repository, "", "hook", "uninstall").out, /no hook of Bartizan's/);
  }));

test("a hook in another language is called first, its verdict counts, and it comes back", () =>
  withRepository({}, async (repository) => {
    const own = `#!${process.execPath}\nconsole.log("node-hook");\nprocess.exit(require("fs").existsSync("stop") ? 1 : 0);\n`;
    repository.write(".git/hooks/pre-commit", own);
    spawnSync("chmod", ["+x", join(repository.folder, ".git/hooks/pre-commit")]);
    assert.equal(bartizan(repository, "", "hook", "install").code, 0);
    assert.match(tryCommit(repository, { "a.js": "let a;\n" }).said, /node-hook/);
    assert.equal(tryCommit(repository, { "a.js": planted }).stopped, true);
    assert.equal(tryCommit(repository, { "a.js": "let b;\n", stop: "" }).stopped, true);
    assert.equal(bartizan(repository, "", "hook", "uninstall").code, 0);
    assert.equal(hookOf(repository), own);
    assert.equal(existsSync(join(repository.folder, ".git/hooks/pre-commit.kept")), false);
  }));

test("hooks elsewhere are respected, and those that others share know nothing of this machine", () =>
  withRepository({ "sub/x": "" }, async (repository) => {
    repository.git("config", "core.hooksPath", "tools/hooks");
    assert.equal(bartizan(repository, "sub", "hook", "install").code, 0);
    const shared = hookOf(repository, "tools/hooks/pre-commit");
    assert.ok(!shared.includes(process.execPath) && !shared.includes(CLI), shared);
    repository.git("config", "core.hooksPath", ".husky/_");
    repository.write(".husky/pre-commit", "npm test\n");
    assert.equal(bartizan(repository, "", "hook", "install").code, 0);
    assert.match(hookOf(repository, ".husky/pre-commit"), /bartizan_run scan --staged[\s\S]*npm test\n$/);
    assert.equal(bartizan(repository, "", "hook", "uninstall").code, 0);
    assert.equal(hookOf(repository, ".husky/pre-commit"), "npm test\n");
  }));

test("a dry run shows the file and writes nothing; without a repository there is nothing to do", () =>
  withRepository({}, async (repository) => {
    const { out } = bartizan(repository, "", "hook", "install", "--dry-run");
    assert.match(out, /pre-commit would be:\n\n#!\/bin\/sh\n/);
    assert.equal(existsSync(join(repository.folder, ".git/hooks/pre-commit")), false);
    assert.equal(bartizan(repository, "..", "hook", "install").code, 2);
  }));

test("where it is not installed the commit is stopped, and the hook says why", () =>
  withRepository({ "a.js": "let a;\n" }, async (repository) => {
    repository.write(
      ".git/hooks/pre-commit",
      withOurPart(undefined, { node: "/nowhere/node", script: "/nowhere/*/cli.js" }),
    );
    spawnSync("chmod", ["+x", join(repository.folder, ".git/hooks/pre-commit")]);
    const { stopped, said } = tryCommit(repository, {});
    assert.equal(stopped, true);
    assert.match(said, /it is not installed, so this commit was not checked/);
  }));

test("the hook outlives an update of the extension", () => {
  const { script } = launcherOf("/usr/bin/node", "/h/.vscode/extensions/bartizan.bartizan-0.1.0/dist/cli.js");
  assert.equal(script, "/h/.vscode/extensions/bartizan.bartizan-*/dist/cli.js");
  assert.match(withOurPart(undefined, { node: "/it's/node", script }), /bartizan-'\*'\/dist\/cli\.js'/);
});

test("the definition for the pre-commit framework runs what the hook runs", () => {
  const [definition] = parse(readFileSync(".pre-commit-hooks.yaml", "utf8"));
  assert.ok(withOurPart(undefined, undefined).includes(`bartizan_run ${definition.entry.replace("bartizan ", "")}`));
  assert.equal(definition.pass_filenames, false);
});
