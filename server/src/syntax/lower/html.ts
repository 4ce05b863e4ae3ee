// HTML to the common AST. Names of tags and attributes are lower case, as HTML takes them; a script's or style's content is
// a Text, raw.

import { type CstNode, NONE } from "../cst.ts";
import { Kind, Role } from "../kind.ts";
import type { Lowerer, Lowering, LoweringEntry } from "../lowering.ts";
import { intern, nameOf } from "../symbols.ts";
import { cookEntities } from "./escapes.ts";

function lowerCaseName(l: Lowerer, node: CstNode): number {
  if (node === NONE) return 0;
  return l.placeholder(node) ? l.nameSymbol(node) : intern(nameOf(l.symbol(node)).toLowerCase());
}

function element(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const start = cst.childOfKind(node, "start_tag");
  const tag = start === NONE ? cst.childOfKind(node, "self_closing_tag") : start;
  const name = tag === NONE ? NONE : cst.childOfKind(tag, "tag_name");
  const children = () => {
    if (tag !== NONE) {
      if (l.placeholder(name)) l.identifier(name, Role.Tag);
      else if (name !== NONE) l.leaf(Kind.Identifier, Role.Tag, name, lowerCaseName(l, name));
      for (const child of cst.namedChildren(tag)) if (child !== name) l.lower(child, Role.Attribute);
    }
    for (const child of cst.namedChildren(node))
      if (child !== tag && !/end_tag$/.test(cst.kind(child))) l.lower(child, Role.Child);
  };
  l.node(Kind.Element, role, node, children, lowerCaseName(l, name));
}

function attribute(l: Lowerer, node: CstNode, role: Role): void {
  const { cst } = l;
  const name = cst.childOfKind(node, "attribute_name");
  const values = cst.namedChildren(node).filter((child) => child !== name);
  if (values.length === 0 && l.ellipsis(name, role)) return;
  l.node(Kind.Attribute, role, node, () => l.lowerAll(values, Role.Value), lowerCaseName(l, name));
}

function attributeValue(l: Lowerer, node: CstNode, role: Role): void {
  if (l.placeholder(node)) l.identifier(node, role);
  else l.string(node, role, cookEntities(l.text(node)));
}

function text(l: Lowerer, node: CstNode, role: Role): void {
  const content = l.text(node);
  if (l.placeholder(node)) l.identifier(node, role);
  else if (content.trim() !== "") l.leaf(Kind.Text, role, node, l.stringSymbol(cookEntities(content)));
}

const table: Readonly<Record<string, LoweringEntry>> = {
  document: "through",
  doctype: { kind: Kind.Opaque, symbol: { word: "doctype" } },
  element,
  script_element: element,
  style_element: element,
  start_tag: "leave out",
  self_closing_tag: "leave out",
  end_tag: "leave out",
  erroneous_end_tag: "leave out",
  erroneous_end_tag_name: "leave out",
  tag_name: "leave out",
  attribute,
  attribute_name: "leave out",
  attribute_value: attributeValue,
  quoted_attribute_value: (l, node, role) => void l.string(node, role, cookEntities(l.text(node).slice(1, -1))),
  text,
  entity: text,
  raw_text: (l, node, role) => {
    if (l.placeholder(node)) l.identifier(node, role);
    else l.leaf(Kind.Text, role, node, l.stringSymbol(l.text(node)));
  },
};

export const html: Lowering = {
  languages: ["html"],
  table,
  opaque: [],
  statementLists: ["document"],
};
