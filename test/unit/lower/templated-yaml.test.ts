import assert from "node:assert/strict";
import { test } from "node:test";
import { parsedTemplate } from "../../../server/src/syntax/lower/templated-yaml.ts";
import { SyntaxParser } from "../../../server/src/syntax/parser.ts";
import { printAst } from "../../../server/src/syntax/print-ast.ts";
import { type Snapshot, SnapshotStore } from "../../../server/src/syntax/snapshots.ts";
import { nodeGrammars } from "../node-grammars.ts";

async function store(): Promise<SnapshotStore> {
  const made = new SnapshotStore(await SyntaxParser.start(nodeGrammars));
  await made.prepare(["yaml"]);
  return made;
}

const TEMPLATE = `{{- if .Values.enabled }}
apiVersion: v1
metadata:
  labels: {{- include "labels" . | nindent 4 }}
    app: web
  name: {{ .Release.Name }}-web
spec:
    {{- toYaml .Values.spec | nindent 2 }}
  text: |
      {{- if .Values.text }}
    a {{ .Values.text }}
      {{- end }}
  {{ .Values.key }}: "{{ .Values.value | default "x" }}"
{{- end }}
`;

const print = (snapshot: Snapshot) => printAst(snapshot.ast, 0, { spans: true });

test("what Helm's templates say literally stands where it stood, and actions are no errors", async () => {
  const snapshot = (await store()).set({ path: "a.yaml", language: "yaml", text: TEMPLATE });
  assert.equal(snapshot.hasSyntaxErrors, false);
  assert.equal(snapshot.text, TEMPLATE);
  const printed = printAst(snapshot.ast, 0);
  for (const part of ["apiVersion", "app", "web", "text", '"{{ .Release.Name }}-web"', '"{{ .Values.key }}"'])
    assert.ok(printed.includes(`(String ${part})`), `${part} is missing in\n${printed}`);
  assert.ok(!printed.includes("Error"), printed);
});

test("the text that is parsed is as long, and other YAML is parsed as it is", () => {
  const parsed = parsedTemplate(TEMPLATE)!;
  assert.equal(parsed.length, TEMPLATE.length);
  assert.ok(!parsed.includes("{{"));
  for (const text of [
    'name: "{{ item }}"\n',
    "run: echo \u0024{{ github.ref }}\n",
    "a: |\n  {{ item }}\n",
    "a: {{b: c}: d}\n",
  ])
    assert.equal(parsedTemplate(text), undefined, text);
});

test("an option that its own condition names is for others to say", () => {
  const parsed = parsedTemplate("{{ if .Values.pod.hostNetwork }}\nhostNetwork: true\n{{ end }}\nhostPID: true\n")!;
  assert.equal(parsed.trim(), "hostPID: true");
});

test("edits of templates, and to and from templates, give what the text alone gives", async () => {
  const made = await store();
  let text = TEMPLATE.replaceAll(/\{\{.*?\}\}/g, "x");
  made.set({ path: "a.yaml", language: "yaml", text, keepsTree: true });
  const edits: [string, string][] = [
    ["apiVersion: v1", "apiVersion: {{ .Values.version }}"],
    ["  name: x-web", "  name: {{ .Release.Name"],
    ["{{ .Release.Name", "{{ .Release.Name }}"],
    ["spec:\n", "spec:\n{{- with .Values.a }}\n  a: {{ . }}\n{{- end }}\n"],
    ["{{ .Values.version }}", "v1"],
    ["{{- with .Values.a }}\n  a: {{ . }}\n{{- end }}\n", ""],
    ["{{ .Release.Name }}", "web"],
  ];
  for (const [at, [from, to]] of edits.entries()) {
    const start = text.indexOf(from);
    assert.ok(start >= 0, from);
    const span = { start, end: start + from.length };
    const edited = made.edit("a.yaml", at + 1, [{ span, newText: to }], { readsPieces: at % 2 === 0 });
    text = text.slice(0, span.start) + to + text.slice(span.end);
    assert.equal(edited.text, text);
    const alone = (await store()).set({ path: "a.yaml", language: "yaml", text });
    assert.equal(print(made.settle("a.yaml")), print(alone));
    assert.equal(made.get("a.yaml")!.hasSyntaxErrors, alone.hasSyntaxErrors);
  }
});

test("actions without an end are left as they are", () => {
  const text = `a: {{ .b }}\n${"{{".repeat(100_000)}`;
  assert.equal(parsedTemplate(text), text.replace("{{ .b }}", "xxxxxxxx"));
});
