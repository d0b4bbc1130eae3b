const PIECES = [
  ...Array.from("()[]{}:,'\"\n=*\\#@%\t`;"),
  '"""',
  "    ",
  "self.",
  "nn.Linear(",
  "lambda x: ",
  "for i in range(10):",
  "while True: pass",
  'f"{',
  "class A(nn.Module):\n",
  "def f(self):",
  "not ",
  " and ",
  "[0] * 100000000",
  "range(10**12)",
  "10**400",
  "self.a = self",
  "from torch import *",
  "yield",
  ":=",
  "\u0000",
  "é",
  "`${",
  "...",
  "=> {",
  "?.",
  "/*",
  "tf.layers.dense({",
  "model.add(model)",
  "const model = model;",
  "1e400",
  "[-1]",
];

/** `text` after a few edits of a careless hand. */
export function damage(text: string, below: (limit: number) => number): string {
  let result = text;
  for (let edits = 1 + below(3); edits > 0; edits--) {
    const at = below(result.length + 1);
    const end = Math.min(result.length, at + below(40));
    const piece = PIECES[below(PIECES.length)]!;
    const edit = [
      () => result.slice(0, at),
      () => result.slice(0, at) + result.slice(end),
      () => result.slice(0, at) + piece + result.slice(at),
      () => result.split("\n").toSpliced(below(20), 1).join("\n"),
    ][below(4)]!;
    result = edit();
  }
  return result;
}
