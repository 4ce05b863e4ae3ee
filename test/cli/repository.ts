// A git repository in a sandbox, with settings of its own and nobody's hooks.

import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { nodeEngine } from "../../server/src/lsp/node-engine.ts";
import { command, type Ran, Sandbox, type Tree } from "./fake-host.ts";

const engine = nodeEngine(resolve("dist"));

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

export interface FoundItem {
  readonly ruleId: string;
  readonly path: string;
  readonly start: { readonly line: number };
  readonly fingerprint: string;
  readonly commit?: { readonly id: string; readonly author: string; readonly date: string };
}

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
    return command(this, argv, { engine, environment: ENVIRONMENT });
  }

  async findings(...argv: string[]): Promise<FoundItem[]> {
    const { out, err } = await this.bartizan("scan", "--format", "json", ...argv);
    if (err !== "") throw new Error(err);
    return (JSON.parse(out) as { findings: FoundItem[] }).findings;
  }

  async found(...argv: string[]): Promise<string[]> {
    return (await this.findings(...argv)).map(({ ruleId, path, start }) => `${path}:${start.line} ${ruleId}`);
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
