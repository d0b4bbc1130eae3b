import type { Interpreter } from "../interpreter/interpreter";
import { asNumber } from "../interpreter/operators";
import type { PythonFile } from "../pythonFile";
import type { Expression } from "../syntax/syntax";
import { unclear, type Found } from "./found";
import { SiteArguments } from "./siteArguments";
import type { LoopSite, SettingSites } from "./settingSites";

const EPOCH = /epoch/i;
const COUNT = /^(n|num|number_of|max|total|nb|no_of)?_?epochs?(_num|_count)?$/i;

/** How many epochs the file trains: by its loops over epochs, else by a constant of that name. */
export function findEpochs(file: PythonFile, interpreter: Interpreter, { loops }: SettingSites): Found<number>[] {
  const byLoop = loops.flatMap(loop => readLoop(file, interpreter, loop));
  if (byLoop.length > 0) return byLoop;
  return [...file.bindings.byName].flatMap(([name, bindings]): Found<number>[] => {
    const [binding] = bindings;
    if (!COUNT.test(name) || binding?.kind !== "value") return [];
    const value = interpreter.fileScope.find(name);
    const number = value && asNumber(value);
    return [number === undefined ? unclear(binding.value, name) : { range: rangeOf(binding.value), value: number }];
  });
}

function readLoop(file: PythonFile, interpreter: Interpreter, { statement, inside }: LoopSite): Found<number>[] {
  const call = rangeCall(statement.iterable);
  if (!call) return [];
  const isEpochs =
    EPOCH.test(targetName(statement.target)) || call.arguments.some(({ value }) => EPOCH.test(lastName(value)));
  if (!isEpochs) return [];
  const given = new SiteArguments(file, interpreter, { call, inside }, ["first", "second", "third"]);
  const [first, second] = [given.number("first"), given.number("second")];
  const step = given.number("third") ?? 1;
  const count = second === undefined ? (first ?? NaN) : second - (first ?? NaN);
  const range = rangeOf(call);
  return [Number.isInteger(count) && step === 1 ? { range, value: count } : unclear(range, "epochs")];
}

/** `range(...)`, `trange(...)`, or one of these in `tqdm(...)` and the like. */
function rangeCall(node: Expression): Extract<Expression, { kind: "call" }> | undefined {
  if (node.kind !== "call") return undefined;
  const name = lastName(node.callee);
  if (name === "range" || name === "trange") return node;
  const [first] = node.arguments;
  return first && /^(tqdm|track|progress_bar|master_bar|notebook_tqdm)$/.test(name)
    ? rangeCall(first.value)
    : undefined;
}

function lastName(node: Expression): string {
  if (node.kind === "name" || node.kind === "attribute") return node.name;
  if (node.kind === "binary") return `${lastName(node.left)} ${lastName(node.right)}`;
  if (node.kind === "subscript") return node.index.kind === "string" ? node.index.value : lastName(node.object);
  return "";
}

const targetName = (node: Expression) => (node.kind === "name" ? node.name : "");
const rangeOf = ({ from, to }: Expression) => ({ from, to });
