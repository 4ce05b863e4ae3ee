// Imports: `import a.b` matches `from a import b` and the other way round, a module's beginning matches the module, and an
// ES import in a pattern matches a CommonJS `require`.

import { type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import { isScript } from "../../syntax/language.ts";
import { matchAnyOrder } from "./match-lists.ts";
import type { Matcher, Next } from "./matcher.ts";
import { childIn, childrenIn, isEllipsis, isMetavariable, type PatternNode, textPattern } from "./pattern.ts";

export function matchImport(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const kind = ast.kind(node);
  if (kind !== Kind.Import) {
    matchRequire(m, pattern, node, next);
    return;
  }
  const specifiers = childrenIn(pattern, Role.Specifier).filter((each) => !isEllipsis(each));
  let matched = false;
  const found = () => {
    matched = true;
    next();
  };
  const own = ast.children(node, Role.Specifier);
  const [first] = specifiers;
  if ((ast.language === "java" || ast.language === "kotlin") && first && specifiers.length === 1) {
    if (pattern.name === "" && isMetavariable(first.name)) {
      const path = [ast.name(node), ...own.map((each) => ast.name(each))].join(".");
      m.bindName(first.name, path, ...m.nameSpan(node, path), next);
      return;
    }
    // All of a package is imported as a whole or not at all.
    if ((first.name === "*") !== isModuleOnlyNode(m, node)) return;
  }
  if (isModuleOnly(specifiers) === isModuleOnlyNode(m, node))
    matchModule(m, pattern.name, ast.name(node), node, () => {
      if (isModuleOnly(specifiers)) matchAlias(m, specifiers[0], own[0], found);
      else matchAnyOrder(m, specifiers, own, true, found);
    });
  else if (specifiers.length === 0 && isFileImport(m)) matchModule(m, pattern.name, ast.name(node), node, found);
  if (!matched && !isFileImport(m)) matchNormalized(m, pattern, specifiers, node, next);
}

/** In JavaScript the module is a file's name, elsewhere a path of names. */
function isFileImport(m: Matcher): boolean {
  const { language } = m.ast;
  return isScript(language) || language === "go";
}

/** `import a.b` and `import a.b as c`: the module itself. */
function isModuleOnly(specifiers: readonly PatternNode[]): boolean {
  return specifiers.length === 0 || (specifiers.length === 1 && specifiers[0]!.name === "*");
}

function isModuleOnlyNode(m: Matcher, node: AstNode): boolean {
  const own = m.ast.children(node, Role.Specifier);
  return own.length === 0 || (own.length === 1 && m.ast.name(own[0]!) === "*");
}

function matchAlias(m: Matcher, specifier: PatternNode | undefined, own: AstNode | undefined, next: Next): void {
  const alias = specifier && childIn(specifier, Role.Alias);
  if (!alias) next();
  else if (own !== undefined && m.ast.child(own, Role.Alias) !== NO_NODE)
    m.expression(alias, m.ast.child(own, Role.Alias), next);
}

/** A module's name: a metavariable, a text with the rules of texts, or the beginning of a path. */
function matchModule(m: Matcher, wanted: string, module: string, node: AstNode, next: Next): void {
  const { ast } = m;
  if (isMetavariable(wanted)) {
    m.bindName(wanted, module, ...m.nameSpan(node, module), next);
    return;
  }
  const text = textPattern(wanted);
  if (text.kind !== "equal") m.text(text, module, node, next);
  else if (isFileImport(m)) {
    if (wanted === module || module.startsWith(`${wanted}/`)) next();
  } else matchPath(m, wanted.split("."), module.split("."), node, next);
  void ast;
}

function matchPath(m: Matcher, wanted: readonly string[], path: readonly string[], node: AstNode, next: Next): void {
  const { ast } = m;
  const compare = (at: number): void => {
    const part = wanted[at];
    if (part === undefined) next();
    else if (at >= path.length) return;
    else if (isMetavariable(part)) {
      const value = at === wanted.length - 1 ? path.slice(at).join(".") : path[at]!;
      m.bindName(part, value, ast.start(node), ast.end(node), () => compare(at + 1));
    } else if (part === path[at] || part === "*" || part === "...") compare(at + 1);
  };
  compare(0);
}

/** Compares what is imported, however it is: only without aliases in the pattern. */
function matchNormalized(
  m: Matcher,
  pattern: PatternNode,
  specifiers: readonly PatternNode[],
  node: AstNode,
  next: Next,
): void {
  const { ast } = m;
  if (specifiers.some((each) => childIn(each, Role.Alias))) return;
  const wanted = isModuleOnly(specifiers) ? [pattern.name] : specifiers.map(({ name }) => `${pattern.name}.${name}`);
  const own = ast.children(node, Role.Specifier).filter((each) => ast.name(each) !== "*");
  const paths = own.length === 0 ? [ast.name(node)] : own.map((each) => `${ast.name(node)}.${ast.name(each)}`);
  const compare = (at: number): void => {
    const name = wanted[at];
    if (name === undefined) next();
    else for (const path of paths) matchPath(m, name.split("."), path.split("."), node, () => compare(at + 1));
  };
  compare(0);
}

/** `import { a } from "m"` matches `const { a } = require("m")`, `import "m"` any `const x = require("m")`. */
function matchRequire(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const declarators = ast.kind(node) === Kind.VariableDeclaration ? ast.children(node, Role.Declarator) : [];
  const specifiers = childrenIn(pattern, Role.Specifier).filter((each) => !isEllipsis(each));
  for (const declarator of declarators) {
    const value = ast.child(declarator, Role.Value);
    const module = value === NO_NODE ? undefined : m.names.moduleOfCall(value);
    const target = ast.child(declarator, Role.Target);
    if (module === undefined || target === NO_NODE) continue;
    matchModule(m, pattern.name, module, value, () => {
      if (specifiers.length === 0) next();
      else if (ast.kind(target) === Kind.Object)
        matchRequiredNames(m, specifiers, ast.children(target, Role.Element), next);
      else if (specifiers.length === 1 && (specifiers[0]!.name === "*" || specifiers[0]!.name === "default")) {
        const alias = childIn(specifiers[0]!, Role.Alias);
        if (alias) m.expression(alias, target, next);
        else next();
      }
    });
  }
}

function matchRequiredNames(
  m: Matcher,
  specifiers: readonly PatternNode[],
  entries: readonly AstNode[],
  next: Next,
): void {
  const { ast } = m;
  const compare = (at: number): void => {
    const specifier = specifiers[at];
    if (!specifier) {
      next();
      return;
    }
    for (const entry of entries) {
      const key = ast.child(entry, Role.Key);
      const value = ast.child(entry, Role.Value);
      if (ast.kind(entry) !== Kind.Pair || key === NO_NODE || value === NO_NODE) continue;
      const name = ast.kind(key) === Kind.String ? ast.stringValue(key) : ast.name(key);
      const alias = childIn(specifier, Role.Alias);
      const goOn = () => (alias ? m.expression(alias, value, () => compare(at + 1)) : compare(at + 1));
      if (isMetavariable(specifier.name)) m.bindNode(specifier.name, value, goOn);
      else if (specifier.name === name) goOn();
    }
  };
  compare(0);
}
