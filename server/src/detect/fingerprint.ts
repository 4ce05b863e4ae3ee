// The identity of a finding across versions of a file: made of the rule, the path, the names of the functions and classes
// around it, its code without layout, and a count among equals. Edits elsewhere and re-formatting leave it as it is, so
// baselines and trend lines key on it.

import { hmac } from "@noble/hashes/hmac";
import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import type { Ast, AstNode } from "../syntax/ast.ts";
import { NO_NODE, ROOT } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import type { Span } from "../text/span.ts";

/** What of a finding its fingerprint is made of. */
export interface FingerprintSubject {
  readonly ruleId: string;
  readonly span: Span;
  readonly isSecret: boolean;
}

/** Statements longer than this are told by the part of them that is nearest to the finding. */
const LONGEST_CODE = 300;
/** A line of a minified bundle is not worth reading whole. */
const LONGEST_TEXT = 2000;

const STATEMENTS: ReadonlySet<Kind> = new Set([
  Kind.ExpressionStatement,
  Kind.VariableDeclaration,
  Kind.If,
  Kind.While,
  Kind.DoWhile,
  Kind.For,
  Kind.ForEach,
  Kind.Switch,
  Kind.Try,
  Kind.Throw,
  Kind.Return,
  Kind.Break,
  Kind.Continue,
  Kind.Labeled,
  Kind.Goto,
  Kind.With,
  Kind.Import,
  Kind.Export,
  Kind.Delete,
  Kind.Assert,
  Kind.ScopeDeclaration,
  Kind.Defer,
  Kind.Spawn,
  Kind.Field,
  Kind.EnumMember,
  Kind.ConfigBlock,
  Kind.Instruction,
  Kind.Class,
]);

/** The innermost statement that holds a span, or the module when there is none. */
export function statementAround(ast: Ast, span: Span): AstNode {
  let node = ast.nodeAt(span.start, span.end);
  while (node !== ROOT && !STATEMENTS.has(ast.kind(node)) && ast.role(node) !== Role.Statement) node = ast.parent(node);
  return node;
}

/** One fingerprint a subject, in the subjects' order. All of a file's findings together, because equals are counted. */
export function fingerprints(
  path: string,
  text: string,
  astAt: (span: Span) => Ast | undefined,
  subjects: readonly FingerprintSubject[],
): string[] {
  const seen = new Map<string, number>();
  const result = new Array<string>(subjects.length);
  const inOrder = subjects
    .map((_, index) => index)
    .sort((a, b) => subjects[a]!.span.start - subjects[b]!.span.start || a - b);
  for (const index of inOrder) {
    const subject = subjects[index]!;
    const ast = astAt(subject.span);
    // A secret is the same wherever it stands, also in a history, where there is no syntax tree.
    const scope = ast && !subject.isSecret ? scopeOf(ast, subject.span) : "";
    const code = subject.isSecret ? secretCode(path, text, subject) : normalisedBefore(codeOf(text, ast, subject.span));
    const key = [subject.ruleId, path, scope, code].join("\u0000");
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    result[index] = hashedBefore(`${key}\u0000${ordinal}`);
  }
  return result;
}

/** What is found in a file that is typed into is nearly all what was found a key ago. */
function remembering(compute: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    let result = known.get(text);
    if (result === undefined) {
      result = compute(text);
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(text, result);
    }
    return result;
  };
}

const MOST_REMEMBERED = 500;

const hashedBefore = remembering((text) => bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32));
const normalisedBefore = remembering(normalise);

/** The names of the namespaces, classes and functions around a span, outermost first. */
function scopeOf(ast: Ast, span: Span): string {
  const names: string[] = [];
  for (let node = ast.nodeAt(span.start, span.end); node !== ROOT; node = ast.parent(node)) {
    const kind = ast.kind(node);
    if (kind !== Kind.Function && kind !== Kind.Class && kind !== Kind.Namespace) continue;
    const name = ast.name(node) || nameByPosition(ast, node);
    if (name) names.push(name);
  }
  return names.reverse().join(".");
}

/** `const f = () => …`, `f: function () …`: what is assigned goes by the name of where it is put. */
function nameByPosition(ast: Ast, node: AstNode): string {
  const parent = ast.parent(node);
  const kind = ast.kind(parent);
  if (kind !== Kind.Declarator && kind !== Kind.Assign && kind !== Kind.Pair && kind !== Kind.Field) return "";
  if (ast.name(parent) && kind !== Kind.Assign) return ast.name(parent);
  const target = ast.child(parent, kind === Kind.Pair ? Role.Key : Role.Target);
  return target === NO_NODE || target === node ? "" : normalise(ast.textOf(target).slice(0, LONGEST_CODE));
}

/**
 * The code that a finding is told by: its statement without the blocks in it; of a very long one, the largest part around
 * the finding that is not.
 */
function codeOf(text: string, ast: Ast | undefined, span: Span): string {
  if (!ast) return linesAround(text, span);
  const statement = statementAround(ast, span);
  if (statement === ROOT) return linesAround(text, span);
  let best = text.slice(span.start, Math.min(span.end, span.start + LONGEST_TEXT));
  for (let node = ast.nodeAt(span.start, span.end); ; node = ast.parent(node)) {
    if (ast.end(node) - ast.start(node) > LONGEST_TEXT && !hasBlocks(ast, node)) return best;
    const code = withoutBlocks(ast, node, span);
    // Measured without layout, so that re-formatting does not move the border.
    if (code.length > LONGEST_TEXT || normalisedBefore(code).length > LONGEST_CODE) return best;
    best = code;
    if (node === statement) return best;
  }
}

function isBlock(ast: Ast, node: AstNode): boolean {
  const kind = ast.kind(node);
  return kind === Kind.Block || kind === Kind.Class || (kind === Kind.Function && ast.role(node) === Role.Member);
}

function hasBlocks(ast: Ast, node: AstNode): boolean {
  const end = ast.next(node);
  for (let at = node + 1; at < end; at++) if (isBlock(ast, at)) return true;
  return false;
}

function withoutBlocks(ast: Ast, node: AstNode, span: Span): string {
  const limit = ast.next(node);
  let code = "";
  let from = ast.start(node);
  for (let at = node + 1; at < limit; ) {
    const isAround = ast.start(at) <= span.start && span.end <= ast.end(at);
    if (!isBlock(ast, at) || isAround) {
      at++;
      continue;
    }
    code += ast.text.slice(from, ast.start(at));
    if (code.length > LONGEST_TEXT) return code;
    from = ast.end(at);
    at = ast.next(at);
  }
  return code + ast.text.slice(from, Math.min(ast.end(node), from + LONGEST_TEXT + 1));
}

function lineBounds(text: string, span: Span): Span {
  let { start, end } = span;
  while (start > 0 && span.start - start < LONGEST_CODE && !/[\r\n]/.test(text[start - 1]!)) start--;
  while (end < text.length && end - span.end < LONGEST_CODE && !/[\r\n]/.test(text[end]!)) end++;
  return { start, end };
}

function linesAround(text: string, span: Span): string {
  const { start, end } = lineBounds(text, span);
  return text.slice(start, Math.min(end, start + LONGEST_TEXT));
}

/**
 * A secret's line with the secret taken out, and twelve bits of a salted digest of it: enough that a changed secret is a new
 * finding, too little to tell which of a list of guesses it is.
 */
function secretCode(path: string, text: string, { ruleId, span }: FingerprintSubject): string {
  const { start, end } = lineBounds(text, span);
  const digest = hmac(
    sha256,
    utf8ToBytes(`bartizan secret\u0000${ruleId}\u0000${path}`),
    utf8ToBytes(text.slice(span.start, span.end)),
  );
  const bits = ((digest[0]! << 4) | (digest[1]! >> 4)).toString(16).padStart(3, "0");
  return `${normalise(text.slice(start, span.start))} <secret ${bits}> ${normalise(text.slice(span.end, end))}`;
}

const TOKEN =
  /(?<comment>\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|(?<=^|\s)#(?![!{[])[^\r\n]*|<!--[\s\S]*?-->)|(?<string>"(?:[^"\\\r\n]|\\[\s\S])*"|'(?:[^'\\\r\n]|\\[\s\S])*'|`(?:[^`\\]|\\[\s\S])*`)|(?<word>[\p{L}\p{N}_$]+)|(?<sign>[^\s\p{L}\p{N}_$])/gu;

/**
 * Code as tokens with one space between: what formatters change (layout, comments, quotes, semicolons, parentheses, trailing
 * commas, line continuations) is gone.
 */
export function normalise(code: string): string {
  const tokens: string[] = [];
  for (const { groups } of code.matchAll(TOKEN)) {
    const { string, word, sign } = groups!;
    if (string !== undefined)
      tokens.push(
        `"${string
          .slice(1, -1)
          .replace(/\s+/g, " ")
          .replace(/\\(["'`])/g, "$1")}"`,
      );
    else if (word !== undefined) tokens.push(word);
    else if (sign !== undefined) {
      if (/[)\]}]/.test(sign) && tokens.at(-1) === ",") tokens.pop();
      if (!/[;()\\]/.test(sign)) tokens.push(sign);
    }
  }
  if (tokens.at(-1) === ",") tokens.pop();
  return tokens.join(" ");
}
