// Python's imports. `import a, b` is an Import without a symbol that holds two; `import a as b` binds the namespace `*`; the dots of a relative
// import stay in the module's symbol.

import { type CstNode, NONE } from "../cst.ts";
import { Kind, Role } from "../kind.ts";
import type { Lowerer } from "../lowering.ts";
import { intern, nameOf } from "../symbols.ts";

/** `a.b.c` or `..a.b` as one symbol, each name a metavariable's when a pattern says so. */
function moduleSymbol(l: Lowerer, node: CstNode): number {
  const { cst } = l;
  if (node === NONE) return 0;
  if (cst.kind(node) !== "relative_import") return dottedSymbol(l, node);
  const dots = cst.childOfKind(node, "import_prefix");
  const name = cst.childOfKind(node, "dotted_name");
  return intern((dots === NONE ? "" : l.text(dots).replace(/\s+/g, "")) + nameOf(dottedSymbol(l, name)));
}

function dottedSymbol(l: Lowerer, node: CstNode): number {
  const names = node === NONE ? [] : l.cst.namedChildren(node);
  if (names.length < 2) return l.nameSymbol(names[0] ?? node);
  return intern(names.map((name) => nameOf(l.nameSymbol(name))).join("."));
}

export function lowerImports(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const names = cst.fields(node, "name");
  if (names.length === 1) {
    lowerImport(l, names[0]!, role, node);
    return;
  }
  l.node(Kind.Import, role, node, () => {
    for (const name of names) lowerImport(l, name, Role.Specifier, name);
  });
}

function lowerImport(l: Lowerer, name: CstNode, role: Role, whole: CstNode): void {
  const { cst } = l;
  const aliased = cst.kind(name) === "aliased_import";
  const module = aliased ? cst.field(name, "name") : name;
  const children = () => {
    if (!aliased) return;
    const alias = () => l.lowerField(name, "alias", Role.Alias);
    l.node(Kind.ImportSpecifier, Role.Specifier, name, alias, intern("*"));
  };
  l.node(Kind.Import, role, whole, children, moduleSymbol(l, module));
}

export function lowerImportFrom(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const module = cst.field(node, "module_name");
  const children = () => {
    for (const name of cst.fields(node, "name")) lowerImportSpecifier(l, name, Role.Specifier);
    l.lower(cst.childOfKind(node, "wildcard_import"), Role.Specifier);
  };
  l.node(Kind.Import, role, node, children, module === NONE ? intern("__future__") : moduleSymbol(l, module));
}

export function lowerImportSpecifier(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const aliased = cst.kind(node) === "aliased_import";
  const name = aliased ? cst.field(node, "name") : node;
  if (l.ellipsis(name, role)) return;
  const children = () => l.lowerField(node, "alias", Role.Alias);
  l.node(Kind.ImportSpecifier, role, node, children, moduleSymbol(l, name));
}
