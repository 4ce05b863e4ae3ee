// The evaluation of one unit: its state, its objects, its variables and what it finds. Statements, expressions, calls and
// conditions are functions over it, in files of their own, as are its inputs and sources; this one holds what they share: reading and
// writing through objects, deep taint, hits and jumps.

import { type Ast, type AstNode, NO_NODE } from "../syntax/ast.ts";
import { intern, nameOf, type Sym } from "../syntax/symbols.ts";
import { innerMap } from "../text/multimap.ts";
import type { Steps } from "../text/steps.ts";
import { Arrivals } from "./arrivals.ts";
import { CallbacksDone } from "./callbacks-done.ts";
import { withStatics } from "./class-members.ts";
import type { Correlated } from "./correlations.ts";
import type { Declaration, FlowFile } from "./file.ts";
import type { Deferred } from "./go-values.ts";
import { inputPath } from "./input-path.ts";
import { Inputs, ITSELF, STAR } from "./inputs.ts";
import { Inquiry, type Resolution } from "./inquiry.ts";
import { heldAt } from "./kotlin.ts";
import { joinsLeftOut, type Limit, type Limits, MOST, NO_LIMITS } from "./limits.ts";
import { type AbstractObject, type NewObject, NO_FIELDS, newObject, type ObjectShape, setField } from "./object.ts";
import { memberOrigin, type Origin } from "./origin.ts";
import { NO_ORIGINS, type Origins } from "./origins.ts";
import type { EvaluatedCall } from "./places.ts";
import { Proofs } from "./proofs.ts";
import { innerTable, type SmallTable } from "./small-table.ts";
import { Sources } from "./sources.ts";
import { type Cell, Cells, State } from "./state.ts";
import type { InputCall, Sink } from "./summary.ts";
import { objectsOf } from "./summary-objects.ts";
import type { FileKnowledge, Surroundings } from "./surroundings.ts";
import type { Concern } from "./uncalled.ts";
import { type ClassInfo, nodesOfUnit, type Unit } from "./unit.ts";
import {
  ABSENT,
  addStep,
  blurred,
  CLEAN,
  type Constant,
  constantValue,
  isFixed,
  join,
  joinTaint,
  NULL,
  newValue,
  objectValue,
  passThrough,
  type Site,
  type StepKind,
  type Taint,
  taintedValue,
  taintOf,
  UNKNOWN,
  type Value,
  withTaint,
} from "./value.ts";
import { NUMBER_KIND } from "./value-types.ts";
import { baseOf, type InputConstants, Variant } from "./variants.ts";

const MOST_VISITED = 300;
const MOST_VISITED_IN_HASTE = 12;
/** What one evaluation may do before only a rough answer is given, and before it stops: so much for any, and for each node. */
const STEPS = 20_000;
const STEPS_A_NODE = 150;
const STEPS_AN_INNER_NODE = 10;

interface Jumps {
  readonly label: Sym;
  readonly isLoop: boolean;
  readonly base: State;
  readonly continueBase: State;
  readonly breaks: State[];
  readonly continues: State[];
}

export class Evaluation {
  readonly unit: Unit;
  readonly file: FlowFile;
  readonly ast: Ast;
  readonly program: Surroundings;
  readonly knowledge: FileKnowledge;
  readonly ask: Inquiry;
  readonly cells = new Cells();
  readonly root: State;
  state: State;
  depth = 0;
  steps = 0;
  readonly callbacks = new CallbacksDone(() => this.#objects.length);
  /** While a call is looked at that the callers will look at again: what reaches sinks from them is left to them. */
  leftOpen = 0;
  /** How many getters and setters run in each other. */
  accessorsRunning = 0;
  /** How many `synchronized` blocks are open. */
  locks = 0;

  readonly returns: State[] = [];
  result: Value = ABSENT;
  readonly jumps: Jumps[] = [];
  /** What is thrown inside the innermost `try`. */
  readonly thrown: Value[] = [];
  /** Concrete taint that reached sinks, here or in what is called. */
  readonly arrivals = new Arrivals();
  readonly hits = new Arrivals();
  /** Places within the unit that only named a path, which was looked at afterwards. */
  readonly namedPaths = new Set<number>();
  readonly inputCalls: InputCall[] = [];
  /** What its ways out prove of its parameters. */
  readonly proofs = new Proofs();
  /** Calls of one function of the program, and which. */
  readonly resolvedCalls = new Map<AstNode, Unit>();
  /** The variant of it that the constants handed in there ask for. */
  readonly variantAt = new Map<AstNode, Unit>();
  /** Calls as they were last evaluated. */
  readonly calls = new Map<AstNode, EvaluatedCall>();
  /** Values of nodes, kept only where rules' own patterns may ask for them. */
  readonly seen = new Map<AstNode, Value>();
  /** Sinks that count what lies inside them as well, while they are evaluated, and what they saw. */
  readonly openSinks: AstNode[] = [];
  readonly collected = new Map<AstNode, Taint>();
  /** Units whose summaries were used. */
  readonly used = new Set<Unit>();
  /** Units of whose summaries it was only told whom calling them concerns. */
  readonly glanced = new Map<Unit, Concern>();
  /** Functions that were made here and not called yet. */
  readonly pending = new Map<Unit, AbstractObject>();
  readonly applied = new Set<Unit>();
  /** Calls of function literals that run when the unit ends, and what it panicked with. */
  readonly deferred: Deferred[] = [];
  panicked: Value = ABSENT;
  /** Go: objects that pointers lead to; others are copied when they are assigned. */
  readonly pointers = new Set<AbstractObject>();
  /** Taint of the control flow (`control: true` sources). */
  control: Taint = CLEAN;

  readonly inputs = new Inputs(this);
  readonly sources = new Sources(this);
  readonly #objects: AbstractObject[] = [];
  readonly #made = new Map<AstNode, SmallTable<{ readonly of: string; readonly object: AbstractObject }[]>>();
  readonly #functions = new Map<Unit, AbstractObject>();
  /** Each evaluation begins with its tables, and there are many: those that few need are made when something comes into them. */
  #classes: Map<ClassInfo, AbstractObject> | undefined;
  #modules: Map<string, AbstractObject> | undefined;
  readonly #variables = new Map<Declaration, Cell>();
  #named: Map<string, Cell> | undefined;
  #namedRest: Cell = 0;
  /** Cells of the parameters that are references to the caller's variables, and what they held first. */
  readonly references = new Map<number, { readonly cell: Cell; readonly initial: Value }>();
  /** Cells of variables of enclosing units and other modules, by key. */
  readonly outerVariables = new Map<string, Cell>();
  readonly #inputTaints = new Map<AbstractObject, Taint>();
  /** By the function, by the variable's key: cells of what it brought along of the variables around it. */
  #captured: Map<AbstractObject, Map<string, Cell>> | undefined;
  /** Functions that have some of their arguments already (bound.ts). */
  readonly bound = new Set<AbstractObject>();
  /** Written members of inputs: what callers must be told of. */
  readonly writtenInputs = new Set<AbstractObject>();
  /** By the variable that was asked: what two branches left behind (correlations.ts). */
  readonly correlated = new Map<Declaration, readonly Correlated[]>();
  /** Cells that hold kinds that checks proved of expressions like `req.query.id`, by their text. */
  readonly guarded = new Map<string, Cell>();

  /** What had to be left out. */
  readonly limits = new Set<Limit>();

  /** Inputs of which it matters which constant they are; and the units that are used in place of such functions. */
  readonly decisive = new Map<AbstractObject, number>();
  readonly variants = new Set<Unit>();
  /** What inputs are, in a variant (variants.ts). */
  readonly constants: InputConstants;
  readonly variantDepth: number;

  /** How often all that values hold was gone through. */
  #visits = 0;
  readonly #mostSteps: number;

  constructor(of: Unit, program: Surroundings) {
    const unit = baseOf(of);
    this.unit = unit;
    this.constants = of instanceof Variant ? of.constants : NO_CONSTANTS;
    this.variantDepth = of instanceof Variant ? of.depth : 0;
    const all = unit.file.ast.next(unit.node) - unit.node;
    // Functions have budgets of their own; running those of a file together is worth less than each by itself.
    const own = unit.kind === "module" ? nodesOfUnit(unit).length : all;
    this.#mostSteps = STEPS + STEPS_A_NODE * own + STEPS_AN_INNER_NODE * (all - own);
    this.file = unit.file;
    this.ast = unit.file.ast;
    this.program = program;
    this.knowledge = program.knowledge(unit.file);
    this.ask = new Inquiry(unit, program);
    this.root = new State(this.cells);
    joinsLeftOut.reset();
    this.state = this.root;
  }

  site(node: AstNode): Site {
    return { unit: this.unit, node: node === this.unit.node ? 0 : this.file.ownIndex(node) };
  }

  step(taint: Taint, kind: StepKind, node: AstNode, detail: string): Taint {
    return taint.length === 0 ? taint : addStep(taint, kind, this.site(node), detail);
  }

  /** False once so much was done that only a rough answer can still be given. */
  get isPatient(): boolean {
    return this.steps < this.#mostSteps;
  }

  /** True once even the rough answer took too long. */
  get isSpent(): boolean {
    return this.steps > this.#mostSteps * 3;
  }

  /** All that had to be left out. */
  limitsHit(): Limits {
    const { limits } = this;
    if (!this.isPatient) limits.add("steps");
    this.#noteLeftOut();
    return limits.size === 0 ? NO_LIMITS : limits;
  }

  /** Others may be evaluated meanwhile: what joins left out is noted before, and theirs forgotten after. */
  *pause(): Steps<void> {
    this.#noteLeftOut();
    yield;
    joinsLeftOut.reset();
  }

  /** What joins of its values left out so far. */
  #noteLeftOut(): void {
    if (joinsLeftOut.sources) this.limits.add("sources");
    if (joinsLeftOut.objects) this.limits.add("objects");
  }

  // Objects

  /** Nothing more is evaluated: whoever has an object of this evaluation knows it by what it is, not by what its cells held. */
  sealObjects(): void {
    for (const object of this.#objects) object.fields = NO_FIELDS;
  }

  newObject(kind: AbstractObject["kind"]): NewObject {
    const object = newObject(this.#objects.length + 1, kind);
    this.#objects.push(object);
    return object;
  }

  get objects(): readonly AbstractObject[] {
    return this.#objects;
  }

  /** The object that a node makes; the same one each time that it is evaluated. */
  madeAt(node: AstNode, shape: ObjectShape, info?: ClassInfo, inner?: AbstractObject, of = ""): AbstractObject {
    const all = this.#madeFrom(node, inner?.id ?? 0);
    const classId = info?.unit.id;
    for (const each of all)
      if (each.of === of && each.object.kind === "made" && each.object.class?.unit.id === classId) return each.object;
    const object = this.newObject("made");
    object.site = this.site(node).node;
    object.shape = shape;
    object.class = info;
    object.inner = inner;
    all.push({ of, object });
    return object;
  }

  /** What `new f()` makes of a function. */
  constructedAt(node: AstNode, unit: Unit): AbstractObject {
    const object: NewObject = this.madeAt(node, "instance", undefined, undefined, unit.id);
    object.unit = unit;
    return object;
  }

  /** What a node made of an object of some summary, by that object's number there: seldom more than one. */
  #madeFrom(node: AstNode, inner: number): { readonly of: string; readonly object: AbstractObject }[] {
    const byInner = innerTable(this.#made, node);
    let all = byInner.get(inner);
    if (!all) {
      all = [];
      byInner.set(inner, all);
    }
    return all;
  }

  functionObject(unit: Unit): AbstractObject {
    const known = this.#functions.get(unit);
    if (known) return known;
    const object = this.newObject("function");
    object.unit = unit;
    this.#functions.set(unit, object);
    return object;
  }

  /** A function that came from somewhere else, with its variables. */
  capturedFunction(node: AstNode, inner: AbstractObject, of: string = inner.unit!.id): AbstractObject {
    const all = this.#madeFrom(node, inner.id);
    for (const each of all) if (each.of === of && each.object.kind === "function") return each.object;
    const object = this.newObject("function");
    object.unit = inner.unit;
    object.inner = inner;
    all.push({ of, object });
    return object;
  }

  /** A function has its own copy of a variable from now on. */
  capture(object: AbstractObject, key: string, value: Value): void {
    if (key.startsWith(BOUND)) this.bound.add(object);
    this.#captured ??= new Map();
    const cells = innerMap(this.#captured, object);
    let cell = cells.get(key);
    if (cell === undefined) {
      cell = this.cells.make(ABSENT, false);
      cells.set(key, cell);
    }
    this.state.set(cell, value);
  }

  /** A function's own copy of a variable, if it has one. */
  captured(object: AbstractObject, key: string): Value | undefined {
    const cell = this.#captured?.get(object)?.get(key);
    const value = cell === undefined ? ABSENT : this.state.get(cell);
    return value === ABSENT ? undefined : value;
  }

  /** All of a function's own copies of variables; undefined for a function that never had any. */
  allCaptured(object: AbstractObject): Map<string, Value> | undefined {
    const cells = this.#captured?.get(object);
    if (!cells) return undefined;
    const all = new Map<string, Value>();
    for (const [key, cell] of cells) {
      const value = this.state.get(cell);
      if (value !== ABSENT) all.set(key, value);
    }
    return all;
  }

  classObject(info: ClassInfo): AbstractObject {
    const known = this.#classes?.get(info);
    if (known) return known;
    const object = this.newObject("class");
    object.class = info;
    this.#classes ??= new Map();
    this.#classes.set(info, object);
    return object;
  }

  moduleObject(file: FlowFile): AbstractObject {
    return this.moduleAt(file.path);
  }

  moduleAt(path: string): AbstractObject {
    const known = this.#modules?.get(path);
    if (known) return known;
    const object = this.newObject("module");
    object.path = path;
    this.#modules ??= new Map();
    this.#modules.set(path, object);
    return object;
  }

  // Cells of objects

  fieldCell(object: AbstractObject, member: Sym): Cell {
    let cell = object.fields.get(member);
    if (cell === undefined) {
      const initial = object.kind === "input" ? this.#inputMemberValue(object, member) : ABSENT;
      cell = this.cells.make(initial, false, object.id);
      setField(object, member, cell);
    }
    return cell;
  }

  #inputMemberValue(object: AbstractObject, member: Sym): Value {
    if (this.constants.size > 0) {
      const constant = this.constants.get(`${inputPath(object)}.${nameOf(member)}`);
      if (constant !== undefined) return constantValue(constant);
    }
    const inner = this.inputs.member(object, member);
    return objectValue(inner);
  }

  restCell(object: AbstractObject): Cell {
    if (object.rest === 0) object.rest = this.cells.make(ABSENT, false, object.id);
    return object.rest;
  }

  lengthCell(object: AbstractObject): Cell {
    if (object.length === 0) object.length = this.cells.make(constantValue(0), false, object.id);
    return object.length;
  }

  /** The number of elements of a list, when it is known. */
  lengthOf(object: AbstractObject): number | undefined {
    if (object.shape !== "list" || object.kind !== "made") return undefined;
    const { constant } = this.state.get(this.lengthCell(object));
    return typeof constant === "number" ? constant : undefined;
  }

  /** Reads a member or a constant key. */
  readField(of: Value, member: Sym, node: AstNode): Value {
    if (of.objects.length === 0) return of.taint.length === 0 ? UNKNOWN : taintedValue(of.taint);
    const from = withStatics(this, of, member);
    let value: Value = ABSENT;
    let isCertain = from.objects.length === 1;
    this.steps += from.objects.length;
    for (const object of from.objects) {
      const cell = this.fieldCell(object, member);
      const field = heldAt(this, object, member, this.state.get(cell));
      if (object.kind === "input") {
        value = join(value, this.#fromLibrary(object, member, field, node));
        if (object.class) value = withTaint(value, this.#initialTaint(object.class, member));
        if (object.rest !== 0) value = join(value, this.#ofType(object, member, this.state.get(object.rest)));
        if (field.objects.length !== 0) isCertain = false;
        continue;
      }
      value = join(value, field);
      const isBlurred = field === ABSENT || (object.shape === "list" && this.lengthOf(object) === undefined);
      if (isBlurred) {
        isCertain = false;
        if (object.rest !== 0) value = join(value, this.#ofType(object, member, this.state.get(object.rest)));
      }
    }
    // What is known to have been put there hides the taint of the whole.
    if (isCertain || from.taint.length === 0) return value;
    const isNumber = from.objects.every(({ class: info }) => info && this.ask.isOfValueType(info, member));
    return withTaint(value === ABSENT ? UNKNOWN : value, isNumber ? passThrough(from.taint, NUMBER_KIND) : from.taint);
  }

  /** What somebody put into an object as a whole, as it is in a field of a declared type. */
  #ofType({ class: info }: AbstractObject, member: Sym, value: Value): Value {
    if (!info || value.taint.length === 0 || !this.ask.isOfValueType(info, member)) return value;
    return newValue(passThrough(value.taint, NUMBER_KIND), value.objects, value.constant, value.isFixed);
  }

  /** What the class of an input puts in the member of every instance. */
  #initialTaint(info: ClassInfo, member: Sym): Taint {
    if (info.unit === this.unit) return CLEAN;
    this.used.add(info.unit);
    const summary = this.program.summaryOf(info.unit, this.depth);
    if (!summary || summary.effects.length === 0) return CLEAN;
    if (!objectsOf(summary).writesOwnSources) return CLEAN;
    let taint: Taint = CLEAN;
    for (const effect of summary.effects)
      if (effect.kind === "field" && effect.member === member && effect.object.root?.kind === "this")
        taint = joinTaint(taint, effect.value.taint);
    return taint.length === 0 ? CLEAN : taint.filter(({ source }) => source.kind === "concrete");
  }

  /** The member of an input whose library type is known may itself be a source. */
  #fromLibrary(object: AbstractObject, member: Sym, field: Value, node: AstNode): Value {
    if (object.origins.length === 0) return field;
    const taint = this.sources.ofReads(
      object.origins.map((origin) => memberOrigin(origin, member)),
      false,
      node,
    );
    return taint.length === 0 ? field : withTaint(field, taint);
  }

  /** Reads at a key that is not known: any of them. */
  readElement(from: Value): Value {
    let value: Value = taintedValue(from.taint);
    for (const object of from.objects) {
      this.steps += object.fields.size;
      if (object.kind === "input") value = join(value, this.state.get(this.fieldCell(object, STAR)));
      const { fields } = object;
      for (let at = 0; at < fields.size; at++) {
        const member = fields.keyAt(at);
        const cell = fields.valueAt(at);
        if (member === KEYS || (member === STAR && object.kind === "input")) continue;
        const held = this.state.get(cell);
        // What nobody wrote is among what the input as a whole holds.
        if (object.kind !== "input" || held !== this.cells.initial(cell)) value = join(value, held);
      }
      if (object.rest !== 0) value = join(value, this.state.get(object.rest));
    }
    return blurred(value);
  }

  writeField(of: Value, member: Sym, value: Value): void {
    const to = withStatics(this, of, member);
    const isStrong = to.objects.length === 1 && !this.#isWrittenByOthers(to.objects[0]!);
    this.steps += to.objects.length;
    for (const object of to.objects) {
      if (object.kind === "input") this.writtenInputs.add(object);
      const cell = this.fieldCell(object, member);
      if (isStrong) this.state.set(cell, value === ABSENT ? NULL : value);
      else this.state.add(cell, value);
      if (object.shape === "list") this.#growTo(object, member);
    }
  }

  /** Fields of what serves several requests at once, unless only one of them is here. */
  #isWrittenByOthers({ kind, root, class: info }: AbstractObject): boolean {
    return (
      kind === "input" && root?.kind === "this" && info !== undefined && this.locks === 0 && this.ask.isShared(info)
    );
  }

  #growTo(object: AbstractObject, member: Sym): void {
    const length = this.lengthOf(object);
    if (length === undefined || object.kind !== "made") return;
    const position = Number(nameOf(member));
    if (Number.isInteger(position) && position >= length)
      this.state.set(this.lengthCell(object), constantValue(position + 1));
  }

  /** Writes at a key that is not known. */
  writeElement(to: Value, value: Value): void {
    for (const object of to.objects) {
      if (object.kind === "input") this.writtenInputs.add(object);
      this.state.add(this.restCell(object), value);
      // Whoever reads a member of an input reads this as well.
      if (object.kind === "input") continue;
      this.steps += object.fields.size + 1;
      if (!this.isPatient) continue;
      const added = blurred(value);
      const { fields } = object;
      for (let at = 0; at < fields.size; at++) this.state.add(fields.valueAt(at), added);
    }
  }

  /** Gives a value that has no object one, so that something can be put in it. */
  withObject(value: Value, node: AstNode, shape: ObjectShape = "unknown"): Value {
    return value.objects.length > 0 ? value : newValue(value.taint, [this.madeAt(node, shape)], undefined);
  }

  /** True for a constant, for what is made of constants alone, and for a list or map that holds nothing else. */
  isFixed(value: Value, depth = 0): boolean {
    if (value.taint.length > 0) return false;
    if (value.objects.length === 0) return isFixed(value);
    return (
      depth < 3 &&
      value.objects.every(
        (object) =>
          object.kind === "made" &&
          object.shape !== "instance" &&
          object.fields.size + object.rest > 0 &&
          this.#areAllFixed(object, depth + 1),
      )
    );
  }

  #areAllFixed({ fields, rest }: AbstractObject, depth: number): boolean {
    for (let at = 0; at < fields.size; at++) if (!this.isFixed(this.state.get(fields.valueAt(at)), depth)) return false;
    return rest === 0 || this.isFixed(this.state.get(rest), depth);
  }

  /** All taint of a value and of whatever it holds. */
  deepTaint(value: Value): Taint {
    if (value.objects.length === 0) return value.taint;
    let taint = value.taint;
    const visit = ++this.#visits;
    let visited = 0;
    const waiting: AbstractObject[] = [...value.objects];
    const most = this.isPatient ? MOST_VISITED : MOST_VISITED_IN_HASTE;
    while (waiting.length > 0 && visited < most && taint.length < MOST.sources) {
      const object = waiting.pop()!;
      if (object.visit === visit) continue;
      object.visit = visit;
      visited++;
      this.steps++;
      switch (object.kind) {
        case "function":
        case "class":
        case "module":
          continue;
        case "input":
          taint = joinTaint(taint, this.#inputTaint(object));
          // What was not written is part of what came in.
          if (!this.writtenInputs.has(object)) continue;
          break;
        case "made":
      }
      const add = (cell: Cell): void => {
        const held = this.state.get(cell);
        if (held.taint.length > 0) taint = joinTaint(taint, held.taint);
        for (const inner of held.objects)
          if (inner.visit !== visit && (inner.parent !== object || inner.kind !== "input")) waiting.push(inner);
      };
      const { fields } = object;
      this.steps += fields.size >> 2;
      for (let at = 0; at < fields.size; at++) add(fields.valueAt(at));
      if (object.rest !== 0) add(object.rest);
    }
    if (waiting.length > 0) this.limits.add(visited >= most ? "visited" : "sources");
    return taint;
  }

  /** The taint of a value itself, without what its elements and members hold. */
  ownTaint({ taint, objects }: Value): Taint {
    let own = taint;
    for (const object of objects)
      if (object.kind === "input")
        own = joinTaint(own, this.#inputTaint(object.member === ITSELF ? object : this.inputs.member(object, ITSELF)));
    return own;
  }

  #inputTaint(object: AbstractObject): Taint {
    let taint = this.#inputTaints.get(object);
    if (!taint) {
      taint = [taintOf({ kind: "input", input: object })];
      this.#inputTaints.set(object, taint);
    }
    return taint;
  }

  // Variables

  /** What a name means; see inquiry.ts. */
  resolve(node: AstNode): Resolution {
    return this.ask.resolve(node);
  }

  /** The cell of a variable of this unit or of one around it, named by `node` (NO_NODE where only callees name it). */
  variable(declaration: Declaration, node: AstNode): Cell {
    let cell = this.#variables.get(declaration);
    if (cell !== undefined) return cell;
    const owner = this.file.ownerOf(declaration);
    if (owner.kind === "module" && this.file.isShared(declaration))
      cell = this.outerVariable(this.file.keyOf(declaration), undefined, []);
    else if (owner === this.unit) {
      const isLocal = owner.kind !== "module" && !(node === NO_NODE || this.ask.isCaptured(declaration));
      cell = this.cells.make(NULL, isLocal);
    } else {
      const known = this.ask.outer(node, this.file, declaration);
      cell = this.outerVariable(this.file.keyOf(declaration), known.constant, known.origins, known.class);
    }
    this.#variables.set(declaration, cell);
    return cell;
  }

  /** From here on a variable is another name for what a cell holds. */
  aliasVariable(declaration: Declaration, cell: Cell): void {
    this.#variables.set(declaration, cell);
  }

  /** The cell of a variable that no text of the unit declares: its name was made up while it ran. */
  localNamed(name: string): Cell {
    let cell = this.#named?.get(name);
    if (cell === undefined) {
      cell = this.cells.make(NULL, true);
      this.#named ??= new Map();
      this.#named.set(name, cell);
    }
    return cell;
  }

  /** What variables hold whose names came from outside. */
  get namedRest(): Cell {
    if (this.#namedRest === 0) this.#namedRest = this.cells.make(ABSENT, true);
    return this.#namedRest;
  }

  get hasNamedRest(): boolean {
    return this.#namedRest !== 0;
  }

  /** The cell of a variable of another file. */
  foreignVariable(file: FlowFile, declaration: Declaration): Cell {
    if (file === this.file) return this.variable(declaration, NO_NODE);
    const known = this.ask.outer(NO_NODE, file, declaration);
    return this.outerVariable(file.keyOf(declaration), known.constant, known.origins, known.class);
  }

  /** A variable of another unit: an input. */
  outerVariable(key: string, constant: Constant, origins: readonly Origin[], info?: ClassInfo): Cell {
    let cell = this.outerVariables.get(key);
    if (cell === undefined) {
      const initial =
        constant !== undefined
          ? constantValue(constant)
          : objectValue(this.inputs.of({ kind: "variable", key }, origins, "unknown", info));
      cell = this.cells.make(initial, false);
      this.outerVariables.set(key, cell);
    }
    return cell;
  }

  /** Own variables that functions inside use, with their keys. */
  ownCaptured(): { key: string; cell: Cell }[] {
    const captured: { key: string; cell: Cell }[] = [];
    for (const [declaration, cell] of this.#variables)
      if (this.file.ownerOf(declaration) === this.unit && this.ask.isCaptured(declaration))
        captured.push({ key: this.file.keyOf(declaration), cell });
    return captured;
  }

  ownVariables(): IterableIterator<[Declaration, Cell]> {
    return this.#variables.entries();
  }

  /** The receiver: of lambdas, that of the function around. */
  get receiver(): Value {
    const around = this.#ownerOfReceiver;
    const info = this.enclosingClass;
    if (around === this.unit) return objectValue(this.inputs.of({ kind: "this" }, [], "unknown", info));
    const key = `${around.id}:this`;
    let cell = this.outerVariables.get(key);
    if (cell === undefined) {
      cell = this.cells.make(objectValue(this.inputs.of({ kind: "variable", key }, [], "unknown", info)), false);
      this.outerVariables.set(key, cell);
    }
    return this.state.get(cell);
  }

  get #ownerOfReceiver(): Unit {
    let owner: Unit | undefined = this.unit;
    while (owner && owner.kind === "function" && this.ask.isLambda(owner)) owner = owner.outer;
    return owner ?? this.unit;
  }

  /** What a class's static fields are members of: an input, since other units write them too. */
  staticsOf(info: ClassInfo): Value {
    return this.state.get(this.staticsCell(info));
  }

  staticsCell(info: ClassInfo): Cell {
    return this.outerVariable(`${STATICS}${info.unit.id}`, undefined, [], info);
  }

  /** The one object that all values of a library's type are: an input, since other units write it too. */
  commonObject(type: string): Value {
    return this.state.get(this.outerVariable(`${COMMON}${type}`, undefined, []));
  }

  /** The class whose method this is, or is a lambda of. */
  get enclosingClass(): ClassInfo | undefined {
    const around = this.#ownerOfReceiver;
    return (
      around.class ?? (around.kind === "class" ? this.program.classNamed(around.id) : this.ask.classOfReceiver(around))
    );
  }

  /** A call of something that came in: the callers are told, and what it gives is an input too. */
  callOfInput(
    callee: AbstractObject,
    receiver: Value | undefined,
    args: readonly Value[],
    node: AstNode,
    isCarried = false,
  ): Value {
    const site = this.site(node);
    if (this.areCallsFull && !this.inputCalls.some((call) => call.callee === callee && call.site.node === site.node))
      return UNKNOWN;
    // One call of a function of the program may stand for many calls of what came into it.
    const result = this.inputs.resultOf(site.node, callee);
    this.callInput({ callee, receiver, args, result, site, isCarried });
    return objectValue(result);
  }

  /** Whether callers are told of no more calls, and nothing more of those that they are told of. Who asks has one to tell of. */
  get areCallsFull(): boolean {
    if (this.inputCalls.length < MOST.callbacks) return false;
    this.limits.add("callbacks");
    return true;
  }

  origins(node: AstNode): Origins {
    return this.knowledge.models.hasPaths ? this.ask.origins(node) : NO_ORIGINS;
  }

  // Sinks

  /** Notes that taint reaches a sink. Inputs are left to the callers. */
  reach(sink: Sink, taint: Taint): void {
    if (taint.length === 0) return;
    const concrete = taint.filter((element) => element.source.kind === "concrete");
    const inputs = taint.filter((element) => element.source.kind === "input");
    if (concrete.length > 0) this.arrivals.add(sink, concrete);
    if (inputs.length === 0 || this.leftOpen > 0) return;
    if (this.hits.all.length < MOST.sinks) this.hits.add(sink, inputs);
    else if (!this.hits.has(sink)) this.limits.add("sinks");
  }

  callInput(call: InputCall): void {
    if (this.areCallsFull) return;
    const at = this.inputCalls.findIndex(({ callee, site }) => callee === call.callee && site.node === call.site.node);
    if (at < 0) this.inputCalls.push(call);
    else {
      const known = this.inputCalls[at]!;
      const open = known.open ?? call.open;
      this.inputCalls[at] = {
        ...call,
        ...(open ? { open } : {}),
        isCarried: known.isCarried && call.isCarried,
        args: call.args.map((arg, position) => join(known.args[position] ?? ABSENT, arg)),
      };
    }
  }
}

/** The member that holds the taint of a map's keys. */
export const KEYS = intern("\u0000keys");
/** What the key of a class's static members begins with, before the class's name. */
export const STATICS = "static ";
/** The same of what all values of a library's type are, before the type's name. */
const COMMON = "common ";
/** What a function is bound to is kept under keys that begin like this, which no variable's does. */
export const BOUND = "bound\u0000";
const NO_CONSTANTS: InputConstants = new Map();
