// What the pattern reader must know of each language's surface: how strings look (they are not rewritten), whether `$X` is
// a legal name, where typed metavariables carry their type, and in which surroundings a piece of code may parse.

import type { LanguageId } from "../../syntax/language.ts";

export interface StringSyntax {
  readonly open: string;
  readonly close: string;
  readonly escapes: boolean;
  /** Code stands in it behind this sign, in strings whose prefix fits. */
  readonly interpolates?: { readonly open: string; readonly prefix?: RegExp };
}

/** Text put around a pattern so that it parses. */
export interface Surroundings {
  readonly before: string;
  readonly after: string;
  /** What the pattern then is. */
  readonly as: "code" | "expression" | "members" | "parameter" | "head" | "part" | "object";
}

export interface PatternSyntax {
  readonly strings: readonly StringSyntax[];
  readonly lineComments: readonly string[];
  readonly hasRegex: boolean;
  /** `$X` is a name like any other to the grammar. */
  readonly keepsDollar: boolean;
  /** Behind this a name has no sign of its own, so a metavariable needs another. */
  readonly plainNamesAfter?: RegExp;
  readonly metavariableName?: (name: string, startsSmall: boolean) => string;
  /** `...x` is the language's spread; `x...` is. */
  readonly spreadsBefore: boolean;
  readonly spreadsAfter: boolean;
  /** `case ...` needs no colon. */
  readonly casesEnd?: boolean;
  /** `($X : T)` or `(T $X)`. */
  readonly typedMetavariables?: "after" | "before";
  /** How `...` is spelled as an entry of a map in braces. */
  readonly pairEllipsis?: (name: string) => string;
  /** Where a list of parameters opens, if words tell: what stands before it. */
  readonly parametersFollow?: RegExp;
  /** How a parameter with any type is spelled. */
  readonly untypedParameter?: (name: string) => string;
  /** How `...` is spelled among parameters, and as a member of a class, where a bare name is neither. */
  readonly parameterEllipsis?: (name: string) => string;
  readonly memberEllipsis?: (name: string) => string;
  /** A parameter is no name alone. */
  readonly parametersHaveTypes?: boolean;
  /** What `catch` takes has a type. */
  readonly catchesTypes?: boolean;
  /** A member's declaration is no statement there. */
  readonly declaresOnlyInClasses?: boolean;
  /** What stands around `<... e ...>`, when that is no call. */
  readonly deepCall?: readonly [string, string];
  /** How a placeholder is spelled where a bare name is no value. */
  readonly bareName?: (name: string) => string;
  /** How `...` is spelled between entries of a block or map, where every entry has a key. */
  readonly entryEllipsis?: (name: string) => string;
  /** How `...` is spelled among an annotation's arguments. */
  readonly annotationEllipsis?: (name: string) => string;
  /** A name alone may be a statement, for all that the grammar cares. */
  readonly bareStatements: boolean;
  /** Statements end with semicolons. */
  readonly semicolons: boolean;
  /** Names that begin with a capital are another thing (Ruby's constants). */
  readonly capitalsMatter: boolean;
  /** Tried in this order; the first that parses decides. */
  readonly surroundings: readonly Surroundings[];
  /** Other grammars to try when this one does not take the pattern. */
  readonly alternatives: readonly LanguageId[];
}

/** The type of a parameter that a pattern gives none. */
export const ANY_TYPE_NAME = "any_type_";

const DOUBLE: StringSyntax = { open: '"', close: '"', escapes: true };
const SINGLE: StringSyntax = { open: "'", close: "'", escapes: true };
const CODE: Surroundings = { before: "", after: "", as: "code" };

const ECMASCRIPT: PatternSyntax = {
  strings: [DOUBLE, SINGLE, { open: "`", close: "`", escapes: true, interpolates: { open: "${" } }],
  lineComments: ["//"],
  hasRegex: true,
  keepsDollar: true,
  spreadsBefore: true,
  spreadsAfter: false,
  typedMetavariables: "after",
  semicolons: true,
  bareStatements: true,
  capitalsMatter: false,
  surroundings: [
    { before: "(", after: "\n)", as: "expression" },
    CODE,
    { before: "({", after: "\n})", as: "object" },
    { before: "class surrounding_ {", after: "\n}", as: "members" },
    { before: "", after: " {}", as: "head" },
    { before: "", after: " catch (surrounding_) {}", as: "head" },
    { before: "try {} ", after: "", as: "part" },
    { before: "@", after: " class surrounding_ {}", as: "part" },
    { before: "", after: " class surrounding_ {}", as: "part" },
    { before: "(<surrounding_ ", after: " />)", as: "part" },
    { before: "switch (surrounding_) {", after: "\n}", as: "part" },
    { before: "let surrounding_: ", after: ";", as: "part" },
  ],
  alternatives: [],
};

const JAVA_LIKE: PatternSyntax = {
  strings: [{ open: '"""', close: '"""', escapes: true }, DOUBLE, SINGLE],
  lineComments: ["//"],
  hasRegex: false,
  keepsDollar: true,
  spreadsBefore: false,
  spreadsAfter: true,
  typedMetavariables: "before",
  parameterEllipsis: (name) => `Object ${name}`,
  parametersHaveTypes: true,
  memberEllipsis: (name) => `Object ${name};`,
  annotationEllipsis: (name) => `${name} = ${name}`,
  semicolons: true,
  bareStatements: true,
  capitalsMatter: false,
  surroundings: [
    { before: "class surrounding_ { Object surrounding_ = ", after: "; }", as: "expression" },
    { before: "class surrounding_ { void surrounding_() {\n", after: "\n} }", as: "code" },
    { before: "class surrounding_ { void surrounding_() {\n", after: ";\n} }", as: "code" },
    { before: "class surrounding_ {\n", after: "\n}", as: "members" },
    CODE,
    { before: "class surrounding_ {\n", after: " {}\n}", as: "head" },
    { before: "class surrounding_ {\n", after: " void surrounding_() {} }", as: "part" },
    { before: "class surrounding_ { void surrounding_() { try {} ", after: "} }", as: "part" },
    { before: "class surrounding_ { void surrounding_() { try ", after: " finally {}\n} }", as: "head" },
    { before: "class surrounding_ { void surrounding_() {\n", after: " {}\n} }", as: "head" },
    { before: "class surrounding_ { void surrounding_() {\n", after: " finally {}\n} }", as: "head" },
  ],
  alternatives: [],
};

const NONE: PatternSyntax = {
  strings: [DOUBLE, SINGLE],
  lineComments: [],
  hasRegex: false,
  keepsDollar: false,
  spreadsBefore: false,
  spreadsAfter: false,
  semicolons: false,
  bareStatements: true,
  capitalsMatter: false,
  surroundings: [CODE],
  alternatives: [],
};

const C_FAMILY: PatternSyntax = {
  ...JAVA_LIKE,
  strings: [DOUBLE, SINGLE],
  surroundings: [
    { before: "void surrounding_() { surrounding_ = (", after: "\n); }", as: "expression" },
    { before: "void surrounding_() {\n", after: "\n}", as: "code" },
    { before: "void surrounding_() {\n", after: ";\n}", as: "code" },
    { before: "", after: "\n", as: "code" },
    { before: "void surrounding_() {\n", after: " {}\n}", as: "head" },
    { before: "", after: " {}", as: "head" },
    { before: "struct surrounding_ {\n", after: "\n};", as: "members" },
    { before: "struct surrounding_ surrounding_ = {", after: "};", as: "part" },
  ],
};

const SYNTAXES: Readonly<Partial<Record<LanguageId, PatternSyntax>>> = {
  javascript: { ...ECMASCRIPT, alternatives: ["tsx", "typescript"] },
  typescript: { ...ECMASCRIPT, alternatives: ["tsx", "javascript"] },
  tsx: { ...ECMASCRIPT, alternatives: ["typescript", "javascript"] },
  python: {
    ...NONE,
    strings: [
      { open: '"""', close: '"""', escapes: true, interpolates: { open: "{", prefix: /[fF]/ } },
      { open: "'''", close: "'''", escapes: true, interpolates: { open: "{", prefix: /[fF]/ } },
      { ...DOUBLE, interpolates: { open: "{", prefix: /[fF]/ } },
      { ...SINGLE, interpolates: { open: "{", prefix: /[fF]/ } },
    ],
    lineComments: ["#"],
    typedMetavariables: "after",
    pairEllipsis: (name) => `**${name}`,
    surroundings: [
      { before: "(", after: "\n)", as: "expression" },
      CODE,
      { before: "", after: "\n    ellipsis_", as: "head" },
      { before: "", after: ":\n    ellipsis_", as: "head" },
      { before: "", after: "\ndef surrounding_(): pass", as: "part" },
      { before: "surrounding_(", after: "\n)", as: "part" },
      { before: "{", after: "\n}", as: "object" },
      { before: "try:\n    pass\n", after: "", as: "part" },
      { before: "try:\n    pass\n", after: "\n    pass", as: "part" },
      { before: "surrounding_: ", after: "", as: "part" },
    ],
  },
  java: { ...JAVA_LIKE, catchesTypes: true },
  csharp: {
    ...JAVA_LIKE,
    keepsDollar: false,
    bareStatements: false,
    spreadsAfter: false,
    strings: [
      { open: '@"', close: '"', escapes: false },
      { open: '$"', close: '"', escapes: true, interpolates: { open: "{" } },
      { open: '$@"', close: '"', escapes: false, interpolates: { open: "{" } },
      DOUBLE,
      SINGLE,
    ],
    surroundings: [
      { before: "class surrounding_ { object surrounding_ = ", after: "\n; }", as: "expression" },
      ...JAVA_LIKE.surroundings.slice(1),
    ],
  },
  kotlin: {
    ...NONE,
    strings: [
      { open: '"""', close: '"""', escapes: false, interpolates: { open: "${" } },
      { ...DOUBLE, interpolates: { open: "${" } },
      SINGLE,
    ],
    lineComments: ["//"],
    typedMetavariables: "after",
    parametersFollow: /\b(?:fun|constructor|catch)\b[^(){}=]*$|\bclass\s+[\w$]+\s*(?:<[^<>]*>\s*)?$/,
    untypedParameter: (name) => `${name}: ${ANY_TYPE_NAME}`,
    parameterEllipsis: (name) => `${name}: ${ANY_TYPE_NAME}`,
    memberEllipsis: (name) => `\nval ${name}: ${ANY_TYPE_NAME}\n`,
    semicolons: true,
    surroundings: [
      CODE,
      { before: "fun surrounding_() {\n", after: "\n}", as: "code" },
      { before: "val surrounding_ = ", after: "\n", as: "expression" },
      { before: "class surrounding_ {\n", after: "\n}", as: "members" },
      { before: "", after: " {}", as: "head" },
      { before: "class surrounding_ {\n", after: " {}\n}", as: "head" },
      { before: "", after: " class surrounding_ {}", as: "part" },
      { before: "fun surrounding_() { try {} ", after: "}", as: "part" },
      { before: "fun surrounding_() { try ", after: " finally {} }", as: "head" },
      { before: "when (surrounding_) {\n", after: "\n}", as: "part" },
    ],
  },
  go: {
    ...NONE,
    casesEnd: true,
    strings: [DOUBLE, { open: "`", close: "`", escapes: false }, SINGLE],
    lineComments: ["//"],
    spreadsAfter: true,
    typedMetavariables: "after",
    semicolons: false,
    surroundings: [
      { before: "package surrounding_\nvar surrounding_ = ", after: "\n", as: "expression" },
      { before: "package surrounding_\nfunc surrounding_() {\n", after: "\n}", as: "code" },
      { before: "package surrounding_\n", after: "\n", as: "code" },
      { before: "", after: "\n", as: "code" },
      { before: "package surrounding_\nfunc surrounding_() {\n", after: " {}\n}", as: "head" },
      { before: "package surrounding_\n", after: " {}\n", as: "head" },
      { before: "package surrounding_\nvar surrounding_ = surrounding_{", after: "}\n", as: "part" },
      { before: "package surrounding_\ntype surrounding_ struct {\n", after: "\n}\n", as: "members" },
    ],
  },
  php: {
    ...NONE,
    strings: [DOUBLE, SINGLE, { open: "`", close: "`", escapes: true }],
    lineComments: ["//", "#"],
    keepsDollar: true,
    plainNamesAfter:
      /\b(?:function|class|interface|trait|enum|extends|implements|namespace|const|use|instanceof|goto)\s+&?$/,
    spreadsBefore: true,
    semicolons: true,
    parameterEllipsis: (name) => `$${name}`,
    memberEllipsis: (name) => `var $${name};`,
    declaresOnlyInClasses: true,
    surroundings: [
      { before: "<?php\n(", after: "\n);", as: "expression" },
      { before: "<?php\n", after: "\n", as: "code" },
      { before: "<?php\n", after: ";\n", as: "code" },
      { before: "<?php\nclass surrounding_ {\n", after: "\n}", as: "members" },
      { before: "<?php\n", after: " {}", as: "head" },
      { before: "<?php\nclass surrounding_ {\n", after: " {}\n}", as: "head" },
      { before: "<?php\n[", after: "\n];", as: "part" },
      { before: "<?php\ntry {} ", after: "", as: "part" },
      { before: "", after: "", as: "code" },
    ],
  },
  ruby: {
    ...NONE,
    strings: [
      { ...DOUBLE, interpolates: { open: "#{" } },
      SINGLE,
      { open: "`", close: "`", escapes: true, interpolates: { open: "#{" } },
    ],
    lineComments: ["#"],
    hasRegex: true,
    capitalsMatter: true,
    pairEllipsis: (name) => `**${name}`,
    surroundings: [
      { before: "(", after: "\n)", as: "expression" },
      CODE,
      { before: "", after: "\nend", as: "head" },
      { before: "surrounding_(", after: "\n)", as: "part" },
      { before: "begin\n", after: "\nend", as: "part" },
    ],
  },
  c: { ...C_FAMILY, alternatives: ["cpp"] },
  cpp: { ...C_FAMILY, alternatives: [] },
  bash: { ...NONE, strings: [SINGLE], deepCall: ["$(", ")"], surroundings: [CODE] },
  hcl: {
    ...NONE,
    strings: [{ ...DOUBLE, interpolates: { open: "${" } }],
    lineComments: ["#", "//"],
    entryEllipsis: (name) => `${name} = ${name}`,
    surroundings: [
      { before: "surrounding_ = ", after: "\n", as: "expression" },
      CODE,
      { before: "surrounding_ {\n", after: "\n}", as: "code" },
      { before: "surrounding_ = {", after: "\n}", as: "object" },
    ],
  },
  json: {
    ...NONE,
    strings: [DOUBLE],
    bareName: (name) => `"${name}"`,
    entryEllipsis: (name) => `"${name}": "${name}"`,
    surroundings: [CODE, { before: "{", after: "}", as: "object" }],
    alternatives: ["yaml"],
  },
  yaml: { ...NONE, strings: [], surroundings: [CODE] },
  html: {
    ...NONE,
    strings: [
      { ...DOUBLE, escapes: false },
      { ...SINGLE, escapes: false },
    ],
    surroundings: [CODE],
  },
  dockerfile: { ...NONE, strings: [], lineComments: ["#"], surroundings: [CODE], alternatives: ["bash"] },
  // It becomes a template in JSON, and so do the rules for both.
  bicep: { ...NONE, strings: [], surroundings: [], alternatives: ["json"] },
};

export function patternSyntax(language: LanguageId): PatternSyntax {
  return SYNTAXES[language] ?? NONE;
}
