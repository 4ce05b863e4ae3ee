// Functions' parameters and classes with their members, as JavaScript and TypeScript have them: what carries decorators,
// modifiers and types.

import { type CstNode, NONE } from "../cst.ts";
import { Flag, Kind, Role } from "../kind.ts";
import type { Lowerer, LoweringEntry } from "../lowering.ts";
import { intern } from "../symbols.ts";
import { cookEscapes } from "./escapes.ts";

const MODIFIERS = new Set([
  "async",
  "static",
  "abstract",
  "declare",
  "readonly",
  "get",
  "set",
  "accessor",
  "const",
  "accessibility_modifier",
  "override_modifier",
]);

export interface Modifiers {
  readonly nodes: readonly CstNode[];
  readonly flags: number;
}

/** The words before a declaration. */
export function modifiersOf(l: Lowerer, node: CstNode): Modifiers {
  const { cst } = l;
  let flags: number = Flag.None;
  const nodes: CstNode[] = [];
  const end = cst.next(node);
  for (let child = node + 1; child < end; child = cst.next(child)) {
    const kind = cst.kind(child);
    if (kind === "statement_block" || kind === "formal_parameters" || kind === "class_body") break;
    if (!MODIFIERS.has(kind)) continue;
    if (kind === "async") flags |= Flag.Async;
    else if (kind === "static") flags |= Flag.Static;
    else if (kind === "get" || kind === "set") flags |= Flag.Accessor;
    nodes.push(child);
  }
  return { nodes, flags };
}

export function lowerModifiers(l: Lowerer, { nodes }: Modifiers): void {
  for (const node of nodes) l.leaf(Kind.Modifier, Role.Modifier, node, l.symbol(node));
}

/** A key of an object: a String for a plain name, the expression for a computed one. */
export function lowerKey(l: Lowerer, node: CstNode, role: Role): void {
  if (node === NONE) return;
  switch (l.cst.kind(node)) {
    case "property_identifier":
    case "private_property_identifier":
    case "shorthand_property_identifier":
    case "shorthand_property_identifier_pattern":
      if (l.placeholder(node)) l.identifier(node, role);
      else l.string(node, role, l.text(node));
      return;
    default:
      l.lower(node, role);
  }
}

/** The name of a member as a symbol; 0 for a computed one. */
function propertySymbol(l: Lowerer, node: CstNode): number {
  if (node === NONE) return 0;
  switch (l.cst.kind(node)) {
    case "computed_property_name":
      return 0;
    case "string":
      return intern(cookEscapes(l.text(node).slice(1, -1)));
    default:
      return l.nameSymbol(node);
  }
}

function lowerMethod(l: Lowerer, node: CstNode, role: Role, decorators: readonly CstNode[]): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const modifiers = modifiersOf(l, node);
  const symbol = propertySymbol(l, name);
  let flags = modifiers.flags | Flag.Method;
  if (cst.hasToken(node, "*")) flags |= Flag.Generator;
  if (name !== NONE && cst.kind(name) === "computed_property_name") flags |= Flag.Computed;
  if (symbol === intern("constructor") && role === Role.Member) flags |= Flag.Accessor;
  const made = l.node(
    Kind.Function,
    role,
    node,
    () => {
      lowerDecorators(l, node, decorators);
      lowerModifiers(l, modifiers);
      l.lower(name, Role.Name);
      l.lowerField(node, "type_parameters", Role.TypeParameter);
      lowerParameters(l, node);
      l.lowerField(node, "return_type", Role.ReturnType);
      l.lowerField(node, "type", Role.ReturnType);
      l.lowerField(node, "body", Role.Body);
    },
    symbol,
    flags,
  );
  startAtDecorators(l, made, decorators);
}

function lowerField(l: Lowerer, node: CstNode, role: Role, decorators: readonly CstNode[]): void {
  const { cst } = l;
  const named = cst.field(node, "name");
  const name = named === NONE ? cst.field(node, "property") : named;
  if (cst.field(node, "value") === NONE && l.ellipsis(name, role)) return;
  const modifiers = modifiersOf(l, node);
  const isComputed = name !== NONE && cst.kind(name) === "computed_property_name";
  const made = l.node(
    Kind.Field,
    role,
    node,
    () => {
      lowerDecorators(l, node, decorators);
      lowerModifiers(l, modifiers);
      l.lower(name, Role.Name);
      l.lowerField(node, "type", Role.Type);
      l.lowerField(node, "value", Role.Value);
    },
    propertySymbol(l, name),
    modifiers.flags | (isComputed ? Flag.Computed : Flag.None),
  );
  startAtDecorators(l, made, decorators);
}

function lowerDecorators(l: Lowerer, node: CstNode, before: readonly CstNode[]): void {
  l.lowerAll(before, Role.Decorator);
  l.lowerAll(l.cst.fields(node, "decorator"), Role.Decorator);
}

/** Decorators that the grammar puts beside a declaration belong to it, so its span begins with them. */
function startAtDecorators(l: Lowerer, made: number, decorators: readonly CstNode[]): void {
  if (decorators.length > 0) l.out.amend(made, { start: l.cst.start(decorators[0]!) });
}

/** A class or an interface; `decorators` are those that stand outside of its node. */
export function lowerClass(l: Lowerer, node: CstNode, role: Role, decorators: readonly CstNode[] = []): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const modifiers = modifiersOf(l, node);
  const isInterface = cst.kind(node) === "interface_declaration";
  const made = l.node(
    Kind.Class,
    role,
    node,
    () => {
      lowerDecorators(l, node, decorators);
      if (isInterface) l.leaf(Kind.Modifier, Role.Modifier, cst.childOfKind(node, "interface"), intern("interface"));
      lowerModifiers(l, modifiers);
      if (name !== NONE) l.identifier(name, Role.Name);
      l.lowerField(node, "type_parameters", Role.TypeParameter);
      l.lower(cst.childOfKind(node, isInterface ? "extends_type_clause" : "class_heritage"), Role.Superclass);
      lowerMembers(l, cst.field(node, "body"));
    },
    l.nameSymbol(name),
    modifiers.flags | (isInterface ? Flag.TypeOnly : Flag.None),
  );
  startAtDecorators(l, made, decorators);
}

function lowerMembers(l: Lowerer, body: CstNode): void {
  if (body === NONE) return;
  const { cst } = l;
  let decorators: CstNode[] = [];
  for (const child of cst.namedChildren(body)) {
    switch (cst.kind(child)) {
      case "decorator":
        decorators.push(child);
        continue;
      case "field_definition":
      case "public_field_definition":
      case "property_signature":
        lowerField(l, child, Role.Member, decorators);
        break;
      case "method_definition":
      case "method_signature":
      case "abstract_method_signature":
        lowerMethod(l, child, Role.Member, decorators);
        break;
      default:
        l.lowerAll(decorators, Role.Decorator);
        l.lower(child, Role.Member);
    }
    decorators = [];
  }
  l.lowerAll(decorators, Role.Decorator);
}

/** The parameters of a function: a list of patterns, or an arrow's only name. */
export function lowerParameters(l: Lowerer, node: CstNode): void {
  const only = l.cst.field(node, "parameter");
  if (only !== NONE) lowerParameter(l, only, Role.Parameter);
  else l.lowerField(node, "parameters", Role.Parameter);
}

function lowerParameter(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  if (cst.isBroken(node)) {
    l.lower(node, Role.Element);
    return;
  }
  if (l.ellipsis(node, role)) return;
  let target = node;
  let type: CstNode = NONE;
  let value: CstNode = NONE;
  let flags: number = Flag.None;
  let modifiers: Modifiers | undefined;
  const kind = cst.kind(node);
  if (kind === "required_parameter" || kind === "optional_parameter") {
    const pattern = cst.field(node, "pattern");
    target = pattern === NONE ? cst.field(node, "name") : pattern;
    if (target !== NONE && cst.next(node) === cst.next(target) && l.ellipsis(target, role)) return;
    type = cst.field(node, "type");
    value = cst.field(node, "value");
    modifiers = modifiersOf(l, node);
    if (kind === "optional_parameter") flags |= Flag.Optional;
  } else if (kind === "assignment_pattern") {
    target = cst.field(node, "left");
    value = cst.field(node, "right");
  }
  if (target !== NONE && cst.kind(target) === "rest_pattern") {
    flags |= Flag.Rest;
    target = cst.namedChildren(target)[0] ?? NONE;
  }
  const isName = target !== NONE && cst.kind(target) === "identifier";
  l.node(
    Kind.Parameter,
    role,
    node,
    () => {
      if (modifiers) {
        lowerDecorators(l, node, []);
        lowerModifiers(l, modifiers);
      }
      l.lower(target, Role.Target);
      l.lower(type, Role.Type);
      l.lower(value, Role.Default);
    },
    isName ? l.nameSymbol(target) : 0,
    flags,
  );
}

function lowerEnum(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.field(node, "name");
  const body = cst.field(node, "body");
  l.node(
    Kind.Class,
    role,
    node,
    () => {
      lowerModifiers(l, modifiersOf(l, node));
      const keyword = cst.childOfKind(node, "enum");
      if (keyword !== NONE) l.leaf(Kind.Modifier, Role.Modifier, keyword, intern("enum"));
      if (name !== NONE) l.identifier(name, Role.Name);
      if (body !== NONE) for (const child of cst.namedChildren(body)) lowerEnumMember(l, child);
    },
    l.nameSymbol(name),
  );
}

function lowerEnumMember(l: Lowerer, node: CstNode): void {
  const { cst } = l;
  if (cst.isBroken(node)) {
    l.lower(node, Role.Element);
    return;
  }
  if (l.ellipsis(node, Role.Member)) return;
  const isAssignment = cst.kind(node) === "enum_assignment";
  const name = isAssignment ? cst.field(node, "name") : node;
  l.node(
    Kind.EnumMember,
    Role.Member,
    node,
    () => {
      if (isAssignment) l.lowerField(node, "value", Role.Value);
    },
    propertySymbol(l, name),
  );
}

/** Entries of the table. */
export const CLASSES: Readonly<Record<string, LoweringEntry>> = {
  class: (l, node, role) => lowerClass(l, node, role),
  class_declaration: (l, node, role) => lowerClass(l, node, role),
  abstract_class_declaration: (l, node, role) => lowerClass(l, node, role),
  interface_declaration: (l, node, role) => lowerClass(l, node, role),
  class_heritage: "through",
  extends_clause: (l, node, role) => {
    l.lowerAll(l.cst.fields(node, "value"), role);
    for (const types of l.cst.fields(node, "type_arguments")) l.lower(types, Role.TypeArgument);
  },
  extends_type_clause: "through",
  implements_clause: (l, node) => l.lowerAll(l.cst.namedChildren(node), Role.Interface),
  class_body: (l, node) => lowerMembers(l, node),
  interface_body: (l, node) => lowerMembers(l, node),
  class_static_block: (l, node, role) => {
    const body = l.cst.field(node, "body");
    const statements = body === NONE ? [] : l.cst.namedChildren(body);
    l.node(Kind.Block, role, node, () => l.lowerAll(statements, Role.Statement), 0, Flag.Static);
  },
  method_definition: (l, node, role) => lowerMethod(l, node, role, []),
  method_signature: (l, node, role) => lowerMethod(l, node, role, []),
  abstract_method_signature: (l, node, role) => lowerMethod(l, node, role, []),
  call_signature: (l, node, role) => lowerMethod(l, node, role, []),
  construct_signature: (l, node, role) => lowerMethod(l, node, role, []),
  field_definition: (l, node, role) => lowerField(l, node, role, []),
  public_field_definition: (l, node, role) => lowerField(l, node, role, []),
  property_signature: (l, node, role) => lowerField(l, node, role, []),
  accessibility_modifier: "leave out",
  override_modifier: "leave out",
  decorator: { kind: Kind.Decorator, rest: Role.Expression },
  formal_parameters: (l, node) => {
    for (const child of l.cst.namedChildren(node)) lowerParameter(l, child, Role.Parameter);
  },
  required_parameter: lowerParameter,
  optional_parameter: lowerParameter,
  enum_declaration: lowerEnum,
  enum_body: (l, node) => {
    for (const child of l.cst.namedChildren(node)) lowerEnumMember(l, child);
  },
  enum_assignment: (l, node) => lowerEnumMember(l, node),
};
