// One text as rules look at it: its tree, names and constants, and what matching derives from them, each made when it is
// first asked for.

import type { Ast } from "../../syntax/ast.ts";
import { type LanguageId, standsAlone } from "../../syntax/language.ts";
import { type Names, resolveNames, resolveNamesInSteps } from "../../syntax/names.ts";
import type { Steps } from "../../text/steps.ts";
import { AstIndex } from "./ast-index.ts";
import { withoutComments } from "./comments.ts";
import { ConstantFacts } from "./constants.ts";
import { GenericText } from "./generic.ts";
import type { MatchMemory } from "./match-memory.ts";

/** A text's beginning tells whether it is laid out in lines, which on average have at most so many characters. */
const LOOKED_AT = 4096;
const LONGEST_LINE = 150;
const SHORT = 500;
const ASCII = /^[\x20-\x7e]*$/;

export class MatchTarget {
  readonly text: string;
  readonly language: LanguageId;
  readonly ast: Ast | undefined;
  /** What is known of matches from before an edit. */
  readonly memory: MatchMemory | undefined;
  #text: MatchTarget | undefined;
  #names: Names | undefined;
  #index: AstIndex | undefined;
  #constants: ConstantFacts | undefined;
  readonly #generic = new Map<string, GenericText>();
  #folded: string | undefined;
  readonly #held = new Map<string, boolean>();

  constructor(text: string, language: LanguageId, ast?: Ast, names?: Names, memory?: MatchMemory) {
    this.text = text;
    this.language = language;
    this.ast = ast;
    this.#names = names;
    this.memory = memory;
  }

  /** The same as plain text, for rules that know no languages. */
  get asText(): MatchTarget {
    this.#text ??= this.language === "generic" && !this.ast ? this : new MatchTarget(this.text, "generic");
    return this.#text;
  }

  /** Makes ready what every rule asks. */
  *read(): Steps<void> {
    if (this.#index || !this.ast) return;
    this.#names ??= yield* resolveNamesInSteps(this.ast);
    yield;
    this.#index ??= new AstIndex(this.ast, this.#names);
    yield;
    yield* this.#index.readNames();
    yield;
    // After an edit little is looked at again, and mostly no values along the whole file.
    if (!this.memory) yield* this.constants!.read();
  }

  /** undefined for texts that nothing parses. */
  get index(): AstIndex | undefined {
    if (!this.ast) return undefined;
    this.#names ??= resolveNames(this.ast);
    this.#index ??= new AstIndex(this.ast, this.#names);
    return this.#index;
  }

  get constants(): ConstantFacts | undefined {
    const { index } = this;
    if (!index) return undefined;
    this.#constants ??= new ConstantFacts(index.ast, index.names);
    return this.#constants;
  }

  /** No name in it stands for another, so what a metavariable binds is a piece of the text. */
  get isData(): boolean {
    return standsAlone(this.language);
  }

  /** Whether the text holds one of some literals, in lower case, whatever the case in the text. What is not ASCII may be folded in several ways. */
  holdsOneOf(literals: readonly string[]): boolean {
    for (const literal of literals) {
      if (!ASCII.test(literal)) return true;
      let isHeld = this.#held.get(literal);
      if (isHeld === undefined) {
        this.#folded ??= this.text.replaceAll("\u017f", "s").toLowerCase();
        isHeld = this.#folded.includes(literal);
        this.#held.set(literal, isHeld);
      }
      if (isHeld) return true;
    }
    return false;
  }

  /** Nobody reads it: its lines are too long for what tells by lines and brackets what belongs together. */
  get isMinified(): boolean {
    const start = this.text.slice(0, LOOKED_AT);
    return start.length > SHORT && start.split("\n").length / start.length < 1 / LONGEST_LINE;
  }

  generic(commentStyle: string): GenericText {
    let text = this.#generic.get(commentStyle);
    if (!text) {
      text = new GenericText(withoutComments(this.text, commentStyle));
      this.#generic.set(commentStyle, text);
    }
    return text;
  }
}
