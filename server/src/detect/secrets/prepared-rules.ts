/**
 * The rules of a scan with what finding them takes: the words of all of them in one search, and which rules a file is concerned by. It
 * looks at no text.
 */

import { KeywordSearch } from "../../text/keyword-search.ts";
import { factsOf } from "../../text/regex/facts.ts";
import { foldCharacter, type Pivot } from "../../text/regex/literals.ts";
import type { CompiledRegex } from "../../text/regex/regex.ts";
import { finished, type Steps } from "../../text/steps.ts";
import { Allowlists } from "./allow.ts";
import type { SecretRule, SecretRuleSet } from "./rule.ts";

/** A rule with what finding it takes. */
export interface PreparedRule {
  readonly rule: SecretRule;
  readonly index: number;
  readonly set: PreparedSet;
  readonly regex: CompiledRegex | undefined;
  readonly pivot: Pivot | undefined;
  /** No match reads a newline, nor is empty. */
  readonly isLineBound: boolean;
  /** Words one of which the text must hold; empty if the literals say as much. */
  readonly keywords: readonly number[];
  readonly allowlists: Allowlists;
}

interface PreparedSet {
  readonly allowlists: Allowlists;
  readonly byId: ReadonlyMap<string, PreparedRule>;
}

/** How many rules are asked in a step. */
const rulesPerStep = 16;
/** For so many paths it is kept which rules they are concerned by. */
const mostPaths = 500;

export class PreparedRules {
  readonly all: readonly PreparedRule[];
  private search: KeywordSearch | undefined;
  private readonly words: readonly string[];
  private readonly sets: PreparedSet[] = [];
  /** For each word the rules whose pattern has it as a literal. */
  private readonly byWord: PreparedRule[][] = [];
  private readonly activeByPath = new Map<string, readonly PreparedRule[]>();

  constructor(sets: readonly SecretRuleSet[]) {
    const all: PreparedRule[] = [];
    const words = new Map<string, number>();
    const wordIndex = (word: string): number => {
      const folded = [...word].map(foldCharacter).join("");
      let index = words.get(folded);
      if (index === undefined) {
        index = words.size;
        words.set(folded, index);
      }
      return index;
    };
    for (const set of sets) {
      const byId = new Map<string, PreparedRule>();
      const preparedSet: PreparedSet = { allowlists: new Allowlists(set.allowlists), byId };
      this.sets.push(preparedSet);
      for (const rule of set.rules) {
        const facts = rule.regex === undefined ? undefined : factsOf(rule.regex);
        const pivot = facts?.pivot;
        const isImplied =
          pivot?.literals.every((literal) => rule.keywords.some((keyword) => literal.includes(keyword))) === true;
        const prepared: PreparedRule = {
          rule,
          index: all.length,
          set: preparedSet,
          regex: rule.regex,
          pivot,
          isLineBound: facts?.isLineBound === true,
          keywords: isImplied ? [] : rule.keywords.filter((keyword) => keyword !== "").map(wordIndex),
          allowlists: new Allowlists(rule.allowlists),
        };
        all.push(prepared);
        byId.set(rule.id, prepared);
        for (const literal of pivot?.literals ?? []) {
          const word = wordIndex(literal);
          this.byWord[word] ??= [];
          this.byWord[word]!.push(prepared);
        }
      }
    }
    this.all = all;
    this.words = [...words.keys()];
  }

  /** Made when it is first asked for, which takes some milliseconds. */
  get keywords(): KeywordSearch {
    this.search ??= new KeywordSearch(this.words);
    return this.search;
  }

  /** The rules whose pattern has a word as a literal, if any. */
  ofWord(word: number): readonly PreparedRule[] | undefined {
    return this.byWord[word];
  }

  /** The rules that may report in a file, or serve one that may. */
  activeIn(path: string, commit: string | undefined): readonly PreparedRule[] {
    return finished(this.activeInSteps(path, commit));
  }

  *activeInSteps(path: string, commit: string | undefined): Steps<readonly PreparedRule[]> {
    const key = commit === undefined ? path : `${commit}:${path}`;
    const known = this.activeByPath.get(key);
    if (known !== undefined) return known;
    const allowingSets = new Set(this.sets.filter((set) => set.allowlists.allowFile(path, commit)));
    const active: PreparedRule[] = [];
    for (let index = 0; index < this.all.length; index++) {
      const prepared = this.all[index]!;
      // Expressions are made ready when they are first asked.
      if (index % rulesPerStep === 0) yield;
      if (allowingSets.has(prepared.set) || prepared.allowlists.allowFile(path, commit)) continue;
      if (prepared.rule.path === undefined || prepared.rule.path.test(path)) active.push(prepared);
    }
    if (this.activeByPath.size > mostPaths) this.activeByPath.clear();
    this.activeByPath.set(key, active);
    return active;
  }
}
