// How a language's names work, as data for names.ts: what declares a name, which scopes there are, what an import binds.

import type { LanguageId } from "./language.ts";

export interface ScopeTraits {
  /** An assignment to a name that its function does not declare makes a local of it (Python, Ruby, PHP, shell). */
  readonly assignmentDeclares: boolean;
  /** Blocks are scopes. */
  readonly blockScopes: boolean;
  /** The target of a for-each loop is a new name even without a Modifier that says so. */
  readonly loopTargetDeclares: boolean;
  /** Members of a class are visible by their bare names in its methods (Java, C#, C++), not only in its body (Python). */
  readonly membersInMethods: boolean;
  /** Methods and fields are names of their class's body at all. */
  readonly membersInBody: boolean;
  /** Assigning an undeclared name makes a global (sloppy JavaScript). */
  readonly implicitGlobals: boolean;
  /** Named functions do not see the variables around them (PHP, Ruby's `def`). */
  readonly closedFunctions: boolean;
  /** …but for names of this form: PHP's and Ruby's constants, Ruby's globals. */
  readonly seenInside?: RegExp;
  /** An assignment in a block writes a variable of the function around it, when there is one of that name (Ruby). */
  readonly blocksShareVariables?: boolean;
  /** Parameters' defaults are evaluated where the function is defined. */
  readonly defaultsOutside: boolean;
  /** Names in the patterns of a Case are new (Python's `match`). */
  readonly casesBind: boolean;
  /** What `import module` without specifiers binds: nothing, the first or the last part of its name. */
  readonly importBinds: "nothing" | "first" | "last" | "last path segment";
  /** What is visible without an import, and its full name's prefix (java.lang). */
  readonly prelude?: { readonly prefix: string; readonly names: ReadonlySet<string> };
}

const CURLY: ScopeTraits = {
  assignmentDeclares: false,
  blockScopes: true,
  loopTargetDeclares: true,
  membersInMethods: false,
  membersInBody: false,
  implicitGlobals: false,
  closedFunctions: false,
  defaultsOutside: false,
  casesBind: false,
  importBinds: "nothing",
};

const JAVASCRIPT: ScopeTraits = { ...CURLY, loopTargetDeclares: false, implicitGlobals: true };

const PYTHON: ScopeTraits = {
  ...CURLY,
  assignmentDeclares: true,
  blockScopes: false,
  membersInBody: true,
  defaultsOutside: true,
  casesBind: true,
  importBinds: "first",
};

const SCRIPT: ScopeTraits = { ...CURLY, assignmentDeclares: true, blockScopes: false, closedFunctions: true };

const JAVA_LANG = new Set(
  (
    "Object String StringBuilder StringBuffer CharSequence Comparable Iterable Runnable Thread ThreadLocal Runtime Process " +
    "ProcessBuilder System Class ClassLoader Math StrictMath Number Integer Long Short Byte Character Boolean Float Double " +
    "Void Enum Record Throwable Exception RuntimeException Error IllegalArgumentException IllegalStateException " +
    "NullPointerException NumberFormatException SecurityException SecurityManager Module Package StackTraceElement " +
    "AutoCloseable Cloneable Appendable Readable Override Deprecated SuppressWarnings SafeVarargs FunctionalInterface"
  ).split(" "),
);

const JAVA: ScopeTraits = {
  ...CURLY,
  membersInMethods: true,
  membersInBody: true,
  importBinds: "last",
  prelude: { prefix: "java.lang", names: JAVA_LANG },
};

/** What Kotlin finds in java.lang without an import; types that it has of its own (String, Int) are not there. */
const KOTLIN_JAVA_LANG = new Set(
  [...JAVA_LANG].filter(
    (name) =>
      !/^(Object|String|Integer|Long|Short|Byte|Character|Boolean|Float|Double|Void|Number|Enum|Comparable|Iterable|CharSequence|Throwable)$/.test(
        name,
      ),
  ),
);

const KOTLIN: ScopeTraits = { ...JAVA, prelude: { prefix: "java.lang", names: KOTLIN_JAVA_LANG } };

const TRAITS: Partial<Record<LanguageId, ScopeTraits>> = {
  javascript: JAVASCRIPT,
  typescript: JAVASCRIPT,
  tsx: JAVASCRIPT,
  python: PYTHON,
  java: JAVA,
  kotlin: KOTLIN,
  csharp: { ...CURLY, membersInMethods: true, membersInBody: true },
  go: { ...CURLY, loopTargetDeclares: false, importBinds: "last path segment" },
  php: { ...SCRIPT, importBinds: "last", seenInside: /^[^$]/ },
  ruby: { ...SCRIPT, casesBind: true, seenInside: /^[A-Z$]/, blocksShareVariables: true },
  bash: { ...SCRIPT, closedFunctions: false },
  c: CURLY,
  cpp: { ...CURLY, membersInMethods: true, membersInBody: true },
};

export function scopeTraits(language: LanguageId): ScopeTraits {
  return TRAITS[language] ?? CURLY;
}
