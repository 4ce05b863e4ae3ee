// Patterns as they are kept beside the built-in rules: parsing those of one language when the first file of it is opened took a seventh of the
// time until it had its diagnostics. Symbols are numbers of one process, so nodes are kept with their names.

import type { Kind, Role } from "../../syntax/kind.ts";
import type { LanguageId } from "../../syntax/language.ts";
import { intern } from "../../syntax/symbols.ts";
import { type PatternNode, type PatternRoot, patternNode, type TextPattern, type TypePattern } from "./pattern.ts";

interface Others {
  readonly type?: TypePattern | undefined;
  readonly text?: TextPattern | undefined;
  readonly isText?: boolean | undefined;
  readonly isJoined?: boolean | undefined;
  readonly isArrow?: boolean | undefined;
}

type PackedNode = readonly [Kind, Role, flags: number, name: string, children: readonly PackedNode[], Others?];
type PackedRoot = readonly [form: PatternRoot["form"], ...nodes: PackedNode[]];

/** Patterns of a language, each with its text. */
type Packed = readonly (readonly [text: string, PackedRoot])[];

/** By language: read when somebody asks for the first of them. */
export type PackedPatterns = Readonly<Partial<Record<LanguageId, Packed>>>;

export function packPatterns(patterns: ReadonlyMap<string, PatternRoot>): Packed {
  return [...patterns].map(([text, root]) => [text, packRoot(root)]);
}

/** Patterns that need not be parsed. */
export class KnownPatterns {
  readonly #packed: readonly PackedPatterns[];
  readonly #read = new Map<LanguageId, ReadonlyMap<string, PackedRoot>>();

  constructor(packed: readonly PackedPatterns[]) {
    this.#packed = packed;
  }

  get(text: string, language: LanguageId): PatternRoot | undefined {
    let patterns = this.#read.get(language);
    if (!patterns) {
      patterns = new Map(this.#packed.flatMap((each) => each[language] ?? []));
      this.#read.set(language, patterns);
    }
    const packed = patterns.get(text);
    return packed && unpackRoot(packed);
  }
}

function packRoot(root: PatternRoot): PackedRoot {
  const nodes = "nodes" in root ? root.nodes : [root.node];
  return [root.form, ...nodes.map(pack)];
}

function unpackRoot([form, ...packed]: PackedRoot): PatternRoot {
  const nodes = packed.map(unpack);
  return form === "statements" || form === "members" ? { form, nodes } : { form, node: nodes[0]! };
}

function pack({ kind, role, flags, name, children, type, text, isText, isJoined, isArrow }: PatternNode): PackedNode {
  const packed = [kind, role, flags, name, children.map(pack)] as const;
  const others: Others = { type, text, isText, isJoined, isArrow };
  return Object.values(others).every((each) => each === undefined) ? packed : [...packed, others];
}

function unpack([kind, role, flags, name, children, others]: PackedNode): PatternNode {
  return patternNode({ kind, role, symbol: intern(name), flags, children: children.map(unpack), ...others });
}
