// Code to measure on that needs nothing but this file: files of any length and trees of any size in four languages, like the
// plain web applications that most code is. The same call gives the same text. No two blocks are equal, a file is many
// functions rather than one, and programs are packages of some twenty files that import each other.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const NOUNS = ["order", "invoice", "customer", "product", "basket", "parcel", "review", "voucher", "refund", "address"];
const VERBS = ["load", "count", "merge", "check", "store", "price", "sort", "list", "close", "total"];
const noun = (n) => NOUNS[n % NOUNS.length];
const verb = (n) => VERBS[Math.floor(n / NOUNS.length) % VERBS.length];
const name = (n) => `${verb(n * 7 + (n >> 3))}${noun(n)[0].toUpperCase()}${noun(n).slice(1)}${n}`;

/** One in so many blocks has a flaw. */
const FLAWED = 100;

/** Of functions number n; `other` is a function that may be called. */
function script(n, other, isTyped) {
  const t = (type) => (isTyped ? `: ${type}` : "");
  const f = name(n);
  const of = noun(n);
  switch (n % 5) {
    case 0:
      return `export async function ${f}(request${t("Request")}, response${t("Response")})${t("Promise<void>")} {
  const { id, page = "1" } = request.query;
  const size = Math.min(100, Number(request.query.size ?? ${10 + (n % 40)}));
  const rows = ${
    n % FLAWED === 0
      ? `await database.query("select * from ${of}s where owner = '" + id + "'")`
      : `await database.query("select * from ${of}s where owner = ? limit ? offset ?", [id, size, Number(page) * size])`
  };
  if (rows.length === 0) {
    response.status(404).json({ message: \`no ${of} of \${Number(id)}\` });
    return;
  }
  response.json(rows.map((row) => ({ ...row, total: ${other}(row.lines ?? [], ${n % 9}) })));
}
`;
    case 1:
      return `export function ${f}(lines${t("Line[]")}, discount${t("number")})${t("number")} {
  let sum = 0;
  for (const line of lines) {
    const price = line.price * line.amount;
    if (line.isReduced && discount > ${n % 7}) sum += price * (1 - discount / 100);
    else sum += price;
  }
  return Math.round(sum * 100) / 100;
}
`;
    case 2:
      return `export class ${f[0].toUpperCase()}${f.slice(1)} {
  constructor(options${t("Options")}) {
    this.options = { retries: ${n % 5}, ...options };
    this.entries = new Map();
  }

  add(key${t("string")}, value${t("unknown")}) {
    const known = this.entries.get(key) ?? [];
    this.entries.set(key, [...known, value]);
    return this;
  }

  describe()${t("string")} {
    return [...this.entries].map(([key, values]) => \`\${key}: \${values.length}\`).join("\\n");
  }
}
`;
    case 3:
      return `export function ${f}(text${t("string")}) {
  const parts = text.split(/[,;]/).map((part) => part.trim());
  const found = {};
  for (const part of parts) {
    const [key, value = "${of}"] = part.split("=");
    switch (key) {
      case "limit":
        found.limit = parseInt(value, 10) || ${n % 90};
        break;
      case "sort":
        found.sort = value === "desc" ? "desc" : "asc";
        break;
      default:
        found[key.toLowerCase()] = value;
    }
  }
  return ${other}([found], ${n % 6});
}
`;
    default:
      return `export const ${f} = async (path${t("string")}, retries = ${n % 4}) => {
  try {
    const content = await readFile(join(FOLDER, path), "utf8");
    return JSON.parse(content).${of}s.filter(({ isOpen }) => isOpen);
  } catch (error) {
    if (retries === 0) throw new Error(\`no ${of}s in \${path}\`, { cause: error });
    return ${f}(path, retries - 1);
  }
};
`;
  }
}

function python(n, other) {
  const f = name(n).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const of = noun(n);
  switch (n % 4) {
    case 0:
      return `@app.route("/${of}s/${n}")
def ${f}():
    page = request.args.get("page", 1, type=int)
    cursor = database.cursor()
    cursor.execute(${
      n % FLAWED === 0
        ? `"select * from ${of}s where owner = '" + request.args["id"] + "'"`
        : `"select * from ${of}s where owner = %s limit %s", (request.args["id"], page)`
    })
    rows = cursor.fetchall()
    if not rows:
        return jsonify({"message": "no ${of}"}), 404
    return jsonify([{"total": ${other}(row, ${n % 9}), "id": row[0]} for row in rows])

`;
    case 1:
      return `def ${f}(lines, discount=${n % 7}):
    total = 0
    for line in lines:
        price = line.price * line.amount
        if line.is_reduced and discount > ${n % 5}:
            price *= 1 - discount / 100
        total += price
    return round(total, 2)

`;
    case 2:
      return `class ${f.replace(/(^|_)(\w)/g, (_, __, letter) => letter.toUpperCase())}:
    def __init__(self, **options):
        self.options = {"retries": ${n % 5}, **options}
        self.entries = {}

    def add(self, key, value):
        self.entries.setdefault(key, []).append(value)
        return self

    def describe(self):
        return "\\n".join(f"{key}: {len(values)}" for key, values in self.entries.items())

`;
    default:
      return `def ${f}(path, retries=${n % 4}):
    try:
        with open(os.path.join(FOLDER, path), encoding="utf-8") as file:
            return [each for each in json.load(file)["${of}s"] if each["open"]]
    except (OSError, ValueError) as error:
        if retries == 0:
            raise RuntimeError(f"no ${of}s in {path}") from error
        return ${f}(path, retries - 1)

`;
  }
}

function java(n, other) {
  const f = name(n);
  const of = noun(n);
  switch (n % 4) {
    case 0:
      return `    public void ${f}(HttpServletRequest request, HttpServletResponse response) throws Exception {
        int page = Integer.parseInt(request.getParameter("page"));
        PreparedStatement statement = connection.prepareStatement("select * from ${of}s where owner = ? limit ?");
        statement.setString(1, request.getParameter("id"));${n % FLAWED === 0 ? '\n        Runtime.getRuntime().exec("print " + request.getParameter("id"));' : ""}
        statement.setInt(2, page);
        ResultSet rows = statement.executeQuery();
        while (rows.next()) {
            response.getWriter().println(rows.getInt("id") + " " + ${other}(List.of(rows.getInt("total")), ${n % 9}));
        }
    }

`;
    case 1:
      return `    public double ${f}(List<Integer> lines, int discount) {
        double sum = 0;
        for (int line : lines) {
            if (discount > ${n % 7}) {
                sum += line * (1 - discount / 100.0);
            } else {
                sum += line;
            }
        }
        return Math.round(sum * 100) / 100.0;
    }

`;
    case 2:
      return `    public Map<String, List<String>> ${f}(String text) {
        Map<String, List<String>> found = new HashMap<>();
        for (String part : text.split("[,;]")) {
            String[] pair = part.trim().split("=");
            String value = pair.length > 1 ? pair[1] : "${of}";
            found.computeIfAbsent(pair[0], key -> new ArrayList<>()).add(value);
        }
        return found;
    }

`;
    default:
      return `    public String ${f}(String path, int retries) throws IOException {
        try {
            return Files.readString(FOLDER.resolve(path).normalize());
        } catch (IOException error) {
            if (retries == 0) {
                throw new IOException("no ${of}s in " + path, error);
            }
            return ${f}(path, retries - 1);
        }
    }

`;
  }
}

/** What a language's files begin and end with, and where in them is typed. */
const LANGUAGES = {
  javascript: {
    extension: "js",
    block: (n, other) => script(n, other, false),
    head: (imports) =>
      `import express from "express";
import mysql from "mysql2/promise";
import { exec } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
${imports.map(([names, from]) => `import { ${names} } from "./${from}.js";\n`).join("")}
const FOLDER = "data";
const app = express();
const database = await mysql.createConnection({});
`,
    plain: "plainTotal",
    first:
      "export function plainTotal(lines, tax) {\n  return lines.length * tax;\n}\n\napp.get('/first', (req, res) => {\n  const typedHere = 1;\n  res.json(typedHere);\n});\n",
    end: "",
    harmless: ["const total = 1 + 2;", "console.log('ok', total);", "if (total > 2) { app.total = total; }"],
    vulnerable: "exec('ls ' + req.query.folder);",
  },
  python: {
    extension: "py",
    block: python,
    head: (imports) =>
      `import json
import os

import psycopg2
from flask import Flask, jsonify, request
${imports.map(([names, from]) => `from ${from} import ${names}\n`).join("")}
FOLDER = "data"
app = Flask(__name__)
database = psycopg2.connect("")


`,
    plain: "plain_total",
    first:
      "def plain_total(lines, tax):\n    return len(lines) * tax\n\n\n@app.route('/first')\ndef first():\n    typed_here = 1\n    return jsonify(typed_here)\n\n",
    end: "",
    harmless: ["total = 1 + 2", "print('ok', total)", "names = [each for each in str(total)]"],
    vulnerable: "os.system('ls ' + request.args['folder'])",
  },
  java: {
    extension: "java",
    block: java,
    head: (_, file, folder) =>
      `package shop.${folder};

import java.io.IOException;
import java.nio.file.*;
import java.sql.*;
import java.util.*;
import javax.servlet.http.*;

public class ${file} {
    private static final Path FOLDER = Path.of("data");
    private Connection connection;

`,
    plain: "plainTotal",
    first:
      "    public double plainTotal(List<Integer> lines, int tax) {\n        return lines.size() * tax;\n    }\n\n    public void first(HttpServletRequest request) throws IOException {\n        int typedHere = 1;\n        System.out.println(typedHere);\n    }\n\n",
    end: "}\n",
    harmless: ["int total = 1 + 2;", 'System.out.println("ok" + total);', "List<String> names = new ArrayList<>();"],
    vulnerable: 'Runtime.getRuntime().exec("ls " + request.getParameter("folder"));',
  },
};
LANGUAGES.typescript = {
  ...LANGUAGES.javascript,
  extension: "ts",
  block: (n, other) => script(n, other, true),
  first:
    "interface Line {\n  price: number;\n  amount: number;\n  isReduced?: boolean;\n}\n\nexport function plainTotal(lines: Line[], tax: number): number {\n  return lines.length * tax;\n}\n\napp.get('/first', (req, res) => {\n  const typedHere: number = 1;\n  res.json(typedHere);\n});\n",
  harmless: ["const total: number = 1 + 2;", "console.log('ok', total);", "if (total > 2) { app.total = total; }"],
};

export const LANGUAGE_NAMES = ["javascript", "typescript", "python", "java"];

/** A file of about so many lines; what is typed goes behind the line that says `typedHere = 1` in the middle of it. */
export function fileOf(language, lines, { first = 0, file = "Main", folder = "main", imports = [] } = {}) {
  const { head, block, end, first: middle, plain } = LANGUAGES[language];
  let text = head(imports, file, folder);
  let count = text.split("\n").length + middle.split("\n").length;
  const blocks = [];
  const callable = imports.map(([names]) => names.split(" as ").pop());
  for (let n = first; count < lines; n++) {
    const made = block(n, callable.length > 0 && n % 3 === 0 ? callable[n % callable.length] : plain);
    blocks.push(made);
    count += made.split("\n").length;
  }
  text += blocks.slice(0, blocks.length >> 1).join("\n");
  return `${text}\n${middle}\n${blocks.slice(blocks.length >> 1).join("\n")}${end}`;
}

/** What typing cases are, as `keys.mjs` and `typing.mjs` take them. Writes the files, gives the path of `cases.json`. */
export function writeCases(folder, lengths) {
  const cases = {};
  mkdirSync(folder, { recursive: true });
  for (const lines of lengths)
    for (const language of LANGUAGE_NAMES) {
      const { extension, harmless, vulnerable } = LANGUAGES[language];
      const file = `Main${lines}.${extension}`;
      writeFileSync(join(folder, file), fileOf(language, lines, { file: `Main${lines}` }));
      const marker = { python: "typed_here = 1", java: "int typedHere = 1", typescript: "typedHere: number = 1" }[
        language
      ];
      cases[`${language}-${lines}`] = { file, marker: marker ?? "typedHere = 1", harmless, vulnerable };
    }
  const path = join(folder, "cases.json");
  writeFileSync(path, JSON.stringify(cases, null, 1));
  return path;
}

/** A tree of packages, each of one language and twenty files of about a hundred lines, until there are so many lines. */
export function writeTree(folder, lines) {
  let written = 0;
  let n = 0;
  let files = 0;
  for (let at = 0; written < lines; at++) {
    const language = LANGUAGE_NAMES[at % LANGUAGE_NAMES.length];
    const { extension, plain } = LANGUAGES[language];
    const packageName = `package${at}`;
    for (let part = 0; part < 20 && written < lines; part++) {
      const file = `Part${part}`;
      const imports =
        part === 0 || language === "java"
          ? []
          : [[plain === "plain_total" ? "plain_total as other_total" : "plainTotal as otherTotal", `Part${part - 1}`]];
      const text = fileOf(language, 100, { first: n, file, folder: packageName, imports });
      const path = join(folder, language, packageName, `${file}.${extension}`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      written += text.split("\n").length - 1;
      n += 8;
      files++;
    }
  }
  return { files, lines: written };
}
