// What a target file says must be found: `ruleid:` and its kin, in a comment of its own on the line above.

export interface Annotation {
  /** What must be found on the line, nothing, or what is known to be wrong today. */
  readonly kind: "ruleid" | "ok" | "todoruleid" | "todook";
  readonly ruleId: string;
  /** 1-based, of the line that it speaks of: the one below, and below further annotations. */
  readonly line: number;
}

const ANNOTATION = /^\s*(?:#|\/\/|<!--|<%--|<%#|\(\*|\/\*|\{\/\*|--|;|%)\s*(ruleid|ok|todoruleid|todook)\s*:\s*(.*)$/;

export function annotationsOf(text: string): Annotation[] {
  const annotations: Annotation[] = [];
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const match = ANNOTATION.exec(line);
    if (!match) continue;
    const listed = match[2]!.replace(/(?:\*+\/\s*\}?|-->|(?:--)?%>|\*\))\s*$/, "");
    for (const word of listed.split(",")) {
      const ruleId = /^\s*([\w.-]+)/.exec(word)?.[1];
      if (ruleId) annotations.push({ kind: match[1] as Annotation["kind"], ruleId, line: index + 2 });
    }
  }
  return annotations;
}

/** The lines on which a rule must report: the wrong answers of today count as what they are. */
export function expectedLines(annotations: readonly Annotation[], ruleId: string): number[] {
  const lines = annotations
    .filter((each) => each.ruleId === ruleId && (each.kind === "ruleid" || each.kind === "todook"))
    .map(({ line }) => line);
  return [...new Set(lines)].sort((a, b) => a - b);
}
