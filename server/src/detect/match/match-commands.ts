// Shell commands: a command is a list of words, its name one of them, so `... bash ...` finds `sudo bash -x`.

import { type AstNode, NO_NODE } from "../../syntax/ast.ts";
import { Kind, Role } from "../../syntax/kind.ts";
import type { LanguageId } from "../../syntax/language.ts";
import { literally } from "../../text/regex/literally.ts";
import type { Matcher, Next } from "./matcher.ts";
import {
  childIn,
  childrenIn,
  isMetavariable,
  isMetavariableEllipsis,
  type PatternNode,
  textPattern,
} from "./pattern.ts";

/** Languages whose calls are commands. */
export function hasCommands(language: LanguageId): boolean {
  return language === "bash" || language === "dockerfile";
}

export function matchCommand(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const patterns = pattern.children.filter(({ role }) => role === Role.Callee || role === Role.Argument);
  const callee = ast.child(node, Role.Callee);
  const words = [...(callee === NO_NODE ? [] : [callee]), ...ast.children(node, Role.Argument)];
  matchWords(m, patterns, 0, words, 0, next);
}

/** `--platform=x` in a pattern must be there; what the code says beside it may be. */
export function matchInstruction(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const flags = pattern.children.filter(({ role }) => role === Role.Modifier);
  const alias = pattern.children.find(({ role }) => role === Role.Alias);
  const own = ast.children(node, Role.Modifier);
  const compareAlias = () => {
    const ownAlias = ast.child(node, Role.Alias);
    if (!alias) matchOperands(m, pattern, node, next);
    else if (ownAlias !== NO_NODE) m.expression(alias, ownAlias, () => matchOperands(m, pattern, node, next));
  };
  const compareFlags = (at: number): void => {
    const flag = flags[at];
    if (!flag) compareAlias();
    else for (const each of own) matchFlag(m, flag, each, () => compareFlags(at + 1));
  };
  compareFlags(0);
}

/** `:tag`, `--platform=x`: what is behind the sign is a word. */
function matchFlag(m: Matcher, flag: PatternNode, own: AstNode, next: Next): void {
  const value = childIn(flag, Role.Value);
  const ownValue = m.ast.child(own, Role.Value);
  if (value === undefined || ownValue === NO_NODE) m.expression(flag, own, next);
  else m.symbol(flag, own, () => matchWord(m, value, ownValue, next));
}

function matchOperands(m: Matcher, pattern: PatternNode, node: AstNode, next: Next): void {
  const { ast } = m;
  const patterns = childrenIn(pattern, Role.Argument);
  const [first] = patterns;
  const body = ast.child(node, Role.Body);
  const statements = body === NO_NODE ? [] : ast.children(body);
  const isAnything = patterns.length === 1 && first !== undefined && first.kind !== Kind.String;
  if (statements.length > 0 && !isAnything) matchShell(m, patterns, node, statements, next);
  // `ARG $X` is one that has no value.
  else if (
    pattern.name !== "ARG" ||
    first?.kind !== Kind.Metavariable ||
    ast.kind(ast.child(node, Role.Argument)) !== Kind.Pair
  )
    matchCommand(m, pattern, node, next);
}

const OPERATOR = /^(?:&&|\|\||[|;&]|<<[-<]?|(?:\d?>>?|<)&?)$/;
const JOINS = /^(?:&&|\|\|)$/;

/** What a shell runs: one command of the pattern is any one of those that are joined there, not of several statements. */
function matchShell(
  m: Matcher,
  patterns: readonly PatternNode[],
  node: AstNode,
  statements: readonly AstNode[],
  next: Next,
): void {
  const { ast } = m;
  const flat = ast.children(node, Role.Argument);
  const text = (word: AstNode) => (ast.kind(word) === Kind.String ? ast.stringValue(word) : "");
  const [only] = statements;
  const isOne = only !== undefined && statements.length === 1 && ast.kind(only) === Kind.ExpressionStatement;
  if (patterns.some((each) => each.kind === Kind.String && OPERATOR.test(each.name))) {
    const joins = isOne ? flat.flatMap((word, at) => (JOINS.test(text(word)) ? [at] : [])) : [];
    for (const from of [0, ...joins.map((at) => at + 1)])
      for (const to of [...joins, flat.length])
        if (from < to) matchWords(m, patterns, 0, flat.slice(from, to), 0, next);
    return;
  }
  if (!isOne) return;
  const byStart = new Map(flat.map((word) => [ast.start(word), word]));
  for (let at = only + 1; at < ast.next(only); at++) {
    if (ast.kind(at) === Kind.Block) at = ast.next(at) - 1;
    else if (ast.kind(at) === Kind.Call) {
      const words = [ast.child(at, Role.Callee), ...ast.children(at, Role.Argument)].filter((word) => word !== NO_NODE);
      matchWords(
        m,
        patterns,
        0,
        words.map((word) => byStart.get(ast.start(word)) ?? word),
        0,
        next,
      );
    }
  }
}

function matchWords(
  m: Matcher,
  patterns: readonly PatternNode[],
  from: number,
  words: readonly AstNode[],
  at: number,
  next: Next,
): void {
  m.step();
  const pattern = patterns[from];
  if (pattern === undefined) {
    if (at === words.length) next();
    return;
  }
  if (pattern.kind === Kind.Ellipsis) {
    if (from === patterns.length - 1) next();
    else for (let to = at; to <= words.length; to++) matchWords(m, patterns, from + 1, words, to, next);
    return;
  }
  if (pattern.kind === Kind.MetavariableEllipsis) {
    const isLast = from === patterns.length - 1;
    for (let to = isLast ? words.length : at; to <= words.length; to++)
      m.bindNodes(pattern.name, words.slice(at, to), () => matchWords(m, patterns, from + 1, words, to, next));
    return;
  }
  const word = words[at];
  if (word !== undefined) matchWord(m, pattern, word, () => matchWords(m, patterns, from + 1, words, at + 1, next));
}

/** A word is its text, whether it names the command or not. */
function matchWord(m: Matcher, pattern: PatternNode, word: AstNode, next: Next): void {
  const { ast } = m;
  const kind = ast.kind(word);
  const isPlain = kind === Kind.Identifier || kind === Kind.String;
  if (isPlain && (pattern.kind === Kind.Identifier || pattern.kind === Kind.String)) {
    const value = kind === Kind.String ? ast.stringValue(word) : ast.name(word);
    const spliced = ast.language === "dockerfile" ? splicedWord(pattern.name) : undefined;
    if (spliced) matchSpliced(m, spliced, value, word, next);
    else m.text(pattern.text ?? textPattern(pattern.name), value, word, next);
  } else m.expression(pattern, word, next);
}

interface SplicedWord {
  readonly shape: RegExp;
  readonly names: readonly string[];
}

const splicedWords = new Map<string, SplicedWord | undefined>();
const EXPANSION = /\$\{?(\$?[A-Za-z_]\w*)\}?/g;

/** `/home/$DIR`, `${$NAME}`: a metavariable that is part of a word stands for the name of a variable that is expanded there. */
function splicedWord(written: string): SplicedWord | undefined {
  if (!written.includes("$") || isMetavariable(written) || isMetavariableEllipsis(written)) return undefined;
  if (splicedWords.has(written)) return splicedWords.get(written);
  const names: string[] = [];
  let shape = "";
  let from = 0;
  for (const match of written.matchAll(EXPANSION)) {
    const isBraced = match[0].startsWith("${");
    const name = isBraced ? match[1]! : `$${match[1]}`;
    shape += literally(written.slice(from, match.index));
    from = match.index + match[0].length;
    if (isMetavariable(name)) {
      names.push(name);
      shape += "\\$\\{?([A-Za-z_]\\w*)\\}?";
    } else shape += `\\$\\{?${literally(match[1]!)}\\}?`;
  }
  const word = from === 0 ? undefined : { shape: new RegExp(`^${shape}${literally(written.slice(from))}$`), names };
  splicedWords.set(written, word);
  return word;
}

function matchSpliced(m: Matcher, { shape, names }: SplicedWord, value: string, word: AstNode, next: Next): void {
  const found = shape.exec(value);
  if (!found) return;
  const bindFrom = (at: number): void => {
    const name = names[at];
    if (name === undefined) next();
    else m.bind(name, m.textBinding(found[at + 1]!, word), () => bindFrom(at + 1));
  };
  bindFrom(0);
}
