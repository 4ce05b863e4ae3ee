// From what the detectors report on one file to its findings: one for each root cause, sorted, with fingerprints, silenced
// by comments. The last step of every scan, the same for all hosts.

import { type CommentFinder, lexicalComments } from "../detect/comments.ts";
import type { Finding, Step } from "../detect/finding.ts";
import { fingerprints, statementAround } from "../detect/fingerprint.ts";
import { hideSecrets, secretsAt } from "../detect/secrets/mask.ts";
import { applySuppressions, suppressionsOf } from "../detect/suppression.ts";
import { type Ast, ROOT } from "../syntax/ast.ts";
import type { LanguageId } from "../syntax/language.ts";
import { compareTexts } from "../text/order.ts";
import { overlaps, type Span } from "../text/span.ts";
import type { RawFinding } from "./raw-finding.ts";

export interface AssembleContext {
  readonly path: string;
  readonly text: string;
  readonly language: LanguageId;
  readonly today: string;
  readonly reportUnusedSuppressions: boolean;
  /** False when it is known that the text holds none. */
  readonly mayHoldSuppressions?: boolean;
  /** Before `path` in fingerprints. */
  readonly pathPrefix?: string;
  /** The tree of what stands at a place; undefined for text that is not parsed. */
  astAt(span: Span): Ast | undefined;
  /** Where secrets stand, reported or not: nothing that is said of the code may hold one. */
  secretsIn(): readonly Span[];
  /** Whether any rule that ran on this file has such an id or matches such a glob. */
  isActive(pattern: string): boolean;
  knownRules?(): ReadonlySet<string> | undefined;
  /** What other tools call the checks that say the same as a rule. */
  aliasesOf?(ruleId: string): ReadonlySet<string>;
}

export function assembleFindings(raw: readonly RawFinding[], context: AssembleContext): Finding[] {
  const { path, text } = context;
  const found: Finding[] = hidingSecrets(withoutWeaker(withoutEquals(raw)), context).map(
    ({ weakerThan: _, ...finding }) => ({
      ...finding,
      traces: finding.traces.filter((steps) => saysMore(steps, finding, path)),
      path,
      fingerprint: "",
    }),
  );
  const comments: CommentFinder = lexicalComments(text, context.language);
  const isSilent = context.mayHoldSuppressions === false;
  const suppressions = isSilent ? [] : suppressionsOf(text, context.language, comments);
  const suppressed = applySuppressions(found, suppressions, {
    path,
    text,
    today: context.today,
    reportUnused: context.reportUnusedSuppressions,
    isActive: context.isActive,
    ...(context.knownRules ? { knownRules: context.knownRules } : {}),
    ...(context.aliasesOf ? { aliasesOf: context.aliasesOf } : {}),
    statementOf: (span) => {
      const ast = context.astAt(span);
      const statement = ast ? statementAround(ast, span) : ROOT;
      return ast && statement !== ROOT ? ast.span(statement) : undefined;
    },
  });
  suppressed.sort(byPlace);
  const prints = fingerprints(`${context.pathPrefix ?? ""}${path}`, text, context.astAt, suppressed);
  return suppressed.map((finding, index) => ({ ...finding, fingerprint: prints[index]! }));
}

/** A path of one step says no more than where the finding is. */
function saysMore(steps: readonly Step[], { span }: Pick<RawFinding, "span">, path: string): boolean {
  const [only] = steps;
  return steps.length > 1 || only?.path !== path || !overlaps(only.span, span);
}

function byPlace(a: Finding, b: Finding): number {
  return (
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    compareTexts(a.ruleId, b.ruleId) ||
    compareTexts(a.message, b.message)
  );
}

/** One finding a rule and place; of equals the one with more to show. */
function withoutEquals(raw: readonly RawFinding[]): RawFinding[] {
  const kept = new Map<string, RawFinding>();
  for (const finding of raw) {
    const key = `${finding.ruleId}\u0000${finding.span.start}\u0000${finding.span.end}`;
    const known = kept.get(key);
    if (known === undefined || finding.traces.length > known.traces.length) kept.set(key, finding);
  }
  return [...kept.values()];
}

function withoutWeaker(raw: readonly RawFinding[]): RawFinding[] {
  if (raw.every(({ weakerThan }) => weakerThan.length === 0)) return [...raw];
  return raw.filter(
    (finding) =>
      !raw.some(
        (other) => other !== finding && finding.weakerThan.includes(other.ruleId) && overlaps(other.span, finding.span),
      ),
  );
}

/** What other rules say of the code may quote it, and with it a secret that stands there. */
function hidingSecrets(raw: readonly RawFinding[], { text, secretsIn }: AssembleContext): readonly RawFinding[] {
  if (raw.every(({ isSecret }) => isSecret)) return raw;
  const secrets = secretsAt(text, secretsIn());
  if (secrets.length === 0) return raw;
  const hide = (said: string) => hideSecrets(said, secrets);
  return raw.map((finding) =>
    finding.isSecret
      ? finding
      : {
          ...finding,
          message: hide(finding.message),
          traces: finding.traces.map((steps) => steps.map((step) => ({ ...step, message: hide(step.message) }))),
          fixes: finding.fixes.map((fix) => ({ ...fix, title: hide(fix.title) })),
          metavariables: Object.fromEntries(
            Object.entries(finding.metavariables).map(([name, value]) => [name, hide(value)]),
          ),
        },
  );
}
