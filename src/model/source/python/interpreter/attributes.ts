import type { SourceRange } from "../../../modelSpec";
import { argumentDefault, NAMESPACE } from "../builtins/argumentParser";
import { listMethod } from "../builtins/listMethods";
import { dictionaryMethod } from "../builtins/dictionaryMethods";
import { stringMethod } from "../builtins/stringMethods";
import { REASONS } from "../reasons";
import { refuse } from "../../refusal";
import { externalConstant } from "../torch/externals";
import { moduleAttribute, setModuleAttribute } from "../torch/moduleAttributes";
import { parameterAttribute } from "../torch/parameterAttributes";
import { tensorAttribute } from "../torch/tensorAttributes";
import { moduleConstructor } from "../torch/moduleConstructor";
import { moduleMethod } from "../torch/moduleMethods";
import { native, NONE, str, type ClassValue, type SuperValue, type Value } from "../values/values";
import { findInClass } from "./classes";
import { describeValue } from "./describeValue";
import type { Interpreter } from "./interpreter";

/** `object.name`. */
export function getAttribute(interpreter: Interpreter, object: Value, name: string, range: SourceRange): Value {
  return (
    findAttribute(interpreter, object, name, range) ??
    refuse(range, REASONS.missingAttribute, describeValue(object), name)
  );
}

/** `object.name`, or undefined when the object surely has no such attribute. */
export function findAttribute(
  interpreter: Interpreter,
  object: Value,
  name: string,
  range: SourceRange,
): Value | undefined {
  switch (object.kind) {
    case "unknown":
      return object;
    case "external":
      if (object.path === NAMESPACE) return commandLineValue(interpreter, name);
      if (name === "__name__") return str(object.path.slice(object.path.lastIndexOf(".") + 1));
      return externalConstant(`${object.path}.${name}`) ?? { kind: "external", path: `${object.path}.${name}` };
    case "module":
      return moduleAttribute(interpreter, object, name, range);
    case "object":
      return object.attributes.get(name) ?? classAttribute(interpreter, object.class, name, object, range);
    case "class":
      return name === "__name__" ? str(object.name) : bindMember(interpreter, findInClass(object, name), object, range);
    case "super":
      return superAttribute(interpreter, object, name, range);
    case "tensor":
      return tensorAttribute(object, name, range);
    case "parameter":
      return parameterAttribute(object, name);
    case "list":
    case "tuple":
      return listMethod(object, name);
    case "dictionary":
      return dictionaryMethod(object, name);
    case "str":
      return stringMethod(object.value, name);
    case "function":
      return name === "__name__" && object.definition.kind === "function" ? str(object.definition.name) : undefined;
    case "int":
    case "float":
    case "batch-size":
      if (name === "item") return native(name, () => object);
      return refuse(range, REASONS.missingAttribute, describeValue(object), name);
    default:
      return refuse(range, REASONS.construct, `\`.${name}\` of ${describeValue(object)}`);
  }
}

/** `object.name = value`. */
export function setAttribute(
  interpreter: Interpreter,
  object: Value,
  name: string,
  value: Value,
  range: SourceRange,
): void {
  if (object.kind === "module") setModuleAttribute(interpreter, object, name, value, range);
  else if (object.kind === "object") object.attributes.set(name, value);
  else if (object.kind === "unknown") interpreter.refuseUnknown(object.reason, range);
  else refuse(range, REASONS.construct, "this assignment");
}

/** A member of `owner` as an instance sees it: functions become its methods. */
export function classAttribute(
  interpreter: Interpreter,
  owner: ClassValue,
  name: string,
  self: Value,
  range: SourceRange,
  after?: ClassValue,
): Value | undefined {
  return bindMember(interpreter, findInClass(owner, name, after), self, range);
}

function bindMember(
  interpreter: Interpreter,
  member: Value | undefined,
  self: Value,
  range: SourceRange,
): Value | undefined {
  if (member?.kind !== "function" || !member.owner || member.decorator === "staticmethod") return member;
  if (member.decorator === "classmethod") {
    const owner = self.kind === "module" || self.kind === "object" ? self.class : self;
    return owner && { kind: "method", self: owner, function: member };
  }
  if (self.kind === "class") return member;
  const method: Value = { kind: "method", self, function: member };
  return member.decorator === "property" ? interpreter.call(method, [], range) : method;
}

/** `args.name`, by the default that the file's parser gives it. */
function commandLineValue(interpreter: Interpreter, name: string): Value | undefined {
  const argument = interpreter.commandLine.get(name);
  return argument && argumentDefault(argument, expression => interpreter.evaluate(expression, interpreter.fileScope));
}

function superAttribute(
  interpreter: Interpreter,
  { self, after }: SuperValue,
  name: string,
  range: SourceRange,
): Value | undefined {
  const owner = self.class;
  const member = owner && classAttribute(interpreter, owner, name, self, range, after);
  if (member) return member;
  if (self.kind === "object") return name === "__init__" ? native(name, () => NONE) : undefined;
  return name === "__init__" ? moduleConstructor(self) : moduleMethod(self, name);
}
