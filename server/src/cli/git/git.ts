// Git, asked by starting it: arguments as a list, never through a shell, names between NULs. Nothing that a repository's
// configuration names is run (hooks, file system monitors, diff and text converters, signature checkers), and what is missing in a
// partial clone is not fetched.

import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { UsageError } from "../host.ts";

const SETTINGS = [
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.quotePath=true",
  "diff.suppressBlankEmpty=false",
  "diff.submodule=short",
  "log.showSignature=false",
  "log.showRoot=true",
];
const SAFE = ["--no-pager", "--literal-pathspecs", ...SETTINGS.flatMap((setting) => ["-c", setting])];

/** What git said when it failed, in one line. */
class GitError extends UsageError {}

export interface BlobText {
  readonly id: string;
  /** Undefined for what is larger than was asked for, or not there. */
  readonly bytes: Uint8Array | undefined;
  readonly size: number;
}

export class Git {
  readonly folder: string;
  readonly #environment: Readonly<Record<string, string | undefined>>;

  /** @param folder where git is started: the top of a working tree */
  constructor(folder: string, environment: Readonly<Record<string, string | undefined>>) {
    this.folder = folder;
    this.#environment = environment;
  }

  /** The whole output. Throws a `GitError` when git ends with another code than 0. */
  async run(args: readonly string[], input?: string): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.stream(args, input)) parts.push(part);
    return Buffer.concat(parts);
  }

  async text(args: readonly string[], input?: string): Promise<string> {
    return (await this.run(args, input)).toString("utf8");
  }

  /** Like `text`, without the newline at the end; undefined when git says no. */
  async answer(args: readonly string[]): Promise<string | undefined> {
    try {
      return (await this.text(args)).replace(/\r?\n$/, "");
    } catch (error) {
      if (error instanceof GitError) return undefined;
      throw error;
    }
  }

  async *stream(args: readonly string[], input?: string): AsyncGenerator<Buffer> {
    const child = this.#start(args);
    let errors = "";
    child.stderr.on("data", (part: Buffer) => {
      if (errors.length < 2000) errors += part.toString("utf8");
    });
    const ended = new Promise<number | Error>((resolve) => {
      child.on("error", resolve);
      child.on("close", (code, signal) => resolve(code ?? new Error(`ended by ${signal}`)));
    });
    // Git may stop reading before it was told all, and says why by itself.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input ?? "");
    try {
      for await (const part of child.stdout) yield part as Buffer;
    } finally {
      if (child.exitCode === null) child.kill();
    }
    const end = await ended;
    if (end === 0) return;
    const isMissing = end instanceof Error && (end as NodeJS.ErrnoException).code === "ENOENT";
    const said = isMissing
      ? "it is not installed, or not in PATH"
      : end instanceof Error
        ? end.message
        : firstLine(errors);
    throw new GitError(`git: ${said || `ended with ${String(end)}`}`);
  }

  /** The contents of blobs, each once, in the order of their ids as given. */
  async blobs(ids: readonly string[], maximumBytes: number): Promise<ReadonlyMap<string, BlobText>> {
    const found = new Map<string, BlobText>();
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return found;
    const small: string[] = [];
    const sizes = await this.text(["cat-file", "--batch-check"], `${wanted.join("\n")}\n`);
    for (const line of sizes.split("\n")) {
      const [id, kind, size] = line.split(" ");
      if (!id) continue;
      if (kind !== "blob" || Number(size) > maximumBytes)
        found.set(id, { id, bytes: undefined, size: kind === "blob" ? Number(size) : 0 });
      else small.push(id);
    }
    if (small.length === 0) return found;
    const all = await this.run(["cat-file", "--batch"], `${small.join("\n")}\n`);
    let at = 0;
    for (const id of small) {
      const end = all.indexOf(10, at);
      const size = Number(all.toString("latin1", at, end).split(" ")[2]);
      found.set(id, { id, bytes: all.subarray(end + 1, end + 1 + size), size });
      at = end + 1 + size + 1;
    }
    return found;
  }

  /** The commit that somebody named. */
  async commit(name: string): Promise<string> {
    const id = await this.answer(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);
    // Some versions of git give the marker back.
    const hash = id?.split("\n").find((line) => /^[0-9a-f]{40,64}$/.test(line));
    if (hash === undefined) throw new GitError(`git knows no commit ${JSON.stringify(name)}`);
    return hash;
  }

  #start(args: readonly string[]): ChildProcessWithoutNullStreams {
    const env = { ...this.#environment, GIT_OPTIONAL_LOCKS: "0", GIT_NO_LAZY_FETCH: "1", GIT_TERMINAL_PROMPT: "0" };
    return spawn("git", [...SAFE, ...args], { cwd: this.folder, env, windowsHide: true, stdio: "pipe" });
  }
}

function firstLine(text: string): string {
  return (text.trim().split("\n")[0] ?? "").replace(/^(?:fatal|error): /, "").slice(0, 300);
}
