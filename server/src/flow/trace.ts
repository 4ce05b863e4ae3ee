// Traces for people: the way that taint took, flattened over the calls that it went through, one short sentence a stop.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { Kind, Role } from "../syntax/kind.ts";
import { JSP_PRINTS } from "../syntax/pages/jsp.ts";
import type { Span } from "../text/span.ts";
import type { Sink } from "./summary.ts";
import { nodeOfIndex } from "./unit.ts";
import type { Site, TaintElement, Trace } from "./value.ts";

/** One stop, in the words of finding.ts. */
export interface FlowStep {
  readonly path: string;
  readonly span: Span;
  readonly message: string;
}

export function spanOf(site: Site): Span {
  const { ast } = site.unit.file;
  return ast.span(nodeOfIndex(site.unit, site.node));
}

function textAt(site: Site): string {
  return shortText(site.unit.file.ast, nodeOfIndex(site.unit, site.node));
}

function shortText(ast: Ast, node: AstNode): string {
  const text = ast.textOf(node).replace(/\s+/g, " ");
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

/** What is called or written at a sink. */
export function sinkName(sink: Sink): string {
  const name = nameAt(sink.named);
  return name === JSP_PRINTS ? "" : name;
}

/** The name of what a node calls, writes or is, short. */
function nameAt(site: Site): string {
  const { ast } = site.unit.file;
  const node = nodeOfIndex(site.unit, site.node);
  switch (ast.kind(node)) {
    case Kind.Call:
    case Kind.New:
      return calleeName(ast, ast.child(node, Role.Callee));
    case Kind.Function:
      return site.unit.name;
    case Kind.Attribute:
      return ast.name(node);
    case Kind.Member:
      return calleeName(ast, node);
    default:
      return textAt(site);
  }
}

function calleeName(ast: Ast, callee: AstNode): string {
  if (callee === NO_NODE) return "";
  if (ast.kind(callee) !== Kind.Member) return shortText(ast, callee);
  const object = ast.child(callee, Role.Object);
  const kind = ast.kind(object);
  const isShort =
    kind === Kind.Identifier ||
    kind === Kind.This ||
    (kind === Kind.Member && ast.end(object) - ast.start(object) < 30);
  return isShort ? shortText(ast, callee) : ast.name(callee);
}

export function stepsOf(element: TaintElement, sink: Sink): FlowStep[] {
  const steps: FlowStep[] = [];
  const stops = stopsOf(element);
  for (const [index, stop] of stops.entries()) {
    const next = stops[index + 1] ?? sink;
    const message = isEnteredFromWithin(stop, stops[index - 1]?.site, next.site) ? undefined : sentence(stop);
    if (message === undefined) continue;
    const step = { path: stop.site.unit.file.path, span: spanOf(stop.site), message };
    const last = steps[steps.length - 1];
    if (last && last.path === step.path && last.span.start === step.span.start) {
      // A variable that gets what was just read there is one stop, not two; so is a text that is joined of several parts.
      if (last.span.end === step.span.end) continue;
      if (last.message === step.message) steps.pop();
    }
    steps.push(step);
  }
  steps.push({ path: sink.site.unit.file.path, span: spanOf(sink.site), message: sinkSentence(sink) });
  return steps;
}

/** A function that itself reads what it is told to get from its caller, as a request's handler does: nothing is passed to it. */
function isEnteredFromWithin({ kind, site }: Trace, before: Site | undefined, next: Site): boolean {
  return kind === "call" && before !== undefined && before.unit === next.unit && before.unit !== site.unit;
}

/** All that happened to taint on its way, oldest first. */
export function stopsOf({ trace }: TaintElement): readonly Trace[] {
  const stops: Trace[] = [];
  flatten(trace, stops);
  return stops;
}

const LONGEST = 200;

/** Oldest first; what happened inside a call stands after the call. */
function flatten(trace: Trace | undefined, into: Trace[]): void {
  const newestFirst: Trace[] = [];
  for (let at = trace; at && newestFirst.length < LONGEST; at = at.before) newestFirst.push(at);
  for (let at = newestFirst.length - 1; at >= 0; at--) {
    const stop = newestFirst[at]!;
    into.push(stop);
    if (stop.inside && into.length < LONGEST) flatten(stop.inside, into);
  }
}

function sentence(stop: Trace): string | undefined {
  const { detail } = stop;
  switch (stop.kind) {
    case "source":
      return detail === ""
        ? `\`${textAt(stop.site)}\` comes from outside`
        : `\`${textAt(stop.site)}\` comes from ${detail}`;
    case "assign":
      return `kept in \`${detail}\``;
    case "store":
      return `stored in \`${textAt(stop.site)}\``;
    case "call":
      return `passed to \`${detail}\``;
    case "return":
      return `given back by \`${detail}\``;
    case "join":
      return "joined into a text";
    case "propagate":
      return `goes through ${detail === "" ? `\`${nameAt(stop.site)}\`` : detail}`;
    case "pass":
      return `passed on as \`${detail}\``;
    case "sink":
      return `reaches \`${detail}\``;
  }
}

function sinkSentence(sink: Sink): string {
  const { title } = sink;
  const name = sinkName(sink);
  if (name === "") return `reaches ${title === "" ? "the sink" : title}`;
  return title === "" ? `reaches \`${name}\`` : `reaches ${title} of \`${name}\``;
}
