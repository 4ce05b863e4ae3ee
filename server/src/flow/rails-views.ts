// Which page a controller's action shows, by where Rails looks for it: app/controllers/admin/users_controller.rb shows what is in
// app/views/admin/users, under the action's name or the one that it tells `render`; a part of a page is written with `_` before its name.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import { besidePath, pathOfPage } from "../syntax/pages/parts.ts";
import { folderOf } from "../text/file-path.ts";
import type { FlowFile } from "./file.ts";

type FileAt = (path: string) => FlowFile | undefined;

const CONTROLLER = /^(.*(?:^|\/)app\/)controllers\/(.+)_controller\.rb$/;
const VIEW = /^(.*(?:^|\/)app\/)views\//;
const ENDINGS = [".html.erb", ".erb", ".rhtml", ".js.erb", ".xml.erb"];
const RENDERS = /^render(?:_to_string)?$/;

/** Whether a node of a file shows a page: a call, or an action at its end. */
export function mayRender(file: FlowFile, node: AstNode): boolean {
  const { ast, path } = file;
  if (ast.kind(node) === Kind.Function) return ast.hasFlag(node, Flag.Method) && CONTROLLER.test(path);
  const callee = ast.child(node, Role.Callee);
  if (callee === NO_NODE || ast.kind(callee) !== Kind.Identifier || !RENDERS.test(ast.name(callee))) return false;
  return CONTROLLER.test(path) || VIEW.test(path);
}

/** The path of the code in the page that a node shows. */
export function renderedPath(file: FlowFile, node: AstNode, fileAt: FileAt): string | undefined {
  const page = pathOfPage(file.path);
  const [, root, controller] = CONTROLLER.exec(page) ?? VIEW.exec(page) ?? [];
  if (root === undefined) return undefined;
  const folder = controller === undefined ? folderOf(page) : `${root}views/${controller}`;
  const named = renderedName(file, node);
  if (!named) return undefined;
  const { name } = named;
  const isPart = named.isPart ?? controller === undefined;
  const full = name.includes("/") ? `${root}views/${name.replace(/^\//, "")}` : `${folder}/${name}`;
  const stem = isPart ? full.replace(/[^/]*$/, "_$&") : full;
  for (const ending of ["", ...ENDINGS]) {
    const path = besidePath(stem + ending, "code");
    if (fileAt(path)) return path;
  }
  return undefined;
}

interface Rendered {
  readonly name: string;
  /** Where this says nothing of it, it depends on who says it. */
  readonly isPart?: boolean;
}

/** What `render` is told, or an action is called. */
export function renderedName({ ast }: FlowFile, node: AstNode): Rendered | undefined {
  if (ast.kind(node) === Kind.Function) return { name: ast.name(node), isPart: false };
  for (const argument of ast.children(node, Role.Argument)) {
    const key = ast.kind(argument) === Kind.NamedArgument ? ast.name(argument) : "";
    if (key !== "" && key !== "partial" && key !== "action" && key !== "template") continue;
    const value = key === "" ? argument : ast.children(argument)[0];
    const name = value === undefined ? undefined : literalIn(ast, value);
    if (name === undefined) continue;
    return key === "" ? { name } : { name, isPart: key === "partial" };
  }
  return undefined;
}

function literalIn(ast: FlowFile["ast"], node: AstNode): string | undefined {
  const text =
    ast.kind(node) === Kind.String ? ast.stringValue(node) : ast.kind(node) === Kind.Atom ? ast.name(node) : "";
  return /^[\w./-]+$/.test(text) ? text : undefined;
}
