// Files that run other files: PHP's `include` and `require`, Ruby's `require_relative`, `require` and `load`. Their paths are
// expressions; what can be told of them without running anything is: `__DIR__ . "/db.php"`, `dirname(__FILE__)`, a constant
// prefix that nobody knows in front of a known end. What Rails shows runs like that, too (`rails-views.ts`).

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { folderOf, pathFrom } from "../text/file-path.ts";
import type { FlowFile } from "./file.ts";
import { mayRender, renderedName, renderedPath } from "./rails-views.ts";

type FileAt = (path: string) => FlowFile | undefined;

const PHP_INCLUDES = /^(include|require)(_once)?$/;
const RUBY_INCLUDES = /^(require|require_relative|load)$/;
/** Stands for the folder of the file that says it. */
const HERE = "\u0000";
/** Stands for what is not known. */
const UNKNOWN = "\u0001";
const DEEPEST = 12;

const callsOfFiles = new WeakMap<FlowFile, readonly AstNode[]>();

/** The calls of a file that run others. */
function includeCalls(file: FlowFile): readonly AstNode[] {
  let known = callsOfFiles.get(file);
  if (!known) {
    const { ast } = file;
    const { kinds } = ast.columns;
    const isRuby = file.language === "ruby";
    const found: AstNode[] = [];
    for (let node = 0; node < kinds.length; node++)
      if ((kinds[node] === Kind.Call && isInclude(file, node)) || (isRuby && isRendering(file, node))) found.push(node);
    known = found;
    callsOfFiles.set(file, known);
  }
  return known;
}

function isInclude(file: FlowFile, call: AstNode): boolean {
  const { ast } = file;
  const callee = ast.child(call, Role.Callee);
  if (callee === NO_NODE || ast.kind(callee) !== Kind.Identifier) return false;
  return (file.language === "php" ? PHP_INCLUDES : RUBY_INCLUDES).test(ast.name(callee));
}

function nameIn(file: FlowFile, call: AstNode): string {
  if (file.language === "ruby" && isRendering(file, call)) return renderedName(file, call)?.name ?? "";
  return textOf(file, file.ast.child(call, Role.Argument), DEEPEST);
}

function isRendering(file: FlowFile, node: AstNode): boolean {
  const kind = file.ast.kind(node);
  return (kind === Kind.Call || kind === Kind.Function) && mayRender(file, node);
}

/** The paths of the files that a file runs; without a look at which there are, the paths as far as they are known. */
export function includedPaths(file: FlowFile, fileAt: FileAt): string[] {
  const paths = new Set<string>();
  for (const call of includeCalls(file)) {
    const path = includedPath(file, call, fileAt) ?? nameIn(file, call);
    if (path !== "" && !path.includes(UNKNOWN)) paths.add(path);
  }
  return [...paths].sort();
}

/** The path of the file that a call runs. */
export function includedPath(file: FlowFile, call: AstNode, fileAt: FileAt): string | undefined {
  const { ast } = file;
  if (file.language === "ruby" && isRendering(file, call)) return renderedPath(file, call, fileAt);
  if (!isInclude(file, call)) return undefined;
  const text = textOf(file, ast.child(call, Role.Argument), DEEPEST);
  const folder = folderOf(file.path);
  if (file.language === "ruby") {
    const name = /\.rb$/.test(text) ? text : `${text}.rb`;
    if (text === "" || text.includes(UNKNOWN)) return undefined;
    if (text.startsWith(HERE)) return existing(pathFrom(folder, name.slice(1)), fileAt);
    if (ast.name(ast.child(call, Role.Callee)) === "require_relative") return existing(pathFrom(folder, name), fileAt);
    return upwards(folder, name, fileAt) ?? upwards(folder, `lib/${name}`, fileAt);
  }
  if (text === "" || text.endsWith(UNKNOWN)) return undefined;
  if (text.startsWith(HERE) && !text.includes(UNKNOWN)) return existing(pathFrom(folder, text.slice(1)), fileAt);
  const end = text.slice(text.lastIndexOf(UNKNOWN) + 1).replace(HERE, "");
  const isKnown = end === text;
  if (isKnown && /^\.\.?\//.test(end))
    return existing(pathFrom(folder, end), fileAt) ?? upwards(folder, end.replace(/^(\.\.?\/)+/, ""), fileAt);
  const relative = end.replace(/^(\.?\.?\/)+/, "");
  return relative === "" ? undefined : upwards(folder, relative, fileAt);
}

function existing(path: string, fileAt: FileAt): string | undefined {
  return fileAt(path)?.path;
}

/** A path from a folder or from any of those that it lies in: which one it starts from is set up elsewhere. */
function upwards(folder: string, path: string, fileAt: FileAt): string | undefined {
  for (let at = folder; ; at = folderOf(at)) {
    const found = existing(pathFrom(at, path), fileAt);
    if (found !== undefined) return found;
    if (at === "") return undefined;
  }
}

/** The text that an expression is, as far as it can be told. */
function textOf(file: FlowFile, node: AstNode, budget: number): string {
  const { ast, names } = file;
  if (node === NO_NODE || budget === 0) return UNKNOWN;
  switch (ast.kind(node)) {
    case Kind.String:
      return ast.stringValue(node);
    case Kind.Template:
      return ast
        .children(node, Role.Part)
        .map((part) => textOf(file, part, budget - 1))
        .join("");
    case Kind.Binary:
      if (ast.name(node) !== "." && ast.name(node) !== "+") return UNKNOWN;
      return (
        textOf(file, ast.child(node, Role.Left), budget - 1) + textOf(file, ast.child(node, Role.Right), budget - 1)
      );
    case Kind.Identifier: {
      if (ast.name(node) === "__DIR__") return HERE;
      if (ast.name(node) === "__FILE__") return `${HERE}/${file.path.slice(file.path.lastIndexOf("/") + 1)}`;
      const declaration = names.declarationOf(node);
      const value = declaration === NO_NODE ? NO_NODE : names.onlyValueOf(declaration);
      return value === NO_NODE ? UNKNOWN : textOf(file, value, budget - 1);
    }
    case Kind.Call: {
      const name = ast.name(ast.child(node, Role.Callee));
      const args = ast.children(node, Role.Argument);
      if (name === "realpath" || name === "expand_path") return textOf(file, args[0] ?? NO_NODE, budget - 1);
      if (name === "join") return args.map((arg) => textOf(file, arg, budget - 1)).join("/");
      if (name !== "dirname") return UNKNOWN;
      const levels = args[1] === undefined ? 1 : Number(ast.name(args[1])) || 1;
      let text = textOf(file, args[0] ?? NO_NODE, budget - 1);
      for (let level = 0; level < levels; level++) text = parentOf(text);
      return text;
    }
    default:
      return UNKNOWN;
  }
}

function parentOf(path: string): string {
  if (path === HERE || /\/\.\.$/.test(path)) return `${path}/..`;
  const slash = path.lastIndexOf("/");
  return slash < 0 ? UNKNOWN : path.slice(0, slash);
}
