import { test } from "node:test";
import { checkBrokenTexts, checkLowering } from "./check.ts";

test("JSON has the shapes of YAML", () =>
  checkLowering(
    "json",
    `{"a\\n": [1, -2.5e3, true, null], // b
  "c": {}}`,
    `
  Statement:(ExpressionStatement
    Expression:(Object
      Element:(Pair
        Key:(String "a\\n")
        Value:(Array
          Element:(Number 1)
          Element:(Number "-2.5e3")
          Element:(Boolean true)
          Element:(Null null)))
      Element:(Pair
        Key:(String c)
        Value:(Object))))`,
  ));

test("broken JSON lowers too", () =>
  checkBrokenTexts("json", `{"name": "x", "list": [1, {"a": "b\\u0041"}, [], null], "more": {"deep": {"er": false}}}`));
