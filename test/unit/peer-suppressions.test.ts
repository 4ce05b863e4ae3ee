import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../server/src/detect/finding.ts";
import { applySuppressions, suppressionsOf } from "../../server/src/detect/suppression.ts";
import type { LanguageId } from "../../server/src/syntax/language.ts";

const ALIASES = new Set(["ckv_aws_24", "aws-0107", "aws-ec2-no-public-ingress-sgr", "dl3002", "template-injection"]);

/** The lines, from 1 on, of those places that say BAD and are silenced. */
function silenced(text: string, language: LanguageId, isSecret = false): number[] {
  const findings = [...text.matchAll(/BAD/g)].map(
    ({ index }): Finding => ({
      ruleId: "own",
      path: "a",
      span: { start: index, end: index + 3 },
      message: "No.",
      severity: "error",
      confidence: "high",
      traces: [],
      fixes: [],
      fingerprint: "",
      metavariables: {},
      isSecret,
    }),
  );
  const context = { path: "a", text, today: "2026-06-15", reportUnused: true, isActive: () => true };
  const result = applySuppressions(findings, suppressionsOf(text, language), { ...context, aliasesOf: () => ALIASES });
  assert.equal(result.length, findings.length, "nothing is said of comments that are not ours");
  return result.filter(({ suppressed }) => suppressed).map(({ span }) => text.slice(0, span.start).split("\n").length);
}

test("NOSONAR and nosec are for all that stands on their line", () => {
  assert.deepEqual(silenced("f(BAD); // NOSONAR\nf(BAD);\n", "javascript"), [1]);
  assert.deepEqual(silenced("f(BAD)  # nosec B602\nf(BAD)\n# nosec\nf(BAD)\n", "python"), [1]);
  assert.deepEqual(silenced('f("NOSONAR", BAD)\n', "javascript"), []);
});

test("what silences scanners of secrets does so for secrets alone", () => {
  assert.deepEqual(silenced("k = BAD # pragma: allowlist secret\n", "python", true), [1]);
  assert.deepEqual(silenced("k = BAD # pragma: allowlist secret\n", "python"), []);
  assert.deepEqual(silenced("# pragma: allowlist nextline secret\nk = BAD\nk = BAD\n", "python", true), [2]);
  assert.deepEqual(silenced("k: BAD # trufflehog:ignore\nk: BAD # ggignore\nk: BAD\n", "yaml", true), [1, 2]);
});

test("checkov's comment holds for its check in the block around it", () => {
  const text = (check: string) =>
    `resource "a" "b" {\n  # checkov:skip=${check}: it is meant\n  x = BAD\n  y {\n    z = BAD\n  }\n}\nresource "a" "c" {\n  x = BAD\n}\n`;
  assert.deepEqual(silenced(text("CKV_AWS_24"), "hcl"), [3, 5]);
  assert.deepEqual(silenced(text("CKV_AWS_1,CKV_AWS_24"), "hcl"), [3, 5]);
  assert.deepEqual(silenced(text("CKV_AWS_2"), "hcl"), []);
  assert.deepEqual(silenced("FROM x\n#checkov:skip=CKV_AWS_24:why\nUSER BAD\n", "dockerfile"), [3]);
});

test("Trivy's and tfsec's comments hold for their line, or the block that it opens", () => {
  assert.deepEqual(silenced('#trivy:ignore:AVD-AWS-0107\nresource "a" "b" {\n  x = BAD\n}\nx = BAD\n', "hcl"), [3]);
  assert.deepEqual(silenced("a {\n  x = BAD #tfsec:ignore:aws-ec2-no-public-ingress-sgr\n  x = BAD\n}\n", "hcl"), [2]);
  assert.deepEqual(silenced("a {\n  #trivy:ignore:AWS-0107\n  x = BAD\n  x = BAD\n}\n", "hcl"), [3]);
  assert.deepEqual(silenced("x = BAD #trivy:ignore:AWS-0107:exp:2026-06-14\n", "hcl"), []);
  assert.deepEqual(silenced("x = BAD #trivy:ignore:AWS-0107:exp:2026-06-15\n", "hcl"), [1]);
  assert.deepEqual(silenced("x = BAD #trivy:ignore:AWS-0001\n", "hcl"), []);
});

test("hadolint's comments hold for the next instruction or the whole file, zizmor's for its line", () => {
  assert.deepEqual(silenced("FROM x\n# hadolint ignore=DL3008,DL3002\nUSER BAD\nUSER BAD\n", "dockerfile"), [3]);
  assert.deepEqual(silenced("# hadolint global ignore=DL3002\nFROM x\nUSER BAD\n", "dockerfile"), [3]);
  assert.deepEqual(silenced("# hadolint ignore=DL3008\nUSER BAD\n", "dockerfile"), []);
  assert.deepEqual(silenced("a: BAD # zizmor: ignore[template-injection]\nb: BAD\n", "yaml"), [1]);
  assert.deepEqual(silenced("a: BAD # zizmor: ignore[artipacked]\n", "yaml"), []);
});
