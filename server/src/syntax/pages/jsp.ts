// The Java of a page (JSP) as the text of a Java file whose statements and methods stand outside of any class, where Bartizan's Java has
// a place for them: what is one method of a servlet is the top level of a file. What the page is told of without code (its imports,
// the objects that are there without being declared, beans) stands behind the page's end.

import { blank, blankedBut, type PageProgram, type Part, piecesOf } from "./parts.ts";
import { commentAtEnd, type Tag, tagsIn } from "./tags.ts";

/** What an expression's value is handed to, as short as what opens an expression. */
export const JSP_PRINTS = "__";

const OPENINGS = /<%(?:--|[!=@])?/g;
const COMMENT = ["<%--", "--%>"] as const;

/** What every page may use. */
const IMPLICIT = `
import javax.servlet.*;
import javax.servlet.http.*;
import javax.servlet.jsp.*;
import static javax.servlet.jsp.JspWriter.${JSP_PRINTS};
HttpServletRequest request;
HttpServletResponse response;
HttpSession session;
ServletContext application;
ServletConfig config;
PageContext pageContext;
JspWriter out;
Throwable exception;
`;

export function javaInJsp(text: string, path: string): PageProgram | undefined {
  if (!text.includes("<%")) return undefined;
  const parts: Part[] = [];
  const imports: string[] = [];
  for (const tag of tagsIn(text, OPENINGS, COMMENT)) {
    const code = text.slice(tag.code.start, tag.code.end);
    if (tag.opening === "<%@") imports.push(...importsOf(code));
    else if (tag.opening !== COMMENT[0] && code.trim() !== "") parts.push(...partsOf(tag, code));
  }
  if (parts.length === 0) return undefined;
  const needed = imports.map((name) => `import ${name};\n`).join("");
  const behind = `\npackage ${packageOf(path)};\n${needed}${IMPLICIT}${beansIn(text)}`;
  return { language: "java", text: blankedBut(text, parts) + behind, pieces: piecesOf(parts) };
}

function partsOf({ opening, start, end, code: { start: from, end: to } }: Tag, code: string): Part[] {
  const comment = commentAtEnd(code, "//");
  const written = comment === undefined ? code : code.slice(0, comment) + blank(code.slice(comment));
  const content: Part = { start: from, end: to, written, code: "content" };
  if (opening !== "<%=" || end - to < 2) return [content];
  return [{ start, end: from, written: `${JSP_PRINTS}(` }, content, { start: to, end, written: ");" }];
}

/** Each page is a package, for what it declares is its own. */
function packageOf(path: string): string {
  return `pages._${path.replace(/\W/g, "_")}`;
}

const IMPORTS = /\bimport\s*=\s*(?:"([^"]*)"|'([^']*)')/;

function importsOf(directive: string): string[] {
  const [, double, single] = IMPORTS.exec(directive) ?? [];
  return (double ?? single ?? "")
    .split(/[,;]/)
    .map((name) => name.trim().replace(/^import\s+/, ""))
    .filter((name) => /^[\w.$]+(?:\.\*)?$/.test(name));
}

const BEAN = /<jsp:useBean\s(?:[^<>"']|"[^"<>]*"|'[^'<>]*')*>/g;

function beansIn(text: string): string {
  if (!text.includes("<jsp:useBean")) return "";
  return [...text.matchAll(BEAN)]
    .map(([tag]) => ({ name: attributeIn(tag, "id"), type: attributeIn(tag, "class") ?? attributeIn(tag, "type") }))
    .filter(({ name, type }) => /^\w+$/.test(name ?? "") && /^[\w.]+$/.test(type ?? ""))
    .map(({ name, type }) => `${type} ${name};\n`)
    .join("");
}

function attributeIn(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1];
}
