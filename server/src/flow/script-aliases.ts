// Where module names lead that `tsconfig.json` gives a meaning of their own: `paths`, relative to `baseUrl` or to the file that has
// them, and plain names below `baseUrl` (TypeScript's handbook, "Module Resolution"). The nearest file upward counts, with what it
// `extends` in the workspace.

import { parse } from "jsonc-parser";
import { folderOf, pathFrom } from "../text/file-path.ts";

interface CompilerPaths {
  /** Relative to the folder of the file that says so; undefined where none does. */
  readonly baseUrl: string | undefined;
  readonly paths: ReadonlyMap<string, readonly string[]>;
}

/** What one file says by itself. */
interface OwnOptions {
  readonly baseUrl: string | undefined;
  readonly paths: ReadonlyMap<string, readonly string[]> | undefined;
  /** The file that it takes all else from. */
  readonly extended: string | undefined;
}

/** A chain of `extends` is no longer than this. */
const MOST_EXTENDED = 4;
const NONE: CompilerPaths = { baseUrl: undefined, paths: new Map() };

export class ScriptAliases {
  readonly #textOf: (path: string) => string | undefined;
  /** By the file that was read, and its text. */
  readonly #read = new Map<string, { readonly text: string; readonly options: OwnOptions }>();

  constructor(textOf: (path: string) => string | undefined) {
    this.#textOf = textOf;
  }

  /** Paths without their extensions that a module's name may mean in a file, the likeliest first. */
  candidates(from: string, module: string): readonly string[] {
    const { baseUrl, paths } = this.#nearest(from);
    const alias = bestAlias(paths.keys(), module);
    if (alias !== undefined) {
      const filled = module.slice(alias.indexOf("*"), module.length - (alias.length - alias.indexOf("*") - 1));
      return paths.get(alias)!.map((target) => (alias.includes("*") ? target.replace("*", () => filled) : target));
    }
    return baseUrl === undefined ? [] : [pathFrom(baseUrl, module)];
  }

  #nearest(from: string): CompilerPaths {
    for (let folder = folderOf(from); ; folder = folderOf(folder)) {
      const path = pathFrom(folder, "tsconfig.json");
      if (this.#textOf(path) !== undefined) return this.#of(path, MOST_EXTENDED);
      if (folder === "") return NONE;
    }
  }

  #of(path: string, depth: number): CompilerPaths {
    const text = this.#textOf(path);
    if (text === undefined || depth === 0) return NONE;
    let known = this.#read.get(path);
    if (known?.text !== text) {
      known = { text, options: optionsIn(text, folderOf(path)) };
      this.#read.set(path, known);
    }
    // What it extends may have changed.
    const { baseUrl, paths, extended } = known.options;
    const inherited = extended === undefined ? NONE : this.#of(extended, depth - 1);
    return { baseUrl: baseUrl ?? inherited.baseUrl, paths: paths ?? inherited.paths };
  }
}

function optionsIn(text: string, folder: string): OwnOptions {
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  const map = isRecord(value) ? value : {};
  const options = isRecord(map["compilerOptions"]) ? map["compilerOptions"] : {};
  const baseUrl = typeof options["baseUrl"] === "string" ? pathFrom(folder, options["baseUrl"]) : undefined;
  const { extends: extended } = map;
  const isOfWorkspace = typeof extended === "string" && /^\.{1,2}\//.test(extended);
  return {
    baseUrl,
    paths: isRecord(options["paths"]) ? aliasesIn(options["paths"], baseUrl ?? folder) : undefined,
    extended: isOfWorkspace ? pathFrom(folder, extended.endsWith(".json") ? extended : `${extended}.json`) : undefined,
  };
}

function aliasesIn(paths: Readonly<Record<string, unknown>>, base: string): ReadonlyMap<string, readonly string[]> {
  const aliases = new Map<string, readonly string[]>();
  for (const [alias, targets] of Object.entries(paths))
    if (Array.isArray(targets))
      aliases.set(
        alias,
        targets.filter((each) => typeof each === "string").map((each) => pathFrom(base, each)),
      );
  return aliases;
}

/** The alias that fits with the most before its star; one without a star fits only as it is. */
function bestAlias(aliases: Iterable<string>, module: string): string | undefined {
  let best: string | undefined;
  for (const alias of aliases) {
    if (alias === module) return alias;
    const star = alias.indexOf("*");
    if (star < 0 || module.length < alias.length - 1) continue;
    if (!module.startsWith(alias.slice(0, star)) || !module.endsWith(alias.slice(star + 1))) continue;
    if (best === undefined || star > best.indexOf("*")) best = alias;
  }
  return best;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
