// Checks: what a condition proves of the values in it. `allowed.includes(x)` makes `x` harmless where it came out true,
// `x !== "asc"` where it came out false. What is proven ends taint as a sanitizer of that kind does.

import { type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { isScript } from "../syntax/language.ts";
import { intern } from "../syntax/symbols.ts";
import { ALLOW_LIST, constantOf, isCollection, isConstantChoice, isLoopOverConstants } from "./allow-lists.ts";
import type { Evaluation } from "./evaluation.ts";
import { allFacts, generatorFacts, keptFacts } from "./kept-checks.ts";
import { type KindSet, kindSet, NO_KINDS, unionOf } from "./kind-set.ts";
import { list } from "./model-index.ts";
import { rowsOf } from "./modelled-calls.ts";
import { phpPattern } from "./php.ts";
import { conditionsHold, placeNodes } from "./places.ts";
import { callBehind, isGuardedPart } from "./prove.ts";
import { isStrictPattern, PATTERN_CHECK, removesDangerous } from "./strict-patterns.ts";
import { provenByAbsence, provenByEdge, provenByLacking, textsOf } from "./text-checks.ts";
import { NUMBER_KIND } from "./value-types.ts";

const PREFIX = kindSet([intern("path-prefix")]);
const FORWARD = kindSet([intern("path-forward")]);
const PREFIX_AND_HOST = kindSet([intern("path-prefix"), intern("url-check")]);

/** In the branch where the condition came out as `outcome`, `target` is proven to be these kinds. */
export interface Fact {
  readonly outcome: boolean;
  readonly target: AstNode;
  readonly kinds: KindSet;
}

const EQUAL: ReadonlySet<string> = new Set(["==", "===", "is", "eq"]);
const UNEQUAL: ReadonlySet<string> = new Set(["!=", "!==", "<>", "is not", "ne"]);

export function factsOf(e: Evaluation, node: AstNode): Fact[] {
  const { ast } = e;
  switch (ast.kind(node)) {
    case Kind.Binary:
      return comparisonFacts(e, node);
    case Kind.Call:
      return callFacts(e, node);
    case Kind.Member:
      return isGuardedPart(e, node) ? [{ outcome: false, target: node, kinds: ALLOW_LIST }] : [];
    case Kind.Index:
      return lookUpFacts(e, node);
    case Kind.Identifier:
      return keptFacts(e, node);
    default:
      return [];
  }
}

function comparisonFacts(e: Evaluation, node: AstNode): Fact[] {
  const { ast } = e;
  const operator = ast.name(node);
  const left = ast.child(node, Role.Left);
  const right = ast.child(node, Role.Right);
  if (left === NO_NODE || right === NO_NODE) return [];
  // Kotlin: `x is Int`
  if (ast.language === "kotlin" && ast.kind(right) === Kind.Type)
    return NUMBERS.test(ast.name(right)) ? [{ outcome: operator === "is", target: left, kinds: NUMBER_KIND }] : [];
  if (EQUAL.has(operator) || UNEQUAL.has(operator)) {
    const outcome = EQUAL.has(operator);
    if (ast.language === "go" && ast.kind(right) === Kind.Null) return errorFacts(e, left, node, !outcome);
    if (operator === "is" && isConstantChoice(e, right)) return [{ outcome: true, target: left, kinds: ALLOW_LIST }];
    return [...equalityFacts(e, left, right, outcome), ...equalityFacts(e, right, left, outcome)];
  }
  if (operator === "in" || operator === "not in") {
    const isPython = ast.language === "python";
    // `folder in path.parents`
    if (isPython && ast.kind(right) === Kind.Member && ast.name(right) === "parents")
      return [{ outcome: operator === "in", target: ast.child(right, Role.Object), kinds: PREFIX }];
    if (isCollection(e, right, isPython)) return [{ outcome: operator === "in", target: left, kinds: ALLOW_LIST }];
    return isPython ? absenceFacts(e, left, right, operator === "not in") : [];
  }
  if (operator === "=~" || operator === "!~") {
    const outcome = operator === "=~";
    return [...patternFacts(e, right, left, outcome), ...patternFacts(e, left, right, outcome)];
  }
  // `preg_match(…) > 0`
  if (operator === ">" && ast.kind(left) === Kind.Call && constantOf(e, right) === 0) {
    const facts = callFacts(e, left);
    if (facts.length > 0) return facts;
  }
  if (operator === "instanceof" && NUMBERS.test(ast.name(right)))
    return [{ outcome: true, target: left, kinds: NUMBER_KIND }];
  // `list.indexOf(x) !== -1` and its relatives
  if (ast.kind(left) === Kind.Call && /^(indexOf|IndexOf|findIndex)$/.test(methodName(e, left))) {
    const bound = constantOf(e, right);
    const isFoundWhenTrue = (operator === ">" && bound === -1) || (operator === ">=" && bound === 0);
    const isFoundWhenFalse = (operator === "<" && bound === 0) || (operator === "<=" && bound === -1);
    if (isFoundWhenTrue || isFoundWhenFalse) return membershipFacts(e, left, isFoundWhenTrue);
  }
  return [];
}

/** Go: `err != nil` says how the check came out that gave `err`. */
function errorFacts(e: Evaluation, error: AstNode, condition: AstNode, isError: boolean): Fact[] {
  const { ast, file } = e;
  const declaration = ast.kind(error) === Kind.Identifier ? file.names.declarationOf(error) : NO_NODE;
  if (declaration === NO_NODE) return [];
  // The last that gave it a value before, as the code stands.
  const writer = file.names
    .writersOf(declaration)
    .filter((each) => each < condition)
    .at(-1);
  if (writer === undefined) return [];
  const parent = ast.parent(writer);
  const isLast = ast.kind(parent) !== Kind.Tuple || ast.nextSibling(writer) === NO_NODE;
  const statement = ast.kind(parent) === Kind.Tuple ? ast.parent(parent) : parent;
  const value = isLast ? ast.child(statement, Role.Value) : NO_NODE;
  if (value === NO_NODE || ast.kind(value) !== Kind.Call) return [];
  return ownFacts(e, value).map((fact) => (isError ? fact : { ...fact, outcome: !fact.outcome }));
}
/** A text that does not hold a constant part: where the condition comes out as `outcome`. */
function absenceFacts(e: Evaluation, part: AstNode, text: AstNode, outcome: boolean): Fact[] {
  const constant = constantOf(e, part);
  const kinds = typeof constant === "string" ? provenByAbsence(constant) : NO_KINDS;
  return kinds === NO_KINDS ? [] : [{ outcome, target: text, kinds }];
}

/** `value` is compared with `against`, which must be a constant or something that cannot come from outside. */
function equalityFacts(e: Evaluation, value: AstNode, against: AstNode, outcome: boolean): Fact[] {
  const { ast } = e;
  const constant = constantOf(e, against);
  if (ast.kind(value) === Kind.Call && constant === -1 && /^(indexOf|IndexOf|findIndex)$/.test(methodName(e, value)))
    return membershipFacts(e, value, !outcome);
  if (ast.kind(value) === Kind.Unary && ast.name(value) === "typeof") {
    const operand = ast.child(value, Role.Operand);
    return constant === "number" || constant === "boolean" || constant === "bigint"
      ? [{ outcome, target: operand, kinds: NUMBER_KIND }]
      : [];
  }
  const begun = comparedBeginning(e, value, against, constant);
  if (begun) return whereEqual(beginningFacts(e, begun.text, begun.begin, PREFIX), outcome);
  if (isLoopOverConstants(e, against)) return [{ outcome, target: value, kinds: ALLOW_LIST }];
  if (constant === undefined && isOwnHost(e, against) && isGuardedPart(e, value))
    return [{ outcome, target: value, kinds: ALLOW_LIST }];
  if (constant === null) return nothingFacts(e, value, outcome);
  if (constant === undefined) return [];
  // `strpos($path, "/srv/files/") === 0`, `substr($path, 0, 5) === "/srv/"`
  if (ast.kind(value) === Kind.Call) {
    const name = ast.name(ast.child(value, Role.Callee));
    const [text, other] = ast.children(value, Role.Argument);
    const prefix = /^(strpos|mb_strpos|strncmp)$/.test(name) && constant === 0 ? other : undefined;
    if (prefix !== undefined && text !== undefined) return prefixFacts(text, constantOf(e, prefix), outcome);
    if (/^(substr|mb_substr)$/.test(name) && text !== undefined && other !== undefined && constantOf(e, other) === 0)
      return prefixFacts(text, constant, outcome);
  }
  // `preg_match(…) === 1`, `array_search(…) !== false`: what the call proves when it gives something.
  const isKept = ast.kind(value) === Kind.Identifier && typeof constant === "boolean";
  if (
    isKept ||
    (ast.kind(value) === Kind.Call && (typeof constant === "boolean" || constant === 0 || constant === 1))
  ) {
    const facts = factsOf(e, value);
    if (facts.length > 0)
      return facts.map((fact) => ({ ...fact, outcome: fact.outcome === Boolean(constant) ? outcome : !outcome }));
  }
  if (typeof constant === "boolean") return [];
  return [{ outcome, target: value, kinds: ALLOW_LIST }];
}

/** `path.indexOf(folder) === 0`, `path.slice(0, folder.length) === folder`: which text is asked whether it begins with what. */
function comparedBeginning(
  e: Evaluation,
  value: AstNode,
  against: AstNode,
  constant: unknown,
): { readonly text: AstNode; readonly begin: AstNode } | undefined {
  const { ast } = e;
  if (ast.kind(value) !== Kind.Call) return undefined;
  const [first, second] = ast.children(value, Role.Argument);
  if (first === undefined) return undefined;
  const name = methodName(e, value);
  const text = ast.child(ast.child(value, Role.Callee), Role.Object);
  if (constant === 0 && FINDS_FIRST.test(name)) return { text, begin: first };
  const isCut = CUTS.test(name) && second !== undefined && constantOf(e, first) === 0;
  return isCut ? { text, begin: against } : undefined;
}

const FINDS_FIRST = /^(indexOf|IndexOf|find|index)$/;
const CUTS = /^(slice|substring|substr|Substring)$/;

/** What is proven where something came out true, of a comparison that came out as `outcome` then. */
function whereEqual(facts: readonly Fact[], outcome: boolean): Fact[] {
  return facts.map((fact) => ({ ...fact, outcome: fact.outcome === outcome }));
}

/** What it says of a text that it begins with another, or not. */
function beginningFacts(e: Evaluation, text: AstNode, begin: AstNode, own: KindSet = NO_KINDS): Fact[] {
  const edge = constantOf(e, begin);
  const known = edge ?? e.ask.leadingText(begin);
  const facts = [...edgeFacts(text, known, false), ...climbingFacts(e, text, edge), ...forwardFacts(e, text, edge)];
  const isFolder = own !== NO_KINDS && !(typeof edge === "string" && /^[./\\]*$/.test(edge));
  return isFolder ? [...facts, { outcome: true, target: text, kinds: own }] : facts;
}

function edgeFacts(text: AstNode, edge: unknown, isEnd: boolean): Fact[] {
  const kinds = typeof edge === "string" ? provenByEdge(edge, isEnd) : NO_KINDS;
  return kinds === NO_KINDS ? [] : [{ outcome: true, target: text, kinds }];
}

/** A path that was made normal by itself and does not begin with `..` climbs nowhere: where a folder in front of it stays there. */
function forwardFacts(e: Evaluation, path: AstNode, edge: unknown): Fact[] {
  const { ast } = e;
  if (!isScript(ast.language) && ast.language !== "go") return [];
  if (typeof edge !== "string" || !/^\.\.?[/\\]?$/.test(edge)) return [];
  const call = callBehind(e, path);
  const callee = call === NO_NODE ? NO_NODE : ast.child(call, Role.Callee);
  const isNormal = callee !== NO_NODE && /^(normalize|Clean)$/.test(ast.name(callee));
  return isNormal ? [{ outcome: false, target: path, kinds: FORWARD }] : [];
}

/** `Rails.application.domain`, `request.host`: where the program itself is. */
function isOwnHost(e: Evaluation, node: AstNode): boolean {
  const { ast } = e;
  const read = ast.kind(node) === Kind.Call ? ast.child(node, Role.Callee) : node;
  if (read === NO_NODE || ast.kind(read) !== Kind.Member || !HOST.test(ast.name(read))) return false;
  return !GIVEN.test(ast.textOf(read)) && !isGuardedPart(e, node);
}

const HOST = /(host|hostname|domain|authority)$/i;
const GIVEN = /\b(params|args|query|body|form|input)\b/i;

/** `match is None`: what matched nothing. */
function nothingFacts(e: Evaluation, value: AstNode, outcome: boolean): Fact[] {
  const kind = e.ast.kind(value);
  if (kind !== Kind.Identifier && kind !== Kind.Call) return [];
  return factsOf(e, value)
    .filter(({ kinds }) => kinds !== ALLOW_LIST)
    .map((fact) => ({ ...fact, outcome: fact.outcome ? !outcome : outcome }));
}

/** A path that begins with a folder lies in it, once it is normal; a text that begins with a constant host goes there. */
function prefixFacts(text: AstNode, prefix: unknown, outcome: boolean): Fact[] {
  if ((typeof prefix !== "string" && prefix !== undefined) || prefix === "/") return [];
  const isHost = typeof prefix === "string" && /^([a-z][a-z\d+.-]*:\/\/[^/]+\/|\/[^/])/i.test(prefix);
  const kinds = isHost ? PREFIX_AND_HOST : PREFIX;
  return [{ outcome, target: text, kinds }];
}

const NUMBERS = /^(java\.lang\.)?(Integer|Int|UInt|Long|ULong|Short|Byte|Double|Float|Number|Boolean)$/;

/** What matching a text against a pattern proves of it. */
function patternFacts(e: Evaluation, pattern: AstNode, text: AstNode, outcome: boolean): Fact[] {
  if (e.ast.kind(text) === Kind.Regex || e.ast.kind(text) === Kind.String) return [];
  const source = patternOf(e, pattern);
  // In Ruby `^` and `$` are the ends of a line.
  const isLinewise = e.ast.language === "ruby" && /(^|[^\\[])[$^]/.test(source?.replace(/\[\^/g, "[") ?? "");
  if (isLinewise) return [];
  if (isStrictPattern(source)) return [{ outcome, target: text, kinds: PATTERN_CHECK }];
  if (removesDangerous(source)) return [{ outcome: !outcome, target: text, kinds: PATTERN_CHECK }];
  return missingFacts(source, text, outcome);
}

/** What the text lacks that a pattern finds, where it found nothing: of patterns that find plain texts or signs. */
function missingFacts(source: string | undefined, text: AstNode, outcome: boolean): Fact[] {
  const kinds = provenByLacking(textsOf(source));
  return kinds === NO_KINDS ? [] : [{ outcome: !outcome, target: text, kinds }];
}

function equalTexts(e: Evaluation, left: AstNode, right: AstNode): Fact[] {
  return [...equalityFacts(e, left, right, true), ...equalityFacts(e, right, left, true)];
}

export function methodName({ ast }: Evaluation, call: AstNode): string {
  const callee = ast.child(call, Role.Callee);
  return callee !== NO_NODE && ast.kind(callee) === Kind.Member ? ast.name(callee) : "";
}

const MEMBERSHIP: ReadonlySet<string> = new Set([
  "includes",
  "has",
  "contains",
  "Contains",
  "containsKey",
  "ContainsKey",
  "include?",
  "key?",
  "member?",
  "hasOwnProperty",
  "indexOf",
  "IndexOf",
  "in_array",
  "array_search",
  "array_key_exists",
  "key_exists",
  "hasOwn",
]);

const TEXT_SEARCHES: ReadonlySet<string> = new Set([
  "includes",
  "contains",
  "Contains",
  "include?",
  "indexOf",
  "IndexOf",
  "str_contains",
]);

function membershipFacts(e: Evaluation, call: AstNode, outcome: boolean): Fact[] {
  const { ast } = e;
  const callee = ast.child(call, Role.Callee);
  const args = ast.children(call, Role.Argument);
  if (callee === NO_NODE || args.length === 0) return [];
  if (ast.kind(callee) === Kind.Member) {
    const object = ast.child(callee, Role.Object);
    if (args.length === 1 && isCollection(e, object, false)) return [{ outcome, target: args[0]!, kinds: ALLOW_LIST }];
    // Go's `slices.Contains(all, one)`.
    if (args.length === 2 && ast.name(callee) === "Contains" && isCollection(e, args[0]!, false))
      return [{ outcome, target: args[1]!, kinds: ALLOW_LIST }];
    if (args.length === 1 && TEXT_SEARCHES.has(ast.name(callee))) return absenceFacts(e, args[0]!, object, !outcome);
    // `strings.Contains(text, part)`
    if (args.length === 2 && TEXT_SEARCHES.has(ast.name(callee))) return absenceFacts(e, args[1]!, args[0]!, !outcome);
    if (args.length === 2 && ast.name(callee) === "hasOwn" && isCollection(e, args[0]!, false))
      return [{ outcome, target: args[1]!, kinds: ALLOW_LIST }];
    return [];
  }
  return args.length >= 2 && isCollection(e, args[1]!, false) ? [{ outcome, target: args[0]!, kinds: ALLOW_LIST }] : [];
}

function callFacts(e: Evaluation, node: AstNode): Fact[] {
  const { ast } = e;
  const callee = ast.child(node, Role.Callee);
  if (callee === NO_NODE) return [];
  const facts = [...modelledFacts(e, node, callee), ...ownFacts(e, node)];
  const name = ast.name(callee);
  const given = ast.children(node, Role.Argument);
  // Kotlin: `x.equals("asc", ignoreCase = true)`
  const args = ast.language === "kotlin" ? given.filter((each) => ast.kind(each) !== Kind.NamedArgument) : given;
  if (MEMBERSHIP.has(name)) facts.push(...membershipFacts(e, node, true));
  const object = ast.kind(callee) === Kind.Member ? ast.child(callee, Role.Object) : NO_NODE;
  switch (name) {
    case "startswith":
    case "endswith":
    case "startsWith":
    case "endsWith":
    case "start_with?":
    case "end_with?":
    case "StartsWith":
    case "EndsWith": {
      if (object === NO_NODE || args.length === 0) break;
      if (/^start/i.test(name)) facts.push(...beginningFacts(e, object, args[0]!));
      else facts.push(...edgeFacts(object, constantOf(e, args[0]!), true));
      break;
    }
    case "HasPrefix":
      // Go: `strings.HasPrefix(relative, "..")`
      if (args.length === 2) facts.push(...beginningFacts(e, args[0]!, args[1]!));
      break;
    case "exec":
    case "test":
      if (object !== NO_NODE && args.length === 1) facts.push(...patternFacts(e, object, args[0]!, true));
      break;
    case "search":
      // Python: `re.search("…", text)`, `compiled.search(text)`
      if (object === NO_NODE || ast.language !== "python" || args.length === 0) break;
      if (args.length === 1) facts.push(...patternFacts(e, object, args[0]!, true));
      else facts.push(...patternFacts(e, args[0]!, args[1]!, true));
      break;
    case "MatchString":
    case "IsMatch": {
      // Go: `compiled.MatchString(text)`, `regexp.MatchString("…", text)`; C#: `compiled.IsMatch(text)`, `Regex.IsMatch(text, "…")`.
      if (object === NO_NODE || args.length === 0) break;
      const [pattern, text] = name === "IsMatch" ? [args[1], args[0]!] : [args[0]!, args[1]];
      if (args.length === 1) facts.push(...patternFacts(e, object, args[0]!, true));
      else if (pattern !== undefined && text !== undefined) facts.push(...patternFacts(e, pattern, text, true));
      break;
    }
    case "match":
    case "fullmatch": {
      if (ast.language === "ruby") {
        if (object !== NO_NODE && args.length > 0)
          facts.push(...patternFacts(e, args[0]!, object, true), ...patternFacts(e, object, args[0]!, true));
        break;
      }
      if (isScript(ast.language)) {
        if (object !== NO_NODE && args.length === 1) facts.push(...patternFacts(e, args[0]!, object, true));
        break;
      }
      // `re.match("…", text)`, `compiled.match(text)`
      if (object === NO_NODE || args.length === 0) break;
      const isFull = name === "fullmatch";
      const own = patternOf(e, object);
      if (own !== undefined && isStrictPattern(own, isFull))
        facts.push({ outcome: true, target: args[0]!, kinds: PATTERN_CHECK });
      else if (args.length >= 2 && isStrictPattern(patternOf(e, args[0]!), isFull, true))
        facts.push({ outcome: true, target: args[1]!, kinds: PATTERN_CHECK });
      break;
    }
    case "match?":
      if (object === NO_NODE || args.length === 0) break;
      facts.push(...patternFacts(e, args[0]!, object, true), ...patternFacts(e, object, args[0]!, true));
      break;
    case "is_a?":
    case "kind_of?":
    case "instance_of?":
      if (object !== NO_NODE && args.length === 1 && /^(Integer|Float|Numeric)$/.test(ast.name(args[0]!)))
        facts.push({ outcome: true, target: object, kinds: NUMBER_KIND });
      break;
    case "matches":
      if (object !== NO_NODE && args.length === 1 && isStrictPattern(patternOf(e, args[0]!), true))
        facts.push({ outcome: true, target: object, kinds: PATTERN_CHECK });
      else if (args.length === 2 && isStrictPattern(patternOf(e, args[0]!), true))
        facts.push({ outcome: true, target: args[1]!, kinds: PATTERN_CHECK });
      // Kotlin: `pattern.matches(text)`
      else if (ast.language === "kotlin" && args.length === 1 && isStrictPattern(patternOf(e, object), true))
        facts.push({ outcome: true, target: args[0]!, kinds: PATTERN_CHECK });
      else if (args.length === 0) facts.push(...matcherFacts(e, object));
      break;
    case "equals":
    case "equalsIgnoreCase":
    case "contentEquals":
    case "Equals":
      // `"asc".equals(x)`, `x.equals("asc")`, `Objects.equals(x, "asc")`
      if (args.length === 2) facts.push(...equalTexts(e, args[0]!, args[1]!));
      else if (object !== NO_NODE && args.length === 1) facts.push(...equalTexts(e, object, args[0]!));
      break;
    case "ContainsAny": {
      // Go: `strings.ContainsAny(text, "';")`
      const signs = args.length === 2 ? constantOf(e, args[1]!) : undefined;
      const kinds = typeof signs === "string" ? [...signs].map(provenByAbsence).reduce(unionOf, NO_KINDS) : NO_KINDS;
      if (kinds !== NO_KINDS) facts.push({ outcome: false, target: args[0]!, kinds });
      break;
    }
    case "every":
    case "all?":
    case "All":
    case "allMatch":
      facts.push(...allFacts(e, node, object));
      break;
    case "all":
      if (object === NO_NODE && args.length === 1) facts.push(...generatorFacts(e, args[0]!));
      break;
    case "TryParse":
      if (object !== NO_NODE && args.length >= 2) facts.push({ outcome: true, target: args[0]!, kinds: NUMBER_KIND });
      break;
    case "isdigit":
    case "isnumeric":
    case "isdecimal":
      if (object !== NO_NODE && args.length === 0) facts.push({ outcome: true, target: object, kinds: NUMBER_KIND });
      break;
    case "isalnum":
    case "isalpha":
    case "isidentifier":
      if (object !== NO_NODE && args.length === 0) facts.push({ outcome: true, target: object, kinds: PATTERN_CHECK });
      break;
    case "isInteger":
    case "isSafeInteger":
    case "isFinite":
    case "is_numeric":
    case "is_int":
    case "ctype_digit":
      if (args.length === 1) facts.push({ outcome: true, target: args[0]!, kinds: NUMBER_KIND });
      break;
    case "is_integer":
    case "is_long":
    case "is_float":
    case "is_double":
    case "is_bool":
      if (args.length === 1 && ast.language === "php")
        facts.push({ outcome: true, target: args[0]!, kinds: NUMBER_KIND });
      break;
    case "ctype_alnum":
    case "ctype_alpha":
    case "ctype_xdigit":
    case "ctype_lower":
    case "ctype_upper":
      if (args.length === 1) facts.push({ outcome: true, target: args[0]!, kinds: PATTERN_CHECK });
      break;
    case "isset":
      for (const arg of args) facts.push(...lookUpFacts(e, arg));
      break;
    case "preg_match": {
      if (ast.language !== "php" || args.length < 2) break;
      const pattern = phpPattern(patternOf(e, args[0]!) ?? constantOf(e, args[0]!));
      if (isStrictPattern(pattern)) facts.push({ outcome: true, target: args[1]!, kinds: PATTERN_CHECK });
      else if (removesDangerous(pattern)) facts.push({ outcome: false, target: args[1]!, kinds: PATTERN_CHECK });
      else facts.push(...missingFacts(pattern, args[1]!, true));
      break;
    }
    case "isNaN":
      if (args.length === 1) facts.push({ outcome: false, target: args[0]!, kinds: NUMBER_KIND });
      break;
    case "isinstance":
      if (args.length === 2 && /^(int|float|bool|complex)$/.test(ast.name(args[1]!)))
        facts.push({ outcome: true, target: args[0]!, kinds: NUMBER_KIND });
      break;
    default:
  }
  return facts;
}

/** What a function of the program that checks its argument proves of it. */
function ownFacts(e: Evaluation, node: AstNode): Fact[] {
  const unit = e.resolvedCalls.get(node);
  const args = e.calls.get(node)?.args ?? [];
  if (!unit || args.some(({ name, isSpread, isKeywordSpread }) => name !== undefined || isSpread || isKeywordSpread))
    return [];
  return (e.program.summaryOf(unit)?.proofs ?? []).flatMap(({ parameter, outcome, kinds }) => {
    const target = args[parameter]?.node ?? NO_NODE;
    return target === NO_NODE ? [] : [{ outcome, target, kinds }];
  });
}

function modelledFacts(e: Evaluation, node: AstNode, callee: AstNode): Fact[] {
  const facts: Fact[] = [];
  for (const { guards } of rowsOf(e, callee).rows)
    for (const row of guards) {
      if (row.outcome === "returns" || !conditionsHold(e, node, row.when)) continue;
      const kinds = kindSet(list(row.kind).map(intern));
      for (const target of placeNodes(e, node, row.place ?? 0))
        facts.push({ outcome: row.outcome ?? true, target, kinds });
    }
  return facts;
}

/** `if (TABLE[key])`: only keys of the table come through. */
function lookUpFacts(e: Evaluation, node: AstNode): Fact[] {
  const { ast } = e;
  if (ast.kind(node) !== Kind.Index) return [];
  const property = ast.child(node, Role.Property);
  return property !== NO_NODE &&
    constantOf(e, property) === undefined &&
    isCollection(e, ast.child(node, Role.Object), false)
    ? [{ outcome: true, target: property, kinds: ALLOW_LIST }]
    : [];
}

/** A way from a folder to a path that does not begin with `..` ends inside of the folder. */
function climbingFacts(e: Evaluation, way: AstNode, edge: unknown): Fact[] {
  if (typeof edge !== "string" || !/^\.\.[/\\]?$/.test(edge)) return [];
  const call = callBehind(e, way);
  const callee = call === NO_NODE || e.ast.kind(call) !== Kind.Call ? NO_NODE : e.ast.child(call, Role.Callee);
  if (callee === NO_NODE) return [];
  return rowsOf(e, callee).rows.flatMap(({ guardWays }) =>
    guardWays.flatMap((row) => {
      const kinds = kindSet(list(row.kind).map(intern));
      return placeNodes(e, call, row.place ?? 0).map((target) => ({ outcome: false, target, kinds }));
    }),
  );
}

/** Java's `NAME.matcher(text).matches()`. */
function matcherFacts(e: Evaluation, matcher: AstNode): Fact[] {
  const { ast } = e;
  const call = callBehind(e, matcher);
  const callee = call !== NO_NODE && ast.kind(call) === Kind.Call ? ast.child(call, Role.Callee) : NO_NODE;
  if (callee === NO_NODE || ast.kind(callee) !== Kind.Member || ast.name(callee) !== "matcher") return [];
  const text = ast.child(call, Role.Argument);
  const isStrict = text !== NO_NODE && isStrictPattern(patternOf(e, ast.child(callee, Role.Object)), true);
  if (!isStrict) return [];
  return [matcher, text].map((target) => ({ outcome: true, target, kinds: PATTERN_CHECK }));
}

/** The text of a regular expression: a literal, a constant, a variable that holds one, what compiles one. */
function patternOf(e: Evaluation, node: AstNode): string | undefined {
  return e.ask.pattern(node);
}
