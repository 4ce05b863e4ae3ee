// The text that a metavariable holds, for conditions that look into it, and metavariables that hold parts of a text.

import { Kind } from "../../syntax/kind.ts";
import type { CompiledRegex, RegexMatch } from "../../text/regex/regex.ts";
import type { Span } from "../../text/span.ts";
import { type Binding, type Bindings, textOf } from "./bindings.ts";

/** Groups of a regular expression as metavariables: `$1`, and `$NAME` for those with a name. */
export function captures(
  regex: CompiledRegex,
  match: RegexMatch,
  searched: string,
  source: string,
  offset: number,
): Bindings {
  const bindings = new Map<string, Binding>();
  const bindingOf = (group: Span): Binding => ({
    kind: "text",
    text: searched.slice(group.start, group.end),
    source,
    start: group.start + offset,
    end: group.end + offset,
  });
  match.groups.forEach((group, at) => {
    if (at > 0 && group) bindings.set(`$${at}`, bindingOf(group));
  });
  for (const [name, at] of regex.groupNames) {
    const group = match.groups[at];
    if (group) bindings.set(`$${name}`, bindingOf(group));
  }
  return bindings;
}

/** A text's own places become those of the text that it came from. */
export function moved(bindings: Bindings, offset: number, source: string): Bindings {
  return new Map(
    [...bindings].map(([name, binding]) => [
      name,
      {
        kind: "text" as const,
        text: textOf(binding),
        source,
        start: binding.start + offset,
        end: binding.end + offset,
      },
    ]),
  );
}

/** The text that a metavariable holds: a string's contents, else (for languages that read anything) the code. */
export function contentsOf(
  binding: Binding,
  takesCode: boolean,
): { readonly text: string; readonly offset: number } | undefined {
  if (binding.kind === "text") return { text: binding.text, offset: binding.start };
  if (
    binding.kind === "nodes" &&
    binding.nodes.length > 0 &&
    binding.nodes.every((node) => binding.ast.kind(node) === Kind.Text)
  )
    return { text: binding.ast.text.slice(binding.start, binding.end), offset: binding.start };
  if (binding.kind === "node") {
    const { ast, node } = binding;
    const kind = ast.kind(node);
    if (kind === Kind.String || kind === Kind.Text) {
      const text = ast.stringValue(node);
      const at = ast.textOf(node).indexOf(text);
      return { text, offset: ast.start(node) + Math.max(0, at) };
    }
  }
  return takesCode ? { text: textOf(binding), offset: binding.start } : undefined;
}

export function analysedText(binding: Binding): string {
  return contentsOf(binding, true)?.text ?? "";
}
