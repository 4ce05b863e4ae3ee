// Fixes that a rule writes as text: `fix` puts text with metavariables in place of the match, `fix-regex` replaces within it.

import { compileRegex } from "../../text/regex/compile.ts";
import type { RegexMatch } from "../../text/regex/regex.ts";
import type { Span, TextEdit } from "../../text/span.ts";
import type { FixTemplate } from "../rule.ts";
import type { Bindings } from "./bindings.ts";
import { interpolate } from "./interpolate.ts";

/** The edit of a template on a match; undefined when it changes nothing, or when code has to build it. */
export function templateEdit(
  template: FixTemplate,
  match: Span,
  bindings: Bindings,
  text: string,
  fixOfMatch?: string,
): TextEdit | undefined {
  const span = { start: match.start, end: match.end };
  const matched = text.slice(span.start, span.end);
  const replacement = replacementOf(template, matched, bindings, fixOfMatch);
  const newText = template.kind === "replace" && replacement ? indented(replacement, text, span.start) : replacement;
  return newText === undefined || newText === matched ? undefined : { span, newText };
}

/** Lines behind the first begin as deep as the code that is replaced does. */
function indented(replacement: string, text: string, start: number): string {
  const line = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  return /^[ \t]+$/.test(line) ? replacement.replace(/\n(?=[^\n])/g, `\n${line}`) : replacement;
}

function replacementOf(
  template: FixTemplate,
  matched: string,
  bindings: Bindings,
  fixOfMatch: string | undefined,
): string | undefined {
  switch (template.kind) {
    case "replace":
      // The line break that ends a block of YAML is not part of the fix.
      return interpolate((fixOfMatch ?? template.text).replace(/\n$/, ""), bindings, { constantOf: () => undefined });
    case "regex":
      return replaceInside(template, matched);
    case "builtin":
      return undefined;
    default:
      return template satisfies never;
  }
}

/** With each key there is a fix for each finding. */
const compiledRegexes = new WeakMap<FixTemplate, ReturnType<typeof compileRegex>>();

function replaceInside(template: FixTemplate & { readonly kind: "regex" }, matched: string): string | undefined {
  const { regex, replacement, count } = template;
  let compiled = compiledRegexes.get(template);
  if (!compiled) {
    compiled = compileRegex(regex.replace(/\n$/, ""), { dialect: "python" });
    compiledRegexes.set(template, compiled);
  }
  if (compiled.kind !== "regex") return undefined;
  const all = compiled.matchAll(matched);
  let result = "";
  let at = 0;
  for (const match of count !== undefined && count > 0 ? all.slice(0, count) : all) {
    result += matched.slice(at, match.start) + expand(replacement, match, matched, compiled.groupNames);
    at = match.end;
  }
  return result + matched.slice(at);
}

/** Python's replacement syntax: `\1`, `\g<name>`, and escapes. */
function expand(replacement: string, match: RegexMatch, matched: string, names: ReadonlyMap<string, number>): string {
  const group = (number: number): string => {
    const span = match.groups[number];
    return span ? matched.slice(span.start, span.end) : "";
  };
  return replacement.replace(
    /\\(?:(\d{1,2})|g<(\w+)>|([\s\S]))/g,
    (whole, number: string | undefined, name: string | undefined, sign: string | undefined) => {
      if (number !== undefined) return group(Number(number));
      if (name !== undefined) return group(/^\d+$/.test(name) ? Number(name) : (names.get(name) ?? 0));
      if (sign === "n") return "\n";
      if (sign === "t") return "\t";
      return sign === "\\" ? "\\" : whole;
    },
  );
}
