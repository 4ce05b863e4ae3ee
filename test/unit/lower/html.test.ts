import { test } from "node:test";
import { checkBrokenTexts, checkLowering } from "./check.ts";

test("elements, attributes, text, scripts", () =>
  checkLowering(
    "html",
    `<FORM class=a ASYNC href="b&amp;c"><br/>text <p>one</FORM><script>x = "<b>";</script>`,
    `
  Statement:(Element form
    Tag:(Identifier form)
    Attribute:(Attribute class
      Value:(String a))
    Attribute:(Attribute async)
    Attribute:(Attribute href
      Value:(String "b&c"))
    Child:(Element br
      Tag:(Identifier br))
    Child:(Text text)
    Child:(Element p
      Tag:(Identifier p)
      Child:(Text one)))
  Statement:(Element script
    Tag:(Identifier script)
    Child:(Text "x = \\"<b>\\";"))`,
  ));

test("broken HTML lowers too", () =>
  checkBrokenTexts(
    "html",
    `<!DOCTYPE html><html><head><meta charset="utf-8"><style>a { b: c }</style></head>
<body onload='go()'><p>a &lt; b<ul><li>c<li>d</ul><script>if (a < b) c();</script></p></body></html>`,
  ));
