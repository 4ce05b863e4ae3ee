// What other files can see of a file without following data: what its exports are, what its classes are made of. While this
// text is the same, an edit concerns other files only through summaries.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { isJvm, isScript } from "../syntax/language.ts";
import { nameOf } from "../syntax/symbols.ts";
import type { Steps } from "../text/steps.ts";
import type { FlowFile } from "./file.ts";
import { isFixedLiteral, keyOf, objectLiteral } from "./object-literals.ts";
import type { Origins } from "./origins.ts";
import { isAnnotation } from "./origins-of-program.ts";
import { packageOutline, sharesPackages } from "./packages.ts";
import { symbolText } from "./static-constants.ts";
import type { Entity, FileKnowledge, Surroundings } from "./surroundings.ts";

/** Of so many nodes; in shorter files those who ask find out. */
const LONG = 20_000;
/** Names, functions or members of classes that are looked at in one step. */
const PARTS_IN_A_STEP = 20;
/** Members of members of an exported object, of so many names. */
const DEEPEST_MEMBER = 4;

export function* outlineOf(program: Surroundings, file: FlowFile, knowledge: FileKnowledge): Steps<string> {
  const parts: string[] = [];
  const { ast, names } = file;
  let looked = 0;
  const isStepOver = () => ++looked % PARTS_IN_A_STEP === 0;
  if (ast.size > LONG) yield* knowledge.origins.handlers.read();
  for (const { name, node, from } of names.exports) {
    if (isStepOver()) yield;
    parts.push(name, from ? `${from.module} ${from.imported}` : String(ast.kind(node)));
    const entity = program.exported(file, name);
    parts.push(printEntity(entity));
    if (!entity && !from && isScript(file.language)) parts.push(printOrigins(knowledge.origins.of(node)));
    if (entity?.kind === "variable" && entity.file === file)
      parts.push(...printVariable(program, file, knowledge, entity.declaration));
    // `module.exports = { a, b }`: what the members are.
    if (ast.kind(node) === Kind.Object)
      for (const element of ast.children(node, Role.Element)) {
        const member = ast.name(keyOf(ast, element));
        const held = program.exported(file, member);
        parts.push(member, printEntity(held));
        if (!held && ast.kind(element) === Kind.Pair)
          parts.push(printOrigins(knowledge.origins.of(ast.child(element, Role.Value))));
      }
  }
  const shares = sharesPackages(file.language);
  if (shares) parts.push(packageOutline(file));
  for (const unit of file.units.all) {
    if (isStepOver()) yield;
    const type = unit.kind === "function" ? ast.child(unit.node, Role.ReturnType) : 0;
    if (type !== 0) parts.push(unit.id, ast.textOf(type));
    if (shares && unit.kind === "function") parts.push(unit.id);
    if (unit.kind === "function" && (unit.outer?.kind === "module" || unit.class)) {
      const { list, isGuess } = knowledge.origins.resultOf(unit.node);
      if (list.length > 0) parts.push(unit.id, `${list.join()} ${isGuess}`);
    }
  }
  for (const info of file.units.classes) {
    parts.push(info.unit.id);
    if (isJvm(file.language) && isAnnotation(ast, info.unit.node))
      parts.push(knowledge.origins.ofAnnotations(info.unit.node).join());
    for (const [name, unit] of info.methods) parts.push(nameOf(name), unit.id);
    for (const parent of program.superclassesOf(info)) parts.push(parent.unit.id);
    // What it extends of libraries is what its instances are, also where others only name it.
    if (shares) parts.push(knowledge.origins.ofClass(info.unit.node).list.join());
    for (const member of file.memberNamesGiven(info.unit.node)) {
      if (isStepOver()) yield;
      const held = program.classOfMember(info, member);
      if (held) parts.push(nameOf(member), held.unit.id);
      if (!shares) continue;
      const { list, isGuess } = knowledge.origins.ofClassMember(info.unit.node, member);
      if (list.length > 0) parts.push(`${nameOf(member)} ${list.join()} ${isGuess}`);
    }
  }
  return parts.join("\u0001");
}

function printOrigins({ list, isGuess }: Origins): string {
  return `${list.join()} ${isGuess}`;
}

/** What is known of an exported variable. */
function printVariable(
  program: Surroundings,
  file: FlowFile,
  { constants, origins }: FileKnowledge,
  declaration: AstNode,
): string[] {
  const { ast, names } = file;
  const value = names.onlyValueOf(declaration);
  const constant = constants.of(value) ?? symbolText(ast, names, declaration);
  const info = program.classOfDeclaration(file, declaration);
  const parts = [`${constant} ${printOrigins(origins.of(declaration))} ${info?.unit.id}`];
  const literal = objectLiteral(file, value);
  if (literal === NO_NODE) return parts;
  if (isFixedLiteral(file, declaration)) parts.push(ast.textOf(literal));
  return [...parts, ...printMembers(program, file, declaration, literal, [])];
}

/** Which functions and classes an object literal gives by its members, and those of objects in it. */
function printMembers(
  program: Surroundings,
  file: FlowFile,
  declaration: AstNode,
  literal: AstNode,
  path: readonly string[],
): string[] {
  const { ast } = file;
  const key = file.keyOf(declaration);
  return ast.children(literal, Role.Element).flatMap((element) => {
    const isPair = ast.kind(element) === Kind.Pair;
    if (!isPair && ast.kind(element) !== Kind.Function) return [];
    const at = [...path, ast.name(keyOf(ast, element))];
    const inner = isPair ? objectLiteral(file, ast.child(element, Role.Value)) : NO_NODE;
    const own = `${at.join(".")} ${printEntity(program.memberOfVariable(key, at))}`;
    return inner === NO_NODE || at.length >= DEEPEST_MEMBER
      ? [own]
      : [own, ...printMembers(program, file, declaration, inner, at)];
  });
}

function printEntity(entity: Entity | undefined): string {
  switch (entity?.kind) {
    case undefined:
      return "";
    case "function":
      return entity.unit.id;
    case "class":
      return entity.info.unit.id;
    case "module":
      return entity.file.path;
    case "package":
      return entity.folder;
    case "variable":
      return entity.file.keyOf(entity.declaration);
  }
}
