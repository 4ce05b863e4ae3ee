// Which files of a program import which, in both directions, as of the last look at each.

import { addToSet } from "../text/multimap.ts";

const NONE: readonly string[] = [];

export class ImportGraph {
  readonly #imports = new Map<string, readonly string[]>();
  readonly #importers = new Map<string, Set<string>>();

  of(path: string): readonly string[] {
    return this.#imports.get(path) ?? NONE;
  }

  /** The files that import a file; undefined where none does. */
  importersOf(path: string): ReadonlySet<string> | undefined {
    return this.#importers.get(path);
  }

  /** True when they are others than before. */
  set(path: string, imports: readonly string[]): boolean {
    const before = this.of(path);
    if (imports.length === before.length && imports.every((each, at) => each === before[at])) return false;
    for (const imported of before) {
      const importers = this.#importers.get(imported);
      if (importers?.delete(path) && importers.size === 0) this.#importers.delete(imported);
    }
    for (const imported of imports) addToSet(this.#importers, imported, path);
    if (imports.length > 0) this.#imports.set(path, imports);
    else this.#imports.delete(path);
    return true;
  }

  clear(): void {
    this.#imports.clear();
    this.#importers.clear();
  }

  /** For each of some files one that stands for all that chains of imports among them, in either direction, join with it. */
  joined(paths: readonly string[]): Map<string, string> {
    const parents = new Map<string, string>();
    const rootOf = (path: string): string => {
      let root = path;
      for (let parent = parents.get(root); parent !== undefined && parent !== root; parent = parents.get(root))
        root = parent;
      parents.set(path, root);
      return root;
    };
    for (const path of paths) for (const imported of this.of(path)) parents.set(rootOf(imported), rootOf(path));
    return new Map(paths.map((path) => [path, rootOf(path)]));
  }
}
