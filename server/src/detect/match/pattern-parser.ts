// From a pattern's text to a pattern: tries the spellings and surroundings of its language until the grammar takes it, then
// lowers it like any other code and picks out what the pattern itself became.

import { type Ast, type AstNode, NO_NODE, ROOT } from "../../syntax/ast.ts";
import { Flag, Kind, Role } from "../../syntax/kind.ts";
import { isScript, type LanguageId, languageInfo } from "../../syntax/language.ts";
import type { Placeholder } from "../../syntax/lowering.ts";
import type { SyntaxParser } from "../../syntax/parser.ts";
import { intern } from "../../syntax/symbols.ts";
import { isJoinedTemplate } from "./joined-strings.ts";
import { isArrow } from "./match-names.ts";
import { parseText } from "./parse-text.ts";
import {
  isLiteral,
  type PatternNode,
  type PatternRoot,
  patternNode,
  type TextPattern,
  textPattern,
} from "./pattern.ts";
import { ANY_TYPE_NAME, patternSyntax, type Surroundings } from "./pattern-syntax.ts";
import {
  closingBracket,
  type SpelledPattern,
  type SpellingOptions,
  STATEMENT_NAME,
  spellPattern,
} from "./pattern-text.ts";
import { spellYamlPattern } from "./yaml-pattern.ts";

export interface PatternProblem {
  readonly form: "problem";
  readonly message: string;
}

/** Parses a pattern of a language whose grammar has been loaded. */
export function parsePattern(parser: SyntaxParser, source: string, language: LanguageId): PatternRoot | PatternProblem {
  const text = source.replace(/\s+$/, "");
  for (const as of [language, ...patternSyntax(language).alternatives]) {
    const root = parseAs(parser, text, as);
    if (root) return root;
  }
  const assignment = parseAssignment(parser, text, language);
  if (assignment) return assignment;
  const firstLine = text.trim().split("\n", 1)[0]!;
  return {
    form: "problem",
    message: `"${firstLine.length > 60 ? `${firstLine.slice(0, 57)}…` : firstLine}" does not parse as ${languageInfo(language).title}`,
  };
}

const ASSIGNMENT = /^([^=\n]+?)\s*([-+*/.%&|^]?)=(?![=>~])\s*([^=\n]+?);?$/;

/** To a pattern anything may be assigned to, also what is no target to a grammar. */
function parseAssignment(parser: SyntaxParser, text: string, language: LanguageId): PatternRoot | undefined {
  const parts = ASSIGNMENT.exec(text.trim());
  if (!parts) return undefined;
  const target = parseAs(parser, parts[1]!, language);
  const value = parseAs(parser, parts[3]!, language);
  if (target?.form !== "expression" || value?.form !== "expression") return undefined;
  const children = [
    patternNode({ ...target.node, role: Role.Target }),
    patternNode({ ...value.node, role: Role.Value }),
  ];
  const symbol = intern(`${parts[2]}=`);
  return {
    form: "expression",
    node: patternNode({ kind: Kind.Assign, role: Role.Expression, symbol, flags: 0, children }),
  };
}

/** The module that an import is from is a text, also where a metavariable stands for it. */
const FROM_METAVARIABLE = /^(\s*import\b[^\n]*\bfrom\s+)(\$[A-Z_][A-Z_0-9]*)(?=\s*;?\s*$)/;

/** Each import of a group is one of its own, so that `...` between them says nothing. */
const IMPORT_GROUP = /^\s*import\s*\([^)]*\)/gm;

/** Whether a function in PHP is a method or none, its pattern leaves open. */
const PHP_MODIFIERS = /^(\s*)(?:(?:public|private|protected|static|final|abstract)\s+)+(?=function\b)/;

function parseAs(parser: SyntaxParser, source: string, language: LanguageId): PatternRoot | undefined {
  const text =
    language === "php"
      ? source.replace(PHP_MODIFIERS, "$1")
      : language === "go"
        ? source.replace(IMPORT_GROUP, (group) => group.replace(/^\s*\.\.\.[^\S\n]*$/gm, ""))
        : isScript(language)
          ? source.replace(FROM_METAVARIABLE, '$1"$2"')
          : source;
  const variants =
    language === "yaml"
      ? [spellYamlPattern(text)]
      : spellings(language).map((options) => spellPattern(text, language, options));
  const distinct = variants.filter((variant, at) => variants.findIndex((other) => other.text === variant.text) === at);
  // What parses in one way without mistakes is not meant in another that has some.
  let broken: PatternRoot | undefined;
  for (const surroundings of patternSyntax(language).surroundings)
    for (const spelled of distinct) {
      // Kotlin's grammar reads `@Name(x)` as `(x)`, annotated.
      if (language === "kotlin" && surroundings.as !== "part" && isAnnotation(text)) continue;
      if (surroundings.as === "expression" && isStatement(spelled.text, language)) continue;
      // The grammar would read it as a function that gives a `record`.
      if (surroundings.as === "code" && language === "csharp" && RECORD.test(text)) continue;
      const whole = surroundings.before + spelled.text + surroundings.after;
      const ast = parseText(parser, whole, language, spelled.names);
      const root = ast && new PatternMaker(ast, spelled, surroundings).make();
      if (!root) continue;
      if (!ast.columns.kinds.includes(Kind.Error)) return root;
      broken ??= root;
    }
  return broken;
}

const RECORD =
  /^\s*(?:(?:public|private|protected|internal|static|sealed|abstract|partial|readonly)\s+)*record\s+\$?\w+\s*[({:;<]/;

/** Whether a pattern is an annotation and nothing else. */
function isAnnotation(text: string): boolean {
  const name = /^\s*@[\w.$:]+\s*/.exec(text)?.[0];
  if (name === undefined) return false;
  return name.length === text.length || closingBracket(text, name.length) === text.length - 1;
}

/** What ends like a statement is none of the expressions; Go's sending is no comparison with what is negative. */
function isStatement(text: string, language: LanguageId): boolean {
  return /;\s*$/.test(text) || (language === "go" && /[\w\])]\s*<-/.test(text) && !/\bchan\s*<-/.test(text));
}

function spellings(language: LanguageId): SpellingOptions[] {
  const { semicolons, capitalsMatter, pairEllipsis, typedMetavariables, memberEllipsis } = patternSyntax(language);
  const result: SpellingOptions[] = [];
  for (const typesArguments of typedMetavariables === "after" ? [false, true] : [false])
    for (const startsSmall of capitalsMatter ? [true, false] : [false])
      for (const pairsInBraces of pairEllipsis ? [true, false] : [false])
        for (const endsEllipsisStatements of semicolons ? [true, false] : [false])
          for (const declaresEllipses of memberEllipsis ? [false, true] : [false])
            if (endsEllipsisStatements || !declaresEllipses)
              result.push({ startsSmall, pairsInBraces, endsEllipsisStatements, declaresEllipses, typesArguments });
  return result;
}

/** Languages in which a pattern that is a template without code in it is still about templates. */
const TEMPLATES_ARE_NO_STRINGS: ReadonlySet<LanguageId> = new Set([
  "python",
  "javascript",
  "typescript",
  "tsx",
  "csharp",
]);

class PatternMaker {
  readonly #ast: Ast;
  readonly #spelled: SpelledPattern;
  readonly #surroundings: Surroundings;
  readonly #start: number;
  readonly #end: number;

  constructor(ast: Ast, spelled: SpelledPattern, surroundings: Surroundings) {
    this.#ast = ast;
    this.#spelled = spelled;
    this.#surroundings = surroundings;
    this.#start = surroundings.before.length;
    this.#end = surroundings.before.length + spelled.text.length;
  }

  make(): PatternRoot | undefined {
    const { as } = this.#surroundings;
    const picked = this.#pick(as === "head");
    const [first, ...others] = picked;
    if (first === undefined || picked.some((node) => this.#ast.kind(node) === Kind.Error)) return undefined;
    switch (as) {
      case "head":
        return others.length === 0 ? this.#head(first) : undefined;
      case "expression":
        return others.length === 0 ? this.#expression(first) : undefined;
      case "code":
        return this.#code(picked);
      case "members":
      case "object":
        if (picked.some((node) => this.#ast.kind(node) === Kind.Import)) return undefined;
        if (others.length > 0) return { form: "members", nodes: picked.map((node) => this.#convert(node)) };
        return { form: "part", node: this.#convert(first) };
      case "part":
      case "parameter":
        return others.length === 0 ? { form: "part", node: this.#convert(first) } : undefined;
      default:
        return as satisfies never;
    }
  }

  /** The topmost nodes that lie in the pattern's own text; for a head, that begin in it. */
  #pick(mayEndLater: boolean): AstNode[] {
    const ast = this.#ast;
    const picked: AstNode[] = [];
    let node = ROOT;
    while (node < ast.size) {
      const begins = ast.start(node) >= this.#start && ast.start(node) < this.#end;
      const ends = ast.end(node) <= this.#end || /^\s*$/.test(ast.text.slice(this.#end, ast.end(node)));
      const isInside = node !== ROOT && begins && (mayEndLater || ends) && ast.end(node) > ast.start(node);
      if (isInside) {
        picked.push(node);
        node = ast.next(node);
      } else node++;
    }
    return picked;
  }

  #expression(node: AstNode): PatternRoot | undefined {
    const ast = this.#ast;
    const kind = ast.kind(node);
    // In parentheses a declaration would be an expression; a pattern that looks like one is one.
    if ((kind === Kind.Function || kind === Kind.Class) && ast.child(node, Role.Name) !== NO_NODE) return undefined;
    if (kind === Kind.Opaque || kind === Kind.Module) return undefined;
    const converted = this.#convert(node);
    const inner =
      converted.kind === Kind.ExpressionStatement && converted.children.length === 1
        ? converted.children[0]!
        : converted;
    // Ruby reads `key => value` as a match of patterns; among arguments it is an entry.
    if (inner.kind === Kind.NamedExpression && ast.language === "ruby") return undefined;
    if (inner.kind === Kind.Return) return { form: "statement", node: inner };
    return { form: "expression", node: inner };
  }

  #code(groups: readonly AstNode[]): PatternRoot | undefined {
    const ast = this.#ast;
    // Imports that are written together are several.
    const picked = groups.flatMap((node) =>
      ast.kind(node) === Kind.Import && ast.symbol(node) === 0 && ast.kind(ast.firstChild(node)) === Kind.Import
        ? ast.children(node)
        : [node],
    );
    if (picked.some((node) => ast.role(node) === Role.Condition)) return undefined;
    if (picked.length > 1) {
      const isMembers =
        picked.every((node) => ast.role(node) === Role.Member) ||
        (ast.language === "hcl" && picked.every((node) => ast.kind(node) !== Kind.ExpressionStatement));
      return { form: isMembers ? "members" : "statements", nodes: picked.map((node) => this.#convert(node)) };
    }
    const node = picked[0]!;
    const kind = ast.kind(node);
    if (kind === Kind.Opaque) return undefined;
    if (ast.language === "ruby" && ast.kind(ast.firstChild(node)) === Kind.NamedExpression) return undefined;
    // `$KEY: $VALUE` is an entry, not a label, unless a statement follows.
    if (
      kind === Kind.Labeled &&
      !/;\s*$/.test(this.#spelled.text) &&
      ast.kind(ast.child(node, Role.Statement)) === Kind.ExpressionStatement
    )
      return undefined;
    const converted = this.#convert(node);
    if (ast.language === "yaml" && converted.kind === Kind.ExpressionStatement && converted.children.length === 1)
      return simplified(converted.children[0]!, this.#spelled.text);
    if (
      converted.kind === Kind.ExpressionStatement &&
      converted.children.length === 1 &&
      !/;\s*$/.test(this.#spelled.text)
    )
      return { form: "expression", node: converted.children[0]! };
    if (isExpressionRole(ast.role(node)) || converted.kind === Kind.Metavariable)
      return { form: "expression", node: converted };
    if (ast.role(node) === Role.Member || converted.kind === Kind.Pair) return { form: "part", node: converted };
    return { form: "statement", node: converted };
  }

  #head(node: AstNode): PatternRoot | undefined {
    const converted = this.#convert(node);
    const kept = HEAD_ROLES.get(converted.kind);
    if (!kept) return undefined;
    return {
      form: "head",
      node: patternNode({ ...converted, children: converted.children.filter(({ role }) => kept.has(role)) }),
    };
  }

  #convert(node: AstNode, as?: Role): PatternNode {
    const ast = this.#ast;
    const kind = ast.kind(node);
    const role = as ?? ast.role(node);
    const only = ast.next(node) > node + 1 ? node + 1 : NO_NODE;
    const isOnlyChild = only !== NO_NODE && ast.next(only) === ast.next(node);
    // What merely wraps an ellipsis is one.
    if (isOnlyChild && (kind === Kind.Spread || kind === Kind.KeywordSpread || kind === Kind.WithItem)) {
      const inner = ast.kind(only) === Kind.Spread ? ast.firstChild(only) : only;
      if (inner !== NO_NODE && (this.#isEllipsis(inner) || this.#isEllipsisName(inner)))
        return this.#convert(inner, role);
    }
    if (isOnlyChild && kind === Kind.ExpressionStatement && this.#isEllipsis(only)) return this.#convert(only, role);
    if (kind === Kind.Pair && ast.hasFlag(node, Flag.Shorthand) && this.#isEllipsis(ast.child(node, Role.Value)))
      return this.#convert(ast.child(node, Role.Value), role);
    // A shell's `$(f)` is a template of its own, also where it stands for something deep.
    if (
      kind === Kind.Template &&
      ast.language === "bash" &&
      isOnlyChild &&
      ast.kind(only) === Kind.Call &&
      this.#isDeep(ast.firstChild(only))
    )
      return this.#convert(only, role);
    if (kind === Kind.Call && isOnlyChild && this.#isStatementPlaceholder(only)) return this.#convert(only, role);
    if (kind === Kind.Call && this.#isDeep(only)) {
      const operand = ast.child(node, Role.Argument);
      const inner = operand === NO_NODE ? [] : [this.#convert(operand, Role.Operand)];
      return patternNode({ kind: Kind.DeepEllipsis, role, symbol: 0, flags: 0, children: inner });
    }
    if (kind === Kind.Call && ast.kind(only) === Kind.Member && ast.next(only) === ast.next(node)) {
      const callee = this.#convert(only, role);
      if (callee.name === "...") return callee;
    }
    const symbol = this.#symbol(node);
    const name = symbol.name;
    const isLeaf = only === NO_NODE;
    const wrapsName =
      kind === Kind.Field ||
      kind === Kind.Attribute ||
      kind === Kind.Type ||
      kind === Kind.Parameter ||
      kind === Kind.ImportSpecifier ||
      kind === Kind.TypeParameter;
    const keyName = kind === Kind.Pair ? this.#keyPlaceholder(ast.child(node, Role.Key)) : undefined;
    if (keyName?.kind === Kind.Ellipsis || keyName?.kind === Kind.MetavariableEllipsis)
      return patternNode({ kind: keyName.kind, role, symbol: intern(keyName.name), flags: 0, children: [] });
    if (
      kind === Kind.Text ||
      (kind === Kind.String && (role === Role.Key || ast.language === "json" || ast.language === "yaml"))
    ) {
      const placeholder = this.#keyPlaceholder(node);
      const isText = kind === Kind.Text && role === Role.Child;
      if (placeholder)
        return patternNode({
          kind: placeholder.kind,
          role,
          symbol: intern(placeholder.name),
          flags: 0,
          children: [],
          isText,
        });
    }
    if (this.#isDeclaredEllipsis(node))
      return patternNode({ kind: Kind.Ellipsis, role, symbol: intern("..."), flags: 0, children: [] });
    if (name === "..." && wrapsName && (isLeaf || isOnlyChild))
      return patternNode({ kind: Kind.Ellipsis, role, symbol: intern("..."), flags: 0, children: [] });
    const type = kind === Kind.TypedMetavariable ? this.#spelled.types.get(ast.textOf(node).trim()) : undefined;
    if (kind === Kind.NamedArgument && name === "...")
      return patternNode({ kind: Kind.Ellipsis, role, symbol: intern("..."), flags: 0, children: [] });
    const children = ast
      .children(node)
      .filter((child) => ast.kind(child) !== Kind.Type || !this.#isAnyType(ast.name(child)))
      .filter((child) => ast.kind(child) !== Kind.Parameter || ast.end(child) > ast.start(child))
      .map((child) => this.#convert(child));
    // Backquotes hold any command, with variables or without.
    if (
      kind === Kind.Call &&
      (ast.language === "php" || ast.language === "ruby") &&
      ast.text[ast.start(node)] === "`" &&
      children.at(-1)?.text?.kind === "any"
    )
      children[children.length - 1] = patternNode({
        kind: Kind.Ellipsis,
        role: Role.Argument,
        symbol: intern("..."),
        flags: 0,
        children: [],
      });
    const kindNow = type ? Kind.TypedMetavariable : (symbol.kind ?? kind);
    const flags = ast.flags(node);
    if (
      kind === Kind.Template &&
      !TEMPLATES_ARE_NO_STRINGS.has(ast.language) &&
      children.length <= 1 &&
      children.every((child) => child.kind === Kind.String)
    )
      return patternNode({
        kind: Kind.String,
        role,
        symbol: children[0]?.symbol ?? 0,
        flags,
        children: [],
        text: children[0]?.text ?? { kind: "equal", value: "" },
      });
    const text = this.#text(node);
    const isJoined = kind === Kind.Template && ast.language === "python" && isJoinedTemplate(ast, node);
    const isArrowed = kind === Kind.Member && isArrow(ast, node);
    return patternNode({
      kind: kindNow,
      role,
      symbol: intern(name),
      flags,
      children,
      type,
      text,
      isJoined,
      isArrow: isArrowed || undefined,
    });
  }

  /** In C# `var` leaves the type open, in a pattern altogether. */
  #isAnyType(name: string): boolean {
    return name === ANY_TYPE_NAME || (name === "var" && this.#ast.language === "csharp");
  }

  #isEllipsis(node: AstNode): boolean {
    const kind = this.#ast.kind(node);
    return kind === Kind.Ellipsis || kind === Kind.MetavariableEllipsis;
  }

  /** What a plain name as a key stands for. */
  #keyPlaceholder(key: AstNode): Placeholder | undefined {
    if (key === NO_NODE) return undefined;
    const ast = this.#ast;
    const isText = ast.kind(key) === Kind.String || ast.kind(key) === Kind.Text;
    if (!isText && ast.kind(key) !== Kind.Identifier) return undefined;
    return this.#spelled.names.placeholder(isText ? ast.stringValue(key).trim() : ast.name(key));
  }

  /** `Object ...;`, `Object ...` and `case ...:` are how members, parameters and cases of any kind had to be spelled. */
  #isDeclaredEllipsis(node: AstNode): boolean {
    const ast = this.#ast;
    switch (ast.kind(node)) {
      case Kind.Case:
        return (
          ast.language === "go" &&
          ast.children(node).length === 1 &&
          this.#isEllipsisName(ast.child(node, Role.Pattern)) &&
          ast.name(node) === ""
        );
      case Kind.Parameter:
      case Kind.Declarator:
        return this.#isEllipsisName(ast.child(node, Role.Target)) && ast.child(node, Role.Value) === NO_NODE;
      case Kind.Field:
        return this.#isEllipsisName(ast.child(node, Role.Name)) && ast.child(node, Role.Value) === NO_NODE;
      case Kind.VariableDeclaration: {
        const inner = ast.children(node, Role.Declarator);
        return inner.length === 1 && this.#isDeclaredEllipsis(inner[0]!);
      }
      default:
        return false;
    }
  }

  #isEllipsisName(node: AstNode): boolean {
    if (node === NO_NODE) return false;
    return (
      this.#ast.kind(node) === Kind.Ellipsis ||
      this.#spelled.names.placeholder(this.#ast.name(node).replace(/^\$/, ""))?.kind === Kind.Ellipsis
    );
  }

  /** In C# only a call is a statement, so what stands for one is spelled as a call. */
  #isStatementPlaceholder(callee: AstNode): boolean {
    const ast = this.#ast;
    return (
      ast.language === "csharp" &&
      ast.role(callee) === Role.Callee &&
      (ast.kind(callee) === Kind.Ellipsis || ast.textOf(callee).startsWith(STATEMENT_NAME))
    );
  }

  #isDeep(callee: AstNode): boolean {
    if (this.#ast.kind(callee) === Kind.DeepEllipsis && this.#ast.role(callee) === Role.Callee) return true;
    return (
      this.#ast.kind(callee) === Kind.Identifier &&
      this.#spelled.names.placeholder(this.#ast.name(callee))?.kind === Kind.DeepEllipsis
    );
  }

  /** The name that a node's symbol stands for; `kind` when the node is an identifier that is a placeholder. */
  #symbol(node: AstNode): { readonly name: string; readonly kind?: Kind } {
    const ast = this.#ast;
    const kind = ast.kind(node);
    const name = ast.name(node);
    if (isLiteral(kind)) return { name };
    // Variables of a shell and of PHP carry their sign.
    const variable =
      (ast.language === "bash" || ast.language === "php") && name.startsWith("$")
        ? this.#spelled.names.placeholder(name.slice(1))
        : undefined;
    if (variable) return { name: variable.name, kind: variable.kind };
    const placeholder = this.#spelled.names.placeholder(name);
    if (placeholder)
      return kind === Kind.Identifier ? { name: placeholder.name, kind: placeholder.kind } : { name: placeholder.name };
    if (!name.includes(".")) return { name };
    return {
      name: name
        .split(".")
        .map((part) => this.#spelled.names.placeholder(part)?.name ?? part)
        .join("."),
    };
  }

  #text(node: AstNode): TextPattern | undefined {
    const kind = this.#ast.kind(node);
    // Of several strings side by side the parts are compared.
    if (
      kind === Kind.String &&
      this.#ast.firstChild(node) !== NO_NODE &&
      this.#ast.role(this.#ast.firstChild(node)) === Role.Part
    )
      return { kind: "any" };
    const value = kind === Kind.String || kind === Kind.Text ? this.#ast.stringValue(node) : undefined;
    // Any value of YAML is `...` without quotes; with them it is nothing that Semgrep finds.
    if (value === "..." && this.#ast.language === "yaml") return { kind: "equal", value: "\0" };
    if (value !== undefined) return textPattern(value);
    if (kind === Kind.Regex || kind === Kind.Atom) return textPattern(this.#ast.name(node));
    return undefined;
  }
}

/** A single entry or item is meant itself, not a map or list that has nothing else, unless the list's brackets are written. */
function simplified(node: PatternNode, text: string): PatternRoot {
  const isWritten = node.kind === Kind.Array && /^\s*\[/.test(text);
  const only = node.children.length === 1 && !isWritten ? node.children[0] : undefined;
  if (node.kind === Kind.Object && only?.kind === Kind.Pair) return { form: "part", node: only };
  if (node.kind === Kind.Array && only !== undefined && only.kind !== Kind.Ellipsis)
    return only.kind === Kind.Object ? simplified(only, text) : { form: "expression", node: only };
  return { form: "expression", node };
}

const HEAD_ROLES: ReadonlyMap<Kind, ReadonlySet<Role>> = new Map<Kind, ReadonlySet<Role>>([
  [
    Kind.Function,
    new Set([Role.Decorator, Role.Modifier, Role.Name, Role.TypeParameter, Role.Parameter, Role.ReturnType]),
  ],
  [
    Kind.Class,
    new Set([Role.Decorator, Role.Modifier, Role.Name, Role.TypeParameter, Role.Superclass, Role.Interface]),
  ],
  [Kind.If, new Set([Role.Condition])],
  [Kind.While, new Set([Role.Condition])],
  [Kind.Switch, new Set([Role.Subject])],
  [Kind.Try, new Set([Role.Body, Role.Item])],
  [Kind.For, new Set([Role.Init, Role.Condition, Role.Update])],
  [Kind.ForEach, new Set([Role.Target, Role.Iterable, Role.Modifier])],
  [Kind.With, new Set([Role.Item])],
  [Kind.Catch, new Set([Role.Parameter, Role.Type])],
]);

function isExpressionRole(role: Role): boolean {
  return role !== Role.Statement && role !== Role.Member && role !== Role.Declaration;
}
