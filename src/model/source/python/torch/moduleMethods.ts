import { layerKind } from "../../../layers";
import { iterate } from "../interpreter/iterate";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import { Arguments } from "../values/arguments";
import type { NativeCall } from "../values/nativeCall";
import { list, native, NONE, str, tuple, unknown, type ModuleValue, type Value } from "../values/values";
import { extendModuleList, needModule } from "./containers";
import { registerChild } from "./registerChild";

type Method = (module: ModuleValue, call: NativeCall) => Value;

const itself: Method = module => module;
const named = (entries: readonly (readonly [string, Value])[]) =>
  list(entries.map(([name, value]) => tuple([str(name), value])));
const unread =
  (name: string): Method =>
  (_, { range }) =>
    refuse(range, REASONS.construct, `\`${name}\``);

const METHODS: Readonly<Record<string, Method>> = {
  add_module: addModule,
  register_module: addModule,
  append: (module, call) => {
    const [given] = call.arguments;
    if (!given || !isNumbered(module)) return refuse(call.range, REASONS.construct, "`append` here");
    extendModuleList(module, [given.value], call);
    return module;
  },
  extend: (module, call) => {
    const [given] = call.arguments;
    if (!given || !isNumbered(module)) return refuse(call.range, REASONS.construct, "`extend` here");
    extendModuleList(module, iterate(call.interpreter, given.value, given.range), call);
    return module;
  },
  modules: module => list(modulesOf(module)),
  named_modules: module => named(namedModules(module)),
  children: module => list([...new Set(module.children.values())]),
  named_children: module => named([...module.children]),
  parameters: module => list(parametersOf(module).map(([, parameter]) => parameter)),
  named_parameters: module => named(parametersOf(module)),
  items: module => named([...module.children]),
  values: module => list([...module.children.values()]),
  keys: module => list([...module.children.keys()].map(str)),
  apply: (module, call) => {
    const given = new Arguments(call, "apply", ["fn"]).need("fn");
    const visit = (value: ModuleValue): void => {
      new Set(value.children.values()).forEach(visit);
      call.interpreter.call(given, [{ value, range: call.range }], call.range);
    };
    visit(module);
    return module;
  },
  forward: (module, call) => call.interpreter.call(module, call.arguments, call.range),
  state_dict: () => ({ ...unknown(REASONS.construct, "`state_dict`"), isPlain: true }),
  zero_grad: () => NONE,
  to: itself,
  cuda: itself,
  cpu: itself,
  float: itself,
  double: unread("double"),
  half: unread("half"),
  train: unread("train"),
  eval: unread("eval"),
  requires_grad_: unread("requires_grad_"),
  register_buffer: unread("register_buffer"),
  register_parameter: unread("register_parameter"),
  register_forward_hook: unread("register_forward_hook"),
  register_forward_pre_hook: unread("register_forward_pre_hook"),
  load_state_dict: unread("load_state_dict"),
};

/** A method of `nn.Module`, of the containers or of a layer, bound to `module`. */
export function moduleMethod(module: ModuleValue, name: string): Value | undefined {
  if (name === "reset_parameters" && module.layer && layerKind(module.layer).tensors(module.layer).length > 0) {
    return native(name, ({ interpreter }) => {
      interpreter.construction.addLayer(module);
      return NONE;
    });
  }
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  return method && native(name, call => method(module, call));
}

/** `named_modules()`: the module itself, then depth first, each module once. */
export function namedModules(module: ModuleValue): (readonly [string, ModuleValue])[] {
  const seen = new Set<ModuleValue>();
  const walk = (at: ModuleValue, path: string): (readonly [string, ModuleValue])[] => {
    if (seen.has(at)) return [];
    seen.add(at);
    const below = [...at.children].flatMap(([name, child]) => walk(child, path === "" ? name : `${path}.${name}`));
    return [[path, at], ...below];
  };
  return walk(module, "");
}

const modulesOf = (module: ModuleValue) => namedModules(module).map(([, value]) => value);
const isNumbered = ({ container }: ModuleValue) => container === "ModuleList" || container === "Sequential";

function parametersOf(module: ModuleValue): [string, Value][] {
  return namedModules(module).flatMap(([path, owner]) =>
    owner.layer === undefined
      ? []
      : layerKind(owner.layer)
          .tensors(owner.layer)
          .filter(tensor => tensor.trained)
          .map(({ name }): [string, Value] => [
            path === "" ? name : `${path}.${name}`,
            { kind: "parameter", module: owner, name },
          ]),
  );
}

function addModule(module: ModuleValue, call: NativeCall): Value {
  const given = new Arguments(call, "add_module", ["name", "module"]);
  const name = given.str("name", "");
  if (name === "" || name.includes(".")) given.wrong("name", "a name without dots");
  registerChild(module, name, needModule(given.need("module"), call, given.range("module")), call.range);
  return NONE;
}
