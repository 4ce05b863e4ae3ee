function run(formula) {
  // ruleid: dynamic-code
  const value = eval(formula);
  // ok: dynamic-code
  const other = eval("1 + 1");
  // ruleid: dynamic-code
  const third = new Function("x", formula);
  // ruleid: dynamic-code
  const fourth = Function(formula);
  return [value, other, third, fourth];
}
module.exports = run;
