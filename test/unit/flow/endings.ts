// What flows end in, by language: a rule's annotated examples (`rules/**`) show that it finds such an ending there. Whether they hold is
// checked by `bartizan test rules`.

import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

/** Ending, as people name it, and the rule that reports it. */
export const ENDINGS: readonly (readonly [string, string])[] = [
  ["SQL", "sql-injection"],
  ["NoSQL", "nosql-injection"],
  ["command", "command-injection"],
  ["code", "code-injection"],
  ["LDAP", "ldap-injection"],
  ["XPath", "xpath-injection"],
  ["path", "path-traversal"],
  ["XSS", "reflected-xss"],
  ["response header", "header-injection"],
  ["redirect", "open-redirect"],
  ["SSRF", "server-side-request-forgery"],
  ["template", "template-injection"],
  ["XML", "xml-external-entity"],
  ["deserialisation", "unsafe-deserialization"],
  ["trust boundary", "trust-boundary"],
  ["log", "log-injection"],
  ["weak hash", "weak-hash"],
  ["weak cipher", "weak-cipher"],
  ["weak random", "weak-random"],
  ["insecure cookie", "insecure-cookie"],
];

/** Why a language has no such ending, by language and rule. */
export const NO_ENDING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  go: {
    "header-injection": "Go's net/http takes line breaks out of header values.",
    "xml-external-entity": "Go's encoding/xml resolves no external entities.",
    "unsafe-deserialization": "Go's decoders build only the types that they are given, and run nothing.",
  },
};

const LANGUAGES: Readonly<Record<string, string>> = {
  ".js": "javascript",
  ".ts": "javascript",
  ".tsx": "javascript",
  ".py": "python",
  ".java": "java",
  ".kt": "kotlin",
  ".go": "go",
  ".cs": "csharp",
  ".php": "php",
  ".rb": "ruby",
};

/** By rule, the languages in which an example announces a finding of it. */
export function shownEndings(): ReadonlyMap<string, ReadonlySet<string>> {
  const shown = new Map<string, Set<string>>();
  for (const entry of readdirSync("rules", { recursive: true, withFileTypes: true })) {
    const language = LANGUAGES[extname(entry.name)];
    if (!entry.isFile() || language === undefined || entry.name.includes(".fixed.")) continue;
    const text = readFileSync(join(entry.parentPath ?? entry.path, entry.name), "utf8");
    for (const [, rule] of text.matchAll(/\bruleid: ([\w-]+)/g)) {
      const known = shown.get(rule!);
      if (known) known.add(language);
      else shown.set(rule!, new Set([language]));
    }
  }
  return shown;
}
