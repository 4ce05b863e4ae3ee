// Which file of the program a module's name means, where it is imported or included: by each language's own rules.

import type { AstNode } from "../syntax/ast.ts";
import type { LanguageId } from "../syntax/language.ts";
import { besidePath } from "../syntax/pages/parts.ts";
import { folderOf, pathFrom } from "../text/file-path.ts";
import { type FlowFile, isRelativeModule } from "./file.ts";
import { includedPath } from "./includes.ts";
import { type Declared, type Packages, packageOf } from "./packages.ts";
import { Remembered } from "./remembered.ts";
import { ScriptAliases } from "./script-aliases.ts";

const EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".d.ts", ".js", ".jsx", ".mjs", ".cjs"];

export class ModuleFiles {
  /** The file of the program at a path. */
  readonly at: (path: string) => FlowFile | undefined;
  readonly #packages: Packages;
  readonly #projectFiles = new Map<string, string>();
  readonly #aliases = new ScriptAliases((path) => this.#projectFiles.get(path));
  /** Scripts and Python's modules by the folder that they are named from: every use of an imported name asks. */
  readonly #scripts = new Remembered<string, string, FlowFile | undefined>();
  readonly #pythonModules = new Remembered<string, string, FlowFile | undefined>();

  constructor(fileAt: (path: string) => FlowFile | undefined, packages: Packages) {
    this.at = fileAt;
    this.#packages = packages;
  }

  /** The text of a file that says how modules are named (`tsconfig.json`, `go.mod`), or that there is none any more. */
  setProjectFile(path: string, text: string | undefined): void {
    if (text === undefined) this.#projectFiles.delete(path);
    else this.#projectFiles.set(path, text);
    if (path.endsWith("go.mod")) this.#packages.setGoModules(this.#projectFiles);
  }

  /** Files are other versions, or there are others. */
  forget(): void {
    this.#scripts.forget();
    this.#pythonModules.forget();
  }

  /** The program's own file that a module's name means; in Java, the one of the class that the import names. */
  of(from: FlowFile, module: string, member = "*"): FlowFile | undefined {
    switch (from.language) {
      case "javascript":
      case "typescript":
      case "tsx":
        return this.#scripts.get(folderOf(from.path), module, () => this.#script(from.path, module));
      case "python":
        return this.pythonModule(from, module);
      case "go": {
        const name = this.#packages.goPackage(from, module);
        return name === undefined ? undefined : this.#packages.filesOfPackage("go", name)[0];
      }
      case "java":
      case "kotlin":
        return this.classImport(from.language, module, member)[0]?.file;
      case "csharp":
        return this.#packages.classNamed(from.language, module)[0]?.file;
      case "php":
        return this.#packages.shared.byFullName(from, module)[0]?.file;
      default:
        return undefined;
    }
  }

  /** The files that an import statement looks into: the module's own, and Python's submodules that it may name. */
  allOf(from: FlowFile, module: string, member: string): string[] {
    const file = this.of(from, module, member);
    if (file?.language === "go") return this.#packages.filesOfPackage("go", packageOf(file)).map(({ path }) => path);
    const files = file ? [file.path] : [];
    if (from.language === "python" && member !== "*" && member !== "") {
      const inner = this.of(from, module.endsWith(".") ? module + member : `${module}.${member}`);
      if (inner) files.push(inner.path);
    }
    return files;
  }

  /** The class that `import a.b.C` names, or the one that `import static a.B.c` takes something from. */
  classImport(language: LanguageId, module: string, member: string): readonly Declared[] {
    // `import static a.B.*`; of a package, there is no such class.
    if (member === "*") return this.#packages.classNamed(language, module);
    const named = this.#packages.classNamed(language, module === "" ? member : `${module}.${member}`);
    return named.length > 0 ? named : this.#packages.classNamed(language, module);
  }

  #script(from: string, module: string): FlowFile | undefined {
    return isRelativeModule(module)
      ? this.#scriptAt(pathFrom(folderOf(from), module))
      : this.#aliasedScript(from, module);
  }

  #aliasedScript(from: string, module: string): FlowFile | undefined {
    for (const path of this.#aliases.candidates(from, module)) {
      const file = this.#scriptAt(path);
      if (file) return file;
    }
    return undefined;
  }

  #scriptAt(path: string): FlowFile | undefined {
    const exact = this.at(path) ?? this.at(besidePath(path, "scripts"));
    if (exact) return exact;
    // `./a.js` is written in TypeScript for what is `a.ts` before it is compiled.
    const bare = path.replace(/\.(js|jsx|mjs|cjs)$/, "");
    for (const extension of EXTENSIONS) {
      const file = this.at(path + extension) ?? this.at(bare + extension);
      if (file) return file;
    }
    for (const extension of EXTENSIONS) {
      const file = this.at(`${path}/index${extension}`);
      if (file) return file;
    }
    return undefined;
  }

  /** The file of a Python module, named from a file: `a.b` from a folder above it, `.a` beside it. */
  pythonModule(from: FlowFile, module: string): FlowFile | undefined {
    const folder = folderOf(from.path);
    return this.#pythonModules.get(folder, module, () => this.#pythonModule(folder, module));
  }

  #pythonModule(from: string, module: string): FlowFile | undefined {
    const dots = /^\.*/.exec(module)![0].length;
    const rest = module.slice(dots).replaceAll(".", "/");
    let folder = from;
    for (let up = 1; up < dots; up++) folder = folderOf(folder);
    if (dots > 0) return this.pythonAt(rest === "" ? folder : pathFrom(folder, rest));
    // An absolute name starts at some folder above: whichever has it.
    for (let at = folder; ; at = folderOf(at)) {
      const file = this.pythonAt(pathFrom(at, rest));
      if (file) return file;
      if (at === "") return undefined;
    }
  }

  /** The file of a Python module at a path without its extension. */
  pythonAt(path: string): FlowFile | undefined {
    return this.at(`${path}.py`) ?? this.at(`${path}/__init__.py`) ?? this.at(`${path}.pyi`);
  }

  /** The file that a call of `include` or `require_relative` runs. */
  included(file: FlowFile, call: AstNode): FlowFile | undefined {
    const path = includedPath(file, call, this.at);
    return path === undefined ? undefined : this.at(path);
  }
}
