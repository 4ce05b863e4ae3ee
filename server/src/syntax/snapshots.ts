// Documents and their snapshots. `SnapshotStore` is the one owner of syntax trees, which live in WebAssembly's memory: it
// makes them, edits them, and deletes them, on the error path too. What it gives out, snapshots, are immutable and hold no tree.
//
// In broken code a tree that was re-parsed after edits may differ from one parsed from scratch: tree-sitter's error recovery
// starts from what it can re-use. Scans must not depend on how a text came about, so such a document is *unsettled* until
// `settle` has parsed it from scratch. See docs/architecture.md, "Parsing".

import type { Tree } from "web-tree-sitter";
import { LineIndex } from "../text/line-index.ts";
import type { TextEdit } from "../text/span.ts";
import { finished, type Steps } from "../text/steps.ts";
import { Ast, AstBuilder } from "./ast.ts";
import type { Cst } from "./cst.ts";
import { Kind, Role } from "./kind.ts";
import { type LanguageId, languageInfo } from "./language.ts";
import { loweringOf, textLoweringOf } from "./lower/registry.ts";
import { lowerTree, lowerTreeInSteps } from "./lowering.ts";
import { type Names, namesAfter, resolveNames, resolveNamesInSteps } from "./names.ts";
import { Edit, type SyntaxParser } from "./parser.ts";
import { type LastWhole, readPiece, since } from "./pieces.ts";
import { type AstChange, type Front, type Hull, type Respliced, respliced, widen } from "./splice.ts";

/** One immutable version of a document. */
export class Snapshot {
  readonly path: string;
  readonly language: LanguageId;
  readonly version: number;
  readonly ast: Ast;
  /** The text does not parse as a whole. */
  readonly hasSyntaxErrors: boolean;
  /** How the AST came from that of the snapshot before; undefined when all of it was lowered anew. */
  readonly change: AstChange | undefined;
  /**
   * What others made of it, by who did. Kept here rather than in a WeakMap, whose values the young part's collector takes for needed whether
   * or not their keys are: such a value leads to its snapshot, and all versions would live until all of the heap is collected.
   */
  readonly made = new Map<object, unknown>();
  #names: Names | undefined;
  #namesBefore: Names | undefined;
  #lineIndex: LineIndex | undefined;

  constructor(parts: {
    readonly path: string;
    readonly version: number;
    readonly ast: Ast;
    readonly hasSyntaxErrors: boolean;
    readonly change?: AstChange | undefined;
    readonly lineIndex?: LineIndex | undefined;
    /** Of the snapshot before, if they were asked for. */
    readonly namesBefore?: Names | undefined;
  }) {
    this.path = parts.path;
    this.language = parts.ast.language;
    this.version = parts.version;
    this.ast = parts.ast;
    this.hasSyntaxErrors = parts.hasSyntaxErrors;
    this.change = parts.change;
    this.#lineIndex = parts.lineIndex;
    this.#namesBefore = parts.change && parts.namesBefore;
  }

  get text(): string {
    return this.ast.text;
  }

  get names(): Names {
    this.#names ??= this.#namesAfterEdit() ?? resolveNames(this.ast);
    return this.#names;
  }

  /** `names`, if anybody has asked for them. */
  get knownNames(): Names | undefined {
    return this.#names;
  }

  #namesAfterEdit(): Names | undefined {
    const before = this.#namesBefore;
    this.#namesBefore = undefined;
    return before && namesAfter(this.ast, before, this.change!);
  }

  /** Makes `names` ready. */
  *readNames(): Steps<void> {
    this.#names ??= this.#namesAfterEdit();
    if (this.#names) return;
    const names = yield* resolveNamesInSteps(this.ast);
    // Somebody may have asked meanwhile.
    this.#names ??= names;
  }

  get lineIndex(): LineIndex {
    this.#lineIndex ??= new LineIndex(this.text);
    return this.#lineIndex;
  }
}

interface Document {
  snapshot: Snapshot;
  before?: Snapshot | undefined;
  /** Undefined for languages without a grammar, and when the text was only set: the first edit then parses anew. */
  tree: Tree | undefined;
  /** The tree was re-parsed in broken code, or from one that was, and may not be what the text alone would give. */
  isUnsettled: boolean;
  /** There while a broken text is read piece by piece. */
  whole?: LastWhole | undefined;
}

/** What a document is made of. */
export interface DocumentText {
  readonly path: string;
  readonly language: LanguageId;
  readonly version?: number;
  readonly text: string;
  readonly keepsTree?: boolean;
}

interface Parsed {
  readonly snapshot: Snapshot;
  readonly tree: Tree | undefined;
}

export interface EditOptions {
  /** Texts that are broken are read piece by piece until `settle` is called or they are whole again. */
  readonly readsPieces?: boolean;
  /**
   * What versions before left is used again: an AST then holds good until the second edit after it, and longer only for those that have
   * told it so (`Ast.hold`).
   */
  readonly reusesColumns?: boolean;
  /** The text after all edits, from a caller that has it: a second copy of a long one is what fills the heap. */
  readonly text?: string;
}

/** Broken texts up to this many units that are not read piece by piece are parsed from scratch after each edit. */
const SMALL = 10_000;
/** So many trees wait to be deleted at most. */
const MOST_LEFT = 6;

export class SnapshotStore {
  readonly #parser: SyntaxParser;
  readonly #documents = new Map<string, Document>();
  /** Trees that nobody needs any more. To delete that of a long text takes 10 to 30 ms, which somebody may be waiting for. */
  readonly #left: Tree[] = [];

  constructor(parser: SyntaxParser) {
    this.#parser = parser;
  }

  /** Loads what parsing these languages needs; the store itself is synchronous. */
  async prepare(languages: Iterable<LanguageId>): Promise<void> {
    const withEmbedded = [...languages].flatMap((language) => [language, ...(textLoweringOf(language)?.embeds ?? [])]);
    const names = withEmbedded.flatMap((language) => languageInfo(language).grammar ?? []);
    await Promise.all(names.map((name) => this.#parser.load(name)));
  }

  /** Whether `set` can parse this language: its grammar is loaded, or it needs none, and so for languages that it embeds. */
  isPrepared(language: LanguageId): boolean {
    return [language, ...(textLoweringOf(language)?.embeds ?? [])].every((each) => {
      const { grammar } = languageInfo(each);
      return grammar === undefined || this.#parser.grammar(grammar) !== undefined;
    });
  }

  get(path: string): Snapshot | undefined {
    return this.#documents.get(path)?.snapshot;
  }

  /**
   * Makes or replaces a document. With `keepsTree` (for documents open in an editor) its edits re-parse only what changed.
   * @throws when the language's grammar was not prepared.
   */
  set(document: DocumentText): Snapshot {
    const { path, keepsTree = false } = document;
    return this.#put(path, this.#parse(document, keepsTree));
  }

  /** As `set`, in steps of some milliseconds; until the last is done, the document is as it was. */
  *setInSteps(document: DocumentText): Steps<Snapshot> {
    const { path, keepsTree = false } = document;
    return this.#put(path, yield* this.#parseInSteps(document, keepsTree));
  }

  #put(path: string, { snapshot, tree }: Parsed): Snapshot {
    this.remove(path);
    this.#documents.set(path, { snapshot, tree, isUnsettled: false });
    return snapshot;
  }

  /**
   * Applies edits one after the other; each span is in the text that the one before left.
   * @throws when there is no such document.
   */
  edit(path: string, version: number, edits: readonly TextEdit[], options: EditOptions = {}): Snapshot {
    return finished(this.#edit(path, version, edits, options, false));
  }

  /** As `edit`, in steps of some milliseconds. Given up, it leaves a document that is of no use: it has to be set anew, or removed. */
  editInSteps(path: string, version: number, edits: readonly TextEdit[], options: EditOptions = {}): Steps<Snapshot> {
    return this.#edit(path, version, edits, options, true);
  }

  *#edit(
    path: string,
    version: number,
    edits: readonly TextEdit[],
    options: EditOptions,
    isInSteps: boolean,
  ): Steps<Snapshot> {
    const document = this.#document(path);
    const front = frontOf(this.#parser, document.snapshot.language);
    const { language, text } = document.snapshot;
    const edited = options.text ?? edits.reduce((before, edit) => replaced(before, edit), text);
    if (document.tree && front && !isTranslated(front, edited))
      yield* this.#reparse(document, document.tree, front, version, edits, { ...options, text: edited }, isInSteps);
    else {
      const { snapshot, tree } = this.#parse({ path, language, version, text: edited }, true);
      deleteAll(takeTrees(document));
      setSnapshot(document, snapshot);
      document.tree = tree;
      document.isUnsettled = false;
    }
    return document.snapshot;
  }

  /** Whether the document's snapshot may depend on its history, see `settle`. */
  isUnsettled(path: string): boolean {
    return this.#documents.get(path)?.isUnsettled ?? false;
  }

  /**
   * Parses an unsettled document from scratch: to be called when the user pauses, and before anything is reported that
   * must not depend on history. Gives the same snapshot when nothing differs, else a new one of the same version.
   */
  settle(path: string): Snapshot {
    const document = this.#document(path);
    if (!document.isUnsettled) return document.snapshot;
    const parsed = this.#parse(document.snapshot, true);
    deleteAll(settled(document, parsed, finished(areEqual(parsed.snapshot.ast, document.snapshot.ast))));
    return document.snapshot;
  }

  /** As `settle`, in steps of some milliseconds. To be given up where the document is edited meanwhile. */
  *settleInSteps(path: string): Steps<Snapshot> {
    const document = this.#document(path);
    const parsed = yield* this.#parseInSteps(document.snapshot, true);
    let isSettled = false;
    try {
      yield;
      const isSame = yield* areEqual(parsed.snapshot.ast, document.snapshot.ast);
      isSettled = true;
      this.#leave(settled(document, parsed, isSame));
      return document.snapshot;
    } finally {
      if (!isSettled && parsed.tree) this.#leave([parsed.tree]);
    }
  }

  remove(path: string): void {
    const document = this.#documents.get(path);
    if (document) this.#leave(takeTrees(document));
    this.#documents.delete(path);
  }

  /** Forgets the tree of a document that is no longer edited; its snapshot stays. */
  release(path: string): void {
    const document = this.#documents.get(path);
    if (!document) return;
    this.settle(path);
    this.#leave(takeTrees(document));
  }

  clear(): void {
    for (const path of [...this.#documents.keys()]) this.remove(path);
    deleteAll(this.#left.splice(0));
  }

  #leave(trees: readonly Tree[]): void {
    this.#left.push(...trees);
    while (this.#left.length > MOST_LEFT) this.#left.shift()!.delete();
  }

  /** Whether there is anything for `sweep` to do. */
  get isSwept(): boolean {
    return this.#left.length === 0;
  }

  /** Deletes the trees that are left behind, in steps of a millisecond or so. To be called when there is time. */
  *sweep(): Steps<void> {
    for (let tree = this.#left.pop(); tree; tree = this.#left.pop()) yield* this.#parser.deleteInSteps(tree);
  }

  #document(path: string): Document {
    const document = this.#documents.get(path);
    if (!document) throw new Error(`no document ${path}`);
    return document;
  }

  /** Parses a text from scratch. The tree is the caller's, if it wants one. */
  #parse({ path, language, version = 0, text }: DocumentText, keepsTree: boolean): Parsed {
    const front = frontOf(this.#parser, language);
    if (!front) return this.#withoutTree(path, language, version, text);
    const translated = front.lowering.parsedText?.(text);
    const tree = this.#parser.parse(front.grammar, translated ?? text);
    let isKept = false;
    try {
      const ast = this.#lower(front, language, tree, text);
      // Of what others turn into this language nobody knows whether it is broken.
      const hasSyntaxErrors = translated === undefined && tree.rootNode.hasError;
      const snapshot = new Snapshot({ path, version, ast, hasSyntaxErrors });
      isKept = keepsTree && translated === undefined;
      return { snapshot, tree: isKept ? tree : undefined };
    } finally {
      if (!isKept) tree.delete();
    }
  }

  *#parseInSteps({ path, language, version = 0, text }: DocumentText, keepsTree: boolean): Steps<Parsed> {
    const front = frontOf(this.#parser, language);
    if (!front) return this.#withoutTree(path, language, version, text);
    const translated = front.lowering.parsedText?.(text);
    const tree = yield* this.#parser.parseInSteps(front.grammar, translated ?? text);
    let isKept = false;
    try {
      yield;
      const ast = yield* this.#lowerInSteps(front, language, tree, text);
      const hasSyntaxErrors = translated === undefined && tree.rootNode.hasError;
      const snapshot = new Snapshot({ path, version, ast, hasSyntaxErrors });
      isKept = true;
      if (keepsTree && translated === undefined) return { snapshot, tree };
      this.#leave([tree]);
      return { snapshot, tree: undefined };
    } finally {
      if (!isKept) this.#leave([tree]);
    }
  }

  #withoutTree(path: string, language: LanguageId, version: number, text: string): Parsed {
    const snapshot = new Snapshot({ path, version, ast: this.#lowerText(language, text), hasSyntaxErrors: false });
    return { snapshot, tree: undefined };
  }

  *#reparse(
    document: Document,
    old: Tree,
    front: Front,
    version: number,
    edits: readonly TextEdit[],
    { readsPieces = false, reusesColumns: reuses = false, text: edited }: EditOptions,
    isInSteps: boolean,
  ): Steps<void> {
    const { snapshot: before, isUnsettled: wasUnsettled, whole } = document;
    const { path, language } = before;
    // From here on the old trees are of no text, so they must not stay with the document if anything fails.
    document.tree = undefined;
    document.whole = undefined;
    const left = whole ? [old, whole.tree] : [old];
    let next: Tree | undefined;
    let stillWhole: LastWhole | undefined;
    try {
      const { text, lineIndex, hull } = applyToTrees(left, before, edits, edited);
      const { grammar } = front;
      next = isInSteps ? yield* this.#parser.parseInSteps(grammar, text, old) : this.#parser.parse(grammar, text, old);
      if (isInSteps) yield;
      const hasSyntaxErrors = next.rootNode.hasError;
      // What is taken over from a tree of a broken text may be what only the break made of it.
      const mayDependOnHistory = hasSyntaxErrors || before.hasSyntaxErrors || wasUnsettled;
      const isFresh = mayDependOnHistory && !readsPieces && text.length <= SMALL;
      if (isFresh) {
        next.delete();
        next = this.#parser.parse(front.grammar, text);
      }
      let known: Respliced | undefined;
      if (hull && !isFresh) {
        const from = whole?.tree ?? old;
        const changed = { since: whole ? since(whole.piece, hull) : hull, edit: hull, reuses };
        if (hasSyntaxErrors && readsPieces) {
          const read = readPiece(front, before.ast, from, text, changed);
          if (read) stillWhole = { tree: from, piece: read.piece };
          known = read;
        } else if (!whole || !hasSyntaxErrors) known = respliced(front, before.ast, from, next, text, changed);
      }
      const lowered = isInSteps && !known ? yield* this.#lowerInSteps(front, language, next, text) : undefined;
      const ast = known?.ast ?? lowered ?? this.#lower(front, language, next, text);
      const { knownNames: namesBefore } = before;
      const change = known?.change;
      setSnapshot(document, new Snapshot({ path, version, ast, hasSyntaxErrors, change, lineIndex, namesBefore }));
      document.isUnsettled = mayDependOnHistory && !isFresh;
      document.tree = next;
      document.whole = stillWhole;
    } finally {
      const unused = left.filter((tree) => tree !== document.whole?.tree);
      if (next && document.tree !== next) unused.push(next);
      if (isInSteps) this.#leave(unused);
      else deleteAll(unused);
    }
  }

  /** The AST of a text that no grammar parses: by a lowering of its own, else only a root. */
  #lowerText(language: LanguageId, text: string): Ast {
    const lowering = textLoweringOf(language);
    if (!lowering) return emptyAst(language, text);
    return lowering.lowerText(text, { parse: (embedded, part) => this.#parsePart(embedded, part) });
  }

  /** The tree of a part in another language; undefined when its grammar was not prepared. */
  #parsePart(language: LanguageId, text: string): Cst | undefined {
    const { grammar: name } = languageInfo(language);
    const grammar = name === undefined ? undefined : this.#parser.grammar(name);
    if (!grammar) return undefined;
    const tree = this.#parser.parse(grammar, text);
    try {
      return this.#parser.read(grammar, tree, text);
    } finally {
      tree.delete();
    }
  }

  *#lowerInSteps({ grammar, lowering }: Front, language: LanguageId, tree: Tree, text: string): Steps<Ast> {
    const cst = yield* this.#parser.readInSteps(grammar, tree, text);
    yield;
    return yield* lowerTreeInSteps(lowering, language, cst);
  }

  #lower({ grammar, lowering }: Front, language: LanguageId, tree: Tree, text: string): Ast {
    return lowerTree(lowering, language, this.#parser.read(grammar, tree, text));
  }
}

function setSnapshot(document: Document, snapshot: Snapshot): void {
  // One that is gone at once would be gone for those who still work on what changed since.
  document.before?.ast.letGo();
  document.before = document.snapshot;
  document.snapshot = snapshot;
  snapshot.ast.hold();
}

function deleteAll(trees: readonly Tree[]): void {
  for (const tree of trees) tree.delete();
}

function takeTrees(document: Document): Tree[] {
  const { tree, whole } = document;
  document.tree = undefined;
  document.whole = undefined;
  return [tree, whole?.tree].filter((each) => each !== undefined);
}

/** Makes an unsettled document what it is once its text was parsed from scratch, and gives the trees that it had. */
function settled(document: Document, { snapshot, tree }: Parsed, isSame: boolean): Tree[] {
  const left = takeTrees(document);
  document.tree = tree;
  document.isUnsettled = false;
  if (!isSame) setSnapshot(document, snapshot);
  return left;
}

function frontOf(parser: SyntaxParser, language: LanguageId): Front | undefined {
  const { grammar: name } = languageInfo(language);
  const lowering = loweringOf(language);
  if (name === undefined || !lowering) return undefined;
  const grammar = parser.grammar(name);
  if (!grammar) throw new Error(`the grammar of ${language} was not prepared`);
  return { parser, grammar, lowering };
}

/** An edit may change all of what is parsed in place of such a text, so its tree is of no use for the next one. */
function isTranslated({ lowering }: Front, text: string): boolean {
  return lowering.parsedText?.(text) !== undefined;
}

/** The AST of a text that nothing parses: only a root. */
function emptyAst(language: LanguageId, text: string): Ast {
  const builder = new AstBuilder(1);
  builder.leaf(Kind.Module, Role.None, 0, text.length);
  return new Ast(language, text, builder.finish());
}

function replaced(text: string, { span, newText }: TextEdit): string {
  return text.slice(0, span.start) + newText + text.slice(span.end);
}

interface Edited {
  readonly text: string;
  readonly lineIndex: LineIndex;
  /** Undefined when there was no edit. */
  readonly hull: Hull | undefined;
}

/** Tells the trees of each edit, and works out the text, the lines and what all edits together changed. */
function applyToTrees(
  trees: readonly Tree[],
  before: Snapshot,
  edits: readonly TextEdit[],
  whole: string | undefined,
): Edited {
  let { text, lineIndex } = before;
  let hull: Hull | undefined;
  for (const [index, edit] of edits.entries()) {
    const { start, end } = edit.span;
    const newEnd = start + edit.newText.length;
    const edited = whole !== undefined && index === edits.length - 1 ? whole : replaced(text, edit);
    const editedLines = lineIndex.edited(edit, edited);
    const told = new Edit({
      startIndex: start,
      oldEndIndex: end,
      newEndIndex: newEnd,
      startPosition: pointAt(text, lineIndex, start),
      oldEndPosition: pointAt(text, lineIndex, end),
      newEndPosition: pointAt(edited, editedLines, newEnd),
    });
    for (const tree of trees) tree.edit(told);
    const touched = hull ? widen(hull, start, end) : { start, oldEnd: end, newEnd: end };
    hull = { ...touched, newEnd: touched.newEnd + newEnd - end };
    text = edited;
    lineIndex = editedLines;
  }
  return { text, lineIndex, hull };
}

/** Tree-sitter's rows end at `\n` only, where a line index also knows a lone `\r`. */
function pointAt(text: string, lines: LineIndex, offset: number): { row: number; column: number } {
  const { line, character } = lines.positionAt(offset);
  if (!lines.hasLoneReturns) return { row: line, column: character };
  let row = 0;
  let start = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
    row++;
    start = at + 1;
  }
  return { row, column: offset - start };
}

function* areEqual(a: Ast, b: Ast): Steps<boolean> {
  if (a.size !== b.size) return false;
  for (const name of Object.keys(a.columns) as (keyof Ast["columns"])[]) {
    const left = a.columns[name];
    const right = b.columns[name];
    for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false;
    yield;
  }
  return true;
}
