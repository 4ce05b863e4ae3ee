// YAML that Go's templates write (Helm charts): a text of the same length in which actions are something that YAML can read, so that what stands
// there literally is found where it stands. Nothing is expanded: an action that writes a value is a scalar, one that is a line by itself is not there.

/** Actions that no other templates in YAML begin like, where YAML has a value or a line. */
const TEMPLATED =
  /(?:^|[:-][ \t]|\}\})[ \t]*\{\{-?[ \t]*(?:[$.][\w.]|\/\*|(?:if|else|end|with|range|define|template|block|include|tpl|toYaml|printf|default|quote|required|lookup|fail)\b|\w+ [$."(])/m;

/** What only says when the rest is there. */
const CONTROL =
  /^\{\{-?\s*(?:(?:if|else|end|with|range|define|block|break|continue)\b|\/\*|\$\w*(?:\s*,\s*\$\w+)?\s*:?=)/;

/** What begins with a line break. */
const WRITES_LINES = /\|\s*nindent\b[^|]*(?:\|\s*trim\s*)?-?\}\}$/;

const CONDITION = /^\{\{-?\s*(?:else\s+)?(?:if|with)\b/;

const LOOKED_AT = 200;

/** What is quoted ends no action, and none is longer than this, so that looking for the ends of many takes no time. */
const ACTION =
  /\{\{-?[ \t]*\/\*(?:[^*]|\*(?!\/)){0,4000}\*\/[ \t]*-?\}\}|\{\{(?:[^"`{}]|\{(?!\{)|\}(?!\})|"(?:[^"\\\n]|\\.)*"|`[^`]*`){0,1000}\}\}/g;

interface Action {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** undefined where a text is no template. */
export function parsedTemplate(text: string): string | undefined {
  if (!text.includes("{{") || !TEMPLATED.test(text)) return undefined;
  const actions = actionsIn(text);
  const first = firstInLines(text, actions);
  const last = lastInLines(text, actions);
  let parsed = "";
  let done = 0;
  actions.forEach(({ start, end, text: action }, at) => {
    const gap = text.slice(done, start);
    if (first[at] && last[at]) {
      const option = optionBehind(text, action, end);
      const literal = gap.slice(0, Math.max(0, gap.length - indentation(text, start)));
      parsed += literal + withoutLine(text.slice(done + literal.length, end) + option);
      done = end + option.length;
    } else {
      parsed += gap + action.replace(/[^\r\n]/g, isBeside(text, actions, at, last[at]!) ? " " : "x");
      done = end;
    }
  });
  return parsed + text.slice(done);
}

/** `hostNetwork: true` behind `if .Values.hostNetwork`: whether it is there is for whoever installs the chart to say. */
function optionBehind(text: string, action: string, end: number): string {
  if (!CONDITION.test(action)) return "";
  const [line, key] =
    /^[ \t]*\r?\n(?:[ \t]*#.*\n)*[ \t]*(\w+):[ \t]+[\w"'][^{}\r\n]*(?=\r?\n)/.exec(text.slice(end, end + LOOKED_AT)) ??
    [];
  return key && action.toLowerCase().includes(`.${key.toLowerCase()}`) ? line! : "";
}

/** How much space stands before an offset. */
function indentation(text: string, offset: number): number {
  let at = offset;
  while (text[at - 1] === " " || text[at - 1] === "\t") at--;
  return offset - at;
}

/** Spaces would be more than YAML allows before what a block begins with. */
function withoutLine(text: string): string {
  return "\n".repeat(text.length);
}

/** Whether an action is no part of the value or key that it stands beside. */
function isBeside(text: string, actions: readonly Action[], at: number, isLast: boolean): boolean {
  const { end, text: action } = actions[at]!;
  if (isLast && WRITES_LINES.test(action)) return true;
  if (!CONTROL.test(action)) return false;
  return (isLast && !isAfterAction(text, actions, at)) || /^[ \t]*-[ \t]/.test(text.slice(end, end + LOOKED_AT));
}

/** All but `${{ … }}`, which is GitHub's. */
function actionsIn(text: string): Action[] {
  const actions: Action[] = [];
  for (const { index, 0: action } of text.matchAll(ACTION))
    if (text[index - 1] !== "$") actions.push({ start: index, end: index + action.length, text: action });
  return actions;
}

/** Of each whether nothing but actions stands before it in its line. */
function firstInLines(text: string, actions: readonly Action[]): boolean[] {
  const first: boolean[] = [];
  let done = 0;
  for (const { start, end } of actions) {
    const [sameLine = "", ...lines] = text.slice(done, start).split("\n").reverse();
    const isFirst = sameLine.trim() === "" && (lines.length > 0 || (first.at(-1) ?? true));
    first.push(isFirst);
    done = end;
  }
  return first;
}

/** Of each whether nothing but actions and a comment stands behind it in its line. */
function lastInLines(text: string, actions: readonly Action[]): boolean[] {
  const last: boolean[] = [];
  let done = text.length;
  for (const { start, end } of actions.toReversed()) {
    const [sameLine = "", ...lines] = text.slice(end, done).split("\n");
    const isLast = /^\s*(?:#|$)/.test(sameLine) && (lines.length > 0 || (last.at(-1) ?? true));
    last.push(isLast);
    done = start;
  }
  return last.reverse();
}

/** Whether another action stands before it in its line, so that it may be the end of a value. */
function isAfterAction(text: string, actions: readonly Action[], at: number): boolean {
  const before = actions[at - 1];
  return before !== undefined && !text.slice(before.end, actions[at]!.start).includes("\n");
}
