// The types of C and C++, and the declarators around names that make types of them: `char *argv[]` is a name whose type is
// `[]` of `*` of `char`. Symbols are heads as written, with `.` for `::`.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, LoweringEntry } from "../lowering.ts";
import { intern, nameOf, type Sym } from "../symbols.ts";

/** What a declarator says: the node that is the name, and what is put around the type, outermost in the text first. */
export interface Declared {
  /** An identifier, a qualified one, an operator's name, a structured binding, or NONE. */
  readonly name: CstNode;
  readonly wrappers: readonly Wrapper[];
}

export interface Wrapper {
  readonly sign: "*" | "&" | "[]" | "()";
  readonly node: CstNode;
}

export function declared(l: Lowerer, declarator: CstNode): Declared {
  const { cst } = l;
  const wrappers: Wrapper[] = [];
  let at = declarator;
  while (at !== NONE) {
    const kind = cst.kind(at);
    if (/^(abstract_)?(pointer|reference)_(type_)?declarator$|^pointer_type_declarator$/.test(kind))
      wrappers.push({ sign: kind.includes("reference") ? "&" : "*", node: at });
    else if (/^(abstract_)?array_declarator$/.test(kind)) wrappers.push({ sign: "[]", node: at });
    else if (/^(abstract_)?function_declarator$/.test(kind)) wrappers.push({ sign: "()", node: at });
    else if (!/^(init|attributed|(abstract_)?parenthesized|variadic)_declarator$/.test(kind)) break;
    at = innerDeclarator(l, at);
  }
  return { name: at, wrappers };
}

function innerDeclarator(l: Lowerer, node: CstNode): CstNode {
  const { cst } = l;
  const field = cst.field(node, "declarator");
  if (field !== NONE) return field;
  const isName = (child: CstNode) =>
    /declarator$|identifier$|_name$|^template_(function|method)$/.test(cst.kind(child));
  return /^(abstract_)?(array|function)_declarator$/.test(cst.kind(node))
    ? NONE
    : (cst.namedChildren(node).find(isName) ?? NONE);
}

/** Whether a declarator's name is a function's, and not that of a pointer to one. */
export function isFunction({ name, wrappers }: Declared): boolean {
  return name !== NONE && wrappers.at(-1)?.sign === "()";
}

/** The type of a name: `base` with what the declarator puts around it. */
export function lowerWrapped(l: Lowerer, base: CstNode, wrappers: readonly Wrapper[], role: Role): void {
  const { cst, out } = l;
  if (base === NONE) return;
  const opened: number[] = [];
  const parameters: CstNode[] = [];
  for (let at = wrappers.length - 1; at >= 0; at--) {
    const { sign, node } = wrappers[at]!;
    const as = opened.length === 0 ? role : Role.TypeArgument;
    opened.push(out.open(Kind.Type, as, cst.start(base), cst.end(base), intern(sign)));
    parameters.push(sign === "()" ? cst.field(node, "parameters") : NONE);
  }
  lowerBase(l, base, opened.length === 0 ? role : Role.TypeArgument);
  for (const one of opened.reverse()) {
    const list = parameters.pop() ?? NONE;
    if (list !== NONE) l.lower(list, Role.Parameter);
    out.close(one);
  }
}

/** A type without declarators. A struct with its body is named here and declared elsewhere. */
export function lowerBase(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  switch (cst.kind(node)) {
    case "struct_specifier":
    case "union_specifier":
    case "class_specifier":
    case "enum_specifier": {
      const name = cst.field(node, "name");
      l.leaf(Kind.Type, role, name === NONE ? node : name, name === NONE ? 0 : typeSymbol(l, name));
      return;
    }
    default:
      l.lower(node, role);
  }
}

/** The last name of `a::b::c<T>`, as a node. */
export function lastName(l: Lowerer, node: CstNode): CstNode {
  const { cst } = l;
  let at = node;
  for (;;) {
    if (at === NONE) return NONE;
    const kind = cst.kind(at);
    const next =
      kind === "qualified_identifier"
        ? (cst.fields(at, "name").at(-1) ?? NONE)
        : /^template_(type|function|method)$/.test(kind)
          ? cst.field(at, "name")
          : kind === "dependent_name"
            ? (cst.namedChildren(at)[0] ?? NONE)
            : NONE;
    if (next === NONE) return at;
    at = next;
  }
}

/** `a::b::c<T>` as `a.b.c`. */
export function typeSymbol(l: Lowerer, node: CstNode): Sym {
  const { cst } = l;
  const names: string[] = [];
  let at = node;
  while (at !== NONE && cst.kind(at) === "qualified_identifier") {
    const scope = cst.field(at, "scope");
    if (scope !== NONE) names.push(nameOf(l.nameSymbol(lastName(l, scope))));
    at = cst.fields(at, "name").at(-1) ?? NONE;
  }
  if (at !== NONE) names.push(nameOf(l.nameSymbol(lastName(l, at))));
  return l.stringSymbol(names.join("."));
}

/** The type arguments behind the last name. */
export function lowerTypeArguments(l: Lowerer, node: CstNode): void {
  const { cst } = l;
  let at = node;
  while (at !== NONE && cst.kind(at) === "qualified_identifier") at = cst.fields(at, "name").at(-1) ?? NONE;
  if (at !== NONE && cst.kind(at) === "dependent_name") at = cst.namedChildren(at)[0] ?? NONE;
  if (at !== NONE && /^template_/.test(cst.kind(at))) l.lowerField(at, "arguments", Role.TypeArgument);
}

const named: LowerFunction = (l, node, role) => {
  if (l.ellipsis(node, role)) return;
  const symbol = l.placeholder(node) ? l.nameSymbol(node) : l.stringSymbol(l.text(node).replace(/\s+/g, " "));
  l.leaf(Kind.Type, role, node, symbol);
};

const templateType: LowerFunction = (l, node, role) => {
  l.node(Kind.Type, role, node, () => lowerTypeArguments(l, node), typeSymbol(l, node));
};

/** `const char *` in a cast, a template argument, `sizeof`. */
const descriptor: LowerFunction = (l, node, role) => {
  const { wrappers } = declared(l, l.cst.field(node, "declarator"));
  lowerWrapped(l, l.cst.field(node, "type"), wrappers, role);
};

/** A qualified name as a type. */
export function lowerQualifiedType(l: Lowerer, node: CstNode, role: Role): void {
  l.node(Kind.Type, role, node, () => lowerTypeArguments(l, node), typeSymbol(l, node));
}

/** Whether a node in this role is a type, where names look the same as in expressions. */
export function isTypeRole(role: Role): boolean {
  return (
    role === Role.Type ||
    role === Role.TypeArgument ||
    role === Role.ReturnType ||
    role === Role.Superclass ||
    role === Role.Interface
  );
}

/** Entries of the table. */
export const TYPES: Readonly<Record<string, LoweringEntry>> = {
  primitive_type: named,
  sized_type_specifier: named,
  type_identifier: named,
  namespace_identifier: (l, node, role) => void l.identifier(node, role),
  auto: named,
  decltype: (l, node, role) => {
    l.node(Kind.Type, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.Operand), intern("decltype"));
  },
  placeholder_type_specifier: (l, node, role) => void l.leaf(Kind.Type, role, node, intern("auto"), Flag.None),
  macro_type_specifier: named,
  dependent_type: "through",
  template_type: templateType,
  template_argument_list: "through",
  type_descriptor: descriptor,
  trailing_return_type: "through",
};
