// Members of classes where methods name them without a receiver and classes have members of their own (Java, C#): which object
// a bare name is a member of, what static fields and enum constants hold, and what the object around an inner class's is.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Flag, Kind, Role } from "../syntax/kind.ts";
import type { LanguageId } from "../syntax/language.ts";
import { isJvm } from "../syntax/language.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import { hasProperties, readAccessor } from "./accessors.ts";
import type { Evaluation } from "./evaluation.ts";
import type { FlowFile } from "./file.ts";
import { STAR } from "./inputs.ts";
import type { AbstractObject } from "./object.ts";
import { isOpenField } from "./open-fields.ts";
import { fixedFieldValue, textOfBytes } from "./static-constants.ts";
import type { Surroundings } from "./surroundings.ts";
import { type ClassInfo, parameterNode, type Unit, withAncestors } from "./unit.ts";
import { CLEAN, type Constant, constantValue, FIXED, newValue, objectValue, UNKNOWN, type Value } from "./value.ts";
import { VALUE_TYPE } from "./value-types.ts";

const WITH_CLASSES: ReadonlySet<LanguageId> = new Set(["java", "kotlin", "csharp"]);

/** Whether bare names may be members of the class around, and classes have static members. */
export function hasBareMembers(language: LanguageId): boolean {
  return WITH_CLASSES.has(language);
}

/** In an instance of an inner class: the object that it was made in. */
export const OUTER = intern("this$outer");

/** What a class says of one of its fields, or of one that it inherits. */
export interface FieldInfo {
  readonly owner: ClassInfo;
  readonly isStatic: boolean;
  readonly constant: Constant;
  /** A list of bytes that are written there and nowhere else. */
  readonly isFixed: boolean;
}

const MOST_CLASSES = 24;

/** The field of a class or its nearest ancestor. */
export function fieldOf(program: Surroundings, info: ClassInfo, member: Sym): FieldInfo | undefined {
  for (const each of withAncestors(info, program, MOST_CLASSES)) {
    const own = ownField(program, each, member);
    if (own) return own;
  }
  return undefined;
}

function ownField(program: Surroundings, info: ClassInfo, member: Sym): FieldInfo | undefined {
  const { file, node } = info.unit;
  const { ast } = file;
  for (const at of file.membersGiven(node, member)) {
    if (ast.kind(at) !== Kind.Field) continue;
    const parent = ast.parent(at);
    if (parent !== node && ast.parent(parent) !== node) continue;
    const fixed = fixedFieldValue(ast, at);
    const keeps = isNeverWritten(file, at) || (isOpenField(file, at) && !program.isAssigned(info, member));
    const value = fixed === NO_NODE && keeps ? ast.child(at, Role.Value) : fixed;
    const constant = value === NO_NODE ? undefined : program.knowledge(file).constants.of(textOfBytes(ast, value));
    const isFixed = constant === undefined && fixed !== NO_NODE && isListOfBytes(ast, at, fixed);
    return { owner: info, isStatic: isStaticField(file.ast, at), constant, isFixed };
  }
  // What the body of a class of Python's gives a name is the class's.
  if (ast.language === "python") {
    const isGiven = ast.children(node, Role.Member).some((at) => isGivenBy(ast, at, member));
    return isGiven ? { owner: info, isStatic: true, constant: undefined, isFixed: false } : undefined;
  }
  // A constant of an enumeration is known by its name.
  for (const each of ast.children(node, Role.Member))
    if (ast.kind(each) === Kind.EnumMember && ast.symbol(each) === member)
      return { owner: info, isStatic: true, constant: nameOf(member), isFixed: false };
  return undefined;
}

function isListOfBytes(ast: Ast, field: AstNode, value: AstNode): boolean {
  const type = ast.child(field, Role.Type);
  const ofWhat = type !== NO_NODE && ast.name(type) === "[]" ? ast.child(type, Role.TypeArgument) : NO_NODE;
  if (ofWhat === NO_NODE || !/^(byte|char)$/.test(ast.name(ofWhat))) return false;
  const elements = ast.children(value, Role.Element);
  return elements.length > 0 && elements.every((element) => isNumber(ast, element));
}

function isNumber(ast: Ast, element: AstNode): boolean {
  let node = element;
  while (ast.kind(node) === Kind.Cast || ast.kind(node) === Kind.Unary) node = ast.child(node, Role.Operand);
  return node !== NO_NODE && ast.kind(node) === Kind.Number;
}

/** Whether a field is declared as a number, a date or the like, in a language or class that holds what it declares. */
export function isOfValueType(program: Surroundings, info: ClassInfo, member: Sym): boolean {
  for (const each of withAncestors(info, program, MOST_CLASSES)) {
    const type = declaredType(program, each, member);
    if (type !== NO_NODE) return VALUE_TYPE.test(valueTypeName(each.unit.file.ast, type));
  }
  return false;
}

function declaredType(program: Surroundings, { unit: { file, node } }: ClassInfo, member: Sym): AstNode {
  const { ast } = file;
  if (ast.language === "python") {
    const { models, origins } = program.knowledge(file);
    if (!origins.ofClass(node).list.some((origin) => models.isChecked(origin))) return NO_NODE;
    const given = ast.children(node, Role.Member).map((statement) => namedIn(ast, statement));
    const own = given.find(([, name]) => name !== NO_NODE && ast.symbol(name) === member);
    return own ? ast.child(own[0], Role.Type) : NO_NODE;
  }
  if (!hasBareMembers(ast.language) && ast.language !== "go") return NO_NODE;
  const field = file.membersGiven(node, member).find((at) => ast.kind(at) === Kind.Field);
  const given = field ?? ast.children(node, Role.Parameter).find((at) => ast.symbol(at) === member);
  return given === undefined ? NO_NODE : ast.child(given, Role.Type);
}

/** `Optional[int]` is an `int` as far as that goes. */
function valueTypeName(ast: Ast, type: AstNode): string {
  const inner = ast.name(type) === "Optional" ? ast.child(type, Role.TypeArgument) : NO_NODE;
  return ast.name(inner === NO_NODE ? type : inner).replace(/^.*\./, "");
}

/** Names that a class of Python's says the types of, in order: what a `dataclass` and its kin take. */
export function annotatedNames({ unit: { file, node } }: ClassInfo): string[] {
  const { ast } = file;
  return ast.children(node, Role.Member).flatMap((statement) => {
    const [given, name] = namedIn(ast, statement);
    const type = name === NO_NODE ? NO_NODE : ast.child(given, Role.Type);
    return type !== NO_NODE && !/^(typing\.)?ClassVar\b/.test(ast.name(type)) ? [ast.name(name)] : [];
  });
}

function isGivenBy(ast: Ast, statement: AstNode, symbol: Sym): boolean {
  const [given, name] = namedIn(ast, statement);
  return name !== NO_NODE && ast.kind(given) === Kind.Assign && ast.symbol(name) === symbol;
}

/** The assignment or declarator that a statement consists of and the Identifier that it is for; NO_NODE where it is another one. */
function namedIn(ast: Ast, statement: AstNode): readonly [AstNode, AstNode] {
  const kind = ast.kind(statement);
  const isOneThing = kind === Kind.ExpressionStatement || kind === Kind.VariableDeclaration;
  const given = isOneThing ? ast.firstChild(statement) : NO_NODE;
  const target = given === NO_NODE ? NO_NODE : ast.child(given, Role.Target);
  return [given, target !== NO_NODE && ast.kind(target) === Kind.Identifier ? target : NO_NODE];
}

/**
 * The same value, with what holds a class's static fields in place of the class where it, or a class that it extends, declares the
 * member as one: functions that name the class share it.
 */
export function withStatics(e: Evaluation, value: Value, member: Sym): Value {
  let holders: AbstractObject[] | undefined;
  for (const [at, { kind, class: info }] of value.objects.entries()) {
    const field = kind === "class" && info ? e.ask.field(info, member) : undefined;
    if (!field?.isStatic) continue;
    holders ??= [...value.objects];
    holders[at] = e.staticsOf(field.owner).objects[0]!;
  }
  return holders ? newValue(value.taint, holders, value.constant) : value;
}

/** A private field that its file gives no other value than the one that it begins with. */
function isNeverWritten(file: FlowFile, field: AstNode): boolean {
  const { ast } = file;
  if (!WITH_CLASSES.has(file.language) || ast.child(field, Role.Value) === NO_NODE) return false;
  const words = ast.children(field, Role.Modifier).map((word) => ast.name(word));
  const isPrivate =
    words.includes("private") ||
    (file.language === "csharp" && !words.some((word) => /^(public|protected|internal)$/.test(word)));
  if (!isPrivate || file.assigns(ast.symbol(field))) return false;
  const around = ast.enclosing(field, Kind.Class);
  return !ast.children(around, Role.Modifier).some((word) => /^(partial|interface)$/.test(ast.name(word)));
}

export function isStaticField(ast: Evaluation["ast"], field: AstNode): boolean {
  if (ast.hasFlag(field, Flag.Static)) return true;
  if (ast.hasChild(field, Role.Modifier, CONST)) return true;
  const parent = ast.parent(field);
  return ast.kind(parent) === Kind.Class && ast.hasChild(parent, Role.Modifier, INTERFACE);
}

const CONST = intern("const");
const INTERFACE = intern("interface");

/** The class that a class without an instance of its own is declared in; undefined for one of the top level and for static ones. */
export function instanceAround(info: ClassInfo): ClassInfo | undefined {
  return info.unit.file.ast.hasFlag(info.unit.node, Flag.Static) ? undefined : classAround(info);
}

/** The class that a class is declared in. */
export function classAround({ unit }: ClassInfo): ClassInfo | undefined {
  for (let outer = unit.outer; outer; outer = outer.outer) {
    if (outer.class) return outer.class;
    if (outer.kind === "class") return unit.file.classOf(outer.node);
  }
  return undefined;
}

/** The object that a bare name of a method or field belongs to, seen from the method that names it; undefined for no member. */
export function holderOf(e: Evaluation, name: Sym, node: AstNode): { value: Value; info: ClassInfo } | undefined {
  let info = e.enclosingClass;
  let value: Value | undefined;
  for (let depth = 0; info && depth < 6; depth++) {
    if (e.ask.field(info, name) || e.ask.hasMethod(info, name)) return { value: value ?? e.receiver, info };
    // Beyond a static class only static fields are seen, and those need no object.
    const around = e.ask.instanceAround(info);
    if (around) value = e.readField(value ?? e.receiver, OUTER, node);
    info = around ?? e.ask.classAround(info);
  }
  return undefined;
}

/** A bare name that is a field: `count` for `this.count`. Undefined where it is none. */
export function readBareField(e: Evaluation, node: AstNode): Value | undefined {
  const name = e.ast.symbol(node);
  const holder = holderOf(e, name, node);
  if (!holder) return undefined;
  const given = hasProperties(e.ast.language) ? readAccessor(e, holder.value, name, node) : undefined;
  if (given) return given;
  const field = e.ask.field(holder.info, name);
  if (!field) return undefined;
  return (
    fixedValue(e, field, name) ?? e.readField(field.isStatic ? e.staticsOf(field.owner) : holder.value, name, node)
  );
}

/** Where a bare name's field is written; undefined where it is no field. */
export function bareFieldHolder(e: Evaluation, node: AstNode): Value | undefined {
  const name = e.ast.symbol(node);
  const holder = holderOf(e, name, node);
  const field = holder && e.ask.field(holder.info, name);
  if (!holder || !field) return undefined;
  return field.isStatic ? e.staticsOf(field.owner) : holder.value;
}

/** What a static field that never changes holds: `C.FIELD`. */
export function staticConstant(e: Evaluation, { kind, class: info }: AbstractObject, name: Sym): Value | undefined {
  const field = kind === "class" && info && hasBareMembers(e.ast.language) ? e.ask.field(info, name) : undefined;
  return field?.isStatic ? fixedValue(e, field, name) : undefined;
}

function fixedValue(e: Evaluation, { owner, constant, isFixed }: FieldInfo, name: Sym): Value | undefined {
  if (constant === undefined) return isFixed ? FIXED : undefined;
  const info = isJvm(e.ast.language) ? e.ask.classOfMember(owner, name) : undefined;
  return info && hasOwnMethods(e, info) ? newValue(CLEAN, [oneOf(e, owner, name)], constant) : constantValue(constant);
}

/** What `Op.valueOf(text)` gives, where a class of Java's declares no such method itself: one of its constants, whatever the text is. */
export function someConstant(e: Evaluation, { objects }: Value): Value | undefined {
  const only = objects.length === 1 ? objects[0]! : undefined;
  if (only?.kind !== "class" || !only.class) return undefined;
  return hasOwnMethods(e, only.class) ? objectValue(oneOf(e, only.class, STAR)) : UNKNOWN;
}

function oneOf(e: Evaluation, enumeration: ClassInfo, name: Sym): AbstractObject {
  return e.inputs.member(e.staticsOf(enumeration).objects[0]!, name);
}

/** Whether it matters which class an enumeration's constant is of. */
function hasOwnMethods(e: Evaluation, info: ClassInfo): boolean {
  return e.ask.allMethodsOf(info).length > 0 || e.ask.superclassesOf(info).length > 0;
}

/** Of methods with one name, those that take as many arguments. All of them when that tells nothing. */
export function fittingOverloads<T extends { readonly unit: Unit | undefined }>(
  candidates: readonly T[],
  count: number,
): readonly T[] {
  if (candidates.length < 2) return candidates;
  const fitting: T[] = [];
  const exact: T[] = [];
  for (const candidate of candidates) {
    if (candidate.unit && !fits(candidate.unit, count)) continue;
    fitting.push(candidate);
    if (!candidate.unit || !hasRest(candidate.unit)) exact.push(candidate);
  }
  if (exact.length > 0) return exact.length === candidates.length ? candidates : exact;
  return fitting.length > 0 ? fitting : candidates;
}

function fits(unit: Unit, count: number): boolean {
  const { parameters, file } = unit;
  const last = parameters[parameters.length - 1];
  if (last?.isRest) return count >= parameters.length - 1;
  if (count >= parameters.length) return count === parameters.length;
  let needed = parameters.length;
  for (const each of parameters) if (file.ast.child(parameterNode(unit, each), Role.Default) !== NO_NODE) needed--;
  return count >= needed;
}

function hasRest({ parameters }: Unit): boolean {
  for (const { isRest } of parameters) if (isRest) return true;
  return false;
}

/** `record P(int a, String b)`: the components, by position; empty for other classes. */
export function componentsOf(info: ClassInfo): readonly Sym[] {
  const { ast } = info.unit.file;
  return ast.children(info.unit.node, Role.Parameter).map((parameter) => ast.symbol(parameter));
}
