import { pythonFloat } from "../../../pythonText";
import type { Value } from "../values/values";

/** What `value` is, for a sentence: "a list", "`torch.nn.LSTM`". */
export function describeValue(value: Value): string {
  switch (value.kind) {
    case "none":
      return "`None`";
    case "bool":
      return value.value ? "`True`" : "`False`";
    case "float":
      return `\`${pythonFloat(value.value)}\``;
    case "int":
      return `\`${value.value}\``;
    case "str":
      return `\`"${value.value}"\``;
    case "module":
      return `\`${value.type}\``;
    case "class":
      return `the class \`${value.name}\``;
    case "object":
      return `an object of \`${value.class.name}\``;
    case "external":
      return `\`${value.path}\``;
    case "batch-size":
      return "the batch size";
    case "parameter":
      return `\`${value.name}\` of a layer`;
    case "method":
    case "function":
    case "native":
      return "a function";
    case "super":
      return "`super()`";
    case "unknown":
      return "a value that cannot be told";
    default:
      return `a ${value.kind}`;
  }
}
