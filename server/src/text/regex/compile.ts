/**
 * Turns a pattern of another dialect into something that runs here in bounded time. The host's `RegExp` is by far the
 * fastest engine there is, so it is taken wherever its backtracking is known to stay small on the text at hand; the
 * rest goes to our own matcher, which cannot blow up. Both find the same matches.
 */
import type { Span } from "../span.ts";
import { type Ambiguity, ambiguityOf } from "./ambiguity.ts";
import { Backtracker, fitsBacktracker, type Registers } from "./backtracker.ts";
import { type CharSet, contains, overlaps } from "./char-set.ts";
import { toJavaScript } from "./javascript.ts";
import { readRegex } from "./read.ts";
import type { CompiledRegex, RegexDialect, RegexMatch, RegexOptions, RegexProblem } from "./regex.ts";
import type { RegexNode, RegexTree } from "./tree.ts";

/** Steps that a backtracking engine may at worst be given: about a tenth of a second. */
const affordableSteps = 50_000_000;

export function compileRegex(source: string, options: RegexOptions): CompiledRegex | RegexProblem {
  const tree = readRegex(source, options.dialect, options.flags ?? "");
  if ("message" in tree) return { kind: "problem", message: tree.message, at: tree.at };
  const pattern = new Pattern(source, options.dialect, tree, options.ambiguity);
  if (!pattern.hasEngine())
    return { kind: "problem", message: "the pattern is too big when its repeats are written out", at: 0 };
  return pattern;
}

/** A lazy repeat of one set that the pattern begins with, as in gitleaks' `[\w.-]{0,50}?`. */
interface LazyPrefix {
  readonly set: CharSet;
  readonly max: number;
}

interface HostEngine {
  readonly search: RegExp;
  /** The same with the places of groups, which makes matching slower, at one place only. */
  readonly detail: RegExp;
  readonly groups: readonly number[];
}

class Pattern implements CompiledRegex {
  readonly kind = "regex";
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
  cutShort = 0;
  private hostEngine: HostEngine | undefined;
  private isHostTried = false;
  private ownEngine: Backtracker | undefined;
  private isOwnTried = false;
  /**
   * What is searched for. Without its lazy prefix a pattern is found far faster; where it is found, the match is
   * lengthened to the left by what the prefix takes. That is the same match: the start lies the further left the
   * further left the rest begins.
   */
  private readonly searched: RegexTree;
  private readonly prefix: LazyPrefix | undefined;
  /** The host forgets groups of earlier turns of a loop, and lets references to unset groups match. */
  private readonly needsOwnGroups: boolean;
  private readonly needsOwnEngine: boolean;

  constructor(
    readonly source: string,
    readonly dialect: RegexDialect,
    readonly tree: RegexTree,
    private judged: Ambiguity | undefined,
  ) {
    this.groupCount = tree.groupCount;
    this.groupNames = tree.groupNames;
    this.needsOwnGroups = tree.groupCount > 0 && hasGroupInLoop(tree.root, false);
    this.needsOwnEngine = hasDoubtfulReference(tree);
    this.prefix = lazyPrefixOf(tree.root);
    this.searched =
      this.prefix !== undefined && tree.root.kind === "sequence"
        ? { ...tree, root: { kind: "sequence", items: tree.root.items.slice(1) } }
        : tree;
  }

  /** Where a match begins whose rest begins at `at`. */
  private startOf(text: string, at: number, from: number): number {
    if (this.prefix === undefined) return at;
    const { set, max } = this.prefix;
    const least = max === Number.POSITIVE_INFINITY ? from : Math.max(from, at - max);
    let start = at;
    while (start > least && contains(set, text.charCodeAt(start - 1))) start--;
    return start;
  }

  hasEngine(): boolean {
    // A pattern of usual size fits ours; only for others is the host's engine tried before it is needed.
    return fitsBacktracker(this.searched) || this.host() !== undefined;
  }

  private host(): HostEngine | undefined {
    if (this.isHostTried) return this.hostEngine;
    this.isHostTried = true;
    if (this.needsOwnEngine) return undefined;
    const { pattern, groups } = toJavaScript(this.searched);
    try {
      this.hostEngine = { search: new RegExp(pattern, "gu"), detail: new RegExp(pattern, "duy"), groups };
    } catch (error) {
      // Too big for the host: our own matcher takes it.
      if (!(error instanceof SyntaxError)) throw error;
    }
    return this.hostEngine;
  }

  private own(): Backtracker | undefined {
    if (!this.isOwnTried) {
      this.isOwnTried = true;
      this.ownEngine = Backtracker.create(this.searched);
    }
    return this.ownEngine;
  }

  get ambiguity(): Ambiguity {
    this.judged ??= ambiguityOf(this.searched);
    return this.judged;
  }

  /** The host's engine if it can be trusted with the region. */
  private trusted(text: string, from: number, to: number): HostEngine | undefined {
    const host = this.host();
    if (host === undefined) return undefined;
    const { degree, factor, isLineBounded } = this.ambiguity;
    const length = to - from + 1;
    // Nothing to fear where even one step for each character and turn is affordable.
    if (degree === 0) return length * Math.min(factor, 50_000) <= affordableSteps * 100 ? host : undefined;
    if (degree === Number.POSITIVE_INFINITY) return this.own() === undefined && length <= 24 ? host : undefined;
    let steps = length * factor * length ** degree;
    if (steps <= affordableSteps) return host;
    if (isLineBounded) {
      steps = length * factor * longestLine(text, from, to) ** degree;
      if (steps <= affordableSteps) return host;
    }
    return undefined;
  }

  test(text: string, from = 0, to = text.length): boolean {
    const host = this.trusted(text, from, to);
    if (host !== undefined) {
      host.search.lastIndex = from;
      return host.search.test(to === text.length ? text : text.slice(0, to));
    }
    return this.ownSearch(text, from, to) !== undefined;
  }

  exec(text: string, from = 0, to = text.length): RegexMatch | undefined {
    const host = this.trusted(text, from, to);
    if (host === undefined) {
      const registers = this.ownSearch(text, from, to);
      return registers === undefined ? undefined : this.toMatch(registers, text, from);
    }
    const region = to === text.length ? text : text.slice(0, to);
    const found = find(host.search, region, from);
    return found === null ? undefined : this.describe(host, region, found.index, found[0].length, from);
  }

  matchAt(text: string, at: number, to = text.length): RegexMatch | undefined {
    const match = this.prefix === undefined ? this.restAt(text, at, to) : this.exec(text, at, to);
    return match?.start === at ? match : undefined;
  }

  private restAt(text: string, at: number, to: number): RegexMatch | undefined {
    const host = this.trusted(text, at, to);
    if (host !== undefined) {
      const region = to === text.length ? text : text.slice(0, to);
      host.detail.lastIndex = at;
      const found = host.detail.exec(region);
      return found === null ? undefined : this.describe(host, region, at, found[0].length, at);
    }
    const own = this.own();
    if (own === undefined) return this.giveUp();
    own.begin(text, to);
    const registers = own.matchAt(at);
    if (own.hasGivenUp) this.giveUp();
    return registers === undefined ? undefined : this.toMatch(registers, text, at);
  }

  matchAll(text: string, from = 0, to = text.length): RegexMatch[] {
    const matches: RegexMatch[] = [];
    const host = this.trusted(text, from, to);
    let at = from;
    if (host !== undefined) {
      const region = to === text.length ? text : text.slice(0, to);
      while (at <= to) {
        const found = find(host.search, region, at);
        if (found === null) break;
        const match = this.describe(host, region, found.index, found[0].length, at);
        if (!this.isPassedOver(match, matches)) matches.push(match);
        at = nextStart(region, match.start, match.end);
      }
      return matches;
    }
    const own = this.own();
    if (own === undefined) {
      this.giveUp();
      return matches;
    }
    own.begin(text, to);
    while (at <= to) {
      const registers = own.search(at);
      if (registers === undefined) break;
      const match = this.toMatch(registers, text, at);
      if (!this.isPassedOver(match, matches)) matches.push(match);
      at = nextStart(text, match.start, match.end);
    }
    if (own.hasGivenUp) this.giveUp();
    return matches;
  }

  /** Go leaves out an empty match right after another. */
  private isPassedOver(match: RegexMatch, before: readonly RegexMatch[]): boolean {
    return this.dialect === "re2" && match.start === match.end && before[before.length - 1]?.end === match.start;
  }

  private ownSearch(text: string, from: number, to: number): Registers | undefined {
    const own = this.own();
    if (own === undefined) return this.giveUp();
    own.begin(text, to);
    const registers = own.search(from);
    if (own.hasGivenUp) this.giveUp();
    return registers;
  }

  private giveUp(): undefined {
    this.cutShort++;
    return undefined;
  }

  /** The match whose rest was found at `at`; it may begin at `from` at the earliest. */
  private describe(host: HostEngine, region: string, at: number, length: number, from: number): RegexMatch {
    const whole: Span = { start: this.startOf(region, at, from), end: at + length };
    if (this.groupCount === 0) return { ...whole, groups: [whole] };
    if (this.needsOwnGroups) {
      const own = this.own();
      if (own !== undefined) {
        own.begin(region, region.length);
        const registers = own.matchAt(at);
        if (registers !== undefined) return this.toMatch(registers, region, from);
      }
    }
    host.detail.lastIndex = at;
    const indices = host.detail.exec(region)?.indices;
    const groups: (Span | undefined)[] = [whole];
    for (let group = 1; group <= this.groupCount; group++) {
      const place = indices?.[host.groups[group]!];
      groups.push(place === undefined ? undefined : { start: place[0], end: place[1] });
    }
    return { ...whole, groups };
  }

  private toMatch(registers: Registers, text: string, from: number): RegexMatch {
    const whole: Span = { start: this.startOf(text, registers[0]!, from), end: registers[1]! };
    const groups: (Span | undefined)[] = [whole];
    for (let group = 1; group <= this.groupCount; group++) {
      const start = registers[2 * group]!;
      const end = registers[2 * group + 1]!;
      groups.push(start < 0 || end < start ? undefined : { start, end });
    }
    return { ...whole, groups };
  }
}

/** Only sets without surrogates, so that going left is going from unit to unit. */
function lazyPrefixOf(root: RegexNode): LazyPrefix | undefined {
  if (root.kind !== "sequence" || root.items.length < 2) return undefined;
  const first = root.items[0]!;
  if (first.kind !== "repeat" || !first.lazy || first.min !== 0 || first.body.kind !== "set") return undefined;
  const { set } = first.body;
  if (overlaps(set, [0xd800, 0xdfff]) || set.length === 0 || set[set.length - 1]! > 0xffff) return undefined;
  return { set, max: first.max };
}

/** The host may begin a match in the middle of a pair of surrogates when nothing is read there. */
function find(search: RegExp, text: string, from: number): RegExpExecArray | null {
  for (let at = from; ; ) {
    search.lastIndex = at;
    const found = search.exec(text);
    if (found === null || found.index === at || !isInsidePair(text, found.index)) return found;
    at = found.index + 1;
  }
}

function isInsidePair(text: string, at: number): boolean {
  const low = text.charCodeAt(at);
  if (low < 0xdc00 || low > 0xdfff || at === 0) return false;
  const high = text.charCodeAt(at - 1);
  return high >= 0xd800 && high <= 0xdbff;
}

/** After an empty match the search goes on one character further, and never inside a pair of surrogates. */
function nextStart(text: string, start: number, end: number): number {
  if (end > start) return end;
  const code = text.codePointAt(end);
  return end + (code !== undefined && code > 0xffff ? 2 : 1);
}

let lastText = "";
let lastLongest = 0;

/** Remembers the last whole text asked about: many patterns ask about the same one. */
function longestLine(text: string, from: number, to: number): number {
  const isWhole = from === 0 && to === text.length;
  if (isWhole && lastText === text) return lastLongest;
  let longest = 0;
  let start = from;
  while (start < to) {
    const end = text.indexOf("\n", start);
    const stop = end < 0 || end > to ? to : end;
    longest = Math.max(longest, stop - start);
    start = stop + 1;
  }
  if (isWhole) {
    lastText = text;
    lastLongest = longest;
  }
  return longest + 1;
}

function hasGroupInLoop(node: RegexNode, isInLoop: boolean): boolean {
  switch (node.kind) {
    case "group":
      return isInLoop || hasGroupInLoop(node.body, isInLoop);
    case "repeat":
      return hasGroupInLoop(node.body, isInLoop || node.max > 1);
    case "sequence":
      return node.items.some((item) => hasGroupInLoop(item, isInLoop));
    case "choice":
      return node.branches.some((branch) => hasGroupInLoop(branch, isInLoop));
    case "atomic":
    case "look":
      return hasGroupInLoop(node.body, isInLoop);
    default:
      return false;
  }
}

/** A reference whose group may not have matched, or that ignores case: the host means something else by it. */
function hasDoubtfulReference(tree: RegexTree): boolean {
  let isDoubtful = false;
  /** `certain` holds the groups that have matched wherever the node is reached; the node adds its own. */
  const visit = (node: RegexNode, certain: Set<number>): void => {
    switch (node.kind) {
      case "backreference":
        if (node.ignoreCase || !certain.has(node.index)) isDoubtful = true;
        return;
      case "group":
        visit(node.body, certain);
        certain.add(node.index);
        return;
      case "sequence":
        for (const item of node.items) visit(item, certain);
        return;
      case "choice":
        for (const branch of node.branches) visit(branch, new Set(certain));
        return;
      case "repeat":
        visit(node.body, node.min === 1 && node.max === 1 ? certain : new Set(certain));
        return;
      case "atomic":
        visit(node.body, certain);
        return;
      case "look":
        visit(node.body, node.ahead && !node.negated ? certain : new Set(certain));
        return;
      default:
        return;
    }
  };
  visit(tree.root, new Set());
  return isDoubtful;
}
