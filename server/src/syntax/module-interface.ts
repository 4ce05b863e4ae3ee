// What a file imports and exports, listed from its AST and names: import and export statements, CommonJS, and languages
// whose top level is their interface.

import { type Ast, type AstNode, NO_NODE, ROOT } from "./ast.ts";
import { Flag, Kind, Role } from "./kind.ts";
import type { Names } from "./names.ts";
import { intern, nameOf } from "./symbols.ts";
import { Use } from "./tally.ts";

const DEFAULT = intern("default");
const EXPORTS = intern("exports");
const MODULE = intern("module");
const REQUIRE = intern("require");
const IMPORT = intern("import");
const STAR = intern("*");

/** Something that a file takes from a module. */
export interface ImportedName {
  /** As written, without `node:`. */
  readonly module: string;
  /** The name there; `default`; `*` for the module itself; `` when nothing is bound. */
  readonly imported: string;
  /** The declaration in this file, NO_NODE for `require("x").y()` and imports for effect. */
  readonly declaration: AstNode;
  /** The Import, or the Call of `require` or `import`. */
  readonly node: AstNode;
  readonly isTypeOnly: boolean;
}

/** Something that other files can import from this one. */
export interface ExportedName {
  /** `default`; `=` when it is the module itself (`module.exports = x`); `*` when a whole module is passed on. */
  readonly name: string;
  /** What it is: a declaration (see above), an expression, or the specifier that passes another module's name on. */
  readonly node: AstNode;
  /** Passed on from this module, under which name there. */
  readonly from?: { readonly module: string; readonly imported: string };
}

/** A module's name as qualified names have it. */
export function moduleName(specifier: string): string {
  return specifier.startsWith("node:") ? specifier.slice("node:".length) : specifier;
}

/** Nodes of a range that may import: import statements, and calls of what is named as what imports. */
export function importingNodes(ast: Ast, from: AstNode, to: AstNode): AstNode[] {
  const { kinds } = ast.columns;
  const nodes: AstNode[] = [];
  for (let node = from; node < to; node++) if (kinds[node] === Kind.Import || mayImport(ast, node)) nodes.push(node);
  return nodes;
}

/** Whether a node is a call of what is named as what imports. */
export function mayImport(ast: Ast, node: AstNode): boolean {
  if (ast.kind(node) !== Kind.Call) return false;
  const symbol = ast.symbol(ast.child(node, Role.Callee));
  return symbol === REQUIRE || symbol === IMPORT;
}

/** `importing` as `importingNodes` gives them. */
export function listImports(names: Names, importing: readonly AstNode[]): ImportedName[] {
  const { ast } = names;
  const imports: ImportedName[] = [];
  for (const node of importing) {
    if (ast.kind(node) === Kind.Import) imports.push(...importsOfStatement(names, node));
    else {
      const module = names.moduleOfCall(node);
      if (module !== undefined) imports.push({ module, imported: "*", declaration: NO_NODE, node, isTypeOnly: false });
    }
  }
  return imports;
}

function importsOfStatement(names: Names, node: AstNode): ImportedName[] {
  const { ast } = names;
  const module = moduleName(ast.name(node));
  const isTypeOnly = ast.hasFlag(node, Flag.TypeOnly);
  const specifiers = ast.children(node, Role.Specifier).filter((each) => ast.kind(each) === Kind.ImportSpecifier);
  if (specifiers.length === 0) {
    const declaration = names.declarationOf(node);
    return [{ module, imported: declaration === NO_NODE ? "" : "*", declaration, node, isTypeOnly }];
  }
  return specifiers.map((specifier) => {
    const alias = ast.child(specifier, Role.Alias);
    return {
      module,
      imported: ast.name(specifier),
      declaration: names.declarationOf(alias === NO_NODE ? specifier : alias),
      node,
      isTypeOnly: isTypeOnly || ast.hasFlag(specifier, Flag.TypeOnly),
    };
  });
}

export function listExports(names: Names): ExportedName[] {
  switch (names.ast.language) {
    case "javascript":
    case "typescript":
    case "tsx":
      return [...exportStatements(names), ...commonJsExports(names)];
    default:
      return [...names.topLevel].map(([name, node]) => ({ name: nameOf(name), node }));
  }
}

function exportStatements(names: Names): ExportedName[] {
  const { ast } = names;
  const exported: ExportedName[] = [];
  for (const statement of ast.children(ROOT)) {
    if (ast.kind(statement) !== Kind.Export) continue;
    const modifier = ast.child(statement, Role.Modifier);
    const declaration = ast.child(statement, Role.Declaration);
    const value = ast.child(statement, Role.Value);
    if (modifier !== NO_NODE) {
      const node = declaration === NO_NODE ? value : declaration;
      const name = ast.symbol(modifier) === DEFAULT ? "default" : "=";
      if (node !== NO_NODE) exported.push({ name, node: declarationBehind(names, node) });
    } else if (declaration !== NO_NODE) exported.push(...declaredNames(names, declaration));
    for (const specifier of ast.children(statement, Role.Specifier))
      exported.push(exportSpecifier(names, statement, specifier));
  }
  return exported;
}

/** The declaration of a name, a function's or class's own; else the expression itself. */
function declarationBehind(names: Names, node: AstNode): AstNode {
  const { ast } = names;
  const name = ast.kind(node) === Kind.Function || ast.kind(node) === Kind.Class ? ast.child(node, Role.Name) : node;
  if (name === NO_NODE || ast.kind(name) !== Kind.Identifier) return node;
  const declaration = names.declarationOf(name);
  return declaration === NO_NODE ? node : declaration;
}

function declaredNames(names: Names, declaration: AstNode): ExportedName[] {
  const { ast } = names;
  switch (ast.kind(declaration)) {
    case Kind.Function:
    case Kind.Class: {
      return [{ name: ast.name(declaration), node: declarationBehind(names, declaration) }];
    }
    case Kind.VariableDeclaration: {
      const exported: ExportedName[] = [];
      for (const declarator of ast.children(declaration, Role.Declarator)) {
        const target = ast.child(declarator, Role.Target);
        if (target === NO_NODE) continue;
        for (let at = target; at < ast.next(target); at++)
          if (ast.kind(at) === Kind.Identifier && names.declarationOf(at) === at)
            exported.push({ name: ast.name(at), node: at });
      }
      return exported;
    }
    default:
      return ast.symbol(declaration) === 0 ? [] : [{ name: ast.name(declaration), node: declaration }];
  }
}

function exportSpecifier(names: Names, statement: AstNode, specifier: AstNode): ExportedName {
  const { ast } = names;
  const alias = ast.child(specifier, Role.Alias);
  const imported = ast.name(specifier);
  const name =
    alias === NO_NODE ? imported : ast.kind(alias) === Kind.String ? ast.stringValue(alias) : ast.name(alias);
  if (ast.symbol(statement) !== 0 || ast.symbol(specifier) === STAR)
    return { name, node: specifier, from: { module: moduleName(ast.name(statement)), imported } };
  const declaration = names.declarationVisibleAt(ROOT, ast.symbol(specifier));
  return { name, node: declaration === NO_NODE ? specifier : declaration };
}

/** `module.exports = x`, `module.exports = { a, b: c }`, `exports.a = x`, wherever they stand. */
function commonJsExports(names: Names): ExportedName[] {
  const { ast } = names;
  const { kinds } = ast.columns;
  const exported: ExportedName[] = [];
  if (ast.tally?.has(Use.Any, EXPORTS) === false) return exported;
  for (let node = 0; node < kinds.length; node++) {
    if (kinds[node] !== Kind.Assign) continue;
    const target = ast.child(node, Role.Target);
    const value = ast.child(node, Role.Value);
    if (target === NO_NODE || value === NO_NODE) continue;
    if (isModuleExports(names, target)) exported.push(...wholeModule(names, value));
    else if (ast.kind(target) === Kind.Member) {
      const object = ast.child(target, Role.Object);
      const isExports =
        ast.kind(object) === Kind.Identifier &&
        ast.symbol(object) === EXPORTS &&
        names.declarationOf(object) === NO_NODE;
      if (isExports || isModuleExports(names, object))
        exported.push({ name: ast.name(target), node: declarationBehind(names, value) });
    }
  }
  return exported;
}

function isModuleExports(names: Names, node: AstNode): boolean {
  const { ast } = names;
  if (ast.kind(node) !== Kind.Member || ast.symbol(node) !== EXPORTS) return false;
  const object = ast.child(node, Role.Object);
  return (
    ast.kind(object) === Kind.Identifier && ast.symbol(object) === MODULE && names.declarationOf(object) === NO_NODE
  );
}

function wholeModule(names: Names, value: AstNode): ExportedName[] {
  const { ast } = names;
  const exported: ExportedName[] = [{ name: "=", node: declarationBehind(names, value) }];
  if (ast.kind(value) !== Kind.Object) return exported;
  for (const element of ast.children(value)) {
    if (ast.kind(element) === Kind.Pair) {
      const key = ast.child(element, Role.Key);
      const member = ast.child(element, Role.Value);
      if (ast.kind(key) === Kind.String && member !== NO_NODE)
        exported.push({ name: ast.stringValue(key), node: declarationBehind(names, member) });
    } else if (ast.kind(element) === Kind.Function && ast.symbol(element) !== 0)
      exported.push({ name: ast.name(element), node: element });
  }
  return exported;
}
