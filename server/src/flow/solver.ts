// Summaries for all units of the program, each worked out after those that it uses. Units that use each other in a circle
// are gone round together, in the order of their names, from nothing until nothing changes: so the outcome does not depend
// on where one began, and is the same whether the rest was looked at anew or kept. Nothing here recurses: a call chain may
// be as long as it likes.

import { circlesOf } from "../text/circles.ts";
import { compareTexts } from "../text/order.ts";
import { advanced, finished, type Steps } from "../text/steps.ts";
import { evaluateUnit, failedUnit, type UnitResult } from "./evaluate-unit.ts";
import { Fingerprint } from "./fingerprint.ts";
import { KeptResults } from "./kept-results.ts";
import { calledByName, usesByNature } from "./likely-uses.ts";
import { joinsLeftOut, type Limit, withLimit } from "./limits.ts";
import { isStill } from "./outward.ts";
import { type Evaluated, type Past, PastRounds } from "./past-rounds.ts";
import { restsOn, type Solution, Solutions } from "./solutions.ts";
import type { Summary } from "./summary.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Unit } from "./unit.ts";
import { VariantTable } from "./variant-table.ts";
import { baseOf, type InputConstants, Variant } from "./variants.ts";

/** A unit that is being looked at, as Tarjan's algorithm has them. */
interface Open {
  readonly unit: Unit;
  index: number;
  low: number;
  tries: number;
  /** How often its circle was gone round in vain. */
  passes: number;
  /** It was looked at, and would be done but for what is still needed. */
  isSeen: boolean;
  /** What it waited for before it could be told whether its result of before still holds. */
  readonly awaited: Set<Unit>;
  /** Units that have to be looked at before this one is (again). */
  readonly needed: Unit[];
  /** Units that it was seen to use, by what its calls name or by its evaluation. */
  readonly uses: Set<Unit>;
  /** What came out, with units of the same circle taken for nothing. */
  first: Evaluated | undefined;
}

/** Why units could not be closed: what they turned out to use has to be looked at before, or together with them. */
interface Want {
  readonly units: Iterable<Unit>;
  /** The lowest of what they use and that is being looked at below them. */
  readonly low: number;
  /** The unit among them that is to be looked at anew. */
  readonly again?: Unit;
}

/** Circles that have not come to rest by then do not: what changes late is by how many members of members something is reached. */
const MOST_ROUNDS = 4;
/** What a circle uses may turn out while it is gone round; it is begun again as often as this. */
const MOST_PASSES = 40;
/** An evaluation is done again when it asked for units that nobody had looked at; each time it gets further. */
const MOST_TRIES = 40;
/** Evaluations that are begun in the middle of others, and how deep in expressions and statements all of these are together. */
const MOST_NESTED = 24;
const DEEPEST_NESTED = 160;
/** A unit that was looked at so often since the last change is looked at without what was known of it, and at last left as it is. */
const TIMES_UNTIL_AFRESH = 2;
const MOST_TIMES = 7;

export type ResultListener = (unit: Unit, before: UnitResult | undefined, after: UnitResult | undefined) => void;

export class Solver {
  readonly #program: Surroundings;
  readonly #marksOf: (unit: Unit) => string;
  readonly #changed: ResultListener;
  readonly #solutions = new Solutions();
  /** Units whose solutions may be wrong by now. */
  readonly #doubtful = new Set<Unit>();
  /** How often units were looked at since something changed. */
  readonly #times = new Map<Unit, number>();
  /** Units that are gone for the moment, see `setAside`. */
  readonly #aside = new Set<Unit>();
  /** While something is put off: units that were looked at meanwhile, in a world that is not to last. */
  #meanwhile: Set<Unit> | undefined;
  /**
   * The units of the circle that is being gone round, and what they are taken for meanwhile. Nothing else is looked at until that is done
   * or given up, so nothing that is kept rests on such a stand-in.
   */
  readonly #round = new Map<Unit, Summary | undefined>();
  readonly #kept: KeptResults;
  /** Of circles that were gone round more than once. */
  readonly #past = new PastRounds();
  readonly #variants = new VariantTable();
  /** False once the evaluation that runs now used a unit that is still being looked at. */
  #isAlone = true;
  /** How many evaluations are under way, paused ones included. */
  #evaluating = 0;
  /** Evaluations begin others only where nobody waits for a turn: what begins inside one cannot be stopped. */
  #mayNest = false;
  /** How many evaluations wait for one that was begun inside them, and how deep they are. */
  #nesting = 0;
  #depth = 0;
  readonly #open: Open[] = [];
  readonly #openOf = new Map<Unit, Open>();
  #current: Open | undefined;
  /** Circles that units turned out to form with what they had not used before. */
  readonly #newCircles: ReadonlySet<Unit>[] = [];
  /** What the evaluation that runs now asked for and did not get. */
  #missing = new Set<Unit>();
  /** What it asked for, and what it got. */
  #given = new Map<Unit, Summary | undefined>();
  /** Work that was told to stop between two evaluations, and what it was to work out. */
  #begun: { readonly of: unknown; readonly steps: Steps<void> } | undefined;

  /** `marksOf` says what rules' patterns matched in a unit; `changed` is told of results that are not what they were. */
  constructor(program: Surroundings, marksOf: (unit: Unit) => string, changed: ResultListener) {
    this.#program = program;
    this.#marksOf = (unit) => marksOf(baseOf(unit));
    this.#changed = changed;
    this.#kept = new KeptResults({
      program,
      marksOf: this.#marksOf,
      solutions: this.#solutions,
      doubtful: this.#doubtful,
      isOpen: (unit) => this.#openOf.has(unit),
      isGone: (unit) => this.#isGone(unit),
      drop: (unit) => this.#drop(unit),
    });
  }

  /** How often a unit was evaluated: what an edit cost. */
  evaluations = 0;

  /** What the unit's text was when it was last worked out. */
  digestOf(unit: Unit): number | undefined {
    return this.#solutions.of(unit)?.digest;
  }

  resultOf(unit: Unit): UnitResult | undefined {
    return this.#solutions.of(unit)?.result;
  }

  get isSettled(): boolean {
    return this.#doubtful.size === 0;
  }

  /** Something changed: what was begun would go on in another world. It is begun again when somebody asks; what is done stays. */
  letGo(): void {
    const begun = this.#begun;
    this.#begun = undefined;
    begun?.steps.return();
  }

  /** The unit, or something that it asked about, may have changed. */
  doubt(unit: Unit): void {
    this.letGo();
    if (this.#times.size > 0) this.#times.clear();
    this.#doubtful.add(unit);
    for (const variant of this.#variants.all(unit))
      if (this.#solutions.has(variant) || this.#solutions.usersOf(variant).size > 0) this.#doubtful.add(variant);
  }

  /** What is found in variants is found by those that use them. */
  #tell(unit: Unit, before: UnitResult | undefined, after: UnitResult | undefined): void {
    if (!(unit instanceof Variant)) this.#changed(unit, before, after);
  }

  remove(unit: Unit): void {
    this.letGo();
    this.#remove(unit);
  }

  #remove(unit: Unit): void {
    for (const variant of this.#variants.all(unit)) this.#remove(variant);
    this.#variants.deleteAll(unit);
    const solution = this.#solutions.of(unit);
    this.#doubtful.delete(unit);
    if (!this.#aside.delete(unit) && !solution) return;
    for (const each of solution?.circle ?? []) if (each !== unit) this.#doubtful.add(each);
    for (const user of this.#solutions.usersOf(unit)) if (user !== unit) this.#doubtful.add(user);
    if (solution) this.#takeAway(unit);
    this.#solutions.forgetUsersOf(unit);
    this.#past.forget(unit);
  }

  /** As `remove`, but the unit is expected to come back: those that use it stand by what they know of it until `doubtMeanwhile`. */
  setAside(unit: Unit): void {
    this.letGo();
    for (const variant of this.#variants.all(unit)) this.setAside(variant);
    const solution = this.#solutions.of(unit);
    this.#doubtful.delete(unit);
    if (!solution) return;
    this.#takeAway(unit);
    this.#aside.add(unit);
    this.#meanwhile?.add(unit);
  }

  /** From now on it is noted which units are looked at. */
  noteMeanwhile(): void {
    this.#meanwhile ??= new Set();
  }

  /** Units that were looked at meanwhile saw a world that is no more. `isOver`: nothing is put off any longer. */
  doubtMeanwhile(isOver: boolean): void {
    this.letGo();
    for (const unit of this.#meanwhile ?? []) this.#doubtful.add(unit);
    if (!isOver) return;
    this.#meanwhile = undefined;
    for (const unit of this.#aside) {
      if (!this.#isGone(unit)) continue;
      for (const user of this.#solutions.usersOf(unit)) this.#doubtful.add(user);
      this.#solutions.forgetUsersOf(unit);
    }
    this.#aside.clear();
  }

  #takeAway(unit: Unit): void {
    const solution = this.#solutions.takeAway(unit);
    if (solution) this.#tell(unit, solution.result, undefined);
  }

  /** Nothing that was will come back: units may be made anew under the names of old ones. */
  forgetRetired(): void {
    this.#solutions.forgetRetired();
  }

  /** Forgets all; nobody is told. */
  clear(): void {
    this.letGo();
    this.#solutions.clear();
    this.#variants.clear();
    this.#doubtful.clear();
    this.#aside.clear();
    this.#meanwhile = undefined;
    this.#past.clear();
  }

  /** Doubtful units that nobody wants to know of are left until somebody asks; those whose answers are in use are kept. */
  spare(isUnwanted: (unit: Unit) => boolean): void {
    for (const unit of this.#doubtful) if (!this.#solutions.has(unit) && isUnwanted(unit)) this.#doubtful.delete(unit);
  }

  /** Looks at all doubtful units; asks between evaluations whether to go on. False when it was told to stop: it goes on from there the next time. */
  settle(mayGoOn?: () => boolean): boolean {
    this.#mayNest = mayGoOn === undefined;
    return this.#goOn(this.#doubtful, () => this.#settleAll(), mayGoOn);
  }

  /** Looks at these units, and at what they use, as far as they are in doubt. False when it was told to stop. */
  settleThese(units: readonly Unit[], mayGoOn: () => boolean): boolean {
    this.#mayNest = false;
    return this.#goOn(units, () => this.#settleSome(units), mayGoOn);
  }

  /** `of`: what to work out, to tell whether it is what was begun. */
  #goOn(of: unknown, begin: () => Steps<void>, mayGoOn: (() => boolean) | undefined): boolean {
    if (this.#begun && this.#begun.of !== of) {
      // An evaluation that is under way comes to its end first, or those who ask by turns might never let it.
      for (const { steps } = this.#begun; this.#evaluating > 0; ) {
        steps.next();
        if (this.#evaluating > 0 && mayGoOn && !mayGoOn()) return false;
      }
      this.letGo();
    }
    const steps = this.#begun?.steps ?? begin();
    this.#begun = undefined;
    if (!mayGoOn) finished(steps);
    else if (!advanced(steps, () => !mayGoOn())) {
      this.#begun = { of, steps };
      return false;
    }
    return true;
  }

  *#settleAll(): Steps<void> {
    while (this.#doubtful.size > 0) {
      const waiting = [...this.#doubtful].filter((unit) => !this.#drop(unit)).sort(byName);
      for (const unit of waiting) {
        if (!this.#doubtful.has(unit) || this.#forgetUnused(unit)) continue;
        const times = this.#times.get(unit) ?? 0;
        if (times >= MOST_TIMES) {
          this.#doubtful.delete(unit);
          this.#noteLimit(unit, "sweeps");
          continue;
        }
        if (times === TIMES_UNTIL_AFRESH) this.#forgetCircle(unit);
        this.#times.set(unit, times + 1);
        yield* this.#solve(unit);
        this.#breakNewCircles();
      }
    }
    this.#times.clear();
  }

  *#settleSome(units: readonly Unit[]): Steps<void> {
    for (const unit of units) {
      if (!this.#doubtful.has(unit) || this.#drop(unit)) continue;
      yield* this.#solve(unit);
      this.#breakNewCircles();
    }
  }

  /**
   * Results that were kept may each hold for what the other one was before, by turns. Without them it shows that the units form a
   * circle, as it does in a program that is made anew.
   */
  #forgetCircle(unit: Unit): void {
    this.#forgetResults(this.#solutions.of(unit)?.circle ?? [unit]);
  }

  /** Works units out anew without what is known of them. */
  #forgetResults(units: Iterable<Unit>): void {
    for (const unit of units) {
      this.#takeAway(unit);
      this.#solutions.forgetRetiredOf(unit);
      this.#doubtful.add(unit);
    }
  }

  /** What is known of the unit stays as it is, though it may be wrong. */
  #noteLimit(unit: Unit, limit: Limit): void {
    const solution = this.#solutions.of(unit);
    if (!solution) return;
    const result = { ...solution.result, limits: withLimit(solution.result.limits, limit) };
    this.#solutions.amend(unit, { ...solution, result });
    this.#tell(unit, solution.result, result);
  }

  /** How many units are in doubt. */
  get doubts(): number {
    return this.#doubtful.size;
  }

  /** The same without those of a file. */
  doubtsBeside(path: string): number {
    let count = 0;
    for (const { file } of this.#doubtful) if (file.path !== path) count++;
    return count;
  }

  /** Units that the program has no more. */
  #drop(unit: Unit): boolean {
    if (!this.#isGone(unit)) return false;
    this.#doubtful.delete(unit);
    return true;
  }

  #isGone(unit: Unit): boolean {
    const base = baseOf(unit);
    return this.#program.unitNamed(base.id) !== base;
  }

  /** Of a unit that stands alone: one of a circle is gone round together with who calls it. */
  variantOf(unit: Unit, constants: InputConstants, depth: number): Unit | undefined {
    const solution = this.#solutions.of(unit);
    if (!solution || solution.circle || this.#doubtful.has(unit) || this.#round.has(unit) || this.#openOf.has(unit))
      return undefined;
    return this.#variants.of(unit, constants, depth);
  }

  /** Variants for constants that nobody hands in any more. */
  #forgetUnused(unit: Unit): boolean {
    if (!(unit instanceof Variant) || this.#solutions.usersOf(unit).size > 0) return false;
    this.#remove(unit);
    this.#variants.delete(unit);
    return true;
  }

  /**
   * For evaluations: the summary of a unit that they call; undefined for one of the same circle that says nothing yet.
   *
   * @param depth how deep in expressions and statements the evaluation is; whoever does not say so gets what is known already
   */
  summaryOf(unit: Unit, depth = Number.POSITIVE_INFINITY): Summary | undefined {
    const summary = this.#summaryNow(unit, depth);
    this.#given.set(unit, summary);
    return summary;
  }

  #summaryNow(unit: Unit, depth: number): Summary | undefined {
    if (this.#round.has(unit)) {
      this.#isAlone = false;
      return this.#round.get(unit);
    }
    const open = this.#openOf.get(unit);
    if (open) {
      this.#isAlone = false;
      if (this.#current) this.#current.low = Math.min(this.#current.low, open.index);
      return undefined;
    }
    const solution = this.#solutions.of(unit);
    if (solution && !this.#doubtful.has(unit)) return solution.result.summary;
    if (this.#isGone(unit)) return undefined;
    // What a variant uses is known where its function is, so it is worked out on the spot.
    if (unit instanceof Variant && !this.#doubtful.has(unit) && this.#evaluateAlone(unit))
      return this.#solutions.of(unit)!.result.summary;
    if (this.#solveInside(unit, depth)) return this.#solutions.of(unit)!.result.summary;
    if (!this.#openOf.has(unit)) this.#missing.add(unit);
    return undefined;
  }

  /**
   * Works out a unit that an evaluation turns out to use, so that the evaluation need not be done again. False where evaluations
   * lie too deep in each other already, or where the unit is in a circle with one that is being looked at.
   */
  #solveInside(unit: Unit, depth: number): boolean {
    if (!this.#mayNest || !this.#current || this.#nesting >= MOST_NESTED || this.#depth + depth > DEEPEST_NESTED)
      return false;
    this.#nesting++;
    this.#depth += depth;
    const isAlone = this.#isAlone;
    try {
      finished(this.#solve(unit));
    } finally {
      this.#nesting--;
      this.#depth -= depth;
      this.#isAlone = isAlone;
    }
    if (!this.#openOf.has(unit)) return this.#solutions.has(unit) && !this.#doubtful.has(unit);
    this.#isAlone = false;
    return false;
  }

  /** Works out a unit in the middle of another's evaluation. False where it rests on what is not settled. */
  #evaluateAlone(unit: Unit): boolean {
    const isAlone = this.#isAlone;
    this.#isAlone = true;
    const { result, missing } = finished(this.#evaluate(unit, undefined));
    const isDone = this.#isAlone && missing.length === 0;
    this.#isAlone = isAlone && isDone;
    if (isDone) this.#keep(unit, result, undefined);
    return isDone;
  }

  /**
   * Looks at a unit, and before it at all that it uses. Given up, it lets go of those that it had begun, which are looked at again the next
   * time; what was worked out by then stays.
   */
  *#solve(root: Unit): Steps<void> {
    const path: Open[] = [this.#enter(root)];
    const { index } = path[0]!;
    let isDone = false;
    try {
      while (path.length > 0) {
        const top = path[path.length - 1]!;
        const needed = yield* this.#visit(top);
        if (needed) {
          path.push(this.#enter(needed));
          continue;
        }
        path.pop();
        // Inside an evaluation, whose unit is open: what forms a circle with that stays open until it is done.
        const outer = path[path.length - 1] ?? this.#current;
        const reopened = top.low === top.index || !outer ? yield* this.#close(top) : undefined;
        if (reopened) path.push(reopened);
        else if (outer) outer.low = Math.min(outer.low, top.low);
      }
      isDone = true;
    } finally {
      if (!isDone)
        for (const { unit } of this.#open.splice(index)) {
          this.#openOf.delete(unit);
          this.#doubtful.add(unit);
        }
    }
  }

  #enter(unit: Unit): Open {
    const index = this.#open.length;
    const open: Open = {
      unit,
      index,
      low: index,
      tries: 0,
      passes: 0,
      isSeen: false,
      awaited: new Set(),
      needed: [],
      uses: new Set(),
      first: undefined,
    };
    this.#openOf.set(unit, open);
    this.#open.push(open);
    return open;
  }

  /** Looks at a unit; gives the unit that has to be looked at before, if there is one. */
  *#visit(open: Open): Steps<Unit | undefined> {
    const needed = yield* this.#look(open);
    open.isSeen ||= !needed;
    return needed;
  }

  *#look(open: Open): Steps<Unit | undefined> {
    const { unit } = open;
    for (;;) {
      while (open.needed.length > 0) {
        const needed = open.needed.pop()!;
        if (
          !this.#openOf.has(needed) &&
          !this.#round.has(needed) &&
          (this.#doubtful.has(needed) || !this.#solutions.has(needed)) &&
          !this.#drop(needed)
        )
          return needed;
      }
      if (open.isSeen) return undefined;
      if (open.tries === 0) {
        // Units that put each other in doubt, each time that one of them is worked out, would wait for ever.
        const used = this.#kept.neededFor(unit);
        if (used && !open.awaited.has(used)) {
          open.awaited.add(used);
          return used;
        }
        if (!used && (yield* this.#keepAgain(unit))) {
          yield;
          return undefined;
        }
        // The others of a circle cannot be kept without it.
        for (const other of this.#solutions.of(unit)?.circle ?? []) this.#doubtful.add(other);
        const called = calledByName(unit, this.#program);
        for (const each of called) open.uses.add(each);
        open.needed.push(...usesByNature(unit), ...called);
        open.tries++;
        continue;
      }
      const past = yield* this.#pastOf(unit, open);
      if (past) {
        open.first = past.evaluated;
        return undefined;
      }
      const evaluated = yield* this.#evaluate(unit, open);
      const { result, missing } = evaluated;
      if (missing.length === 0 || ++open.tries > MOST_TRIES) {
        open.first =
          missing.length === 0
            ? evaluated
            : { ...evaluated, result: { ...result, limits: withLimit(result.limits, "tries") } };
        return undefined;
      }
      for (const each of missing) open.uses.add(each);
      open.needed.push(...missing);
    }
  }

  /** Pauses before it begins, so that what comes out is kept before anybody can put an end to it. */
  *#evaluate(unit: Unit, open: Open | undefined): Steps<Evaluated> {
    yield;
    const outer = { current: this.#current, missing: this.#missing, given: this.#given };
    const given = new Map<Unit, Summary | undefined>();
    this.#current = open;
    this.#missing = new Set();
    this.#given = given;
    const leftOut = { ...joinsLeftOut };
    this.#evaluating++;
    try {
      this.evaluations++;
      const result = yield* evaluateUnit(unit, this.#program);
      return { result, missing: [...this.#missing], given };
    } catch (error) {
      return { result: failedUnit(unit, this.#program, error), missing: [], given };
    } finally {
      this.#evaluating--;
      this.#current = outer.current;
      this.#missing = outer.missing;
      this.#given = outer.given;
      Object.assign(joinsLeftOut, leftOut);
    }
  }

  /** The result of before, where it still holds; of a circle those of all. Says whether it does. */
  *#keepAgain(unit: Unit): Steps<boolean> {
    const parts = yield* this.#kept.partsOf(unit);
    for (const [member, part] of parts ?? []) {
      if (this.#solutions.of(member) !== part) this.#set(member, part);
      this.#doubtful.delete(member);
    }
    return parts !== undefined;
  }

  /** Whether a user of a unit may see that its summary is another one. */
  #seesChange(user: Unit, unit: Unit): boolean {
    const known = this.#solutions.of(user)?.result.glanced.get(unit);
    return known === undefined || !isStill(known, this.#solutions.summaryOf(unit));
  }

  /**
   * All units since `head` are looked at: one that stands alone, or several that waited for each other. Those of them that really use
   * each other are a circle, which is gone round. Who was given nothing of one that is in no circle with it is looked at again.
   * Where more turns out to be needed, the units that are not done are open as before; gives the one to go on with.
   */
  *#close(head: Open): Steps<Open | undefined> {
    const members = new Map(this.#open.splice(head.index).map((open) => [open.unit, open]));
    for (const unit of members.keys()) this.#openOf.delete(unit);
    const outer = this.#current;
    this.#current = undefined;
    try {
      const hasWaited = members.size > 1;
      for (const circle of hasWaited ? this.#circlesOf(members) : [[head]]) {
        const want = yield* this.#closeCircle(circle, hasWaited);
        if (want) return this.#reopen(head, members, want);
        for (const { unit } of circle) {
          this.#doubtful.delete(unit);
          members.delete(unit);
        }
      }
      return undefined;
    } finally {
      this.#current = outer;
      for (const unit of members.keys()) this.#doubtful.add(unit);
    }
  }

  /** `head` leads to all members, so it stays until the last of them is done. */
  #reopen(head: Open, members: Map<Unit, Open>, { units, low, again }: Want): Open {
    if (again) {
      members.delete(again);
      this.#doubtful.add(again);
      if (again === head.unit) return this.#enter(again);
      head.needed.push(again);
    }
    for (const open of members.values()) {
      open.index = this.#open.length;
      open.low = open.index;
      this.#open.push(open);
      this.#openOf.set(open.unit, open);
    }
    members.clear();
    head.low = Math.min(head.low, low);
    head.needed.push(...units);
    return head;
  }

  *#closeCircle(members: readonly Open[], hasWaited: boolean): Steps<Want | undefined> {
    const [{ unit, first }] = members as [Open];
    if (members.length > 1 || first?.result.used.has(unit)) return yield* this.#goRound(members);
    if (!first) return undefined;
    if (hasWaited && !this.#givesTheSame(first.given)) return { units: [], low: Number.POSITIVE_INFINITY, again: unit };
    this.#keep(unit, first.result, undefined);
    return undefined;
  }

  /** Members that use each other, each after what it uses. Those that are merely in each other, or around, do not. */
  #circlesOf(members: ReadonlyMap<Unit, Open>): Open[][] {
    const usedBy = ({ unit, first, uses, awaited }: Open): Open[] => {
      const solution = first ? undefined : this.#solutions.of(unit);
      const asked = first ? first.given.keys() : solution ? restsOn(solution) : [];
      return [...new Set([...asked, ...uses, ...awaited])].flatMap((each) => members.get(each) ?? []);
    };
    return [...circlesOf(members.values(), usedBy)];
  }

  /**
   * Goes round a circle from nothing until nothing changes. What its units use may show only then; once that is looked at, or found to belong
   * to the circle, all is begun again from nothing, as if it had been known.
   */
  *#goRound(opens: readonly Open[]): Steps<Want | undefined> {
    const members = new Map(opens.map((open) => [open.unit, open]));
    const ordered = [...members.keys()].sort(byName);
    // Who was given nothing of the others when it was looked at need not be looked at like that again.
    const firsts = new Map<Unit, Evaluated>();
    for (const { unit, first } of opens) if (first?.missing.length === 0) firsts.set(unit, first);
    const isAgain = opens.some(({ unit, passes }) => passes > 0 || this.#solutions.of(unit)?.circle !== undefined);
    const isLastPass = opens.some(({ passes }) => passes >= MOST_PASSES);
    const past = new Map<Unit, Past[]>();
    for (const unit of ordered) this.#round.set(unit, undefined);
    const last = new Map<Unit, Past>();
    let isChanged = true;
    let want: Want | undefined;
    let isDone = false;
    try {
      for (let round = 0; isChanged && !want && round < MOST_ROUNDS; round++) {
        isChanged = false;
        for (const unit of ordered) {
          const before = last.get(unit);
          if (before && this.#givesTheSame(before.evaluated.given)) continue;
          const first = round === 0 ? firsts.get(unit) : undefined;
          const now = yield* this.#evaluateInCircle(unit, first);
          past.set(unit, [...(past.get(unit) ?? []), now]);
          if (!before?.fingerprint.meansTheSame(now.fingerprint)) {
            isChanged = true;
            this.#round.set(unit, now.evaluated.result.summary);
          }
          last.set(unit, now);
        }
        if (!isLastPass) want = this.#wantOf(members, last);
      }
      isDone = want === undefined;
    } finally {
      for (const unit of ordered) {
        this.#round.delete(unit);
        if (!isDone) this.#doubtful.add(unit);
      }
    }
    if (isAgain || want)
      for (const [unit, all] of past) {
        const first = firsts.get(unit);
        const isKnown = !first || all.some(({ evaluated }) => evaluated.given === first.given);
        this.#past.keep(unit, isKnown ? all : [this.#pastFrom(unit, first), ...all]);
      }
    if (want) {
      for (const open of opens) open.passes++;
      return want;
    }
    const circle = new Set(ordered);
    for (const unit of ordered) {
      const { result, missing } = last.get(unit)!.evaluated;
      const limits = isChanged ? withLimit(result.limits, "circle") : result.limits;
      this.#keep(unit, { ...result, limits: missing.length > 0 ? withLimit(limits, "tries") : limits }, circle);
    }
    return undefined;
  }

  /** What a circle was seen to use and that is not settled, or that rests on the circle itself. */
  #wantOf(members: ReadonlyMap<Unit, Open>, last: ReadonlyMap<Unit, Past>): Want | undefined {
    const joining = this.#solutions.joining(members, last, (unit) => this.#openOf.has(unit));
    for (const each of joining) this.#doubtful.add(each);
    const units = new Set(joining);
    let low = Number.POSITIVE_INFINITY;
    for (const [unit, { evaluated }] of last) {
      const { uses } = members.get(unit)!;
      for (const each of evaluated.missing) {
        units.add(each);
        uses.add(each);
      }
      for (const each of evaluated.given.keys()) {
        const other = this.#openOf.get(each);
        if (other) low = Math.min(low, other.index);
        if (other || joining.has(each)) uses.add(each);
      }
    }
    return units.size > 0 || low < Number.POSITIVE_INFINITY ? { units, low } : undefined;
  }

  /** Whether an evaluation of a circle that was given these summaries would be given the same ones now. */
  #givesTheSame(given: ReadonlyMap<Unit, Summary | undefined>): boolean {
    return this.#isGiven(given, (unit, summary) => this.#solutions.summaryOf(unit) === summary);
  }

  /** A unit as it is in this round: as it was at first, or the last time that its circle was gone round, if it would be given the same. */
  *#evaluateInCircle(unit: Unit, first: Evaluated | undefined): Steps<Past> {
    if (first && this.#givesTheSame(first.given)) return this.#pastFrom(unit, first);
    return (yield* this.#pastOf(unit, undefined)) ?? this.#pastFrom(unit, yield* this.#evaluate(unit, undefined));
  }

  #pastFrom(unit: Unit, evaluated: Evaluated): Past {
    const fingerprint = new Fingerprint(unit, evaluated.result.summary);
    const same = this.#past.asBefore(unit, evaluated, fingerprint);
    return { digest: unit.digest, marks: this.#marksOf(unit), evaluated: same, fingerprint };
  }

  /** What evaluating a unit would come to, if it came to it before. `open`: it is being looked at. */
  *#pastOf(unit: Unit, open: Open | undefined): Steps<Past | undefined> {
    const all = this.#past.of(unit);
    if (all.length === 0) return undefined;
    const marks = this.#marksOf(unit);
    for (const past of all) {
      const { given, missing, result } = past.evaluated;
      if (past.digest !== unit.digest || past.marks !== marks || missing.length > 0 || !this.#wouldGive(given))
        continue;
      if (!(yield* result.ask.stillHolds(this.#program))) continue;
      this.#noteCircle(given.keys(), open);
      return past;
    }
    return undefined;
  }

  /** An evaluation that was given these did not stand alone, where one of them is being looked at. */
  #noteCircle(given: Iterable<Unit>, open: Open | undefined): void {
    for (const used of given) {
      const other = this.#openOf.get(used);
      if (!other && !this.#round.has(used)) continue;
      this.#isAlone = false;
      if (open && other) open.low = Math.min(open.low, other.index);
    }
  }

  /** Whether these are the summaries that an evaluation would be given now, were it begun: nothing of what is looked at or in doubt. */
  #wouldGive(given: ReadonlyMap<Unit, Summary | undefined>): boolean {
    return this.#isGiven(given, (unit, summary) => {
      if (this.#openOf.has(unit)) return summary === undefined;
      return !this.#doubtful.has(unit) && this.#solutions.summaryOf(unit) === summary;
    });
  }

  /** Whether these are what units of circles that are being gone round are taken for, and hold of all others. */
  #isGiven(
    given: ReadonlyMap<Unit, Summary | undefined>,
    holds: (unit: Unit, summary: Summary | undefined) => boolean,
  ): boolean {
    for (const [unit, summary] of given)
      if (this.#round.has(unit) ? this.#round.get(unit) !== summary : !holds(unit, summary)) return false;
    return true;
  }

  #keep(unit: Unit, result: UnitResult, circle: ReadonlySet<Unit> | undefined): void {
    const before = this.#solutions.of(unit);
    const fingerprint = new Fingerprint(unit, result.summary);
    // A summary that says the same stays the same object: that is how its users know.
    const same = [before, ...this.#solutions.retiredOf(unit)].find((each) => each?.fingerprint.isSame(fingerprint));
    const summary = same?.result.summary ?? result.summary;
    // Another top level of a long file glances at the same thousands, see `Solutions.set`.
    const glanced = before && isSameMap(before.result.glanced, result.glanced) ? before.result.glanced : result.glanced;
    const kept = { ...result, summary, glanced };
    const used = new Map<Unit, Summary>();
    for (const each of result.used) used.set(each, this.#solutions.summaryOf(each) ?? kept.summary);
    const marks = this.#marksOf(unit);
    this.#set(unit, {
      result: kept,
      fingerprint: same?.fingerprint ?? fingerprint,
      digest: unit.digest,
      marks,
      used,
      circle,
    });
  }

  #set(unit: Unit, solution: Solution): void {
    const before = this.#solutions.set(unit, solution);
    // A unit that begins to use one which uses it, if through others, forms a circle with them. What they say of each other so far may
    // have no other ground than that: all of them are gone round from nothing, as they are in a program that is made anew.
    const closed = solution.circle ? undefined : this.#solutions.circleClosedBy(unit, before);
    if (closed && closed.size > 0) this.#newCircles.push(closed);
    this.#aside.delete(unit);
    this.#meanwhile?.add(unit);
    if (!before || solution.result.summary !== before.result.summary)
      for (const user of this.#solutions.usersOf(unit))
        if (user !== unit && !solution.circle?.has(user) && this.#seesChange(user, unit)) this.#doubtful.add(user);
    this.#tell(unit, before?.result, solution.result);
  }

  #breakNewCircles(): void {
    for (const units of this.#newCircles.splice(0)) {
      const broken = new Set<Unit>();
      const circles = new Set<ReadonlySet<Unit> | undefined>();
      for (const unit of units) {
        const solution = this.#solutions.of(unit);
        if (!solution) continue;
        circles.add(solution.circle);
        for (const each of solution.circle ?? [unit]) broken.add(each);
      }
      // Meanwhile they were found to be one.
      if (circles.size !== 1 || circles.has(undefined)) this.#forgetResults(broken);
    }
  }
}

function isSameMap<K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of b) if (a.get(key) !== value) return false;
  return true;
}

function byName(a: Unit, b: Unit): number {
  return compareTexts(a.id, b.id);
}
