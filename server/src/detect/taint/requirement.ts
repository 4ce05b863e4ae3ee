// `requires`: a Boolean expression over labels, as the taint of a rule's own sources carries them.

import type { Requirement } from "../../flow/spec.ts";
import { type Expression, parseExpression } from "../rules/expression.ts";

export function requirementOf(text: string): Requirement | undefined {
  const expression = parseExpression(text);
  return expression.kind === "problem" ? undefined : toRequirement(expression);
}

function toRequirement(expression: Expression): Requirement | undefined {
  switch (expression.kind) {
    case "name":
      return { kind: "label", label: expression.name };
    case "unary": {
      const of = toRequirement(expression.operand);
      return of && expression.operator === "not" ? { kind: "not", of } : undefined;
    }
    case "binary": {
      const left = toRequirement(expression.left);
      const right = toRequirement(expression.right);
      if (!left || !right) return undefined;
      return expression.operator === "and" || expression.operator === "or"
        ? { kind: expression.operator, of: [left, right] }
        : undefined;
    }
    default:
      return undefined;
  }
}
