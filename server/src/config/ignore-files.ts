// .gitignore, .semgrepignore and .bartizanignore, as git reads them: one at each level, the deepest that has an opinion decides, and in one
// folder ours is read after git's. They hold from the folder they are in, never from where a command was started.

import ignore, { type Ignore } from "ignore";

/** Read in this order; of two that have an opinion, the later counts. */
export const IGNORE_NAMES = [".gitignore", ".semgrepignore", ".bartizanignore"] as const;
export type IgnoreName = (typeof IGNORE_NAMES)[number];

interface Level {
  /** Path of its folder below the root; undefined when it lies above. */
  readonly folder: string;
  /** The root's path below its folder, with a slash at the end, when it lies above the root. */
  readonly prefix: string;
  readonly name: IgnoreName;
  readonly patterns: Ignore;
}

export interface Ignored {
  /** The ignore file that says so, by its name. */
  readonly by: IgnoreName;
}

/** The ignore files that hold in one folder. Immutable, so a walk can hand it down. */
export class IgnoreFiles {
  static readonly NONE = new IgnoreFiles([]);

  /** Shallowest first. */
  readonly #levels: readonly Level[];

  private constructor(levels: readonly Level[]) {
    this.#levels = levels;
  }

  /** With the ignore file of a folder below the root ("" for the root itself). */
  with(folder: string, name: IgnoreName, text: string): IgnoreFiles {
    return this.#plus({ folder, prefix: "", name, patterns: compiled(name, text) });
  }

  /** With the ignore file of a folder above the root; `prefix` is the root's path below that folder. */
  withAbove(prefix: string, name: IgnoreName, text: string): IgnoreFiles {
    return this.#plus({ folder: "", prefix: `${prefix}/`, name, patterns: compiled(name, text) });
  }

  /** Without git's own files: for what the user named by hand. */
  onlyOurs(): IgnoreFiles {
    return new IgnoreFiles(this.#levels.filter(({ name }) => name === ".bartizanignore"));
  }

  /** Whether a path is left out, not counting that a folder above it may be; a folder's path ends with a slash. */
  test(path: string): Ignored | undefined {
    for (let at = this.#levels.length - 1; at >= 0; at--) {
      const { folder, prefix, patterns, name } = this.#levels[at]!;
      const relative = folder === "" ? prefix + path : path.slice(folder.length + 1);
      if (relative === "" || (folder !== "" && !path.startsWith(`${folder}/`))) continue;
      const { ignored, unignored } = patterns.test(relative);
      if (ignored) return { by: name };
      if (unignored) return undefined;
    }
    return undefined;
  }

  #plus(level: Level): IgnoreFiles {
    return new IgnoreFiles([...this.#levels, level]);
  }
}

function compiled(name: IgnoreName, text: string): Ignore {
  // `:include .gitignore` is Semgrep's; git's own files hold anyway.
  const patterns = name === ".semgrepignore" ? text.replace(/^:.*$/gm, "") : text;
  return ignore({ ignorecase: false, allowRelativePaths: true }).add(patterns.replace(/^\uFEFF/, ""));
}
