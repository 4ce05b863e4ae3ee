// A git repository in a sandbox, with settings of its own and nobody's hooks.

import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { nodeEngine } from "../../server/src/lsp/node-engine.ts";
import { findingsOf, type JsonFinding, placeOf } from "./command-line.ts";
import { command, type Ran, Sandbox, type Tree } from "./fake-host.ts";

export const ENGINE = nodeEngine(resolve("dist"));

export const ENVIRONMENT = {
  PATH: process.env["PATH"] ?? "",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_AUTHOR_NAME: "Ann Author",
  GIT_AUTHOR_EMAIL: "ann@example.com",
  GIT_AUTHOR_DATE: "2024-03-01T12:00:00+01:00",
  GIT_COMMITTER_NAME: "Carl Committer",
  GIT_COMMITTER_EMAIL: "carl@example.com",
};

export class Repository extends Sandbox {
  constructor(tree: Tree = {}) {
    super(tree);
    this.git("init", "--quiet", "--initial-branch=main");
  }

  git(...args: string[]): string {
    const ran = this.tryGit(...args);
    if (ran.status !== 0) throw new Error(`git ${args.join(" ")}: ${ran.stderr}`);
    return ran.stdout.trim();
  }

  tryGit(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    const { status, stdout, stderr } = spawnSync("git", args, {
      cwd: this.folder,
      env: ENVIRONMENT,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  }

  /** Writes files, stages all and commits; gives the commit's hash. */
  commit(tree: Tree, message = "a change"): string {
    for (const [path, content] of Object.entries(tree)) this.write(path, content);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--no-verify", "-m", message);
    return this.git("rev-parse", "HEAD");
  }

  bartizan(...argv: string[]): Promise<Ran> {
    return command(this, argv, { engine: ENGINE, environment: ENVIRONMENT });
  }

  async findings(...argv: string[]): Promise<readonly JsonFinding[]> {
    const ran = await this.bartizan("scan", "--format", "json", ...argv);
    if (ran.err !== "") throw new Error(ran.err);
    return findingsOf(ran);
  }

  /** Places, as `placeOf` writes them. */
  async found(...argv: string[]): Promise<string[]> {
    return (await this.findings(...argv)).map(placeOf);
  }
}

export async function withRepository(tree: Tree, body: (repository: Repository) => Promise<void>): Promise<void> {
  const repository = new Repository(tree);
  try {
    await body(repository);
  } finally {
    repository.dispose();
  }
}
