// The models that a program follows data by, ready to be looked up: an index for each language, and for each family of languages the words
// that models and rules care about. Where there are other models or rules, there is another one of these.

import type { LanguageId } from "../syntax/language.ts";
import { finished, type Steps } from "../text/steps.ts";
import type { Model } from "./model.ts";
import { ModelIndex, type ModelProblem } from "./model-index.ts";
import type { TaintRuleSpec } from "./spec.ts";
import { familyOf, Vocabulary } from "./vocabulary.ts";

export class KnownModels {
  readonly #models: readonly Model[];
  readonly #rules: readonly TaintRuleSpec[];
  readonly #indexes = new Map<LanguageId, ModelIndex>();
  readonly #vocabularies = new Map<string, Vocabulary>();

  constructor(models: readonly Model[], rules: readonly TaintRuleSpec[]) {
    this.#models = models;
    this.#rules = rules;
  }

  /** Of the indexes that somebody asked for. */
  get problems(): readonly ModelProblem[] {
    return [...new Set(this.#indexes.values())].flatMap((index) => index.problems);
  }

  /** What takes long of the answers for a language. */
  *prepare(language: LanguageId): Steps<void> {
    for (const each of this.#languagesLike(language)) yield* modelIndexInSteps(this.#models, each);
  }

  index(language: LanguageId): ModelIndex {
    let index = this.#indexes.get(language);
    if (!index) {
      index = finished(modelIndexInSteps(this.#models, language));
      this.#indexes.set(language, index);
    }
    return index;
  }

  /** Those of the models that are of a family with a language. */
  #languagesLike(language: LanguageId): LanguageId[] {
    const all = new Set(this.#models.flatMap((model) => model.languages));
    return [...all].filter((each) => familyOf(each) === familyOf(language)).sort();
  }

  vocabulary(language: LanguageId): Vocabulary {
    const family = familyOf(language);
    let vocabulary = this.#vocabularies.get(family);
    if (!vocabulary) {
      const indexes = new Map(this.#languagesLike(language).map((each) => [each, this.index(each)]));
      vocabulary = new Vocabulary(indexes, this.#rules);
      this.#vocabularies.set(family, vocabulary);
    }
    return vocabulary;
  }
}

const modelIndexes = new WeakMap<readonly Model[], Map<string, ModelIndex>>();

/** One index for all programs of a rule set, and for all languages that have the same models: making it takes a while. */
function* modelIndexInSteps(models: readonly Model[], language: LanguageId): Steps<ModelIndex> {
  const known = modelIndexes.get(models) ?? new Map<string, ModelIndex>();
  modelIndexes.set(models, known);
  const key = models.map((model) => Number(model.languages.includes(language))).join("");
  let index = known.get(key);
  if (!index) {
    index = yield* ModelIndex.inSteps(models, language);
    known.set(key, index);
  }
  return index;
}
