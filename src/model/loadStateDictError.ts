import { isFitting, type Comparison } from "./fitCheck";
import type { Shape } from "./modelSpec";

/** PyTorch's own words for a state dict that does not fit, or undefined when it does (2.13, `Module.load_state_dict`). */
export function loadStateDictError(className: string, comparison: Comparison): string | undefined {
  if (isFitting(comparison)) return undefined;
  const { missing, unexpected, mismatched } = comparison;
  const sentences = [
    ...(missing.length > 0 ? [`Missing key(s) in state_dict: ${quoted(missing)}. `] : []),
    ...(unexpected.length > 0 ? [`Unexpected key(s) in state_dict: ${quoted(unexpected)}. `] : []),
    ...mismatched.map(mismatch => sizeMismatch(mismatch)),
  ];
  return `Error(s) in loading state_dict for ${className}:\n\t${sentences.join("\n\t")}`;
}

/** PyTorch's sentence about one tensor of another shape. */
export function sizeMismatch({ name, inFile, inModel }: Comparison["mismatched"][number]): string {
  return (
    `size mismatch for ${name}: copying a param with shape ${size(inFile)} from checkpoint, ` +
    `the shape in current model is ${size(inModel)}.`
  );
}

const quoted = (names: readonly string[]) => names.map(name => `"${name}"`).join(", ");
const size = (shape: Shape) => `torch.Size([${shape.join(", ")}])`;
