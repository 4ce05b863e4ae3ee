// Which files of a program are worth following data through: those from which code can be reached that holds all that some
// rule's flow needs. In all others nothing can arrive anywhere, so their units are worked out only where a relevant file uses
// them. Depends on the files as they are and not on how they came to be so.

import type { LanguageId } from "../syntax/language.ts";
import { circlesOf } from "../text/circles.ts";
import { addWords, familyOf, sameWords, type Vocabulary, type Words } from "./vocabulary.ts";

interface Member {
  readonly language: LanguageId;
  readonly words: Words;
}

/** Files that reach each other, and what can be reached from them. */
interface Circle {
  readonly words: Words;
  readonly languages: ReadonlySet<LanguageId>;
  readonly isRelevant: boolean;
}

export class Relevance {
  readonly #members = new Map<string, Member>();
  /** By their words alone. */
  #relevant: ReadonlySet<string> = new Set();
  /** Those, and what is pinned. */
  #followed: ReadonlySet<string> = new Set();
  readonly #pinned: Set<string>;
  #isOld = false;

  /** @param pinned files that are followed whatever stands in them, as long as they are in the program */
  constructor(pinned: Iterable<string> = []) {
    this.#pinned = new Set(pinned);
  }

  get pinned(): ReadonlySet<string> {
    return this.#pinned;
  }

  /**
   * A file that is being edited gains and loses the words of a flow with every other key, and each time all of it would be
   * worked out anew. What is found does not depend on it: where no flow can be, none is found.
   */
  pin(path: string): void {
    if (this.#pinned.has(path)) return;
    this.#pinned.add(path);
    this.#isOld = true;
  }

  unpin(path: string): void {
    if (this.#pinned.delete(path)) this.#isOld = true;
  }

  set(path: string, language: LanguageId, words: Words): void {
    const before = this.#members.get(path);
    if (before?.language === language && sameWords(before.words, words)) return;
    this.#members.set(path, { language, words });
    this.#isOld = true;
  }

  remove(path: string): void {
    this.#pinned.delete(path);
    if (this.#members.delete(path)) this.#isOld = true;
  }

  /** Files may lead elsewhere than before. */
  doubtEdges(): void {
    this.#isOld = true;
  }

  /** Whether data is followed through a file. */
  has(path: string): boolean {
    return this.#followed.has(path);
  }

  /** Whether a flow could be in it. */
  allowsFlows(path: string): boolean {
    return this.#relevant.has(path);
  }

  /** `edgesOf`: the files that code of a file may lead into. Gives the files that were not relevant before, and those that were. */
  refresh(
    edgesOf: (path: string) => readonly string[],
    vocabularyOf: (language: LanguageId) => Vocabulary,
  ): { readonly gained: readonly string[]; readonly lost: readonly string[] } {
    if (!this.#isOld) return { gained: [], lost: [] };
    const before = this.#followed;
    this.#relevant = relevantFiles(this.#members, edgesOf, vocabularyOf);
    const followed = new Set(this.#relevant);
    for (const path of this.#pinned) if (this.#members.has(path)) followed.add(path);
    this.#followed = followed;
    this.#isOld = false;
    return {
      gained: [...followed].filter((path) => !before.has(path)),
      lost: [...before].filter((path) => !followed.has(path)),
    };
  }
}

/** Looks at circles of files, each after those that it leads to, with the words of all that it leads to. */
function relevantFiles(
  members: ReadonlyMap<string, Member>,
  edgesOf: (path: string) => readonly string[],
  vocabularyOf: (language: LanguageId) => Vocabulary,
): Set<string> {
  const relevant = new Set<string>();
  const circles = new Map<string, Circle>();
  const edges = new Map<string, readonly string[]>();
  const noted = (path: string): readonly string[] => {
    const family = familyOf(members.get(path)!.language);
    const there = edgesOf(path).filter((to) => {
      const member = members.get(to);
      return member !== undefined && familyOf(member.language) === family;
    });
    edges.set(path, there);
    return there;
  };
  for (const paths of circlesOf(members.keys(), noted)) {
    const { language, words: own } = members.get(paths[0]!)!;
    const words = new Uint32Array(own.length);
    const languages = new Set<LanguageId>();
    const below = new Set<Circle>();
    for (const path of paths) {
      const member = members.get(path)!;
      addWords(words, member.words);
      languages.add(member.language);
      for (const to of edges.get(path)!) {
        const reached = circles.get(to);
        if (reached) below.add(reached);
      }
    }
    let isRelevant = false;
    for (const reached of below) {
      addWords(words, reached.words);
      for (const each of reached.languages) languages.add(each);
      isRelevant ||= reached.isRelevant;
    }
    // More words allow no less than those that were reached do.
    isRelevant ||= vocabularyOf(language).allowsFlows(words, languages);
    const circle: Circle = { words, languages, isRelevant };
    for (const path of paths) {
      circles.set(path, circle);
      if (isRelevant) relevant.add(path);
    }
  }
  return relevant;
}
