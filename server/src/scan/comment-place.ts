// Where a comment may be written near a finding without becoming part of the program: not inside a string, a template's text
// or markup.

import { statementAround } from "../detect/fingerprint.ts";
import { type Ast, ROOT } from "../syntax/ast.ts";
import { Kind } from "../syntax/kind.ts";
import type { LanguageId } from "../syntax/language.ts";
import type { Span } from "../text/span.ts";

export interface CommentPlace {
  /** Of the code there. */
  readonly language: LanguageId;
  /** The innermost statement around the finding: above it a comment can stand, and covers it. */
  readonly statement: Span | undefined;
  /** Whether what is written at an offset would become text. */
  isInsideText(offset: number): boolean;
  /** Whether an offset is between tags, where JSX has comments of its own. */
  isInsideMarkup(offset: number): boolean;
}

export function commentPlace(ast: Ast, span: Span): CommentPlace {
  const statement = statementAround(ast, span);
  const kindAt = (offset: number): Kind => {
    const node = ast.nodeAt(offset, offset);
    // At its very edge one is outside of a literal, but between the tags of its parent one still is in markup.
    const isAtEdge = offset === ast.start(node) || offset === ast.end(node);
    return isAtEdge && ast.kind(node) !== Kind.Text ? ast.kind(ast.parent(node)) : ast.kind(node);
  };
  return {
    language: ast.language,
    statement: statement === ROOT ? undefined : ast.span(statement),
    isInsideText(offset) {
      const kind = kindAt(offset);
      return (
        kind === Kind.String ||
        kind === Kind.Template ||
        kind === Kind.Text ||
        kind === Kind.Element ||
        kind === Kind.Regex
      );
    },
    isInsideMarkup(offset) {
      const kind = kindAt(offset);
      return kind === Kind.Element || kind === Kind.Text;
    },
  };
}
