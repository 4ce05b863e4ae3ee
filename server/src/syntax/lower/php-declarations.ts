// What PHP declares: namespaces and imports, functions, classes of all sorts with their members, parameters, types,
// attributes. The traits that a class uses are Superclasses. Names of members carry no `$`, as in `$this->name`.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LowerFunction, LoweringEntry } from "../lowering.ts";
import { intern, nameOf } from "../symbols.ts";

/** `\A\B` without the backslash in front; metavariables as a pattern spells them. */
export function qualifiedName(l: Lowerer, node: CstNode): string {
  if (node === NONE) return "";
  const text = l
    .text(node)
    .replace(/\s+/g, "")
    .replace(/^\\/, "")
    .replace(/^namespace\\/i, "");
  return l.pattern ? text.replace(/[^\\]+/g, (part) => l.pattern?.placeholder(part)?.name ?? part) : text;
}

/** A member's name: `$name` without its sign, but for a metavariable. */
function memberSymbol(l: Lowerer, name: CstNode): number {
  if (name === NONE) return 0;
  return l.placeholder(name) ? l.nameSymbol(name) : intern(l.text(name).replace(/^\$/, ""));
}

// Attributes and modifiers

function lowerModifiers(l: Lowerer, node: CstNode): void {
  const { cst } = l;
  l.lowerField(node, "attributes", Role.Decorator);
  for (const child of cst.namedChildren(node))
    if (/_modifier$/.test(cst.kind(child)))
      l.leaf(Kind.Modifier, Role.Modifier, child, intern(l.text(child).toLowerCase()));
}

function modifierFlags(l: Lowerer, node: CstNode): number {
  return l.cst.childOfKind(node, "static_modifier") === NONE ? Flag.None : Flag.Static;
}

function attribute(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const args = cst.field(node, "parameters");
  const name = cst.namedChildren(node).find((child) => child !== args) ?? NONE;
  l.node(Kind.Decorator, role, node, () => {
    if (args === NONE) l.lower(name, Role.Expression);
    else
      l.node(Kind.Call, Role.Expression, node, () => {
        l.lower(name, Role.Callee);
        l.lower(args, Role.Argument);
      });
  });
}

// Namespaces and imports

function namespace(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const body = cst.field(node, "body");
  const children = () => {
    if (body !== NONE) l.lowerAll(cst.namedChildren(body), Role.Statement);
  };
  l.node(Kind.Namespace, role, node, children, intern(qualifiedName(l, cst.field(node, "name"))));
}

function use(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const group = cst.field(node, "body");
  const prefix = group === NONE ? "" : `${qualifiedName(l, cst.childOfKind(node, "namespace_name"))}\\`;
  const clauses = cst
    .namedChildren(group === NONE ? node : group)
    .filter((child) => cst.kind(child) === "namespace_use_clause");
  const [only] = clauses;
  if (only !== undefined && clauses.length === 1) useClause(l, only, role, node, prefix);
  else
    l.node(Kind.Import, role, node, () => {
      for (const clause of clauses) useClause(l, clause, Role.Specifier, clause, prefix);
    });
}

function useClause(l: Lowerer, clause: CstNode, role: Role, whole: CstNode, prefix: string): void {
  const { cst } = l;
  const alias = cst.field(clause, "alias");
  const ofClause = cst.field(clause, "type");
  const sort = ofClause === NONE ? cst.field(cst.parent(clause), "type") : ofClause;
  const name = cst.namedChildren(clause).find((child) => child !== alias) ?? NONE;
  if (prefix === "" && l.ellipsis(name, role)) return;
  const children = () => {
    if (sort !== NONE) l.leaf(Kind.Modifier, Role.Modifier, sort, l.symbol(sort));
    if (alias !== NONE)
      l.node(Kind.ImportSpecifier, Role.Specifier, clause, () => l.identifier(alias, Role.Alias), intern("*"));
  };
  l.node(Kind.Import, role, whole, children, intern(prefix + qualifiedName(l, name)));
}

function constants(l: Lowerer, node: CstNode, role: Role): void {
  const elements = l.cst.namedChildren(node).filter((child) => l.cst.kind(child) === "const_element");
  if (role === Role.Member) {
    fields(l, node, elements, role, (element) => {
      const [name = NONE, value = NONE] = l.cst.namedChildren(element);
      return { name, value };
    });
    return;
  }
  const children = () => {
    for (const element of elements)
      l.node(Kind.Declarator, Role.Declarator, element, () => {
        const [name = NONE, value = NONE] = l.cst.namedChildren(element);
        l.lower(name, Role.Target);
        l.lower(value, Role.Value);
      });
  };
  l.node(Kind.VariableDeclaration, role, node, children, intern("const"));
}

// Functions

function functionLike(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const kind = cst.kind(node);
  const isLambda = kind === "anonymous_function" || kind === "arrow_function";
  let flags = modifierFlags(l, node);
  if (role === Role.Member) flags |= Flag.Method;
  if (isLambda) flags |= Flag.Lambda;
  if (kind === "arrow_function") flags |= Flag.ExpressionBody;
  if (name !== NONE && /^__(construct|destruct)$/i.test(l.text(name))) flags |= Flag.Accessor;
  const captured = cst.childOfKind(node, "anonymous_function_use_clause");
  const children = () => {
    lowerModifiers(l, node);
    if (name !== NONE) l.identifier(name, Role.Name);
    l.lowerField(node, "parameters", Role.Parameter);
    if (captured !== NONE)
      l.node(
        Kind.ScopeDeclaration,
        Role.Clause,
        captured,
        () => {
          for (const child of cst.namedChildren(captured)) {
            const isReference = cst.kind(child) === "by_ref";
            const used = isReference ? (cst.namedChildren(child)[0] ?? NONE) : child;
            if (used === NONE || l.placeholder(used)) l.lower(child, Role.Name);
            else l.leaf(Kind.Identifier, Role.Name, used, l.nameSymbol(used), isReference ? Flag.Prefix : Flag.None);
          }
        },
        intern("use"),
      );
    l.lowerField(node, "return_type", Role.ReturnType);
    l.lowerField(node, "body", Role.Body);
  };
  l.node(Kind.Function, role, node, children, l.nameSymbol(name), flags);
}

function parameter(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const given = cst.field(node, "name");
  const name = given !== NONE && cst.kind(given) === "by_ref" ? (cst.namedChildren(given)[0] ?? NONE) : given;
  if (cst.field(node, "default_value") === NONE && l.ellipsis(name, role)) return;
  const children = () => {
    lowerModifiers(l, node);
    l.lower(name, Role.Target);
    l.lowerField(node, "type", Role.Type);
    l.lowerField(node, "default_value", Role.Default);
  };
  const flags = cst.kind(node) === "variadic_parameter" ? Flag.Rest : Flag.None;
  l.node(Kind.Parameter, role, node, children, l.nameSymbol(name), flags);
}

// Classes

const KEYWORDS: Readonly<Record<string, string>> = {
  interface_declaration: "interface",
  trait_declaration: "trait",
  enum_declaration: "enum",
};

export function lowerClass(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const keyword = KEYWORDS[cst.kind(node)];
  const name = cst.field(node, "name");
  const body = cst.field(node, "body");
  const members = body === NONE ? [] : cst.namedChildren(body);
  const children = () => {
    if (keyword !== undefined) l.leaf(Kind.Modifier, Role.Modifier, cst.childOfKind(node, keyword), intern(keyword));
    lowerModifiers(l, node);
    if (name !== NONE) l.identifier(name, Role.Name);
    l.lower(cst.childOfKind(node, "base_clause"), Role.Superclass);
    for (const member of members) if (cst.kind(member) === "use_declaration") traits(l, member);
    l.lower(cst.childOfKind(node, "class_interface_clause"), Role.Interface);
    for (const member of members)
      if (cst.kind(member) !== "use_declaration") l.lower(member, cst.isBroken(member) ? Role.Element : Role.Member);
  };
  l.node(Kind.Class, role, node, children, l.nameSymbol(name));
}

function traits(l: Lowerer, node: CstNode): void {
  for (const child of l.cst.namedChildren(node)) if (l.cst.kind(child) !== "use_list") l.lower(child, Role.Superclass);
}

function properties(l: Lowerer, node: CstNode, role: Role): void {
  const elements = l.cst.namedChildren(node).filter((child) => l.cst.kind(child) === "property_element");
  fields(l, node, elements, role, (element) => ({
    name: l.cst.field(element, "name"),
    value: l.cst.field(element, "default_value"),
  }));
}

interface FieldParts {
  readonly name: CstNode;
  readonly value: CstNode;
}

/** One Field, or a VariableDeclaration of several. */
function fields(
  l: Lowerer,
  node: CstNode,
  elements: readonly CstNode[],
  role: Role,
  partsOf: (element: CstNode) => FieldParts,
): void {
  const { cst } = l;
  const write = (element: CstNode, as: Role, whole: CstNode) => {
    const { name, value } = partsOf(element);
    if (value === NONE && l.ellipsis(name, as)) return;
    const children = () => {
      lowerModifiers(l, node);
      if (l.placeholder(name)) l.identifier(name, Role.Name);
      else if (name !== NONE) l.leaf(Kind.Identifier, Role.Name, name, memberSymbol(l, name));
      l.lowerField(node, "type", Role.Type);
      l.lower(value, Role.Value);
      if (whole === node) l.lower(cst.childOfKind(node, "property_hook_list"), Role.Member);
    };
    l.node(Kind.Field, as, whole, children, memberSymbol(l, name), modifierFlags(l, node));
  };
  const [only] = elements;
  if (only !== undefined && elements.length === 1) write(only, role, node);
  else
    l.node(Kind.VariableDeclaration, role, node, () => {
      for (const element of elements) write(element, Role.Declarator, element);
    });
}

function propertyHook(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.childOfKind(node, "name");
  const children = () => {
    if (name !== NONE) l.identifier(name, Role.Name);
    l.lowerField(node, "parameters", Role.Parameter);
    l.lowerField(node, "body", Role.Body);
  };
  l.node(Kind.Function, role, node, children, l.nameSymbol(name), Flag.Method | Flag.Accessor);
}

function enumCase(l: Lowerer, node: CstNode, role: Role): void {
  const children = () => {
    l.lowerField(node, "attributes", Role.Decorator);
    l.lowerField(node, "value", Role.Value);
  };
  l.node(Kind.EnumMember, role, node, children, l.nameSymbol(l.cst.field(node, "name")));
}

// Types

const named: LowerFunction = (l, node, role) => {
  l.leaf(Kind.Type, role, node, intern(qualifiedName(l, node)));
};

const optional: LowerFunction = (l, node, role) => {
  const [inner = NONE] = l.cst.namedChildren(node);
  l.leaf(Kind.Type, role, node, inner === NONE ? 0 : intern(qualifiedName(l, inner)), Flag.Optional);
};

function composed(head: string): LowerFunction {
  return (l, node, role) => {
    l.node(Kind.Type, role, node, () => l.lowerAll(l.cst.namedChildren(node), Role.TypeArgument), intern(head));
  };
}

/** Entries of the table. */
export const DECLARATIONS: Readonly<Record<string, LoweringEntry>> = {
  attribute_list: "through",
  attribute_group: "through",
  attribute,
  abstract_modifier: "leave out",
  final_modifier: "leave out",
  readonly_modifier: "leave out",
  reference_modifier: "leave out",
  static_modifier: "leave out",
  var_modifier: "leave out",
  visibility_modifier: "leave out",
  operation: "leave out",

  namespace_definition: namespace,
  namespace_name: (l, node, role) => void l.leaf(Kind.Identifier, role, node, intern(nameOf(l.symbol(node)))),
  namespace_use_declaration: use,
  namespace_use_clause: "leave out",
  namespace_use_group: "leave out",
  const_declaration: constants,
  const_element: "leave out",

  function_definition: functionLike,
  method_declaration: functionLike,
  anonymous_function: functionLike,
  arrow_function: functionLike,
  anonymous_function_use_clause: "leave out",
  formal_parameters: "through",
  simple_parameter: parameter,
  variadic_parameter: parameter,
  property_promotion_parameter: parameter,

  class_declaration: lowerClass,
  interface_declaration: lowerClass,
  trait_declaration: lowerClass,
  enum_declaration: lowerClass,
  anonymous_class: lowerClass,
  base_clause: "through",
  class_interface_clause: "through",
  declaration_list: "through",
  enum_declaration_list: "through",
  enum_case: enumCase,
  property_declaration: properties,
  property_element: "leave out",
  property_hook_list: "through",
  property_hook: propertyHook,
  use_declaration: "leave out",
  use_list: "leave out",
  use_as_clause: "leave out",
  use_instead_of_clause: "leave out",

  named_type: named,
  primitive_type: named,
  bottom_type: named,
  cast_type: named,
  optional_type: optional,
  union_type: composed("|"),
  intersection_type: composed("&"),
  disjunctive_normal_form_type: composed("|"),
  type_list: "through",
};
