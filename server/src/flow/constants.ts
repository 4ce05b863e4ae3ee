// Folding of constants: what operators and the methods of strings give when all that goes in is known. The one place where
// languages differ in arithmetic. What would be an error at run time, or is not known here, gives undefined: not a constant.

import { isScript, type LanguageId } from "../syntax/language.ts";
import type { Constant } from "./value.ts";

const INTEGER_DIVISION: ReadonlySet<LanguageId> = new Set(["java", "kotlin", "go", "csharp", "c", "cpp", "ruby"]);
const LONGEST_RESULT = 4096;

/** A number as source code writes it, undefined when it is none that a double holds. */
export function numberConstant(text: string): Constant {
  const plain = text
    .replaceAll("_", "")
    .replace(/(?<=[\da-f])(?:u?l+|n|m|d|f|ul?)$/i, (suffix) =>
      /^0x/i.test(text) && /^[df]$/i.test(suffix) ? suffix : "",
    );
  if (/^0[0-7]+$/.test(plain)) return Number.parseInt(plain, 8);
  const value = Number(plain);
  return Number.isNaN(value) ? undefined : value;
}

export function foldUnary(operator: string, operand: Constant): Constant {
  if (operand === undefined) return undefined;
  switch (operator) {
    case "!":
    case "not":
      return !isTruthy(operand);
    case "-":
      return typeof operand === "number" ? -operand : undefined;
    case "+":
      return typeof operand === "number" ? operand : undefined;
    case "~":
      return typeof operand === "number" ? ~operand : undefined;
    case "typeof":
      return operand === null ? undefined : typeof operand;
    default:
      return undefined;
  }
}

/** What the constant counts as in a condition. (Python's and JavaScript's rules agree on these types.) */
export function isTruthy(value: Exclude<Constant, undefined>): boolean {
  return Boolean(value);
}

export function foldBinary(language: LanguageId, operator: string, left: Constant, right: Constant): Constant {
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case "==":
    case "===":
    case "is":
    case "eq":
      return left === right;
    case "!=":
    case "!==":
    case "<>":
    case "is not":
    case "ne":
      return left !== right;
    case "in":
      return typeof left === "string" && typeof right === "string" ? right.includes(left) : undefined;
    case "not in":
      return typeof left === "string" && typeof right === "string" ? !right.includes(left) : undefined;
    case "??":
    case "?:":
      return left ?? right;
  }
  if (typeof left === "number" && typeof right === "number") return foldArithmetic(language, operator, left, right);
  if (operator === "+" || operator === "." || operator === ".." || operator === "<>")
    return concatenate(language, operator, left, right);
  if (typeof left === "string" && typeof right === "string") return compareOrder(operator, left, right);
  if (
    operator === "*" &&
    typeof left === "string" &&
    typeof right === "number" &&
    (language === "python" || language === "ruby")
  )
    return left.length * right <= LONGEST_RESULT && right >= 0 ? left.repeat(Math.floor(right)) : undefined;
  if (operator === "%" && typeof left === "string" && (language === "python" || language === "ruby"))
    return formatPercent(left, [right]);
  return undefined;
}

function foldArithmetic(language: LanguageId, operator: string, left: number, right: number): Constant {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "**":
      return left ** right;
    case "/": {
      if (right === 0) return undefined;
      const isWhole = Number.isInteger(left) && Number.isInteger(right) && INTEGER_DIVISION.has(language);
      if (!isWhole) return left / right;
      return language === "ruby" ? Math.floor(left / right) : Math.trunc(left / right);
    }
    case "//":
      return right === 0 ? undefined : Math.floor(left / right);
    case "%":
      if (right === 0) return undefined;
      return language === "python" || language === "ruby" ? left - right * Math.floor(left / right) : left % right;
    case "&":
      return left & right;
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    case "<<":
      return left << right;
    case ">>":
      return left >> right;
    case ">>>":
      return left >>> right;
    default:
      return compareOrder(operator, left, right);
  }
}

function concatenate(
  language: LanguageId,
  operator: string,
  left: string | number | boolean | null,
  right: string | number | boolean | null,
): Constant {
  const isText = typeof left === "string" || typeof right === "string";
  if (!isText && operator !== ".") return undefined;
  if (language === "python" && (typeof left !== "string" || typeof right !== "string")) return undefined;
  const text = String(left) + String(right);
  return text.length <= LONGEST_RESULT ? text : undefined;
}

function compareOrder<T extends number | string>(operator: string, left: T, right: T): Constant {
  switch (operator) {
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "<=":
      return left <= right;
    case ">=":
      return left >= right;
    default:
      return undefined;
  }
}

/** `%s`, `%d` and `%%` with known arguments; any other directive is not folded. */
export function formatPercent(format: string, args: readonly Constant[]): Constant {
  let at = 0;
  let isKnown = true;
  const text = format.replace(/%([%sdrif]|.)/g, (_, directive: string) => {
    if (directive === "%") return "%";
    const value = args[at++];
    if (value === undefined || !"sdi".includes(directive)) isKnown = false;
    return String(value);
  });
  return isKnown && at === args.length && text.length <= LONGEST_RESULT ? text : undefined;
}

/** `"ABC"[1]`, `"ABC"[-1]`, `s.charAt(1)`. */
export function characterAt(text: string, index: number, allowsNegative: boolean): Constant {
  if (!Number.isInteger(index)) return undefined;
  const at = index < 0 && allowsNegative ? text.length + index : index;
  return text[at];
}

export function slice(text: string, lower: Constant, upper: Constant, step: Constant): Constant {
  if (step !== null && step !== undefined && step !== 1)
    return step === -1 && lower === null && upper === null ? [...text].reverse().join("") : undefined;
  if ((lower !== null && typeof lower !== "number") || (upper !== null && typeof upper !== "number")) return undefined;
  return text.slice(lower ?? 0, upper ?? text.length);
}

type TextMethod = (text: string, args: readonly (string | number | boolean | null)[]) => Constant;

const isNumber = (value: unknown): value is number => typeof value === "number";
const isText = (value: unknown): value is string => typeof value === "string";
const plain =
  (change: (text: string) => string): TextMethod =>
  (text, args) =>
    args.length === 0 ? change(text) : undefined;
const oneText =
  (give: (text: string, other: string) => Constant): TextMethod =>
  (text, [other, ...more]) =>
    isText(other) && more.length === 0 ? give(text, other) : undefined;

const substring: TextMethod = (text, [from, to]) =>
  isNumber(from) && (to === undefined || isNumber(to)) ? text.substring(from, to ?? text.length) : undefined;
const replaceAll: TextMethod = (text, [from, to]) =>
  isText(from) && isText(to) ? text.split(from).join(to) : undefined;
const upper = plain((text) => text.toUpperCase());
const lower = plain((text) => text.toLowerCase());
const trim = plain((text) => text.trim());
const startsWith = oneText((text, other) => text.startsWith(other));
const endsWith = oneText((text, other) => text.endsWith(other));
const includes = oneText((text, other) => text.includes(other));
const equals: TextMethod = (text, [other]) => (other === undefined ? undefined : text === other);
const size: TextMethod = (text) => text.length;
const itself = plain((text) => text);

/** Methods of strings by name, whatever the language: where one name means two things, it is not here. */
const TEXT_METHODS: ReadonlyMap<string, TextMethod> = new Map<string, TextMethod>([
  ["charAt", (text, [at]) => (isNumber(at) ? characterAt(text, at, false) : undefined)],
  ["at", (text, [at]) => (isNumber(at) ? characterAt(text, at, true) : undefined)],
  ["charCodeAt", (text, [at]) => (isNumber(at) && text[at] !== undefined ? text.charCodeAt(at) : undefined)],
  ["substring", substring],
  [
    "Substring",
    (text, [from, length]) =>
      isNumber(from) && (length === undefined || isNumber(length))
        ? text.substring(from, length === undefined ? text.length : from + length)
        : undefined,
  ],
  [
    "substr",
    (text, [from, length]) =>
      isNumber(from) && (length === undefined || isNumber(length))
        ? text.slice(from, length === undefined ? undefined : from + length)
        : undefined,
  ],
  [
    "slice",
    (text, [from, to]) => (isNumber(from) && (to === undefined || isNumber(to)) ? text.slice(from, to) : undefined),
  ],
  ["toUpperCase", upper],
  ["upper", upper],
  ["upcase", upper],
  ["ToUpper", upper],
  ["toLowerCase", lower],
  ["lower", lower],
  ["downcase", lower],
  ["ToLower", lower],
  ["trim", trim],
  ["strip", trim],
  ["Trim", trim],
  ["startsWith", startsWith],
  ["startswith", startsWith],
  ["StartsWith", startsWith],
  ["start_with?", startsWith],
  ["endsWith", endsWith],
  ["endswith", endsWith],
  ["EndsWith", endsWith],
  ["includes", includes],
  ["contains", includes],
  ["Contains", includes],
  ["include?", includes],
  ["equals", equals],
  ["contentEquals", equals],
  ["isBlank", (text, args) => (args.length === 0 ? text.trim().length === 0 : undefined)],
  ["Equals", equals],
  ["equalsIgnoreCase", oneText((text, other) => text.toLowerCase() === other.toLowerCase())],
  ["concat", (text, args) => args.reduce<string>((joined, arg) => joined + String(arg), text)],
  ["indexOf", oneText((text, other) => text.indexOf(other))],
  ["IndexOf", oneText((text, other) => text.indexOf(other))],
  ["find", oneText((text, other) => text.indexOf(other))],
  ["lastIndexOf", oneText((text, other) => text.lastIndexOf(other))],
  ["length", size],
  ["size", size],
  ["isEmpty", (text, args) => (args.length === 0 ? text.length === 0 : undefined)],
  ["replaceAll", replaceAll],
  ["toString", itself],
  ["String", itself],
  ["intern", itself],
  ["to_s", itself],
  [
    "repeat",
    (text, [times]) =>
      isNumber(times) && times >= 0 && text.length * times <= LONGEST_RESULT ? text.repeat(times) : undefined,
  ],
]);

/** Methods of texts that give their bytes or characters, which are those of the text whatever the encoding is. */
export const TAKES_APART: ReadonlySet<string> = new Set(["getBytes", "toByteArray", "toCharArray", "ToCharArray"]);

/** What a method of a known string gives with known arguments. */
export function foldTextMethod(
  language: LanguageId,
  text: string,
  method: string,
  args: readonly Constant[],
): Constant {
  if (method === "replace") {
    // JavaScript replaces the first only, the other languages all.
    const [from, to] = args;
    if (!isText(from) || !isText(to) || args.length !== 2) return undefined;
    return isScript(language) ? text.replace(from, () => to) : text.split(from).join(to);
  }
  if (TAKES_APART.has(method)) return text;
  const fold = TEXT_METHODS.get(method);
  if (!fold || args.some((arg) => arg === undefined)) return undefined;
  const result = fold(text, args as readonly (string | number | boolean | null)[]);
  return typeof result === "string" && result.length > LONGEST_RESULT ? undefined : result;
}

type TextFunction = (...args: (string | number | boolean | null)[]) => Constant;

const isOptionalNumber = (value: unknown): value is number | null | undefined =>
  value === undefined || value === null || isNumber(value);
const substr: TextFunction = (text, from, length) => {
  if (!isText(text) || !isNumber(from) || !isOptionalNumber(length)) return undefined;
  const start = from < 0 ? Math.max(0, text.length + from) : from;
  if (length === undefined || length === null) return text.slice(start);
  return text.slice(start, length < 0 ? text.length + length : start + length);
};
const ofText =
  (change: (text: string) => Constant): TextFunction =>
  (text, ...more) =>
    isText(text) && more.length === 0 ? change(text) : undefined;
const ofTwoTexts =
  (give: (text: string, other: string) => Constant): TextFunction =>
  (text, other, ...more) =>
    isText(text) && isText(other) && more.length === 0 ? give(text, other) : undefined;
const position = ofTwoTexts((text, other) => (text.includes(other) ? text.indexOf(other) : false));

/** PHP's functions on texts, where all arguments are known. */
const TEXT_FUNCTIONS: ReadonlyMap<string, TextFunction> = new Map<string, TextFunction>([
  ["strtolower", ofText((text) => text.toLowerCase())],
  ["mb_strtolower", ofText((text) => text.toLowerCase())],
  ["strtoupper", ofText((text) => text.toUpperCase())],
  ["mb_strtoupper", ofText((text) => text.toUpperCase())],
  ["ucfirst", ofText((text) => text.charAt(0).toUpperCase() + text.slice(1))],
  ["lcfirst", ofText((text) => text.charAt(0).toLowerCase() + text.slice(1))],
  ["trim", ofText((text) => text.trim())],
  ["strrev", ofText((text) => [...text].reverse().join(""))],
  ["strlen", ofText((text) => text.length)],
  ["mb_strlen", ofText((text) => text.length)],
  ["ord", ofText((text) => (text === "" ? undefined : text.charCodeAt(0)))],
  ["chr", (code) => (isNumber(code) ? String.fromCharCode(code & 0xff) : undefined)],
  [
    "intval",
    (value) => (isNumber(value) ? Math.trunc(value) : isText(value) ? Number.parseInt(value, 10) || 0 : undefined),
  ],
  ["strval", (value) => (isText(value) || isNumber(value) ? String(value) : undefined)],
  ["substr", substr],
  ["mb_substr", substr],
  ["strpos", position],
  [
    "stripos",
    ofTwoTexts((text, other) =>
      text.toLowerCase().includes(other.toLowerCase()) ? text.toLowerCase().indexOf(other.toLowerCase()) : false,
    ),
  ],
  ["str_contains", ofTwoTexts((text, other) => text.includes(other))],
  ["str_starts_with", ofTwoTexts((text, other) => text.startsWith(other))],
  ["str_ends_with", ofTwoTexts((text, other) => text.endsWith(other))],
  ["strcmp", ofTwoTexts((text, other) => (text === other ? 0 : text < other ? -1 : 1))],
  [
    "str_replace",
    (from, to, text) =>
      isText(from) && isText(to) && isText(text) && from !== "" ? text.split(from).join(to) : undefined,
  ],
  [
    "str_repeat",
    (text, times) =>
      isText(text) && isNumber(times) && times >= 0 && text.length * times <= LONGEST_RESULT
        ? text.repeat(times)
        : undefined,
  ],
]);

/** What a function of PHP's on texts gives when everything is known. */
export function foldFunction(name: string, args: readonly Constant[]): Constant {
  const fold = TEXT_FUNCTIONS.get(name);
  if (!fold || args.some((arg) => arg === undefined)) return undefined;
  return fold(...(args as (string | number | boolean | null)[]));
}

/** Directives of `printf` and its kin that print a number whatever they are given. */
export function isNumberDirective(directive: string): boolean {
  return "bcdeEfFgGhHiouxX".includes(directive);
}
