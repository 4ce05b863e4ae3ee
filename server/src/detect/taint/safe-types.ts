// Which expressions are numbers or truth values, as far as one file tells: nothing harmful fits in those. Only rules that say
// `taint_assume_safe_numbers` or `taint_assume_safe_booleans` ask.

import { type Ast, type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import type { LanguageId } from "../../syntax/language.ts";
import { typeOf } from "../match/match-types.ts";
import { Matcher } from "../match/matcher.ts";
import { matchOptions } from "../match/options.ts";
import type { MatchTarget } from "../match/target.ts";
import type { TaintOptions } from "./options.ts";

const NUMBERS = new Set(
  (
    "int integer long short byte float double number uint ulong ushort sbyte decimal size_t int8 int16 int32 int64 uint8 uint16 uint32 uint64 " +
    "float32 float64 complex bigint"
  ).split(" "),
);
const BOOLEANS = new Set(["bool", "boolean"]);

/** What these give back is a number or a truth value in every library that has them. */
const NUMBER_CALLS = new Set(
  (
    "length size count indexOf lastIndexOf compareTo compareToIgnoreCase hashCode intValue longValue doubleValue floatValue shortValue parseInt " +
    "parseLong parseDouble parseFloat parseShort parseByte Number parseFloat int float len ord Atoi ParseInt ParseFloat ParseUint to_i to_f intval " +
    "floatval charCodeAt codePointAt getTime"
  ).split(" "),
);
const BOOLEAN_CALLS = new Set(
  (
    "equals equalsIgnoreCase isEmpty isBlank contains containsKey containsValue startsWith endsWith matches hasNext hasMoreElements parseBoolean " +
    "includes startswith endswith isdigit isalpha isalnum isnumeric bool Boolean isinstance hasattr test has boolval ParseBool HasPrefix HasSuffix"
  ).split(" "),
);
const COMPARISONS = new Set(["==", "===", "!=", "!==", "<", ">", "<=", ">=", "in", "not in", "is", "is not"]);

const ADDS_ONLY_NUMBERS: ReadonlySet<LanguageId> = new Set(["python", "ruby", "go"]);

export class SafeTypes {
  readonly #ast: Ast;
  readonly #target: MatchTarget;
  readonly #options: TaintOptions;
  #matcher: Matcher | undefined;

  constructor(ast: Ast, target: MatchTarget, options: TaintOptions) {
    this.#ast = ast;
    this.#target = target;
    this.#options = options;
  }

  isSafe(node: AstNode): boolean {
    const { assumesSafeNumbers, assumesSafeBooleans } = this.#options;
    if (!assumesSafeNumbers && !assumesSafeBooleans) return false;
    const kind = this.#kindOf(node);
    return (kind === "number" && assumesSafeNumbers) || (kind === "boolean" && assumesSafeBooleans);
  }

  #kindOf(node: AstNode): "number" | "boolean" | undefined {
    const ast = this.#ast;
    switch (ast.kind(node)) {
      case Kind.Number:
        return "number";
      case Kind.Boolean:
        return "boolean";
      case Kind.Unary:
        return ast.name(node) === "!" || ast.name(node) === "not" ? "boolean" : undefined;
      case Kind.Binary: {
        const operator = ast.name(node);
        if (COMPARISONS.has(operator)) return "boolean";
        // Where types are not written, `a && b` gives one of the two.
        if ((operator === "&&" || operator === "||") && isTyped(ast)) return "boolean";
        // Where texts and numbers do not add up, what is added to a number is one.
        if (!/^(?:[-+*/%]|\*\*|\/\/)$/.test(operator) || !ADDS_ONLY_NUMBERS.has(ast.language)) return undefined;
        return [Role.Left, Role.Right].some((role) => ast.kind(ast.child(node, role)) === Kind.Number)
          ? "number"
          : undefined;
      }
      case Kind.Call: {
        const callee = ast.child(node, Role.Callee);
        const name = callee === NO_NODE ? "" : ast.name(callee);
        return NUMBER_CALLS.has(name) ? "number" : BOOLEAN_CALLS.has(name) ? "boolean" : undefined;
      }
      case Kind.Member:
        if (ast.name(node) === "length") return "number";
        return this.#declared(node);
      case Kind.Identifier:
      case Kind.Cast:
        return this.#declared(node);
      default:
        return undefined;
    }
  }

  #declared(node: AstNode): "number" | "boolean" | undefined {
    const { index, constants } = this.#target;
    if (!index || !constants) return undefined;
    if (!this.#matcher) {
      this.#matcher = new Matcher(index, constants, matchOptions({}), () => undefined);
      this.#matcher.allow(Number.MAX_SAFE_INTEGER);
    }
    const fact = typeOf(this.#matcher, node);
    if (!fact || fact.arrays > 0 || fact.pointers > 0) return undefined;
    const name = fact.name.replace(/^java\.lang\./, "").toLowerCase();
    return NUMBERS.has(name) ? "number" : BOOLEANS.has(name) ? "boolean" : undefined;
  }
}

function isTyped(ast: Ast): boolean {
  const { language } = ast;
  return (
    language === "java" ||
    language === "kotlin" ||
    language === "csharp" ||
    language === "go" ||
    language === "c" ||
    language === "cpp"
  );
}
