// The data flow of a workspace as findings: tells `Program` of files and of what taint rules ask for, and turns its flows into
// reports. Files are handed on when somebody asks for findings, so that a burst of edits costs one analysis.

import type { Confidence, ScanProblem, Step } from "../detect/finding.ts";
import type { Formula, TaintRule } from "../detect/rule.ts";
import type { RuleSet } from "../detect/rule-set.ts";
import type { Flow } from "../flow/found-flows.ts";
import { type PreparedFile, Program } from "../flow/program.ts";
import type { PatternMark, TaintRuleSpec } from "../flow/spec.ts";
import { pathOfPage, withBeside } from "../syntax/pages/parts.ts";
import type { Snapshot } from "../syntax/snapshots.ts";
import { advanced, finished, type Steps } from "../text/steps.ts";
import { isApplicable } from "./applicable.ts";
import { AskedBudget } from "./asked-budget.ts";
import { builtinFixes } from "./builtin-fixes.ts";
import type { RawFinding } from "./raw-finding.ts";
import type { RuleMatcher } from "./rule-matcher.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { isOfProgram, kindLabels, kindRequirements, sinkRequirements } from "./taint-marks.ts";
import type { Ahead, Budget } from "./workspace.ts";

/** Files from this length on (UTF-16 units) are made ready in steps, where anybody waits for a turn. */
const LONG = 10_000;

/** What handing on a file takes. */
interface Preparation {
  readonly snapshot: Snapshot;
  readonly marks: readonly PatternMark[];
  readonly steps: Steps<PreparedFile> | undefined;
  prepared?: PreparedFile | undefined;
}

export class FlowFindings {
  readonly #whole: Program;
  readonly #matcher: RuleMatcher;
  readonly #stopwatch: Stopwatch;
  /** By the id that the program knows a rule by: several rules may share their public one. */
  readonly #rules: ReadonlyMap<string, TaintRule>;
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #pending = new Set<string>();
  /** Files on their way to being handed on, by path. */
  readonly #preparing = new Map<string, Preparation>();
  /** Files that somebody types into: what is broken in them may be whole again soon. */
  readonly #typed = new Set<string>();
  /** A file that is being handed on. */
  #handingOn: Steps<void> | undefined;

  constructor(rules: RuleSet, matcher: RuleMatcher, stopwatch: Stopwatch, scansOnce = false) {
    this.#whole = new Program(scansOnce);
    this.#matcher = matcher;
    this.#stopwatch = stopwatch;
    const taintRules = rules.rules.filter((rule): rule is TaintRule => rule.mode === "taint" && isOfProgram(rule));
    this.#rules = new Map(taintRules.map((rule, index) => [`${rule.id}@${index}`, rule]));
    this.#program.configure(
      rules.models,
      [...this.#rules].map(([id, rule]) => specOf(id, rule)),
    );
    for (const [id, rule] of this.#rules) matcher.registerTaintRule(id, rule);
  }

  /** The program may be asked nothing while a file is only partly in it. */
  get #program(): Program {
    const steps = this.#handingOn;
    this.#handingOn = undefined;
    if (steps) this.#stopwatch.measure("data flow", undefined, () => finished(steps));
    return this.#whole;
  }

  /** A file of settings, or one that says where imports lead; undefined takes it away. */
  setProjectFile(path: string, text: string | undefined): void {
    this.#program.setProjectFile(path, text);
  }

  setFile(snapshot: Snapshot, isTyped = false): void {
    const { path } = snapshot;
    this.#snapshots.set(path, snapshot);
    this.#pending.add(path);
    if (isTyped) this.#typed.add(path);
    else this.#typed.delete(path);
  }

  /** Nobody types for the moment: a file that is broken is looked at as it is. True when something of it had been put off. */
  settle(path: string): boolean {
    const isWaiting = this.#pending.has(path) && this.#snapshots.get(path)?.hasSyntaxErrors === true;
    const isPutOff = this.#typed.delete(path) && (this.#program.isPassing(path) || isWaiting);
    if (isPutOff) this.#pending.add(path);
    return isPutOff;
  }

  /** Somebody edits the file, or no longer does: that says nothing of its findings, only of what is worth keeping. */
  setEdited(path: string, isEdited: boolean): void {
    this.#whole.setEdited(path, isEdited);
  }

  removeFile(path: string): void {
    if (!this.#snapshots.delete(path)) return;
    this.#pending.delete(path);
    this.#preparing.delete(path);
    this.#typed.delete(path);
    this.#program.removeFile(path);
  }

  /** Takes all files away. */
  clear(): void {
    this.#snapshots.clear();
    this.#pending.clear();
    this.#preparing.clear();
    this.#typed.clear();
    this.#program.clear();
  }

  /** Changes when the flows that end in the file may have; undefined when the budget was spent before that was known. */
  versionOf(path: string, budget: Budget): number | undefined {
    return this.absorb(budget) ? this.#program.versionOf(path) : undefined;
  }

  findings(snapshot: Snapshot, budget: Budget): { raw: RawFinding[]; problems: ScanProblem[] } {
    const { path } = snapshot;
    if (!this.absorb(budget))
      return {
        raw: [],
        problems: [{ kind: "budget-spent", path, message: "the scan was stopped before its flows were followed" }],
      };
    return this.#findingsSoFar(snapshot);
  }

  /** As `findings`, of what can be told of the file without the rest of the program being worked out. */
  findingsNear(snapshot: Snapshot, budget: Budget): { raw: RawFinding[]; problems: ScanProblem[] } {
    const { path } = snapshot;
    if (this.#take(path, budget) && !budget.spent())
      this.#stopwatch.measure("data flow", undefined, () => this.#program.settleNear(path, () => !budget.spent()));
    return this.#findingsSoFar(snapshot);
  }

  /** Whether files other than this one wait for being taken in, or many units for being worked out. */
  isBehind(path: string): boolean {
    const own = withBeside(path).filter((each) => this.#pending.has(each)).length;
    return this.#pending.size > own || this.#whole.isBehind(path);
  }

  #findingsSoFar(snapshot: Snapshot): { raw: RawFinding[]; problems: ScanProblem[] } {
    const { path, language, ast } = snapshot;
    const problems = this.#program.problems(path).map(({ offset, message }): ScanProblem => {
      const { line, character } = snapshot.lineIndex.positionAt(offset);
      return { kind: "flow-limited", path, line: line + 1, column: character + 1, message };
    });
    const raw: RawFinding[] = [];
    for (const flow of this.#program.findingsSoFar(path)) {
      const rule = this.#rules.get(flow.ruleId);
      if (!rule || !isApplicable(rule, path, language)) continue;
      const { message, metavariables, fixes, span = flow.span } = this.#matcher.describe(rule, flow, snapshot);
      raw.push({
        ruleId: rule.id,
        span,
        message,
        severity: rule.severity,
        confidence: confidenceOf(rule, flow),
        traces: inFiles(flow.traces),
        fixes: [...fixes, ...builtinFixes(rule, ast, flow.span)],
        metavariables,
        isSecret: false,
        weakerThan: rule.metadata.weakerThan,
      });
    }
    return { raw, problems };
  }

  /**
   * Hands on what changed and works out what follows from it, as far as the budget goes; says whether all is done. What it
   * cuts short is taken up again the next time.
   */
  absorb(budget: Budget): boolean {
    const waiting = [...this.#pending];
    for (const path of waiting) if (!this.#take(path, budget)) return false;
    if (waiting.length > 0 && budget.spent()) return false;
    const mayGoOn = budget.isUnlimited ? undefined : () => !budget.spent();
    return this.#stopwatch.measure("data flow", undefined, () => this.#program.settle(mayGoOn));
  }

  get ahead(): Ahead {
    return { files: this.#pending.size, units: this.#whole.doubts };
  }

  /** Hands on a file that changed; says whether it is done. */
  #take(path: string, budget: Budget): boolean {
    if (this.#handingOn && !this.#goOnHandingOn(budget)) return false;
    if (!this.#pending.has(path)) return true;
    if (budget.spent()) return false;
    const snapshot = this.#snapshots.get(path);
    if (!snapshot) {
      this.#pending.delete(path);
      return true;
    }
    const begun = this.#prepared(snapshot, budget);
    if (!begun) return false;
    this.#handingOn = this.#handOn(snapshot, begun);
    return this.#goOnHandingOn(budget);
  }

  #goOnHandingOn(budget: Budget): boolean {
    const steps = this.#handingOn!;
    this.#handingOn = undefined;
    const isDone = this.#stopwatch.measure(
      "data flow",
      undefined,
      () => advanced(steps, () => budget.spent()) !== undefined,
    );
    if (!isDone) this.#handingOn = steps;
    return isDone;
  }

  *#handOn(snapshot: Snapshot, { marks, prepared }: Preparation): Steps<void> {
    const { path, ast, names, change } = snapshot;
    const isPassing = snapshot.hasSyntaxErrors && this.#typed.has(path);
    this.#preparing.delete(path);
    // The next edits may come before it is done.
    ast.hold();
    try {
      yield* this.#whole.setFileInSteps(path, { ast, names, marks, isPassing, change }, prepared);
    } finally {
      ast.letGo();
    }
    if (this.#snapshots.get(path) === snapshot) this.#pending.delete(path);
  }

  /** Marks of a file that changed, and what takes long of handing on one that is new; undefined when the budget was spent before that was done. */
  #prepared(snapshot: Snapshot, budget: Budget): Preparation | undefined {
    const { path, ast, names, change, text } = snapshot;
    let begun = this.#preparing.get(path);
    if (begun?.snapshot !== snapshot) {
      const asked = new AskedBudget(budget);
      const marks = this.#matcher.taintMarks(snapshot, asked);
      if (asked.wasSpent) return undefined;
      const isInSteps = budget.isUnlimited !== true && !change && text.length >= LONG;
      begun = { snapshot, marks, steps: isInSteps ? this.#program.prepareFile(path, { ast, names }) : undefined };
      this.#preparing.set(path, begun);
    }
    if (!begun.steps || begun.prepared) return budget.spent() ? undefined : begun;
    begun.prepared = advanced(begun.steps, () => budget.spent())?.value;
    return begun.prepared && !budget.spent() ? begun : undefined;
  }
}

function specOf(id: string, rule: TaintRule): TaintRuleSpec {
  const kindsIn = (patterns: readonly { readonly formula: Formula }[]) =>
    patterns.flatMap(({ formula }) => (formula.kind === "modelled" ? [formula.taintKind] : []));
  const keep = rule.options["keep"];
  const joined = joinedKinds(rule.options["joined"]);
  const own = new Set(kindsIn(rule.sources));
  const added = new Set(joined.flatMap(({ kinds }) => kinds).filter((kind) => !own.has(kind)));
  return {
    id,
    sourceKinds: [...own, ...added],
    addedKinds: [...added],
    joined,
    sinkKinds: kindsIn(rule.sinks),
    sanitizerKinds: kindsIn(rule.sanitizers),
    sinkRequires: sinkRequirements(rule),
    kindRequires: kindRequirements(rule),
    kindLabels: kindLabels(rule),
    takes: [
      ...(rule.options["taint_assume_safe_numbers"] === true ? ["number"] : []),
      ...(rule.options["taint_assume_safe_booleans"] === true ? ["boolean"] : []),
    ],
    keeps: Array.isArray(keep) ? keep.filter((kind) => typeof kind === "string") : [],
  };
}

function joinedKinds(option: unknown): NonNullable<TaintRuleSpec["joined"]> {
  const texts = (value: unknown) => (Array.isArray(value) ? value.filter((each) => typeof each === "string") : []);
  return (Array.isArray(option) ? option : [option]).flatMap((each: unknown) => {
    if (typeof each !== "object" || each === null) return [];
    const { kinds, languages } = each as { kinds?: unknown; languages?: unknown };
    return [{ kinds: texts(kinds), languages: texts(languages) }];
  });
}

/** Steps in the programs of a page are steps in the page. */
function inFiles(traces: readonly (readonly Step[])[]): readonly (readonly Step[])[] {
  const isOfProgram = ({ path }: Step) => path !== pathOfPage(path);
  if (!traces.some((steps) => steps.some(isOfProgram))) return traces;
  return traces.map((steps) => steps.map((step) => ({ ...step, path: pathOfPage(step.path) })));
}

/** What rests on naming conventions alone is a step less sure than its rule, what nobody sends himself is not sure at all. */
function confidenceOf(rule: TaintRule, flow: Flow): Confidence {
  if (flow.isSecondHand) return "low";
  if (!flow.isGuess) return rule.confidence;
  return rule.confidence === "high" ? "medium" : "low";
}
