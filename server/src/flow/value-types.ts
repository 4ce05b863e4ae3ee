// What type a value has, as far as that makes it harmless: numbers and truth values, by the types that languages declare and by the
// functions and methods that give such, whatever goes in.

import { intern } from "../syntax/symbols.ts";
import { type KindSet, kindSet, NO_KINDS } from "./kind-set.ts";

export const NUMBER_KIND = kindSet([intern("number")]);

export const TEXT_KIND = kindSet([intern("text")]);

export const BOOLEAN_KIND = kindSet([intern("boolean")]);

/** Types of numbers and truth values of Java, Go, C#: what is cast to one is one. */
export const NUMBER_TYPES: ReadonlySet<string> = new Set(
  (
    "int long short byte float double boolean Integer Long Short Byte Float Double Boolean bool decimal uint ulong ushort sbyte nint " +
    "Int UInt ULong int8 int16 int32 int64 uint8 uint16 uint32 uint64 uintptr float32 float64 complex64 complex128 Guid DateTime"
  ).split(" "),
);

/** Types that no text of another language fits in: what a framework puts there is a number, a date, an id. */
export const VALUE_TYPE =
  /^(Int|UInt|ULong|int|long|short|byte|float|double|boolean|Integer|Long|Short|Byte|Float|Double|Boolean|BigDecimal|BigInteger|UUID[1-8]?|(?:Positive|Negative|NonNegative|NonPositive|Strict)(?:Int|Float)|StrictBool|LocalDate|LocalDateTime|LocalTime|Instant|ZonedDateTime|OffsetDateTime|bool|decimal|uint|ulong|ushort|sbyte|Guid|DateTime|DateTimeOffset|DateOnly|TimeSpan|date|datetime|time|timedelta|Decimal)\??$/;

const NUMBER_FUNCTIONS: ReadonlySet<string> = new Set([
  "Number",
  "parseInt",
  "parseFloat",
  "BigInt",
  "int",
  "float",
  "len",
  "ord",
  "hash",
  "id",
  "intval",
  "floatval",
  "count",
  "strlen",
  "Atoi",
  "ParseInt",
  "ParseFloat",
  "ParseBool",
  "ParseUint",
]);
const NUMBER_METHODS: ReadonlySet<string> = new Set([
  "indexOf",
  "lastIndexOf",
  "findIndex",
  "charCodeAt",
  "codePointAt",
  "parseInt",
  "parseLong",
  "parseDouble",
  "parseFloat",
  "parseShort",
  "intValue",
  "longValue",
  "doubleValue",
  "getTime",
  "localeCompare",
  "compareTo",
  "hashCode",
  "length",
  "size",
  "count",
  "toInt",
  "toLong",
  "toShort",
  "toByte",
  "toDouble",
  "toFloat",
  "toUInt",
  "toULong",
  "toIntOrNull",
  "toLongOrNull",
  "toDoubleOrNull",
  "toFloatOrNull",
  "toBigDecimal",
  "toBigInteger",
  "to_i",
  "to_f",
  "floor",
  "ceil",
  "round",
  "abs",
  "Atoi",
  "ParseInt",
  "ParseFloat",
  "ParseUint",
  "rfind",
]);
const BOOLEAN_FUNCTIONS: ReadonlySet<string> = new Set([
  "Boolean",
  "bool",
  "isinstance",
  "issubclass",
  "hasattr",
  "callable",
  "isNaN",
  "isFinite",
  "any",
  "all",
  "is_numeric",
  "is_string",
  "is_array",
  "isset",
  "empty",
  "in_array",
]);
const BOOLEAN_METHODS: ReadonlySet<string> = new Set([
  "includes",
  "startsWith",
  "endsWith",
  "startswith",
  "endswith",
  "has",
  "test",
  "isdigit",
  "isalpha",
  "isalnum",
  "isnumeric",
  "isspace",
  "equals",
  "equalsIgnoreCase",
  "isBlank",
  "isNotBlank",
  "isNotEmpty",
  "isNullOrEmpty",
  "isNullOrBlank",
  "toBoolean",
  "toBooleanStrict",
  "contains",
  "containsKey",
  "isEmpty",
  "hasOwnProperty",
  "isArray",
  "isInteger",
  "isSafeInteger",
  "hasNext",
  "hasMoreElements",
  "exists",
  "some",
  "every",
  "matches",
  "parseBoolean",
  "include?",
  "empty?",
  "nil?",
  "blank?",
  "present?",
  "start_with?",
  "end_with?",
  "HasPrefix",
  "HasSuffix",
  "Contains",
  "StartsWith",
  "EndsWith",
  "Equals",
  "IsNullOrEmpty",
]);

/** What the result of a function or method of this name is. */
export function resultKinds(name: string, isMethod: boolean): KindSet {
  if ((isMethod ? NUMBER_METHODS : NUMBER_FUNCTIONS).has(name)) return NUMBER_KIND;
  // What Ruby calls with a question mark.
  if (name.endsWith("?")) return BOOLEAN_KIND;
  return (isMethod ? BOOLEAN_METHODS : BOOLEAN_FUNCTIONS).has(name) ? BOOLEAN_KIND : NO_KINDS;
}

/** What was looked up by a value. */
export const FOUND = kindSet([intern("found")]);

/** Whether functions of this name look something up by what they are handed: a record by its key, an element by its id. */
export function isLookupName(name: string, language: string): boolean {
  return LOOKUP.test(name) || (/^(?:find|Find|FindAsync)$/.test(name) && !FINDS_IN_TEXT.has(language));
}

/** Where `find` is what patterns do to a text. */
const FINDS_IN_TEXT: ReadonlySet<string> = new Set(["go", "kotlin"]);

const LOOKUP =
  /^(?:(?:[fF]ind|[gG]et|[lL]oad|[fF]etch|[lL]ookup|[sS]elect|[qQ]uery|[rR]etrieve)(?:(?:One|Unique|First|Last|Many|AndCountAll)(?:[A-Z]\w*)?|\w*By[A-Z]\w*)|(?:find|get|load|fetch|lookup|select|query|retrieve)(?:_\w+)?_by_\w+|filter_by|\w+_or_(?:404|none|fail)|findOr\w+|getItem|getValue)$/;

/** What somebody made something else of: it may do what the value says, but it is not likely to show it. */
export const PROCESSED = kindSet([intern("processed")]);

/** Whether what functions of this name give has what they were handed in it, readable or encoded. */
export function keepsText(name: string): boolean {
  return TEXT_METHODS.has(name) || KEEPING.test(name);
}

const KEEPING =
  /^(?:(?:to|as|into|from|of|valueOf|copy|clone|deep_?[cC]opy|merge|assign|concat|append|join|format|print|trim|strip|pad|replace|sub|slice|encode|decode|escape|unescape|quote|b64\w*|serialize|stringify|dump|render|read|get(?:Value|Text|String|Bytes)|writeValueAs|Marshal|Serialize|Encode|Decode|Format|Join|Trim|Replace|To|Concat|String|Sprint|str|repr|inspect|interpolate|json|JSON|dict|list|tuple|bytes?|Buffer|atob|btoa|text)(?:[A-Z_\d].*|s)?|get|fetch|pop|peek|first|last|min|max)$/;

/** Methods of texts, numbers and collections: an input that they are called on is no object of the program's own. */
export function isKnownMethod(name: string): boolean {
  return NUMBER_METHODS.has(name) || BOOLEAN_METHODS.has(name) || TEXT_METHODS.has(name);
}

const TEXT_METHODS: ReadonlySet<string> = new Set(
  (
    "toString toLowerCase toUpperCase trim trimStart trimEnd split join replace replaceAll slice substring substr concat charAt padStart padEnd " +
    "repeat normalize match matchAll at toFixed push pop shift unshift splice sort reverse keys values entries flat lower upper strip lstrip rstrip " +
    "format encode decode title capitalize append extend items getBytes toCharArray valueOf strip_tags gsub sub chomp downcase upcase to_s getClass"
  ).split(" "),
);
