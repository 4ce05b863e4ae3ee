// Where data enters an evaluation: the sources that its nodes are, and what models say of what is read or called there.

import type { AstNode } from "../syntax/ast.ts";
import { intern, type Sym } from "../syntax/symbols.ts";
import type { Evaluation } from "./evaluation.ts";
import type { SourceRow } from "./model.ts";
import { Link, linkOf, linkParent, NO_ORIGIN, type Origin } from "./origin.ts";
import { addStep, CLEAN, type ConcreteSource, joinTaint, type Taint, type TaintElement, taintOf } from "./value.ts";

const NOT_CONSTANT: readonly Sym[] = [intern("not-constant")];
const AS_WRITTEN: readonly Sym[] = [intern("as-written")];

/** Whether what stands as a source is a flaw that is one as it is written. */
export function isAsWritten(source: TaintElement["source"]): boolean {
  return source.kind === "concrete" && source.classes[0] === AS_WRITTEN[0];
}

export class Sources {
  readonly #e: Evaluation;
  #made: Map<string, ConcreteSource> | undefined;

  constructor(evaluation: Evaluation) {
    this.#e = evaluation;
  }

  at(node: AstNode, classes: readonly Sym[], title: string, isByConvention: boolean): ConcreteSource {
    const key = `${node}:${classes.join(",")}`;
    let source = this.#made?.get(key);
    if (!source) {
      source = { kind: "concrete", site: this.#e.site(node), classes, title, isByConvention };
      this.#made ??= new Map();
      this.#made.set(key, source);
    }
    return source;
  }

  taintAt(node: AstNode, classes: readonly Sym[], title: string, isByConvention: boolean): Taint {
    const source = this.at(node, classes, title, isByConvention);
    return addStep([taintOf(source)], "source", source.site, title);
  }

  /** What stands for a flaw that is one as it is written, without data from anywhere. */
  writtenAt(node: AstNode): Taint {
    return [taintOf(this.at(node, AS_WRITTEN, "", false))];
  }

  /** What stands for data that is not known to be the program's own. */
  openAt(node: AstNode): Taint {
    return [taintOf(this.at(node, NOT_CONSTANT, "", false))];
  }

  ofRows(rows: readonly SourceRow[], node: AstNode, isByConvention: boolean): Taint {
    let taint: Taint = CLEAN;
    for (const row of rows)
      taint = joinTaint(taint, this.taintAt(node, [intern(row.kind)], row.title ?? "", isByConvention));
    return taint;
  }

  /** What models say of a value of another module by the path that it comes from, or any part of that path. */
  ofPath(origins: readonly Origin[], node: AstNode): Taint {
    let taint: Taint = CLEAN;
    for (const origin of origins)
      for (let at = origin; at !== NO_ORIGIN; at = linkParent(at)) {
        taint = joinTaint(taint, this.ofReads([at], false, node));
        const { sourceCalls } = this.#e.knowledge.models.rowsOf(linkParent(at));
        if (linkOf(at) === Link.Call && sourceCalls.length > 0)
          taint = joinTaint(
            taint,
            this.ofRows(
              sourceCalls.filter(({ place }) => place === undefined || place === "result"),
              node,
              false,
            ),
          );
      }
    return taint;
  }

  ofReads(origins: readonly Origin[], isByConvention: boolean, node: AstNode): Taint {
    let taint: Taint = CLEAN;
    for (const origin of origins)
      taint = joinTaint(taint, this.ofRows(this.#e.knowledge.models.rowsOf(origin).sourceReads, node, isByConvention));
    return taint;
  }
}
