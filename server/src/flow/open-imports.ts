// What a bare name means that nothing in the file declares, because all of a package or namespace is open there: Java's
// `import java.util.*`, C#'s `using`, what is open without being said, and C#'s keywords for types of System.

import { NO_NODE } from "../syntax/ast.ts";
import { isJvm } from "../syntax/language.ts";
import { intern } from "../syntax/symbols.ts";
import type { FlowFile } from "./file.ts";
import type { ModelIndex } from "./model-index.ts";
import { memberOrigin, NO_ORIGIN, type Origin, qualifiedOrigin } from "./origin.ts";
import { MOST_ORIGINS, NO_ORIGINS, type Origins, sureOrigin } from "./origins.ts";

const KEYWORD_TYPES: ReadonlyMap<string, string> = new Map([
  ["string", "String"],
  ["object", "Object"],
  ["int", "Int32"],
  ["long", "Int64"],
  ["bool", "Boolean"],
  ["char", "Char"],
  ["byte", "Byte"],
]);

/** Namespaces that are open in a C# file without its saying so: implicit ones, and those that other files open for all. */
type NamespacesOf = (file: FlowFile) => readonly string[];

export class OpenImports {
  readonly #file: FlowFile;
  readonly #index: ModelIndex;
  readonly #openElsewhere: NamespacesOf;
  #namespaces: readonly string[] | undefined;

  constructor(file: FlowFile, index: ModelIndex, openElsewhere: NamespacesOf) {
    this.#file = file;
    this.#index = index;
    this.#openElsewhere = openElsewhere;
  }

  /** The library's class that a bare name means because the file imports all of its package: `import java.util.*`. */
  javaClass(name: string): Origin {
    if (!isJvm(this.#file.language)) return NO_ORIGIN;
    const [head, ...members] = name.split(".");
    for (const { module, imported, declaration } of this.#file.names.imports) {
      if (imported !== "*" || declaration !== NO_NODE) continue;
      const origin = qualifiedOrigin(module, [head!]);
      if (this.#index.isKnown(origin)) return members.reduce((at, part) => memberOrigin(at, intern(part)), origin);
    }
    return NO_ORIGIN;
  }

  /** C#: a name that no file declares is of one of the namespaces that are open, or a keyword for one of System's types. */
  csharpMember(name: string, members: readonly string[]): Origins {
    if (this.#file.language !== "csharp") return NO_ORIGINS;
    const system = KEYWORD_TYPES.get(name);
    if (system) return sureOrigin(qualifiedOrigin("System", [system, ...members]));
    this.#namespaces ??= [
      ...new Set([
        ...this.#file.names.imports.filter(({ imported }) => imported === "*").map(({ module }) => module),
        ...this.#openElsewhere(this.#file),
      ]),
    ];
    const list = this.#namespaces
      .map((namespace) => qualifiedOrigin(namespace, [name, ...members]))
      .filter((origin) => this.#index.isKnown(origin));
    return list.length === 0 ? NO_ORIGINS : { list: list.slice(0, MOST_ORIGINS), isGuess: false };
  }
}
