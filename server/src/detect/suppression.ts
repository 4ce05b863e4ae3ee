// Comments that silence findings: our own `bartizan-ignore RULE[, RULE] [until=YYYY-MM-DD] -- reason`, and those that people
// already have for Semgrep (`nosemgrep`), gitleaks (`gitleaks:allow`) and others (peer-suppressions.ts). Reading them and applying them are pure functions;
// the clock is handed in. A comment that is wrong or silences nothing is itself a finding, with the fix that removes it.

import { hasTree, type LanguageId } from "../syntax/language.ts";
import { LineIndex } from "../text/line-index.ts";
import { addToList } from "../text/multimap.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { type CommentFinder, commentForm, lexicalComments, lineEndAfter } from "./comments.ts";
import type { Finding, Severity } from "./finding.ts";
import { PEER_KEYWORDS, peerSuppression } from "./peer-suppressions.ts";
import { isRulePattern, matchesRuleId } from "./rule-id-pattern.ts";
import { nearestWord } from "./rules/suggest.ts";

/** Rules that live here and not in a rule file; reports list them beside the others. */
export const UNUSED_SUPPRESSION = "unused-suppression";
export const INVALID_SUPPRESSION = "invalid-suppression";

export interface SuppressedRule {
  /** An id, or a glob with `*`. */
  readonly pattern: string;
  readonly span: Span;
}

export interface Suppression {
  readonly origin: "bartizan" | "nosemgrep" | "secret-scanner" | "peer";
  readonly scope: "line" | "file";
  /** Empty: every rule. Only other tools' comments may say so. */
  readonly rules: readonly SuppressedRule[];
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly until?: string;
  readonly reason: string;
  /** From the keyword to the end of the reason. */
  readonly span: Span;
  /** The comment that holds it, delimiters included. */
  readonly comment: Span;
  /** 0-based. Of our own: the comment's line and, when it stands alone there, the next line of code. */
  readonly lines: readonly number[];
  /** What is wrong with it, for people. Such a comment silences nothing. */
  readonly problem?: string;
}

const KEYWORDS = new RegExp(`bartizan-ignore|nosem(?:grep)?\\b|gitleaks:allow|${PEER_KEYWORDS.source}`, "gi");
const NOSEM_RULES = /^nosem(?:grep)?(?:[ \t]*[:=][ \t]*((?:[\w./@-]+[ \t]*,[ \t]*)*[\w./@-]+))?/i;
const RULE_PATTERN = /^[\w*][\w.*/@-]*$/;

/** So much around an edit tells whether a keyword came. */
export const LONGEST_KEYWORD = 40;

/** Whether a text, or a part of one, holds any of the keywords: without, there is no suppression. */
export function mayHoldSuppression(text: string): boolean {
  return text.search(KEYWORDS) >= 0;
}

/** Every suppression of a text, in order. Without a `comments` of the caller's, comments are found by delimiters. */
export function suppressionsOf(
  text: string,
  language: LanguageId,
  comments: CommentFinder = lexicalComments(text, language),
): Suppression[] {
  // Nearly no file has one, so the one pass over the text comes before anything else.
  const keywords = [...text.matchAll(KEYWORDS)];
  if (keywords.length === 0) return [];
  const lines = new LineIndex(text);
  const found: Suppression[] = [];
  for (const { index, 0: keyword } of keywords) {
    const comment = comments(index) ?? bareComment(text, language, index, keyword);
    if (!comment) continue;
    const place = { text, comment, lines: coveredLines(text, lines, comment, index, comments) };
    if (keyword.toLowerCase() === "gitleaks:allow") found.push(gitleaksAllow(place, index, lines));
    else if (keyword.toLowerCase().startsWith("nosem")) found.push(nosemgrep(place, index));
    else if (keyword === "bartizan-ignore") {
      if (isFirstInLine(text, comment, index)) found.push(bartizanIgnore(place, index));
    } else if (!/^bartizan/i.test(keyword)) found.push(...ofPeer(place, language, index, keyword, lines));
  }
  return found;
}

interface Place {
  readonly text: string;
  readonly comment: Span;
  readonly lines: readonly number[];
}

/** gitleaks looks at the bare line, whatever the format, so where no comment syntax is known its keyword alone will do. */
function bareComment(text: string, language: LanguageId, index: number, keyword: string): Span | undefined {
  const isCommentless = !hasTree(language) || language === "json";
  if (!isCommentless || keyword.toLowerCase() !== "gitleaks:allow") return undefined;
  return { start: index, end: lineEndAfter(text, index) };
}

/** Our keyword begins a comment or one of its lines: a sentence that mentions it is no suppression. */
function isFirstInLine(text: string, comment: Span, index: number): boolean {
  let at = index;
  while (at > comment.start && text[at - 1] !== "\n" && text[at - 1] !== "\r") at--;
  return /^[\s/*#<!;%{-]*$/.test(text.slice(at, index));
}

function coveredLines(
  text: string,
  lines: LineIndex,
  comment: Span,
  index: number,
  comments: CommentFinder,
): readonly number[] {
  const own = lines.lineAt(index);
  const first = lines.lineAt(comment.start);
  const last = lines.lineAt(Math.max(comment.start, comment.end - 1));
  const before = text.slice(lines.lineStart(first), comment.start);
  const after = text.slice(comment.end, lineEndAfter(text, comment.end));
  // `{/* … */}` is how JSX writes a comment between tags.
  const isAlone = /^[\s{]*$/.test(before) && /^[\s}]*$/.test(after);
  if (!isAlone) return [own];
  let target = last + 1;
  while (target < lines.lineCount) {
    const start = lines.lineStart(target);
    const content = text.slice(start, lineEndAfter(text, start));
    const indent = content.length - content.trimStart().length;
    const stacked = content.trim() === "" ? undefined : comments(start + indent + (content[indent] === "{" ? 1 : 0));
    if (!stacked || !/^[\s}]*$/.test(text.slice(stacked.end, lineEndAfter(text, stacked.end)))) break;
    target = lines.lineAt(Math.max(stacked.start, stacked.end - 1)) + 1;
  }
  return [own, target];
}

function gitleaksAllow({ comment, text }: Place, index: number, lines: LineIndex): Suppression {
  const end = index + "gitleaks:allow".length;
  const reason = bodyOf(text, comment, end).text.trim();
  return {
    origin: "secret-scanner",
    scope: "line",
    rules: [],
    reason,
    span: { start: index, end },
    comment,
    lines: [lines.lineAt(index)],
  };
}

function ofPeer(
  { comment, text, lines: covered }: Place,
  language: LanguageId,
  index: number,
  keyword: string,
  lines: LineIndex,
): Suppression[] {
  const found = peerSuppression({ text, language, lines, comment, keyword, index, covered });
  if (!found) return [];
  const { checks, ...rest } = found;
  const span = { start: index, end: bodyOf(text, comment, index).end };
  return [{ ...rest, rules: checks.map((pattern) => ({ pattern, span })), span, comment }];
}

function nosemgrep({ comment, lines, text }: Place, index: number): Suppression {
  const body = bodyOf(text, comment, index).text;
  const match = NOSEM_RULES.exec(body)!;
  const listed = match[1] ?? "";
  const listStart = index + match[0].length - listed.length;
  const rules = [...listed.matchAll(/[^\s,]+/g)].map((name) => ({
    pattern: name[0],
    span: { start: listStart + name.index, end: listStart + name.index + name[0].length },
  }));
  const reason = body
    .slice(match[0].length)
    .replace(/^[\s,:-]+/, "")
    .trim();
  return {
    origin: "nosemgrep",
    scope: "line",
    rules,
    reason,
    span: { start: index, end: index + match[0].length },
    comment,
    lines,
  };
}

/** The rest of the comment's line from an offset on, without what closes the comment. */
function bodyOf(text: string, comment: Span, from: number): { readonly text: string; readonly end: number } {
  const line = text.slice(from, Math.min(lineEndAfter(text, from), comment.end));
  const body = line.replace(/(?:\*+\/|-->|#\}|-?-?%>)?[\s}]*$/, "").trimEnd();
  return { text: body, end: from + body.length };
}

function bartizanIgnore({ comment, lines, text }: Place, index: number): Suppression {
  const body = bodyOf(text, comment, index);
  const head = /^bartizan-ignore(-[\w-]*)?:?/.exec(body.text)!;
  const separator = /(?:^|\s)--(?:\s|$)/.exec(body.text.slice(head[0].length));
  const listed = separator
    ? body.text.slice(head[0].length, head[0].length + separator.index)
    : body.text.slice(head[0].length);
  const reason = separator ? body.text.slice(head[0].length + separator.index + separator[0].length).trim() : "";
  const problems: string[] = [];
  if (head[1] !== undefined && head[1] !== "-file")
    problems.push(`\`bartizan-ignore${head[1]}\` is not known; write \`bartizan-ignore\` or \`bartizan-ignore-file\``);

  const listStart = index + head[0].length;
  const rules: SuppressedRule[] = [];
  let until: string | undefined;
  for (const word of listed.matchAll(/[^,]+/g)) {
    const parts = [...word[0].matchAll(/\S+/g)];
    for (const [position, part] of parts.entries()) {
      const start = listStart + word.index + part.index;
      const date = /^until=(.*)$/.exec(part[0]);
      if (date) {
        until = date[1]!;
        if (!isDate(until)) problems.push(`\`${part[0]}\` is not a date; write \`until=YYYY-MM-DD\``);
      } else if (position > 0 || !RULE_PATTERN.test(part[0])) {
        problems.push(`\`${part[0]}\` is not a rule id; separate ids by commas and write the reason after \` -- \``);
        break;
      } else rules.push({ pattern: part[0], span: { start, end: start + part[0].length } });
    }
  }
  if (rules.length === 0 && problems.length === 0)
    problems.push("no rule is named; write `bartizan-ignore RULE-ID -- reason`");
  return {
    origin: "bartizan",
    scope: head[1] === "-file" ? "file" : "line",
    rules,
    ...(until === undefined ? {} : { until }),
    reason,
    span: { start: index, end: body.end },
    comment,
    lines,
    ...(problems[0] === undefined ? {} : { problem: problems[0] }),
  };
}

function isDate(text: string): boolean {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

/** What applying suppressions to one file's findings needs to know. */
export interface SuppressionContext {
  readonly path: string;
  readonly text: string;
  /** `YYYY-MM-DD`. */
  readonly today: string;
  readonly reportUnused: boolean;
  /** Whether any rule that ran on this file has such an id: a comment for a rule that did not run is not unused. */
  isActive(pattern: string): boolean;
  /** The ids of all rules that a comment may name, on or off; undefined where there may be others than those at hand. */
  knownRules?(): ReadonlySet<string> | undefined;
  /** What other tools call the checks that say the same as a rule. */
  aliasesOf?(ruleId: string): ReadonlySet<string>;
  /** The innermost statement around a finding, so that a comment above a statement covers its later lines too. */
  statementOf?(span: Span): Span | undefined;
}

/**
 * Marks what is silenced, notes what is silenced no longer, and adds a finding for each comment that is wrong or silences
 * nothing. Fingerprints of added findings are empty: they are given afterwards, with all the others'.
 */
export function applySuppressions(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  context: SuppressionContext,
): Finding[] {
  if (suppressions.length === 0) return [...findings];
  const lines = new LineIndex(context.text);
  const used = new Set<SuppressedRule | Suppression>();
  const covering = coverage(suppressions);
  const result = findings.map((finding) => {
    const candidates = covering(finding, lines, context);
    for (const candidate of candidates) for (const rule of matchingRules(candidate, finding, context)) used.add(rule);
    const inForce = candidates.find(({ until }) => until === undefined || until >= context.today);
    if (inForce) {
      const { span, reason, until } = inForce;
      return { ...finding, suppressed: { span, reason, ...(until === undefined ? {} : { until }) } };
    }
    const expired = candidates[0];
    return expired
      ? { ...finding, message: `${finding.message} (Its suppression expired on ${expired.until}.)` }
      : finding;
  });
  const active = new Map<string, boolean>();
  const isActive = (pattern: string): boolean => {
    let known = active.get(pattern);
    if (known === undefined) {
      known = context.isActive(pattern);
      active.set(pattern, known);
    }
    return known;
  };
  for (const suppression of suppressions) {
    if (suppression.origin !== "bartizan") continue;
    if (suppression.problem !== undefined) result.push(invalidSuppression(suppression, context));
    else if (context.reportUnused) result.push(...unusedSuppressions(suppression, used, { ...context, isActive }));
  }
  return result;
}

/** The entries of a suppression that name a finding's rule; the suppression itself when it is for every rule. */
function matchingRules(
  suppression: Suppression,
  finding: Finding,
  { aliasesOf }: Pick<SuppressionContext, "aliasesOf">,
): readonly (SuppressedRule | Suppression)[] {
  switch (suppression.origin) {
    case "secret-scanner":
      return finding.isSecret ? [suppression] : [];
    case "peer": {
      if (suppression.rules.length === 0) return [suppression];
      const aliases = aliasesOf?.(finding.ruleId);
      return suppression.rules.filter(({ pattern }) => aliases?.has(pattern));
    }
    case "nosemgrep":
      if (suppression.rules.length === 0) return [suppression];
      // Semgrep puts the rule file's folders before the id, and people copy that from its output.
      return suppression.rules.filter(
        ({ pattern }) => pattern === finding.ruleId || pattern.endsWith(`.${finding.ruleId}`),
      );
    case "bartizan":
      return suppression.rules.filter(({ pattern }) => matchesRuleId(pattern, finding.ruleId));
    default:
      return suppression.origin satisfies never;
  }
}

/** Finds the suppressions that silence a finding, in their order, by the lines that they cover. */
function coverage(suppressions: readonly Suppression[]) {
  const everywhere: Suppression[] = [];
  const byLine = new Map<number, Suppression[]>();
  for (const suppression of suppressions) {
    if (suppression.problem !== undefined) continue;
    if (suppression.scope === "file") everywhere.push(suppression);
    else
      for (const line of suppression.lines) {
        addToList(byLine, line, suppression);
      }
  }
  return (finding: Finding, lines: LineIndex, context: SuppressionContext): Suppression[] => {
    const { start, end } = finding.span;
    const own = new Set([lines.lineAt(start), lines.lineAt(Math.max(start, end - 1))]);
    const statement = context.statementOf?.(finding.span);
    if (statement) own.add(lines.lineAt(statement.start));
    const candidates = new Set(everywhere);
    for (const line of own) for (const suppression of byLine.get(line) ?? []) candidates.add(suppression);
    return [...candidates]
      .filter((suppression) => matchingRules(suppression, finding, context).length > 0)
      .sort((a, b) => a.span.start - b.span.start);
  };
}

function finding(
  context: SuppressionContext,
  ruleId: string,
  severity: Severity,
  span: Span,
  message: string,
  edit: TextEdit,
  title: string,
): Finding {
  return {
    ruleId,
    path: context.path,
    span,
    message,
    severity,
    confidence: "high",
    traces: [],
    fixes: [{ title, edits: [edit], safety: "safe" }],
    fingerprint: "",
    metavariables: {},
    isSecret: false,
  };
}

function invalidSuppression(suppression: Suppression, context: SuppressionContext): Finding {
  const made = finding(
    context,
    INVALID_SUPPRESSION,
    "warning",
    suppression.span,
    `This comment silences nothing: ${suppression.problem}.`,
    removal(suppression, context.text),
    "Remove the comment",
  );
  // Removing it is one way; whoever wrote it meant something, so it is not done unasked.
  return { ...made, fixes: made.fixes.map((fix) => ({ ...fix, safety: "review" })) };
}

function unusedSuppressions(
  suppression: Suppression,
  used: ReadonlySet<SuppressedRule | Suppression>,
  context: SuppressionContext,
): Finding[] {
  const left = suppression.rules.filter((rule) => !used.has(rule));
  const known = left.length > 0 ? context.knownRules?.() : undefined;
  const isUnknown = ({ pattern }: SuppressedRule) => known && !isRulePattern(pattern) && !known.has(pattern);
  const unused = left.filter((rule) => !isUnknown(rule) && context.isActive(rule.pattern));
  return [
    ...left.filter(isUnknown).map((rule) => unknownRule(suppression, rule, known!, context)),
    ...(unused.length > 0 ? silencingNothing(suppression, unused, context) : []),
  ];
}

/** What was meant is told where it can be guessed; what to do about it is for whoever wrote it. */
function unknownRule(
  suppression: Suppression,
  rule: SuppressedRule,
  known: ReadonlySet<string>,
  context: SuppressionContext,
): Finding {
  const near = nearestWord(rule.pattern, known);
  const isOnly = suppression.rules.length === 1;
  const message = `There is no rule \`${rule.pattern}\`${near ? `: did you mean \`${near}\`?` : ", so this silences nothing."}`;
  const edit = near
    ? { span: rule.span, newText: near }
    : isOnly
      ? removal(suppression, context.text)
      : removalOfRule(suppression, rule, context.text);
  const title = near
    ? `Write \`${near}\``
    : isOnly
      ? "Remove the comment"
      : `Remove \`${rule.pattern}\` from the comment`;
  const made = finding(context, INVALID_SUPPRESSION, "info", rule.span, message, edit, title);
  return { ...made, fixes: made.fixes.map((fix) => ({ ...fix, safety: "review" })) };
}

function silencingNothing(
  suppression: Suppression,
  unused: readonly SuppressedRule[],
  context: SuppressionContext,
): Finding[] {
  const where = suppression.scope === "file" ? "in this file" : "here";
  if (unused.length === suppression.rules.length) {
    const names = unused.map(({ pattern }) => `\`${pattern}\``).join(", ");
    const message = `Nothing ${where} is found by ${names}, so this comment silences nothing.`;
    return [
      finding(
        context,
        UNUSED_SUPPRESSION,
        "info",
        suppression.span,
        message,
        removal(suppression, context.text),
        "Remove the comment",
      ),
    ];
  }
  return unused.map((rule) =>
    finding(
      context,
      UNUSED_SUPPRESSION,
      "info",
      rule.span,
      `Nothing ${where} is found by \`${rule.pattern}\`.`,
      removalOfRule(suppression, rule, context.text),
      `Remove \`${rule.pattern}\` from the comment`,
    ),
  );
}

/** Takes the suppression out: its line when it stands alone, else the comment and the blanks before it. */
function removal({ span, comment }: Suppression, text: string): TextEdit {
  const lines = new LineIndex(text);
  const wrapped = text.slice(comment.start, span.start) + text.slice(span.end, comment.end);
  if (/[^\s/*#<!;%{}>-]/.test(wrapped)) {
    // The comment says more than this: only the suppression goes, with its line if nothing else is on it.
    const start = lines.lineStart(lines.lineAt(span.start));
    const end = lineEndAfter(text, span.end);
    const rest = text.slice(start, span.start) + text.slice(span.end, end);
    if (/^[\s*]*$/.test(rest)) return { span: { start, end: lines.lineStart(lines.lineAt(end) + 1) }, newText: "" };
    return { span, newText: "" };
  }
  let { start, end } = comment;
  if (text[start - 1] === "{" && text[end] === "}") {
    start--;
    end++;
  }
  const lineStart = lines.lineStart(lines.lineAt(start));
  const isAlone = text.slice(lineStart, start).trim() === "" && text.slice(end, lineEndAfter(text, end)).trim() === "";
  if (isAlone) return { span: { start: lineStart, end: lines.lineStart(lines.lineAt(end) + 1) }, newText: "" };
  if (text.slice(end, lineEndAfter(text, end)).trim() === "")
    while (start > lineStart && /[ \t]/.test(text[start - 1]!)) start--;
  return { span: { start, end }, newText: "" };
}

function removalOfRule({ rules }: Suppression, rule: SuppressedRule, text: string): TextEdit {
  const at = rules.indexOf(rule);
  const next = rules[at + 1];
  if (next) return { span: { start: rule.span.start, end: next.span.start }, newText: "" };
  let { start } = rule.span;
  while (/[\s,]/.test(text[start - 1] ?? "x")) start--;
  return { span: { start, end: rule.span.end }, newText: "" };
}

/** Where and how a suppression is to be written. */
export interface SuppressionRequest {
  readonly path: string;
  readonly text: string;
  readonly language: LanguageId;
  readonly ruleId: string;
  /** The finding's. */
  readonly span: Span;
  readonly scope: "line" | "file";
  readonly reason: string;
  readonly until?: string;
  /** The innermost statement around the finding: above it a comment can always stand. */
  readonly statement?: Span;
  /** Whether an offset is inside a string or markup, where a comment would become text. */
  isInsideText?(offset: number): boolean;
}

export interface SuppressionEdit {
  readonly edit: TextEdit;
  /** Where the reason begins, in the text after the edit. */
  readonly reason: Span;
}

/** The edit that silences a finding; undefined in formats that have no comments. */
export function suppressionEdit(request: SuppressionRequest): SuppressionEdit | undefined {
  const { path, text, language, ruleId, scope, statement } = request;
  const form = commentForm(path, language);
  if (!form) return undefined;
  const lines = new LineIndex(text);
  const newline = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";

  let line = lines.lineAt(request.span.start);
  if (scope === "file") line = /^(?:#!|<\?|<!doctype|#\s*(?:syntax|escape)\s*=)/i.test(text) ? 1 : 0;
  else if (statement && request.isInsideText?.(lines.lineStart(line))) line = lines.lineAt(statement.start);
  if (scope === "line") {
    const joined = joinedToExisting(request, line);
    if (joined) return joined;
  }

  const lineStart = lines.lineStart(line);
  const indent = scope === "file" ? "" : /^[ \t]*/.exec(text.slice(lineStart, lineEndAfter(text, lineStart)))![0];
  const keyword = scope === "file" ? "bartizan-ignore-file" : "bartizan-ignore";
  const until = request.until === undefined ? "" : ` until=${request.until}`;
  const before = `${indent}${form.open} ${keyword} ${ruleId}${until} -- `;
  // After a first line that has no end of its own (`#!/bin/sh` alone in a file), the comment brings one.
  const lead = line >= lines.lineCount ? newline : "";
  const start = lineStart + lead.length + before.length;
  return {
    edit: {
      span: { start: lineStart, end: lineStart },
      newText: `${lead}${before}${request.reason}${form.close}${newline}`,
    },
    reason: { start, end: start + request.reason.length },
  };
}

/** Adds the rule to a suppression that already covers the line, when that one says nothing that does not hold for it. */
function joinedToExisting(
  { text, language, ruleId, until }: SuppressionRequest,
  line: number,
): SuppressionEdit | undefined {
  const existing = suppressionsOf(text, language).find(
    (suppression) =>
      suppression.origin === "bartizan" &&
      suppression.scope === "line" &&
      suppression.problem === undefined &&
      suppression.lines.includes(line) &&
      suppression.lines.length === 2 &&
      suppression.until === until,
  );
  const last = existing?.rules.at(-1);
  if (!existing || !last) return undefined;
  const added = `, ${ruleId}`;
  const reasonEnd = existing.span.end + added.length;
  return {
    edit: { span: { start: last.span.end, end: last.span.end }, newText: added },
    reason: { start: reasonEnd - existing.reason.length, end: reasonEnd },
  };
}
