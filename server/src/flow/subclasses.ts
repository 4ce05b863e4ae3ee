// Which classes of the program extend or implement which: of Go also by what methods they have.

import { Role } from "../syntax/kind.ts";
import type { Sym } from "../syntax/symbols.ts";
import { addToList } from "../text/multimap.ts";
import { compareTexts } from "../text/order.ts";
import type { FlowFile } from "./file.ts";
import type { ClassInfo } from "./unit.ts";

/** What is asked of the program. */
export interface ClassesOfProgram {
  readonly files: Iterable<FlowFile>;
  superclassesOf(info: ClassInfo): readonly ClassInfo[];
  methodNamesOf(info: ClassInfo): ReadonlySet<Sym>;
  /** For each of some files one that stands for all that imports join with it. */
  joinedByImports(paths: readonly string[]): ReadonlyMap<string, string>;
}

type Subclasses = Map<ClassInfo, ClassInfo[]>;

/** By the class that they extend, each list in the order of names. */
export function subclassesIn(program: ClassesOfProgram): Subclasses {
  const subclasses: Subclasses = new Map();
  for (const file of program.files)
    for (const each of file.units.classes)
      for (const parent of program.superclassesOf(each)) addToList(subclasses, parent, each);
  addImplementations(program, subclasses);
  for (const each of subclasses.values()) each.sort((a, b) => compareTexts(a.unit.id, b.unit.id));
  return subclasses;
}

/** Go's interfaces are implemented by whatever has their methods, among files that imports join: others are of other programs. */
function addImplementations(program: ClassesOfProgram, subclasses: Subclasses): void {
  const files = [...program.files].filter(({ language }) => language === "go");
  const joined = program.joinedByImports(files.map(({ path }) => path));
  const structs = new Map<Sym, { readonly info: ClassInfo; readonly names: ReadonlySet<Sym> }[]>();
  const interfaces: ClassInfo[] = [];
  for (const file of files)
    for (const info of file.units.classes) {
      if (isInterface(info)) interfaces.push(info);
      else {
        const names = program.methodNamesOf(info);
        for (const name of names) addToList(structs, name, { info, names });
      }
    }
  for (const each of interfaces) {
    const wanted = [...program.methodNamesOf(each)];
    if (wanted.length === 0) continue;
    const own = joined.get(each.unit.file.path);
    const found = (structs.get(wanted[0]!) ?? []).filter(
      ({ info, names }) => joined.get(info.unit.file.path) === own && wanted.every((name) => names.has(name)),
    );
    const known = subclasses.get(each) ?? [];
    subclasses.set(each, [...new Set([...known, ...found.map(({ info }) => info)])]);
  }
}

function isInterface({ unit }: ClassInfo): boolean {
  const { ast } = unit.file;
  return ast.children(unit.node, Role.Modifier).some((word) => ast.name(word) === "interface");
}
