// What only C# has: patterns, extension methods, delegates.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { intern, type Sym } from "../syntax/symbols.ts";
import { hasProperties } from "./accessors.ts";
import { applyUnit, plainArgument } from "./apply.ts";
import { assign } from "./assignment.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluate } from "./expressions.ts";
import { readMember } from "./members.ts";
import type { EvaluatedCall } from "./places.ts";
import { ABSENT, join, passThrough, taintedValue, type Value } from "./value.ts";
import { NUMBER_KIND, NUMBER_TYPES } from "./value-types.ts";

// Patterns

/** `x is pattern`, `case pattern`: names in the pattern get their parts of the value. */
export function bindPattern(e: Evaluation, pattern: AstNode, value: Value, whole: AstNode): void {
  const { ast } = e;
  switch (ast.kind(pattern)) {
    case Kind.Declarator: {
      const type = ast.child(pattern, Role.Type);
      const isNumber = type !== NO_NODE && NUMBER_TYPES.has(ast.name(type));
      const target = ast.child(pattern, Role.Target);
      if (target !== NO_NODE) assign(e, target, isNumber ? asNumber(e, value) : value, whole);
      return;
    }
    case Kind.NamedExpression:
      assign(e, ast.child(pattern, Role.Target), value, whole);
      bindPattern(e, ast.child(pattern, Role.Value), value, whole);
      return;
    case Kind.Object:
    case Kind.Tuple:
    case Kind.Array: {
      const parts = positionNames(e, value);
      for (const [position, part] of ast.children(pattern, Role.Element).entries()) {
        const isNamed = ast.kind(part) === Kind.Pair;
        const name = isNamed
          ? intern(ast.name(ast.child(part, Role.Key)))
          : (parts[position] ?? intern(String(position)));
        const inner = isNamed ? ast.child(part, Role.Value) : part;
        if (inner !== NO_NODE) bindPattern(e, inner, readMember(e, value, name, part), whole);
      }
      return;
    }
    case Kind.Binary:
      bindPattern(e, ast.child(pattern, Role.Left), value, whole);
      bindPattern(e, ast.child(pattern, Role.Right), value, whole);
      return;
    case Kind.Unary: {
      const operand = ast.child(pattern, Role.Operand);
      if (operand !== NO_NODE) bindPattern(e, operand, value, whole);
      return;
    }
    default:
  }
}

function asNumber(e: Evaluation, value: Value): Value {
  return value.constant !== undefined ? value : taintedValue(passThrough(e.deepTaint(value), NUMBER_KIND));
}

/** Which members the positions of a record are. */
export function positionNames(e: Evaluation, value: Value): readonly Sym[] {
  const info = value.objects.length === 1 ? value.objects[0]!.class : undefined;
  return info && hasProperties(e.ast.language) ? e.ask.componentsOf(info).map((name) => intern(name)) : [];
}

/** Whether a pattern declares names or looks into its subject. */
export function isBinding(e: Evaluation, pattern: AstNode): boolean {
  switch (e.ast.kind(pattern)) {
    case Kind.Declarator:
    case Kind.NamedExpression:
    case Kind.Object:
    case Kind.Tuple:
    case Kind.Array:
      return true;
    case Kind.Binary:
    case Kind.Unary:
      return e.ast.children(pattern).some((part) => isBinding(e, part));
    default:
      return false;
  }
}

// Methods that are called on what they are not members of

/** `text.Quoted()` of a static method `Quoted(this string text)`. */
export function callExtension(e: Evaluation, call: EvaluatedCall, name: Sym): Value | undefined {
  const { receiver } = call;
  if (!receiver || call.receiverNode === NO_NODE) return undefined;
  let result: Value | undefined;
  const args = [plainArgument(call.receiverNode, receiver), ...call.args];
  for (const unit of e.ask.extensionMethods(name)) {
    if (unit.file.language !== "csharp") continue;
    if (unit.parameters.length < args.length && !unit.parameters.some(({ isRest }) => isRest)) continue;
    result = join(
      result ?? ABSENT,
      applyUnit(e, { unit, object: undefined, node: call.node, receiver: undefined, args }),
    );
  }
  return result;
}

/** How a delegate is called by name. */
export function isDelegateCall(name: string): boolean {
  return name === "Invoke" || name === "DynamicInvoke" || name === "BeginInvoke" || name === "InvokeAsync";
}

/** `typeof(T)`: the class itself. */
export function typeOf(e: Evaluation, node: AstNode): Value | undefined {
  const operand = e.ast.child(node, Role.Operand);
  if (e.ast.name(node) !== "typeof" || operand === NO_NODE) return undefined;
  const value = evaluate(e, operand);
  return value.objects.length > 0 ? value : undefined;
}

// What frameworks fill

const SERVICE =
  /(Service|Services|Repository|Context|Manager|Factory|Client|Logger|Options|Handler|Provider|Store|Mapper|Mediator|Token|Connection|Cache)$/;

/** Whether a framework fills an action's parameter from the request: texts, numbers, models, but no services. */
export function isBound(ast: Ast, parameter: AstNode): boolean {
  for (const decorator of ast.children(parameter, Role.Decorator)) {
    const name = ast.name(ast.firstChild(decorator));
    if (/^From(Query|Body|Route|Form|Header|Uri)/.test(name)) return true;
    if (/^From(Services|KeyedServices)/.test(name)) return false;
  }
  const type = ast.child(parameter, Role.Type);
  if (type === NO_NODE) return true;
  const name = ast.name(type).slice(ast.name(type).lastIndexOf(".") + 1);
  if (name === "IFormFile" || name === "IFormCollection" || name === "IEnumerable" || name === "IList") return true;
  return !/^I[A-Z]/.test(name) && !SERVICE.test(name) && name !== "HttpRequest" && name !== "HttpResponse";
}
