import type { FittingModel, WeightsListing } from "../../protocol/inspector";

/** What a snippet loads, and into what. */
export interface SnippetInputs {
  /** As Python is to open it. */
  readonly path: string;
  readonly format: WeightsListing["format"];
  /** It is the index of a sharded set. */
  readonly isSet?: boolean;
  /** The key of the checkpoint under which the state dict lies. */
  readonly key?: string;
  /** The class that takes the state dict; without one the snippet lists what there is. */
  readonly fit?: FittingModel;
}

/** Python that loads the file as safely as it can be loaded. */
export function pythonSnippet({ path, format, isSet = false, key, fit }: SnippetInputs): string {
  const isSafetensors = format === "safetensors";
  const loaded = key === undefined ? "state_dict" : "checkpoint";
  const file = pythonString(path);
  const lines = [
    ...(isSet ? ["import json", "from pathlib import Path", ""] : []),
    isSafetensors ? "from safetensors.torch import load_file" : "import torch",
    ...importOf(fit),
    "",
    ...(isSet ? setLines(file) : [loadLine(loaded, file, isSafetensors)]),
    ...(key === undefined ? [] : [`state_dict = checkpoint[${pythonString(key)}]`]),
    ...renamingLines(fit?.renaming),
    ...(fit
      ? ["", `model = ${fit.className}()`, "model.load_state_dict(state_dict)", "model.eval()"]
      : ["for name, tensor in state_dict.items():", "    print(name, tuple(tensor.shape), tensor.dtype)"]),
  ];
  return `${lines.join("\n")}\n`;
}

function loadLine(loaded: string, file: string, isSafetensors: boolean): string {
  return isSafetensors
    ? `${loaded} = load_file(${file})`
    : `${loaded} = torch.load(${file}, map_location="cpu", weights_only=True)`;
}

/** The files of a set lie beside its index. */
function setLines(index: string): string[] {
  return [
    `index = Path(${index})`,
    'files = sorted(set(json.loads(index.read_text())["weight_map"].values()))',
    "state_dict = {",
    "    name: tensor for file in files for name, tensor in load_file(index.with_name(file)).items()",
    "}",
  ];
}

function renamingLines(renaming: FittingModel["renaming"]): string[] {
  if (!renaming) return [];
  const prefix = pythonString(renaming.prefix);
  const name = renaming.change === "removed" ? `name.removeprefix(${prefix})` : `${prefix} + name`;
  return [`state_dict = {${name}: tensor for name, tensor in state_dict.items()}`];
}

/** A file that Python can import by its name; other files are named for the person to copy the class from. */
function importOf(fit: FittingModel | undefined): string[] {
  if (!fit) return [];
  const { className, modelFile } = fit;
  if (modelFile === undefined) return [`# ${className}: the network of the tutorial`];
  const module = modelFile.replace(/\.py$/, "").replaceAll(/[\\/]/g, ".");
  const isImportable = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(module);
  return [isImportable ? `from ${module} import ${className}` : `# ${className}: the class of ${oneLine(modelFile)}`];
}

const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, " ");

/** A Python string literal: JSON's escapes are Python's, too. */
function pythonString(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u007f-\u009f\u2028\u2029\ud800-\udfff]/gu, character => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
